"""Speakers scored: whom Onrecord takes given sources for, against who they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from onrecord.evaluation.reading import read_row
from onrecord.reading.name_words import TITLES, is_description, split_words
from onrecord.reading.network import Network
from onrecord.reading.reader import find_names_in
from onrecord.reading.speakers import Resolved, SourceIn, resolve_sources
from onrecord.record import EntityKind, Span, Statement

NAMELESS = (EntityKind.GROUP, EntityKind.UNNAMED)
ARTICLES = {"the", "a", "an", "his", "her", "its"}


@dataclass(slots=True)
class SpeakerScore:
    """Counts of sources. Of those with a name: right, wrong, missed. Of those without: how many got one."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    nameless: int = 0
    invented: int = 0

    def add(self, gold: Iterable[Mapping[str, Any]], found: Iterable[Mapping[str, Any]]) -> None:
        """Count the sources of one text; both sides have `spans`, `name` (null: none) and `kind`."""
        found_at = {_key(one): one for one in found}
        for one in gold:
            given = found_at.get(_key(one))
            name = given["name"] if given and _is_name(given) else None
            if not one["name"]:
                self.nameless += 1
                self.invented += name is not None
            elif name is None:
                self.missed += 1
            elif same_name(name, one["name"]):
                self.right += 1
            else:
                self.wrong += 1

    def figures(self) -> dict[str, float]:
        """The share of named sources that are right, and of the names given."""
        named = self.right + self.wrong + self.missed
        given = self.right + self.wrong + self.invented
        return {
            "right": self.right / named if named else 0.0,
            "right of names given": self.right / given if given else 0.0,
            "names given to the nameless": self.invented / self.nameless if self.nameless else 0.0,
        }


def predict_speakers(row: Mapping[str, Any], network: Network) -> dict[str, Any]:
    """`id`, and `sources`: for each of the row's sources its `spans`, and `name`, `kind` and `score`.

    What a source says is taken from the statements that are read in the text; `name` null: not known.
    """
    text: str = row["text"]
    statements = read_row(row, network).statements
    places = sorted({tuple(map(tuple, source["spans"])) for source in row["sources"] if source["spans"]})
    sources = [_source(text, spans, statements) for spans in places]
    end_of_headline = len(row["title"]) if row.get("title") and text.startswith(row["title"]) else 0
    names = find_names_in(network.label(text))
    resolved = resolve_sources(text, sources, names, headline_end=end_of_headline)
    found = [_answer(spans, one) for spans, one in zip(places, resolved, strict=True)]
    return {"id": row["id"], "sources": found}


def same_name(one: str, other: str) -> bool:
    """The words of one name are all in the other, titles and articles apart."""
    words, others = _words(one), _words(other)
    return bool(words and others) and (words <= others or others <= words)


def _source(text: str, places: tuple[tuple[int, ...], ...], statements: Iterable[Statement]) -> SourceIn:
    spans = tuple(Span(start, end, text) for start, end in places)
    said = [s for s in statements if any(a.overlaps(b) for a in s.source for b in spans)]
    contents = tuple(span for statement in said for span in statement.content)
    return SourceIn(spans, contents, tuple(span for statement in said for span in statement.cue))


def _answer(places: tuple[tuple[int, ...], ...], resolved: Resolved) -> dict[str, Any]:
    speaker = resolved.speaker
    return {
        "spans": [list(place) for place in places],
        "name": speaker.name if speaker else None,
        "kind": speaker.kind.value if speaker else None,
        "score": speaker.score if speaker else None,
    }


def _is_name(found: Mapping[str, Any]) -> bool:
    return bool(found["name"]) and found["kind"] not in NAMELESS and not is_description(found["name"])


def _words(name: str) -> set[str]:
    words = set(split_words(name)) - ARTICLES
    return {word for word in words if word not in TITLES} or words


def _key(source: Mapping[str, Any]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(place) for place in source["spans"])
