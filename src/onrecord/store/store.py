"""Opening a record: made where there is none, brought up to this version, or refused in plain words."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, Engine, insert, inspect, select

from onrecord.errors import RecordError
from onrecord.store import tables as t
from onrecord.store.dialect import (
    NO_RECORD,
    Place,
    create_search,
    is_empty,
    open_engine,
    place_of,
    plain_errors,
    prepare,
    require_place,
    take_turn,
    write,
)
from onrecord.store.memory import Memory
from onrecord.store.migrations import migrate
from onrecord.store.queries import Queries
from onrecord.store.withheld import withhold
from onrecord.store.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType


class Store:
    """An open record. `with open_store(…) as store:` closes it; reading needs `queries` and `memory`."""

    def __init__(self, engine: Engine, place: Place, *, readonly: bool) -> None:
        self.place = place
        self.readonly = readonly
        self.queries = Queries(engine, place)
        self.memory = Memory(engine, place)
        self.engine = engine  # for this package alone

    @property
    def name(self) -> str:
        """What the record is called: as its file without the ending, or its database."""
        return self.place.stem

    @contextmanager
    def writer(self, *, wait: float | None = None) -> Iterator[Writer]:
        """The one writer, until the end of the block. Readers are not held up.

        Raises RecordError where another process is still writing after `wait` seconds, naming it. Without
        one: 5 seconds for a file, which has one writer at a time; 2 minutes for a server, where writers
        take turns.
        """
        if self.readonly:
            raise RecordError("the record was opened for reading only", where=str(self.place))
        with take_turn(self.engine, self.place, wait=wait, now=datetime.now(UTC)) as turn:
            writer = Writer(self.engine, self.place, turn)
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


def open_place(location: str | Path, *, create: bool, readonly: bool, for_readers: bool) -> Store:
    """See `open_store`."""
    place = place_of(location)
    readonly = readonly or for_readers
    create = create and not readonly
    require_place(place, create=create)
    engine = open_engine(place, readonly=readonly)
    try:
        with plain_errors(place):
            _bring_up(engine, place, create=create, readonly=readonly)
        if for_readers:
            engine.dispose()  # connections that are not overlaid yet
            withhold(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, place, readonly=readonly)


def _bring_up(engine: Engine, place: Place, *, create: bool, readonly: bool) -> None:
    with engine.connect() as connection:
        version = _version(connection, place)
    if version == t.VERSION:
        return
    if readonly:
        raise RecordError(
            "there is nothing in this record yet: `onrecord add` puts reports in"
            if version == 0
            else "the record is of an older version: `onrecord add` brings it up to this one",
            where=str(place),
        )
    if version == 0:
        if not create and not isinstance(place, Path):
            raise RecordError(NO_RECORD, where=str(place))
        with engine.connect() as connection:
            prepare(connection)
    with write(engine, place) as connection:
        # Asked again under the lock: another process may have been first.
        version = _version(connection, place)
        if version == 0:
            _create(connection)
        elif version < t.VERSION:
            migrate(connection, found=version, wanted=t.VERSION)


def _version(connection: Connection, place: Place) -> int:
    """The version of the tables; 0 where there are none. Raises RecordError where it is not for us."""
    if is_empty(connection):
        return 0
    if not inspect(connection).has_table(t.record.name):
        raise RecordError("is a database of another program: give another path", where=str(place))
    version = connection.scalar(select(t.record.c.version)) or 0
    if version > t.VERSION:
        raise RecordError(
            f"the record is of version {version}, made by a newer Onrecord; this one knows versions up to "
            f"{t.VERSION}: install the newer one",
            where=str(place),
        )
    return version


def _create(connection: Connection) -> None:
    t.metadata.create_all(connection)
    create_search(connection)
    connection.execute(insert(t.record).values(version=t.VERSION, wipe_due=0))
