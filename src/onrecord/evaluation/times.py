"""Time expressions scored against gold in TIMEX3: how many are found, and how many of those are right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from onrecord.edtf import Edtf
from onrecord.errors import DateError
from onrecord.reading.times import find_times

SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}
DAYS = {"D": 1, "W": 7, "M": 30, "Q": 91, "Y": 365, "H": 0}


@dataclass(slots=True)
class TimeScore:
    """Counts over texts: gold expressions, those that a found one touches, those with the right value."""

    gold: int = 0
    met: int = 0
    right: int = 0
    found: int = 0
    found_in_gold: int = 0

    def add(self, row: Mapping[str, Any], found: Iterable[Mapping[str, Any]]) -> None:
        """Count one text. Gold: `timex` of `start`, `end`, `value`. Found ones have `span` and `value`."""
        published = point(row.get("dct") or "")
        gold = [one for one in row["timex"] if one.get("start") is not None]
        dates = [(one["span"], Edtf(one["value"]) if one["value"] else None) for one in found]
        for one in gold:
            met = [value for (start, end), value in dates if start < one["end"] and one["start"] < end]
            self.gold += 1
            self.met += bool(met)
            self.right += any(is_right(one["value"], value, published) for value in met)
        self.found += len(dates)
        self.found_in_gold += sum(
            any(start < one["end"] and one["start"] < end for one in gold) for (start, end), _ in dates
        )

    def figures(self) -> dict[str, float]:
        """Precision and recall of finding, F1, and the share of values that are right of those met."""
        precision = self.found_in_gold / self.found if self.found else 0.0
        recall = self.met / self.gold if self.gold else 0.0
        both = precision + recall
        return {
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / both if both else 0.0,
            "values right": self.right / self.met if self.met else 0.0,
        }


def predict_times(row: Mapping[str, Any]) -> dict[str, Any]:
    """`id`, and `dates`: `span` and EDTF `value` (null: cannot be known) of the times in `text`."""
    mentions = find_times(row["text"], published=point(row.get("dct") or ""), dateline=None)
    dates = [
        {"span": [one.span.start, one.span.end], "value": str(one.value) if one.value else None}
        for one in mentions
    ]
    return {"id": row["id"], "dates": dates}


def point(value: str) -> Edtf | None:
    """A TIMEX3 value as EDTF; None for a length, a habit, the present, past or future, and unknown times."""
    value = re.sub(r"T.*|(?:-XX)+$", "", value)
    if week := re.fullmatch(r"(\d{4})-W(\d\d?)(-WE)?", value):
        monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
        first = monday + timedelta(5) if week[3] else monday
        return Edtf(f"{first}/{monday + timedelta(6)}")
    if season := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
        value = f"{season[1]}-{SEASONS[season[2]]}"
    elif quarter := re.fullmatch(r"(\d{4})-Q(\d)", value):
        value = f"{quarter[1]}-{32 + int(quarter[2])}"
    elif day := re.fullmatch(r"(\d\d)-(\d\d)-(\d{4})", value):
        value = f"{day[3]}-{day[2]}-{day[1]}"
    value = re.sub(r"^FY", "", value)
    value = value + "X" if re.fullmatch(r"\d{3}", value) else value
    try:
        return Edtf(value) if value and not value.startswith("XXXX") else None
    except DateError:
        return None


def is_right(gold: str | None, found: Edtf | None, published: Edtf | None) -> bool:
    """The same time, as exactly as gold has it or within it; a length needs no value or one that long."""
    if gold is None or gold.startswith("PRESENT"):
        return found is None or (gold is not None and published is not None and found.contains(published))
    if re.match(r"P[^A]|PAST|FUTURE", gold):
        return found is None or _as_long(gold, found)
    try:
        wanted = Edtf(gold)
    except DateError:
        known = point(gold)
        if known is None:
            return found is None
        wanted = known
    if found is None:
        return False
    wanted, found = _in_some_year(wanted), _in_some_year(found)
    if str(found).endswith("/.."):  # "since 2019": gold may end it at the report, or give its beginning alone
        found = Edtf(str(found)[:-3])
        wanted = Edtf(str(wanted).partition("/")[0])
    return wanted.contains(found) or _share(wanted, found) >= 0.8 or _roughly(wanted, found)


def _in_some_year(value: Edtf) -> Edtf:
    return value if value.is_known else value.with_year(2023)


def _roughly(wanted: Edtf, found: Edtf) -> bool:
    return str(found).endswith("~") and "/" not in str(found) and found.contains(wanted)


def _share(one: Edtf, other: Edtf) -> float:
    """Days in both of the days in either."""
    first, last = one.earliest_day(), one.latest_day()
    first2, last2 = other.earliest_day(), other.latest_day()
    if not (first and last and first2 and last2):
        return 0.0
    both = (min(last, last2) - max(first, first2)).days + 1
    return max(0, both) / ((max(last, last2) - min(first, first2)).days + 1)


def _as_long(gold: str, found: Edtf) -> bool:
    length = re.fullmatch(r"P(\d+)([DWMQY])", gold)
    first, last = found.earliest_day(), found.latest_day()
    if not length or not first or not last:
        return False
    days = int(length[1]) * DAYS[length[2]]
    return 0.7 <= ((last - first).days + 1) / days <= 1.4
