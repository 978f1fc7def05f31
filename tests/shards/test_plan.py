"""The same inputs are cut into the same shards."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.intake.archive import WHOLE, Range
from onrecord.intake.opening import Failure
from onrecord.shards.plan import PLAN, Piece, Settings, Shard, plan_shards, read_plan, write_plan
from tests.shards.conftest import NOW

SETTINGS = Settings("reader-9", "1.0")


def test_shards_hold_the_inputs_in_their_order(reports: Path, tmp_path: Path) -> None:
    inputs = [str(reports / "5-stone.txt"), str(reports), "https://courier.example/1", str(tmp_path / "no")]
    shards = list(plan_shards(inputs, tmp_path, now=NOW, most_files=3))
    pieces = [piece for shard in shards for piece in shard.pieces]
    told = [
        piece.what.split()[0] if isinstance(piece, Failure) else (Path(piece.path).name, piece.named)
        for piece in pieces
    ]
    assert told == [
        ("5-stone.txt", True), ("1-council.txt", False), ("2-protest.txt", False), ("3-picture.png", False),
        ("4-again.txt", False), ("5-stone.txt", False), ("6-crawl.warc", False), ("7-nothing.txt", False),
        ".csv", "addresses", "there",
    ]  # fmt: skip
    assert [len(shard.pieces) for shard in shards] == [3, 3, 3, 2]


def ranges_of(shards: list[Shard]) -> list[Range]:
    pieces = [piece for shard in shards for piece in shard.pieces]
    return [piece.within for piece in pieces if isinstance(piece, Piece) and piece.within != WHOLE]


def test_a_web_archive_is_cut_into_ranges_and_another_file_is_not(reports: Path, tmp_path: Path) -> None:
    shards = list(plan_shards([str(reports)], tmp_path, now=NOW, archive_range=100))
    first, second = ranges_of(shards)
    assert (first.begin, first.end, second.end) == (0, second.begin, None)
    assert not ranges_of(list(plan_shards([str(reports)], tmp_path, now=NOW)))
    # It is not gone through again, nor cut otherwise.
    again = list(plan_shards([str(reports)], tmp_path, now=NOW, before=shards, archive_range=200))
    assert again == shards


def test_a_plan_is_read_as_it_was_written(reports: Path, tmp_path: Path) -> None:
    shards = list(plan_shards([str(reports)], tmp_path, now=NOW, archive_range=100))
    assert write_plan(tmp_path, SETTINGS, shards) == len(shards)
    plan = read_plan(tmp_path)
    assert plan is not None
    assert (plan[0], list(plan[1])) == (SETTINGS.as_json(), shards)


def test_a_shard_keeps_the_time_of_its_first_plan(reports: Path, tmp_path: Path) -> None:
    first = list(plan_shards([str(reports)], tmp_path, now=NOW))
    later = NOW + timedelta(days=1)
    assert list(plan_shards([str(reports)], tmp_path, now=later, before=first)) == first
    assert next(plan_shards([str(reports)], tmp_path, now=later)).planned == later


def test_a_plan_that_is_none_is_refused(tmp_path: Path) -> None:
    for text in ("", "[]\n", '{"format": 9}\n', '{"format": 1}\n{"planned": 3}\n'):
        (tmp_path / PLAN).write_text(text, encoding="utf-8")
        with pytest.raises(UsageError, match=r"damaged|another version"):
            list((read_plan(tmp_path) or ({}, []))[1])


def test_a_piece_is_another_when_its_file_was_changed() -> None:
    pieces = [Piece("a.txt", True, 3, 5), Piece("a.txt", True, 3, 6), Piece("a.txt", False, 3, 5)]
    assert len({Shard((piece,), NOW).name for piece in pieces}) == 3
