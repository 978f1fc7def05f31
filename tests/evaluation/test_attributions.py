"""The yardstick, on one small article whose figures can be worked out by hand."""

from __future__ import annotations

import pytest

from onrecord.evaluation.attributions import AttributionScores, Score

TEXT = (
    "Ann Lee said “taxes will rise,” adding that jobs, too, may “go”. Costs fell, a report found.\n"
    "“One.\n“Two,” he said."
)
Attribution = dict[str, list[list[int]]]


def place(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def attribution(source: str | None, cue: str | None, *content: str) -> Attribution:
    return {
        "source": [place(source)] if source else [],
        "cue": [place(cue)] if cue else [],
        "content": [place(piece) for piece in content],
    }


GOLD = [
    attribution("Ann Lee", "said", "“taxes will rise,”"),
    attribution("Ann Lee", "adding", "that jobs, too, may “go”"),
    attribution("a report", "found", "Costs fell"),
    attribution(None, None, "“One.\n“Two,”"),
]


def scored(predicted: list[Attribution]) -> dict[tuple[str, str], Score]:
    scores = AttributionScores()
    scores.add(TEXT, GOLD, predicted)
    return scores.scores()


def test_the_gold_itself_is_perfect() -> None:
    assert {score.f1 for score in scored(GOLD).values()} == {1.0}


def test_nothing_predicted_is_nothing_right() -> None:
    assert {score.f1 for score in scored([]).values()} == {0.0}


def test_kinds_are_told_by_the_quotation_marks() -> None:
    gold = {kind: scored([])[kind, "content"].gold for kind in ("direct", "mixed", "indirect")}
    assert gold == {"direct": 2, "mixed": 1, "indirect": 1}


def test_marks_spaces_edges_and_cuts_inside_a_word_do_not_matter() -> None:
    loose = [
        attribution("Ann Lee", "said", "taxes will ris"),
        attribution("Ann Lee", "adding", "that jobs", "too, may “go"),
        attribution("a report", "found", " Costs fell,"),
        attribution(None, None, "One", "Two"),
    ]
    assert {score.f1 for score in scored(loose).values()} == {1.0}


def test_a_content_with_less_than_half_in_common_is_another() -> None:
    scores = scored([attribution("Lee", None, "will rise,” adding"), *GOLD[1:3]])
    assert scores["all", "content"][:2] == pytest.approx((2 / 3, 2 / 4))
    assert scores["source", "exact"][:2] == pytest.approx((2 / 3, 2 / 3))
    assert scores["cue", "exact"][:3] == pytest.approx((1, 2 / 3, 0.8))
    # "will" and "rise" are 8 of 14 characters predicted and of 13 that are gold.
    assert scores["content", "overlap"][:2] == pytest.approx(((8 / 14 + 2) / 3, (8 / 13 + 2) / 4))
    assert scores["content", "partial"][:2] == pytest.approx((1, 3 / 4))
    assert scores["content", "token"][:2] == pytest.approx((9 / 10, 9 / 12))


def test_the_same_prediction_twice_is_right_once() -> None:
    assert scored([*GOLD, GOLD[0]])["all", "content"][:2] == pytest.approx((4 / 5, 1))


def test_a_wrong_source_keeps_the_content() -> None:
    scores = scored([attribution("a report", "said", "“taxes will rise,”"), *GOLD[1:]])
    assert scores["all", "content"].f1 == 1
    assert scores["all", "+source"][:2] == pytest.approx((3 / 4, 3 / 4))


def test_half_a_source_is_the_source_but_not_all_of_it() -> None:
    scores = scored([attribution("Lee", "said", "“taxes will rise,”"), *GOLD[1:]])
    assert scores["all", "+source"].f1 == 1
    assert scores["all", "+source="].f1 == pytest.approx(3 / 4)
    assert scores["all", "exact triple"].f1 == pytest.approx(3 / 4)


def test_articles_are_pooled() -> None:
    scores = AttributionScores()
    scores.add(TEXT, GOLD, GOLD)
    scores.add(TEXT, GOLD, [])
    assert scores.scores()["all", "content"] == pytest.approx((1, 0.5, 2 / 3, 4, 8))
