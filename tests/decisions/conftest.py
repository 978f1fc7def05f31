"""A record of a few reports, read by hand; nothing here needs the network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord import Record, open_record
from onrecord.memory.linking import remember
from onrecord.record import Entity, Reading, Report, Statement
from onrecord.store.check import digest
from tests.store.conftest import MODEL, make_report, read_by_hand

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
REPORTS = [make_report(name) for name in ("bridge", "tower", "mill")]


def add(record: Record, *readings: tuple[Report, Reading]) -> None:
    with record.store.writer() as writer:
        for report, reading in readings:
            writer.add(report, reading, now=NOON)
        remember(record.store, writer, now=NOON)


def read(*reports: Report, model: str = MODEL) -> list[tuple[Report, Reading]]:
    return [(report, read_by_hand(report, model=model)) for report in reports]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path / "record.sqlite") as opened:
        add(opened, *read(*REPORTS))
        yield opened


def named(record: Record, name: str) -> Entity:
    [entity] = [one for one in record.store.queries.entities() if one.name == name]
    return entity


def statements(record: Record, report: Report = REPORTS[0]) -> tuple[Statement, ...]:
    return record.store.queries.reading(report.version).statements


def state(record: Record) -> str:
    """All that a record holds but what was undone."""
    return digest(record.store, withdrawn=False)
