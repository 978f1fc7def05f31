"""The day on which statements were said, against stories with gold: right, unknown, or wrong.

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
        counts: Counter[str] = Counter()
        for text, statements, wanted in read_stories(folder):
            original = Original(text.encode(), "text/plain", "", datetime.now(UTC))
            front = read_plain(original, Given()).front
            dateline = front.dateline.date if front.dateline else None
            dates = find_times(text, published=front.published, dateline=dateline)
            said = date_said(text, statements, find_sentences(text), dates, front)
            known = front.published is not None and front.published.is_known
            counts.update(outcome(w, s, year_known=known) for w, s in zip(wanted, said, strict=True))
        dated = counts["right"] + counts["wrong"]
        shares = f"{counts['right'] / dated:.1%} of them right; right or unknown "
        print(f"{folder.name}: {counts.total()} statements, {dated} dated, {shares}", end="")
        print(f"{1 - counts['wrong'] / counts.total():.1%}")


if __name__ == "__main__":
    main(sys.argv[1:])
