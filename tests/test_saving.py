"""A damaged record saved into a new one, with what people decided; the rest is named."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import onrecord
from onrecord.store.check import digest
from tests.cli.conftest import COUNCIL, PROTEST


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    for name, text in (("council.txt", COUNCIL), ("protest.txt", PROTEST)):
        (folder / name).write_text(text, encoding="utf-8")
    path = folder / "record.sqlite"
    with onrecord.open_record(path) as record:
        list(record.add(folder / "council.txt", folder / "protest.txt"))
        person = next(one.entity for one in record.people() if "Quell" in one.entity.name)
        record.decide.rename(person.id, "Ana M. Quell", by="lena", reason="her full name")
    return path


def digest_of(path: Path) -> str:
    with onrecord.open_record(path) as record:
        return digest(record.store)


def test_a_sound_record_saved_is_the_same_record(tmp_path: Path, kept: Path) -> None:
    new = tmp_path / "new.sqlite"
    rescue = onrecord.save_readable(kept, new)
    assert (rescue.versions, rescue.read_anew, rescue.lost, rescue.undecided) == (2, 0, (), 0)
    assert rescue.decisions >= 1
    assert digest_of(new) == digest_of(kept)
    assert list(onrecord.check(new)) == []
    with pytest.raises(onrecord.UsageError, match="is there already"):
        onrecord.save_readable(kept, new)


def test_what_was_read_is_read_anew_where_it_is_damaged(tmp_path: Path, kept: Path) -> None:
    old, new = tmp_path / "old.sqlite", tmp_path / "new.sqlite"
    shutil.copy(kept, old)
    with closing(sqlite3.connect(old)) as connection, connection:
        connection.execute("UPDATE statements SET source = '[[0,4,\"nobody\"]]'")
    assert any("not 'nobody'" in line for line in onrecord.check(old))
    rescue = onrecord.save_readable(old, new)
    assert (rescue.versions, rescue.read_anew) == (2, 2)
    assert digest_of(new) == digest_of(kept)
