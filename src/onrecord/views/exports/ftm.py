"""FollowTheMoney: a proposed mapping that keeps who said what; its tables are in docs/exports.md.

The model has articles, mentions and people, but nothing for what somebody said. Here that is an Event,
proven by the Article it is told in, and an UnknownLink in the role "speaker" leads to it from who said it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from onrecord.lexicon import read_pairs
from onrecord.record import EntityKind
from onrecord.views.exports.times import plain_date
from onrecord.views.exports.words import bare_words, link_to_words, one_line, web_address
from onrecord.views.wording import put_location

if TYPE_CHECKING:
    from onrecord.views.contract import (
        Place,
        ReadingAnswer,
        ReportAnswer,
        SpeakerAnswer,
        StatementAnswer,
    )
    from onrecord.views.exports import Handed

SCHEMATA = {
    EntityKind.PERSON: "Person",
    EntityKind.ORGANIZATION: "Organization",
    EntityKind.DOCUMENT: "Document",
    EntityKind.GROUP: "LegalEntity",
    EntityKind.UNNAMED: "LegalEntity",
    EntityKind.PLACE: "LegalEntity",
}
# An event's name is shown in lists.
LONGEST_NAME = 120


def write_ftm(out: IO[str], handed: Handed) -> None:
    """An entity a line, as `{"id", "schema", "properties"}`; each property is a list of strings."""
    speakers: dict[str, SpeakerAnswer] = {}
    for reading in handed.readings:
        for entity in _entities(reading):
            _write(out, entity)
        speakers |= {one.speaker.id: one.speaker for one in reading.statements if one.speaker}
    forms = {entity.id: entity.forms for entity in handed.entities if entity.id in speakers}
    for id_, speaker in sorted(speakers.items()):
        others = sorted(set(forms.get(id_, ())) - {speaker.name})
        names: dict[str, list[str | None]] = {
            "name": [speaker.name],
            "alias": [form for form in others if " " in form],
            # A surname alone is many people's.
            "weakAlias": [form for form in others if " " not in form],
        }
        if speaker.kind is EntityKind.DOCUMENT:
            names |= {"title": [speaker.name], "fileName": [speaker.name]}
        _write(out, _entity(id_, SCHEMATA[speaker.kind], names))


def _entities(reading: ReadingAnswer) -> Iterator[dict[str, Any]]:
    report = reading.report
    yield _article(report)
    mentioned: dict[str, SpeakerAnswer] = {}
    for statement in reading.statements:
        yield _event(report, statement)
        speaker = statement.speaker
        if speaker is not None:
            yield _entity(
                f"{statement.id}-speaker",
                "UnknownLink",
                {
                    "subject": [speaker.id],
                    "object": [statement.id],
                    "role": ["speaker"],
                    "date": [plain_date(statement.said)],
                    "proof": [report.id],
                    "summary": [speaker.reason],
                },
            )
            mentioned.setdefault(speaker.id, speaker)
    for id_, speaker in mentioned.items():
        schema = SCHEMATA[speaker.kind]
        # Only legal entities can be what a mention resolves to.
        if schema != "Document":
            yield _entity(
                f"{report.id}-{id_}",
                "Mention",
                {
                    "document": [report.id],
                    "name": [speaker.name],
                    "resolved": [id_],
                    "detectedSchema": [schema],
                },
            )


def _article(report: ReportAnswer) -> dict[str, Any]:
    return _entity(
        report.id,
        "Article",
        {
            "title": [report.headline],
            "fileName": [put_location(report.original.location)],
            "mimeType": [report.original.media_type],
            "author": [report.byline],
            "publisher": [report.outlet],
            "sourceUrl": [web_address(report.url)],
            "publishedAt": [plain_date(report.published)],
            "modifiedAt": [plain_date(report.updated)],
            "retrievedAt": [report.original.fetched.strftime("%Y-%m-%dT%H:%M:%S")],
            "language": [_language(report.language)],
            "bodyText": [report.text],
            "notes": [_note("published", _inexact(report.published)), f"sha256: {report.original.sha256}"],
        },
    )


def _event(report: ReportAnswer, statement: StatementAnswer) -> dict[str, Any]:
    speaker = statement.speaker
    said = bare_words(statement, report.text)
    legal = speaker is not None and SCHEMATA[speaker.kind] != "Document"
    places = {role: getattr(statement, role).spans for role in ("source", "cue", "content")}
    return _entity(
        statement.id,
        "Event",
        {
            "name": [_shortened(one_line(f"{speaker.name}: {said}" if speaker else said)) or statement.id],
            "description": [statement.content.text],
            "summary": [one_line(f"{statement.source.text} {statement.cue.text}")],
            "date": [plain_date(statement.said)],
            "involved": [speaker.id if speaker and legal else None],
            "proof": [report.id],
            "publisher": [report.outlet],
            "sourceUrl": [link_to_words(report.url, report.text, statement.content.spans[0])],
            "recordId": [statement.id],
            "keywords": [statement.kind.value, statement.act.value],
            "notes": [
                *(_note(role, _places(spans)) for role, spans in places.items()),
                _note("said", _inexact(statement.said)),
                _note("addressee", statement.addressee),
                _note("for", statement.on_behalf_of),
                _note("via", statement.via),
                _note("within", statement.within),
            ],
        },
    )


def _entity(id_: str, schema: str, properties: dict[str, list[str | None]]) -> dict[str, Any]:
    known = {name: [value for value in values if value] for name, values in properties.items()}
    return {
        "id": id_,
        "schema": schema,
        "properties": {name: values for name, values in known.items() if values},
    }


def _write(out: IO[str], entity: dict[str, Any]) -> None:
    out.write(json.dumps(entity, ensure_ascii=False, separators=(",", ":")) + "\n")


def _note(name: str, value: str | None) -> str | None:
    return f"{name}: {value}" if value else None


def _places(spans: list[Place]) -> str:
    """`10-21 40-52`: characters of the article's bodyText, from and up to."""
    return " ".join(f"{start}-{end}" for start, end in spans)


def _inexact(edtf: str | None) -> str | None:
    """A date that the model's dates cannot hold."""
    return None if plain_date(edtf) else edtf


def _language(tag: str | None) -> str | None:
    """The three letters that the model knows a language by; None where it does not know it."""
    return read_pairs("views/data/ftm_languages.tsv").get((tag or "").split("-")[0].lower())


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
