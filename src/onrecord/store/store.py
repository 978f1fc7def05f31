"""Opening a record: made where there is none, brought up to this version, or refused in plain words."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, Engine, insert, inspect, select

from onrecord.errors import RecordError
from onrecord.store import tables as t
from onrecord.store.dialect import (
    create_search,
    hold_writer_lock,
    is_empty,
    open_engine,
    path_of,
    plain_errors,
    prepare_file,
    write,
)
from onrecord.store.memory import Memory
from onrecord.store.migrations import migrate
from onrecord.store.queries import Queries
from onrecord.store.withheld import withhold
from onrecord.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

# How long a writer waits for another one before it gives up, in seconds.
WAIT = 5.0


class Store:
    """An open record. `with open_store(…) as store:` closes it; reading needs `queries` and `memory`."""

    def __init__(self, engine: Engine, path: Path, *, readonly: bool) -> None:
        self.path = path
        self.readonly = readonly
        self.queries = Queries(engine, path)
        self.memory = Memory(engine, path)
        self.engine = engine  # for this package alone

    @contextmanager
    def writer(self, *, wait: float = WAIT) -> Iterator[Writer]:
        """The one writer, until the end of the block. Readers are not held up.

        Raises RecordError where another process is still writing after `wait` seconds, naming it.
        """
        if self.readonly:
            raise RecordError("the record was opened for reading only", where=str(self.path))
        with hold_writer_lock(self.path, wait=wait, now=datetime.now(UTC)):
            writer = Writer(self.engine, self.path)
            writer.finish_wiping()  # what a kill or a reader kept from being wiped
            yield writer

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_sqlite(location: str | Path, *, create: bool, readonly: bool, for_readers: bool) -> Store:
    """See `open_store`."""
    path = path_of(location)
    readonly = readonly or for_readers
    _require_place(path, create=create and not readonly)
    engine = open_engine(path, readonly=readonly)
    try:
        with plain_errors(path):
            _bring_up(engine, path, readonly=readonly)
        if for_readers:
            engine.dispose()  # connections that are not overlaid yet
            withhold(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, path, readonly=readonly)


def _require_place(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise RecordError("is a folder: give the path of a file in it", where=str(path))
    if path.exists():
        return
    if not create:
        raise RecordError("there is no record here: `onrecord add` makes one", where=str(path))
    if not path.absolute().parent.is_dir():
        raise RecordError("there is no such folder: make it first", where=str(path.absolute().parent))


def _bring_up(engine: Engine, path: Path, *, readonly: bool) -> None:
    with engine.connect() as connection:
        version = _version(connection, path)
    if version == t.VERSION:
        return
    if readonly:
        raise RecordError(
            "there is nothing in this record yet: `onrecord add` puts reports in"
            if version == 0
            else "the record is of an older version: `onrecord add` brings it up to this one",
            where=str(path),
        )
    if version == 0:
        with engine.connect() as connection:
            prepare_file(connection)
    with write(engine, path) as connection:
        # Asked again under the lock: another process may have been first.
        version = _version(connection, path)
        if version == 0:
            _create(connection)
        elif version < t.VERSION:
            migrate(connection, found=version, wanted=t.VERSION)


def _version(connection: Connection, path: Path) -> int:
    """The version of the tables; 0 where there are none. Raises RecordError where it is not for us."""
    if is_empty(connection):
        return 0
    if not inspect(connection).has_table(t.record.name):
        raise RecordError("is a database of another program: give another path", where=str(path))
    version = connection.scalar(select(t.record.c.version)) or 0
    if version > t.VERSION:
        raise RecordError(
            f"the record is of version {version}, made by a newer Onrecord; this one knows versions up to "
            f"{t.VERSION}: install the newer one",
            where=str(path),
        )
    return version


def _create(connection: Connection) -> None:
    t.metadata.create_all(connection)
    create_search(connection)
    connection.execute(insert(t.record).values(version=t.VERSION, wipe_due=0))
