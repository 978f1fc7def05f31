"""The day a report's news is of: what is said in it without a day of its own was said then.

A release speaks on the day of its issue, a wire report on the day of its dateline. Any report that puts some
of what it tells to the day it was printed, or to the day before, means that day where it names none. A
report that names neither is taken for a newspaper's: it has mostly what was said on the day before, and
that is no more than likely.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import timedelta

from onrecord.edtf import STAND_IN_YEAR, Edtf, Precision
from onrecord.lexicon import fold
from onrecord.record import Front

_RELEASE = re.compile(
    r"\b(?:press|news|media) release\b|\bcommuniqu[ée]\b|\bfor (?:immediate )?(?:release|publication)\b",
    re.IGNORECASE,
)
# What a body sends out of its own: what it says in it, it says on the day of it; others spoke before.
_PAPER = re.compile(
    r"\b(?:bulletin|newsletter|circular|(?:action|media|news) alert|"
    r"(?:situation|press|operational|weekly) (?:update|note|briefing))\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\b(?:https?://)?(?:www\.)?([a-z0-9-]{4,})\.[a-z]{2,}\b", re.IGNORECASE)
_TODAY = re.compile(r"\bannounced? today\b|\btoday announced?\b", re.IGNORECASE)
# How much of a report's beginning may say that it is a release, in characters.
_HEAD = 700
_LONGEST_LINE = 100
# A shorter name stands in many a word.
_LEAST_LETTERS = 4


@dataclass(frozen=True, slots=True)
class NewsDay:
    """A day, whether it is more than likely, and why."""

    value: Edtf
    sure: bool
    reason: str


def find_news_day(text: str, front: Front, said: Set[Edtf], named: Set[Edtf]) -> NewsDay | None:
    """The day of a report's news; None where it has no day, or puts what was said to other days only.

    `said` are the days to which the report puts something said, `named` those it names otherwise.
    """
    printed, dateline = front.published, front.dateline
    written = dateline.date if dateline else None
    if written is not None and printed is not None:
        written = written.resolve(printed)
    day = written or printed
    if day is None or day.precision is not Precision.DAY:
        return None
    if _is_release(text):
        return NewsDay(day, True, f"a release of {day} speaks on that day")
    before = day_before(day)
    for told, how in ((said, "puts what was said to that day"), (named, "names that day")):
        if day in told:
            return NewsDay(day, True, f"the report is of {day} and {how}")
        if before is not None and before in told and written is None:
            return NewsDay(before, True, f"the report of {day} {how}, {before}")
    if written is not None:
        return (
            None if said else NewsDay(written, True, f"no other day is told, and the dateline has {written}")
        )
    if before is None:
        return None
    return NewsDay(
        before, False, f"no day is told; a report of {day} mostly has what was said the day before"
    )


def _is_release(text: str) -> bool:
    """A line of its own says so above the body, or the beginning announces something "today"."""
    lines = [line for line in text[:_HEAD].split("\n") if len(line) < _LONGEST_LINE]
    return any(_RELEASE.search(line) for line in lines) or _TODAY.search(text, 0, _HEAD) is not None


def is_own_paper(text: str, name: str) -> bool:
    """A body of this name sends the report out: a bulletin or update whose head or address has its name."""
    head = [line for line in text[:_HEAD].split("\n") if len(line) < _LONGEST_LINE and _PAPER.search(line)]
    if not head:
        return False
    told = [_letters(line) for line in head] + [_letters(m[1]) for m in _ADDRESS.finditer(text)]
    letters = _letters(name)
    return len(letters) >= _LEAST_LETTERS and any(letters in one for one in told)


def _letters(words: str) -> str:
    return "".join(c for c in fold(words) if c.isalnum())


def day_before(day: Edtf) -> Edtf | None:
    """The day before, of an unknown year too; None where that depends on the year."""
    first = (day if day.is_known else day.with_year(STAND_IN_YEAR)).earliest_day()
    if first is None:
        return None
    earlier = first - timedelta(1)
    if day.is_known:
        return Edtf.of_day(earlier)
    return None if (first.month, first.day) == (3, 1) else Edtf(f"XXXX-{earlier:%m-%d}")
