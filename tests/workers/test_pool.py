"""Workers: a record that does not depend on how many read, and inputs that take too much cost themselves."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.errors import InputTooLarge, NotAReport
from onrecord.intake.fetch import Fetcher
from onrecord.intake.given import Given
from onrecord.intake.opening import Failure, Limits, Part
from onrecord.pipeline import Kept, add_inputs
from onrecord.record import Front, OffsetMap, Original, Report
from onrecord.store import open_store
from onrecord.store.check import digest
from onrecord.workers.limits import Ends
from onrecord.workers.pool import Workers
from tests.cli.conftest import COUNCIL, PROTEST
from tests.intake.documents import page_of, warc_record

NOW = datetime(2024, 3, 14, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers() as workers:
        yield workers


def add(folder: Path, record: Path, workers: Workers, *names: str) -> tuple[list[str], str]:
    """What came of each input, and the digest of the record."""
    inputs = [str(folder / name) for name in names] or [str(folder)]
    with open_store(record) as store, Fetcher() as fetcher:
        told = [
            f"{one.added} {one.report.front.headline}" if isinstance(one, Kept) else one.what
            for one in add_inputs(store, inputs, workers, fetcher, given=Given(), now=NOW)
        ]
        return told, digest(store)


def part_of(text: str) -> Part:
    return Part(text.encode(), "a.txt", Given(), NOW)


def report_of(text: str) -> Report:
    return Report(text, Front(language="en"), Original(b"", "text/plain", "a.txt", NOW), OffsetMap("text"))


def test_the_record_is_the_same_for_any_number_of_workers(tmp_path: Path, workers: Workers) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(4):
        text = (COUNCIL, PROTEST)[number % 2].replace("Quell", ("Quell", "Stone")[number // 2])
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    (folder / "5-again.txt").write_text(COUNCIL, encoding="utf-8")
    (folder / "6.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "7.html").write_bytes(page_of())
    pages = [warc_record(f"https://courier.example/{n}", page_of()) for n in range(3)]
    (folder / "8.warc").write_bytes(b"".join(pages))
    one = add(folder, tmp_path / "one.db", workers)
    with Workers(3) as three:
        assert add(folder, tmp_path / "three.db", three) == one
    assert [line.split()[0] for line in one[0]].count("new") == 8
    assert any(line.startswith("unchanged") for line in one[0])


def test_a_report_that_takes_too_long_is_named_and_the_next_goes_on(tmp_path: Path) -> None:
    said = [f"“The ferry will run {n} times,” said Ana Quell of ward {n}, who owns it." for n in range(3000)]
    (tmp_path / "long.txt").write_text("\n\n".join(said), encoding="utf-8")
    (tmp_path / "short.txt").write_text(COUNCIL, encoding="utf-8")
    with Workers(ends=Ends(seconds=1)) as hasty:
        told, _ = add(tmp_path, tmp_path / "record.db", hasty, "long.txt", "short.txt")
    assert "more than 1 seconds of computing" in told[0]
    assert told[1].startswith("new ")


def test_a_report_that_takes_too_much_memory_is_named_and_the_next_goes_on() -> None:
    with Workers(ends=Ends(memory=60_000_000)) as narrow:
        with pytest.raises(InputTooLarge, match=r"more than 0\.06 GB of memory"):
            narrow.read(report_of("“We will not go,” said Ana Quell of the harbour board. " * 700))()
        assert narrow.read(report_of(COUNCIL))().statements


def test_a_worker_that_is_killed_is_replaced(workers: Workers) -> None:
    assert workers.read(report_of(COUNCIL))().statements
    os.kill(workers.processes[0], signal.SIGKILL)
    os.waitid(os.P_PID, workers.processes[0], os.WEXITED | os.WNOWAIT)
    assert workers.read(report_of(COUNCIL))().statements


def test_what_was_asked_can_be_dropped(workers: Workers) -> None:
    asked = [workers.read(report_of("“It is late,” said Ana Quell. " * 1000)) for _ in range(4)]
    time.sleep(0.3)
    workers.drop()
    assert workers.read(report_of(PROTEST))().statements
    with pytest.raises((InputTooLarge, CancelledError)):
        asked[0]()


def test_a_fault_in_reading_is_the_failure_of_one_input(workers: Workers) -> None:
    broken = report_of(COUNCIL)
    object.__setattr__(broken, "text", None)
    with pytest.raises(NotAReport, match="please report this as a fault"):
        workers.read(broken)()
    (failure,) = workers.open(part_of(" "), Limits())()
    assert failure == Failure("a.txt", "it is empty")


def test_workers_do_not_look_into_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "numpy.py").write_text("raise SystemExit('run from a folder of reports')")
    monkeypatch.chdir(tmp_path)
    with Workers() as there:
        assert there.read(report_of(COUNCIL))().statements
