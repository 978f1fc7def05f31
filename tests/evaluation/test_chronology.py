"""The score of chronologies, on a story made for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.evaluation.chronology import score_chronologies
from onrecord.evaluation.gold_stories import read_gold_stories
from onrecord.reading.network import load

TEXT = (
    "Levee breaks at Oskeld\n\nOSKELD, Feb. 8, 2021 (VNA) — A levee on the Verrin broke on Sunday above "
    'the town of Oskeld.\n\n"Nobody warned us of badgers," the constable, Tamsin Brekke, said on Monday.\n'
)
GOLD = {
    "people": {"P1": {"name": "Tamsin Brekke", "kind": "person"}},
    "utterances": {"U1": {"speaker": "P1", "said": "2021-02-08"}},
    "reports": {
        "r1": {
            "outlet": None,
            "agency": "VNA",
            "headline": "Levee breaks at Oskeld",
            "byline": None,
            "place": "OSKELD",
            "published": "2021-02-08",
            "url": None,
            "statements": [
                {
                    "utterance": "U1",
                    "kind": "direct",
                    "source": "the constable, Tamsin Brekke",
                    "cue": ["said"],
                    "content": ['"Nobody warned us of badgers,"'],
                    "speaker": "P1",
                }
            ],
            "dates": [
                {"text": "Feb. 8, 2021", "value": "2021-02-08"},
                {"text": "on Sunday", "value": "2021-02-07"},
                {"text": "on Monday", "value": "2021-02-08"},
            ],
        }
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "levee").mkdir()
    (tmp_path / "levee/r1.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def write_gold(folder: Path, sunday: str) -> None:
    gold = json.loads(json.dumps(GOLD).replace("2021-02-07", sunday))
    (folder / "levee/gold.json").write_text(json.dumps(gold), encoding="utf-8")


def test_days_as_in_the_gold_are_right(folder: Path) -> None:
    write_gold(folder, "2021-02-07")
    score, rows = score_chronologies(read_gold_stories(folder), load())
    assert score.figures() == {
        "times told": 1,
        "days of events right": 1,
        "utterances told": 1,
        "days of sayings right": 1,
    }
    assert [row["gold"] for row in rows] == [None] * 3


def test_a_wrong_day_is_counted_and_told(folder: Path) -> None:
    write_gold(folder, "2021-01-31")
    score, rows = score_chronologies(read_gold_stories(folder), load())
    assert (score.happened, score.happened_right) == (1, 0)
    assert (score.times, score.times_told) == (3, 2)
    assert rows[0]["gold"] is not None
