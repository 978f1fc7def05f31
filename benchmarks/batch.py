"""What a report costs in a batch, stage by stage, and what a second process brings.

    python -m benchmarks.batch FOLDER --rounds 3

FOLDER holds reports, 50 or so. Each stage is timed alone, in seconds of the processor, so that a busy machine
counts for little. Then the folder is made into shards by one and by two processes in turn, timed by the
clock, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from onrecord.intake.files import Failure, find_inputs
from onrecord.intake.given import Given
from onrecord.memory.linking import remember
from onrecord.reading.network import load
from onrecord.reading.reader import read_report
from onrecord.record import Report
from onrecord.shards.batch import Here, open_batch
from onrecord.shards.tables import ReadReport, read_rows, write_rows
from onrecord.store import open_store
from onrecord.workers.pool import Workers

NOW = datetime(2024, 1, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        time_stages(asked.folder, Path(folder))
        time_processes(asked.folder, Path(folder), asked.rounds)


def time_stages(inputs: Path, folder: Path) -> None:
    network = load()
    network.label("“It is late,” said Ana Quell of the harbour board.")  # warms it up
    seconds: dict[str, float] = {}

    @contextmanager
    def timed(stage: str) -> Iterator[None]:
        began = time.process_time()
        yield
        seconds[stage] = time.process_time() - began

    with timed("opening"):
        found = list(find_inputs([str(inputs)], given=Given(), fetcher=None, now=NOW))
    reports = [one for one in found if isinstance(one, Report)]
    with timed("reading"):
        read = [ReadReport(report, read_report(report, network)) for report in reports]
    table = folder / "table.parquet"
    with timed("writing the shard"), table.open("wb") as out:
        write_rows(out, read)
    with timed("reading the shard"), table.open("rb") as stream:
        back = [row for row in read_rows(stream) if not isinstance(row, Failure)]
    assert back == read
    with open_store(folder / "record.sqlite") as store, store.writer() as writer:
        with timed("storing"):
            for report, reading in read:
                writer.add(report, reading, now=NOW)
        with timed("linking"):
            remember(store, writer, now=NOW)
    words = sum(len(report.text.split()) for report in reports)
    statements = sum(len(one.reading.statements) for one in read)
    original = sum(len(report.original.data) for report in reports)
    held = sum(path.stat().st_size for path in folder.glob("record.sqlite*"))
    print(f"{len(reports)} reports of {len(found)} inputs, {words / len(reports):.0f} words", end="")
    print(f" and {statements / len(reports):.1f} statements each")
    for stage, took in seconds.items():
        print(f"{stage:18} {1000 * took / len(reports):7.1f} ms of the processor a report")
    for what, size in (("original", original), ("shard", table.stat().st_size), ("record", held)):
        print(f"{what:18} {size / 1000 / len(reports):7.1f} kB a report")


def time_processes(inputs: Path, folder: Path, rounds: int) -> None:
    best: dict[int, float] = {}
    with Workers(1) as one, Workers(2) as two:
        for number in range(-1, rounds):
            for workers in (one, two):
                began = time.perf_counter()
                out = folder / f"{number}-{workers.jobs}"
                with open_batch([str(inputs)], out, Here(workers), now=NOW) as shards:
                    count = sum(1 for _ in shards)
                took = time.perf_counter() - began
                if number >= 0:  # the first round warms up
                    best[workers.jobs] = min(took, best.get(workers.jobs, took))
                    print(
                        f"round {number + 1}: {workers.jobs} at work, {count} shards, {took:.1f} s",
                        flush=True,
                    )
    print(f"two processes: {best[1] / best[2]:.2f} times as quick as one (best of {rounds})")


if __name__ == "__main__":
    main()
