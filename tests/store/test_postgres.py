"""Records on a PostgreSQL server: what is otherwise than in a file, and that nothing else is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import RecordError, UsageError
from onrecord.store import Added, open_store
from onrecord.store.check import check, digest
from onrecord.store.dialect import Server, place_of
from onrecord.store.dialect.words import words_of
from onrecord.store.search import match_statements
from onrecord.store.store import Store
from tests.server import OwnServer
from tests.store.conftest import NOW, add, make_report, make_reports, read_by_hand

ROOT = Path(__file__).parents[2]


@pytest.fixture
def both(database: str, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """An empty record in a file, and one on the server."""
    with open_store(tmp_path / "record.db") as file, open_store(database) as team:
        yield file, team


def test_the_two_databases_hold_and_answer_the_same(both: tuple[Store, Store]) -> None:
    file, team = both
    reports = [
        *make_reports(3),
        make_report("place0", extra=" Two fell."),
        make_report("Łódź", published=None),
    ]
    for store in both:
        add(store, *reports)
        with store.writer() as writer:
            writer.forget(reports[1].id)
    assert digest(team) == digest(file)
    assert list(check(team)) == []
    for asked in ({}, {"about": '"river will" again'}, {"by": "lecka"}):
        assert list(team.queries.statements(**asked)) == list(file.queries.statements(**asked))  # type: ignore[arg-type]
    assert list(team.queries.local_people()) == list(file.queries.local_people())
    assert [one.report for one in team.queries.listing()] == [one.report for one in file.queries.listing()]


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80), st.text(alphabet="aé ̈ßŁЖ中①२-_'\"’", max_size=30))
def test_words_are_those_of_fts5(some: str, others: str) -> None:
    text = f"{some} {others}".replace("\0", "")
    fts = sqlite3.connect(":memory:")
    fts.execute("CREATE VIRTUAL TABLE w USING fts5(t, tokenize='unicode61 remove_diacritics 2')")
    fts.execute("CREATE VIRTUAL TABLE v USING fts5vocab(w, 'instance')")
    try:
        fts.execute("INSERT INTO w VALUES (?)", (text,))
    except UnicodeEncodeError:
        return
    finally:
        found = [term for (term,) in fts.execute("SELECT term FROM v ORDER BY offset")]
        fts.close()
    assert words_of(text) == found


@pytest.mark.parametrize(
    "asked",
    ["bridge", "BRIDGE safe", '"is safe"', '"safe is"', "ŁĘCKA", "it's", "…", "re-paid", '"will be paid"'],
)
def test_the_same_is_found(both: tuple[Store, Store], asked: str) -> None:
    def found(store: Store) -> list[str]:
        try:
            return [one.statement.id for one in store.queries.statements(about=asked)]
        except UsageError:
            return ["no word"]

    for store in both:
        add(store, make_report())
    assert found(both[1]) == found(both[0])


def test_a_search_goes_through_the_index(database: str) -> None:
    with open_store(database) as store, store.engine.connect() as connection:
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        query = match_statements("bridge").compile(connection, compile_kwargs={"render_postcompile": True})
        rows = connection.execute(match_statements("bridge").prefix_with("")).all()
        assert rows == []
        assert "string_to_array" in str(query)
        plan = connection.exec_driver_sql(
            "EXPLAIN SELECT 1 FROM statement_words WHERE string_to_array(folded, ' ') @> ARRAY['bridge']"
        )
        assert any("statement_words_found" in line for (line,) in plan)


def test_a_record_is_made_in_an_empty_database_but_not_for_reading(server: OwnServer) -> None:
    address = server.address(server.make_database())
    with pytest.raises(RecordError, match="there is no record here"):
        open_store(address, create=False)
    with pytest.raises(RecordError, match="nothing in this record yet"):
        open_store(address, readonly=True)
    with open_store(address) as store:
        assert add(store, make_report()) == [Added.NEW]
    with open_store(address, readonly=True) as store:
        assert store.queries.counts().reports == 1
        with pytest.raises(RecordError, match="for reading only"):
            add(store, make_report("tower"))


def test_two_records_may_be_schemas_of_one_database(server: OwnServer) -> None:
    name = server.make_database()
    server.run("CREATE SCHEMA court AUTHORIZATION reader", database=name)
    address = f"{server.address(name)}&options=-c%20search_path%3Dcourt"
    with open_store(server.address(name)) as one, open_store(address) as other:
        add(one, make_report())
        assert other.queries.counts().reports == 0
        with one.writer(), other.writer():
            pass
    with pytest.raises(RecordError, match="no such schema"):
        open_store(address.replace("court", "nowhere"))


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("CREATE TABLE songs (title TEXT)", "another program"),
        (
            "REVOKE CREATE ON SCHEMA public FROM PUBLIC, reader; ALTER SCHEMA public OWNER TO keeper",
            "may not do this",
        ),
    ],
)
def test_what_cannot_be_a_record_is_told(server: OwnServer, sql: str, told: str) -> None:
    name = server.make_database()
    for one in sql.split("; "):
        server.run(one, database=name)
    with pytest.raises(RecordError, match=told):
        open_store(server.address(name))


def test_a_database_of_other_letters_is_refused(server: OwnServer) -> None:
    name = server.make_database(options="ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(RecordError, match="needs UTF8"):
        open_store(server.address(name))


def test_who_cannot_be_reached_is_told_without_the_password(server: OwnServer) -> None:
    with pytest.raises(RecordError, match="no such database"):
        open_store(server.address("nowhere"))
    with pytest.raises(RecordError, match="does not let us in"):
        open_store(server.address("postgres").replace("reader@", "nobody@"))
    with pytest.raises(RecordError, match="cannot be reached") as refused:
        open_store("postgresql://ana:Xylanthropos@127.0.0.1:9/record?connect_timeout=2")
    assert "Xylanthropos" not in str(refused.value)
    assert str(refused.value).startswith("postgresql://ana:…@127.0.0.1:9/record")
    with pytest.raises(RecordError, match="no address of a database"):
        open_store("postgresql://host/record?nonsense=1")


def test_a_place_is_called_as_the_database() -> None:
    place = place_of("postgres://ana@db.example:5433/court%20files?sslmode=require")
    assert isinstance(place, Server)
    assert place.stem == "court files"
    assert str(place_of("postgresql://a:b:c@h/d?password=e")) == "postgresql://a:…@h/d?password=…"


def test_a_nul_character_is_told(database: str) -> None:
    with open_store(database) as store, pytest.raises(RecordError, match="NUL"):
        add(store, make_report(extra=" \0"))


def test_two_adders_take_turns_and_both_record_everything(database: str, tmp_path: Path) -> None:
    count = 12
    adders = [
        subprocess.Popen([sys.executable, "-m", "tests.store.adder", database, str(count)], cwd=ROOT)
        for _ in range(2)
    ]
    assert [adder.wait(120) for adder in adders] == [0, 0]
    with open_store(database) as team, open_store(tmp_path / "one.db") as alone:
        add(alone, *make_reports(count))
        assert digest(team) == digest(alone)
        assert list(check(team)) == []


def test_who_waits_comes_in_between(database: str) -> None:
    bridge, tower, mill = (make_report(name) for name in ("bridge", "tower", "mill"))
    begun = threading.Event()

    def add_between() -> None:
        with open_store(database) as other:
            begun.set()
            add(other, mill)

    with open_store(database) as store, store.writer() as writer:
        assert not writer.give_way()
        thread = threading.Thread(target=add_between)
        thread.start()
        begun.wait()
        writer.add(bridge, read_by_hand(bridge), now=NOW)
        while not writer.give_way():
            assert store.queries.counts().reports == 1
        assert store.queries.counts().reports == 2
        with writer.resting():
            thread.join()
        writer.add(tower, read_by_hand(tower), now=NOW)
        assert store.queries.counts().reports == 3


def test_a_server_that_goes_away_and_comes_back(server: OwnServer, database: str) -> None:
    bridge, tower = make_report("bridge"), make_report("tower")

    def add_while_it_goes(store: Store) -> None:
        with store.writer() as writer:
            writer.add(bridge, read_by_hand(bridge), now=NOW)
            server.stop()
            server.start()
            # The turn was lost with the connection: nothing is written without it.
            for _ in range(2):
                with pytest.raises(RecordError, match="the server went away"):
                    writer.add(tower, read_by_hand(tower), now=NOW)
            writer.add(tower, read_by_hand(tower), now=NOW)

    with open_store(database) as store:
        with pytest.raises(RecordError, match="the server went away"):
            add_while_it_goes(store)
        assert [report.id for report in store.queries.reports()] == [bridge.id]
        assert add(store, bridge, tower) == [Added.UNCHANGED, Added.NEW]
        server.stop()
        with pytest.raises(RecordError, match=r"cannot be reached|went away"):
            store.queries.counts()
        server.start()
        assert store.queries.counts().reports == 2
        assert list(check(store)) == []


def test_what_is_deleted_is_gone_from_the_tables_of_the_server(server: OwnServer, database: str) -> None:
    secret = "Xylanthropos"
    with open_store(database) as store:
        gone = make_report(f"the {secret} bridge")
        add(store, *make_reports(3), replace(gone, original=replace(gone.original, data=secret.encode())))
        with store.writer() as writer:
            assert writer.forget(gone.id).wiped
        with store.engine.connect() as connection:
            query = "SELECT oid FROM pg_database WHERE datname = current_database()"
            oid = connection.exec_driver_sql(query).scalar_one()
    server.run("CHECKPOINT")
    files = (server.folder / "data" / "base" / str(oid)).iterdir()
    held = b"".join(file.read_bytes() for file in files)
    assert b"crossed" in held
    assert secret.lower().encode() not in held.lower()


def test_what_another_program_still_reads_is_wiped_by_the_next_writer(database: str) -> None:
    with open_store(database) as store:
        add(store, *make_reports(3))
        reader = store.queries.statements()
        next(reader)
        with store.writer() as writer:
            assert not writer.forget(make_reports(1)[0].id).wiped
        assert len(list(reader)) == 14
        with store.writer() as writer:
            assert writer.finish_wiping()
