"""W3C Web Annotations: one for each statement, on its words, with who said them and how.

The model: Web Annotation Data Model, W3C Recommendation of 23 February 2017
(https://www.w3.org/TR/annotation-model/).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from onrecord.views.exports.words import web_address
from onrecord.views.wording import put_language

if TYPE_CHECKING:
    from onrecord.views.contract import Place, ReadingAnswer, ReportAnswer, StatementAnswer

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# How many characters before and after the words are given to find them by.
AROUND = 32


def write_annotations(out: IO[str], readings: Iterable[ReadingAnswer]) -> None:
    """A collection of one page; an annotation a line.

    Each piece of a content is a target of its own: on the page at the report's address, where it has one,
    found by the words, and in the text that the record holds, found by words and offsets.
    """
    digest, total = hashlib.sha256(), 0
    out.write(
        f'{{"@context":"{CONTEXT}","type":"AnnotationCollection","label":"Who said what, by Onrecord",\n'
        '"first":{"type":"AnnotationPage","startIndex":0,"items":['
    )
    for reading in readings:
        for statement in reading.statements:
            line = json.dumps(annotate(reading, statement), ensure_ascii=False, separators=(",", ":"))
            digest.update(line.encode())
            out.write(f"{',' if total else ''}\n{line}")
            total += 1
    # What holds the annotations is named by them, so it can only be named after them.
    name = f"urn:onrecord:annotations:{digest.hexdigest()[:16]}"
    out.write(f'\n],"id":"{name}:1","partOf":"{name}"}},"id":"{name}","total":{total}}}\n')


def annotate(reading: ReadingAnswer, statement: StatementAnswer) -> dict[str, Any]:
    """The annotation of a statement."""
    report = reading.report
    annotation = {
        "id": f"urn:onrecord:{statement.id}",
        "type": "Annotation",
        "motivation": "describing",
        "generator": {"type": "Software", "name": f"Onrecord, {reading.model}"},
        "body": list(_bodies(report, statement)),
        "target": list(_targets(report, statement.content.spans)),
    }
    if report.added is not None:
        annotation["created"] = report.added.isoformat(timespec="seconds").replace("+00:00", "Z")
    return annotation


def _bodies(report: ReportAnswer, statement: StatementAnswer) -> Iterator[dict[str, Any]]:
    """Who said it, the words that say so, the day, the kind and the act."""
    speaker = statement.speaker
    if speaker is not None:
        yield {"type": "SpecificResource", "source": f"urn:onrecord:{speaker.id}", "purpose": "identifying"}
        yield _textual(speaker.name, "identifying")
    if words := " ".join(" ".join(role.text for role in (statement.source, statement.cue)).split()):
        yield _textual(words, "describing", put_language(report.language))
    if statement.said is not None:
        yield _textual(f"said {statement.said}", "describing")
    yield _textual(statement.kind.value, "tagging")
    yield _textual(statement.act.value, "tagging")


def _textual(value: str, purpose: str, language: str = "") -> dict[str, Any]:
    body = {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}
    return body | ({"language": language} if language else {})


def _targets(report: ReportAnswer, spans: list[Place]) -> Iterator[dict[str, Any]]:
    page = web_address(report.url)
    quotes = [_quote(report.text, place) for place in spans]
    if page is not None:
        for quote in quotes:
            yield {"type": "SpecificResource", "source": page, "selector": quote}
    for (start, end), quote in zip(spans, quotes, strict=True):
        place = {"type": "TextPositionSelector", "start": start, "end": end}
        yield {
            "type": "SpecificResource",
            "source": f"urn:onrecord:{report.version}",
            "selector": [place, quote],
        }


def _quote(text: str, place: Place) -> dict[str, str]:
    start, end = place
    quote = {"type": "TextQuoteSelector", "exact": text[start:end]}
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return quote | ({"prefix": before} if before else {}) | ({"suffix": after} if after else {})
