"""Hours of the day, as figures: "about 2 a.m.", "02:00", "half past one". Value: hours since midnight.

Where the text does not tell morning from afternoon, the hour is below 12.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.numbers import read_number
from onrecord.record import Figure, Span

UNIT = "hour of the day"
_NAMED = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_HOUR = re.compile(
    rf"(?P<about>\b(?:about|around|shortly (?:after|before)|just (?:after|before)|nearly)\s)?(?:"
    r"\b(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?\s?m\b(?!-)\.?"
    r"|(?<![\d:.])(?P<clock>[01]?\d|2[0-3]):(?P<past>[0-5]\d)(?![\d:])(?:\s?(?:hrs|hours|h)\b)?"
    rf"|\b(?P<part>half past|quarter past|quarter to)\s(?P<named>{_NAMED}|\d\d?)\b"
    rf"|\b(?P<oclock>{_NAMED}|\d\d?)\so['’]clock\b"
    r"|\b(?P<noon>noon|midday|midnight)\b)",
    re.IGNORECASE,
)
_PARTS = {"half past": 0.5, "quarter past": 0.25, "quarter to": -0.25}


def find_hours(text: str) -> Iterator[Figure]:
    """The hours of the day that a text names, in its order."""
    for match in _HOUR.finditer(text):
        value = _value(match)
        if value is not None:
            bound = "about" if match["about"] else "exact"
            yield Figure(Span(match.start(), match.end(), text), value % 24, bound, UNIT)


def _value(match: re.Match[str]) -> float | None:
    if match["half"]:
        hour = int(match["hour"])
        if hour > 12:
            return None
        after_noon = 12 if match["half"].lower() == "p" else 0
        return hour % 12 + after_noon + int(match["minute"] or 0) / 60
    if match["clock"]:
        return int(match["clock"]) + int(match["past"]) / 60
    if match["noon"]:
        return 0.0 if match["noon"].lower() == "midnight" else 12.0
    hour_named = read_number((match["named"] or match["oclock"]).lower())
    if hour_named is None or hour_named > 12:
        return None
    return hour_named + _PARTS.get((match["part"] or "").lower(), 0.0)
