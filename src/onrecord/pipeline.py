"""The whole of Onrecord on one screen: inputs are found, read, kept, and compared with one another."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from onrecord.errors import NotAReport, SpanError, UsageError
from onrecord.intake.files import Failure, find_inputs
from onrecord.memory.linking import remember
from onrecord.reading.reader import read_report
from onrecord.record import Report
from onrecord.store.kept import Added

if TYPE_CHECKING:
    from onrecord.intake.fetch import Fetcher
    from onrecord.intake.given import Given
    from onrecord.reading.network import Network
    from onrecord.record import Reading
    from onrecord.store.store import Store
    from onrecord.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that the record now holds: what adding it did, and how many statements it has."""

    report: Report
    added: Added
    statements: int


def add_inputs(
    store: Store,
    inputs: Sequence[str],
    network: Network,
    fetcher: Fetcher,
    *,
    given: Given,
    now: datetime,
    lines: Iterable[str] = (),
) -> Generator[Kept | Failure]:
    """Add every report that the inputs hold, in order; yields how each went, as soon as it is kept.

    `lines` stand for an input "-" (see `find_inputs`). What was yielded is in the record for good, also
    when the caller stops there or is killed. One bad input never stops the rest. Raises RecordError where
    the record itself cannot be written.
    """
    with store.writer() as writer:
        try:
            for found in find_inputs(inputs, given=given, fetcher=fetcher, now=now, lines=lines):
                if not isinstance(found, Failure):
                    yield add_report(store, writer, found, network, now=now)
                elif not _is_record(store, found.where):
                    yield found
        except (GeneratorExit, KeyboardInterrupt):
            # Stopped half-way: what is in by now is complete, also in what is the same as what.
            remember(store, writer, now=now)
            raise
        remember(store, writer, now=now)


def _is_record(store: Store, where: str) -> bool:
    """The record itself, which may lie in a folder of reports."""
    return os.path.realpath(where) == os.path.realpath(store.path)


def add_report(
    store: Store, writer: Writer, report: Report, network: Network, *, now: datetime
) -> Kept | Failure:
    """Read one report and keep it. One that the record has, read by this network, is not read again."""
    known = store.queries.as_known(report)
    if store.queries.has(report, network.name):
        return Kept(known, Added.UNCHANGED, len(store.queries.reading(report.version).statements))
    try:
        reading = read_report(known, network)
        added = writer.add(report, reading, now=now)
    except SpanError as error:
        return Failure(report.original.location, f"was read wrongly and is not kept: {error}")
    return Kept(known, added, len(reading.statements))


def read_one(
    source: str, network: Network, fetcher: Fetcher, *, given: Given, now: datetime
) -> tuple[Report, Reading]:
    """The one report of an input and its reading, without a record.

    Raises NotAReport where it cannot be read, UsageError where the input holds several reports.
    """
    reports: list[Report] = []
    failures: list[Failure] = []
    for found in find_inputs([source], given=given, fetcher=fetcher, now=now):
        if isinstance(found, Failure):
            failures.append(found)
        else:
            reports.append(found)
        if len(reports) > 1:
            raise UsageError("holds more than one report: `onrecord add` takes them all", where=source)
    if not reports:
        # The first that somebody would take for a report tells most.
        told = min(failures, key=lambda failure: failure.skipped)
        raise NotAReport(told.what, where=told.where)
    return reports[0], read_report(reports[0], network)
