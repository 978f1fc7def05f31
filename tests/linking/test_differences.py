"""What reports of one story count, and whether they agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.differences import find_differences
from onrecord.record import (
    Act,
    Difference,
    EntityKind,
    Figure,
    Front,
    Kind,
    OffsetMap,
    Original,
    Reading,
    Report,
    Span,
    Speaker,
    Statement,
)

# A text with its figures: the words, the value, the bound, the unit.
Marked = tuple[str, tuple[tuple[str, float, str, str], ...]]

AGENCY: Marked = (
    "At least 17 people were killed when the Oru dam broke at about 2 a.m. on Sunday.\n\n"
    "The company will pay 1.2 million dollars to 40 families, it said.",
    (
        ("At least 17 people", 17, "at least", "people"),
        ("1.2 million dollars", 1_200_000, "exact", "dollars"),
        ("40 families", 40, "exact", "families"),
    ),
)
DAILY: Marked = (
    "The failure of the Oru dam at 01:30 on Sunday left nineteen dead, officials said.\n\n"
    "Forty families are to share 1,200,000 dollars from the company.",
    (
        ("nineteen dead", 19, "exact", "dead"),
        ("Forty families", 40, "exact", "families"),
        ("1,200,000 dollars", 1_200_000, "exact", "dollars"),
    ),
)
RADIO: Marked = (
    "The judge gave Dov Hale a three-year term for taking cash from the dam company.",
    (("three-year", 3, "exact", "years"),),
)
LOCAL: Marked = (
    "Hale got a term of 36 months for taking cash, the judge said.",
    (("36 months", 36, "exact", "months"),),
)
STORY = (AGENCY, DAILY, RADIO, LOCAL)


def read(marked: Marked) -> tuple[Report, Reading]:
    text, rows = marked
    report = Report(
        text,
        Front(),
        Original(text.encode(), "text/plain", "made", datetime(2024, 1, 1, tzinfo=UTC)),
        OffsetMap("text"),
    )
    figures = tuple(
        Figure(Span(text.index(words), text.index(words) + len(words), text), value, bound, unit)
        for words, value, bound, unit in rows
    )
    return report, Reading(report.version, "by hand", figures=figures)


def found_in(story: Sequence[Marked]) -> list[Difference]:
    return find_differences("t1", [read(marked) for marked in story])


def words_of(difference: Difference) -> set[str]:
    return {value.span.text for value in difference.values}


@pytest.mark.parametrize(
    ("words", "agree"),
    [
        ({"At least 17 people", "nineteen dead"}, False),
        ({"about 2 a.m.", "01:30"}, False),
        ({"40 families", "Forty families"}, True),
        ({"1.2 million dollars", "1,200,000 dollars"}, True),
        ({"three-year", "36 months"}, True),
    ],
)
def test_figures_of_one_thing_are_linked(words: set[str], agree: bool) -> None:
    (difference,) = [d for d in found_in(STORY) if words_of(d) & words]
    assert words_of(difference) == words
    assert difference.agree is agree


def test_the_dead_are_not_compared_with_the_missing() -> None:
    one: Marked = ("Twelve people died in the Sarn fire.", (("Twelve people", 12, "exact", "people"),))
    other: Marked = (
        "Thirty people are missing after the Sarn fire.",
        (("Thirty people", 30, "exact", "people"),),
    )
    assert found_in([one, other]) == []


def test_small_numbers_of_unlike_things_are_not_compared() -> None:
    one: Marked = ("Tyres burned in two towns on Friday.", (("two towns", 2, "exact", "towns"),))
    other: Marked = ("Both of two lawyers spoke at length.", (("two lawyers", 2, "exact", "lawyers"),))
    assert found_in([one, other]) == []


def test_who_gave_a_figure_is_told() -> None:
    report, reading = read(AGENCY)
    text = report.text
    said = Span(text.index("The company"), text.index(", it said"), text)
    statement = Statement(
        report.version,
        Kind.INDIRECT,
        Act.PROMISE,
        1.0,
        source=(),
        cue=(),
        content=(said,),
        speaker=Speaker("Oru Dams", EntityKind.ORGANIZATION, 1.0, "given"),
    )
    given = Reading(report.version, "by hand", statements=(statement,), figures=reading.figures)
    (money,) = [d for d in find_differences("t1", [(report, given), read(DAILY)]) if d.unit == "dollars"]
    assert {value.by for value in money.values} == {"Oru Dams", None}


@given(st.permutations(STORY))
def test_any_order_gives_the_same(story: list[Marked]) -> None:
    assert found_in(story) == found_in(STORY)


@given(st.permutations(STORY), st.integers(0, 4))
def test_every_value_verifies(story: list[Marked], upto: int) -> None:
    reports = {read(marked)[0].id: marked[0] for marked in STORY}
    for difference in found_in(story[:upto]):
        for value in difference.values:
            assert reports[value.report][value.span.start : value.span.end] == value.span.text
        assert len({value.report for value in difference.values}) > 1
