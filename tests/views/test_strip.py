from __future__ import annotations

from datetime import date, timedelta

import pytest

from onrecord.edtf import Edtf
from onrecord.record import Reading
from onrecord.views.arrange import DossierEntry, DossierInput, Line, NumberedReport, arrange
from onrecord.views.strip import MOST_COLUMNS, MOST_DOTS, Strip, draw_strip
from tests.views.made import Story, make_report, make_statement


def strip_of(
    published: list[str | None], said: dict[str, int] | None = None
) -> Strip[Line, NumberedReport] | None:
    """The strip of reports of these dates, the first of which has so many statements of each day."""
    entries = []
    for number, value in enumerate(published):
        text = "x" * 400 + str(number)
        report = make_report(text, published=Edtf.parse(value) if value else None)
        rows = [
            {
                "source": [],
                "cue": [],
                "kind": "indirect",
                "act": "inform",
                "content": [[at, at + 1]],
                "said": day,
            }
            for at, day in enumerate(day for day, count in (said or {}).items() for _ in range(count))
        ]
        statements = tuple(make_statement(report, row) for row in rows) if number == 0 else ()
        entries.append(DossierEntry(report, Reading(report.version, "by-hand", statements)))
    return draw_strip(arrange(DossierInput("t", tuple(entries))))


def labels(strip: Strip[Line, NumberedReport] | None) -> list[tuple[str, str]]:
    assert strip is not None
    return [(column.label, column.year) for column in strip.columns]


def test_no_known_date_gives_no_strip() -> None:
    assert strip_of([None]) is None


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("2024-03-14", ("14 Mar", "2024")),
        ("XXXX-03-14", ("14 Mar", "year ?")),
        ("2024-03", ("Mar", "2024")),
        ("2024", ("", "2024")),
        ("201X", ("", "the 2010s")),
        ("2021-22", ("summer", "2021")),
        ("2024-03-04/2024-03-10", ("4–10 Mar", "2024")),
        ("2024-03-28/2024-04-03", ("28 Mar–3 Apr", "2024")),
        ("2019/2021", ("", "2019–2021")),
        ("2019-05/..", ("from May", "2019")),
        ("../2019-05", ("to May", "2019")),
    ],
)
def test_label_of_a_date(value: str, label: tuple[str, str]) -> None:
    assert labels(strip_of([value])) == [label]


def test_columns_are_in_order_and_gaps_are_seen() -> None:
    strip = strip_of(["2024-03-12", "2024-03-14", "2024-03-13", "XXXX-01-01"])
    assert [label for label, _ in labels(strip)] == ["12 Mar", "13 Mar", "14 Mar", "1 Jan"]
    assert strip is not None
    assert [column.after_gap for column in strip.columns] == [False, False, False, True]


def test_many_days_go_by_month_and_many_months_by_year() -> None:
    first = date(2020, 1, 1)
    days = [str(first + timedelta(days=10 * step)) for step in range(30)]
    strip = strip_of([*days])
    assert labels(strip)[0] == ("Jan", "2020")
    assert len(labels(strip)) <= MOST_COLUMNS
    years = strip_of([str(first + timedelta(days=40 * step)) for step in range(60)])
    assert labels(years)[0] == ("", "2020")


def test_every_statement_is_a_dot_within_the_drawing(asylum: Story) -> None:
    entries = tuple(DossierEntry(*read) for read in asylum)
    strip = draw_strip(arrange(DossierInput("t", entries)))
    assert strip is not None
    dots = [dot for column in strip.columns for dot in column.dots]
    dated = [s for _, reading in asylum for s in reading.statements if s.said]
    assert len(dots) == len({(dot.x, dot.y) for dot in dots}) == len(dated)
    assert all(0 < dot.x < strip.width and 0 < dot.y < strip.axis for dot in dots)
    squares = [square for column in strip.columns for square in column.squares]
    assert all(strip.axis < square.y < strip.height for square in squares)


def test_dots_that_are_not_drawn_are_counted() -> None:
    strip = strip_of([None], {"2024-03-14": MOST_DOTS + 7})
    assert strip is not None
    assert (len(strip.columns[0].dots), strip.columns[0].more) == (MOST_DOTS, 7)
