from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from onrecord.errors import RecordError, UsageError
from onrecord.store import open_store
from onrecord.store.check import check, digest
from onrecord.store.dialect import write
from onrecord.store.store import Store
from tests.store.conftest import NOW, add, make_report, make_reports, read_by_hand, where_of


@contextmanager
def powerless() -> Iterator[None]:
    """Root may write everywhere, so for this while be somebody else."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may enter, unlike pytest's."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    folder.chmod(0o777)
    shutil.rmtree(folder)


def test_a_record_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a new?record#.db"
    with open_store(path) as store:
        add(store, make_report())
    with open_store(f"sqlite:///{path}", create=False) as store:
        assert store.queries.counts().reports == 1
        assert list(check(store)) == []


def test_no_record_is_made_for_reading(tmp_path: Path) -> None:
    path = tmp_path / "none.db"
    for options in ({"create": False}, {"readonly": True}):
        with pytest.raises(RecordError, match="there is no record here"):
            open_store(path, **options)
    assert not path.exists()


def test_an_empty_file_becomes_a_record_but_not_for_reading(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(RecordError, match="nothing in this record yet"):
        open_store(path, readonly=True)
    with open_store(path) as store:
        assert add(store, make_report()) == ["new"]


@pytest.mark.parametrize("location", ["", ":memory:", "mysql://host/record", "https://a.example/r.db"])
def test_what_is_no_path_is_refused(location: str) -> None:
    with pytest.raises(UsageError, match="give its path"):
        open_store(location)


def test_a_folder_or_a_place_in_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="is a folder"):
        open_store(tmp_path)
    with pytest.raises(RecordError, match="no such folder"):
        open_store(tmp_path / "nowhere" / "record.db")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader, " * 100)
    with pytest.raises(RecordError, match="not a record"):
        open_store(path)
    assert path.read_text() == "Dear reader, " * 100


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    before = path.read_bytes()
    with pytest.raises(RecordError, match="another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_damaged_record_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with open_store(path) as store:
        add(store, *make_reports(30))
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xaa" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(RecordError, match="damaged"), open_store(path) as store:
        list(store.queries.reports())


def test_a_record_that_was_cut_off_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with open_store(path) as store:
        add(store, *make_reports(30))
    path.write_bytes(path.read_bytes()[: 4096 * 20])
    with pytest.raises(RecordError, match="damaged"), open_store(path) as store:
        list(store.queries.reports())


def test_a_folder_that_cannot_be_written_can_be_read(open_folder: Path) -> None:
    path = open_folder / "record.db"
    with open_store(path) as store:
        add(store, make_report())
    path.chmod(0o444)
    open_folder.chmod(0o555)
    with powerless():
        with open_store(path, readonly=True) as store:
            assert store.queries.report(make_report().id) == make_report()
            assert list(check(store)) == []
            with pytest.raises(RecordError, match="for reading only"):
                add(store, make_report("tower"))
        with pytest.raises(RecordError, match=r"allow|may be read and written"), open_store(path) as store:
            add(store, make_report("tower"))


def test_a_file_that_cannot_be_written_is_named(open_folder: Path) -> None:
    path = open_folder / "record.db"
    with open_store(path) as store:
        add(store, make_report())
    path.chmod(0o444)
    (open_folder / "record.db.writer").chmod(0o666)
    with powerless(), pytest.raises(RecordError, match="cannot be written"), open_store(path) as store:
        add(store, make_report("tower"))


def test_a_file_that_cannot_be_read_is_named(open_folder: Path) -> None:
    path = open_folder / "record.db"
    with open_store(path) as store:
        add(store, make_report())
    path.chmod(0o000)
    with powerless(), pytest.raises(RecordError, match="cannot be opened"):
        open_store(path, readonly=True)


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    with open_store(tmp_path / "record.db") as store:
        add(store, make_report())
        before = digest(store)
        with write(store.engine, store.place) as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            # The connection goes back to the pool, and so the limit holds for the next one.
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(RecordError, match="disk is full"):
            add(store, make_report("tower", extra=" Word." * 5000))
        assert digest(store) == before
        assert list(check(store)) == []


def test_a_second_writer_is_told_who_is_writing(store: Store) -> None:
    with store.writer() as writer, open_store(where_of(store)) as second:
        told = rf"process {os.getpid()}.*wait until it is done"
        with pytest.raises(RecordError, match=told), second.writer(wait=0.1):
            pass
        # Readers, and the first writer, are not held up.
        assert second.queries.counts().reports == 0
        report = make_report()
        writer.add(report, read_by_hand(report), now=NOW)
        assert second.queries.counts().reports == 1
    with store.writer(wait=0.1):
        pass


def test_a_second_writer_waits_for_its_turn(store: Store) -> None:
    begun, outcomes = threading.Event(), []

    def add_later() -> None:
        begun.set()
        with open_store(where_of(store)) as second:
            outcomes.extend(add(second, make_report("tower")))

    thread = threading.Thread(target=add_later)
    with store.writer() as writer:
        thread.start()
        begun.wait()
        report = make_report()
        writer.add(report, read_by_hand(report), now=NOW)
    thread.join()
    assert outcomes == ["new"]
    assert store.queries.counts().reports == 2


def test_looking_for_help_does_not_load_the_database_library() -> None:
    code = "import onrecord.store, sys; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
