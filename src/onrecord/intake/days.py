"""Dates as reports print them in datelines, stamps and bylines, read only as far as they are certain."""

from __future__ import annotations

import re

from onrecord.edtf import Edtf
from onrecord.errors import DateError
from onrecord.lexicon import read_table, read_words

MONTH_OF = {name: int(number) for name, number in read_table("intake/data/months.tsv")}
# A longer line is no stamp and no dateline.
LONGEST = 150
_NAMES = "|".join(sorted(MONTH_OF, key=len, reverse=True))
WEEKDAYS = read_words("intake/data/weekdays.txt")

_DAYS = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
_WEEKDAY = rf"(?:(?:{_DAYS})\b\.?,?\s+(?:the\s+)?)?(?:(?:le|el|am|den|il)\s+)?"
_MONTH = rf"(?P<month>{_NAMES})\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WRITTEN = (
    rf"{_WEEKDAY}{_MONTH}\s+{_DAY}(?!\d)(?:,?\s+{_YEAR}(?!\d))?",
    rf"{_WEEKDAY}{_DAY}\s+(?:of\s+|de\s+)?{_MONTH}(?:,?\s+(?:de\s+|del\s+)?{_YEAR}(?!\d))?",
    rf"{_YEAR}(?P<part>[-/.])(?P<month>\d{{1,2}})(?P=part)(?P<day>\d{{1,2}})(?!\d)",
    rf"{_YEAR}年(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日",
    rf"{_WEEKDAY}(?P<first>\d{{1,2}})(?P<part>[-/.])(?P<second>\d{{1,2}})(?P=part){_YEAR}(?!\d)",
    rf"{_MONTH}\s+{_YEAR}(?!\d)",
)
_DATES = tuple(re.compile(rf"(?<![\w-]){form}", re.IGNORECASE) for form in _WRITTEN)
_ZONE = r"(?:\s*(?:[A-Z]{1,5}|Z|[+-]\d\d:?\d\d|\([A-Z]{2,5}\)|hrs?|h|Uhr))?"
_CLOCK = rf"(?:at\s+)?\d{{1,2}}[:.h]\d\d(?::\d\d)?(?:\s*[ap]\.?m\.?)?{_ZONE}"
_AFTER = re.compile(rf"[,\s]*(?:T?{_CLOCK})?\.?", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:{_CLOCK}[,\s]+(?:on\s+)?)?", re.IGNORECASE)
# A month and day in figures, told from a fraction or a score only by the time that follows.
_STAMP = re.compile(rf"(?P<month>\d\d)-(?P<day>\d\d)\s+{_CLOCK}", re.IGNORECASE)


def find_day(text: str) -> tuple[int, int, Edtf] | None:
    """Where the first date of a short line stands, and its value; None where no date is certain."""
    if len(text) > LONGEST:
        return None
    found = (match for pattern in _DATES for match in pattern.finditer(text))
    for match in sorted(found, key=lambda m: (m.start(), -m.end())):
        value = _value(match)
        if value is not None:
            return match.start(), match.end(), value
    return None


def read_day(text: str) -> Edtf | None:
    """The value of a text that is a date, perhaps with weekday and time of day, and nothing else."""
    text = text.strip()
    if stamp := _STAMP.fullmatch(text):
        return _value(stamp) if int(stamp["day"]) > 12 else None
    found = find_day(text)
    if found is None:
        return None
    start, end, value = found
    alone = _BEFORE.fullmatch(text[:start]) and _AFTER.fullmatch(text[end:])
    return value if alone else None


def _value(match: re.Match[str]) -> Edtf | None:
    parts = match.groupdict()
    if "first" in parts:
        return _in_figures(parts["year"], int(parts["first"]), int(parts["second"]), parts["part"])
    year, month, day = parts.get("year") or "XXXX", parts["month"].casefold(), parts.get("day")
    number = int(month) if month.isdigit() else MONTH_OF[month]
    return _edtf(year, number, int(day) if day else None)


def _in_figures(year: str, first: int, second: int, part: str) -> Edtf | None:
    """Day and month in figures: only the year is certain where either order makes a date."""
    if part != "." and max(first, second) <= 12 and first != second:
        return Edtf(year)
    day, month = (second, first) if second > 12 and part != "." else (first, second)
    return _edtf(year, month, day)


def _edtf(year: str, month: int, day: int | None) -> Edtf | None:
    try:
        return Edtf(f"{year}-{month:02}" if day is None else f"{year}-{month:02}-{day:02}")
    except DateError:
        return None
