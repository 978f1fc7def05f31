"""A batch goes on where it was stopped, and what it made is as it was written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from onrecord.edtf import Edtf
from onrecord.errors import UsageError
from onrecord.shards.batch import Here, open_batch
from onrecord.shards.making import Made
from onrecord.workers.pool import Workers
from tests.shards.conftest import NOW, batch


def told(made: object) -> tuple[int, bool, bool]:
    assert isinstance(made, Made)
    return made.manifest.reports, made.before, made.damaged


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "shards").iterdir())}


def test_the_same_command_makes_only_what_is_missing(made: Path, reports: Path, workers: Workers) -> None:
    first = files(made)
    table = sorted((made / "shards").glob("*.parquet"))[1]
    table.with_suffix(".json").unlink()
    left = made / "shards" / f"{table.name}.0123.part"
    left.write_bytes(b"half of it")
    again = [told(one) for one in batch(reports, made, Here(workers))]
    assert [before for _, before, _ in again].count(False) == 1
    assert files(made) == first


def test_a_damaged_shard_is_made_anew(made: Path, reports: Path, workers: Workers) -> None:
    first = files(made)
    table = next((made / "shards").glob("*.parquet"))
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 1
    table.write_bytes(data)
    assert [damaged for *_, damaged in map(told, batch(reports, made, Here(workers)))].count(True) == 1
    assert files(made) == first


def test_a_new_input_is_a_new_shard_and_a_changed_one_is_read_anew(tmp_path: Path, workers: Workers) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"The ferry to {name}\n\nIt sails.\n", encoding="utf-8")
    batch(folder, tmp_path / "shards", Here(workers), most_files=1)
    (folder / "b.txt").write_text("The ferry to b\n\nIt does not sail today.\n", encoding="utf-8")
    (folder / "d.txt").write_text("The ferry to d\n\nIt sails.\n", encoding="utf-8")
    again = batch(folder, tmp_path / "shards", Here(workers), most_files=1)
    assert [before for _, before, _ in map(told, again)] == [True, False, True, False]


def test_two_batches_in_one_folder_and_other_settings_are_refused(made: Path, workers: Workers) -> None:
    with open_batch([], made, Here(workers), now=NOW), pytest.raises(UsageError, match="at work"):
        batch(made, made, Here(workers))
    with (
        pytest.raises(UsageError, match="--published: None, now 2024"),
        open_batch([], made, Here(workers), now=NOW, published=Edtf("2024")),
    ):
        pass


def test_what_lies_in_the_folder_of_shards_is_no_input(made: Path, workers: Workers) -> None:
    assert batch(made.parent, made, Here(workers)) == []


def test_a_killed_worker_costs_one_report_and_a_killed_driver_one_shard(
    reports: Path, made: Path, tmp_path: Path, workers: Workers
) -> None:
    wanted, out = files(made), tmp_path / "killed"
    os.kill(workers.processes[0], signal.SIGKILL)
    driver = subprocess.Popen([sys.executable, "-m", "tests.shards.driver", str(reports), str(out)])
    while not list(out.glob("shards/*.json")):
        assert driver.poll() is None
        time.sleep(0.02)
    driver.kill()
    driver.wait()
    there = len(list(out.glob("shards/*.json")))
    again = [told(one) for one in batch(reports, out, Here(workers))]
    assert [before for _, before, _ in again].count(True) == there
    assert files(out) == wanted
