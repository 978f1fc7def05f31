from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.face import Record
from onrecord.intake.fetch import Fetcher
from onrecord.intake.given import Given
from onrecord.pipeline import add_inputs
from onrecord.shards.batch import Here, Maker, open_batch
from onrecord.shards.loading import Loaded, load_shards
from onrecord.shards.making import Lost, Made
from onrecord.store import open_store
from onrecord.store.check import check, digest
from onrecord.store.store import Store
from onrecord.workers.pool import Workers
from tests.cli.conftest import COUNCIL, PROTEST
from tests.intake.documents import page_of, warc_record

NOW = datetime(2024, 3, 14, 12, tzinfo=UTC)

# A record: its digest, and all that it answers, as JSON.
Told = tuple[str, str]


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    with Workers() as workers:
        yield workers


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of all sorts: reports, one of them twice, pages of an archive, what is none, what is empty."""
    folder = tmp_path_factory.mktemp("reports")
    for name, text in {
        "1-council.txt": COUNCIL,
        "2-protest.txt": PROTEST,
        "4-again.txt": COUNCIL,
        "5-stone.txt": COUNCIL.replace("Quell", "Stone"),
        "7-nothing.txt": " ",
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "3-picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    pages = [warc_record(f"https://courier.example/{n}", page_of()) for n in range(2)]
    (folder / "6-crawl.warc").write_bytes(b"".join(pages))
    (folder / "8-notes.csv").write_text("a,b\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def added(reports: Path, tmp_path_factory: pytest.TempPathFactory, workers: Workers) -> Told:
    """The record that `add` makes of the folder."""
    with open_store(tmp_path_factory.mktemp("added") / "record.db") as store, Fetcher() as fetcher:
        for _ in add_inputs(store, [str(reports)], workers, fetcher, given=Given(), now=NOW):
            pass
        return tell(store)


def tell(store: Store) -> Told:
    assert list(check(store)) == []
    return digest(store), Record(store).whole().as_json()


def batch(reports: Path, out: Path, maker: Maker, *, most_files: int = 2) -> list[Made | Lost]:
    # Of the web archive each page is a shard.
    inputs = [str(reports)]
    with open_batch(inputs, out, maker, now=NOW, most_files=most_files, archive_range=100) as shards:
        return list(shards)


def load(out: Path, record: Path) -> tuple[list[Loaded], Told]:
    def no_workers() -> Workers:
        raise AssertionError("what is in a shard was read again")

    with open_store(record) as store:
        return list(load_shards(store, out, no_workers, now=NOW)), tell(store)


@pytest.fixture(scope="session")
def made_once(reports: Path, tmp_path_factory: pytest.TempPathFactory, workers: Workers) -> Path:
    out = tmp_path_factory.mktemp("made") / "shards"
    batch(reports, out, Here(workers))
    return out


@pytest.fixture
def made(made_once: Path, tmp_path: Path) -> Path:
    """A folder with the shards of all reports."""
    shutil.copytree(made_once, tmp_path / "shards")
    return tmp_path / "shards"
