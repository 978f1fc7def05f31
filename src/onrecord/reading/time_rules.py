"""The rules of time expressions: how each looks, in the words of time_words.py, and what gives its value.

A blank is any gap within a paragraph. Where several rules match, the first and longest wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from onrecord.edtf import Edtf, Precision
from onrecord.reading.time_calendar import FEASTS, period_of
from onrecord.reading.time_values import (
    Value,
    ago,
    beside,
    century,
    clock,
    day,
    day_of_month,
    day_range,
    days_off,
    decade,
    edge_of_period,
    feast,
    half,
    later,
    month,
    month_range,
    nothing,
    part_of_period,
    period,
    quarter,
    same,
    season,
    short_year,
    slashed_day,
    stretch,
    today,
    weekday,
    weekend,
    year,
    year_before,
    year_range,
)
from onrecord.reading.time_words import expand, fill

# "New Year's", "Valentine’s": the apostrophe may be printed either way, or left out.
_FEAST = "|".join(
    re.sub(r"(year|valentine)s", r"\1[’']?s", name) for name in sorted(FEASTS, key=len, reverse=True)
)
_WEEKLY = "daily|weekly|monthly|quarterly|yearly|annual(?:ly)?|hourly|nightly"
_VAGUE = (
    r"now(?! that|-)|nowadays|currently|recently|lately|at present|at the moment|"
    r"(?:in )?recent (?:days|weeks|months|years)|the (?:near |distant |foreseeable )?(?:future|past)|"
    r"(?:the )?(?:past|last|coming|next) (?:few|several|couple of) (?:hours|days|weeks|months|years|decades)|"
    r"(?:the )?(?:coming|past|intervening) (?:hours|days|weeks|months|years|decades)|"
    r"hours|days|weeks|months|years|decades|centuries|overnight|minutes"
)

_LENGTH = (
    r"<n>(?: (?:and a half|or more|more|straight|consecutive|full))?[-\s]?(?:<unit>|minute)s?(?:[-\s]long)?"
)

RULES: list[tuple[str, Value]] = [
    # Printed dates
    (r"(?:<wday>,? )?(?:the )?<dom>(?: of)? <month>,? <year>", day),
    (r"(?:<wday>,? )?<month> (?:the )?<dom>,? <year>", day),
    (r"(?:<wday>,? )?(?:the )?<dom>(?: of)? <month>", day),
    (r"(?:<wday>,? )?<month> (?:the )?<dom>", day),
    (r"<year>-(?P<mm>0[1-9]|1[0-2])-<dom>", day),
    (r"<dom>\.(?P<mm>0?[1-9]|1[0-2])\.<year>", day),
    (r"(?P<a>[0-3]?\d)[/-](?P<b>[0-3]?\d)[/-](?P<y>(?:19|20)?\d\d)", slashed_day),
    (r"<month> <dom> ?(?:-|–|to|and) ?<dom2>,? <year>", day_range),
    (r"<month> <dom> ?(?:-|–|to|and) ?<dom2>", day_range),
    (r"<dom> ?(?:-|–|to|and) ?<dom2> <month>,? <year>", day_range),
    (r"<dom> ?(?:-|–|to|and) ?<dom2> <month>", day_range),
    (r"(?P<skip>on )the <nth><then>", day_of_month),
    # Months and years
    (r"<month>,? (?:of )?<year>", month),
    (r"<sureMonth>", month),
    (r"<which> <month>", month),
    (r"(?P<skip><leadIn>[-\s])<looseMonth>", month),
    (r"(?P<skip>the )<looseMonth>(?= (?-i:[a-z]{4,}))", month),
    (r"<month>,?(?P<of> (?:of )?(?:the )?)<which> year", month),
    (r"the (?:first|second|third|fourth|last|final) (?:week|days|half|part) of <month>(?: <year>)?", month),
    (r"<which> <month> <dom>", day),
    (r"between <month> and <month2>(?: <year>)?", month_range),
    (r"from <month> (?:to|until|through) <month2>(?: <year>)?", month_range),
    (r"<year>", year),
    (r"<year> ?[-–/] ?<year2>", year_range),
    (r"<year>[-–/]<yy>", year_range),
    (r"between <year> and <year2>", year_range),
    (r"from <year> (?:to|until|through) <year2>", year_range),
    (r"(?<![’'‘`])[’'‘]<yy>", short_year),
    (r"(?:the )?[’'‘]?(?P<decade>(?:1[5-9]\d|20\d|[1-9])0)[’']?s", decade),
    (r"the <nth> century", century),
    # Days told from the report's own
    (r"<weekday>", weekday),
    (r"<which> <weekday>", weekday),
    (r"today|tonight|this (?:very )?(?:morning|afternoon|evening|night|day)", today),
    (r"(?:earlier|later) today", today),
    (r"yesterday|last (?:night|evening)", days_off(-1)),
    (r"tomorrow", days_off(1)),
    (r"(?:the )?day before yesterday", days_off(-2)),
    (r"(?:the )?day after tomorrow", days_off(2)),
    # Periods told from the report's day
    (r"<which> <period>", period),
    (r"the (?P<which>last|past|current|coming) <period>", period),
    (r"(?:last|this|next|the coming|the past) season", nothing),
    (r"(?P<side>earlier|later) this <period>", part_of_period),
    (r"(?:the )?(?P<edge>start|beginning|middle|end) of (?:the|<which>) <period>", edge_of_period),
    (r"(?:the|this past) weekend", weekend),
    (r"(?:the )?<which> <n>[-\s]<unit>s?", stretch),
    (r"(?:over|during|in|within|for|through|throughout) the (?P<which>past|last) <unit>", stretch),
    (r"<n>(?: (?:and a half|or (?:more|so)))?[-\s]<unit>s? (?P<side>ago|from now|hence)", ago),
    # Told from the time named before
    (r"<n>[-\s]<unit>s? (?P<side>earlier|later|before|after|afterwards)<stop>", later),
    (r"<n>[-\s]<unit>s? (?P<side>earlier|later)(?! than\b)", later),
    (r"the same (?:<period>|period|time) a year (?:ago|earlier|before)", year_before),
    (r"the same (?:<period>|period|time) (?:of )?(?:the )?(?:last|previous) year", year_before),
    (r"the (?:next|following) <period>", beside(1)),
    (r"the (?:previous|preceding) <period>", beside(-1)),
    (r"the <period> (?:before|previous|earlier)<stop>", beside(-1)),
    (r"(?:later |earlier )?(?:that|the|on the|in the) same <period>", same),
    (r"(?:later|earlier|late|early) in the (?P<period>day|week|month|year)", same),
    (r"(?:later |earlier |early |late )?that (?:very )?<period>", same),
    (r"<clock>", clock),
    # Seasons, quarters, halves, holidays
    (r"(?:the )?<season>(?: of)?,? <year>", season),
    (r"<which> <season>", season),
    (r"(?P<skip>(?:in|since|by|until|during) )(?:the )?<season><then>", season),
    (r"(?:the )?<quarter>[-\s]quarter(?: (?:of|in))?(?: (?:the )?(?:<year>|<which> year))?", quarter),
    (r"(?-i:Q)(?P<q>[1-4])(?:,? (?:of )?<year>)?", quarter),
    (r"(?:the )?<quarter> half of (?:the )?(?:<year>|<which> year)", half),
    (rf"(?:<which> )?(?P<feast>{_FEAST})(?:,? <year>)?", feast),
    # Lengths, habits, and words that name no day
    (_LENGTH, nothing),
    (_WEEKLY, nothing),
    (r"(?:every|each) (?:<n> )?(?:<weekday>|<period>|<unit>s?|<part>|<season>)", nothing),
    (r"(?:on )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days", nothing),
    (_VAGUE, nothing),
]  # fmt: skip
# Rules whose month and day are what is printed, whatever the year.
PRINTED = (day, day_range, month, month_range)
COMPILED = [(expand(pattern), value) for pattern, value in RULES]


def about(value: Edtf) -> Edtf:
    return value if "/" in str(value) or str(value)[-1] in "~%?" else Edtf(f"{value}~")


def _unchanged(value: Edtf) -> Edtf:
    return value


def _since(value: Edtf) -> Edtf:
    return Edtf(f"{str(value).partition('/')[0]}/..")


def _week_of(value: Edtf) -> Edtf | None:
    first = value.earliest_day()
    return Edtf(period_of("week", 0, first) or str(value)) if first else None


def _start_of(value: Edtf) -> Edtf:
    return Edtf(f"{value}-01~") if value.precision == Precision.YEAR else value


def _end_of(value: Edtf) -> Edtf:
    return Edtf(f"{value}-12~") if value.precision == Precision.YEAR else value


# What may stand before an expression and belongs to it, and what it makes of the value.
Change = Callable[[Edtf], Edtf | None]
_LEADS: list[tuple[str, Change]] = [
    (r"(?:ever )?since ", _since),
    (r"(?:about|around|circa|c\.|roughly|approximately|nearly|almost|more than|over|some) ", about),
    (r"(?:at )?(?:the )?(?:start|beginning) of ", _start_of),
    (r"(?:the )?(?:very )?end of |(?:year-)?end[-\s]", _end_of),
    (r"(?:early|late|mid|the middle of)[-\s](?:in )?(?:the )?", _unchanged),
    (r"(?:the )?(?:early |late )?(?:morning|afternoon|evening|night|day|month) of (?:the )?", _unchanged),
    (r"(?:the )?week of ", _week_of),
    (r"(?:before dawn|at dawn|overnight|late|early) (?:on )?", _unchanged),
    (r"(?:at )?<clock>,? (?:on |of |this )?", _unchanged),
]
BEFORE = [(re.compile(rf"(?<!\w)(?:{fill(lead)})$", re.IGNORECASE), change) for lead, change in _LEADS]
# What may stand after it and belongs to it: a part of the day, a time of day.
AFTER = re.compile(fill(r"(?: (?:early |late )?<part>|,?(?: at)? <clock>)+") + r"(?!\w)", re.IGNORECASE)
