"""The strip of time at the head of a dossier: when things were said, and when the reports came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from onrecord.edtf import Edtf, Precision
from onrecord.views.arrange import Arranged, Line, NumberedReport
from onrecord.views.arrange_across import Event
from onrecord.views.wording import put_date

if TYPE_CHECKING:
    from collections.abc import Sequence

COLUMN_WIDTH = 72
STEP = 13
PER_ROW = 5
# Past this many dates the strip goes by month, past as many months by year.
MOST_COLUMNS = 24
# A column of more statements than this says how many more there are.
MOST_DOTS = 60
# Of what happened on one date, so many are drawn.
MOST_EVENTS = 10

T = TypeVar("T")
# What stands for a statement, and for a report.
S = TypeVar("S")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """Something at a point of the drawing, in pixels from the upper left."""

    x: float
    y: float
    what: T


@dataclass(frozen=True, slots=True)
class Day(Generic[S, R]):
    """What was said, published, and happened on one date."""

    date: Edtf
    published: tuple[R, ...]
    said: tuple[S, ...]
    happened: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Column(Generic[S, R]):
    """One date: dots are statements, squares reports, diamonds what happened.

    `after_gap`: some time lies between it and the column before. `more`: statements that are not drawn.
    """

    left: int
    label: str
    year: str
    after_gap: bool
    dots: tuple[Placed[S], ...]
    squares: tuple[Placed[R], ...]
    diamonds: tuple[Placed[Event], ...]
    more: int

    @property
    def middle(self) -> int:
        return self.left + COLUMN_WIDTH // 2

    @property
    def right(self) -> int:
        return self.left + COLUMN_WIDTH


@dataclass(frozen=True, slots=True)
class Strip(Generic[S, R]):
    """A drawing of `width` x `height` pixels; `axis` is how far down the line of time runs."""

    width: int
    height: int
    axis: int
    columns: tuple[Column[S, R], ...]


def draw_strip(dossier: Arranged) -> Strip[Line, NumberedReport] | None:
    """The strip of a dossier. None where no date is known."""
    days = [
        Day(day.date, day.published, day.said, day.happened) for day in dossier.days if day.date is not None
    ]
    return draw_days(days)


def draw_days(told: Sequence[Day[S, R]]) -> Strip[S, R] | None:
    """A dot per statement over the date it was said, over these a diamond per event on the date it happened.

    Under the line, a square per report under the date it came out. None where no date is known.
    """
    days = gather_columns(told)
    if not days:
        return None
    axis = STEP + STEP * max(
        _rows(min(len(day.said), MOST_DOTS)) + _rows(len(day.happened[:MOST_EVENTS])) for day in days
    )
    height = axis + 40 + STEP * max(_rows(len(day.published)) for day in days)
    columns = []
    for number, day in enumerate(days):
        left = number * COLUMN_WIDTH
        label, year = _put_label(day.date)
        columns.append(
            Column(
                left,
                label,
                year,
                number > 0 and _are_apart(days[number - 1].date, day.date),
                _place(day.said[:MOST_DOTS], left, axis - STEP, -STEP),
                _place(day.published, left, axis + 44, STEP),
                _place(
                    day.happened[:MOST_EVENTS],
                    left,
                    axis - STEP - STEP * _rows(min(len(day.said), MOST_DOTS)),
                    -STEP,
                ),
                max(0, len(day.said) - MOST_DOTS),
            )
        )
    return Strip(len(days) * COLUMN_WIDTH, height, axis, tuple(columns))


def gather_columns(days: Sequence[Day[S, R]]) -> list[Day[S, R]]:
    """The days; joined by month or year where there are too many to draw."""
    gathered: list[Day[S, R]] = []
    for length in (10, 7, 4):
        by_date: dict[Edtf, Day[S, R]] = {}
        for day in days:
            date = _shorten(day.date, length)
            before = by_date.get(date) or Day(date, (), ())
            by_date[date] = Day(
                date,
                before.published + day.published,
                before.said + day.said,
                before.happened + day.happened,
            )
        gathered = [by_date[date] for date in sorted(by_date)]
        if len(gathered) <= MOST_COLUMNS:
            break
    return gathered


def _shorten(date: Edtf, length: int) -> Edtf:
    """`2024-03-14` to `2024-03` or `2024`; an interval or a season stays itself unless years are wanted."""
    if "/" in date.value or (length == 7 and date.precision is not Precision.DAY):
        return date
    return date if length == 10 else Edtf(date.value[:length])


def _are_apart(before: Edtf | None, after: Edtf | None) -> bool:
    ended = before.latest_day() if before else None
    began = after.earliest_day() if after else None
    return ended is None or began is None or (began - ended).days > 1


def _place(things: Sequence[T], left: int, first: int, step: int) -> tuple[Placed[T], ...]:
    """Rows of five, each centred in its column, from the row at height `first` on."""
    placed = []
    for number, thing in enumerate(things):
        row, place = divmod(number, PER_ROW)
        in_row = min(PER_ROW, len(things) - row * PER_ROW)
        x = left + COLUMN_WIDTH / 2 + (place - (in_row - 1) / 2) * STEP
        placed.append(Placed(x, first + row * step, thing))
    return tuple(placed)


def _rows(count: int) -> int:
    return -(-count // PER_ROW)


def _put_label(date: Edtf | None) -> tuple[str, str]:
    """A date in two short lines: `14 Mar`, `2024`; of an interval its first and last day."""
    if date is None:
        return "", ""
    first, _, last = date.value.partition("/")
    if last in ("", ".."):
        label, year = _shorten_words(first)
        return (f"from {label}".strip(), year) if last else (label, year)
    if first in ("", ".."):
        label, year = _shorten_words(last)
        return f"to {label}".strip(), year
    (begin, first_year), (end, last_year) = _shorten_words(first), _shorten_words(last)
    years = last_year if first_year == last_year else f"{first_year}–{last_year}"
    if first_year == last_year and begin.split()[1:] == end.split()[1:]:
        begin = begin.split()[0] if begin else ""
    return f"{begin}–{end}" if begin and end else "", years


def _shorten_words(value: str) -> tuple[str, str]:
    words = put_date(Edtf(value)).replace("(year not known)", "year?")
    rest, _, year = words.rpartition(" ")
    if year == "year?" or year.isdigit():
        return " ".join(word[:3] if word.istitle() else word for word in rest.split()), year.replace(
            "?", " ?"
        )
    return "", words
