from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import given, settings
from pyld import jsonld

from onrecord.edtf import Edtf
from onrecord.record import Entity, EntityKind
from onrecord.views.answers import answer_entity
from onrecord.views.contract import ReadingAnswer, SayingAnswer
from onrecord.views.exports import Handed
from onrecord.views.exports.jsonld import write_jsonld

from .hostile import make_reading, readings

SCHEMA = "https://schema.org/"


def written(handed: Handed) -> Any:
    out = io.StringIO()
    write_jsonld(out, handed)
    return json.loads(out.getvalue())


def expanded(handed: Handed) -> dict[str, dict[str, Any]]:
    """What a JSON-LD processor makes of it, without a network, by the name of each node."""
    nodes = jsonld.flatten(written(handed), options={"documentLoader": no_network})
    return {node["@id"]: node for node in nodes}


def no_network(url: str, options: Any) -> Any:
    raise AssertionError(f"asked for {url}")


def test_a_quotation_is_its_speakers_and_part_of_its_article() -> None:
    reading = make_reading(
        '"We go,"',
        said="2024-03-14",
        headline="Council goes",
        byline="By Dana Okafor and Joe Lind",
        outlet="The Echo",
        url="https://echo.example/1",
        published=Edtf("2024-03-15"),
        language="en",
    )
    (statement,) = reading.statements
    assert statement.speaker
    nodes = expanded(Handed([reading]))
    quotation = nodes[f"urn:onrecord:{statement.id}"]
    person = {"@id": f"urn:onrecord:{statement.speaker.id}"}
    assert quotation["@type"] == [SCHEMA + "Quotation"]
    assert quotation[SCHEMA + "text"] == [{"@value": "We go,"}]
    assert quotation[SCHEMA + "creator"] == quotation[SCHEMA + "spokenByCharacter"] == [person]
    assert quotation[SCHEMA + "isPartOf"] == [{"@id": f"urn:onrecord:{reading.report.id}"}]
    assert quotation[SCHEMA + "dateCreated"] == [{"@value": "2024-03-14", "@type": SCHEMA + "Date"}]
    assert quotation[SCHEMA + "url"] == [{"@id": "https://echo.example/1#:~:text=%22We%20go%2C%22"}]
    assert nodes[person["@id"]][SCHEMA + "name"] == [{"@value": "Ana Quell"}]
    article = nodes[f"urn:onrecord:{reading.report.id}"]
    assert article["@type"] == [SCHEMA + "NewsArticle"]
    authors = [nodes[author["@id"]][SCHEMA + "name"][0]["@value"] for author in article[SCHEMA + "author"]]
    assert authors == ["Dana Okafor", "Joe Lind"]


def test_what_is_not_quoted_is_a_claim() -> None:
    reading = make_reading("that they go", kind="indirect")
    node = expanded(Handed([reading]))[f"urn:onrecord:{reading.statements[0].id}"]
    assert node["@type"] == [SCHEMA + "Claim"]
    assert node[SCHEMA + "appearance"] == [{"@id": f"urn:onrecord:{reading.report.id}"}]
    assert SCHEMA + "spokenByCharacter" not in node


def test_a_date_less_than_a_calendar_date_is_edtf_and_says_so() -> None:
    reading = make_reading("x", said="XXXX-03-14")
    node = expanded(Handed([reading]))[f"urn:onrecord:{reading.statements[0].id}"]
    edtf = "http://id.loc.gov/datatypes/edtf/EDTF"
    assert node[SCHEMA + "dateCreated"] == [{"@value": "XXXX-03-14", "@type": edtf}]


def test_other_names_of_who_speaks_and_of_nobody_else() -> None:
    reading = make_reading("x")
    speaker = reading.statements[0].speaker
    assert speaker
    entities = [
        Entity(speaker.id, "Ana Quell", EntityKind.PERSON, ("Ana Quell", "Quell"), ()),
        Entity("e0", "Somebody Else", EntityKind.PERSON, (), ()),
    ]
    nodes = expanded(Handed([reading], map(answer_entity, entities)))
    assert nodes[f"urn:onrecord:{speaker.id}"][SCHEMA + "alternateName"] == [{"@value": "Quell"}]
    assert "urn:onrecord:e0" not in nodes


def test_a_saying_of_several_reports_is_a_claim_that_appears_in_each() -> None:
    first, other = make_reading("x", kind="mixed"), make_reading("y", kind="mixed")
    renderings = [first.statements[0].id, other.statements[0].id]
    saying = SayingAnswer(
        id="y1", speaker=None, said="2024", renderings=[*renderings, "s-of-no-report-here"], repeat_of=None,
        reports=3, independent=1, reason="",
    )  # fmt: skip
    alone = saying.model_copy(update={"id": "y2", "renderings": renderings[:1]})
    nodes = expanded(Handed([first, other], sayings=[saying, alone]))
    appearance = nodes["urn:onrecord:y1"][SCHEMA + "appearance"]
    assert [one["@id"] for one in appearance] == [f"urn:onrecord:{one}" for one in renderings]
    assert "urn:onrecord:y2" not in nodes


@given(readings())
@settings(max_examples=60, deadline=None)
def test_the_words_come_through_a_processor_unchanged(reading: ReadingAnswer) -> None:
    node = expanded(Handed([reading]))[f"urn:onrecord:{reading.statements[0].id}"]
    texts = [value["@value"] for value in node.get(SCHEMA + "text", [])]
    assert all(text in reading.report.text for text in texts)
    for value in node.values():
        assert value != []
