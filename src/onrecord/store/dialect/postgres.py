"""PostgreSQL: the record of a team, in a database or a schema of its own. Loaded only where one is opened.

Readers see the record as it stood when they began (REPEATABLE READ) and are never held up. Writers take
turns: the one whose turn it is holds an advisory lock, lets others write between two reports and while it
waits for something, and writes by the very connection that holds the lock, so that nothing is written
without it. Texts sort by their bytes (COLLATE "C"), as in SQLite.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import psycopg
from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from onrecord.errors import RecordError
from onrecord.store.dialect.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from onrecord.store.dialect.places import Server

# How long a writer waits for its turn before it gives up, in seconds. Turns are short.
WAIT = 120.0

# How long a transaction waits for a lock that another one holds, in seconds.
BUSY = 10.0

# How long wiping waits for programs that are reading what is to be wiped, in seconds.
READER_DONE = 1.0

# What is asked of each connection. A machine that went to sleep or off the network in its turn loses it
# within two minutes.
_OPTIONS = (
    f"-c lock_timeout={int(BUSY * 1000)} -c timezone=UTC "
    "-c tcp_keepalives_idle=60 -c tcp_keepalives_interval=15 -c tcp_keepalives_count=4"
)

_WRITING = {"isolation_level": "READ COMMITTED", "postgresql_readonly": False}

# The search tables hold the words of a row, folded and parted by spaces; rows are found by the index over
# these as an array, which has no limit of words or places as `tsvector` has, and words that are to stand
# one after another are then looked for in the text itself.
_SEARCHED = (("statement_words", "statements", "words"), ("report_words", "versions", "text"))
_SEARCH_TABLES = (
    """CREATE TABLE {name} (rowid INTEGER PRIMARY KEY REFERENCES {table} (sequence) ON DELETE CASCADE,
    folded TEXT COLLATE "C" NOT NULL)""",
    "CREATE INDEX {name}_found ON {name} USING gin (string_to_array(folded, ' ')) WITH (fastupdate = off)",
)

# How the views of `withheld`, written for SQLite, are spelled here.
_SPELLED = (
    (re.compile(r"json_group_array\((\w+)\)"), r"json_agg(\1)::text"),
    (re.compile(r"\binstr\("), "strpos("),
    (re.compile(r"\bchar\("), "chr("),
    (re.compile(r"\bx'([0-9a-f]*)'"), r"'\\x\1'::bytea"),
)

_GONE = "the server went away: what the record held before is safe; do it again when the server is back"
_UNFIT = (
    "what was to be added does not fit together, and nothing of it was kept; "
    "this is a fault of Onrecord: please report it"
)
_ANOTHER = "another program is writing to the record: wait until it is done and do it again"
# By SQLSTATE, or the class that is its first two letters.
_PLAIN_ERRORS = {
    "08": _GONE,
    "57P": _GONE,
    "22021": "a report holds a character that PostgreSQL cannot keep: make the database with ENCODING 'UTF8'",
    "23": _UNFIT,
    "25006": "the database can only be read: it is a copy that follows another server; write to that one",
    "28": "the server does not let us in: see the user and the password in the address, in PGPASSWORD or in "
    "~/.pgpass",
    "3D000": "the server has no such database: make it with createdb",
    "3F000": "the database has no such schema: make it with CREATE SCHEMA",
    "40": "two programs wrote at once, and nothing of this was kept: do it again",
    "42501": "the user may not do this: let whoever keeps the database grant CREATE on it and its schema",
    "42P07": "the database holds tables of another program: give another database or schema",
    "53100": "the disk of the server is full: make room and do it again; what the record held before is safe",
    "53200": "the server has no memory left: do it again later; what the record held before is safe",
    "53300": "the server has too many connections: do it again later, or raise its max_connections",
    "54": "a report is too large for a record: add it in parts",
    "55P03": _ANOTHER,
    "57014": "the server stopped it: it took longer than its statement_timeout allows",
    "58": "the disk of the server cannot be read or written; what the record held before is safe",
    "XX": "the server found its files damaged: let whoever keeps it see its log, and put back a backup",
}
# Where a connection is refused, the driver has no SQLSTATE, only what the server says.
_REFUSED = (
    ("password authentication failed", "28"),
    ("no password supplied", "28"),
    ("no pg_hba.conf entry", "28"),
    ("authentication failed", "28"),
    (r'role ".*" does not exist', "28"),
    (r'database ".*" does not exist', "3D000"),
    ("too many", "53300"),
    ("permission denied for database", "42501"),
)


def explain(error: BaseException | None) -> str:
    """What went wrong and what to do."""
    state = getattr(error, "sqlstate", None) or ""
    told = str(error)
    if not state:
        state = next((state for words, state in _REFUSED if re.search(words, told)), "")
    for known in (state, state[:3], state[:2]):
        if known in _PLAIN_ERRORS:
            return _PLAIN_ERRORS[known]
    if "NUL" in told:
        return "a report holds a NUL character, which no text in PostgreSQL may"
    if isinstance(error, psycopg.ProgrammingError) and not state:
        return "is no address of a database: write postgresql://user@host:port/name"
    if isinstance(error, psycopg.OperationalError) and not state:
        if "connection failed" in told or "failed to resolve" in told or "connection timeout" in told:
            return "the server cannot be reached: see that it runs and that host and port are right"
        return _GONE
    return "the database failed: see the log of the server"


class _Rows(psycopg.ServerCursor[Any]):
    """Rows that are fetched bit by bit; who does not want them all leaves them to the transaction's end."""

    def __del__(self, __warn: object = None) -> None:
        pass


