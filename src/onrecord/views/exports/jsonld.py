"""schema.org as JSON-LD: reports as NewsArticle, what they tell as Quotation and Claim, who said it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from onrecord.record import EntityKind, Kind
from onrecord.views.exports.citing import find_authors
from onrecord.views.exports.times import plain_date
from onrecord.views.exports.words import bare_words, link_to_words, web_address

if TYPE_CHECKING:
    from onrecord.views.contract import (
        ReadingAnswer,
        ReportAnswer,
        SayingAnswer,
        SpeakerAnswer,
        StatementAnswer,
    )
    from onrecord.views.exports import Handed

Node = dict[str, Any]

# Read without any network: what has no prefix is a term of schema.org.
CONTEXT: Node = {
    "@vocab": "https://schema.org/",
    "edtf": "http://id.loc.gov/datatypes/edtf/EDTF",
    **{
        name: {"@type": "@id"}
        for name in ("url", "isPartOf", "isBasedOn", "appearance", "creator", "spokenByCharacter")
    },
    **{name: {"@type": "Date"} for name in ("datePublished", "dateModified", "dateCreated")},
}
# schema.org lets only a Person or an Organization say something.
TYPES = {
    EntityKind.PERSON: "Person",
    EntityKind.UNNAMED: "Person",
    EntityKind.ORGANIZATION: "Organization",
    EntityKind.GROUP: "Organization",
    EntityKind.PLACE: "Organization",
    EntityKind.DOCUMENT: "CreativeWork",
}


def write_jsonld(out: IO[str], handed: Handed) -> None:
    """One document, a node a line: articles, quotations, claims, and those who said them."""
    out.write(f'{{"@context":{_json(CONTEXT)},\n"@graph":[')
    for number, node in enumerate(_nodes(handed)):
        out.write(f"{',' if number else ''}\n{_json(node)}")
    out.write("\n]}\n")


def _nodes(handed: Handed) -> Iterator[Node]:
    speakers: dict[str, SpeakerAnswer] = {}
    statements: set[str] = set()
    for reading in handed.readings:
        yield _article(reading.report)
        for statement in reading.statements:
            yield _statement(reading, statement)
            statements.add(statement.id)
            if statement.speaker:
                speakers.setdefault(statement.speaker.id, statement.speaker)
    forms = {entity.id: entity.forms for entity in handed.entities if entity.id in speakers}
    for id_, speaker in speakers.items():
        others = sorted(set(forms.get(id_, ())) - {speaker.name})
        yield _known(
            {"@id": _urn(id_), "@type": TYPES[speaker.kind], "name": speaker.name, "alternateName": others}
        )
    for saying in handed.sayings:
        if len(here := [one for one in saying.renderings if one in statements]) > 1:
            yield _claim(saying, speakers.get(saying.speaker or ""), here)


def _article(report: ReportAnswer) -> Node:
    dateline = report.dateline
    return _known(
        {
            "@id": _urn(report.id),
            "@type": "NewsArticle",
            "headline": report.headline,
            "abstract": report.lead,
            "author": [{"@type": "Person", "name": name} for name in find_authors(report.byline or "")],
            "creditText": report.byline,
            "publisher": {"@type": "Organization", "name": report.outlet} if report.outlet else None,
            "sourceOrganization": (
                {"@type": "Organization", "name": dateline.agency} if dateline and dateline.agency else None
            ),
            "dateline": dateline.place if dateline else None,
            "datePublished": _date(report.published),
            "dateModified": _date(report.updated),
            "inLanguage": report.language,
            "url": web_address(report.url),
            "encoding": {
                "@type": "MediaObject",
                "encodingFormat": report.original.media_type,
                "sha256": report.original.sha256,
            },
        }
    )


def _statement(reading: ReadingAnswer, statement: StatementAnswer) -> Node:
    """Only what is quoted word for word is a Quotation; the rest is what the article says was said."""
    report, speaker = reading.report, statement.speaker
    node: Node = {
        "@id": _urn(statement.id),
        "@type": "Quotation" if statement.kind is Kind.DIRECT else "Claim",
        "text": bare_words(statement, report.text),
        "dateCreated": _date(statement.said),
        "inLanguage": report.language,
        "url": link_to_words(report.url, report.text, statement.content.spans[0]),
        "isPartOf": _urn(report.id),
    }
    if statement.kind is not Kind.DIRECT:
        node["appearance"] = _urn(report.id)
    node |= _maker(speaker)
    if statement.kind is Kind.DIRECT and "creator" in node:
        node["spokenByCharacter"] = node["creator"]
    return _known(node)


def _claim(saying: SayingAnswer, speaker: SpeakerAnswer | None, statements: list[str]) -> Node:
    """One thing said once, and the statements of several reports that carry it."""
    return _known(
        {
            "@id": _urn(saying.id),
            "@type": "Claim",
            **_maker(speaker),
            "dateCreated": _date(saying.said),
            "appearance": [_urn(one) for one in statements],
        }
    )


def _maker(speaker: SpeakerAnswer | None) -> Node:
    if speaker is None:
        return {}
    is_document = speaker.kind is EntityKind.DOCUMENT
    return {"isBasedOn" if is_document else "creator": _urn(speaker.id)}


def _date(edtf: str | None) -> str | Node | None:
    """A calendar date as it is; a date that is not known so well as EDTF, and typed so."""
    return plain_date(edtf) or (None if edtf is None else {"@value": edtf, "@type": "edtf"})


def _urn(id_: str) -> str:
    return f"urn:onrecord:{id_}"


def _known(node: Node) -> Node:
    return {name: value for name, value in node.items() if value not in (None, [], "")}


def _json(value: Node) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
