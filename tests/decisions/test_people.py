"""Merge, split and rename: they do what they say, hold over what comes later, and are undone exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from onrecord import Reading, Record
from onrecord.errors import NotFound, UsageError
from tests.decisions.conftest import REPORTS, add, named, read, state
from tests.store.conftest import make_report


def names(record: Record) -> list[str]:
    return [entity.name for entity in record.store.queries.entities()]


def test_a_merge_holds_for_every_report_and_those_that_come_later(record: Record) -> None:
    decision = record.decide.merge("Mary Lee", "Zoë Łęcka", reason="she married", by="ana")
    assert (decision.author, decision.reason, decision.about) == ("ana", "she married", "entity")
    assert named(record, "Zoë Łęcka").forms == ("Mary Lee", "Zoë Łęcka")
    later = make_report("harbour")
    add(record, *read(later))
    assert len(named(record, "Zoë Łęcka").members) == 8
    record.forget(REPORTS[0].id)
    assert len(named(record, "Zoë Łęcka").members) == 6


def test_a_merge_finds_by_name_whom_a_kill_left_without_a_group(record: Record) -> None:
    with record.store.writer() as writer:
        writer.forget(REPORTS[0].id)  # and killed before the rest is grouped anew
    assert "Mary Lee" not in names(record)
    record.decide.merge("Mary Lee", "Zoë Łęcka")
    assert len(named(record, "Zoë Łęcka").members) == 4


def test_a_merge_is_undone_exactly(record: Record) -> None:
    before = state(record)
    record.decide.merge("Mary Lee", "Zoë Łęcka", by="ana")
    assert state(record) != before
    undone = record.decide.undo(by="ana")
    assert undone.withdrawn is not None
    assert state(record) == before
    with pytest.raises(UsageError, match="undone already"):
        record.decide.undo(undone.id)
    with pytest.raises(NotFound, match="nothing that could be undone"):
        record.decide.undo(by="ana")


def test_a_split_restores_what_a_merge_joined(record: Record) -> None:
    before = list(record.store.queries.entities())
    merged = record.decide.merge("Mary Lee", "Zoë Łęcka", by="ana")
    record.decide.split("Zoë Łęcka", ["Mary Lee"], reason="two after all", by="tom")
    assert list(record.store.queries.entities()) == before
    record.decide.undo(by="tom")
    assert "Mary Lee" not in names(record)
    record.decide.undo(merged.id)
    assert list(record.store.queries.entities()) == before


def test_one_report_can_be_taken_out_of_an_entity(record: Record) -> None:
    record.decide.split("Mary Lee", [REPORTS[1].id], reason="another Mary Lee", by="ana")
    sizes = sorted(len(e.members) for e in record.store.queries.entities() if e.name == "Mary Lee")
    assert sizes == [1, 2]
    with pytest.raises(UsageError, match="give the id of one: e"):
        record.decide.rename("Mary Lee", "Mary A. Lee")


def test_a_given_name_stays_with_those_who_stay(record: Record) -> None:
    record.decide.merge("Mary Lee", "Zoë Łęcka", by="ana")
    record.decide.rename("Mary Lee", "Mary Lee-Łęcka", by="ana")
    assert named(record, "Mary Lee-Łęcka").forms == ("Mary Lee", "Zoë Łęcka")
    record.decide.split("Mary Lee-Łęcka", ["Zoë Łęcka"], by="ana")
    assert {"Mary Lee-Łęcka", "Zoë Łęcka"} <= set(names(record))
    for _ in range(3):
        record.decide.undo(by="ana")
    assert {"Mary Lee", "Zoë Łęcka"} <= set(names(record))


def test_who_is_not_there_or_is_one_already_is_refused(record: Record) -> None:
    with pytest.raises(NotFound, match="onrecord people"):
        record.decide.merge("Mary Lee", "Nobody Atall")
    with pytest.raises(UsageError, match="one already"):
        record.decide.merge("Mary Lee", named(record, "Mary Lee").id)
    with pytest.raises(NotFound, match="it has: Mary Lee"):
        record.decide.split("Mary Lee", ["Tom Hale"])
    with pytest.raises(UsageError, match="nothing would be left"):
        record.decide.split("Mary Lee", ["Mary Lee"])
    with pytest.raises(UsageError, match="models"):
        record.decide.merge("Mary Lee", "Zoë Łęcka", by="onrecord-names-9")
    assert record.decide.log() == []


def test_a_merge_outlives_a_network_that_calls_them_otherwise(record: Record) -> None:
    record.decide.merge("Mary Lee", "Zoë Łęcka", by="ana")
    fuller = [(one, called(has, "Mary Lee", "Mary Ann Lee")) for one, has in read(*REPORTS, model="test-2")]
    add(record, *fuller)
    assert named(record, "Mary Ann Lee").forms == ("Mary Ann Lee", "Zoë Łęcka")
    assert record.decide.conflicts() == []
    other = [(one, called(has, "Mary Lee", "Ruth Oduya")) for one, has in read(*REPORTS, model="test-3")]
    add(record, *other)
    assert named(record, "Ruth Oduya").forms == ("Ruth Oduya",)
    told = [conflict.what for conflict in record.decide.conflicts()]
    assert told == sorted(f"nobody is called “Mary Lee” in {report.id} any more" for report in REPORTS)
    add(record, *read(*REPORTS, model="test-4"))
    assert named(record, "Zoë Łęcka").forms == ("Mary Lee", "Zoë Łęcka")


def test_a_merge_outlives_another_text_of_a_report(record: Record) -> None:
    record.decide.merge("Mary Lee", "Zoë Łęcka", by="ana")
    for name in ("bridge", "tower", "mill"):
        add(record, *read(make_report(name, extra=" Two fell.", published="2024-03-05")))
    assert named(record, "Zoë Łęcka").forms == ("Mary Lee", "Zoë Łęcka")


def called(reading: Reading, before: str, after: str) -> Reading:
    """The reading with another name for somebody."""
    statements = tuple(
        replace(s, speaker=replace(s.speaker, name=after)) if s.speaker and s.speaker.name == before else s
        for s in reading.statements
    )
    mentions = tuple(replace(m, name=after) if m.name == before else m for m in reading.mentions)
    return replace(reading, statements=statements, mentions=mentions)
