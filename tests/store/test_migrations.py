from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from onrecord.errors import RecordError
from onrecord.store import open_store
from onrecord.store.check import digest
from onrecord.store.dialect import write
from onrecord.store.migrations import STEPS, migrate
from onrecord.store.store import Store
from onrecord.store.tables import VERSION
from tests.store.conftest import add, make_report, path_of

SCHEMA = Path(__file__).parent / f"version-{VERSION}.sql"


def schema_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '%_words_%' ORDER BY name"
        )
        return "".join("\n".join(line.rstrip() for line in sql.splitlines()) + ";\n" for (sql,) in rows)


def version_of(store: Store) -> int:
    with store.engine.connect() as connection:
        return int(connection.exec_driver_sql("SELECT version FROM record").scalar_one())


def add_mood(connection: Connection) -> None:
    connection.exec_driver_sql("ALTER TABLE statements ADD COLUMN mood TEXT")


def mood_unknown(connection: Connection) -> None:
    connection.exec_driver_sql("UPDATE statements SET mood = 'unknown'")


def fail(connection: Connection) -> None:
    connection.exec_driver_sql("DROP TABLE figures")
    raise RecordError("the step failed")


def test_the_tables_are_those_of_their_version(file_store: Store) -> None:
    # Where this fails, the tables have changed: raise VERSION, add a step to STEPS that takes older
    # records there, and write the new tables to a file of the new version beside this one.
    assert schema_of(path_of(file_store)) == SCHEMA.read_text()


def test_there_is_a_step_to_every_version_after_the_first() -> None:
    assert sorted(STEPS) == list(range(2, VERSION + 1))


def columns_of(path: Path) -> dict[str, set[tuple[str, str, int, int]]]:
    """The columns of each table: name, type, whether it may be empty, place in the key."""
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
        return {
            name: {
                (row[1], row[2], row[3], row[5]) for row in connection.execute(f"PRAGMA table_info({name})")
            }
            for (name,) in names.fetchall()
        }


@pytest.mark.parametrize("version", range(1, VERSION))
def test_an_old_record_gets_the_tables_of_this_version(
    tmp_path: Path, file_store: Store, version: int
) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection, connection:
        tables = (SCHEMA.parent / f"version-{version}.sql").read_text()
        # The parts of a search table are made by it.
        made = [one for one in tables.split(";\n") if not re.match(r"CREATE TABLE '\w+_words_", one)]
        made.sort(key=lambda one: not one.startswith("CREATE TABLE"))
        connection.executescript(";\n".join(made))
        entities_current = ", 1" if version == 1 else ""
        connection.execute(f"INSERT INTO record VALUES ({version}, 0{entities_current})")
    open_store(old).close()
    assert columns_of(old) == columns_of(path_of(file_store))


def test_steps_are_taken_in_order_and_keep_what_is_recorded(store: Store) -> None:
    add(store, make_report())
    before = digest(store)
    steps = {VERSION + 2: mood_unknown, VERSION + 1: add_mood}
    with write(store.engine, store.place) as connection:
        migrate(connection, found=VERSION, wanted=VERSION + 2, steps=steps)
    assert version_of(store) == VERSION + 2
    with write(store.engine, store.place) as connection:
        connection.exec_driver_sql(f"UPDATE record SET version = {VERSION}")
    assert digest(store) == before


def test_a_step_that_fails_leaves_the_record_as_it_was(store: Store) -> None:
    add(store, make_report())
    before = digest(store)
    steps = {VERSION + 1: add_mood, VERSION + 2: fail}
    with pytest.raises(RecordError, match="the step failed"), write(store.engine, store.place) as connection:
        migrate(connection, found=VERSION, wanted=VERSION + 2, steps=steps)
    assert (version_of(store), digest(store)) == (VERSION, before)
    if store.engine.dialect.name == "sqlite":
        assert schema_of(path_of(store)) == SCHEMA.read_text()


def test_a_record_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with open_store(path) as store, write(store.engine, store.place) as connection:
        connection.exec_driver_sql(f"UPDATE record SET version = {VERSION + 1}")
    before = path.read_bytes()
    for readonly in (False, True):
        with pytest.raises(RecordError, match="made by a newer Onrecord"):
            open_store(path, readonly=readonly)
    assert path.read_bytes() == before
