"""Extracts: what was added, read and decided about reports, of which another record is made that is the same.

What is derived (entities, sayings, stories, verdicts of models) is no part of it: it follows again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, RowMapping, func, or_, select

from onrecord.errors import UsageError
from onrecord.record import Judgement, Reading, Report
from onrecord.store import tables as t
from onrecord.store.decisions import by_people, own_front, own_reading
from onrecord.store.dialect import insert_new, plain_errors
from onrecord.store.groups import outdate
from onrecord.store.rows import judgement_of, judgement_row, report_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from onrecord.store.store import Store


class OwnVersion(NamedTuple):
    """A version with the front matter and the reading that it has without what people decided."""

    report: Report
    reading: Reading
    added: datetime


class Decided(NamedTuple):
    """What a person judged, and the reports that the two belong to. The pair is as its row has it."""

    judgement: Judgement
    reports: tuple[str | None, str | None]


class Extracts:
    """Made of an open store. What is asked of no reports is asked of all."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def versions(self, reports: Collection[str] | None = None) -> Iterator[OwnVersion]:
        """All versions of these reports, in the order in which they came in."""
        v = t.versions.c
        query = select(t.versions, t.originals.c.packed).join(t.originals, t.originals.c.sha256 == v.sha256)
        query = query.order_by(v.sequence)
        if reports is not None:
            query = query.where(v.report.in_(sorted(reports)))
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            for row in connection.execute(query.execution_options(yield_per=20)).mappings():
                stored = report_of(row)
                if stored.original.sha256 != row["sha256"]:
                    raise UsageError("its original also holds a report that is withheld", where=stored.id)
                front = own_front(connection, stored.version) or stored.front
                report = replace(stored, front=front)
                yield OwnVersion(
                    report, own_reading(connection, report), datetime.fromisoformat(row["added"])
                )

    def restricted(self) -> set[str]:
        """The reports that a person keeps from readers or hid words of, and those that share an original with
        one of them.
        """
        j, v = t.judgements.c, t.versions.c
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            judged = select(j.one_report).where(j.about == "restriction", j.withdrawn.is_(None))
            shared = select(v.sha256).where(or_(v.report.in_(judged), v.hidden.is_not(None)))
            return set(connection.scalars(select(v.report).where(v.sha256.in_(shared))))

    def reports(self) -> set[str]:
        """The ids of all."""
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            return set(connection.scalars(select(t.reports.c.id)))

    def decided(self, reports: Collection[str] | None = None) -> list[Decided]:
        """What people judged of these reports alone, withdrawn too, in the order of time."""
        query = select(t.judgements).where(by_people()).order_by(t.judgements.c.at, t.judgements.c.id)
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            found = [decided_of(row) for row in connection.execute(query).mappings()]
        if reports is None:
            return found
        return [one for one in found if {*one.reports} - {None} <= {*reports}]

    def people(self, reports: Collection[str]) -> list[str]:
        """Whom these reports call by a name, in any version; ids of local people."""
        p, v = t.people.c, t.versions.c
        query = select(p.id).join(t.versions, v.id == p.version).where(v.report.in_(sorted(reports)))
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            return list(connection.scalars(query.order_by(p.id)))

    def holds(self, version: str) -> bool:
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            return bool(connection.scalar(select(func.count()).where(t.versions.c.id == version)))

    def known(self, judgements: Collection[str]) -> set[str]:
        """Those of the judgements that the record has already, by id."""
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            return set(connection.scalars(select(t.judgements.c.id).where(by_people()))) & {*judgements}


def keep_decided(connection: Connection, decided: Iterable[Decided]) -> None:
    """Keep what people judged of pairs elsewhere."""
    for one in decided:
        owners = {"one_report": one.reports[0], "other_report": one.reports[1]}
        insert_new(connection, t.judgements, [judgement_row(one.judgement) | owners])
        outdate(connection, one.judgement.about, one.judgement.pair)


def decided_of(row: RowMapping) -> Decided:
    """From a row of judgements."""
    judgement = replace(judgement_of(row), pair=(row["one"], row["other"]))
    return Decided(judgement, (row["one_report"], row["other_report"]))
