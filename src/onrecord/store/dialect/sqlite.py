"""SQLite: a file in WAL mode, so that readers are never blocked, and one writer at a time."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.pool import QueuePool

from onrecord.errors import RecordError
from onrecord.store.dialect.words import TOKENIZE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

# How long a writer waits for another one before it gives up, in seconds.
WAIT = 5.0

# How long a read or a write waits for the moment that another one takes, in seconds.
BUSY = 10.0

# How long wiping waits for programs that are reading what is to be wiped, in seconds.
READER_DONE = 1.0

# The rows of the search tables are kept by triggers, so that they go with what they were made from.
_SEARCHED = (("statement_words", "statements", "words"), ("report_words", "versions", "text"))
_SEARCH_TABLES = (
    """CREATE VIRTUAL TABLE {name} USING fts5(
    {column}, content='{table}', content_rowid='sequence', tokenize='{tokenize}')""",
    """CREATE TRIGGER {name}_in AFTER INSERT ON {table} BEGIN
    INSERT INTO {name}(rowid, {column}) VALUES (new.sequence, new.{column}); END""",
    """CREATE TRIGGER {name}_out AFTER DELETE ON {table} BEGIN
    INSERT INTO {name}({name}, rowid, {column}) VALUES ('delete', old.sequence, old.{column}); END""",
)

DAMAGED = "the record is damaged: put back a copy, or add the reports to a new record"

_PLAIN_ERRORS = {
    "SQLITE_FULL": "the disk is full: make room and do it again; what the record held before is safe",
    "SQLITE_READONLY": "the record cannot be written: allow writing to the file and its folder",
    "SQLITE_BUSY": "another program is writing to the record: wait until it is done and do it again",
    "SQLITE_LOCKED": "another program is writing to the record: wait until it is done and do it again",
    "SQLITE_NOTADB": "this file is not a record, or is damaged from its first page: "
    "give another --record, or put back a copy",
    "SQLITE_CORRUPT": DAMAGED,
    "SQLITE_CANTOPEN": "the record cannot be opened: see that the folder exists and may be read and written",
    "SQLITE_PERM": "the record may not be opened: allow reading and writing of the file and its folder",
    "SQLITE_AUTH": "the record may not be opened: allow reading and writing of the file and its folder",
    "SQLITE_IOERR": "the disk cannot be read or written: see that it is there, sound and not full; "
    "what the record held before is safe",
    "SQLITE_TOOBIG": "a report is too large for a record: add it in parts",
    "SQLITE_CONSTRAINT": "what was to be added does not fit together, and nothing of it was kept; "
    "this is a fault of Onrecord: please report it",
}


def explain(error: BaseException | None) -> str:
    """What went wrong and what to do."""
    name = getattr(error, "sqlite_errorname", "")
    kind = "_".join(name.split("_")[:2])  # SQLITE_IOERR_WRITE is an SQLITE_IOERR
    return _PLAIN_ERRORS.get(kind, "the database failed: see that disk and file are sound")


def open_engine(place: Path, *, readonly: bool) -> Engine:
    def connect() -> sqlite3.Connection:
        connection = _connect_readonly(place) if readonly else _connect(place, mode="rwc")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        connection.execute("PRAGMA synchronous = FULL")  # what was said to be added outlives a power cut
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, max_overflow=-1)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock before it reads, or what it read might be overtaken before it writes.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def _connect(path: Path, *, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(path))}?mode={mode}"
    # Transactions are begun by us (`begin` above), never by the driver.
    return sqlite3.connect(uri, uri=True, timeout=BUSY, check_same_thread=False, isolation_level=None)


def _connect_readonly(path: Path) -> sqlite3.Connection:
    """Also of a folder that cannot be written, in which SQLite cannot make its side files."""
    connection = _connect(path, mode="ro")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except sqlite3.OperationalError as error:
        connection.close()
        log = _beside(path, "-wal")
        side_files = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        if not side_files or (log.exists() and log.stat().st_size):
            raise
        # Safe since nobody can write there: all that was written is in the file itself.
        connection = _connect(path, mode="ro&immutable=1")
    return connection


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as plain:
        connection = plain.execution_options(writing=True)
        with connection.begin():
            yield connection


class _Turn:
    """The whole time belongs to one writer: another one is told to come again later."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def write(self) -> AbstractContextManager[Connection]:
        return write(self._engine)

    def give_way(self) -> bool:
        return False

    def rest(self) -> AbstractContextManager[None]:
        return nullcontext()


