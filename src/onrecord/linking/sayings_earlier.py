"""Whether a report tells a statement of an earlier occasion: "A year ago Quell offered ...", "had promised".

What is told of two occasions is at most one thing said twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.record import Statement, Told

_UNITS = "(?:week|month|year|decade|season|term)s?"
_SEASONS = "(?:spring|summer|autumn|fall|winter)"
# Times of which the reading often can not tell the day.
_LONG_BEFORE = re.compile(
    rf"\b{_UNITS} (?:ago|before|earlier|previously|prior)\b"
    rf"|\b(?:last|previous) (?:month|year|season|term|{_SEASONS})\b"
    rf"|\bin (?:the )?(?:early |late )?{_SEASONS}\b"
    rf"|\bthe (?:year|month|{_SEASONS}) before\b|\bback in\b",
    re.IGNORECASE,
)
_BY_CUE = re.compile(r"(?:had|once(?! more| again)|first|previously|originally)\b", re.IGNORECASE)
_STOP = re.compile(r"[.!?][\"”’')\]]*\s|\n")
# So many days after an occasion a report may still be about it.
_RECENT = 21


def is_told_of_earlier(told: Told) -> bool:
    """It was said before the occasion that the report is about, as the words about the cue tell."""
    statement, published = told.statement, told.front.published
    if any(_BY_CUE.match(span.text) for span in statement.cue):
        return True
    if _LONG_BEFORE.search(_around(told.text, statement)):
        return True
    said = statement.said.value if statement.said else None
    if said is None or published is None or "~" in str(said) or said.is_known != published.is_known:
        return False
    return bool((published.sort_key[1] - said.sort_key[2]).days > _RECENT)


def _around(text: str, statement: Statement) -> str:
    """The sentence of the cue without what was said, whose times are its own."""
    if not text or not statement.cue:
        return ""
    start = min(span.start for span in (*statement.source, *statement.cue))
    end = max(span.end for span in (*statement.source, *statement.cue))
    first = max((m.end() for m in _STOP.finditer(text, 0, start)), default=0)
    last = found.start() if (found := _STOP.search(text, end)) else len(text)
    pieces, at = [], first
    for span in sorted(statement.content):
        if span.start < last and span.end > first:
            pieces.append(text[at : max(at, span.start)])
            at = max(at, span.end)
    pieces.append(text[at:last])
    return " … ".join(pieces)
