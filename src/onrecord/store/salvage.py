"""What can still be read of a damaged record, row by row, each reported lost or found."""

from __future__ import annotations

import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, Table, select
from sqlalchemy.exc import DBAPIError

from onrecord.errors import OnrecordError, RecordError
from onrecord.store import tables as t
from onrecord.store.decisions import by_people, own_front, own_reading
from onrecord.store.dialect import place_of
from onrecord.store.dialect.sqlite import list_indexes, open_engine, rebuild_index
from onrecord.store.extract import Decided, decided_of
from onrecord.store.register import Register, Registered
from onrecord.store.rows import report_of
from onrecord.store.store import Store

if TYPE_CHECKING:
    from onrecord.record import Reading, Report

# What reading a damaged row may raise: the database, its packed parts, its JSON, its spans.
_DAMAGE = (
    DBAPIError,
    sqlite3.Error,
    zlib.error,
    OnrecordError,
    ValueError,
    LookupError,
    TypeError,
)
# A table is taken to end where so many rows one after another are not there.
_GAP = 10_000


@dataclass(frozen=True, slots=True)
class Saved:
    """A version that can still be read. `reading` None: what was read in it is lost."""

    report: Report
    reading: Reading | None
    added: datetime


@dataclass(frozen=True, slots=True)
class Lost:
    """A version that cannot be read any more: its row, its address where that is known, and why."""

    sequence: int
    location: str | None
    why: str


class Salvage:
    """A damaged record, read from a copy of it whose indexes are made anew as far as they can be."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._store = Store(engine, path, readonly=False)

    def versions(self) -> Iterator[Saved | Lost]:
        """All versions that are there, in the order in which they came in."""
        for sequence in self._sequences(t.versions):
            yield self._version(sequence)

    def decided(self) -> tuple[list[Decided], int]:
        """What people decided, in the order of time, and how many rows of judgements cannot be read."""
        j = t.judgements.c
        found, lost = [], 0
        for sequence in self._sequences(t.judgements):
            try:
                with self._engine.connect() as connection:
                    query = select(t.judgements).where(j.sequence == sequence, by_people())
                    row = connection.execute(query).mappings().one_or_none()
                    if row is not None:
                        found.append(decided_of(row))
            except _DAMAGE:
                lost += 1
        found.sort(key=lambda one: (one.judgement.at, one.judgement.id))
        return found, lost

    def registered(self) -> list[Registered]:
        """The register that was imported, or nothing where it cannot be read."""
        try:
            return Register(self._store).entries()
        except _DAMAGE:
            return []

    def _version(self, sequence: int) -> Saved | Lost:
        v = t.versions.c
        location = None
        try:
            with self._engine.connect() as connection:
                location = connection.scalar(select(v.location).where(v.sequence == sequence))
                query = select(t.versions, t.originals.c.packed).join(t.originals)
                row = connection.execute(query.where(v.sequence == sequence)).mappings().one()
                stored = report_of(row)
                if stored.version != row["id"]:
                    return Lost(sequence, location, "its text is damaged")
                if stored.original.sha256 != row["sha256"]:
                    return Lost(sequence, location, "its original is damaged")
                report = replace(stored, front=own_front(connection, stored.version) or stored.front)
                added = datetime.fromisoformat(row["added"])
        except _DAMAGE as error:
            return Lost(sequence, location, f"it cannot be read ({error.__class__.__name__})")
        return Saved(report, self._reading(report), added)

    def _reading(self, report: Report) -> Reading | None:
        try:
            with self._engine.connect() as connection:
                return own_reading(connection, report)
        except _DAMAGE:
            return None

    def _sequences(self, table: Table) -> Iterator[int]:
        """The numbers of the rows of a table that are there or damaged."""
        try:
            with self._engine.connect() as connection:
                yield from list(connection.scalars(select(table.c.sequence).order_by(table.c.sequence)))
            return
        except DBAPIError:
            pass
        number = missing = 0
        while missing < _GAP:
            number += 1
            try:
                with self._engine.connect() as connection:
                    there = _is_there(connection, table, number)
            except DBAPIError:
                there = True
            missing = 0 if there else missing + 1
            if there:
                yield number


def _is_there(connection: Connection, table: Table, number: int) -> bool:
    query = select(table.c.sequence).where(table.c.sequence == number)
    return connection.scalar(query) is not None


@contextmanager
def open_damaged(location: str | Path) -> Iterator[Salvage]:
    """What can be read of a record, which is left as it is. Raises RecordError where it cannot be copied."""
    path = place_of(location)
    if not isinstance(path, Path):
        raise RecordError("is on a server: let whoever keeps it put back a backup", where=str(path))
    with TemporaryDirectory(prefix="onrecord-") as folder:
        copy = Path(folder, "copy.sqlite")
        try:
            shutil.copyfile(path, copy)
            log = path.with_name(path.name + "-wal")
            if log.exists():
                shutil.copyfile(log, copy.with_name(copy.name + "-wal"))
        except OSError as error:
            raise RecordError(f"cannot be copied to be read: {error.strerror}", where=str(path)) from error
        engine = open_engine(copy, readonly=False)
        try:
            _rebuild(engine)
            yield Salvage(engine, copy)
        finally:
            engine.dispose()


def _rebuild(engine: Engine) -> None:
    """Make the indexes anew, by which all else is found; those of a damaged table stay as they are."""
    try:
        with engine.connect() as connection:
            names = list_indexes(connection)
    except DBAPIError:
        return
    for name in names:
        try:
            with engine.connect() as connection:
                rebuild_index(connection, name)
        except (DBAPIError, sqlite3.Error):
            continue
