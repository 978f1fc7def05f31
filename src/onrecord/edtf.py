"""Dates known to the day, month, year, or less: EDTF values (ISO 8601-2), as far as the record needs.

Today's date is never used: what is not in the value, or in a reference that is handed in, stays unknown.
"""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache, total_ordering
from typing import TYPE_CHECKING

from onrecord.errors import DateError

if TYPE_CHECKING:
    from collections.abc import Iterator

# Unknown years are reckoned in a leap year, so that XXXX-02-29 has its place.
STAND_IN_YEAR = 2000

# A day farther from a reference than this is as near to it in the year before or after.
HALF_A_YEAR = 184

# Seasons are the northern ones, three whole months each; winter ends in the year after its own.
SEASONS = {"21": 3, "22": 6, "23": 9, "24": 12}
QUARTERS = {"33": 1, "34": 4, "35": 7, "36": 10}

_POINT = re.compile(
    r"(?P<year>\d{4}|\d{3}X|\d{2}XX|XXXX)"
    r"(?:-(?P<month>0[1-9]|1[0-2]|2[1-4]|3[3-6]|XX)(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX)"
    r"(?:T\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?)?)?"
    r"(?P<mark>[~?%]|~\?|\?~)?",
    re.ASCII,
)


class Precision(StrEnum):
    """How exactly a value names its time."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"


@dataclass(frozen=True, slots=True)
class _Point:
    """One end of an interval, or the whole value. `month` may be a season or quarter; None: not written."""

    year: str
    month: str | None
    day: str | None
    mark: str

    def __str__(self) -> str:
        return "-".join(part for part in (self.year, self.month, self.day) if part) + self.mark

    @property
    def known(self) -> bool:
        return self.year != "XXXX"

    def in_year(self, year: int) -> _Point:
        return self if self.known else _Point(f"{year:04}", self.month, self.day, self.mark)

    def first(self) -> date:
        return _reach(self)[0]

    def last(self) -> date:
        return _reach(self)[1]

    def _days(self, step: int) -> Iterator[date]:
        """The first days of what it may be, or with step -1 the last ones; nothing if it is no date."""
        year = str(STAND_IN_YEAR) if not self.known else self.year
        years = range(max(1, int(year.replace("X", "0"))), int(year.replace("X", "9")) + 1)
        length = 1
        months: range = range(1, 13)
        if self.month in SEASONS or self.month in QUARTERS:
            start = (SEASONS | QUARTERS)[self.month]
            months, length = range(start, start + 1), 3
        elif self.month not in (None, "XX"):
            months = range(int(self.month), int(self.month) + 1)
        for y in years[::step]:
            for m in months[::step]:
                if self.day not in (None, "XX"):
                    if int(self.day) <= monthrange(y, m)[1]:
                        yield date(y, m, int(self.day))
                elif step == 1:
                    yield date(y, m, 1)
                else:
                    yield _last_of_months(y, m, length)


@lru_cache(maxsize=4096)
def _reach(point: _Point) -> tuple[date, date]:
    """The first and the last day that a point may be."""
    return next(point._days(1)), next(point._days(-1))


def _last_of_months(year: int, month: int, length: int) -> date:
    end_year, end_month = divmod(year * 12 + month - 1 + length - 1, 12)
    if end_year > date.max.year:
        return date.max
    return date(end_year, end_month + 1, monthrange(end_year, end_month + 1)[1])


# `None` is an end that is not known, ".." one that is open.
_End = _Point | str | None


def _read_point(text: str, whole: str) -> _Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise DateError(
            f"{whole!r} is no EDTF date; write it like 2022-01-04, 2022-01, XXXX-01-04 or 2021/2022"
        )
    year, month, day, mark = match.group("year", "month", "day", "mark")
    point = _Point(year, month, day, "%" if mark and len(mark) == 2 else mark or "")
    if day and month in SEASONS | QUARTERS:
        raise DateError(f"{whole!r} gives a day of a season or quarter; leave the day out")
    if next(point._days(1), None) is None:
        raise DateError(f"{whole!r} names a day that no calendar has")
    return point


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[_End, ...]:
    """The points of a value: one, or two for an interval. Raises DateError."""
    first, slash, last = text.partition("/")
    if not slash:
        return (_read_point(text, text),)
    ends = tuple(end if end == ".." else _read_point(end, text) if end else None for end in (first, last))
    points = [end for end in ends if isinstance(end, _Point)]
    if not points:
        raise DateError(f"{text!r} is an interval without a date")
    if len(points) == 2:
        begin, finish = points
        if begin.known != finish.known:
            raise DateError(f"{text!r} gives the year of one end only; write both or neither")
        if begin.known and finish.last() < begin.first():
            raise DateError(f"{text!r} ends before it begins")
    return ends


@total_ordering
@dataclass(frozen=True, slots=True)
class Edtf:
    """An EDTF value in its canonical spelling: `2022-01-04`, `XXXX-01-04`, `2021~`, `2021/2022`, `2019/..`.

    A time of day is cut off: the record is kept by the day, as it was printed. `~` about, `?` uncertain,
    `%` both; they change no bounds. Raises DateError where the text is no EDTF date that the record knows.
    """

    value: str

    def __post_init__(self) -> None:
        ends = _read(self.value)
        object.__setattr__(self, "value", "/".join("" if end is None else str(end) for end in ends))

    @classmethod
    def parse(cls, text: str) -> Edtf:
        """Strict: raises DateError where the text is no EDTF date."""
        return cls(text)

    @classmethod
    def of_day(cls, day: date) -> Edtf:
        return cls(day.isoformat())

    def __str__(self) -> str:
        return self.value

    def __lt__(self, other: Edtf) -> bool:
        return self.sort_key < other.sort_key

    @property
    def precision(self) -> Precision:
        point = _read(self.value)[0]
        if "/" in self.value or not isinstance(point, _Point):
            return Precision.INTERVAL
        if point.day:
            return Precision.DAY
        if point.month:
            by_code = dict.fromkeys(SEASONS, Precision.SEASON) | dict.fromkeys(QUARTERS, Precision.QUARTER)
            return by_code.get(point.month, Precision.MONTH)
        return {1: Precision.DECADE, 2: Precision.CENTURY}.get(point.year.count("X"), Precision.YEAR)

    @property
    def is_known(self) -> bool:
        """Its year is known, of an interval every year that it gives."""
        return all(point.known for point in self._points())

    def earliest_day(self) -> date | None:
        """The first day it may be. None: the year is unknown, or the interval has no beginning."""
        begin = _read(self.value)[0]
        return begin.first() if isinstance(begin, _Point) and begin.known else None

    def latest_day(self) -> date | None:
        """The last day it may be. None: the year is unknown, or the interval has no end."""
        end = _read(self.value)[-1]
        return end.last() if isinstance(end, _Point) and end.known else None

    def contains(self, other: Edtf) -> bool:
        """Every day that the other may be lies in this one. False where that cannot be known."""
        if self == other:
            return True
        if self.is_known != other.is_known:
            return False
        ends, others = _read(self.value), _read(other.value)
        if None in (ends[0], ends[-1], others[0], others[-1]):
            return False  # an unknown end may be anywhere
        (first, last), (other_first, other_last) = self._bounds(), other._bounds()
        return first <= other_first and other_last <= last

    @property
    def sort_key(self) -> tuple[bool, date, date, str]:
        """Known years first, by first and last day; then those of unknown year, by month and day."""
        return (not self.is_known, *self._bounds(), self.value)

    def with_year(self, year: int) -> Edtf:
        """The same with its unknown years filled in; an interval over New Year ends in the year after.

        Raises DateError where that year has no such day.
        """
        ends = _read(self.value)
        filled = [end.in_year(year) if isinstance(end, _Point) else end for end in ends]
        first, last = ends[0], ends[-1]
        if isinstance(first, _Point) and isinstance(last, _Point) and last.last() < first.first():
            filled[-1] = last.in_year(year + 1)
        return Edtf("/".join("" if end is None else str(end) for end in filled))

    def resolve(self, reference: Edtf) -> Edtf:
        """The same with its unknown year taken from a reference: the year that brings it nearest.

        Unchanged where nothing is unknown, or where the reference does not imply a year: its own is
        unknown, it is open, or it is longer than a year; and where only a year was unknown.
        """
        begin, end = reference.earliest_day(), reference.latest_day()
        if self.is_known or begin is None or end is None or (end - begin).days > 366:
            return self
        if all(point.month in (None, "XX") for point in self._points()):
            return self
        near = [(_distance(value, begin, end), value) for value in self._in_years_about(begin.year)]
        (gap, _), value = min(near, default=((HALF_A_YEAR, 0), self))
        return value if gap < HALF_A_YEAR else self

    def _in_years_about(self, year: int) -> Iterator[Edtf]:
        for near in (year - 1, year, year + 1):
            with suppress(DateError):
                yield self.with_year(near)

    def _points(self) -> list[_Point]:
        return [end for end in _read(self.value) if isinstance(end, _Point)]

    def _bounds(self) -> tuple[date, date]:
        """First and last day, unknown years in the stand-in year, missing ends as far as dates go."""
        ends = _read(self.value)
        begin, end = ends[0], ends[-1]
        first = begin.first() if isinstance(begin, _Point) else date.min
        last = end.last() if isinstance(end, _Point) else date.max
        if last < first:  # an interval of unknown years that goes over New Year
            last += timedelta(days=366)
        return first, last


def _distance(value: Edtf, first: date, last: date) -> tuple[int, int]:
    """Days between a value's points and a stretch, then between twice their middles."""
    points = [end for end in _read(value.value) if isinstance(end, _Point)]
    begin, end = points[0].first(), points[-1].last()
    middles = begin.toordinal() + end.toordinal() - first.toordinal() - last.toordinal()
    return max((first - end).days, (begin - last).days, 0), abs(middles)
