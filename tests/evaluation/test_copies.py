"""Copies scored: what counts as right, and what a gold story asks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from onrecord.evaluation.copies import PairScore, read_story_reports, score_copies

BODY = (
    "The council of Varnholm voted to close the salt harbour after an inspector found cracks in piers.\n\n"
    "The county engineer said that the repair would take eleven months and cost six million crowns.\n\n"
    "Fishermen will land their catch at Skarvik until the work is done, the council said in a note."
)


def test_a_pair_is_right_if_it_is_found_as_what_it_is() -> None:
    score = PairScore()
    for found, gold in (("copy", "copy"), ("copy", None), (None, "copy"), (None, None)):
        score.add(found, gold)
    assert (score.right, score.found, score.gold, score.f1) == (1, 2, 2, 0.5)


def write_story(folder: Path) -> None:
    texts = {
        "r1": f"Varnholm shuts its harbour\n\nVARNHOLM, March 11, 2024 (NP) - {BODY}",
        "r2": f"Salt harbour shut\n\nMarch 12, 2024\n\n{BODY}",
        "r3": "Chain across the quay\n\nIt smells of tar here, and nobody is at work. Nobody says the cost.",
    }
    statement = {"utterance": "U1"}
    reports: dict[str, dict[str, Any]] = {
        name: {
            "outlet": name,
            "agency": None,
            "headline": None,
            "byline": None,
            "place": None,
            "published": None,
        }
        | {"url": None, "copy_of": None, "dependent_on": None, "statements": [statement]}
        for name in texts
    }
    reports["r2"]["copy_of"] = "r1"
    (folder / "01-harbour").mkdir(parents=True)
    for name, text in texts.items():
        (folder / "01-harbour" / f"{name}.txt").write_text(text, encoding="utf-8")
    gold = {"story": "a harbour shuts", "people": {}, "utterances": {"U1": {}}, "reports": reports}
    (folder / "01-harbour" / "gold.json").write_text(json.dumps(gold), encoding="utf-8")


def test_a_story_is_read_and_scored(tmp_path: Path) -> None:
    write_story(tmp_path)
    score, rows = score_copies(read_story_reports(tmp_path))
    assert score.figures()["copies F1"] == 1.0
    assert score.figures()["directions right of given"] == 1.0
    assert score.figures()["of several reports"] == 1.0
    (row,) = rows
    assert (row["a"], row["b"], row["kind"], row["of"]) == (
        "01-harbour/r1",
        "01-harbour/r2",
        "copy",
        "01-harbour/r1",
    )
