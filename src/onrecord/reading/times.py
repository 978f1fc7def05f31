"""Time expressions of a report and the EDTF values they have on the report's day. Never today's date.

A report's day may be unknown, or known without its year. Every expression is then read on all days that it
may have been, and gets the value they agree on: all of it, or all but the year ("XXXX-01-03"), or none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from onrecord.edtf import Edtf
from onrecord.errors import DateError
from onrecord.reading.time_rules import AFTER, BEFORE, COMPILED, PRINTED, Change, about
from onrecord.reading.time_tense import looks_ahead
from onrecord.reading.time_values import Moment, Value, clock, weekday
from onrecord.reading.time_words import expand, month_number, weekday_number
from onrecord.record import DateMention, Span

# Every calendar there is, a year starting on any weekday, leap or not, comes within 28 years.
_YEARS = range(1996, 2024)

# As far as a sentence is looked at from an expression, in characters; longer ones are lists and tables.
_REACH = 300
_SENTENCE_END = re.compile(r"[.!?][”\"’')]*\s+(?=[A-Z“\"‘'(])|\n\s*\n")
_ABBREVIATED = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|St|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|[ap]\.m))\.$"
)
_CLOCK_OF_DAY = re.compile(r",? (?:on |of |this )?")
_FULL_PRINTED = [
    expand(r"<wday>,? (?:the )?<dom>(?: of)? <month>(?:,? <year>)?"),
    expand(r"<wday>,? <month> (?:the )?<dom>(?:,? <year>)?"),
]
# A weekday or month that is part of a name: the Sunday Times, Black Monday, Mrs May.
_NAME_GOES_ON = re.compile(
    r" (?:Times|Telegraph|Mirror|Mail|Express|Post|Herald|Tribune|Prayers|Agreement)\b"
)
_NAME_BEGINS = re.compile(r"\b(?:Black|Bloody|Super|Cyber|Mr|Mrs|Ms|Miss|Theresa)\.? $")


@dataclass(frozen=True, slots=True)
class _Found:
    """An expression: its place, what its rule matched, and whether its sentence (by number) looks ahead."""

    start: int
    end: int
    match: re.Match[str]
    rule: Value
    change: Change | None
    ahead: bool
    sentence: int


def find_times(text: str, *, published: Edtf | None, dateline: Edtf | None) -> list[DateMention]:
    """The time expressions of a report's text, in its order, not overlapping.

    `dateline` is the day it says it was written, `published` the day it was printed; either may lack its
    year. "Yesterday" is told from the dateline where there is one. The value is None for an expression that
    names no time, as a length does, or one that cannot be known from the report.
    """
    found = _find_expressions(text)
    days = _possible_days(text, _day_written(published, dateline))
    readings = [_read_on(day, found) for day in days]
    return [
        DateMention(
            Span(expression.start, expression.end, text), _agreed(days, [r[i] for r in readings], expression)
        )
        for i, expression in enumerate(found)
    ]


def find_time_places(text: str) -> list[tuple[int, int]]:
    """Where the time expressions of a text stand, whatever they are worth: `[start, end)` of each."""
    return [(expression.start, expression.end) for expression in _find_expressions(text)]


def _day_written(published: Edtf | None, dateline: Edtf | None) -> Edtf | None:
    if dateline is None or published is None:
        return dateline or published
    return dateline.resolve(published)


@lru_cache(maxsize=4)  # asked for its values and for its places
def _find_expressions(text: str) -> list[_Found]:
    candidates: list[tuple[int, int, int, re.Match[str], Value]] = []
    for order, (pattern, rule) in enumerate(COMPILED):
        for match in pattern.finditer(text):
            start = match.end("skip") if "skip" in match.groupdict() else match.start()
            candidates.append((start, -match.end(), order, match, rule))
    candidates.sort(key=lambda c: c[:3])
    starts = {start for start, *_ in candidates}
    sentences = [0, *_sentence_ends(text), len(text)]
    found: list[_Found] = []
    floor = 0
    for start, minus_end, _, match, rule in candidates:
        end = -minus_end
        if start < floor or _is_part_of_name(text, start, end):
            continue
        if rule is clock and (link := _CLOCK_OF_DAY.match(text, end)) and link.end() in starts:
            continue  # it goes with the day that follows
        begin, change = _with_words_before(text, start, floor)
        if change is about and rule is weekday:  # "to get around Wednesday's ruling"
            begin, change = start, None
        after = AFTER.match(text, end)
        floor = after.end() if after else end
        sentence = bisect_right(sentences, start) - 1
        before = text[max(sentences[sentence], begin - _REACH) : begin]
        after_it = text[floor : min(sentences[sentence + 1], floor + _REACH)]
        ahead = looks_ahead(before, after_it)
        found.append(_Found(begin, floor, match, rule, change, ahead, sentence))
    return found


def _is_part_of_name(text: str, start: int, end: int) -> bool:
    return bool(_NAME_GOES_ON.match(text, end) or _NAME_BEGINS.search(text[max(0, start - 10) : start]))


def _with_words_before(text: str, start: int, floor: int) -> tuple[int, Change | None]:
    """Where it begins with the words before that belong to it, and what they make of its value."""
    lead = text[max(floor, start - 40) : start]
    for pattern, change in BEFORE:
        if match := pattern.search(lead):
            begin, outer = _with_words_before(text, start - len(lead) + match.start(), floor)
            return begin, _both(change, outer) if outer else change
    return start, None


def _both(inner: Change, outer: Change) -> Change:
    def change(value: Edtf) -> Edtf | None:
        changed = inner(value)
        return None if changed is None else outer(changed)

    return change


def _sentence_ends(text: str) -> list[int]:
    ends = _SENTENCE_END.finditer(text)
    return [m.end() for m in ends if not _ABBREVIATED.search(text[max(0, m.start() - 6) : m.start() + 1])]


def _possible_days(text: str, written: Edtf | None) -> list[date]:
    """Every day the report may have been written on, thinned out where there are more than a few."""
    first, last = (written.earliest_day(), written.latest_day()) if written else (None, None)
    if first and last and (last - first).days <= 366:
        step = max(1, (last - first).days // 12)
        return [first + timedelta(n) for n in range(0, (last - first).days + 1, step)]
    if written is not None and written.precision == "day":
        days = [day for year in _YEARS if (day := _in_year(written, year))]
        return [day for day in days if _fits_printed_weekdays(text, day)] or days
    return [date(year, 1 + n % 12, 1 + 5 * n % 28) for n, year in enumerate(_YEARS)]


def _in_year(value: Edtf, year: int) -> date | None:
    try:
        return value.with_year(year).earliest_day()
    except DateError:
        return None


def _fits_printed_weekdays(text: str, day: date) -> bool:
    """False where a weekday printed with a day and month, "Friday 13 October", is another one that year."""
    for pattern in _FULL_PRINTED:
        for match in pattern.finditer(text):
            day_of_month = int(re.sub(r"\D", "", match["dom"]))
            if match["year"] or (month_number(match["month"]), day_of_month) == (2, 29):
                continue
            printed = Edtf(f"XXXX-{month_number(match['month']):02}-{day_of_month:02}")
            near = printed.resolve(Edtf.of_day(day)).earliest_day()
            if near and near.weekday() != weekday_number(match["wday"]):
                return False
    return True


def _read_on(day: date, found: Sequence[_Found]) -> list[Edtf | None]:
    """The values the expressions have if the report was written on that day."""
    values: list[Edtf | None] = []
    before: Edtf | None = None
    sentence = -2
    for expression in found:
        near = before if expression.sentence - sentence <= 1 else None
        value_text = expression.rule(expression.match, Moment(day, expression.ahead, near))
        value = Edtf(value_text) if value_text else None
        if value and expression.change:
            value = expression.change(value)
        if value and value.latest_day():
            before, sentence = value, expression.sentence
        values.append(value)
    return values


def _agreed(days: Sequence[date], values: Sequence[Edtf | None], expression: _Found) -> Edtf | None:
    """What the readings share: all, or all but a year that the report's own would give back; else None."""
    if None in values:
        return None
    if len(set(values)) == 1:
        return values[0]
    yearless = {re.sub(r"(?<!\d)\d{4}(?=-)", "XXXX", str(value)) for value in values}
    only = yearless.pop()
    if yearless or re.search(r"(?<![\dX-])\d{3}[\dX]", only) or "-" not in only:
        return None
    if expression.rule in PRINTED and not expression.match.groupdict().get("which"):
        return Edtf(only)
    given_back = all(
        Edtf(only).resolve(Edtf.of_day(day)) == value for day, value in zip(days, values, strict=True)
    )
    return Edtf(only) if given_back else None
