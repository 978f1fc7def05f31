"""Redaction: where words of a report stand that are to be hidden, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from onrecord.errors import UsageError
from onrecord.record import Span
from onrecord.store.covering import Cover, find_places
from onrecord.store.details import Details

if TYPE_CHECKING:
    from onrecord.decisions.statements import Places
    from onrecord.store.store import Store


class Redaction(NamedTuple):
    """What would be hidden of a report.

    `places` are by version, `words` what stands there. `statements` of the current version have some of it,
    `front` are the parts of its front matter that repeat it, the address among them.
    """

    report: str
    version: str
    places: Mapping[str, list[tuple[int, int]]]
    words: tuple[str, ...]
    statements: int
    front: tuple[str, ...]


def find_redaction(store: Store, asked: str, words: Iterable[str], places: Places) -> Redaction:
    """See `Decisions.redaction`."""
    here = store.queries.report(asked)
    given = [" ".join(one.split()) for one in words if one.strip()]
    wanted = {Span(start, end, here.text) for start, end in places}
    phrases = {*given, *(span.text for span in wanted)}
    found = {}
    for version in Details(store).versions(here.id):
        text = store.queries.report(version.id).text
        at = [(span.start, span.end) for span in wanted] if version.id == here.version else []
        # In the version that is meant a place is that one place; in others, its words wherever they are.
        looked_for = given if version.id == here.version else phrases
        at += [place for phrase in looked_for for place in find_places(text, phrase)]
        found[version.id] = sorted(set(at))
    if missed := [one for one in given if not any(find_places(_text(store, v), one) for v in found)]:
        raise UsageError("these words are not in the report as they are written", where=missed[0])
    if not any(found.values()):
        raise UsageError("say which words are to be hidden", where=asked)
    texts = {version: _text(store, version) for version in found}
    hidden = tuple(sorted({texts[version][a:b] for version, at in found.items() for a, b in at}))
    cover = Cover(hidden)
    front, line = here.front, here.front.dateline
    repeating = {
        "headline": front.headline, "lead": front.lead, "byline": front.byline, "outlet": front.outlet,
        "dateline": " ".join(filter(None, (line.place, line.agency))) if line else None, "address": front.url,
        "file": here.original.location,
    }  # fmt: skip
    touched = [
        one
        for one in store.queries.reading(here.version).statements
        if any(
            span.start < end and start < span.end
            for span in (*one.source, *one.cue, *one.content)
            for start, end in found[here.version]
        )
    ]
    parts = tuple(part for part, value in repeating.items() if cover.holds(value))
    return Redaction(here.id, here.version, found, hidden, len(touched), parts)


def _text(store: Store, version: str) -> str:
    return store.queries.report(version).text
