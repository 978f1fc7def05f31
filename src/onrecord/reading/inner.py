"""Statements inside statements: what a speaker is reported to have reported.

The network gives each word one role, so in "she said that he had denied it" the denial is part of what
she said. Where a content holds a reporting word, it is read once more as a text of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.reading.acts import is_made, reports_a_saying
from onrecord.reading.contents import find_kind
from onrecord.reading.network import Network
from onrecord.reading.quotes import Quotation, find_quotations
from onrecord.reading.statements import Found, find_statements
from onrecord.record import Span

# A content shorter than this (in words) has no room for another statement.
_ROOM = 5


def find_inner_statements(
    text: str, outer: Sequence[Found], network: Network, quotations: Sequence[Quotation]
) -> Iterator[Found]:
    """The statements that stand wholly inside a content, each with a source and a reporting word."""
    floor = network.settings.thresholds["inner statement"]
    for statement in outer:
        for content in statement.content:
            if len(content.text.split()) < _ROOM or not reports_a_saying(content.text):
                continue
            found = find_statements(content.text, network.label(content.text), find_quotations(content.text))
            for inner in found:
                words = " ".join(span.text for span in inner.cue)
                if inner.score < floor or not inner.source or not reports_a_saying(words):
                    continue
                moved = _move(text, inner, content.start)
                if moved.content != statement.content and is_made(text, moved.cue, moved.content):
                    yield replace(moved, kind=find_kind(text, moved.content, quotations))


def _move(text: str, found: Found, by: int) -> Found:
    source, cue, content = (
        tuple(Span(span.start + by, span.end + by, text) for span in role)
        for role in (found.source, found.cue, found.content)
    )
    return replace(found, source=source, cue=cue, content=content)
