"""Strips: when something was said and reported, as a drawing small enough for a list."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.edtf import Edtf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.store.details import Said

WIDTH = 220
HEIGHT = 34
AXIS = 24
EDGE = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """Statements of one stretch of days: its place, its height up from the axis, and how many."""

    x: float
    height: float
    count: int


@dataclass(frozen=True, slots=True)
class Course:
    """A drawing of WIDTH x HEIGHT: bars of statements over the axis, ticks of reports under it.

    `first` and `last` are the days at its ends; `words` tell the drawing to those who do not see it.
    """

    bars: tuple[Bar, ...]
    ticks: tuple[float, ...]
    first: str
    last: str
    words: str
    width: int = WIDTH
    height: int = HEIGHT
    axis: int = AXIS


def draw_course(told: Iterable[Said], width: int = WIDTH) -> Course | None:
    """From what reports print of each day. None where no day is known.

    A statement of an unknown day stands on the day of its report.
    """
    said: Counter[date] = Counter()
    published: dict[str | int, date] = {}
    for one in told:
        came = _day_of(one.published)
        day = _day_of(one.said) or came
        if came is not None:
            published[one.report] = came
        if day is not None and one.statements:
            said[day] += one.statements
    # What was said long before the reports came out would leave them no room.
    known = sorted({*published.values(), *said})
    if not known:
        return None
    begin = min(published.values(), default=known[0])
    begin = max(known[0], date.fromordinal(max(begin.toordinal() - 14, 1)))
    end = known[-1]
    length = max((end - begin).days, 1)

    def place(day: date) -> float:
        return round(EDGE + (width - 2 * EDGE) * max((day - begin).days, 0) / length)

    bars: Counter[float] = Counter()
    for day, count in said.items():
        if day >= begin:
            bars[place(day)] += count
    most = max(bars.values(), default=1)
    ticks = sorted({place(day) for day in published.values()})
    words = f"{sum(said.values())} statements in {len(published)} reports, {begin} to {end}"
    return Course(
        tuple(Bar(x, 3 + (AXIS - 6) * count / most, count) for x, count in sorted(bars.items())),
        tuple(ticks),
        begin.isoformat(),
        end.isoformat(),
        words,
        width,
    )


@lru_cache(maxsize=50_000)
def _day_of(value: str | None) -> date | None:
    return Edtf(value).earliest_day() if value else None
