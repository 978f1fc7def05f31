"""Lit text: a report with its statements marked, with anchors that are their ids.

Works on answers, so that what is seen is what the JSON says.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from markupsafe import Markup

from onrecord.reading.document import find_sentences
from onrecord.record import Span
from onrecord.views.marked import ROLE_LETTER, mark_segment
from onrecord.views.passages import ROLES, Mark, cut_segments, find_paragraphs, find_passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.views.contract import FrontAnswer, StatementAnswer

_ANCHOR = Markup('<span class="at" id="{}"></span>')
_CUT = Markup(' <span class="cut">[…]</span> ')


@dataclass(frozen=True, slots=True)
class LitParagraph:
    """A paragraph as HTML, and where in the text it begins. `part`: "headline", "lead", "byline" or ""."""

    start: int
    html: Markup
    part: str


def marks_of(statement: StatementAnswer, key: str) -> list[Mark]:
    """The places of a statement as marks."""
    return [Mark(start, end, key, role) for role in ROLES for start, end in getattr(statement, role).spans]


def order_of(statement: StatementAnswer) -> tuple[int, int]:
    """Where a statement begins and its content begins: the order in which they are numbered."""
    starts = [start for role in ROLES for start, _ in getattr(statement, role).spans]
    return min(starts), statement.content.spans[0][0]


def light_report(
    front: FrontAnswer, text: str, statements: Sequence[StatementAnswer], at: tuple[int, int] | None = None
) -> list[LitParagraph]:
    """The whole text with every statement marked; statement `n` (from 1) has the classes `sn`, `qn`, `cn`.

    The place `at`, where one is asked for, is lit and has the anchor `at`.
    """
    marks = [mark for n, one in enumerate(statements, 1) for mark in marks_of(one, str(n))]
    if at is not None:
        marks.append(Mark(*at, "", "place"))
    bounds = list(find_paragraphs(text))
    anchors: defaultdict[int, list[str]] = defaultdict(list)
    for one in statements:
        begin = order_of(one)[0]
        paragraph = bounds[min(bisect_right(bounds, begin, key=itemgetter(1)), len(bounds) - 1)]
        anchors[max(begin, paragraph[0])].append(one.id)
    if at is not None:
        anchors[at[0]].append("at")
    parts = {
        words.strip(): name for name in ("byline", "lead", "headline") if (words := getattr(front, name))
    }
    lit = []
    for start, end in bounds:
        pieces: list[Markup] = []
        for segment in cut_segments(start, end, marks, anchors):
            pieces += [_ANCHOR.format(one) for one in anchors.get(segment.start, ())]
            pieces.append(mark_segment(text, segment))
        lit.append(LitParagraph(start, Markup("").join(pieces), parts.get(text[start:end].strip(), "")))
    return lit


def light_rules(statements: Sequence[StatementAnswer]) -> Iterator[str]:
    """Style rules by which the words of the statement that the address points to are lit, without script."""
    for n, one in enumerate(statements, 1):
        lit = f".text:has(#{one.id}:target)"
        yield f"{lit} .{ROLE_LETTER['content']}{n} {{ background: var(--content-lit); color: var(--ink); }}"
        yield f"{lit} .{ROLE_LETTER['source']}{n} {{ color: var(--source); font-weight: 600; }}"
        yield f"{lit} .{ROLE_LETTER['cue']}{n} {{ color: var(--cue); font-weight: 600; }}"
        yield f"body:has(#{one.id}:target) .l{n} {{ border-color: var(--content); }}"


def light_around(text: str, statement: StatementAnswer) -> LitParagraph:
    """The paragraphs a statement stands in, as one, with its three roles marked."""
    marks = marks_of(statement, "")
    touched = [
        (start, end)
        for start, end in find_paragraphs(text)
        if any(mark.start < end and start < mark.end for mark in marks)
    ]
    start, end = touched[0][0], touched[-1][1]
    html = Markup("").join(mark_segment(text, segment) for segment in cut_segments(start, end, marks))
    return LitParagraph(start, html, "")


def light_passage(text: str, statement: StatementAnswer) -> Markup:
    """The sentences a statement stands in, with its three roles marked: what one reads to judge it."""
    marks = marks_of(statement, "")
    spans = sorted(Span(mark.start, mark.end, text) for mark in marks)
    return _CUT.join(
        Markup("").join(mark_segment(text, segment) for segment in cut_segments(start, end, marks))
        for start, end in find_passages(_sentences(text), spans)
    )


def light_places(text: str, places: Iterable[tuple[int, int]]) -> Markup:
    """The sentences that hold these places, with the places marked."""
    marks = [Mark(start, end, "", "content") for start, end in places]
    spans = sorted(Span(mark.start, mark.end, text) for mark in marks)
    return _CUT.join(
        Markup("").join(mark_segment(text, segment) for segment in cut_segments(start, end, marks))
        for start, end in find_passages(_sentences(text), spans)
    )


@lru_cache(maxsize=256)
def _sentences(text: str) -> Sequence[tuple[int, int]]:
    return tuple(find_sentences(text))
