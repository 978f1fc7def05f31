"""A damaged record saved: what can be read of it goes into a new one, what cannot is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from onrecord.errors import InputTooLarge, NotAReport, SpanError
from onrecord.memory.linking import remember
from onrecord.store.extract import Extracts
from onrecord.store.kept import Rescue
from onrecord.store.salvage import Lost, Salvage

if TYPE_CHECKING:
    from datetime import datetime

    from onrecord.store.store import Store
    from onrecord.store.writer import Writer
    from onrecord.workers.pool import Workers


def save_readable(
    salvage: Salvage,
    store: Store,
    workers: Workers,
    *,
    now: datetime,
    watch: Callable[[int, int], None],
) -> Rescue:
    """Put what can be read of a damaged record into a store, and derive anew what follows of it.

    `watch` is told how many versions were looked at, the second number is the same.
    """
    lost: list[str] = []
    versions = anew = 0
    with store.writer() as writer:
        for number, found in enumerate(salvage.versions(), start=1):
            watch(number, number)
            if isinstance(found, Lost):
                where = found.location or f"a report whose address is lost too (row {found.sequence})"
                lost.append(f"{where}: {found.why}")
                continue
            reading = found.reading
            try:
                if reading is None:
                    reading = workers.read(found.report)()
                    anew += 1
                writer.add(found.report, reading, now=found.added)
            except (InputTooLarge, NotAReport, SpanError) as error:
                lost.append(f"{found.report.original.location}: {error.what}")
            else:
                versions += 1
        writer.import_register(salvage.registered())
        decisions, undecided = _save_decided(salvage, store, writer, now=now)
        remember(store, writer, now=now)
    return Rescue(versions, anew, decisions, tuple(lost), undecided)


def _save_decided(salvage: Salvage, store: Store, writer: Writer, *, now: datetime) -> tuple[int, int]:
    """Decisions of people about what was saved: how many, and how many rows are lost."""
    extracts = Extracts(store)
    decided, undecided = salvage.decided()
    there = extracts.reports()
    kept = [one for one in decided if {*one.reports} - {None} <= there]
    edits = [one.judgement for one in kept if one.judgement.about in ("statement", "report")]
    dated = {one.pair[0] for one in edits if one.about == "report"}
    again = [(one.report, one.reading) for one in extracts.versions(dated)] if dated else []
    writer.decide(edits, again, now=now)
    writer.keep_decided([one for one in kept if one.judgement not in edits])
    return len(kept), undecided + len(decided) - len(kept)
