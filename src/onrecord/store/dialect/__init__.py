"""All that a database does in its own way: opening, locking, upserts, word search, wiping, its errors.

A record is a SQLite file (`sqlite`) or a PostgreSQL database (`postgres`, which is loaded only for one).
The other modules of the store hold no SQL that only one of them understands.
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.exc import DBAPIError
from sqlalchemy.schema import CreateIndex, DropIndex

from onrecord.errors import RecordError, UsageError
from onrecord.store.dialect import sqlite
from onrecord.store.dialect.places import Place, Server, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine, MetaData, Table

__all__ = ["Place", "Server", "place_of"]

NO_RECORD = "there is no record here: `onrecord add` makes one"


class Turn(Protocol):
    """Being the only writer of a record, from one transaction to the next."""

    def write(self) -> AbstractContextManager[Connection]:
        """One transaction that writes: all of it is kept, or after an error or a kill nothing of it."""

    def give_way(self) -> bool:
        """Let those write who wait for their turn. True: somebody did, so that what was read may be old."""

    def rest(self) -> AbstractContextManager[None]:
        """Let others write until the end of the block, which waits for something else."""


class _Own(Protocol):
    """What each of the two modules has, in its own way."""

    WAIT: float

    def open_engine(self, place: Any, *, readonly: bool) -> Engine: ...
    def explain(self, error: Any) -> str: ...
    def write(self, engine: Engine) -> AbstractContextManager[Connection]: ...
    def take_turn(
        self, engine: Engine, place: Any, *, wait: float, now: datetime
    ) -> AbstractContextManager[Turn]: ...
    def prepare(self, connection: Connection) -> None: ...
    def is_empty(self, connection: Connection) -> bool: ...
    def create_search(self, connection: Connection) -> None: ...
    def index_words(
        self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
    ) -> None: ...
    def insert_new(
        self, connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]
    ) -> None: ...
    def filling(self, connection: Connection) -> AbstractContextManager[None]: ...
    def fill(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None: ...
    def wipe(self, engine: Engine) -> bool: ...
    def find_damage(self, engine: Engine, *, readonly: bool) -> Iterator[str]: ...
    def overlay(self, engine: Engine, views: Sequence[str]) -> None: ...
    def count_on(self, connection: Connection) -> None: ...


def _own(name: str) -> _Own:
    if name == "postgresql":
        from onrecord.store.dialect import postgres

        return postgres
    return sqlite


def _own_at(place: Place) -> _Own:
    return _own("postgresql" if isinstance(place, Server) else "sqlite")


def open_engine(place: Place, *, readonly: bool) -> Engine:
    """An engine whose connections keep to the rules of a record. Nothing is opened yet.

    Raises UsageError where a library that it needs is missing.
    """
    try:
        return _own_at(place).open_engine(place, readonly=readonly)
    except ModuleNotFoundError as error:
        raise UsageError(
            f"a PostgreSQL record needs one more package ({error.name} is missing): "
            "pip install 'onrecord[postgres]'",
            where=str(place),
        ) from error


@contextmanager
def plain_errors(place: Place) -> Iterator[None]:
    """What goes wrong in the database comes out as RecordError, in plain words."""
    try:
        yield
    except DBAPIError as error:
        raise _in_plain_words(error.orig, place) from error
    except sqlite3.Error as error:
        raise _in_plain_words(error, place) from error
    except UnicodeEncodeError as error:
        raise RecordError(
            f"a report holds half a character, which no text may ({error})", where=str(place)
        ) from error
    except zlib.error as error:
        raise RecordError(f"{sqlite.DAMAGED} ({error})", where=str(place)) from error


def _in_plain_words(error: BaseException | None, place: Place) -> RecordError:
    told = " ".join(str(error).split())
    return RecordError(f"{_own_at(place).explain(error)} ({told})", where=str(place))


@contextmanager
def write(engine: Engine, place: Place) -> Iterator[Connection]:
    """One transaction that writes, of whoever comes: all of it is kept, or nothing of it."""
    with plain_errors(place), _own_at(place).write(engine) as connection:
        yield connection


@contextmanager
def take_turn(engine: Engine, place: Place, *, wait: float | None, now: datetime) -> Iterator[Turn]:
    """Be the only writer of a record, from one transaction to the next, until the end or a kill.

    Raises RecordError after `wait` seconds (None: as long as is fit for the place), saying who writes.
    """
    own = _own_at(place)
    with (
        plain_errors(place),
        own.take_turn(engine, place, wait=own.WAIT if wait is None else wait, now=now) as turn,
    ):
        yield turn


def prepare(connection: Connection) -> None:
    """What a new record keeps for good, before its tables are made. Outside a transaction."""
    _own(connection.dialect.name).prepare(connection)


def is_empty(connection: Connection) -> bool:
    """Nothing was ever made in this place."""
    return _own(connection.dialect.name).is_empty(connection)


def create_search(connection: Connection) -> None:
    """The tables of word search: accents and case do not count."""
    _own(connection.dialect.name).create_search(connection)


def index_words(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Make rows of `statements` or `versions` that were just inserted findable by their words."""
    _own(connection.dialect.name).index_words(connection, table, rows)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows whose key is not there yet."""
    if rows:
        _own(connection.dialect.name).insert_new(connection, table, rows)


@contextmanager
def filling(connection: Connection, metadata: MetaData) -> Iterator[None]:
    """A record of which many rows are put into empty tables (`fill`): its indexes are made at the end."""
    indexes = [index for table in metadata.sorted_tables for index in table.indexes]
    for index in indexes:
        connection.execute(DropIndex(index))
    with _own(connection.dialect.name).filling(connection):
        yield
    for index in indexes:
        connection.execute(CreateIndex(index))


def fill(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows of all columns into a table while `filling`. They are found by words at its end."""
    if rows:
        _own(connection.dialect.name).fill(connection, table, rows)


def wipe(engine: Engine) -> bool:
    """Write the record anew, without the bytes of what was deleted. False while another program reads."""
    return _own(engine.dialect.name).wipe(engine)


def find_damage(engine: Engine, *, readonly: bool) -> Iterator[str]:
    """What the database itself finds wrong, in its words; of word search only where it may be written."""
    return _own(engine.dialect.name).find_damage(engine, readonly=readonly)


def overlay(engine: Engine, views: Sequence[str]) -> None:
    """Every later connection of the engine sees temporary views in the place of tables.

    They are written as for SQLite, the tables below them named `main.…`.
    """
    _own(engine.dialect.name).overlay(engine, views)


def count_on(connection: Connection) -> None:
    """The next row of each table with a `sequence` comes behind those that were copied into it."""
    _own(connection.dialect.name).count_on(connection)


def require_place(place: Place, *, create: bool) -> None:
    """Raises RecordError where there can be no record."""
    if not isinstance(place, Path):
        return
    if place.is_dir():
        raise RecordError("is a folder: give the path of a file in it", where=str(place))
    if place.exists():
        return
    if not create:
        raise RecordError(NO_RECORD, where=str(place))
    if not place.absolute().parent.is_dir():
        raise RecordError("there is no such folder: make it first", where=str(place.absolute().parent))
