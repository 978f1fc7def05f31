"""Is the record sound, and are two records the same? Both read all of it."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import NoResultFound

from onrecord.errors import OnrecordError
from onrecord.store import tables as t
from onrecord.store.check_derived import (
    check_columns,
    check_groups,
    check_judgements,
    check_links,
    check_names,
)
from onrecord.store.decisions import read_reading, stored_reading
from onrecord.store.dialect import find_damage, plain_errors
from onrecord.store.readings import latest_version
from onrecord.store.rows import as_json, front_of, report_of, statement_of, unpack

if TYPE_CHECKING:
    from onrecord.record import Report
    from onrecord.store.store import Store

Watch = Callable[[int, int], None]

# What depends on when and in what order things came in: two records may differ in it and be the same.
_OF_ADDING = {
    t.record.c.wipe_due,
    t.reports.c.current,  # may depend on when its versions were fetched, and with it what stands beside it
    t.reports.c.outlet,
    t.reports.c.day_order,
    t.reports.c.statements,
    t.versions.c.sequence,
    t.versions.c.fetched,
    t.versions.c.added,
    t.statements.c.sequence,
    t.judgements.c.sequence,
    t.judgements.c.id,  # made of the time
    t.judgements.c.at,
    t.link_items.c.sequence,
}
# What is still to be done, what was told so far, how far files were gone through, who may enter, and keys by
# numbers that depend on the order: all of them stand in link_items too.
_OF_ADDING_WHOLLY = (t.unlinked, t.outdated, t.told_parts, t.link_keys, t.archives, t.guests)


def digest(store: Store, *, withdrawn: bool = True) -> str:
    """A SHA-256 over all that a record holds but times and order of adding: equal for the same record.

    `withdrawn` false: without judgements that were taken back, so that it is equal again after an undo.
    """
    total = hashlib.sha256()
    with plain_errors(store.place), store.engine.connect() as connection:
        tables = (table for table in t.metadata.tables.values() if table not in _OF_ADDING_WHOLLY)
        for table in sorted(tables, key=lambda table: table.name):
            total.update(f"{table.name}\n".encode())
            columns = [column for column in table.c if column not in _OF_ADDING]
            query = select(*columns)
            if table is t.judgements and not withdrawn:
                query = query.where(t.judgements.c.withdrawn.is_(None))
            rows = connection.execute(query).mappings()
            for line in sorted(as_json([_as_text(name, row[name]) for name in row]) for row in rows):
                total.update(f"{line}\n".encode())
    return total.hexdigest()


def _as_text(name: str, value: object) -> object:
    if name == "withdrawn":
        return value is not None
    if isinstance(value, bytes):
        return (value if name == "hashes" else unpack(value)).hex()
    return value


def check(store: Store, *, watch: Watch | None = None) -> Iterator[str]:
    """What is wrong with a record, in words; nothing where it is sound.

    The database's own pages and links, word search, every original against its hash, every id against
    what it names, every span against its text, that each report's current version is the latest one, and
    what is derived against what it follows from. `watch` is told how many versions are done, and of how many.
    Raises RecordError where the file is damaged so that the rest cannot be looked at; see `salvage`.
    """
    with plain_errors(store.place):
        yield from find_damage(store.engine, readonly=store.readonly)
        with store.engine.connect() as connection:
            yield from _check_versions(connection, watch or _nobody)
            for report, current in connection.execute(select(t.reports.c.id, t.reports.c.current)).all():
                if current != latest_version(connection, report):
                    yield f"{report}: the current version is not the latest"
            for part in (check_links, check_groups, check_names, check_judgements):
                yield from part(connection)


def _nobody(done: int, of: int) -> None:
    """Watches nothing."""


def _check_versions(connection: Connection, watch: Watch) -> Iterator[str]:
    many = connection.scalar(select(func.count()).select_from(t.versions)) or 0
    originals = select(t.versions, t.originals.c.packed).join(t.originals).order_by(t.versions.c.id)
    rows = connection.execute(originals.execution_options(yield_per=20)).mappings()
    for number, row in enumerate(rows, start=1):
        name = row["id"]
        watch(number, many)
        try:
            report = report_of(row)
        except zlib.error as error:
            yield f"{name}: the original or its offsets are damaged ({error})"
            continue
        if report.original.sha256 != row["sha256"]:
            yield f"{name}: the original is not the one that was added"
        if report.hidden is not None:
            yield from _check_hidden(connection, report)
        elif (report.id, report.version) != (row["report"], name):
            yield f"{name}: text or address are not those that were added"
        its_statements = select(t.statements).where(t.statements.c.version == name)
        for found in connection.execute(its_statements).mappings():
            try:
                statement = statement_of(found, report.text)
            except OnrecordError as error:
                yield f"{found['id']}: {error}"
            else:
                if statement.id != found["id"]:
                    yield f"{found['id']}: stands at another place than it was added with"
        yield from _check_reading(connection, report)
        uncorrected = select(t.uncorrected.c.reading).where(t.uncorrected.c.version == name)
        if (kept := connection.scalar(uncorrected)) is not None:
            try:
                read_reading(name, report.text, kept)
            except OnrecordError as error:
                yield f"{name}: what was read before people corrected it: {error}"


def _check_hidden(connection: Connection, report: Report) -> Iterator[str]:
    """The words that are hidden are kept, and are those that were added."""
    sealed = connection.execute(select(t.sealed).where(t.sealed.c.version == report.version)).one_or_none()
    if sealed is None:
        yield f"{report.version}: what is hidden of it is lost"
        return
    came = replace(report, text=sealed.text, front=front_of(sealed.front), hidden=None)
    if (came.id, came.version) != (report.id, report.version) or len(came.text) != len(report.text):
        yield f"{report.version}: what is hidden of it is not what was added"


def _check_reading(connection: Connection, report: Report) -> Iterator[str]:
    """The places of a version's reading, and the columns that are made of it where they hold."""
    version, sound = report.version, True
    for table in (t.mentions, t.dates, t.figures):
        rows = select(table).where(table.c.version == version)
        for row in connection.execute(rows).mappings():
            if report.text[row["start"] : row["end"]] != row["words"]:
                sound = False
                yield f"{version}: {table.name} {row['position']} does not hold {row['words']!r}"
    if not sound:
        return
    try:
        reading = stored_reading(connection, version, report.text)
    except NoResultFound:
        yield f"{version}: has no reading"
    except (OnrecordError, ValueError):
        return  # told of its statements already
    else:
        yield from check_columns(connection, report, reading)
