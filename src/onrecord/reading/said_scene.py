"""The scene that the statements of a report are dated in: its days, and what stands where in its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.edtf import STAND_IN_YEAR, Edtf, Precision
from onrecord.reading import said_words as words
from onrecord.reading.document import sentences_around
from onrecord.record import Dated, DateMention, Front, Kind, Span, Statement

HALF_A_YEAR = 183


@dataclass(frozen=True, slots=True)
class SaidScene:
    """What all statements of a report are dated against.

    `dates` are those that something may be said on, `unknown` the days named that the report does not tell,
    `past` the times of long ago to which no year is known.
    `lead_end` is where the paragraph with the dateline ends.
    """

    text: str
    statements: Sequence[Statement]
    sentences: list[tuple[int, int]]
    dates: list[DateMention]
    unknown: list[Span]
    past: list[DateMention]
    written: Edtf | None
    lead_end: int
    outlet: str | None
    byline: str | None


def set_scene(
    text: str,
    statements: Sequence[Statement],
    sentences: Sequence[tuple[int, int]],
    dates: Sequence[DateMention],
    front: Front,
) -> SaidScene:
    """The scene of a report; `sentences` and `dates` are those of the text."""
    dateline = front.dateline.date if front.dateline else None
    written = (
        dateline.resolve(front.published) if dateline and front.published else dateline or front.published
    )
    usable = [d for d in dates if _may_be_said(text, d, written)]
    unknown = [d.span for d in dates if d.value is None and words.NAMED_DAY.search(d.span.text)]
    past = [d for d in dates if d.value is None and words.LONG_AGO.search(d.span.text)]
    printed = [d.span.end for d in dates if _is_printed_date(text, d, written)]
    lead_end = text.find("\n\n", printed[-1]) if printed else 0
    return SaidScene(
        text,
        statements,
        list(sentences),
        usable,
        unknown,
        past,
        written,
        lead_end,
        front.outlet,
        front.byline,
    )


def _may_be_said(text: str, mention: DateMention, written: Edtf | None) -> bool:
    """A time that something can have been said on: closed, not to come, not the report's printed date."""
    value = mention.value
    if value is None or ".." in str(value) or value.precision in (Precision.DECADE, Precision.CENTURY):
        return False
    if _is_printed_date(text, mention, written):
        return False
    first, last = day_of(value, last=False), day_of(written, last=True)
    if first is None or last is None or first <= last:
        return True
    # Of an unknown year, "in December" in a report of January is last year's.
    return not value.is_known and (first - last).days > HALF_A_YEAR


def _is_printed_date(text: str, mention: DateMention, written: Edtf | None) -> bool:
    """The date line or dateline of the report itself."""
    in_figures = re.search(r"\d", mention.span.text) is not None
    goes_on = words.DATELINE_GOES_ON.match(text, mention.span.end) is not None
    return written is not None and mention.value == written and in_figures and goes_on


def day_of(value: Edtf | None, *, last: bool) -> date | None:
    """The first or last day of a value; of an unknown year, in the stand-in year."""
    if value is None:
        return None
    value = value if value.is_known else value.with_year(STAND_IN_YEAR)
    return value.latest_day() if last else value.earliest_day()


def sentence_of(scene: SaidScene, statement: Statement) -> tuple[int, int]:
    """`[start, end)` of the sentence of the cue, or of the content where no cue is printed."""
    role = statement.cue or statement.content
    return sentences_around(scene.sentences, role[0].start, role[-1].end)


def dated(mention: DateMention, reason: str) -> Dated | None:
    """Said on the day of the mention; None where that is not known."""
    return Dated(mention.value, reason) if mention.value else None


def is_day(mention: DateMention) -> bool:
    """It is known, and to the day."""
    return mention.value is not None and mention.value.precision is Precision.DAY


def is_quoted(scene: SaidScene, statement: Statement) -> bool:
    """It is told in what somebody else said, in quotation marks: on a day that only that one knows."""
    return any(
        other.kind is Kind.DIRECT and holds(other, statement)
        for other in scene.statements
        if other is not statement
    )


def names_unknown_day(scene: SaidScene, statement: Statement) -> bool:
    """Its sentence names a day that the report does not tell, outside of what was said."""
    start, end = sentence_of(scene, statement)
    return any(start <= span.start < end and not overlaps(span, statement.content) for span in scene.unknown)


def overlaps(span: Span, role: Sequence[Span]) -> bool:
    """The span has characters in common with one of the spans of a role."""
    return any(part.overlaps(span) for part in role)


def holds(outer: Statement, inner: Statement) -> bool:
    """The inner statement is told in what the outer one says."""
    return any(part.covers(cue) for part in outer.content for cue in inner.cue)
