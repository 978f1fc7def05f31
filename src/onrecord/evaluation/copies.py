"""Copies and independence scored on gold stories: which report rests on which, how many sources a saying has.

The reports are read from their texts as a user's are, so that outlet, agency and day are only known where
the text prints them. Every two reports of a story are a pair, and, as negatives, of two stories.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

from onrecord.errors import UsageError
from onrecord.evaluation.gold_stories import read_gold_stories
from onrecord.intake.files import find_inputs
from onrecord.intake.given import Given
from onrecord.linking.copies import MIN_SHARED, derive_copies, find_keys, judge
from onrecord.linking.independence import count_independent
from onrecord.record import Copy, CopyKind, Reading, Report

# Nothing that is scored depends on the day it is scored.
_AT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class PairScore:
    """Pairs found and right, found, and in gold."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def add(self, found: object, gold: object) -> None:
        self.right += found is not None and found == gold
        self.found += found is not None
        self.gold += gold is not None

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else 0.0


@dataclass(slots=True)
class CopyScore:
    """Pairs of reports by kind, directions given and right, and counts of independent reports of sayings."""

    copies: PairScore = field(default_factory=PairScore)
    rewrites: PairScore = field(default_factory=PairScore)
    directions: int = 0
    right_directions: int = 0
    sayings: int = 0
    right_counts: int = 0
    shared_sayings: int = 0
    right_shared: int = 0

    def figures(self) -> dict[str, float]:
        """Shares from 0 to 1. "of several reports" are the sayings that more than one report carries."""
        return {
            "copies F1": self.copies.f1,
            "copies precision": _share(self.copies.right, self.copies.found),
            "copies recall": _share(self.copies.right, self.copies.gold),
            "rewrites F1": self.rewrites.f1,
            "directions right of given": _share(self.right_directions, self.directions),
            "directions given": _share(self.directions, self.copies.right + self.rewrites.right),
            "independent sources right": _share(self.right_counts, self.sayings),
            "of several reports": _share(self.right_shared, self.shared_sayings),
        }


@dataclass(frozen=True, slots=True)
class StoryReports:
    """One gold story with its reports as Onrecord takes them in, by their names (r1, r2, ...)."""

    name: str
    gold: Mapping[str, Any]
    reports: Mapping[str, Report]


def read_story_reports(folder: Path) -> list[StoryReports]:
    """The stories of a set. Raises UsageError where there is none, or a report cannot be read."""
    return [
        StoryReports(
            story.name,
            story.gold,
            {name: _take_in(folder / story.name / f"{name}.txt") for name in story.texts},
        )
        for story in read_gold_stories(folder)
    ]


def _take_in(path: Path) -> Report:
    for found in find_inputs([str(path)], given=Given(), fetcher=None, now=_AT):
        if isinstance(found, Report):
            return found
        raise UsageError(f"cannot be read: {found}", where=str(path))
    raise UsageError("holds no report", where=str(path))


def score_copies(stories: Sequence[StoryReports]) -> tuple[CopyScore, list[dict[str, Any]]]:
    """The scores, and for each pair that is found or in gold its `a`, `b`, `kind`, `of`, `reason`, `gold`."""
    score = CopyScore()
    names = {r.id: (s.name, name) for s in stories for name, r in s.reports.items()}
    copies = find_copies([report for story in stories for report in story.reports.values()])
    found = {frozenset((copy.report, copy.of)): copy for copy in copies}
    gold = {pair: link for story in stories for pair, link in _gold_links(story)}
    rows = []
    for pair in sorted(found.keys() | gold.keys(), key=sorted):
        copy, link = found.get(pair), gold.get(pair)
        _add_pair(score, copy, link)
        a, b = sorted(names[report] for report in pair)
        rows.append(_row(a, b, copy, link, names))
    for story in stories:
        _add_sayings(score, story, copies)
    return score, rows


def find_copies(reports: Sequence[Report]) -> list[Copy]:
    """The copies among reports, as a record derives them: pairs that share keys are judged."""
    keys = {report.id: find_keys(report) for report in reports}
    readings = {report.id: (report, Reading(report.version, "none")) for report in reports}
    judged = [
        judge(readings[a], readings[b], at=_AT)
        for a, b in combinations(sorted(readings), 2)
        if len(keys[a] & keys[b]) >= MIN_SHARED
    ]
    return derive_copies(readings, [judgement for judgement in judged if judgement is not None])


_Link = tuple[CopyKind, str]


def _gold_links(story: StoryReports) -> Iterator[tuple[frozenset[str], _Link]]:
    ids = {name: report.id for name, report in story.reports.items()}
    for name, report in story.gold["reports"].items():
        for key, kind in (("copy_of", CopyKind.COPY), ("dependent_on", CopyKind.REWRITE)):
            if report[key] is not None:
                yield frozenset((ids[name], ids[report[key]])), (kind, ids[report[key]])


def _add_pair(score: CopyScore, copy: Copy | None, link: _Link | None) -> None:
    kind, gold = (copy.kind if copy else None), (link[0] if link else None)
    for counts, one in ((score.copies, CopyKind.COPY), (score.rewrites, CopyKind.REWRITE)):
        counts.add(kind if kind is one else None, gold if gold is one else None)
    if copy and link and kind is gold and copy.direction_known:
        score.directions += 1
        score.right_directions += copy.of == link[1]


def _add_sayings(score: CopyScore, story: StoryReports, copies: Iterable[Copy]) -> None:
    of_story = {report.id for report in story.reports.values()}
    own = [copy for copy in copies if copy.report in of_story]
    gold_groups = _gold_groups(story.gold["reports"])
    for utterance in story.gold["utterances"]:
        carriers = [
            name
            for name, report in story.gold["reports"].items()
            if any(statement["utterance"] == utterance for statement in report["statements"])
        ]
        fronts = {story.reports[name].id: story.reports[name].front for name in carriers}
        is_right = count_independent(fronts, own).count == len({gold_groups[name] for name in carriers})
        score.sayings += 1
        score.right_counts += is_right
        score.shared_sayings += len(carriers) > 1
        score.right_shared += is_right and len(carriers) > 1


def _gold_groups(reports: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Per report the first of those it rests on or shares outlet or agency with, however long the chain."""
    group = {name: name for name in reports}
    for a, b in combinations(reports, 2):
        one, other = reports[a], reports[b]
        if (
            b in (one["copy_of"], one["dependent_on"])
            or a in (other["copy_of"], other["dependent_on"])
            or one["outlet"] == other["outlet"]
            or (one["agency"] is not None and one["agency"] == other["agency"])
        ):
            joined = group[b]
            group = {name: group[a] if head == joined else head for name, head in group.items()}
    return group


def _row(
    a: tuple[str, str],
    b: tuple[str, str],
    copy: Copy | None,
    link: _Link | None,
    names: Mapping[str, tuple[str, str]],
) -> dict[str, Any]:
    return {
        "a": "/".join(a),
        "b": "/".join(b),
        "kind": copy.kind.value if copy else None,
        "of": "/".join(names[copy.of]) if copy and copy.direction_known else None,
        "reason": copy.reason if copy else None,
        "gold": {"kind": link[0].value, "of": "/".join(names[link[1]])} if link else None,
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
