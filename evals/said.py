"""The day on which statements were said, against stories with gold: right, unknown (rightly or not), wrong.

The gold day is that of the saying, which one report alone often does not tell. A day marked "about" (`~`) is
counted apart: it is what the report makes likely, not what it says.

    python -m evals.said FOLDER...

Spans, speakers and sentences are gold; front matter is what intake reads from each report.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.evaluation.times import is_right
from onrecord.intake.given import Given
from onrecord.intake.plain import read_plain
from onrecord.reading.document import find_sentences
from onrecord.reading.said import date_said
from onrecord.reading.times import find_times
from onrecord.record import Act, Dated, EntityKind, Kind, Original, Span, Speaker, Statement


def read_stories(folder: Path) -> Iterator[tuple[str, list[Statement], list[str | None]]]:
    """Text, gold statements, and for each the gold day it was said on."""
    golds = {path.parent.name: json.loads(path.read_text()) for path in sorted(folder.glob("*/gold.json"))}
    for line in (folder / "spans.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = golds[row["id"].split("/")[0]]
        utterances = [gold["utterances"][a["utterance"]] for a in row["attributions"]]
        people = [gold["people"][u["speaker"]] for u in utterances]
        statements = [_statement(row["text"], a, p) for a, p in zip(row["attributions"], people, strict=True)]
        yield row["text"], statements, [u["said"] for u in utterances]


def _statement(text: str, gold: dict[str, Any], person: dict[str, Any]) -> Statement:
    def spans(role: str) -> tuple[Span, ...]:
        return tuple(Span(start, end, text) for start, end in gold[role])

    speaker = Speaker(person["name"], EntityKind(person["kind"]), 1.0, "gold")
    return Statement(
        "v0",
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


def main(arguments: list[str]) -> None:
    for folder in (Path(name) for name in arguments):
        counts: Counter[object] = Counter()
        for text, statements, wanted in read_stories(folder):
            original = Original(text.encode(), "text/plain", "", datetime.now(UTC))
            front = read_plain(original, Given()).front
            dateline = front.dateline.date if front.dateline else None
            dates = find_times(text, published=front.published, dateline=dateline)
            said = date_said(text, statements, find_sentences(text), dates, front)
            known = front.published is not None and front.published.is_known
            for one, found in zip(wanted, said, strict=True):
                verdict = outcome(one, found, year_known=known)
                counts[verdict] += 1
                if found:
                    counts["about" if str(found.value).endswith("~") else "exact", verdict] += 1
        total = sum(counts[verdict] for verdict in ("right", "wrong", "unknown", "rightly unknown"))
        print(f"{folder.name}: {total} statements; right or rightly unknown ", end="")
        right = counts["right"] + counts["rightly unknown"]
        print(f"{right / total:.1%}, wrong {counts['wrong'] / total:.1%}")
        for how in ("exact", "about"):
            right, wrong = counts[how, "right"], counts[how, "wrong"]
            print(f"  {how}: {right + wrong} dated, {right / max(1, right + wrong):.1%} of them right")


if __name__ == "__main__":
    main(sys.argv[1:])
