from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from onrecord.edtf import Edtf
from onrecord.record import (
    DateMention,
    Entity,
    EntityKind,
    Figure,
    Judgement,
    Mention,
    Reading,
    Report,
    Statement,
    Verdict,
    local_person_id,
)
from onrecord.store.kept import Listed
from onrecord.views.answers import answer_found, answer_listed, answer_person, answer_reading, answer_record
from onrecord.views.contract import ReadingAnswer, RecordAnswer
from tests.views.made import Story, make_report, make_statement


def small() -> tuple[Report, Reading]:
    text = "“We will go,” said Ana Quell on May 3. “And soon.” She counted 18 charges."
    report = make_report(text, headline=None, published=Edtf.parse("2024-05-03"))
    row = {
        "source": [[19, 28]],
        "cue": [[14, 18]],
        "content": [[0, 13], [39, 50]],
        "kind": "direct",
        "act": "promise",
        "speaker": "Ana Quell",
        "speaker_kind": "person",
        "said": "2024-05-03",
    }
    reading = Reading(
        report.version,
        "by-hand",
        (make_statement(report, row),),
        (Mention(report.span(19, 28), EntityKind.PERSON, "Ana Quell"),),
        (DateMention(report.span(32, 37), Edtf.parse("2024-05-03")),),
        (Figure(report.span(63, 73), 18.0, "exact", "charges"),),
    )
    return report, reading


def as_data(answer: ReadingAnswer | RecordAnswer) -> Any:
    return json.loads(answer.as_json())


def test_reading_has_the_shape_of_the_contract() -> None:
    report, reading = small()
    data = as_data(answer_reading(report, reading))
    assert {
        "id",
        "headline",
        "lead",
        "byline",
        "dateline",
        "published",
        "outlet",
        "url",
        "language",
        "text",
    } <= set(data["report"])
    (statement,) = data["statements"]
    assert statement == {
        "id": reading.statements[0].id,
        "kind": "direct",
        "act": "promise",
        "score": 0.97,
        "source": {"spans": [[19, 28]], "text": "Ana Quell"},
        "cue": {"spans": [[14, 18]], "text": "said"},
        "content": {"spans": [[0, 13], [39, 50]], "text": "“We will go,” … “And soon.”"},
        "speaker": {
            "id": local_person_id(report.version, EntityKind.PERSON, "Ana Quell"),
            "name": "Ana Quell",
            "kind": "person",
            "score": 0.93,
            "reason": "named in the source",
        },
        "addressee": None,
        "for": None,
        "via": None,
        "said": "2024-05-03",
        "said_reason": "the day the report gives",
        "within": None,
    }
    assert data["mentions"] == [
        {"span": [19, 28], "text": "Ana Quell", "kind": "person", "name": "Ana Quell"}
    ]
    assert data["dates"] == [{"span": [32, 37], "text": "May 3", "value": "2024-05-03"}]
    assert data["figures"] == [
        {"span": [63, 73], "text": "18 charges", "value": 18, "bound": "exact", "unit": "charges"}
    ]


def test_every_text_is_cut_from_its_spans(asylum: Story) -> None:
    for report, reading in asylum:
        data = as_data(answer_reading(report, reading))
        assert data["statements"]
        for statement in data["statements"]:
            for role in ("source", "cue", "content"):
                words = [report.text[start:end] for start, end in statement[role]["spans"]]
                assert statement[role]["text"] == " … ".join(words)


def test_record_reads_back_what_it_wrote(asylum: Story) -> None:
    entity = Entity("e1", "Joaquín Arrieta", EntityKind.PERSON, ("Arrieta",), ("e2",))
    at = datetime(2024, 3, 15, tzinfo=UTC)
    judgement = Judgement("entity", ("a", "b"), Verdict.SAME, 0.9, "same last name", "model 1", at)
    readings = [answer_reading(*read, added=at, versions=2) for read in asylum]
    record = answer_record(readings, entities=[entity], judgements=[judgement])
    assert RecordAnswer.model_validate_json(record.as_json()) == record
    data = as_data(record)
    assert list(data) == [
        "reports",
        "entities",
        "sayings",
        "copies",
        "stories",
        "differences",
        "chronology",
        "judgements",
        "contributions",
        "contradictions",
    ]
    assert data["reports"][0]["report"]["versions"] == 2
    assert data["judgements"][0]["pair"] == ["a", "b"]


def test_speaker_is_the_entity_where_the_record_knows_one() -> None:
    report, reading = small()
    entity = Entity("e9", "Ana María Quell", EntityKind.PERSON, ("Ana Quell",), ())

    def entity_of(statement: Statement) -> Entity | None:
        return entity

    (statement,) = answer_reading(report, reading, entity_of).statements
    assert statement.speaker is not None
    assert (statement.speaker.id, statement.speaker.name) == ("e9", "Ana María Quell")


def test_source_that_is_not_printed_has_no_spans_and_no_text() -> None:
    report = make_report("Rain was expected, it was said.")
    row = {"source": [], "cue": [[19, 30]], "content": [[0, 17]], "kind": "indirect", "act": "inform"}
    found = answer_found(report.id, report.front, make_statement(report, row))
    assert found.model_dump()["source"] == {"spans": [], "text": ""}
    assert found.speaker is None
    assert found.report.id == report.id


@pytest.mark.parametrize("place", [[18, 28], [0, 0], [-9, -1], [70, 99]])
def test_span_that_does_not_hold_its_words_is_refused(place: list[int]) -> None:
    data = as_data(answer_reading(*small()))
    data["statements"][0]["source"]["spans"] = [place]
    with pytest.raises(ValidationError, match=r"hold|outside"):
        ReadingAnswer.model_validate(data)


def test_person_is_an_entity_with_its_statements_and_reports() -> None:
    entity = Entity("e9", "Ana Quell", EntityKind.PERSON, ("Ana Quell", "Quell"), ("e1", "e2"))
    person = answer_person(entity, 3, ["r1", "r2"])
    assert json.loads(person.as_json()) == {
        "id": "e9",
        "name": "Ana Quell",
        "kind": "person",
        "forms": ["Ana Quell", "Quell"],
        "members": ["e1", "e2"],
        "statements": 3,
        "reports": ["r1", "r2"],
    }


def test_listed_report_has_its_front_matter_and_no_text() -> None:
    report, reading = small()
    at = datetime(2024, 3, 15, tzinfo=UTC)
    listed = Listed(report.id, report.version, report.front, "a.txt", at, at, reading.model, 1, 2)
    data = json.loads(answer_listed(listed).as_json())
    assert (data["id"], data["published"], data["versions"]) == (report.id, "2024-05-03", 2)
    assert "text" not in data
