"""Statements as people left them: in every answer, over every later reading, and undone exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord import Record
from onrecord.edtf import Edtf
from onrecord.errors import NotFound, SpanError, UsageError
from onrecord.record import Act, EntityKind, Kind, Speaker, Verdict
from onrecord.store.check import check
from tests.decisions.conftest import REPORTS, add, named, read, state, statements
from tests.store.conftest import find_span, make_report

BRIDGE, TOWER = REPORTS[:2]


def test_an_edit_is_in_every_answer(record: Record) -> None:
    id_ = statements(record)[0].id
    record.decide.edit(id_, speaker="Mary Lee", act=Act.HOPE, said=Edtf("2024-03-02"), by="ana")
    now = statements(record)[0]
    assert (now.act, str(now.said.value) if now.said else "") == (Act.HOPE, "2024-03-02")
    assert now.speaker is not None
    assert now.speaker.reason == "given by ana: no reason given"
    assert id_ in {found.statement.id for found in record.statements(by="Mary Lee", act=Act.HOPE)}
    assert id_ not in {found.statement.id for found in record.statements(by="Łęcka")}
    assert len(named(record, "Mary Lee").members) == 3
    assert list(check(record.store)) == []


def test_a_speaker_of_another_report_is_the_same_one_here(record: Record) -> None:
    other = make_report("harbour")
    [(report, reading)] = read(other)
    ruth = Speaker("Ruth Oduya", EntityKind.PERSON, 0.9, "named there")
    hers = (replace(reading.statements[0], speaker=ruth),)
    add(record, (report, replace(reading, statements=hers, mentions=())))
    decision = record.decide.edit(statements(record)[0].id, speaker="Oduya")
    assert decision.about == "statement"
    assert len(named(record, "Ruth Oduya").members) == 2
    record.decide.undo()
    assert len(named(record, "Ruth Oduya").members) == 1


def test_a_name_that_nobody_has_needs_to_be_told_what_it_is(record: Record) -> None:
    id_ = statements(record)[0].id
    with pytest.raises(UsageError, match="say what it is"):
        record.decide.edit(id_, speaker="Ruth Oduya")
    record.decide.edit(id_, speaker="Ruth Oduya", speaker_kind=EntityKind.PERSON)
    assert named(record, "Ruth Oduya").kind is EntityKind.PERSON
    record.decide.edit(id_, speaker=None)
    assert statements(record)[0].speaker is None


def test_words_are_searched_as_they_were_cut(record: Record) -> None:
    id_ = statements(record)[0].id
    word = find_span(BRIDGE, "bridge is safe")
    record.decide.edit(id_, content=[(word.start, word.end)])
    assert statements(record)[0].content == (word,)
    found = [one.statement.id for one in record.statements(about='"near bridge"', report=BRIDGE.id)]
    assert statements(record)[0].id not in found
    with pytest.raises(NotFound):
        record.show(id_)


def test_undoing_any_edits_restores_the_record(record: Record) -> None:
    before = state(record)
    first, second = statements(record)[:2]
    record.decide.edit(first.id, reject=True)
    record.decide.edit(second.id, kind=Kind.MIXED)
    word = find_span(BRIDGE, "18 people crossed")
    added = record.decide.add(BRIDGE.id, content=[(word.start, word.end)], speaker="Mary Lee")
    assert added.judgements[0].pair[0] in {s.id for s in statements(record)}
    for _ in range(3):
        record.decide.undo()
    assert state(record) == before


def test_edits_outlive_another_network_and_what_differs_is_told(record: Record) -> None:
    first, second, third = statements(record)[:3]
    record.decide.edit(first.id, act=Act.HOPE)
    record.decide.edit(second.id, accept=True)
    record.decide.edit(third.id, reject=True)
    [(report, reading)] = read(BRIDGE, model="test-2")
    add(record, (report, replace(reading, statements=reading.statements[2:4])))
    now = {s.id: s for s in statements(record)}
    assert now[first.id].act is Act.HOPE
    assert second.id in now
    assert third.id not in now
    assert [one.what for one in record.decide.conflicts()] == ["test-2 has no such statement"] * 2


def test_an_edit_is_carried_to_a_newer_text_that_has_its_words(record: Record) -> None:
    record.decide.edit(statements(record)[0].id, act=Act.HOPE)
    newer = make_report("bridge", extra=" Two fell.", published="2024-03-05")
    add(record, *read(newer))
    assert statements(record, newer)[0].act is Act.HOPE
    assert record.decide.conflicts() == []
    other = replace(
        newer,
        text=newer.text.replace("safe", "sound"),
        front=replace(newer.front, updated=Edtf("2024-03-06")),
    )
    [(_, reading)] = read(newer)
    add(
        record,
        (other, replace(reading, version=other.version, statements=(), mentions=(), dates=(), figures=())),
    )
    assert [one.what for one in record.decide.conflicts()] == [
        f"the newer text of {BRIDGE.id} does not have these words"
    ]


def test_what_cannot_be_is_refused_and_nothing_is_kept(record: Record) -> None:
    id_ = statements(record)[0].id
    with pytest.raises(SpanError):
        record.decide.edit(id_, cue=[(5, 5000)])
    with pytest.raises(UsageError, match="one of these"):
        record.decide.edit(id_)
    with pytest.raises(UsageError, match="says this already"):
        record.decide.edit(id_, act=Act.INFORM)
    with pytest.raises(UsageError, match="a content"):
        record.decide.edit(id_, content=[])
    span = statements(record)[1].content
    with pytest.raises(UsageError, match="already"):
        record.decide.add(
            BRIDGE.id,
            content=[(s.start, s.end) for s in span],
            cue=[(s.start, s.end) for s in statements(record)[1].cue],
        )
    assert record.decide.log() == []


def test_sayings_are_put_together_and_parted(record: Record) -> None:
    one, other = statements(record)[0].id, statements(record, TOWER)[0].id
    before = state(record)
    record.decide.judge("saying", one, other, Verdict.DIFFERENT, reason="two bridges")
    record.decide.judge("saying", one, statements(record)[2].id, Verdict.SAME)
    sayings = {id_: saying.id for saying in record.sayings() for id_ in saying.renderings}
    assert sayings.get(one) == sayings.get(statements(record)[2].id)
    assert sayings.get(one) != sayings.get(other)
    record.decide.undo()
    record.decide.undo()
    assert state(record) == before
