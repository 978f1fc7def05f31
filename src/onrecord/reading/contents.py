"""Contents: where what was said begins and ends, as paired quotation marks, paragraphs and sentences tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.reading.acts import reports_a_saying
from onrecord.reading.quotes import Quotation, paragraphs
from onrecord.record import Kind, Span

# A content that fills this much of a quotation is that quotation, marks and all.
_FILLS = 0.8
# Marks that part a content from what follows and are not its own, unless inside its quotation marks.
EDGE = " \t\n\r\xa0,;:–—-"
# As many characters the network may leave out within one content.
_GAP = 80
_PARTS = re.compile(r"[.!?;\n“”„«»\"]|''")
_CLOSING = "\"'”’» "
_ENDS = tuple(".!?")
_AND = re.compile(r"\b(?:and|but) (?:\w+ly )?(\w+)")


def content_spans(
    text: str,
    stretches: Iterable[tuple[int, int]],
    others: Sequence[Span],
    quotations: Sequence[Quotation],
) -> tuple[Span, ...]:
    """The pieces of a content from stretches of characters, their borders settled by quotation marks.

    Pieces are one where they touch, and where a few words of the same sentence part them that are none
    of `others`, the statement's source and cue.
    """
    places: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        start, end = settle(text, *_in_one_paragraph(text, start, end, quotations), quotations)
        if start >= end:
            continue
        if places and _is_one(text, places[-1][1], start, others, quotations):
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    return tuple(Span(start, end, text) for start, end in places)


def _is_one(text: str, end: int, start: int, others: Sequence[Span], quotations: Sequence[Quotation]) -> bool:
    """A piece that ends at `end` and one that starts at `start` are one piece of content."""
    if start <= end or not text[end:start].strip(EDGE):
        # A quotation that closes with its paragraph does not go on in the next.
        return "\n" not in text[end:start] or not any(q.closed and q.end == end for q in quotations)
    parted = any(end <= other.start < start for other in others)
    parted = parted or text[max(0, end - 4) : end].rstrip(_CLOSING)[-1:] in _ENDS
    gap = text[end:start]
    if start - end > _GAP or parted or _PARTS.search(gap):
        return False
    # "but denied" begins what a second cue governs, be it one that the network did not see.
    verb = _AND.search(gap)
    return not (verb and reports_a_saying(verb.group(1)))


def _in_one_paragraph(text: str, start: int, end: int, quotations: Sequence[Quotation]) -> tuple[int, int]:
    """The part of a stretch that is a content; only a quotation left open goes on in the next paragraph."""
    parts = [(max(s, start), min(e, end)) for s, e in paragraphs(text) if s < end and start < e]
    if len(parts) < 2 or any(q.end == parts[0][1] and not q.closed for q in quotations):
        return start, end

    def quoted(part: tuple[int, int]) -> bool:
        return any(q.start < part[1] and part[0] < q.end for q in quotations)

    return max(parts, key=lambda part: (quoted(part), part[1] - part[0]))


def settle(text: str, start: int, end: int, quotations: Sequence[Quotation]) -> tuple[int, int]:
    """A content's borders: a quotation is taken whole or not at all, marks with their words."""
    for q in quotations:
        if q.depth or q.end <= start or end <= q.start:
            continue
        size = q.inner_end - q.inner_start
        common = min(end, q.inner_end) - max(start, q.inner_start)
        if size <= 0 or common < _FILLS * size:
            continue
        start, end = min(start, q.start), max(end, q.end)
    inside = next((q for q in quotations if q.start < end <= q.end), None)
    while end > start and text[end - 1] in EDGE and not (inside and end <= inside.inner_end):
        end -= 1
    while start < end and text[start] in EDGE:
        start += 1
    return start, end


def find_kind(text: str, content: Sequence[Span], quotations: Sequence[Quotation]) -> Kind:
    """Direct where every word of the content stands in quotation marks, indirect where none does."""
    quoted = plain = 0
    for span in content:
        inside = [False] * (span.end - span.start)
        for q in quotations:
            for place in range(max(q.inner_start, span.start), min(q.inner_end, span.end)):
                inside[place - span.start] = True
        for sign, is_in in zip(span.text, inside, strict=True):
            if sign.isalnum():
                quoted += is_in
                plain += not is_in
    if not quoted:
        return Kind.INDIRECT
    return Kind.MIXED if plain else Kind.DIRECT
