"""The day on which statements were said, against stories with gold: right, unknown (rightly or not), wrong.

The gold day is that of the saying, which one report alone often does not tell. So there are two figures: of
each report read alone; and in the record, where a statement was said when the saying that it renders was.
Which statements are one saying is what Onrecord judges. A day marked "about" (`~`) is counted apart: it is
what the report makes likely, not what it says.

    python -m evals.said FOLDER... [--json] [--errors]

Spans, speakers and sentences are gold; front matter is what intake reads from each report.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import combinations, groupby
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.evaluation.gold_stories import nest
from onrecord.evaluation.times import is_right
from onrecord.intake.given import Given
from onrecord.intake.plain import read_plain
from onrecord.linking.sayings import MIN_SHARED, derive_sayings, find_keys, judge
from onrecord.reading.document import find_sentences
from onrecord.reading.said import date_said
from onrecord.reading.times import find_times
from onrecord.record import (
    Act,
    Dated,
    EntityKind,
    Kind,
    Original,
    Span,
    Speaker,
    Statement,
    Told,
    joined_text,
    make_id,
)

# Nothing that is scored depends on the day it is scored.
_AT = datetime(2000, 1, 1, tzinfo=UTC)


class Wanted(NamedTuple):
    """A report with its gold statements, and for each the gold day it was said on."""

    name: str
    text: str
    statements: list[Statement]
    days: list[str | None]


def read_stories(folder: Path) -> Iterator[Wanted]:
    """The reports of a set of stories, by name: "story/r1"."""
    golds = {path.parent.name: json.loads(path.read_text()) for path in sorted(folder.glob("*/gold.json"))}
    for line in (folder / "spans.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = golds[row["id"].split("/")[0]]
        utterances = [gold["utterances"][a["utterance"]] for a in row["attributions"]]
        people = [gold["people"][u["speaker"]] for u in utterances]
        statements = [_statement(row, a, p) for a, p in zip(row["attributions"], people, strict=True)]
        yield Wanted(row["id"], row["text"], nest(statements), [u["said"] for u in utterances])


def _statement(row: dict[str, Any], gold: dict[str, Any], person: dict[str, Any]) -> Statement:
    text = row["text"]

    def spans(role: str) -> tuple[Span, ...]:
        return tuple(Span(start, end, text) for start, end in gold[role])

    speaker = Speaker(person["name"], EntityKind(person["kind"]), 1.0, "gold")
    return Statement(
        make_id("version", row["id"]),
        Kind(gold["kind"]),
        Act.INFORM,
        1.0,
        source=spans("source"),
        cue=spans("cue"),
        content=spans("content"),
        speaker=speaker,
    )


def outcome(wanted: str | None, found: Dated | None, *, year_known: bool) -> str:
    if found is None:
        return "unknown" if wanted else "rightly unknown"
    if wanted and not year_known:
        wanted = "/".join(f"XXXX{end[4:]}" for end in wanted.split("/"))
    return "right" if wanted and is_right(wanted, found.value, None) else "wrong"


def date_report(wanted: Wanted) -> list[Told]:
    """The gold statements of a report with the days that are found, as the report is read alone."""
    original = Original(wanted.text.encode(), "text/plain", "", datetime.now(UTC))
    front = read_plain(original, Given()).front
    dateline = front.dateline.date if front.dateline else None
    dates = find_times(wanted.text, published=front.published, dateline=dateline)
    said = date_said(wanted.text, wanted.statements, find_sentences(wanted.text), dates, front)
    report = make_id("report", wanted.name)
    return [
        Told(replace(s, said=day), report, front, wanted.text)
        for s, day in zip(wanted.statements, said, strict=True)
    ]


def days_of_sayings(told: Sequence[Told]) -> list[Dated | None]:
    """For each statement of one story the day of the saying that it renders."""
    keys = {one.statement.id: find_keys(one) for one in told}
    pairs = (
        (a, b)
        for a, b in combinations(told, 2)
        if len(keys[a.statement.id] & keys[b.statement.id]) >= MIN_SHARED
    )
    judged = [j for a, b in pairs if (j := judge(a, b, at=_AT)) is not None]
    sayings = derive_sayings(told, judged, lambda _: None, ())
    days = {statement: saying.said for saying in sayings for statement in saying.renderings}
    found = [days[one.statement.id] for one in told]
    return [None if day is None else Dated(day, "the saying") for day in found]


@dataclass
class Days:
    """How many days are right, wrong, unknown and rightly unknown; those exact and about apart too."""

    counts: Counter[object] = field(default_factory=Counter)

    def add(self, wanted: str | None, found: Dated | None, *, year_known: bool) -> str:
        verdict = outcome(wanted, found, year_known=year_known)
        self.counts[verdict] += 1
        if found:
            self.counts["about" if str(found.value).endswith("~") else "exact", verdict] += 1
        return verdict

    def figures(self) -> dict[str, float]:
        """Shares, 0 to 1: right or rightly unknown; wrong; right of the exact days, and of the likely."""
        total = sum(self.counts[verdict] for verdict in ("right", "wrong", "unknown", "rightly unknown"))
        right = self.counts["right"] + self.counts["rightly unknown"]
        figures = {"right": right / total, "wrong": self.counts["wrong"] / total}
        for how in ("exact", "about"):
            right, wrong = self.counts[how, "right"], self.counts[how, "wrong"]
            figures[f"{how} right"] = right / max(1, right + wrong)
        return figures


def main(arguments: list[str]) -> None:
    alone, together = Days(), Days()
    for folder in (Path(name) for name in arguments if not name.startswith("--")):
        for _, reports in groupby(read_stories(folder), key=lambda one: one.name.split("/")[0]):
            wanted = list(reports)
            told = [date_report(one) for one in wanted]
            days = iter(days_of_sayings([one for some in told for one in some]))
            for report, some in zip(wanted, told, strict=True):
                for day, one in zip(report.days, some, strict=True):
                    published, said = one.front.published, one.statement.said
                    known = published is not None and published.is_known
                    alone.add(day, said, year_known=known)
                    found = next(days)
                    verdict = together.add(day, found, year_known=found is None or found.value.is_known)
                    if "--errors" in arguments and verdict in ("wrong", "unknown"):
                        cue, words = (
                            joined_text(part)[:60] for part in (one.statement.cue, one.statement.content)
                        )
                        gave = [str(said.value) if said else None, str(found.value) if found else None]
                        print(f"{report.name} {verdict}: {cue!r} {words!r}, {day}; alone, together: {gave}")
    scored = {"alone": alone.figures(), "in the record": together.figures()}
    if "--json" in arguments:
        print(json.dumps({f"{name}, {what}": v for name, its in scored.items() for what, v in its.items()}))
        return
    for name, its in scored.items():
        print(f"{name}: right or rightly unknown {its['right']:.1%}, wrong {its['wrong']:.1%}; ", end="")
        print(f"right of the exact days {its['exact right']:.1%}, of those about {its['about right']:.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
