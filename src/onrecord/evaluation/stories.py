"""Stories scored: how reports are grouped, against how people grouped them. No network is run for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.errors import UsageError
from onrecord.evaluation.gold_stories import read_gold_stories
from onrecord.evaluation.rows import read_rows
from onrecord.intake.given import Given
from onrecord.intake.plain import read_plain
from onrecord.linking.stories import MIN_SHARED, derive_stories, find_keys, judge
from onrecord.reading.times import find_times
from onrecord.record import Original, Reading, Report, Story

# Nothing that is scored depends on the day it is scored.
_AT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bcubed:
    """B-cubed precision and recall (Bagga and Baldwin 1998), each 0 to 1: means over the reports of the share
    of its group that is of its story, and of the share of its story that is in its group.
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def figures(self) -> dict[str, float]:
        return {"B3 precision": self.precision, "B3 recall": self.recall, "B3 F1": self.f1}


def score_groups(groups: Sequence[Collection[str]], gold: Mapping[str, str]) -> Bcubed:
    """`groups` part the ids that are in `gold`, which has the story of each."""
    sizes = Counter(gold.values())
    precision = recall = 0.0
    for group in groups:
        stories = Counter(gold[one] for one in group)
        precision += sum(count * count for count in stories.values()) / len(group)
        recall += sum(count * count / sizes[story] for story, count in stories.items())
    return Bcubed(precision / len(gold), recall / len(gold)) if gold else Bcubed(0.0, 0.0)


@dataclass(frozen=True, slots=True)
class GoldReport:
    """A report with its own id in the gold, and its story."""

    id: str
    story: str
    report: Report


def read_gold_reports(paths: Sequence[Path]) -> list[GoldReport]:
    """The reports of JSON Lines with `id`, `text` and `story`, and of folders of gold stories.

    Raises UsageError where one cannot be read, or where two texts are the same.
    """
    found = [one for path in paths for one in (_of_folder(path) if path.is_dir() else _of_rows(path))]
    twice = [one for one, count in Counter(one.report.id for one in found).items() if count > 1]
    if twice:
        names = ", ".join(one.id for one in found if one.report.id == twice[0])
        raise UsageError(f"these are one report: {names}", where=str(paths[0]))
    return found


def _of_folder(folder: Path) -> Iterator[GoldReport]:
    for story in read_gold_stories(folder):
        for name, text in story.texts.items():
            yield GoldReport(f"{story.name}/{name}", story.name, _take_in(text, f"{story.name}/{name}"))


def _of_rows(path: Path) -> Iterator[GoldReport]:
    for row in read_rows(path, fields=("id", "text", "story")):
        yield GoldReport(row["id"], row["story"], _take_in(row["text"], row["id"]))


def _take_in(text: str, name: str) -> Report:
    return read_plain(Original(text.encode(), "text/plain", name, _AT), Given())


def group_reports(reports: Sequence[Report]) -> tuple[list[Story], int]:
    """The stories of reports, and how many pairs were compared for them."""
    read = [(report, read_days(report)) for report in reports]
    holders: dict[str, list[int]] = defaultdict(list)
    judgements = []
    compared = 0
    for i, pair in enumerate(read):
        keys = find_keys(*pair)
        shared = Counter(j for key in keys for j in holders[key])
        for j in sorted(j for j, count in shared.items() if count >= MIN_SHARED):
            compared += 1
            judgement = judge(read[j], pair, at=_AT)
            judgements += [judgement] if judgement else []
        for key in keys:
            holders[key].append(i)
    return derive_stories(reports, judgements), compared


def read_days(report: Report) -> Reading:
    """What the stories need of a reading, which takes no network: the days that are named."""
    dateline = report.front.dateline.date if report.front.dateline else None
    dates = find_times(report.text, published=report.front.published, dateline=dateline)
    return Reading(report.version, "days", dates=tuple(dates))


def score_stories(gold: Sequence[GoldReport]) -> tuple[Bcubed, list[dict[str, Any]]]:
    """The score, and for each report its `id`, its `story` in the gold, and the one found: id, `name`."""
    stories, _ = group_reports([one.report for one in gold])
    by_report = {one.report.id: one for one in gold}
    groups = [[by_report[report].id for report in story.reports] for story in stories]
    names = {report: story for story in stories for report in story.reports}
    rows = [
        {
            "id": one.id,
            "story": one.story,
            "found": names[one.report.id].id,
            "name": names[one.report.id].name,
        }
        for one in gold
    ]
    return score_groups(groups, {one.id: one.story for one in gold}), rows
