"""The rows of a report's versions and what was read in them: put in, removed, brought in line with edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from onrecord.errors import UsageError
from onrecord.record import Span
from onrecord.store import tables as t
from onrecord.store.decisions import correct, follow, own_front, own_reading
from onrecord.store.dialect import index_words, insert_new
from onrecord.store.groups import dissolve_some, outdate, release, unlink, unlink_some
from onrecord.store.links import in_parts
from onrecord.store.names import fold_words
from onrecord.store.rows import (
    NO_DAY,
    as_json,
    date_rows,
    figure_rows,
    front_columns,
    front_of,
    intake_columns,
    mention_rows,
    pack,
    people_rows,
    report_of,
    statement_rows,
    version_row,
)
from onrecord.store.told import untold_of_reports

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from onrecord.record import Front, Reading, Report

# The parts of a reading, those that point to others first: the order in which they are removed.
_READ_TABLES = (t.mentions, t.dates, t.figures, t.statements, t.people, t.readings)


def require_match(report: Report, reading: Reading) -> None:
    """Raises UsageError where the reading is of another version, SpanError where its words are not there."""
    versions = {reading.version, *(statement.version for statement in reading.statements)}
    if versions != {report.version}:
        raise UsageError("a reading of another text than the report's", where=report.original.location)
    roles = ((s.source, s.cue, s.content) for s in reading.statements)
    spans = [span for role in roles for part in role for span in part]
    spans += [m.span for m in reading.mentions] + [d.span for d in reading.dates]
    for span in (*spans, *(f.span for f in reading.figures)):
        Span.checked(span.start, span.end, span.text, report.text)


def insert_version(connection: Connection, report: Report, now: datetime) -> None:
    original = {"sha256": report.original.sha256, "packed": pack(report.original.data)}
    insert_new(connection, t.originals, [original])
    row = {"id": report.id, "current": report.version, "outlet": None, "day_order": NO_DAY, "statements": 0}
    insert_new(connection, t.reports, [row])  # all but the id follows by update_report
    version = version_row(report, added=now)
    connection.execute(insert(t.versions), version)
    index_words(connection, t.versions, [version])


def update_version(connection: Connection, known: Any, report: Report) -> None:
    """`known`: see `again.stored_version`."""
    values = front_columns(report.front)
    if known["sha256"] == report.original.sha256:
        values |= intake_columns(report)
    connection.execute(update(t.versions).where(t.versions.c.id == report.version).values(values))


def update_report(connection: Connection, report: str) -> None:
    """Which version of a report is the current one, and what of it stands with the report for lists."""
    v, current = t.versions.c, latest_version(connection, report)
    shown = connection.execute(select(v.outlet, v.day_order).where(v.id == current)).one()
    statements = select(func.count()).where(t.statements.c.version == current)
    row = {"current": current, **shown._mapping, "statements": connection.scalar(statements)}
    connection.execute(update(t.reports).where(t.reports.c.id == report).values(row))


def latest_version(connection: Connection, report: str) -> str:
    """The current version: updated (or else published) last, then fetched last, then of the larger id.

    It depends on what is kept, not on the order of adding.
    """
    v = t.versions.c
    rows = connection.execute(select(v.id, v.front, v.fetched).where(v.report == report))
    return str(max(rows, key=lambda row: (_latest_day(front_of(row.front)), row.fetched, row.id)).id)


def _latest_day(front: Front) -> str:
    value = front.updated or front.published
    day = value and value.latest_day()
    return day.isoformat() if day else ""


def insert_reading(connection: Connection, report: Report, reading: Reading) -> None:
    read = {"version": reading.version, "model": reading.model, "notes": as_json(reading.notes)}
    connection.execute(insert(t.readings), read)
    _insert_people(connection, people_rows(reading))
    _insert(connection, t.statements, list(statement_rows(reading, report.front.published)))
    _insert(connection, t.mentions, list(mention_rows(reading)))
    _insert(connection, t.dates, list(date_rows(reading)))
    _insert(connection, t.figures, list(figure_rows(reading)))


def _insert_people(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    _insert(connection, t.people, rows)
    names = {row["name"] for row in rows}
    words = [{"word": word, "name": name} for name in names for word in set(fold_words(name))]
    insert_new(connection, t.name_words, words)


def _insert(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)
        index_words(connection, table, rows)


def remove_reading(connection: Connection, version: str) -> None:
    names = connection.scalars(select(t.people.c.name).where(t.people.c.version == version)).all()
    for table in _READ_TABLES:
        connection.execute(delete(table).where(table.c.version == version))
    _remove_name_words(connection, names)


def _remove_name_words(connection: Connection, names: Collection[str]) -> None:
    """Of names that nobody has any more."""
    if not names:
        return
    left = select(t.people.c.name).where(t.people.c.name == t.name_words.c.name).exists()
    connection.execute(delete(t.name_words).where(t.name_words.c.name.in_(names), ~left))


def read_anew(connection: Connection, report: str) -> None:
    """What models judged of the report goes; what people judged follows its people and statements."""
    unlink(connection, report)
    _follow(connection, report)


def _follow(connection: Connection, report: str) -> None:
    for about, item in follow(connection, report):
        outdate(connection, about, [item])


def correct_again(connection: Connection, report: str) -> None:
    """Bring the rows of a report's readings in line with the edits that stand.

    Only the statements and people that are otherwise than before are compared anew.
    """
    v = t.versions.c
    query = select(t.versions, t.originals.c.packed).join(t.originals).where(v.report == report)
    untold_of_reports(connection, [report])
    renamed = False
    for row in connection.execute(query.order_by(v.id)).mappings().all():
        version = report_of(row)
        own = own_front(connection, version.version) or version.front
        left = correct(connection, version, own, own_reading(connection, version))
        renamed |= _change_rows(connection, version, left)
    update_report(connection, report)
    if renamed:
        _follow(connection, report)
    insert_new(connection, t.unlinked, [{"report": report}])


def _change_rows(connection: Connection, report: Report, reading: Reading) -> bool:
    """Put statements and people of a reading in the place of those of a version.

    Its mentions, dates and figures are those that are there. True where ids have come or gone.
    """
    people, old_people = _people_of(reading), _rows(connection, t.people, report.version)
    new = {row["id"]: row for row in statement_rows(reading, report.front.published)}
    old = _rows(connection, t.statements, report.version)
    changed = [id_ for id_ in new if id_ in old and _differ(new[id_], old[id_])]
    gone, people_gone = old.keys() - new.keys(), old_people.keys() - people.keys()
    come, people_come = new.keys() - old.keys(), people.keys() - old_people.keys()
    otherwise = {id_ for id_ in changed if _differ(new[id_], old[id_], but="position")}
    touched = [old[id_] for id_ in (*gone, *otherwise)] + [new[id_] for id_ in (*come, *otherwise)]
    speakers = {row["speaker"] for row in touched} - {None}

    # Before the rows go: groups hold their words.
    dissolve_some(connection, "saying", gone | otherwise)
    dissolve_some(connection, "entity", people_gone | (speakers & old_people.keys()))
    if people_gone:
        release(connection, t.people.c.id.in_(people_gone))
    unlink_some(connection, gone | otherwise | people_gone)

    s, p = t.statements.c, t.people.c
    _insert_people(connection, [people[id_] for id_ in people if id_ in people_come])
    for some in in_parts(sorted(gone)):
        connection.execute(delete(t.statements).where(s.id.in_(some)))
    if changed:
        columns = [name for name in new[changed[0]] if name != "id"]
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in columns}
        rows = [{f"new_{name}": value for name, value in new[id_].items()} for id_ in changed]
        connection.execute(update(t.statements).where(s.id == bindparam("new_id")).values(values), rows)
    _insert(connection, t.statements, [new[id_] for id_ in new if id_ in come])
    for some in in_parts(sorted(people_gone)):
        connection.execute(delete(t.people).where(p.id.in_(some)))
    _remove_name_words(connection, {old_people[id_]["name"] for id_ in people_gone})
    outdate(connection, "saying", come | otherwise)
    outdate(connection, "entity", people_come | (speakers & people.keys()))
    return bool(gone or come or people_gone or people_come)


def _people_of(reading: Reading) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in people_rows(reading)}


def _rows(connection: Connection, table: Any, version: str) -> dict[str, dict[str, Any]]:
    rows: Iterable[Any] = connection.execute(select(table).where(table.c.version == version)).mappings()
    return {row["id"]: dict(row) for row in rows}


def _differ(new: dict[str, Any], old: dict[str, Any], *, but: str | None = None) -> bool:
    return any(old[name] != value for name, value in new.items() if name != but)
