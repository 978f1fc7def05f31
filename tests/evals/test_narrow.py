"""Narrow stories: how they are written down, and that one topic is not one saying."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from evals.narrow import as_reports, read_narrow
from onrecord.evaluation.gold_stories import gold_told
from onrecord.evaluation.sayings import figures_of, group_told, score_story
from onrecord.record import EntityKind

SEEN = Path("evals/narrow/seen")
STORY = """\
q: Ana Quell
i: Island League, organization

== Skarn Lantern | 2024-03-08
1q (Quell) [offers] <a ferry>

It rained.
1q (The mayor) [renewed] <her “offer of a ferry”>
+2q and [promised] <to pay for it>.

== Post | 2024-03-09
3i <A ferry at last>, (the Island League) [said].
"""


def test_a_story_is_read_as_it_is_written(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(STORY, encoding="utf-8")
    [story] = read_narrow(tmp_path)
    assert story.texts["r1"] == (
        "Quell offers a ferry\n\nIt rained.\n\nThe mayor renewed "
        "her “offer of a ferry” and promised to pay for it."
    )
    told = list(gold_told(story))
    assert [utterance for _, utterance in told] == ["1", "1", "2", "3"]
    assert [one.statement.content[0].text for one, _ in told][2:] == ["to pay for it", "A ferry at last"]
    speaker = told[3][0].statement.speaker
    assert speaker is not None
    assert speaker.kind is EntityKind.ORGANIZATION
    assert {name: str(report.front.published) for name, report in as_reports(story).items()} == {
        "r1": "2024-03-08",
        "r2": "2024-03-09",
    }


def test_what_shares_the_topic_is_seldom_one_saying() -> None:
    total: Counter[str] = Counter()
    for story in read_narrow(SEEN):
        total.update(score_story(list(gold_told(story))))
    assert figures_of(total)["precision"] > 0.7
    assert figures_of(total)["recall"] > 0.7


@pytest.mark.parametrize(
    ("name", "apart"), [("ferry", ("1", "5")), ("refugees", ("1", "7")), ("statue", ("1", "6"))]
)
def test_what_was_said_years_ago_is_not_what_is_said_now(name: str, apart: tuple[str, str]) -> None:
    [story] = [one for one in read_narrow(SEEN) if one.name == name]
    told = list(gold_told(story))
    utterance = {one.statement.id: number for one, number in told}
    for group in group_told([one for one, _ in told]):
        assert {*apart} - {utterance[one] for one in group}
