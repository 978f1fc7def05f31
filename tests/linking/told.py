"""Statements for tests, written as a line: source | cue | content, pieces of a content parted by " ~ "."""

from __future__ import annotations

from onrecord.edtf import Edtf
from onrecord.record import Act, EntityKind, Front, Kind, Span, Speaker, Statement, Told, make_id

_OPENING = '“"‘«'


def make_told(
    line: str,
    *,
    outlet: str | None = None,
    published: str | None = None,
    speaker: str | None = None,
    act: Act = Act.INFORM,
) -> Told:
    """A told statement of a report whose text is the line itself; the kind is read off the marks."""
    source, cue, content = (part.strip() for part in line.split("|"))
    text = line
    spans = {}
    for role, words in (("source", source), ("cue", cue), ("content", content)):
        pieces = [piece.strip() for piece in words.split(" ~ ") if piece.strip()]
        spans[role] = tuple(Span(text.index(piece), text.index(piece) + len(piece), text) for piece in pieces)
    marked = [piece.text[0] in _OPENING for piece in spans["content"]]
    inside = any(mark in content for mark in _OPENING)
    kind = Kind.DIRECT if all(marked) else Kind.MIXED if inside else Kind.INDIRECT
    statement = Statement(
        version=make_id("version", line, outlet or ""),
        kind=kind,
        act=act,
        score=1.0,
        source=spans["source"],
        cue=spans["cue"],
        content=spans["content"],
        speaker=Speaker(speaker, EntityKind.PERSON, 1.0, "given") if speaker else None,
    )
    front = Front(outlet=outlet, published=Edtf.parse(published) if published else None)
    return Told(statement, make_id("report", line, outlet or ""), front)
