from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.record import EntityKind
from onrecord.views.contract import ReadingAnswer, StatementAnswer
from onrecord.views.exports import Handed
from onrecord.views.exports.ftm import write_ftm

from .hostile import make_reading, readings

# The properties of the FollowTheMoney model that are used, and what an entity of each points to.
THING = {"name": None, "alias": None, "weakAlias": None, "notes": None, "description": None, "summary": None,
         "sourceUrl": None, "publisher": None, "proof": "Document", "modifiedAt": None, "retrievedAt": None,
         "keywords": None}  # fmt: skip
INTERVAL = {"date": None, "summary": None, "description": None, "recordId": None, "sourceUrl": None,
            "proof": "Document", "publisher": None}  # fmt: skip
DOCUMENT = THING | dict.fromkeys(
    ("title", "fileName", "mimeType", "author", "language", "bodyText", "publishedAt"), None
)
MODEL: dict[str, dict[str, str | None]] = {
    "Article": DOCUMENT,
    "Document": DOCUMENT,
    "Person": THING,
    "Organization": THING,
    "LegalEntity": THING,
    "Event": THING | INTERVAL | {"involved": "LegalEntity"},
    "UnknownLink": INTERVAL | {"subject": "Thing", "object": "Thing", "role": None},
    "Mention": {"document": "Document", "resolved": "LegalEntity", "name": None, "detectedSchema": None},
}
REQUIRED = {
    "Article": {"fileName"},
    "Document": {"fileName"},
    "Event": {"name"},
    "Mention": {"document", "name"},
    "UnknownLink": {"subject", "object"},
}
IS_A = {
    "Article": {"Document", "Thing"},
    "Document": {"Document", "Thing"},
    "Person": {"LegalEntity", "Thing"},
    "Organization": {"LegalEntity", "Thing"},
    "LegalEntity": {"LegalEntity", "Thing"},
    "Event": {"Thing"},
}


class Told(NamedTuple):
    """Who said what, where and when, as it was or as it is read back."""

    statement: str
    report: str
    speaker: tuple[str, str] | None
    source: str
    cue: str
    content: str
    kind: str
    act: str
    said: str | None


def written(handed: list[ReadingAnswer]) -> list[dict[str, Any]]:
    out = io.StringIO()
    write_ftm(out, Handed(handed))
    return [json.loads(line) for line in out.getvalue().split("\n") if line]


def told(reading: ReadingAnswer, statement: StatementAnswer) -> Told:
    speaker = statement.speaker
    return Told(
        statement.id,
        reading.report.id,
        (speaker.id, speaker.name) if speaker else None,
        statement.source.text,
        statement.cue.text,
        statement.content.text,
        statement.kind.value,
        statement.act.value,
        statement.said,
    )


def read_back(lines: list[dict[str, Any]]) -> Iterator[Told]:
    """Who said what, from nothing but the lines."""
    entities = {line["id"]: line["properties"] for line in lines}
    speakers = {
        line["properties"]["object"][0]: line["properties"]["subject"][0]
        for line in lines
        if line["schema"] == "UnknownLink" and line["properties"]["role"] == ["speaker"]
    }
    for line in lines:
        if line["schema"] != "Event":
            continue
        event = line["properties"]
        text = entities[event["proof"][0]]["bodyText"][0]
        notes = dict(note.split(": ", 1) for note in event["notes"])
        roles = [
            " … ".join(text[slice(*map(int, place.split("-")))] for place in notes.get(role, "").split())
            for role in ("source", "cue", "content")
        ]
        assert event["description"] == [roles[2]]
        speaker = speakers.get(line["id"])
        yield Told(
            line["id"],
            event["proof"][0],
            (speaker, entities[speaker]["name"][0]) if speaker else None,
            roles[0],
            roles[1],
            roles[2],
            event["keywords"][0],
            event["keywords"][1],
            event["date"][0] if "date" in event else notes.get("said"),
        )


def check_model(lines: list[dict[str, Any]]) -> None:
    schemata = {line["id"]: line["schema"] for line in lines}
    assert len(schemata) == len(lines), "an id twice"
    for line in lines:
        assert set(line) == {"id", "schema", "properties"}
        assert REQUIRED.get(line["schema"], set()) <= line["properties"].keys()
        for name, values in line["properties"].items():
            target = MODEL[line["schema"]][name]
            assert values
            assert all(value and isinstance(value, str) for value in values)
            assert target is None or all(target in IS_A[schemata[value]] for value in values)


def test_who_said_what_comes_back(reports: list[ReadingAnswer]) -> None:
    lines = written(reports)
    check_model(lines)
    assert list(read_back(lines)) == [told(reading, one) for reading in reports for one in reading.statements]


def test_a_date_of_unknown_year_is_no_date_but_noted() -> None:
    reading = make_reading("x", said="XXXX-03-14")
    (event,) = [line for line in written([reading]) if line["schema"] == "Event"]
    assert "date" not in event["properties"]
    assert "said: XXXX-03-14" in event["properties"]["notes"]


def test_a_document_that_says_something_is_linked_but_not_involved() -> None:
    reading = make_reading("x")
    (statement,) = reading.statements
    assert statement.speaker
    speaker = statement.speaker.model_copy(update={"kind": EntityKind.DOCUMENT, "name": "the ruling"})
    reading = reading.model_copy(update={"statements": [statement.model_copy(update={"speaker": speaker})]})
    lines = written([reading])
    check_model(lines)
    assert [line["schema"] for line in lines] == ["Article", "Event", "UnknownLink", "Document"]
    (back,) = read_back(lines)
    assert back.speaker == (speaker.id, "the ruling")


def test_languages_are_those_of_the_model() -> None:
    article = written([make_reading("x", language="zh-Hant")])[0]
    assert article["properties"]["language"] == ["zho"]
    assert "language" not in written([make_reading("x", language="tlh")])[0]["properties"]


@given(st.lists(readings(), min_size=1, max_size=2, unique_by=lambda reading: reading.report.id))
@settings(max_examples=50, deadline=None)
def test_whatever_is_said_comes_back(handed: list[ReadingAnswer]) -> None:
    lines = written(handed)
    check_model(lines)
    assert list(read_back(lines)) == [told(reading, one) for reading in handed for one in reading.statements]
