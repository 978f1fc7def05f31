"""The whole of Onrecord on one screen: inputs are found, read, kept, and compared with one another."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from onrecord.errors import InputTooLarge, NotAReport, NotFound, SpanError, UsageError
from onrecord.intake.files import Failure, find_inputs, walk_inputs
from onrecord.memory.linking import remember
from onrecord.memory.telling import tell_waiting
from onrecord.reading.network import read_name
from onrecord.record import Passed, Report
from onrecord.store.kept import Added

if TYPE_CHECKING:
    from onrecord.intake.fetch import Fetcher
    from onrecord.intake.given import Given
    from onrecord.record import Reading
    from onrecord.store.store import Store
    from onrecord.store.writer import Writer
    from onrecord.workers.pool import Workers


@dataclass(frozen=True, slots=True)
class Kept:
    """A report that the record now holds: what adding it did, and how many statements it has."""

    report: Report
    added: Added
    statements: int


class Reader(Protocol):
    """What reads reports, up to `ahead` of them before their turn. The workers do, and shards read before."""

    ahead: int

    def read(self, report: Report) -> Callable[[], Reading]:
        """Begin to read; what comes back waits for it, and raises InputTooLarge, NotAReport."""

    def drop(self) -> None:
        """Forget what was asked and is not done."""


class _Asked(NamedTuple):
    """A report with what the record knew of it when its reading was asked for."""

    report: Report
    known: Report
    reading: Callable[[], Reading]


@dataclass(slots=True)
class _Next:
    """What is handed out next (None: nothing), and how far an archive is gone through once it is kept."""

    item: _Asked | Failure | None
    passed: Passed | None = None


class _KnownBy(NamedTuple):
    """What the record knows of archives, read by one network."""

    store: Store
    model: str

    def passed(self, archive: str) -> Passed | None:
        return self.store.queries.passed(archive, self.model)

    def holds_page(self, url: str, sha256: str) -> bool:
        return self.store.queries.holds_page(url, sha256, self.model)


# Records of an archive that gave nothing are passed so many at a time.
_PASSED_AT_ONCE = 100


def add_inputs(
    store: Store,
    inputs: Sequence[str],
    workers: Workers,
    fetcher: Fetcher,
    *,
    given: Given,
    now: datetime,
    lines: Iterable[str] = (),
) -> Generator[Kept | Failure]:
    """Add every report that the inputs hold, in order; yields how each went, as soon as it is kept.

    The workers read ahead; what is kept, in which order, does not depend on them. `lines` stand for an
    input "-" (see `find_inputs`). What was yielded is in the record for good, also when the caller stops
    there or is killed. One bad input never stops the rest. Raises RecordError where the record itself
    cannot be written.
    """
    found = walk_inputs(
        inputs, given=given, fetcher=fetcher, now=now, lines=lines, opener=workers,
        known=_KnownBy(store, read_name()),
    )  # fmt: skip
    yield from add_found(store, found, workers, now=now)


def add_found(
    store: Store, found: Iterable[Report | Failure | Passed], reader: Reader, *, now: datetime
) -> Generator[Kept | Failure]:
    """Add reports as they are found; see `add_inputs`."""
    model = read_name()
    with store.writer() as writer:
        keeper = _Keeper(store, writer, reader, model, now)
        try:
            for one in _while_others_write(writer, _read_ahead(store, found, reader, model)):
                outcome = keeper.keep(one)
                if outcome is not None:
                    yield outcome
        except (GeneratorExit, KeyboardInterrupt):
            # Stopped half-way: what is in by now is complete, also in what is the same as what.
            reader.drop()
            remember(store, writer, now=now)
            raise
        except BaseException:
            reader.drop()
            raise
        remember(store, writer, now=now)
        tell_waiting(store, writer)


def _read_ahead(
    store: Store, found: Iterable[Report | Failure | Passed], reader: Reader, model: str
) -> Iterator[_Next]:
    """What was found, in its order, while what comes behind it is being read already."""
    waiting: deque[_Next] = deque()
    for one in found:
        if isinstance(one, Passed):
            last = waiting[-1] if waiting else None
            if last is not None and (last.passed is None or last.passed.archive == one.archive):
                last.passed = one
            else:
                waiting.append(_Next(None, one))
        else:
            waiting.append(_Next(one if isinstance(one, Failure) else _ask(store, one, reader, model)))
        if len(waiting) > reader.ahead:
            yield waiting.popleft()
    yield from waiting


def _while_others_write(writer: Writer, found: Iterator[_Next]) -> Iterator[_Next]:
    """What was found, with what it must be waited for done: in a record of a team others write meanwhile."""
    while True:
        with writer.resting():
            one = next(found, None)
            if one is not None and isinstance(one.item, _Asked):
                with suppress(InputTooLarge, NotAReport, NotFound):  # told when it is to be kept
                    one.item.reading()
        if one is None:
            return
        yield one


def _ask(store: Store, report: Report, reader: Reader, model: str) -> _Asked:
    """Begin to read a report, unless the record has its reading by this network."""
    known = store.queries.as_known(report)
    if store.queries.has(report, model):
        return _Asked(report, known, lambda: store.queries.reading(report.version))
    # The original is not read, and may be large.
    return _Asked(report, known, reader.read(replace(known, original=replace(known.original, data=b""))))


class _Keeper:
    """Keeps what was found, one after another."""

    def __init__(self, store: Store, writer: Writer, reader: Reader, model: str, now: datetime) -> None:
        self._store = store
        self._writer = writer
        self._reader = reader
        self._model = model
        self._now = now
        self._not_passed = 0  # steps through archives that are not kept yet

    def keep(self, one: _Next) -> Kept | Failure | None:
        """Keep a report with its reading, and with it how far its archive was gone through."""
        outcome = self._keep_report(one.item, one.passed) if isinstance(one.item, _Asked) else one.item
        if isinstance(outcome, Kept) and outcome.added is not Added.UNCHANGED:
            self._not_passed = 0
        elif one.passed is not None:
            self._pass(one.passed)
        if isinstance(outcome, Failure) and _is_record(self._store, outcome.where):
            return None
        return outcome

    def _pass(self, passed: Passed) -> None:
        self._not_passed += 1
        if passed.whole or self._not_passed >= _PASSED_AT_ONCE:
            self._writer.pass_archive(passed, self._model)
            self._not_passed = 0

    def _keep_report(self, asked: _Asked, passed: Passed | None) -> Kept | Failure:
        report, queries = asked.report, self._store.queries
        try:
            if queries.has(report, self._model):
                # Also where it came twice, one behind the other.
                statements = queries.reading(report.version).statements
                return Kept(asked.known, Added.UNCHANGED, len(statements))
            if queries.as_known(report).front != asked.known.front:
                # What was kept in between tells more of it.
                asked = _ask(self._store, report, self._reader, self._model)
            try:
                reading = asked.reading()
            except NotFound:  # somebody else forgot the report meanwhile
                reading = _ask(self._store, report, self._reader, self._model).reading()
            added = self._writer.add(report, reading, now=self._now, passed=passed)
        except SpanError as error:
            return Failure(report.original.location, f"was read wrongly and is not kept: {error}")
        except (InputTooLarge, NotAReport) as error:
            return Failure(report.original.location, error.what)
        return Kept(asked.known, added, len(reading.statements))


def _is_record(store: Store, where: str) -> bool:
    """The record itself, which may lie in a folder of reports."""
    return isinstance(store.place, Path) and os.path.realpath(where) == os.path.realpath(store.place)


def read_one(
    source: str, workers: Workers, fetcher: Fetcher, *, given: Given, now: datetime
) -> tuple[Report, Reading]:
    """The one report of an input and its reading, without a record.

    Raises NotAReport, InputTooLarge where it cannot be read, UsageError where it holds several reports.
    """
    try:
        return _read_one(source, workers, fetcher, given, now)
    except BaseException:
        workers.drop()
        raise


def _read_one(
    source: str, workers: Workers, fetcher: Fetcher, given: Given, now: datetime
) -> tuple[Report, Reading]:
    reports: list[Report] = []
    failures: list[Failure] = []
    for found in find_inputs([source], given=given, fetcher=fetcher, now=now, opener=workers):
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
    try:
        return reports[0], workers.read(reports[0])()
    except (InputTooLarge, NotAReport) as error:
        raise type(error)(error.what, where=source) from error
