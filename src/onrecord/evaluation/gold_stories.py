"""Gold stories: reports about one matter, with who said what when, and which statements are one saying.

A set is a folder of stories, each a folder with `gold.json` and the texts `r1.txt`, ... of its reports.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onrecord.edtf import Edtf
from onrecord.errors import UsageError
from onrecord.reading.acts import find_act
from onrecord.reading.document import find_sentences
from onrecord.reading.said import date_said
from onrecord.reading.times import find_times
from onrecord.record import Dateline, EntityKind, Front, Kind, Span, Speaker, Statement, Told, make_id


@dataclass(frozen=True, slots=True)
class GoldStory:
    """One story: its gold as it is written, and per report (r1, r2, ...) its text and front matter."""

    name: str
    gold: Mapping[str, Any]
    texts: Mapping[str, str]
    fronts: Mapping[str, Front]


def read_gold_stories(folder: Path) -> list[GoldStory]:
    """The stories of a set, by name. Raises UsageError where the folder holds none or one is broken."""
    paths = sorted(folder.glob("*/gold.json"))
    if not paths:
        raise UsageError(
            "holds no story: a story is a folder with gold.json and r1.txt, ...", where=str(folder)
        )
    return [_read_story(path.parent) for path in paths]


def _read_story(folder: Path) -> GoldStory:
    try:
        gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
        texts = {name: (folder / f"{name}.txt").read_text(encoding="utf-8") for name in gold["reports"]}
        fronts = {name: _front(report) for name, report in gold["reports"].items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"is no story: {error!r}", where=str(folder)) from error
    return GoldStory(folder.name, gold, texts, fronts)


def _front(report: Mapping[str, Any]) -> Front:
    published = Edtf.parse(report["published"]) if report["published"] else None
    dateline = Dateline(report["place"], None, report["agency"])
    return Front(
        headline=report["headline"],
        byline=report["byline"],
        dateline=dateline if report["place"] or report["agency"] else None,
        outlet=report["outlet"],
        url=report["url"],
        language="en",
        published=published,
    )


def gold_statements(story: GoldStory, name: str) -> list[tuple[Statement, str]]:
    """The statements of one report with the gold's spans and speakers, each with its utterance.

    What a reading derives from the spans (act, when it was said) is derived here in the same way.
    """
    text, front = story.texts[name], story.fronts[name]
    version = make_id("version", story.name, name)
    given = story.gold["reports"][name]["statements"]
    statements = [_statement(one, story.gold["people"], text, version) for one in given]
    dates = find_times(text, published=front.published, dateline=None)
    said = date_said(text, statements, find_sentences(text), dates, front)
    dated = [replace(s, said=day) for s, day in zip(statements, said, strict=True)]
    return [(s, one["utterance"]) for s, one in zip(nest(dated), given, strict=True)]


def gold_told(story: GoldStory) -> Iterator[tuple[Told, str]]:
    """All statements of a story as they are compared, each with its utterance."""
    for name in story.texts:
        for statement, utterance in gold_statements(story, name):
            yield (
                Told(statement, make_id("report", story.name, name), story.fronts[name], story.texts[name]),
                utterance,
            )


def _statement(given: Mapping[str, Any], people: Mapping[str, Any], text: str, version: str) -> Statement:
    numbers = given.get("n", {})
    source = [given["source"]] if given["source"] is not None else []
    cue, content = (_locate(text, given[role], numbers.get(role)) for role in ("cue", "content"))
    kind, person = Kind(given["kind"]), people[given["speaker"]]
    return Statement(
        version=version,
        kind=kind,
        act=find_act(" ".join(given["cue"]), " ".join(given["content"]), kind),
        score=1.0,
        source=_locate(text, source, numbers.get("source")),
        cue=cue,
        content=content,
        speaker=Speaker(person["name"], EntityKind(person["kind"]), 1.0, "gold"),
    )


def _locate(text: str, pieces: Sequence[str], which: int | list[int] | None) -> tuple[Span, ...]:
    """The pieces in the text; `which` occurrence of each, counted from 1."""
    numbers = which if isinstance(which, list) else [which or 1] * len(pieces)
    spans = []
    for piece, number in zip(pieces, numbers, strict=True):
        start = -1
        for _ in range(number or 1):
            start = text.index(piece, start + 1)
        spans.append(Span(start, start + len(piece), text))
    return tuple(spans)


def nest(statements: Sequence[Statement]) -> list[Statement]:
    """Each statement with the smallest one whose content holds all of it."""
    out = []
    for inner in statements:
        parts = (*inner.source, *inner.cue, *inner.content)
        around = [
            (sum(c.end - c.start for c in outer.content), outer.id)
            for outer in statements
            if outer is not inner and all(any(c.covers(part) for c in outer.content) for part in parts)
        ]
        out.append(replace(inner, within=min(around)[1]) if around else inner)
    return out
