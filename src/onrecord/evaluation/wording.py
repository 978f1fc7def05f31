"""The word diff scored: what changes the meaning must come first, and nothing else may.

Two renderings of one utterance in two reports are a pair. It is changed where the gold marks one of the two
as changed in meaning. A marked rendering is found if the diff puts a change of meaning first against any
unmarked one; a false alarm is a change of meaning put first between two unmarked ones. Not counted as false
is a number that the gold's figures also give as differing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from onrecord.evaluation.gold_stories import GoldStory, gold_statements
from onrecord.linking.wording import What, Wording, compare_wording
from onrecord.record import Told, make_id


@dataclass(frozen=True, slots=True)
class Rendering:
    """A gold statement as it is compared, and what the gold says of it."""

    story: str
    report: str
    told: Told
    utterance: str
    is_changed: bool


@dataclass(slots=True)
class WordingScore:
    """Marked renderings and those found; changed pairs and those found; other pairs and false alarms."""

    marked: dict[str, bool] = field(default_factory=dict)
    changed: int = 0
    found: int = 0
    others: int = 0
    alarms: int = 0

    def add(self, one: Rendering, other: Rendering, wording: Wording, *, figures_differ: bool) -> None:
        """Count a pair of renderings; a pair of two marked ones says nothing."""
        if one.is_changed and other.is_changed:
            return
        if not one.is_changed and not other.is_changed:
            if wording.changes_meaning and figures_differ and wording.changes[0].what is What.NUMBER:
                return
            self.others += 1
            self.alarms += wording.changes_meaning
            return
        self.changed += 1
        self.found += wording.changes_meaning
        marked = (one if one.is_changed else other).told.statement.id
        self.marked[marked] = self.marked.get(marked, False) or wording.changes_meaning

    def figures(self) -> dict[str, float]:
        """Shares from 0 to 1; false alarms per pair."""
        return {
            "changed renderings found": _share(sum(self.marked.values()), len(self.marked)),
            "changed pairs found": _share(self.found, self.changed),
            "false alarms per pair": _share(self.alarms, self.others),
        }


def score_wording(stories: Iterable[GoldStory]) -> WordingScore:
    score = WordingScore()
    for story in stories:
        for one, other, wording in compare_renderings(story):
            score.add(one, other, wording, figures_differ=_figures_differ(story.gold, one, other))
    return score


def predict_wording(stories: Iterable[GoldStory]) -> Iterator[dict[str, Any]]:
    """For each pair its story, reports, utterance and changes, what matters first."""
    for story in stories:
        for one, other, wording in compare_renderings(story):
            yield {
                "story": story.name,
                "reports": [one.report, other.report],
                "utterance": one.utterance,
                "changed": one.is_changed or other.is_changed,
                "changes": [{"what": c.what.value, "sentence": c.sentence} for c in wording.changes],
            }


def compare_renderings(story: GoldStory) -> Iterator[tuple[Rendering, Rendering, Wording]]:
    """Every two renderings of one utterance that stand in two reports."""
    for one, other in combinations(_renderings(story), 2):
        if one.utterance == other.utterance and one.report != other.report:
            yield one, other, compare_wording(one.told, other.told)


def _renderings(story: GoldStory) -> list[Rendering]:
    found = []
    for name in story.texts:
        given = story.gold["reports"][name]["statements"]
        report = make_id("report", story.name, name)
        for (statement, utterance), row in zip(gold_statements(story, name), given, strict=True):
            told = Told(statement, report, story.fronts[name], story.texts[name])
            found.append(Rendering(story.name, name, told, utterance, row.get("change") == "meaning"))
    return found


def _figures_differ(gold: Mapping[str, Any], one: Rendering, other: Rendering) -> bool:
    """Each carries one value of a figure on which the reports differ."""
    for key, figure in gold["figures"].items():
        if not figure["agree"] and all(_carries(gold, key, rendering) for rendering in (one, other)):
            return True
    return False


def _carries(gold: Mapping[str, Any], key: str, rendering: Rendering) -> bool:
    texts = [
        row["text"] for row in gold["reports"][rendering.report].get("figures", ()) if row["figure"] == key
    ]
    contents = [span.text for span in rendering.told.statement.content]
    return any(text in content for text in texts for content in contents)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
