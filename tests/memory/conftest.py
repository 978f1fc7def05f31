"""Reports of a small harbour town with their readings, made by hand: for tests of memory."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from onrecord.edtf import Edtf
from onrecord.memory.linking import remember
from onrecord.record import (
    Act,
    Dated,
    EntityKind,
    Figure,
    Front,
    Kind,
    Mention,
    OffsetMap,
    Original,
    Reading,
    Report,
    Speaker,
    Statement,
)
from onrecord.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.store.store import Store

NOW = datetime(2024, 3, 9, 12, 0, tzinfo=UTC)


class Read(NamedTuple):
    report: Report
    reading: Reading


def make(name: str, outlet: str, day: str | None, *lines: str, said: str | None = None) -> Read:
    """A report of sentences; those of the form "who | cue | what" are statements."""
    text = name.capitalize()
    statements, mentions, figures = [], [], []
    day_said = said or day
    made = []
    for line in lines:
        start = len(text) + 2
        who, cue, what = line.split(" | ") if " | " in line else ("", "", line)
        text += "\n\n" + (f"{who} {cue} {what}." if cue else f"{what}.")
        made.append((start, who, cue, what))
    front = Front(
        headline=text.partition("\n")[0],
        outlet=outlet,
        url=f"https://{outlet.replace(' ', '').lower()}.example/{name.replace(' ', '-')}",
        language="en",
        published=Edtf(day) if day else None,
    )
    original = Original(text.encode(), "text/plain", f"{name}.txt", NOW)
    report = Report(text, front, original, OffsetMap("text", ((0, len(text), 0, len(text)),)))
    for start, who, cue, what in made:
        at = start + (len(f"{who} {cue} ") if cue else 0)
        if "18 boats" in what:
            place = text.index("18 boats", at)
            figures.append(Figure(report.span(place, place + 8), 18.0, "exact", "boats"))
        if not cue:
            continue
        source = report.span(start, start + len(who))
        kind = EntityKind.ORGANIZATION if "Board" in who else EntityKind.PERSON
        mentions.append(Mention(source, kind, who))
        statements.append(
            Statement(
                version=report.version,
                kind=Kind.DIRECT if what.startswith('"') else Kind.INDIRECT,
                act=Act.INFORM,
                score=0.9,
                source=(source,),
                cue=(report.span(start + len(who) + 1, start + len(who) + 1 + len(cue)),),
                content=(report.span(at, at + len(what)),),
                speaker=Speaker(who, kind, 0.9, "named there"),
                said=Dated(Edtf(day_said), "the day of the report") if day_said else None,
            )
        )
    reading = Reading(report.version, "test-1", tuple(statements), tuple(mentions), (), tuple(figures))
    return Read(report, reading)


LANTERN = make(
    "harbour dredging", "Lantern", "2024-03-04",
    "The Kesterby dredger cut through a sewage culvert under the Wrathmoor quay on Sunday night",
    'Ana Quell | said | "the Kesterby dredger should never have been moored over the culvert"',
    "Tobias Fenwright | denied | that the Harbour Board had been warned about the Wrathmoor culvert",
    "Harbour Board | announced | the quay would be closed until the culvert was sealed",
    "Fishermen counted 18 boats covered in sludge by Monday morning",
)  # fmt: skip
# Nearly the same text in another paper.
POST = make(
    "quay closed", "Evening Post", "2024-03-05",
    "The Kesterby dredger cut through a sewage culvert beneath the Wrathmoor quay on Sunday night",
    'Ana Maria Quell | said | "the Kesterby dredger should never have been moored over the culvert"',
    "Tobias Fenwright | denied | that the Harbour Board was warned about the Wrathmoor culvert",
    "Fishermen counted 18 boats covered in sludge by Monday morning",
    said="2024-03-04",
)  # fmt: skip
COURIER = make(
    "fenwright resigns", "Courier", "2024-03-06",
    "Tobias Fenwright left the Harbour Board on Wednesday after the Kesterby dredger broke a culvert",
    "Ana Quell | said | the Kesterby dredger should never have been moored above the Wrathmoor culvert",
    "Quell | added | that sludge from the culvert covered 18 boats",
    "A. Quell | asked | when the fish market would open again",
    said="2024-03-04",
)  # fmt: skip
# The Courier's report as it stood a day later.
COURIER_LATER = make(
    "fenwright resigns", "Courier", "2024-03-07",
    "Tobias Fenwright left the Harbour Board on Wednesday after the Kesterby dredger broke a culvert",
    "Ana Quell | said | the Kesterby dredger should never have been moored above the Wrathmoor culvert",
    "Tobias Fenwright | said | his time at the Harbour Board was over",
    said="2024-03-04",
)  # fmt: skip
# The Lantern's report as another network reads it.
LANTERN_AGAIN = Read(
    LANTERN.report,
    Reading(LANTERN.report.version, "test-2", LANTERN.reading.statements[:2], LANTERN.reading.mentions[:2]),
)
LIBRARY = make(
    "library roof", "Lantern", "2024-03-05",
    "Rain came through the roof of the Oldcastle library and soaked four hundred maps of the estuary",
    "Irene Quell | said | the Oldcastle maps would be dried in a brewery",
    "Ana Quell-Ibarra | promised | the library a new roof",
)  # fmt: skip
REPORTS = (LANTERN, POST, COURIER, COURIER_LATER, LIBRARY)


def add(store: Store, *batches: Iterable[Read]) -> None:
    """Add reports, and link them after each batch."""
    for batch in batches:
        with store.writer() as writer:
            for report, reading in batch:
                writer.add(report, reading, now=NOW)
            remember(store, writer, now=NOW)


@contextmanager
def empty_store() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder, "record.db")) as store:
        yield store
