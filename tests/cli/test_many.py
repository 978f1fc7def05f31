"""`onrecord batch` and `onrecord load`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run


def test_reports_go_into_shards_and_shards_into_the_record(run: Run, folder: Path) -> None:
    (folder / "empty.txt").write_text(" ", encoding="utf-8")
    ended = run("batch", "council.txt", "protest.txt", "empty.txt", "--out", "shards")
    assert ended.code == 1
    assert ended.out == ""
    first, *rest, last = ended.err.splitlines()
    assert first.startswith("1 of 1 shard, 2 reports; ")
    assert rest == ["empty.txt: it is empty"]
    assert last == "2 reports with 4 statements; 1 failed. Shards: 1 made."
    ended = run("batch", "council.txt", "protest.txt", "empty.txt", "--out", "shards")
    assert ended.err.endswith("Shards: 1 there before.\n")
    ended = run("load", "shards")
    assert ended.code == 1
    assert ended.err.endswith("2 reports with 4 statements; 2 new, 1 failed.\n")
    assert "Hundreds march for Riverton library" in run("reports").out


def test_what_is_asked_wrongly_is_told(run: Run, folder: Path) -> None:
    ended = run("load", ".")
    assert (ended.code, "there are no shards here" in ended.err) == (2, True)
    ended = run("batch", "https://courier.example/1", "--out", "shards")
    assert (ended.code, "addresses are not fetched in a batch" in ended.err) == (2, True)
