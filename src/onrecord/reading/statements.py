"""Statements: which source, cue and content belong together, found by the network and quotation marks.

The network says which words are sources, cues and contents, which cue each content hangs on, and which
source each cue; what is written here joins them, and lets paired quotation marks settle the borders.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from onrecord.reading.acts import reports_a_saying
from onrecord.reading.decoding import Stretch, find_roles
from onrecord.reading.document import find_sentences, sentences_around
from onrecord.reading.network import Labels
from onrecord.reading.quotes import Quotation, paragraphs
from onrecord.record import Kind, Span

# A content that fills this much of a quotation is that quotation, marks and all.
_FILLS = 0.8
# Marks that part a content from what follows and are not its own, unless inside its quotation marks.
_EDGE = " \t\n\r\xa0,;:–—-"
# As many characters the network may leave out within one content.
_GAP = 80
_PARTS = re.compile(r"[.!?;\n“”„«»\"]|''")
_SENTENCE = re.compile(r"[.!?]['\"”’»)]*\s")
_CLOSING = "\"'”’» "
_ENDS = tuple(".!?")
_AND = re.compile(r"\b(?:and|but) (?:\w+ly )?(\w+)")


@dataclass(frozen=True, slots=True)
class Found:
    """A statement as it stands in the text; every role a tuple of spans in the order of the text.

    `score` is the network's probability that its parts are right, 0 to 1; see `calibration`.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: Kind
    score: float

    @property
    def start(self) -> int:
        return min(span.start for role in (self.source, self.cue, self.content) for span in role)


def find_statements(text: str, labels: Labels, quotations: Sequence[Quotation]) -> list[Found]:
    """The statements of a text in the order of their contents."""
    stretches = find_roles(labels)
    sources, cues, contents = (
        [s for s in stretches if s.label == role] for role in ("source", "cue", "content")
    )
    source_of = {cue: _choose(text, labels, "source", cue, sources, ()) for cue in cues}
    groups: dict[Stretch | None, list[tuple[Stretch, float]]] = {}
    alone: list[tuple[Stretch | None, list[tuple[Stretch, float]]]] = []
    for content in contents:
        cue, chance = _choose(text, labels, "cue", content, cues, quotations)
        if cue is not None:
            cue = _nearer_cue(text, labels, content, cue, cues)
        if cue is None:
            alone.append((None, [(content, chance)]))
        else:
            groups.setdefault(cue, []).append((content, chance))
    found: list[Found] = []
    for cue, pieces in [*groups.items(), *alone]:
        source, source_chance = source_of[cue] if cue else (None, 1.0)
        scores = [p.score for p, _ in pieces] + [min(c for _, c in pieces), source_chance]
        scores += [cue.score] if cue else []
        scores += [source.score] if source else []
        named, words = _spans(text, labels, source), _spans(text, labels, cue)
        spans = _content_spans(text, labels, [p for p, _ in pieces], (*named, *words), quotations)
        if spans:
            found.append(
                Found(
                    source=named,
                    cue=words,
                    content=spans,
                    kind=find_kind(text, spans, quotations),
                    score=float(np.prod(scores) ** (1 / len(scores))),
                )
            )
    found.sort(key=lambda f: f.content[0].start)
    sentences = find_sentences(text)
    found = [
        _take_the_rest(text, f, quotations, sentences) for f in _join_paragraphs(text, found, quotations)
    ]
    return _add_second_cues(text, labels, found, [c for c in cues if c not in groups], source_of)


def _choose(
    text: str,
    labels: Labels,
    link: str,
    asking: Stretch,
    choices: Sequence[Stretch],
    quotations: Sequence[Quotation],
) -> tuple[Stretch | None, float]:
    """Which of the choices a stretch points to, with the probability; None: to none of them.

    Only what stands in one of the quotations may point into another paragraph.
    """
    asking_start, asking_end = _characters(labels, asking)
    may_part = any(q.start - 1 <= asking_start < q.end for q in quotations)
    chances, offset = labels.link(link, asking.first, asking.after)
    best, best_chance = None, 0.0
    for choice in choices:
        first, after = choice.first - offset, choice.after - offset
        if first < 0 or after > len(chances) - 1:
            continue
        start, end = _characters(labels, choice)
        if not may_part and "\n" in text[min(asking_end, end) : max(asking_start, start)]:
            continue
        chance = float(chances[1 + first : 1 + after].sum())
        if chance > best_chance:
            best, best_chance = choice, chance
    nowhere = float(chances[0])
    if best is None or nowhere > best_chance:
        return None, max(nowhere, 1 - best_chance)
    return best, best_chance


def _nearer_cue(
    text: str, labels: Labels, content: Stretch, chosen: Stretch, cues: Sequence[Stretch]
) -> Stretch:
    """The cue right before a content, where it and not the chosen one governs it: else the chosen one.

    So it is before "that", whatever comes behind ("The minister informed that the talks go on, he said"),
    and where the chosen one stands in another sentence ("He said it leaked. The mayor denied it").
    """
    start, _ = _characters(labels, content)
    near = next(
        (c for c in cues if not text[_characters(labels, c)[1] : start].strip() and c.after <= content.first),
        None,
    )
    if near is None or near == chosen:
        return chosen
    if chosen.first >= content.after:
        return near if text.startswith("that ", start) else chosen
    between = text[_characters(labels, chosen)[1] : _characters(labels, near)[0]]
    return near if _SENTENCE.search(between) else chosen


