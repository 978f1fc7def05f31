"""Damaged pages of the file: told plainly, and all the rest of the record can still be read."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.errors import RecordError
from onrecord.store import open_store
from onrecord.store.check import check
from onrecord.store.extract import Extracts
from onrecord.store.salvage import Lost, Saved, open_damaged
from tests.store.conftest import NOW, make_report, read_by_hand

COUNT = 12
PAGE = 4096


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "record.db"
    reports = [make_report(f"place{n:02}", extra=f" It was the {n}th time." * 60) for n in range(COUNT)]
    with open_store(path) as store, store.writer() as writer:
        for report in reports:
            big = replace(report.original, data=report.original.data + report.text.encode() * 3)
            writer.add(replace(report, original=big), read_by_hand(report), now=NOW)
    return path


def damage(path: Path, words: bytes) -> int:
    """Fill every page that holds these words; says how many."""
    data = bytearray(path.read_bytes())
    pages = {match.start() // PAGE for match in re.finditer(re.escape(words), data)}
    for page in pages:
        data[page * PAGE : (page + 1) * PAGE] = b"\xff" * PAGE
    path.write_bytes(data)
    return len(pages)


def test_a_sound_record_is_read_as_it_is(record: Path) -> None:
    with open_store(record) as store, open_damaged(record) as salvage:
        found = [one for one in salvage.versions() if isinstance(one, Saved)]
        kept = list(Extracts(store).versions())
    assert [(one.report, one.reading, one.added) for one in found] == [tuple(one) for one in kept]


def test_a_damaged_page_costs_what_stood_on_it(record: Path) -> None:
    assert damage(record, b"It was the 7th time.") >= 1
    with open_store(record) as store, pytest.raises(RecordError, match="the record is damaged"):
        list(check(store))
    with open_damaged(record) as salvage:
        found = list(salvage.versions())
    saved = [one.report.front.headline for one in found if isinstance(one, Saved)]
    assert len(found) == COUNT
    assert any(isinstance(one, Lost) for one in found)
    assert "News of place00" in saved
    assert len(saved) >= COUNT // 2


def test_where_the_reading_is_damaged_the_report_is_saved(record: Path) -> None:
    # The rows of statements of some reports: the words of one of their cues.
    assert damage(record, b'"promised"]]') >= 1
    with open_damaged(record) as salvage:
        found = [one for one in salvage.versions() if isinstance(one, Saved)]
    assert len(found) == COUNT
    assert any(one.reading is None for one in found)


def test_a_file_that_is_no_record_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="cannot be copied"), open_damaged(tmp_path / "none.db"):
        pass
