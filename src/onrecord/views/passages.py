"""Passages: a report's text cut at the edges of its statements, and the sentences around one of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.record import Span, Statement

ROLES = ("source", "cue", "content")


@dataclass(frozen=True, slots=True)
class Mark:
    """A span that is to be seen: `key` says of which statement, `role` which of its three parts."""

    start: int
    end: int
    key: str
    role: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text in which the same marks hold from end to end."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def marks_of(statement: Statement, key: str) -> list[Mark]:
    """The spans of a statement as marks."""
    return [Mark(span.start, span.end, key, role) for role in ROLES for span in getattr(statement, role)]


def cut_segments(start: int, end: int, marks: Iterable[Mark], cuts: Iterable[int] = ()) -> Iterator[Segment]:
    """Cut `[start, end)` at every edge of a mark and at `cuts`.

    The segments join without gap, however the marks overlap, nest or cross.
    """
    held = sorted((m for m in marks if m.start < end and start < m.end), key=lambda m: (m.start, m.end))
    inner = {at for mark in held for at in (mark.start, mark.end)} | set(cuts)
    edges = sorted({start, end} | {at for at in inner if start < at < end})
    open_marks: list[Mark] = []
    reached = 0
    for left, right in pairwise(edges):
        open_marks = [mark for mark in open_marks if mark.end > left]
        while reached < len(held) and held[reached].start <= left:
            open_marks.append(held[reached])
            reached += 1
        yield Segment(left, right, tuple(open_marks))


def find_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """`[start, end)` of the paragraphs: what blank lines part."""
    for match in re.finditer(r"\S(?:[^\n]|\n(?!\s*\n))*", text):
        yield match.start(), match.start() + len(match.group().rstrip())


def find_passages(sentences: Sequence[tuple[int, int]], spans: Iterable[Span]) -> list[tuple[int, int]]:
    """The sentences that hold a span, neighbours joined: what one must read to judge a statement."""
    touched: set[int] = set()
    for span in spans:
        first = bisect_right(sentences, span.start, key=itemgetter(1))
        touched.update(range(first, bisect_left(sentences, span.end, key=itemgetter(0))))
    passages: list[tuple[int, int]] = []
    for number in sorted(touched):
        start, end = sentences[number]
        if passages and number - 1 in touched:
            passages[-1] = (passages[-1][0], end)
        else:
            passages.append((start, end))
    return passages
