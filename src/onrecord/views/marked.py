"""Marked text: a report's words as HTML with the statements lit in them; whatever it prints stays text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from onrecord.reading.document import find_sentences
from onrecord.views.passages import (
    Segment,
    cut_segments,
    find_paragraphs,
    find_passages,
    marks_of,
)
from onrecord.views.wording import show_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.record import Report
    from onrecord.views.arrange import Line, NumberedReport

# A class of one statement's role is this letter and the statement's key: `c2-7`.
ROLE_LETTER = {"source": "s", "cue": "q", "content": "c"}

_ANCHOR = Markup('<span class="at" id="t{}"></span>')
_WAY_BACK = Markup(
    '<a class="back" href="#s{}" data-label="{label}" aria-label="Statement {label} in the list"></a>'
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as HTML. `gap` is the white space after it; `part`: "headline", "lead", "byline" or ""."""

    html: Markup
    gap: str
    part: str


def mark_segment(text: str, segment: Segment) -> Markup:
    """A stretch of text as HTML, with the roles that it has in any statement as classes."""
    words = escape(show_text(text[segment.start : segment.end]))
    if not segment.marks:
        return words
    classes = sorted({mark.role for mark in segment.marks})
    classes += [ROLE_LETTER[mark.role] + mark.key for mark in segment.marks if mark.key]
    return Markup('<span class="{}">{}</span>').format(" ".join(classes), words)


def mark_passages(numbered: NumberedReport) -> dict[str, Markup]:
    """By key of the statement: the sentences it stands in, with its own three roles marked."""
    text = numbered.entry.report.text
    sentences = find_sentences(text)
    passages = {}
    for line in numbered.lines:
        marks = marks_of(line.statement, "")
        places = find_passages(sentences, line.spans)
        pieces = (
            Markup("").join(mark_segment(text, segment) for segment in cut_segments(start, end, marks))
            for start, end in places
        )
        passages[line.key] = Markup(' <span class="cut">[…]</span> ').join(pieces)
    return passages


def mark_report(numbered: NumberedReport) -> list[Paragraph]:
    """The whole text with every statement marked, an anchor where each begins and a way back where it ends.

    The words of the paragraphs and their gaps, put together, are the report's text.
    """
    report = numbered.entry.report
    bounds = _find_bounds(report.text)
    marks = [mark for line in numbered.lines for mark in marks_of(line.statement, line.key)]
    segments = list(cut_segments(0, len(report.text), marks, chain.from_iterable(bounds)))
    anchors, returns = _place_links(numbered.lines, bounds)
    starts_of_next = [start for start, _ in bounds[1:]] + [len(report.text)]
    paragraphs = []
    for (start, end), next_start in zip(bounds, starts_of_next, strict=True):
        first = bisect_left(segments, start, key=attrgetter("start"))
        last = bisect_left(segments, end, key=attrgetter("start"))
        pieces: list[Markup] = []
        for segment in segments[first:last]:
            pieces += [_ANCHOR.format(line.key) for line in anchors[segment.start]]
            pieces.append(mark_segment(report.text, segment))
            pieces += [_WAY_BACK.format(line.key, label=line.label) for line in returns[segment.end]]
        part = _find_part(report, report.text[start:end].strip())
        paragraphs.append(Paragraph(Markup("").join(pieces), report.text[end:next_start], part))
    return paragraphs


def _find_bounds(text: str) -> list[tuple[int, int]]:
    """The paragraphs; what white space stands before the first belongs to it."""
    bounds = list(find_paragraphs(text))
    if not bounds:
        return [(0, len(text))] if text else []
    return [(0, bounds[0][1]), *bounds[1:]]


def _place_links(
    lines: Sequence[Line], bounds: Sequence[tuple[int, int]]
) -> tuple[dict[int, list[Line]], dict[int, list[Line]]]:
    """Where in the text each statement's anchor and way back go: always inside a paragraph."""
    anchors: defaultdict[int, list[Line]] = defaultdict(list)
    returns: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        begin = min(span.start for span in line.spans)
        finish = max(span.end for span in line.statement.content)
        after = bounds[min(bisect_right(bounds, begin, key=itemgetter(1)), len(bounds) - 1)]
        before = bounds[max(bisect_left(bounds, finish, key=itemgetter(0)) - 1, 0)]
        anchors[begin if after[0] < begin < after[1] else after[0]].append(line)
        returns[min(finish, before[1])].append(line)
    return anchors, returns


def _find_part(report: Report, paragraph: str) -> str:
    front = report.front
    parts = {"headline": front.headline, "lead": front.lead, "byline": front.byline}
    return next((name for name, words in parts.items() if words and words.strip() == paragraph), "")
