"""What Onrecord reads in a gold row's text as it stands, in the gold's own form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.edtf import Edtf
from onrecord.errors import DateError
from onrecord.reading.network import Network
from onrecord.reading.reader import read_text
from onrecord.record import Front, Reading, Span, make_id


def read_row(row: Mapping[str, Any], network: Network) -> Reading:
    """The reading of `text`, with what the row knows of it: `title`, and the day `published` or `dct`."""
    text: str = row["text"]
    title = row.get("title")
    headline = title if title and text.startswith(title) else None
    front = Front(headline=headline, published=_day(row.get("published") or row.get("dct")), language="en")
    return read_text(text, front, make_id("version", text), network)


def predict_attributions(row: Mapping[str, Any], network: Network) -> dict[str, Any]:
    """`id`, and `attributions`: source, cue and content as places, kind, and the speaker's name or null.

    What stands in the row's `discard` (places that are no part of the article) is left out.
    """
    attributions = [
        {
            "source": _places(statement.source),
            "cue": _places(statement.cue),
            "content": _places(statement.content),
            "kind": statement.kind.value,
            "speaker": statement.speaker.name if statement.speaker else None,
        }
        for statement in read_row(row, network).statements
        if not _touches(statement.content, row.get("discard") or ())
    ]
    return {"id": row["id"], "attributions": attributions}


def _day(value: str | None) -> Edtf | None:
    try:
        return Edtf.parse(value) if value else None
    except DateError:
        return None


def _places(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _touches(spans: Iterable[Span], places: Iterable[list[int]]) -> bool:
    return any(span.start < end and start < span.end for span in spans for start, end in places)