def open_engine(place: Server, *, readonly: bool) -> Engine:
    def connect() -> psycopg.Connection[Any]:
        given = psycopg.conninfo.conninfo_to_dict(place.address)
        connection: psycopg.Connection[Any] = psycopg.connect(
            place.address,
            options=f"{_OPTIONS} {given.get('options') or ''}",
            connect_timeout=int(given.get("connect_timeout") or 10),
            application_name=f"onrecord, process {os.getpid()} on {socket.gethostname()}"[:63],
        )
        connection.server_cursor_factory = _Rows
        return connection

    engine = create_engine(
        "postgresql+psycopg://",
        creator=connect,
        poolclass=QueuePool,
        max_overflow=-1,
        # A page that is open for days goes on when the server was started anew.
        pool_pre_ping=True,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A writer takes its lock before it reads, or what it read might be overtaken before it writes.
        if connection.get_execution_options().get("writing", False):
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_lock(connection, "write"),))

    return engine


def _lock(connection: Connection, what: str) -> int:
    """The number of a lock of this record: of its schema, since advisory locks are of one database."""
    schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
    digest = hashlib.blake2b(f"onrecord {what} {schema}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


@contextmanager
def write(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as plain:
        connection = plain.execution_options(writing=True, **_WRITING)
        with connection.begin():
            yield connection


class _Turn:
    """The connection that holds the lock, by which everything is written."""

    def __init__(self, connection: Connection, where: str, wait: float) -> None:
        self._connection = connection
        self._where = where
        self._wait = wait
        with connection.begin():
            self._key = _lock(connection, "turn")

    @contextmanager
    def write(self) -> Iterator[Connection]:
        if self._connection.invalidated:  # it would come back by itself, without the lock
            raise RecordError(_GONE, where=self._where)
        with self._connection.execution_options(writing=True).begin():
            yield self._connection

    def take(self) -> None:
        """Wait for the turn. Raises RecordError where it does not come."""
        if self._connection.invalidated:
            raise RecordError(_GONE, where=self._where)
        with self._connection.execution_options(writing=False).begin():
            wait = f"{max(1, int(self._wait * 1000))}ms"
            self._connection.exec_driver_sql("SELECT set_config('lock_timeout', %s, true)", (wait,))
            try:
                self._connection.exec_driver_sql("SELECT pg_advisory_lock(%s)", (self._key,))
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) != "55P03":
                    raise
            else:
                return
        with self._connection.begin():
            holder = self._connection.execute(text(_HOLDER), self._parts(granted=True)).scalar()
        raise RecordError(
            f"another program is writing to the record ({holder or 'unknown'}): "
            "wait until it is done and do it again",
            where=self._where,
        )

    def leave(self) -> None:
        """Let the next one write. What is lost already needs no leaving."""
        if not self._connection.invalidated:
            with self._connection.execution_options(writing=False).begin():
                self._connection.exec_driver_sql("SELECT pg_advisory_unlock(%s)", (self._key,))

    def give_way(self) -> bool:
        with self._connection.execution_options(writing=False).begin():
            waiting = self._connection.execute(text(_HOLDER), self._parts(granted=False)).first()
        if waiting is None:
            return False
        self.leave()
        self.take()  # behind those who wait
        return True

    @contextmanager
    def rest(self) -> Iterator[None]:
        self.leave()
        try:
            yield
        finally:
            self.take()

    def _parts(self, *, granted: bool) -> dict[str, Any]:
        """The lock as it stands in pg_locks."""
        high, low = divmod(self._key % 2**64, 2**32)
        return {"high": high, "low": low, "granted": granted}


_HOLDER = """SELECT coalesce(a.application_name, '') FROM pg_locks AS l LEFT JOIN pg_stat_activity AS a
ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database
WHERE datname = current_database()) AND l.classid = :high AND l.objid = :low AND l.objsubid = 1
AND l.granted = :granted LIMIT 1"""


@contextmanager
def take_turn(engine: Engine, place: Server, *, wait: float, now: datetime) -> Iterator[_Turn]:
    with engine.connect() as plain:
        turn = _Turn(plain.execution_options(**_WRITING), str(place), wait)
        turn.take()
        try:
            yield turn
        finally:
            turn.leave()


def prepare(connection: Connection) -> None:
    encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
    if encoding != "UTF8":
        raise RecordError(
            f"the database keeps texts as {encoding}, and a record needs UTF8: "
            "make another one with createdb --encoding=UTF8 --template=template0"
        )


def is_empty(connection: Connection) -> bool:
    schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
    if schema is None:
        raise RecordError(_PLAIN_ERRORS["3F000"])
    return not connection.execute(text(_TABLES), {"schema": schema}).scalar()


# Without those of extensions.
_TABLES = """SELECT count(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE n.nspname = :schema AND c.relkind IN ('r', 'p')
AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')"""


def create_search(connection: Connection) -> None:
    for name, table, _ in _SEARCHED:
        for statement in _SEARCH_TABLES:
            connection.exec_driver_sql(statement.format(name=name, table=table))


def index_words(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    for name, searched, column in _SEARCHED:
        if rows and searched == table.name:
            statement = f"INSERT INTO {name} SELECT sequence, :folded FROM {searched} WHERE id = :id"
            found = [{"id": row["id"], "folded": " ".join(words_of(row[column]))} for row in rows]
            connection.execute(text(statement), found)


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    connection.execute(insert(table).on_conflict_do_nothing(), rows)


@contextmanager
def filling(connection: Connection) -> Iterator[None]:
    """The index of word search is made at the end, and the planner told what there is."""
    for name, _, _ in _SEARCHED:
        connection.exec_driver_sql(f"DROP INDEX {name}_found")
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")  # or no index can be made
    for name, table, _ in _SEARCHED:
        for statement in _SEARCH_TABLES[1:]:
            connection.exec_driver_sql(statement.format(name=name, table=table))
    connection.exec_driver_sql("ANALYZE")


def fill(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    quoted = connection.dialect.identifier_preparer.quote
    columns = list(rows[0])
    _copy(connection, table.name, map(quoted, columns), ([row[name] for name in columns] for row in rows))
    for name, searched, column in _SEARCHED:
        if searched == table.name:
            found = ((row["sequence"], " ".join(words_of(row[column]))) for row in rows)
            _copy(connection, name, ("rowid", "folded"), found)


def _copy(connection: Connection, table: str, columns: Iterable[str], rows: Iterable[Sequence[Any]]) -> None:
    below = connection.connection.driver_connection
    assert isinstance(below, psycopg.Connection)
    statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
    try:
        with psycopg.ClientCursor(below) as cursor, cursor.copy(statement.encode()) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as error:
        raise DBAPIError(statement, None, error) from error


class _Link(NamedTuple):
    """A foreign key, as the catalogue has it."""

    table: str
    column: str
    parent: str
    key: str


_LINKS = """SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text, b.attname
FROM pg_constraint AS c JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_attribute AS b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace ORDER BY 1, 2"""

_OWN_TABLES = """SELECT c.relname FROM pg_class AS c WHERE c.relkind = 'r'
AND c.relnamespace = current_schema()::regnamespace ORDER BY 1"""


def wipe(engine: Engine) -> bool:
    """Tables are written anew (VACUUM FULL), for which nobody may be reading for a moment.

    What the server keeps beside its tables (its log of changes until it is written over, backups) is in
    the hands of whoever keeps the server.
    """
    with engine.connect() as plain:
        connection = plain.execution_options(isolation_level="AUTOCOMMIT", postgresql_readonly=False)
        tables = connection.exec_driver_sql(_OWN_TABLES).scalars().all()
        names = ", ".join(f'"{name}"' for name in tables)
        try:
            connection.exec_driver_sql(f"SET lock_timeout = {int(READER_DONE * 1000)}")
            # Who reads now may have begun before it was deleted; who begins later has not seen it.
            connection.exec_driver_sql(f"DO $$ BEGIN LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE; END $$")
            connection.exec_driver_sql(f"SET lock_timeout = {int(BUSY * 1000)}")
            connection.exec_driver_sql(f"VACUUM (FULL) {names}")
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != "55P03":
                raise
            return False
        finally:
            connection.exec_driver_sql(f"SET lock_timeout = {int(BUSY * 1000)}")
    return True


def find_damage(engine: Engine, *, readonly: bool) -> Iterator[str]:
    with engine.connect() as connection:
        for row in connection.exec_driver_sql(_LINKS).all():
            link = _Link(*row)
            lost = f"""SELECT count(*) FROM {link.table} AS c WHERE c.{link.column} IS NOT NULL
            AND NOT EXISTS (SELECT FROM {link.parent} AS p WHERE p.{link.key} = c.{link.column})"""
            if count := connection.exec_driver_sql(lost).scalar():
                yield f"{count} rows of {link.table} point to nothing in {link.parent}"
        for name, table, column in _SEARCHED:
            query = text(
                f"SELECT {table}.{column}, folded FROM {table} LEFT JOIN {name} ON rowid = {table}.sequence"
            )
            rows = connection.execution_options(yield_per=500).execute(query)
            if any(row[1] != " ".join(words_of(row[0])) for row in rows):
                yield f"{name} does not agree with what it searches"


def overlay(engine: Engine, views: Sequence[str]) -> None:
    @event.listens_for(engine, "connect")
    def lay(connection: psycopg.Connection[Any], _: object) -> None:
        [schema] = connection.execute("SELECT quote_ident(current_schema())").fetchone() or ["public"]
        for view in views:
            spelled = view.replace("main.", f"{schema}.")
            for pattern, here in _SPELLED:
                spelled = pattern.sub(here, spelled)
            connection.execute(spelled.encode())
        connection.commit()


def count_on(connection: Connection) -> None:
    for table in ("versions", "statements", "judgements", "link_items"):
        connection.exec_driver_sql(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'sequence'), "
            f"(SELECT coalesce(max(sequence), 0) + 1 FROM {table}), false)"
        )
