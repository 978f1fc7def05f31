"""What people decided, as the record holds it: questions that deciding, undoing and the log ask."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Select, func, or_, select

from onrecord.record import Judgement, Report, Statement
from onrecord.store import tables as t
from onrecord.store.decisions import (
    by_people,
    edits_on,
    judgements_on,
    own_front,
    own_reading,
    read_reading,
)
from onrecord.store.dialect import plain_errors
from onrecord.store.edits import Disagreement, find_disagreements, find_read, place_of
from onrecord.store.links import in_parts
from onrecord.store.rows import judgement_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from onrecord.store.store import Store


def _tell_lost(place: dict[str, Any]) -> str:
    if "name" in place:
        return f"nobody is called “{place['name']}” in {place['report']} any more"
    return f"“{place['words']}” is no statement of {place['version']} any more"


@dataclass(frozen=True, slots=True)
class Member:
    """A local person, statement or report that decisions are about, and the report that it belongs to.

    `place` is what finds it again where a newer reading gives it another id.
    """

    id: str
    report: str
    place: dict[str, Any] | None = None

    @classmethod
    def person(cls, id: str, report: str, kind: str, name: str) -> Member:  # noqa: A002
        return cls(id, report, {"report": report, "kind": kind, "name": name})

    @property
    def name(self) -> str:
        """A local person's."""
        return str(self.place["name"]) if self.place else ""

    @property
    def kind(self) -> str:
        """A local person's."""
        return str(self.place["kind"]) if self.place else ""


class Lost(NamedTuple):
    """A judgement about somebody or something that no reading has now, told in words."""

    judgement: str
    what: str


