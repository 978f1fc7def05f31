"""Statements: which source, cue and content belong together, found by the network and quotation marks.

The network says which words are sources, cues and contents, which cue each content hangs on, and which
source each cue; what is written here joins them, and lets paired quotation marks settle the borders.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from onrecord.reading.acts import reports_a_saying
from onrecord.reading.contents import EDGE, content_spans, find_kind, settle
from onrecord.reading.decoding import Stretch, find_roles
from onrecord.reading.document import find_sentences, sentences_around
from onrecord.reading.network import Labels
from onrecord.reading.phrases import may_be_same
from onrecord.reading.quotes import Quotation
from onrecord.record import Kind, Span

# A cue that comes behind another's content is parted from it by no more than these.
_BETWEEN = " ,”\"'’—–"
_PARTS = re.compile(r"[;:“”„«»\"()–—―]|''")
# What joins a sentence to the one before is the reporter's.
_CONNECTIVES = re.compile(r"(?:But|And|Still,|However,|Meanwhile,)\s")
_SENTENCE = re.compile(r"[.!?]['\"”’»)]*\s")


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
    groups: dict[Stretch, list[tuple[Stretch, float]]] = {}
    alone: list[tuple[Stretch | None, list[tuple[Stretch, float]]]] = []
    for content in contents:
        cue, chance = _choose(text, labels, "cue", content, cues, quotations)
        if cue is not None:
            cue = _nearer_cue(text, labels, content, cue, cues)
        if cue is None:
            alone.append((None, [(content, chance)]))
        else:
            groups.setdefault(cue, []).append((content, chance))
    for weak in list(groups):
        if better := _reporting_cue(text, labels, weak, source_of, groups):
            groups[better] = groups.pop(weak)
    sentences = find_sentences(text)
    found: list[Found] = []
    for cue, pieces in [*groups.items(), *alone]:
        source, source_chance = source_of[cue] if cue else (None, 1.0)
        scores = [p.score for p, _ in pieces] + [min(c for _, c in pieces), source_chance]
        scores += [cue.score] if cue else []
        scores += [source.score] if source else []
        words = _spans(text, labels, cue)
        named = _in_one_sentence(text, _spans(text, labels, source), words, sentences)
        spans = content_spans(text, [_characters(labels, p) for p, _ in pieces], (*named, *words), quotations)
        score = float(np.prod(scores) ** (1 / len(scores)))
        for own_cue, own in _part_paragraphs(text, words, spans, quotations):
            found.append(Found(named, own_cue, own, find_kind(text, own, quotations), score))
    found.sort(key=lambda f: f.content[0].start)
    found = _join_paragraphs(text, found, quotations)
    found = [_take_the_rest(text, f, quotations, sentences) for f in found]
    found = [f for f in found if f.source or f.cue or f.kind is Kind.DIRECT]
    found = _reach_back(text, found, sentences)
    return _add_second_cues(
        text, labels, found, [c for c in cues if c not in groups], source_of, quotations, sentences
    )


def _reporting_cue(
    text: str,
    labels: Labels,
    cue: Stretch,
    source_of: Mapping[Stretch, tuple[Stretch | None, float]],
    used: Container[Stretch | None],
) -> Stretch | None:
    """What takes the place of a cue that reports nothing and has no source: the one that does, beside it.

    "The moth is also known as the ghost, the museum said": the cue is "said".
    """
    if source_of[cue][0] is not None or any(reports_a_saying(s.text) for s in _spans(text, labels, cue)):
        return None
    at, _ = _characters(labels, cue)
    for other, (source, _) in source_of.items():
        start, end = _characters(labels, other)
        same = not _SENTENCE.search(text[min(at, end) : max(at, start)])
        if source is not None and other not in used and same and reports_a_saying(text[start:end]):
            return other
    return None


def _part_paragraphs(
    text: str, cue: tuple[Span, ...], content: tuple[Span, ...], quotations: Sequence[Quotation]
) -> list[tuple[tuple[Span, ...], tuple[Span, ...]]]:
    """Cue and content of each statement in a content: what is quoted in a paragraph of its own is one.

    “We wait.” – and, in the next paragraph, Mora added: “We will.” Only there the cue is printed.
    """
    if not cue or not content:
        return [((), content)] if content and not cue else []

    def beside(span: Span) -> bool:
        return "\n" not in text[min(span.end, cue[0].end) : max(span.start, cue[0].start)]

    closed = {(q.start, q.end) for q in quotations if q.closed}
    apart = [s for s in content if (s.start, s.end) in closed and not beside(s)]
    kept = tuple(s for s in content if s not in apart)
    if not any(beside(s) for s in kept):
        return [(cue, content)]
    return [(cue, kept), *(((), (s,)) for s in apart)]


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
    while end > start and text[end - 1] in EDGE:
        end -= 1
    return (Span(start, end, text),) if end > start else ()


def _in_one_sentence(
    text: str, source: tuple[Span, ...], cue: tuple[Span, ...], sentences: Sequence[tuple[int, int]]
) -> tuple[Span, ...]:
    """The part of a source in the sentence nearest to the cue, where a full stop or a paragraph parts it."""
    if not source or not cue:
        return source
    (span,) = source
    parts = [(max(s, span.start), min(e, span.end)) for s, e in sentences if s < span.end and span.start < e]
    if len(parts) < 2 or any(text[start] in "([" for start, _ in parts):
        return source
    start, end = min(parts, key=lambda part: max(part[0] - cue[0].end, cue[0].start - part[1]))
    end = start + len(text[start:end].rstrip(EDGE))
    return (Span(start, end, text),)


def _characters(labels: Labels, stretch: Stretch) -> tuple[int, int]:
    """The stretch in characters, out to the edges of the words it cuts."""
    pieces = labels.pieces
    first, last = stretch.first, stretch.after - 1
    while first > 0 and pieces.word[first - 1] == pieces.word[first]:
        first -= 1
    while last + 1 < len(pieces) and pieces.word[last + 1] == pieces.word[last]:
        last += 1
    return int(pieces.starts[first]), int(pieces.ends[last])


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
    rest = settle(text, comma + 1, len(text[:end].rstrip(".!?")), quotations)
    spans = (Span(*rest, text),)
    named = (*found.source[:-1], source)
    return replace(found, source=named, content=spans, kind=find_kind(text, spans, quotations))


def _before_comma(text: str, found: Found) -> Span:
    """The source up to its last comma, where other words stand between it and the content.

    "According to local media, the head of state" + first "offered": the local media are the source.
    """
    source, content = found.source[-1], found.content[0]
    comma = source.text.rfind(",")
    if comma < 1 or not text[source.end : content.start].strip(EDGE):
        return source
    return Span(source.start, source.start + comma, text)


def _reach_back(text: str, found: list[Found], sentences: list[tuple[int, int]]) -> list[Found]:
    """What is told before ", X said." is the sentence from its first word, where nothing else is in it."""
    taken = [s for f in found for role in (f.source, f.cue, f.content) for s in role]
    out: list[Found] = []
    for statement in found:
        first = statement.content[0]
        named = [*statement.source, *statement.cue]
        behind = min((s.start for s in named), default=0)
        start, _ = sentences_around(sentences, first.start, first.start + 1)
        if opens := _CONNECTIVES.match(text, start, first.start):
            start = opens.end()
        gap = text[start : first.start]
        if (
            statement.source
            and statement.kind is Kind.INDIRECT
            and len(statement.content) == 1
            and behind > first.end
            and text[first.end : behind].strip() == ","
            and not any(start <= s.start < first.start for s in taken)
            and gap.strip()
            and not _PARTS.search(gap)
        ):
            statement = replace(statement, content=(Span(start, first.end, text),))
        out.append(statement)
    return out


def _add_second_cues(
    text: str,
    labels: Labels,
    found: list[Found],
    unused: Sequence[Stretch],
    source_of: Mapping[Stretch, tuple[Stretch | None, float]],
    quotations: Sequence[Quotation],
    sentences: list[tuple[int, int]],
) -> list[Found]:
    """A cue behind a content is a second cue of that statement, "He revealed that ..., he said", or, where
    somebody else says it, reports all of it: "Her conviction showed that ..., she said".
    """
    out = list(found)
    for cue in unused:
        words = _spans(text, labels, cue)
        source, chance = source_of[cue]
        named = _spans(text, labels, source)
        if not words or source is None or not named:
            continue
        begins = min(words[0].start, named[0].start)
        for n, statement in enumerate(out):
            end = statement.content[-1].end
            if end > begins or text[end:begins].strip(_BETWEEN) or "\n" in text[end:begins]:
                continue
            if not statement.cue:
                continue
            if not statement.source or may_be_same(statement.source[0].text, named[0].text):
                both = tuple(sorted((*statement.cue, *words)))
                out[n] = replace(statement, source=statement.source or named, cue=both)
                break
            start, after = sentences_around(sentences, statement.start, statement.start + 1)
            if begins < after and reports_a_saying(words[0].text):
                content = (Span(start, end, text),)
                score = (statement.score * cue.score * source.score * chance) ** (1 / 4)
                kind = find_kind(text, content, quotations)
                out.append(Found(named, words, content, kind, score))
            break
    return sorted(out, key=lambda f: (f.content[0].start, f.start))
