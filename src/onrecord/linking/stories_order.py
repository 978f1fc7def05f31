"""The order of a story's reports and days, also where the year of some or all is unknown.

Days of unknown year are placed near the first known day of publication; where no year is known, by month
and day, December before January in a story told over New Year. Placing changes no value: what is not known
stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from onrecord.edtf import STAND_IN_YEAR, Edtf, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.record import Report

# (its year is unknown, first day, last day): sorts as time does.
Place = tuple[bool, date, date]


@dataclass(frozen=True, slots=True)
class StoryTime:
    """A day near which days of unknown year are taken to lie. `known` false: its own year is a stand-in."""

    near: Edtf | None
    known: bool

    @classmethod
    def of(cls, reports: Iterable[Report]) -> StoryTime:
        """The time of a story, by the days on which its reports were published."""
        days = sorted(day for report in reports if (day := published_day(report)) is not None)
        if not days:
            return cls(None, False)
        if days[0].is_known:
            return cls(days[0], True)
        # A story of winter that goes on in the new year begins in the old one.
        late = [day for day in days if _month(day) >= 10]
        first = late[0] if late and _month(days[0]) <= 3 else days[0]
        return cls(first.with_year(STAND_IN_YEAR), False)

    def fill(self, value: Edtf) -> Edtf:
        """The value with the year that it has if it is near the others; for comparing and placing only."""
        return value.resolve(self.near) if self.near is not None else value

    def place(self, value: Edtf) -> Place:
        """Where a value stands in the order of the story. What has no known beginning stands at its end."""
        filled = self.fill(value)
        unknown = not value.is_known and not (self.known and filled.is_known)
        _, first, last, _ = filled.sort_key
        if filled.precision is Precision.INTERVAL and first == date.min:
            first = last
        return unknown, first, last


def _month(day: Edtf) -> int:
    return day.sort_key[1].month


def published_day(report: Report) -> Edtf | None:
    """The day a report was published, else the day of its dateline; None: neither is known."""
    front = report.front
    return front.published or (front.dateline.date if front.dateline else None)


def order_reports(reports: Iterable[Report]) -> list[Report]:
    """Reports of one story in the order of publication; those without a day last, by id."""
    reports = list(reports)
    time = StoryTime.of(reports)

    def place(report: Report) -> tuple[bool, Place | None, str]:
        day = published_day(report)
        return day is None, time.place(day) if day is not None else None, report.id

    return sorted(reports, key=place)
