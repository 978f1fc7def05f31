"""Which time stands with the cue of a statement, outside of what was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.edtf import Precision
from onrecord.reading import said_words as words
from onrecord.reading.said_scene import SaidScene, dated, holds, overlaps, sentence_of
from onrecord.record import Dated, DateMention, Span, Statement

# Farther from the cue than this, in characters, a time belongs to something else of its sentence.
NEAR = 60
# A time no farther from the cue than this has at most a short word before it: "said in March".
BESIDE = 4


def find_with_cue(scene: SaidScene, statement: Statement) -> Dated | None:
    """The time that stands with the cue, unless it is of long before the news and told of something else."""
    mention = find_nearest(scene, statement, scene.dates)
    if mention is None or is_long_ago(scene, statement, mention):
        return None
    return dated(mention, f"“{mention.span.text}” stands with “{statement.cue[0].text}”")


def find_nearest(scene: SaidScene, statement: Statement, among: Sequence[DateMention]) -> DateMention | None:
    """The time nearest to the cue in its sentence, outside of what was said, if no other cue is nearer."""
    if not statement.cue:
        return None
    start, end = sentence_of(scene, statement)
    near = [
        (_distance(mention.span, statement), mention)
        for mention in among
        if start <= mention.span.start < end and _stands_with(scene, mention, statement)
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def is_long_ago(scene: SaidScene, statement: Statement, mention: DateMention) -> bool:
    """A time of a month or more before, which stands neither right beside the cue nor with an occasion."""
    cue = min(statement.cue, key=lambda part: _gap(mention.span, part))
    between = scene.text[cue.end : mention.span.start]
    beside = _gap(mention.span, cue) <= BESIDE or words.OCCASION.search(between) is not None
    return words.LONG_AGO.search(mention.span.text) is not None and not beside


def _stands_with(scene: SaidScene, mention: DateMention, statement: Statement) -> bool:
    span, text = mention.span, scene.text
    if overlaps(span, statement.content):
        return False
    if overlaps(span, statement.source):
        return _names_document(statement, span)
    others = [other for other in scene.statements if other is not statement]
    if any(overlaps(span, other.content) and not holds(other, statement) for other in others):
        return False
    distance = _distance(span, statement)
    start, end = sentence_of(scene, statement)
    rivals = [o for o in others if o.cue and start <= o.cue[0].start < end and not _same_words(o, statement)]
    if any(_distance(span, rival) < distance for rival in rivals):
        return False
    cue = min(statement.cue, key=lambda part: _gap(span, part))
    lead = text[start : span.start]
    opens = words.OPENING.fullmatch(lead) is not None
    if span.end <= cue.start and not opens:
        between = text[span.end : cue.start]
        if words.BREAK.search(between) and not (
            between.strip() == "," and cue.text.split()[0].endswith("ing")
        ):
            return False
    if mention.value and mention.value.precision == Precision.YEAR and distance > BESIDE:
        return False
    return (opens or distance <= NEAR) and not words.ASIDE.search(lead)


def _names_document(statement: Statement, span: Span) -> bool:
    """The time is that of a document which speaks: a 2019 inspection report."""
    source = next(part for part in statement.source if part.overlaps(span))
    before = source.text[: max(0, span.start - source.start)]
    return bool(words.DOCUMENT.search(source.text)) and not re.search(r"\b(?:who|which|since)\b", before)


def _same_words(one: Statement, other: Statement) -> bool:
    return any(overlaps(part, other.content) for part in one.content)


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _distance(span: Span, statement: Statement) -> int:
    return min(_gap(span, cue) for cue in statement.cue)