class Decided:
    """Made of an open store. Answers are of the record as it stands when they are asked."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def judgements(self) -> list[Judgement]:
        """All that people judged, withdrawn too, in the order of time."""
        j = t.judgements.c
        query = select(t.judgements).where(by_people()).order_by(j.at, j.id)
        with self._connected() as connection:
            return [judgement_of(row) for row in connection.execute(query).mappings()]

    def last_time(self) -> datetime | None:
        """When somebody decided last."""
        with self._connected() as connection:
            at = connection.scalar(select(func.max(t.judgements.c.at)).where(by_people()))
            return None if at is None else datetime.fromisoformat(at)

    def decision(self, judgement: str) -> list[Judgement]:
        """All that was judged together with this by the same person; nothing where it was no person."""
        j = t.judgements.c
        return self._together(select(j.author, j.at).where(j.id == judgement, by_people()))

    def last_of(self, author: str) -> list[Judgement]:
        """All that this person judged last and that stands."""
        j = t.judgements.c
        last = select(func.max(j.at)).where(j.author == author, j.withdrawn.is_(None)).scalar_subquery()
        return self._together(select(j.author, j.at).where(j.author == author, j.at == last))

    def _together(self, when: Select[Any]) -> list[Judgement]:
        j = t.judgements.c
        with self._connected() as connection:
            row = connection.execute(when.limit(1)).one_or_none()
            if row is None:
                return []
            query = select(t.judgements).where(j.author == row.author, j.at == row.at)
            return [judgement_of(one) for one in connection.execute(query).mappings()]

    def among(self, about: str, ids: Collection[str]) -> list[Judgement]:
        """What anybody judged of any two of these, withdrawn too."""
        j, wanted = t.judgements.c, set(ids)
        found = []
        with self._connected() as connection:
            for some in in_parts(sorted(wanted)):
                query = select(t.judgements).where(j.about == about, j.one.in_(some))
                rows = connection.execute(query).mappings()
                found += [judgement_of(row) for row in rows if row["other"] in wanted]
        return found

    def opposed(self) -> list[Judgement]:
        """What stands on pairs that people judged, by whomever."""
        j = t.judgements.c
        ours = select(j.one, j.other).where(by_people(), j.withdrawn.is_(None), j.one != j.other).subquery()
        same = or_(
            (j.one == ours.c.one) & (j.other == ours.c.other),
            (j.one == ours.c.other) & (j.other == ours.c.one),
        )
        query = select(t.judgements).join(ours, same).where(j.withdrawn.is_(None)).distinct()
        with self._connected() as connection:
            return [judgement_of(row) for row in connection.execute(query).mappings()]

    def people(self, ids: Collection[str]) -> list[Member]:
        """These local people, by report and id."""
        p, v = t.people.c, t.versions.c
        found = []
        with self._connected() as connection:
            for some in in_parts(sorted(ids)):
                query = select(p.id, v.report, p.kind, p.name).join(t.versions, v.id == p.version)
                rows = connection.execute(query.where(p.id.in_(some)))
                found += [Member.person(*row) for row in rows]
        return sorted(found, key=lambda one: (one.report, one.id))

    def people_in(self, version: str) -> list[Member]:
        """Whom one version calls by a name."""
        with self._connected() as connection:
            ids = connection.scalars(select(t.people.c.id).where(t.people.c.version == version)).all()
        return self.people(ids)

    def members(self, noun: str, id: str) -> list[str]:  # noqa: A002
        """The statements of a saying, or the reports of a story; empty where there is none."""
        table = {"saying": t.saying_members, "story": t.story_members}[noun]
        item = table.c["statement" if noun == "saying" else "report"]
        query = select(item).where(table.c[noun] == id).order_by(table.c.position)
        with self._connected() as connection:
            return list(connection.scalars(query))

    def group_of(self, noun: str, item: str) -> str | None:
        """The saying of a statement, or the story of a report."""
        table = {"saying": t.saying_members, "story": t.story_members}[noun]
        query = select(table.c[noun]).where(table.c["statement" if noun == "saying" else "report"] == item)
        with self._connected() as connection:
            found: str | None = connection.scalar(query)
            return found

    def own_statement(self, report: Report, statement: Statement) -> Statement | None:
        """What the network itself has of a statement of a version as it stands; None: a person added it."""
        with self._connected() as connection:
            reading = own_reading(connection, report)
            edits = edits_on(connection, report.id, statement.version, report.text)
        return find_read(reading, edits, statement.id)

    def own_reports(self, report: str) -> list[Report]:
        """All versions of a report with the front matter that they have without people's decisions."""
        versions = self._store.queries.versions(report)
        with self._connected() as connection:
            fronts = {one.version: own_front(connection, one.version) for one in versions}
        return [replace(one, front=fronts[one.version] or one.front) for one in versions]

    def on_report(self, report: str, about: str = "report") -> list[Judgement]:
        """What people gave of a report (its day, its outlet), or judged about it otherwise, and stands."""
        with self._connected() as connection:
            return judgements_on(connection, report, about)

    def disagreements(self) -> Iterator[Disagreement]:
        """Where readings have something else than the edits that stand, by version."""
        u, v = t.uncorrected.c, t.versions.c
        query = select(v.id, v.report, v.text, u.reading).join(t.versions, v.id == u.version)
        with self._connected() as connection:
            for row in connection.execute(query.where(u.reading.is_not(None)).order_by(v.id)).all():
                edits = edits_on(connection, row.report, row.id, row.text)
                yield from find_disagreements(read_reading(row.id, row.text, row.reading), edits)

    def statement(self, id: str) -> Member:  # noqa: A002
        """A statement with what finds it again. Raises NotFound."""
        found = self._store.queries.statement(id)
        return Member(id, found.report, place_of(found.statement))

    def lost(self) -> Iterator[Lost]:
        """What stands and is about people or words that no current reading has."""
        j, current = t.judgements.c, select(t.reports.c.current)
        stands = by_people(), j.withdrawn.is_(None)
        with self._connected() as connection:
            for abouts, table in ((("entity",), t.people), (("saying", "repeat"), t.statements)):
                there = select(table.c.id).where(table.c.version.in_(current))
                sides = {side: j[side].in_(there) for side in ("one", "other")}
                query = select(j.id, j.value, *(sides[side].label(side) for side in sides))
                gone = or_(*(~is_there for is_there in sides.values()))
                for row in connection.execute(query.where(*stands, j.about.in_(abouts), gone)).mappings():
                    told = json.loads(row["value"] or "{}")
                    for side in sides:
                        if told.get(side) and not row[side]:
                            yield Lost(row["id"], _tell_lost(told[side]))
            yield from self._lost_edits(connection)

    def _lost_edits(self, connection: Connection) -> Iterator[Lost]:
        """Edits of another text of a report than the current one, which does not have their words."""
        r, v, j = t.reports.c, t.versions.c, t.judgements.c
        edited = select(j.one_report).where(j.about == "statement", by_people(), j.withdrawn.is_(None))
        query = select(r.id, v.id.label("version"), v.text).join(t.versions, v.id == r.current)
        for row in connection.execute(query.where(r.id.in_(edited))).all():
            here = {e.judgement.id for e in edits_on(connection, row.id, row.version, row.text)}
            for judgement in judgements_on(connection, row.id, "statement"):
                if judgement.id not in here:
                    yield Lost(judgement.id, f"the newer text of {row.id} does not have these words")

    def count_on(self, report: str) -> int:
        """How many decisions that stand are about a report or a part of it."""
        j = t.judgements.c
        of_it = or_(j.one_report == report, j.other_report == report)
        query = select(j.author, j.at).where(of_it, by_people(), j.withdrawn.is_(None)).distinct()
        with self._connected() as connection:
            return connection.scalar(select(func.count()).select_from(query.subquery())) or 0

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            yield connection
