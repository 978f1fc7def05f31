from __future__ import annotations

import io
import json
import re
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pyld import jsonld

from onrecord.views.contract import ReadingAnswer
from onrecord.views.exports.web_annotations import CONTEXT, write_annotations

from .hostile import make_reading, readings

OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"
# What the context of the standard says of the terms that are used here.
TERMS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    **{
        name: OA + name
        for name in (
            *("Annotation", "SpecificResource", "TextualBody", "TextQuoteSelector", "TextPositionSelector"),
            *("describing", "identifying", "tagging", "start", "end", "exact", "prefix", "suffix"),
        )
    },
    "Software": AS + "Application",
    "AnnotationCollection": AS + "OrderedCollection",
    "AnnotationPage": AS + "OrderedCollectionPage",
    "body": {"@type": "@id", "@id": OA + "hasBody"},
    "target": {"@type": "@id", "@id": OA + "hasTarget"},
    "source": {"@type": "@id", "@id": OA + "hasSource"},
    "selector": {"@type": "@id", "@id": OA + "hasSelector"},
    "motivation": {"@type": "@vocab", "@id": OA + "motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": OA + "hasPurpose"},
    "generator": {"@type": "@id", "@id": AS + "generator"},
    "items": {"@type": "@id", "@id": AS + "items", "@container": "@list"},
    "partOf": {"@type": "@id", "@id": AS + "partOf"},
    "first": {"@type": "@id", "@id": AS + "first"},
    "total": AS + "totalItems",
    "startIndex": AS + "startIndex",
    "format": "http://purl.org/dc/elements/1.1/format",
    "language": "http://purl.org/dc/elements/1.1/language",
    "created": "http://purl.org/dc/terms/created",
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "name": "http://xmlns.com/foaf/0.1/name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}
IRI = re.compile(r"[a-z]+:[^\s<>\"{}|\\^`]+")


def written(handed: list[ReadingAnswer]) -> Any:
    out = io.StringIO()
    write_annotations(out, handed)
    return json.loads(out.getvalue())


def load(url: str, options: Any) -> Any:
    assert url == CONTEXT
    return {"contextUrl": None, "documentUrl": url, "document": {"@context": TERMS}}


def keys_of(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in keys_of(one)}
    return {key for one in value for key in keys_of(one)} if isinstance(value, list) else set()


def check_model(annotation: dict[str, Any]) -> None:
    """The rules of the model that hold for annotations like these (its sections 3 and 4)."""
    assert annotation["type"] == "Annotation"
    assert IRI.fullmatch(annotation["id"])
    assert annotation["motivation"] in ("describing",)
    assert annotation["target"]
    for body in annotation["body"]:
        assert body["purpose"] in ("describing", "identifying", "tagging")
        if body["type"] == "TextualBody":
            assert isinstance(body["value"], str)
            assert re.fullmatch(r"[A-Za-z0-9-]+", body.get("language", "en"))
        else:
            assert body["type"] == "SpecificResource"
            assert IRI.fullmatch(body["source"])
    for target in annotation["target"]:
        assert target["type"] == "SpecificResource"
        assert IRI.fullmatch(target["source"])
        selectors = target["selector"] if isinstance(target["selector"], list) else [target["selector"]]
        for selector in selectors:
            if selector["type"] == "TextQuoteSelector":
                assert selector["exact"]
            else:
                assert selector["type"] == "TextPositionSelector"
                assert 0 <= selector["start"] < selector["end"]


def test_an_annotation_says_who_and_how_on_the_words() -> None:
    (annotation,) = written([make_reading('"We go,"', said="XXXX-03-14", language="en")])["first"]["items"]
    values = [(body.get("value"), body["purpose"]) for body in annotation["body"]]
    assert values == [
        (None, "identifying"),
        ("Ana Quell", "identifying"),
        ("Ana Quell said", "describing"),
        ("said XXXX-03-14", "describing"),
        ("direct", "tagging"),
        ("inform", "tagging"),
    ]
    (target,) = annotation["target"]
    assert target["source"].startswith("urn:onrecord:v")
    assert target["selector"] == [
        {"type": "TextPositionSelector", "start": 15, "end": 23},
        {"type": "TextQuoteSelector", "exact": '"We go,"', "prefix": "Ana Quell said ", "suffix": "."},
    ]


def test_on_a_page_the_words_are_found_by_what_they_are() -> None:
    (annotation,) = written([make_reading("x", url="https://echo.example/1")])["first"]["items"]
    page, held = annotation["target"]
    assert page["source"] == "https://echo.example/1"
    assert page["selector"]["type"] == "TextQuoteSelector"
    assert held["source"].startswith("urn:onrecord:v")


def test_who_is_not_known_is_not_named() -> None:
    (annotation,) = written([make_reading("x", speaker=None)])["first"]["items"]
    assert all(body["purpose"] != "identifying" for body in annotation["body"])


def test_a_collection_is_named_by_what_it_holds() -> None:
    one, other = written([make_reading("x")]), written([make_reading("y")])
    assert one["id"] != other["id"]
    assert one["first"]["partOf"] == one["id"]
    assert one["total"] == 1


def test_a_processor_knows_every_term(reports: list[ReadingAnswer]) -> None:
    collection = written(reports)
    assert keys_of(collection) - TERMS.keys() == {"@context"}
    (node,) = jsonld.expand(collection, options={"documentLoader": load})
    items = node[AS + "first"][0][AS + "items"][0]["@list"]
    assert len(items) == sum(len(reading.statements) for reading in reports) == collection["total"]
    assert all(item["@type"] == [OA + "Annotation"] for item in items)


@given(st.lists(readings(), min_size=1, max_size=2))
@settings(max_examples=60, deadline=None)
def test_the_selectors_find_the_words_whatever_they_are(handed: list[ReadingAnswer]) -> None:
    items = written(handed)["first"]["items"]
    texts = {f"urn:onrecord:{reading.report.version}": reading.report.text for reading in handed}
    for annotation in items:
        check_model(annotation)
        target = annotation["target"][-1]
        text, (place, quote) = texts[target["source"]], target["selector"]
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "") in text
