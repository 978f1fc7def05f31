"""Many decisions: all can be undone exactly, and none is lost when another network reads the reports."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from onrecord import Record, open_record
from onrecord.memory.linking import remember
from onrecord.store import tables as t
from onrecord.store.check import check
from onrecord.store.decided import Decided
from onrecord.store.dialect import insert_new
from onrecord.store.groups import dissolve, unlink
from tests.decisions.conftest import NOON, add, state
from tests.decisions.many import decide_at_random, make_readings, read_otherwise, what_was_lost


@pytest.mark.parametrize("seed", range(3))
def test_no_decision_is_lost_and_all_can_be_undone(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    readings = make_readings(5)
    with open_record(tmp_path / "record.sqlite") as record:
        add(record, *readings)
        before = state(record)
        statements = [s.id for _, reading in readings for s in reading.statements]
        reports = [report.id for report, _ in readings]
        sorts = {decide_at_random(record, random, statements, reports) for _ in range(60)}
        assert {"merge", "split", "edit", "saying", "undo"} <= sorts
        decided = Decided(record.store).judgements()
        assert what_was_lost(record, decided) == []
        left = state(record)
        compare_all_anew(record, reports)
        assert state(record) == left  # what an edit did not change needed no comparing
        add(record, *((report, read_otherwise(reading, random, "test-2")) for report, reading in readings))
        assert what_was_lost(record, decided) == []
        assert record.decide.conflicts()
        assert list(check(record.store)) == []
        add(record, *readings)
        for decision in reversed(record.decide.log()):
            if decision.withdrawn is None:
                record.decide.undo(decision.id)
        assert state(record) == before


def compare_all_anew(record: Record, reports: list[str]) -> None:
    with record.store.writer() as writer:
        with writer.whole() as connection:
            for report in reports:
                dissolve(connection, report)
                unlink(connection, report)
            insert_new(connection, t.unlinked, [{"report": report} for report in reports])
        remember(record.store, writer, now=NOON)
