"""Archives added to a record: what was left out is counted, and a stop goes on where it was."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from onrecord.edtf import Edtf
from onrecord.intake.fetch import Fetcher
from onrecord.intake.given import Given
from onrecord.pipeline import Kept, add_inputs
from onrecord.store import open_store
from onrecord.store.check import digest
from onrecord.store.store import Store
from onrecord.workers.pool import Workers
from tests.intake.documents import page_of, warc_record

NOW = datetime(2024, 3, 14, 12, tzinfo=UTC)
URL = "https://courier.example"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers() as workers:
        yield workers


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    def page(name: str) -> bytes:
        return page_of(f"{name} keeps its ferry", [f"“It stays,” said Ana Quell of {name}. " * 3])

    records = [
        warc_record(f"{URL}/1", page("Sandholm")),
        warc_record(f"{URL}/1", b"", kind="revisit"),
        warc_record(f"{URL}/2", page("Vestry")),
        warc_record(f"{URL}/menu", b"<html><body><a href=/>home</a></body></html>"),
        warc_record(f"{URL}/1", page("Sandholm")),
        warc_record(f"{URL}/logo", b"\x89PNG\r\n"),
        warc_record(f"{URL}/3", page("Easthaven")),
        warc_record(f"{URL}/4", page("Northgate")),
    ]
    path = tmp_path / "news.warc.gz"
    path.write_bytes(b"".join(map(gzip.compress, records)))
    return path


COUNTS = (
    "1 pages that came before, 1 pages without an article, 1 records that are no pages, "
    "1 revisits of pages archived before"
)


def add(
    store: Store, path: Path, workers: Workers, most: int | None = None, given: Given | None = None
) -> list[str]:
    """What came of it, up to `most` outcomes."""
    with Fetcher() as fetcher:
        run = add_inputs(store, [str(path)], workers, fetcher, given=given or Given(), now=NOW)
        told = [
            f"{one.added} {one.report.front.headline}" if isinstance(one, Kept) else one.what
            for one in islice(run, most)
        ]
        run.close()
    return told


def test_what_gave_no_report_is_counted(tmp_path: Path, archive: Path, workers: Workers) -> None:
    with open_store(tmp_path / "record.db") as store:
        *kept, left_out = add(store, archive, workers)
        assert [line.split()[1] for line in kept] == ["Sandholm", "Vestry", "Easthaven", "Northgate"]
        assert left_out == f"left out: {COUNTS}"
        assert add(store, archive, workers) == [f"gone through to its end before (left out: {COUNTS})"]
        # What the user gives is of all its reports: they are looked at again.
        given = Given(published=Edtf("2019-03-04"))
        assert [line.split()[0] for line in add(store, archive, workers, given=given)[:-1]] == ["updated"] * 4


@pytest.mark.parametrize("most", [1, 2, 3])
def test_a_stop_goes_on_where_it_was(tmp_path: Path, archive: Path, workers: Workers, most: int) -> None:
    with open_store(tmp_path / "whole.db") as whole, open_store(tmp_path / "stopped.db") as stopped:
        all_at_once = add(whole, archive, workers)
        first = add(stopped, archive, workers, most)
        goes_on, *rest = add(stopped, archive, workers)
        assert goes_on == "gone on with where it was stopped"
        assert first + rest == all_at_once
        assert digest(stopped) == digest(whole)


def test_a_report_that_was_forgotten_comes_again(tmp_path: Path, archive: Path, workers: Workers) -> None:
    with open_store(tmp_path / "record.db") as store:
        add(store, archive, workers)
        first = next(iter(store.queries.listing())).report
        with store.writer() as writer:
            writer.forget(first)
        assert [line.split()[0] for line in add(store, archive, workers)].count("new") == 1


def test_rows_go_on_where_they_were(tmp_path: Path, workers: Workers) -> None:
    path = tmp_path / "rows.jsonl"
    names = ("Sandholm", "Vestry", "Easthaven")
    rows = [{"url": f"{URL}/{n}", "text": f"{n} keeps its ferry\n\nIt stays, said Ana Quell."} for n in names]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    with open_store(tmp_path / "record.db") as store:
        assert len(add(store, path, workers, 1)) == 1
        told = add(store, path, workers)
    assert [line.split()[1] for line in told] == ["on", "Vestry", "Easthaven"]


def test_an_archive_that_is_cut_off_is_gone_on_with_when_it_is_whole(
    tmp_path: Path, archive: Path, workers: Workers
) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[:-100])
    with open_store(tmp_path / "record.db") as store:
        *kept, cut = add(store, archive, workers)
        assert len(kept) == 3
        assert cut.startswith("the archive is damaged or cut off; what came before that was read")
        archive.write_bytes(whole)
        again = [line for line in add(store, archive, workers) if line.startswith("new")]
    assert [line.split()[1] for line in again] == ["Northgate"]
