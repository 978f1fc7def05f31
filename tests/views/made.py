"""Reports with statements marked by hand, as nouns."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.edtf import Edtf
from onrecord.record import (
    Act,
    Dated,
    Dateline,
    EntityKind,
    Front,
    Kind,
    OffsetMap,
    Original,
    Reading,
    Report,
    Speaker,
    Statement,
)

SAMPLES = Path(__file__).parent / "samples"


Story = list[tuple[Report, Reading]]


def make_report(text: str, **front: Any) -> Report:
    """A report as it would be read from a plain text file."""
    original = Original(
        text.encode(), "text/plain", "reports/sample.txt", datetime(2024, 3, 14, 9, tzinfo=UTC)
    )
    return Report(text, Front(**front), original, OffsetMap("text", ((0, len(text), 0, len(text)),)))


def make_statement(report: Report, row: dict[str, Any]) -> Statement:
    roles = {
        role: tuple(report.span(start, end) for start, end in row[role])
        for role in ("source", "cue", "content")
    }
    speaker = row.get("speaker") and Speaker(
        row["speaker"], EntityKind(row["speaker_kind"]), 0.93, "named in the source"
    )
    said = row.get("said") and Dated(Edtf.parse(row["said"]), "the day the report gives")
    return Statement(
        report.version,
        Kind(row["kind"]),
        Act(row["act"]),
        0.97,
        source=roles["source"],
        cue=roles["cue"],
        content=roles["content"],
        speaker=speaker or None,
        said=said or None,
        addressee=row.get("addressee"),
        via=row.get("via"),
    )


def load_story(name: str) -> Story:
    """The reports of a hand-marked story, each with what a perfect reader finds in it."""
    story: Story = []
    for row in json.loads((SAMPLES / f"{name}.json").read_text("utf-8")):
        report = make_report(
            row["text"],
            headline=row["headline"],
            byline=row["byline"],
            dateline=Dateline(row["place"], None, row["agency"]) if row["place"] else None,
            outlet=row["outlet"],
            url=row["url"],
            language="en",
            published=Edtf.parse(row["published"]),
            read_from=(("headline", "text"), ("published", "text"), ("outlet", "user")),
        )
        statements = tuple(make_statement(report, statement) for statement in row["statements"])
        story.append((report, Reading(report.version, "by-hand", statements)))
    return story