def _spans(text: str, labels: Labels, stretch: Stretch | None) -> tuple[Span, ...]:
    if stretch is None:
        return ()
    start, end = _characters(labels, stretch)
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (Span(start, end, text),) if end > start else ()


def _characters(labels: Labels, stretch: Stretch) -> tuple[int, int]:
    """The stretch in characters, out to the edges of the words it cuts."""
    pieces = labels.pieces
    first, last = stretch.first, stretch.after - 1
    while first > 0 and pieces.word[first - 1] == pieces.word[first]:
        first -= 1
    while last + 1 < len(pieces) and pieces.word[last + 1] == pieces.word[last]:
        last += 1
    return int(pieces.starts[first]), int(pieces.ends[last])


def _content_spans(
    text: str,
    labels: Labels,
    stretches: Sequence[Stretch],
    others: Sequence[Span],
    quotations: Sequence[Quotation],
) -> tuple[Span, ...]:
    """The pieces of a content, their borders settled by quotation marks.

    Pieces are one where they touch, and where a few words of the same sentence part them that are none
    of `others`, the statement's source and cue.
    """
    places: list[tuple[int, int]] = []
    for start, end in sorted(_characters(labels, s) for s in stretches):
        start, end = _settle(text, *_in_one_paragraph(text, start, end, quotations), quotations)
        if start >= end:
            continue
        if places and _is_one(text, places[-1][1], start, others):
            places[-1] = (places[-1][0], max(end, places[-1][1]))
        else:
            places.append((start, end))
    return tuple(Span(start, end, text) for start, end in places)


def _is_one(text: str, end: int, start: int, others: Sequence[Span]) -> bool:
    """A piece that ends at `end` and one that starts at `start` are one piece of content."""
    if start <= end or not text[end:start].strip(_EDGE):
        return True
    parted = any(end <= other.start < start for other in others)
    parted = parted or text[:end].rstrip(_CLOSING)[-1:] in _ENDS
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


def _settle(text: str, start: int, end: int, quotations: Sequence[Quotation]) -> tuple[int, int]:
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
    while end > start and text[end - 1] in _EDGE and not (inside and end <= inside.inner_end):
        end -= 1
    while start < end and text[start] in _EDGE:
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


def _join_paragraphs(text: str, found: list[Found], quotations: Sequence[Quotation]) -> list[Found]:
    """A quotation that its paragraph leaves open goes on in the next: one statement, not two."""
    left_open = {q.end: q for q in quotations if not q.closed and not q.depth}
    joined: list[Found] = []
    for statement in found:
        before = joined[-1] if joined else None
        first = statement.content[0]
        goes_on = (
            before is not None
            and not statement.cue
            and before.content[-1].end in left_open
            and not text[before.content[-1].end : first.start].strip()
        )
        if before is not None and goes_on:
            content = before.content + statement.content
            joined[-1] = replace(before, content=content, kind=find_kind(text, content, quotations))
        else:
            joined.append(statement)
    return joined


def _take_the_rest(
    text: str, found: Found, quotations: Sequence[Quotation], sentences: list[tuple[int, int]]
) -> Found:
    """All the rest of a sentence that begins "According to X, ..." is the content."""
    if not found.cue or not found.source or not found.cue[0].text.lower().startswith("according to"):
        return found
    cue, source, content = found.cue[0], _before_comma(text, found), found.content
    start, end = sentences_around(sentences, cue.start, source.end)
    comma = text.find(",", source.end, source.end + 2)
    if (
        text[start : cue.start].strip()
        or comma < 0
        or not (comma < content[0].start < content[-1].end <= end)
    ):
        return found
    rest = _settle(text, comma + 1, len(text[:end].rstrip(".!?")), quotations)
    spans = (Span(*rest, text),)
    named = (*found.source[:-1], source)
    return replace(found, source=named, content=spans, kind=find_kind(text, spans, quotations))


def _before_comma(text: str, found: Found) -> Span:
    """The source up to its last comma, where other words stand between it and the content.

    "According to local media, the head of state" + first "offered": the local media are the source.
    """
    source, content = found.source[-1], found.content[0]
    comma = source.text.rfind(",")
    if comma < 1 or not text[source.end : content.start].strip(_EDGE):
        return source
    return Span(source.start, source.start + comma, text)


def _add_second_cues(
    text: str,
    labels: Labels,
    found: list[Found],
    unused: Sequence[Stretch],
    source_of: dict[Stretch, tuple[Stretch | None, float]],
) -> list[Found]:
    """A cue behind the content ("He revealed that ..., he said") is a second cue of that statement."""
    out = list(found)
    for cue in unused:
        spans = _spans(text, labels, cue)
        source = source_of[cue][0]
        if not spans or source is None:
            continue
        begins = min(spans[0].start, _characters(labels, source)[0])
        for n, statement in enumerate(out):
            between = text[statement.content[-1].end : begins] if statement.content[-1].end <= begins else "-"
            if between.strip(" ,”\"'’—–") == "" and "\n" not in between and statement.cue:
                out[n] = replace(statement, cue=tuple(sorted((*statement.cue, *spans))))
    return out
