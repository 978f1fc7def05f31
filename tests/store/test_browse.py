"""Lists in parts are the whole list, whether what fits is gathered or walked to; kept counts are right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from onrecord.edtf import Edtf
from onrecord.errors import UsageError
from onrecord.face import Record, open_record
from onrecord.record import Act, Kind
from onrecord.store import migrations, open_store, paging
from onrecord.store import tables as t
from onrecord.store.asked import Asked
from onrecord.store.browse import Browse
from onrecord.store.check import digest
from onrecord.store.dialect import write
from onrecord.store.paging import Part
from onrecord.store.store import Store
from tests.decisions.conftest import add
from tests.memory.conftest import make
from tests.store.conftest import add as keep
from tests.store.conftest import make_report


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    days = ("2024-03-01", "2024-03", "2024-03-02", None, "202X", "XXXX-03-02", "2024-03-02")
    with open_record(tmp_path_factory.mktemp("browse") / "lists.sqlite") as opened:
        for number, day in enumerate(days):
            outlet = "Lantern" if number % 2 else "Courier"
            lines = [
                f"Ana Quell | said | the flood gate {number} holds",
                f"Tobias Moss | denied | gate {number}",
            ]
            add(opened, make(f"gates of place {number}", outlet, day, *lines))
        yield opened


@pytest.fixture(params=["gathered", "walked"])
def browse(record: Record, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Browse:
    if request.param == "walked":
        monkeypatch.setattr(paging, "MOST_COUNTED", 1)
        monkeypatch.setattr(paging, "_TOO_MANY", 1)
    return Browse(record.store)


ASKED = (
    Asked(),
    Asked(about="gate"),
    Asked(by="Quell"),
    Asked(act=Act.DENY),
    Asked(kind=Kind.INDIRECT, act=Act.INFORM),
    Asked(outlet="Lantern"),
    Asked(since=Edtf("2024-03-02")),
    Asked(until=Edtf("2024-03-02"), about="flood"),
    Asked(since=Edtf("2024-03-02"), by="Moss", outlet="Courier"),
)


@pytest.mark.parametrize("asked", ASKED)
def test_parts_of_statements_are_the_whole_list(record: Record, browse: Browse, asked: Asked) -> None:
    parts = list(in_parts(lambda after: browse.statements(asked, after=after, limit=2)))
    found = [one.statement.id for part in parts for one in part.items]
    told = record.statements(
        by=asked.by, about=asked.about, kind=asked.kind, act=asked.act, since=asked.since, until=asked.until
    )
    fronts = {one.report: one.front for one in record.reports()}
    wanted = [one for one in told if asked.outlet in (None, fronts[one.report].outlet)]
    assert sorted(found) == sorted(one.statement.id for one in wanted)
    days = {one.statement.id: day_of(one.statement.said, fronts[one.report].published) for one in wanted}
    assert [days[one] for one in found] == sorted(days[one] for one in found)
    assert all(len(part.items) == 2 for part in parts[:-1])


def day_of(said: object, published: Edtf | None) -> tuple[object, ...]:
    day = getattr(said, "value", None) or published
    return day.sort_key[:3] if day else (2,)


@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("asked", [{}, {"outlet": "Courier"}, {"about": "flood gate"}])
def test_parts_of_reports_are_the_whole_list(
    record: Record, browse: Browse, asked: dict[str, str], newest: bool
) -> None:
    parts = list(in_parts(lambda after: browse.reports(**asked, newest=newest, after=after, limit=2)))
    found = [one for part in parts for one in part.items]
    wanted = {
        one.report for one in record.reports() if one.front.outlet == asked.get("outlet", one.front.outlet)
    }
    assert {one.report for one in found} == wanted
    assert len(found) == len(wanted)
    known = [one.front.published for one in found if one.front.published and one.front.published.is_known]
    assert known == sorted(known, reverse=newest)
    assert [one.front.published for one in found[: len(known)]] == known


def in_parts(ask: object) -> Iterator[Part]:  # type: ignore[type-arg]
    after: str | None = None
    while True:
        part = ask(after)  # type: ignore[operator]
        yield part
        if part.after is None:
            return
        after = part.after


def test_a_place_that_no_part_gave_is_refused(record: Record) -> None:
    browse = Browse(record.store)
    for ask in (lambda: browse.statements(Asked(), after="[1]"), lambda: browse.people(after="x")):
        with pytest.raises(UsageError, match="no place in a list"):
            ask()


def test_counts_that_are_kept_follow_all_that_changes(tmp_path: Path) -> None:
    lines = ["Ana Quell | said | the gate holds", "Tobias Moss | denied | the gate is open"]
    with open_record(tmp_path / "counts.sqlite") as record:
        for number in range(3):
            add(record, make(f"gates {number}", "Lantern", "2024-03-01", *lines))
        agree(record.store)
        statements = [one.statement.id for one in record.statements()]
        record.decide.edit(statements[0], reject=True)
        agree(record.store)
        record.decide.edit(statements[1], speaker="Ana Quell")
        people = [one.entity.id for one in record.people()]
        if len(people) > 1:
            record.decide.merge(*people[:2])
        agree(record.store)
        first = next(record.reports()).report
        record.decide.date(first, Edtf("2024-03-09"), outlet="Courier")
        agree(record.store)
        record.decide.undo()
        record.forget(first)
        agree(record.store)


def agree(store: Store) -> None:
    """What is kept for lists is what would be counted."""
    v, s = t.versions.c, t.statements.c
    e, em, y, ym = t.entities.c, t.entity_members.c, t.stories.c, t.story_members.c
    with store.engine.connect() as connection:
        for row in connection.execute(select(t.reports)):
            shown = connection.execute(select(v.outlet, v.day_order).where(v.id == row.current)).one()
            said = select(func.count()).where(s.version == row.current)
            assert (row.outlet, row.day_order, row.statements) == (*shown, connection.scalar(said))
        for row in connection.execute(select(e.id, e.statements, e.reports)):
            said = select(s.version).join(t.entity_members, em.person == s.speaker).where(em.entity == row.id)
            versions = list(connection.scalars(said))
            assert (row.statements, row.reports) == (len(versions), len(set(versions)))
        for row in connection.execute(select(y.id, y.reports)):
            assert row.reports == connection.scalar(select(func.count()).where(ym.story == row.id))
        assert doubts(connection, kept=True) == doubts(connection, kept=False)


def doubts(connection: Connection, *, kept: bool) -> dict[str, float]:
    m, s = t.saying_members.c, t.statements.c
    if kept:
        return {
            row.statement: round(row.doubt, 9) for row in connection.execute(select(m.statement, m.doubt))
        }
    rows = connection.execute(
        select(s.id, s.score, s.speaker_score, m.saying).join(t.saying_members, m.statement == s.id)
    ).all()
    sayings = [row.saying for row in rows]
    return {
        row.id: round((1 - row.score * (0.5 if row.speaker_score is None else row.speaker_score))
        * sayings.count(row.saying), 9)
        for row in rows
    }  # fmt: skip


def test_a_record_of_version_3_is_brought_up_with_its_counts(tmp_path: Path) -> None:
    path = tmp_path / "older.db"
    with open_store(path) as store:
        keep(
            store,
            make_report(),
            make_report("tower"),
            make_report(extra=" Two fell."),
            after=timedelta(hours=1),
        )
        before = digest(store)
        with write(store.engine, path) as connection:
            take_back(connection)
    with open_store(path) as store:
        agree(store)
        assert digest(store) == before


def take_back(connection: Connection) -> None:
    """The tables as they were in version 3."""
    for table in ("sealed", "sealed_judgements", "told_parts", "guests"):
        connection.exec_driver_sql(f"DROP TABLE {table}")
    connection.exec_driver_sql("DROP INDEX versions_hidden")
    connection.exec_driver_sql("ALTER TABLE versions DROP COLUMN hidden")
    for step in migrations.m0004_counts_for_lists.STEPS:
        words = step.split()
        if words[:2] == ["CREATE", "INDEX"]:
            connection.exec_driver_sql(f"DROP INDEX {words[2]}")
    for step in migrations.m0004_counts_for_lists.STEPS:
        words = step.split()
        if words[:2] == ["ALTER", "TABLE"]:
            connection.exec_driver_sql(f"ALTER TABLE {words[2]} DROP COLUMN {words[5]}")
    connection.exec_driver_sql("CREATE INDEX ix_statements_speaker ON statements (speaker)")
    connection.exec_driver_sql("CREATE INDEX ix_statements_version ON statements (version)")
    connection.exec_driver_sql("UPDATE record SET version = 3")