@contextmanager
def take_turn(engine: Engine, place: Path, *, wait: float, now: datetime) -> Iterator[_Turn]:
    """The lock is that of a small database beside the record (`….writer`), which the system lets go when a
    process ends in whatever way; the row in it names who holds it.
    """
    beside = _beside(place, ".writer")
    who = f"process {os.getpid()}, since {now:%Y-%m-%d %H:%M}"
    with closing(sqlite3.connect(beside, timeout=wait, isolation_level=None)) as lock:
        try:
            lock.execute("PRAGMA synchronous = OFF")  # nothing in it need outlive a power cut
            lock.execute("BEGIN IMMEDIATE")
            lock.execute("CREATE TABLE IF NOT EXISTS writer (who TEXT)")
            lock.execute("DELETE FROM writer")
            lock.execute("INSERT INTO writer VALUES (?)", (who,))
            lock.execute("COMMIT")
            lock.execute("BEGIN IMMEDIATE")
        except sqlite3.DatabaseError as error:
            code = error.sqlite_errorcode & 0xFF
            if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise RecordError(
                    "this file only says who writes to the record, and is damaged: delete it",
                    where=str(beside),
                ) from error
            if code != sqlite3.SQLITE_BUSY:
                raise
            raise RecordError(
                f"another program is writing to the record ({_holder(lock)}): "
                "wait until it is done and do it again",
                where=str(place),
            ) from error
        yield _Turn(engine)


def _holder(lock: sqlite3.Connection) -> str:
    row = lock.execute("SELECT who FROM writer").fetchone()
    return row[0] if row else "unknown"


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def prepare(connection: Connection) -> None:
    driver(connection).execute("PRAGMA journal_mode = WAL")


def overlay(engine: Engine, views: Sequence[str]) -> None:
    @event.listens_for(engine, "connect")
    def lay(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA temp_store = MEMORY")
        for view in views:
            connection.execute(view)


def count_on(connection: Connection) -> None:
    """Done by SQLite: the next `sequence` is one above the largest."""


def driver(connection: Connection) -> sqlite3.Connection:
    """The connection below SQLAlchemy's, for what cannot be done in a transaction."""
    below = connection.connection.driver_connection
    assert isinstance(below, sqlite3.Connection)
    return below


def create_search(connection: Connection) -> None:
    for name, table, column in _SEARCHED:
        for statement in _SEARCH_TABLES:
            made = statement.format(name=name, table=table, column=column, tokenize=TOKENIZE)
            connection.exec_driver_sql(made)


def index_words(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Done by the triggers."""


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    connection.execute(insert(table).on_conflict_do_nothing(), rows)


@contextmanager
def filling(connection: Connection) -> Iterator[None]:
    """The triggers of word search stand still, and it is made of all rows at the end."""
    triggers = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    for name, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {name}")
    yield
    for name, _, _ in _SEARCHED:
        connection.exec_driver_sql(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
    for _, sql in triggers:
        connection.exec_driver_sql(sql)


def fill(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(table.insert(), rows)


def is_empty(connection: Connection) -> bool:
    return not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()


def wipe(engine: Engine) -> bool:
    """Overwriting what is deleted is not enough: words stay in the parts of the search index, and there may
    be copies of moved rows in the gaps of pages. Takes about as long as copying the record, and room for
    two copies.
    """
    with engine.connect() as connection:
        below = driver(connection)
        for name, _, _ in _SEARCHED:
            below.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")
        below.execute("VACUUM")
        below.execute(f"PRAGMA busy_timeout = {int(READER_DONE * 1000)}")
        busy, _, _ = below.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        below.execute(f"PRAGMA busy_timeout = {int(BUSY * 1000)}")
        return not busy


def list_indexes(connection: Connection) -> list[str]:
    """The names of all indexes of the record's tables."""
    query = "SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name"
    return [name for (name,) in driver(connection).execute(query)]


def rebuild_index(connection: Connection, name: str) -> None:
    """Make an index anew from its table."""
    driver(connection).execute(f'REINDEX "{name}"')


def find_damage(engine: Engine, *, readonly: bool) -> Iterator[str]:
    with engine.connect() as connection:
        below = driver(connection)
        for (line,) in below.execute("PRAGMA integrity_check"):
            if line != "ok":
                yield line
        for table, row, parent, _ in below.execute("PRAGMA foreign_key_check"):
            yield f"row {row} of {table} points to nothing in {parent}"
        for name, _, _ in () if readonly else _SEARCHED:
            try:
                below.execute(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
            except sqlite3.DatabaseError as error:
                yield f"{name} does not agree with what it searches ({error})"
