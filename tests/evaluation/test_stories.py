"""The score of stories."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.evaluation.stories import read_gold_reports, score_groups, score_stories
from tests.linking.newsroom import OSKELD_1, OSKELD_2, PELLWORTH_1, PELLWORTH_2


def test_groups_as_in_the_gold_are_right() -> None:
    score = score_groups([["a", "b"], ["c"]], {"a": "x", "b": "x", "c": "y"})
    assert (score.precision, score.recall, score.f1) == (1, 1, 1)


def test_a_wrong_merge_costs_precision_a_missed_one_recall() -> None:
    gold = {"a": "x", "b": "x", "c": "y"}
    merged = score_groups([["a", "b", "c"]], gold)
    assert merged.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert merged.recall == 1
    apart = score_groups([["a"], ["b"], ["c"]], gold)
    assert apart.precision == 1
    assert apart.recall == pytest.approx((1 / 2 + 1 / 2 + 1) / 3)


def test_rows_are_grouped_and_scored(tmp_path: Path) -> None:
    stories = {"oskeld": (OSKELD_1, OSKELD_2), "pellworth": (PELLWORTH_1, PELLWORTH_2)}
    rows = [{"id": r.id, "text": r.text, "story": name} for name, rs in stories.items() for r in rs]
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    score, found = score_stories(read_gold_reports([path]))
    assert score.f1 == 1
    assert [row["id"] for row in found] == [row["id"] for row in rows]
    assert len({row["found"] for row in found}) == 2


def test_one_text_twice_is_told(tmp_path: Path) -> None:
    row = json.dumps({"id": "a", "text": OSKELD_1.text, "story": "x"}) + "\n"
    (tmp_path / "gold.jsonl").write_text(row * 2, encoding="utf-8")
    with pytest.raises(UsageError, match="one report"):
        read_gold_reports([tmp_path / "gold.jsonl"])
