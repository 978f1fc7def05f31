"""The word diff and the links of figures scored on a small story."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.evaluation.contributions import score_found_contributions
from onrecord.evaluation.differences import predict_differences, score_contributions, score_differences
from onrecord.evaluation.gold_stories import GoldStory, read_gold_stories
from onrecord.evaluation.wording import predict_wording, score_wording
from onrecord.reading.network import load

TEXTS = {
    "r1": "Mayor Iris Holm said the ferry may stop in May. At least 12 people died at Brask, police said.",
    "r2": "Mayor Iris Holm said the ferry will stop in May. 14 people died at Brask, police said.",
}
CONTENT = {"r1": "the ferry may stop in May", "r2": "the ferry will stop in May"}
DEAD = {"r1": "At least 12 people", "r2": "14 people"}


@pytest.fixture
def stories(tmp_path: Path) -> list[GoldStory]:
    folder = tmp_path / "01-ferry"
    folder.mkdir()
    reports: dict[str, dict[str, Any]] = {}
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        ferry: dict[str, Any] = {
            "utterance": "U1",
            "kind": "indirect",
            "source": "Mayor Iris Holm",
            "cue": ["said"],
            "content": [CONTENT[name]],
            "speaker": "P1",
        }
        if name == "r2":
            ferry["change"] = "meaning"
        reports[name] = {
            "outlet": name,
            "agency": None,
            "headline": None,
            "byline": None,
            "place": None,
            "published": f"2024-03-0{name[1]}",
            "url": None,
            "statements": [ferry],
            "figures": [{"figure": "F1", "text": DEAD[name]}],
        }
    gold = {
        "people": {"P1": {"name": "Iris Holm", "kind": "person"}},
        "utterances": {"U1": {"speaker": "P1", "said": None}},
        "figures": {
            "F1": {"what": "dead", "unit": "people", "values": {"r1": ">=12", "r2": "14"}, "agree": False}
        },
        "reports": reports,
    }
    (folder / "gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return read_gold_stories(tmp_path)


def test_a_change_of_meaning_is_found(stories: list[GoldStory]) -> None:
    assert score_wording(stories).figures() == {
        "changed renderings found": 1.0,
        "changed pairs found": 1.0,
        "false alarms per pair": 0.0,
    }
    (row,) = predict_wording(stories)
    assert row["changes"][0] == {"what": "modal", "sentence": "“may” in that of r1, “will” in that of r2"}


def test_figures_that_differ_are_linked(stories: list[GoldStory]) -> None:
    assert score_differences(stories).figures() == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    (row,) = predict_differences(stories)
    assert (row["agree"], {value["text"] for value in row["values"]}) == (False, set(DEAD.values()))


def test_what_the_second_report_adds(stories: list[GoldStory]) -> None:
    counts = score_contributions(stories)
    assert (counts.right, counts.found, counts.gold) == (1, 1, 1)


def test_contributions_end_to_end(stories: list[GoldStory]) -> None:
    counts = score_found_contributions(stories, load())
    assert counts.gold == 1
    assert counts.right <= counts.found
