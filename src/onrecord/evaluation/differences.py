"""Figures and contributions scored against gold stories.

**Figures.** A gold figure that two reports give is a link between them, with the verdict that its reports
agree or differ. A link is found if one difference has a value in each of the two reports that overlaps the
gold words there, with the gold's verdict. A found link is wrong if

- it joins gold words with other words (unless these give the gold's number for that report: another place
  of the same report that says the same);
- it joins two gold figures, or has the other verdict;
- it joins words that no gold figure has and says that they differ. That two such agree is not counted: the
  gold does not list everything that reports share.

**Contributions.** A statement adds if no earlier report of the story carries its utterance; precision and
recall are over the statements that add, by report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from onrecord.evaluation.gold_stories import GoldStory, gold_statements
from onrecord.linking.differences import find_contributions, find_differences
from onrecord.reading.figures import find_figures
from onrecord.record import (
    Difference,
    OffsetMap,
    Original,
    Reading,
    Report,
    ReportedValue,
    Saying,
    make_id,
)


@dataclass(slots=True)
class Counts:
    """What was found, what is gold, and what is both."""

    right: int = 0
    found: int = 0
    gold: int = 0

    def figures(self) -> dict[str, float]:
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.gold if self.gold else 0.0
        both = precision + recall
        return {
            "precision": precision,
            "recall": recall,
            "f1": 2 * precision * recall / both if both else 0.0,
        }


def read_reports(story: GoldStory) -> dict[str, tuple[Report, Reading]]:
    """The reports of a story with their gold statements and the figures that are found in them."""
    found = {}
    for name, text in story.texts.items():
        location = f"{story.name}/{name}"
        original = Original(text.encode(), "text/plain", location, datetime(1970, 1, 1, tzinfo=UTC))
        report = Report(text, story.fronts[name], original, OffsetMap("text"))
        statements = tuple(statement for statement, _ in gold_statements(story, name))
        reading = Reading(report.version, "gold", statements, figures=tuple(find_figures(text)))
        found[name] = report, reading
    return found


def score_differences(stories: Iterable[GoldStory]) -> Counts:
    """Links between reports that give one figure, with the verdict, over all stories."""
    counts = Counts()
    for story in stories:
        reports = read_reports(story)
        names = {report.id: name for name, (report, _) in reports.items()}
        add_differences(counts, story, find_differences(story.name, list(reports.values())), names)
    return counts


def predict_differences(stories: Iterable[GoldStory]) -> Iterator[dict[str, Any]]:
    """For each difference its story, what it is of, whether its reports agree, and their values."""
    for story in stories:
        reports = read_reports(story)
        names = {report.id: name for name, (report, _) in reports.items()}
        for found in find_differences(story.name, list(reports.values())):
            yield {
                "story": story.name,
                "what": found.what,
                "unit": found.unit,
                "agree": found.agree,
                "values": [
                    {"report": names[v.report], "span": [v.span.start, v.span.end], "text": v.span.text}
                    for v in found.values
                ],
            }


def add_differences(
    counts: Counts, story: GoldStory, differences: Sequence[Difference], names: Mapping[str, str]
) -> None:
    """Count the links of one story; `names` are the gold's names (r1, ...) of the reports' ids."""
    places = gold_places(story)
    wanted = {
        (key, *pair)
        for key in story.gold["figures"]
        for pair in combinations(sorted({name for k, name, *_ in places if k == key}), 2)
    }
    right: set[tuple[str, str, str]] = set()
    wrong: set[tuple[Any, ...]] = set()
    for difference in differences:
        for a, b in combinations(sorted(difference.values, key=lambda v: names[v.report]), 2):
            if a.report == b.report:
                continue
            keys = [_key_at(names[v.report], v, places) for v in (a, b)]
            if keys[0] is not None and keys[0] == keys[1]:
                link = (keys[0], names[a.report], names[b.report])
                agrees = story.gold["figures"][keys[0]]["agree"] is difference.agree
                (right if agrees else wrong).add(link)
            elif _is_wrong(story, difference, (a, b), keys, names):
                wrong.add((*_place(names, a), *_place(names, b)))
    counts.gold += len(wanted)
    counts.right += len(right & wanted)
    counts.found += len(right & wanted) + len(wrong)


def _place(names: Mapping[str, str], value: ReportedValue) -> tuple[str, int]:
    return names[value.report], value.span.start


def _is_wrong(
    story: GoldStory,
    difference: Difference,
    pair: tuple[ReportedValue, ReportedValue],
    keys: Sequence[str | None],
    names: Mapping[str, str],
) -> bool:
    if keys[0] is None and keys[1] is None:
        return not difference.agree
    if keys[0] is not None and keys[1] is not None:
        return True
    key, other = (keys[0], pair[1]) if keys[0] is not None else (keys[1], pair[0])
    given = story.gold["figures"][key]["values"].get(names[other.report])
    return given is None or _as_number(given) != other.value


def _as_number(value: str) -> float | None:
    """What a gold value such as ">=120000", "~18" or "4.2m" is worth; None: it is no number."""
    match = re.fullmatch(r"[^\d]*(\d+(?:\.\d+)?)(m?)", value)
    return float(match[1]) * (1e6 if match[2] else 1) if match else None


def gold_places(story: GoldStory) -> list[tuple[str, str, int, int]]:
    """Figure, report, start and end of all gold words of figures."""
    places = []
    for name, report in story.gold["reports"].items():
        for row in report.get("figures", ()):
            start = -1
            for _ in range(row.get("n") or 1):
                start = story.texts[name].index(row["text"], start + 1)
            places.append((row["figure"], name, start, start + len(row["text"])))
    return places


def _key_at(name: str, value: ReportedValue, places: Iterable[tuple[str, str, int, int]]) -> str | None:
    for key, report, start, end in places:
        if report == name and value.span.start < end and start < value.span.end:
            return key
    return None


def gold_sayings(story: GoldStory) -> list[Saying]:
    """The utterances of a story as sayings of its gold statements."""
    members: dict[str, list[str]] = {}
    for name in story.texts:
        for statement, utterance in gold_statements(story, name):
            members.setdefault(utterance, []).append(statement.id)
    return [
        Saying(make_id("saying", story.name, key), None, None, tuple(ids), None, 1, 1, "gold")
        for key, ids in members.items()
    ]


def score_contributions(stories: Iterable[GoldStory]) -> Counts:
    """Statements that add, given the gold's statements and sayings."""
    counts = Counts()
    for story in stories:
        reports = in_order_of_print(story)
        found = find_contributions([pair for _, pair in reports], gold_sayings(story))
        seen: set[str] = set()
        for (name, _), contribution in zip(reports, found, strict=True):
            carried = gold_statements(story, name)
            wanted = {statement.id for statement, utterance in carried if utterance not in seen}
            counts.gold += len(wanted)
            counts.found += len(contribution.adds)
            counts.right += len(wanted & set(contribution.adds))
            seen |= {utterance for _, utterance in carried}
    return counts


def in_order_of_print(story: GoldStory) -> list[tuple[str, tuple[Report, Reading]]]:
    def day(item: tuple[str, tuple[Report, Reading]]) -> tuple[str, str]:
        return str(item[1][0].front.published or ""), item[0]

    return sorted(read_reports(story).items(), key=day)
