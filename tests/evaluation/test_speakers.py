from typing import Any

import pytest

from onrecord.evaluation.speakers import SpeakerScore, predict_speakers, same_name
from onrecord.reading.network import load

TEXT = (
    "Library to close\n\n“We have no money left for it,” said Mayor Ana Quell. She said the town was broke."
)


def place(words: str) -> list[list[int]]:
    return [[TEXT.index(words), TEXT.index(words) + len(words)]]


def test_a_name_and_a_pronoun_are_resolved() -> None:
    sources = [
        {"spans": place("Mayor Ana Quell"), "name": "Ana Quell", "kind": "person"},
        {"spans": place("She"), "name": "Ana Quell", "kind": "person"},
    ]
    found = predict_speakers({"id": "1", "text": TEXT, "sources": sources}, load())
    assert [(one["spans"], one["name"]) for one in found["sources"]] == [
        (place("Mayor Ana Quell"), "Ana Quell"),
        (place("She"), "Ana Quell"),
    ]
    score = SpeakerScore()
    score.add(sources, found["sources"])
    assert score.figures()["right"] == 1


def test_names_and_the_nameless_are_counted_apart() -> None:
    gold: list[dict[str, Any]] = [
        {"spans": [[0, 1]], "name": "Ana Quell", "kind": "person"},
        {"spans": [[2, 3]], "name": "Tomas Brandt", "kind": "person"},
        {"spans": [[4, 5]], "name": None, "kind": "unnamed"},
        {"spans": [[6, 7]], "name": None, "kind": "group"},
    ]
    found: list[dict[str, Any]] = [
        {"spans": [[0, 1]], "name": "Quell", "kind": "person"},
        {"spans": [[4, 5]], "name": "Irene Moss", "kind": "person"},
        {"spans": [[6, 7]], "name": "two teachers", "kind": "group"},
    ]
    score = SpeakerScore()
    score.add(gold, found)
    assert score == SpeakerScore(right=1, wrong=0, missed=1, nameless=2, invented=1)
    assert score.figures()["right of names given"] == pytest.approx(1 / 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Quell", "Ana Quell", True),
        ("Mayor Ana Quell", "Ana Quell", True),
        ("the Riverton council", "Riverton council", True),
        ("Ana Quell", "Ana Brandt", False),
        ("", "Ana Quell", False),
    ],
)
def test_names_that_are_the_same(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
