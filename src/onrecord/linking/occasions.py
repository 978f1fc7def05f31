"""The day of a saying, from what the reports that carry it tell of when it was said.

A day that a report tells counts before one that it makes likely (`~`), and nothing was said after the first
report of it was printed. Reports print the same words days later and then tell no day, or seem to tell their
own: of likely days the earliest is the nearest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.edtf import Edtf, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.record import Told


def find_day(renderings: Sequence[Told]) -> Edtf | None:
    """When the renderings of one saying were said: the day that most of them tell, of several the earliest.

    None: no rendering tells it. A year that one report does not print is that of the others where one
    prints it; else it stays unknown.
    """
    printed = sorted({day for one in renderings if (day := one.front.published) is not None})
    known = next((day for day in printed if day.is_known), None)

    def whole(value: Edtf) -> Edtf:
        return value if known is None else value.resolve(known)

    told = [whole(one.statement.said.value) for one in renderings if one.statement.said is not None]
    first = min((whole(day) for day in printed), default=None)
    early = [value for value in told if first is None or not _is_after(value, first)] or told
    days = [value for value in early if value.precision is Precision.DAY]
    exact = [value for value in days if not value.value.endswith("~")]
    if exact or not days:
        return _most(exact or early)
    return min(days)


def _is_after(value: Edtf, day: Edtf) -> bool:
    """All of it is later, as far as the years are known."""
    return value.is_known == day.is_known and value.sort_key[1] > day.sort_key[2]


def _most(values: Iterable[Edtf]) -> Edtf | None:
    found = list(values)
    return max(sorted(set(found)), key=found.count) if found else None
