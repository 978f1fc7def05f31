"""What people decided, in the tables: kept with its report, followed, checked, and gone with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from onrecord.edtf import Edtf
from onrecord.errors import NotFound, UsageError
from onrecord.record import Act, Judgement, Verdict
from onrecord.store.check import check, digest
from onrecord.store.decided import Decided
from onrecord.store.decisions import give_front, read_reading, write_reading
from onrecord.store.edits import write_edit
from onrecord.store.store import Store
from tests.store.conftest import NOW, add, change, make_report, read_by_hand

REPORT = make_report()
READING = read_by_hand(REPORT)


def edit_of(position: int, *, minutes: int = 0) -> Judgement:
    was = READING.statements[position]
    value = write_edit(was, {"act": Act.HOPE}, model=READING.model, read=was)
    at = NOW + timedelta(minutes=minutes)
    return Judgement("statement", (was.id, was.id), Verdict.SAME, 1.0, "by hand", "ana", at, value=value)


def date_of(day: str, *, minutes: int = 0) -> Judgement:
    at, value = NOW + timedelta(minutes=minutes), f'{{"published": "{day}"}}'
    return Judgement("report", (REPORT.id, REPORT.id), Verdict.SAME, 1.0, "", "ana", at, value=value)


def decide(store: Store, *judgements: Judgement) -> None:
    with store.writer() as writer:
        writer.decide(judgements, now=NOW)


def test_a_reading_comes_back_as_it_went_in() -> None:
    assert read_reading(REPORT.version, REPORT.text, write_reading(READING)) == READING


def test_the_day_that_was_given_last_and_stands_is_the_reports() -> None:
    first, second = date_of("2024-03-01"), date_of("2024-03-02", minutes=1)
    assert give_front(REPORT.front, [first, second]).published == Edtf("2024-03-02")
    assert give_front(REPORT.front, [first, replace(second, withdrawn=NOW)]).published == Edtf("2024-03-01")
    assert give_front(REPORT.front, []) == REPORT.front


def test_what_was_read_is_kept_beside_what_was_corrected_only_as_long_as_it_is(store: Store) -> None:
    add(store, REPORT)
    before = digest(store, withdrawn=False)
    change = edit_of(0)
    decide(store, change)
    now = store.queries.reading(REPORT.id).statements[0]
    assert now.act is Act.HOPE
    assert Decided(store).own_statement(REPORT, now) == READING.statements[0]
    assert Decided(store).count_on(REPORT.id) == 1
    with store.writer() as writer:
        writer.undo([change.id], now=NOW)
        with pytest.raises(UsageError, match="undone already"):
            writer.undo([change.id], now=NOW)
    assert digest(store, withdrawn=False) == before
    assert store.queries.reading(REPORT.id) == READING


def test_a_report_that_comes_again_keeps_what_people_decided(store: Store) -> None:
    add(store, REPORT)
    decide(store, edit_of(0))
    before = digest(store)
    assert store.queries.has(REPORT, READING.model)
    add(store, REPORT)
    assert digest(store) == before


def test_an_author_may_think_again_and_again(store: Store) -> None:
    add(store, REPORT)
    for minutes in range(3):
        decide(store, edit_of(minutes, minutes=minutes))
    decided = Decided(store)
    assert decided.last_time() == NOW + timedelta(minutes=2)
    assert [j.id for j in decided.last_of("ana")] == [edit_of(2, minutes=2).id]
    assert decided.last_of("tom") == []


def test_what_is_not_in_the_record_cannot_be_decided_about(store: Store) -> None:
    with pytest.raises(NotFound):
        decide(store, edit_of(0))
    assert Decided(store).judgements() == []


def test_a_damaged_reading_beside_a_corrected_one_is_found(store: Store) -> None:
    add(store, REPORT)
    decide(store, edit_of(0))
    assert list(check(store)) == []
    change(store, "UPDATE uncorrected SET reading = replace(reading, 'nobody', 'somebody')")
    assert any("before people corrected it" in line for line in check(store))
