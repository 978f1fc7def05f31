"""Copying a record: every row of it into an empty one, of the same database or the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Select, Table, func, select

from onrecord.errors import UsageError
from onrecord.store import tables as t
from onrecord.store.dialect import count_on, fill, filling, plain_errors

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from onrecord.store.store import Store

# How many rows are held at a time: of versions and originals few, since they may be large.
_BATCH, _LARGE_BATCH = 1000, 20
_LARGE = (t.originals, t.versions, t.uncorrected)


class Copied(NamedTuple):
    """How far it is: rows copied so far, and how many there are."""

    rows: int
    of: int


def copy_record(source: Store, target: Store) -> Generator[Copied]:
    """Copy all that a record holds, decisions, guests and originals too; yields how far it is.

    The source is copied as it stands at one moment, while others may go on writing to it. What was copied
    is kept at the end, all of it or nothing. Raises UsageError where the target holds something already.
    """
    tables = [table for table in t.metadata.sorted_tables if table is not t.record]
    with target.writer() as writer, plain_errors(source.place), source.engine.connect() as reading:
        total = sum(_count(reading, table) for table in tables)
        with writer.whole() as writing:
            for table in tables:
                if _count(writing, table):
                    raise UsageError(
                        "is not empty: a record is copied into a new file or database",
                        where=str(target.place),
                    )
            done = 0
            yield Copied(done, total)
            with filling(writing, t.metadata):
                for table in tables:
                    for rows in _read(reading, table):
                        fill(writing, table, rows)
                        done += len(rows)
                        yield Copied(done, total)
            count_on(writing)


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _read(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    query: Select[Any] = select(table).order_by(*table.primary_key.columns)
    size = _LARGE_BATCH if table in _LARGE else _BATCH
    with connection.execute(query.execution_options(yield_per=size)) as found:
        for rows in found.mappings().partitions():
            yield [dict(row) for row in rows]
