from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.figures import find_figures

WORDS = [
    "12",
    "five",
    "to",
    "-",
    "people",
    "at least",
    "over",
    "$3",
    "million",
    "years old,",
    "Monday",
    "2010",
    "%",
    "or so",
    ".",
]


def figures(text: str) -> list[tuple[str, float, str, str]]:
    return [(figure.span.text, figure.value, figure.bound, figure.unit) for figure in find_figures(text)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("He faces 18 charges.", ("18 charges", 18, "exact", "charges")),
        ("They found at least 14 people.", ("at least 14 people", 14, "at least", "people")),
        ("More than 60 were missing.", ("More than 60", 60, "at least", "")),
        ("It may employ as many as 90 locals.", ("as many as 90 locals", 90, "at most", "locals")),
        ("Some 2,300 villagers left.", ("Some 2,300 villagers", 2300, "about", "villagers")),
        ("A dozen or so boats sank.", ("A dozen or so boats", 12, "about", "boats")),
        ("He got a three-year sentence.", ("three-year", 3, "exact", "years")),
        ("One person died.", ("One person", 1, "exact", "people")),
        ("It cost $4.2 billion.", ("$4.2 billion", 4.2e9, "exact", "dollars")),
        ("It owes £4.7m in tax.", ("£4.7m", 4.7e6, "exact", "pounds")),
        ("He gave 45,000 euros in cash.", ("45,000 euros", 45_000, "exact", "euros")),
        ("Prices rose 30 %.", ("30 %", 30, "exact", "per cent")),
        (
            "It rose by half a percentage point.",
            ("half a percentage point", 0.5, "exact", "percentage points"),
        ),
        ("She lost about 18kg.", ("18kg", 18, "exact", "kg")),
        (
            "They released hundreds of thousands of documents.",
            ("hundreds of thousands of documents", 100_000, "about", "documents"),
        ),
        ("Two secret U.S. documents leaked.", ("Two secret U.S. documents", 2, "exact", "documents")),
        ("Seven empty shell casings lay there.", ("Seven empty shell casings", 7, "exact", "casings")),
        ("A 41-year-old spoke.", ("41-year-old", 41, "exact", "years old")),
        ("Ann Orr, 52, spoke.", ("52", 52, "exact", "years old")),
        ("They waited for three weeks.", ("three weeks", 3, "exact", "weeks")),
        ("The toll stands at 19.", ("19", 19, "exact", "")),
        ("There is a row over €45,000.", ("€45,000", 45_000, "exact", "euros")),
    ],
)
def test_a_number_with_what_it_counts(text: str, figure: tuple[str, float, str, str]) -> None:
    assert figures(text) == [figure]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("Between 60 and 90 days.", [("60", 60, "at least", "days"), ("90 days", 90, "at most", "days")]),
        ("About 200-300 men.", [("About 200", 200, "at least", "men"), ("300 men", 300, "at most", "men")]),
        ("They voted five to two.", [("five", 5, "exact", "votes"), ("two", 2, "exact", "votes")]),
    ],
)
def test_a_range_gives_its_ends(text: str, ends: list[tuple[str, float, str, str]]) -> None:
    assert figures(text) == ends


@pytest.mark.parametrize(
    "text",
    [
        "It began in 2010, on 4 January 2018 at 10:30.",
        "He came two years ago and left eight months later.",
        "Call +44 20 7946 0000.",
        "Thornsea won 3-1.",
        "Under Article 5 of the treaty, Flight 11 and No. 10 agreed.",
        "No one of them, and one or two, said so.",
        "See https://example.org/2019/45 for more.",
        "The 19th floor, and two-thirds of it.",
    ],
)
def test_no_figure(text: str) -> None:
    assert figures(text) == []


@given(st.lists(st.sampled_from(WORDS)))
def test_figures_are_in_order_and_never_overlap(words: list[str]) -> None:
    found = find_figures(" ".join(words))
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
