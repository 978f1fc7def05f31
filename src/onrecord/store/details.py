"""Details of what lists and pages show: texts, front matter, versions, the words that name somebody."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, select

from onrecord.errors import NotFound
from onrecord.record import EntityKind
from onrecord.store import tables as t
from onrecord.store.dialect import plain_errors
from onrecord.store.kept import Listed, LocalPerson
from onrecord.store.lookup import names_of
from onrecord.store.rows import front_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from onrecord.record import Entity, Front
    from onrecord.store.store import Store


class KeptVersion(NamedTuple):
    """A version of a report in a list."""

    id: str
    headline: str | None
    fetched: datetime
    added: datetime
    current: bool


class Said(NamedTuple):
    """How many statements of a report were said on one day, and when it came out.

    `report` tells it from others by its id or its number; days are EDTF, None where they are not known.
    """

    report: str | int
    published: str | None
    said: str | None
    statements: int


class Spoken(NamedTuple):
    """A statement of a story, in short. `speaker` is an entity, `said` EDTF; None: not known."""

    id: str
    sequence: int
    report: str
    kind: str
    said: str | None
    speaker: str | None
    speaker_name: str | None


class Form(NamedTuple):
    """Words by which a report calls a local person, and the place of one of them."""

    report: str
    version: str
    person: str
    words: str
    start: int
    end: int


class Loss(NamedTuple):
    """What goes with a report: see `onrecord.web.parting.ForgetAnswer`."""

    statements: int
    sayings: int
    originals: int
    locations: tuple[str, ...]


class Details:
    """What is asked of things that are known by their ids, many at once."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._where = store.place

    def texts(self, versions: Collection[str]) -> dict[str, str]:
        """The texts of these versions, by id."""
        with self._reading() as connection:
            return texts_of(connection, versions)

    def current_texts(self, reports: Collection[str]) -> dict[str, str]:
        """The texts of these reports, in their current versions, by id of the report."""
        r, v = t.reports.c, t.versions.c
        query = select(r.id, v.text).join(t.versions, v.id == r.current).where(r.id.in_(reports))
        with self._reading() as connection:
            return {row.id: row.text for row in connection.execute(query)}

    def heads(self, reports: Collection[str]) -> dict[str, tuple[str, Front]]:
        """The current version of each of these reports and its front matter, by id of the report."""
        r, v = t.reports.c, t.versions.c
        query = select(r.id, v.id.label("version"), v.front).join(t.versions, v.id == r.current)
        with self._reading() as connection:
            rows = connection.execute(query.where(r.id.in_(reports)))
            return {row.id: (row.version, front_of(row.front)) for row in rows}

    def fronts(self, versions: Collection[str]) -> dict[str, Front]:
        """The front matter of these versions, by id."""
        v = t.versions.c
        with self._reading() as connection:
            rows = connection.execute(select(v.id, v.front).where(v.id.in_(versions)))
            return {row.id: front_of(row.front) for row in rows}

    def listed(self, report: str) -> Listed:
        """A report as lists give it. Raises NotFound."""
        with self._reading() as connection:
            row = connection.execute(listing().where(_is_current(), t.versions.c.report == report)).first()
        if row is None:
            raise NotFound("no report of the record has this id", where=report)
        return listed_of(row)

    def course(self, reports: Collection[str]) -> list[Said]:
        """How much these reports print of what was said on which day."""
        r, s = t.reports.c, t.statements.c
        query = (
            select(r.id, r.day_order, s.said, func.count(s.sequence))
            .outerjoin(t.statements, s.version == r.current)
            .where(r.id.in_(reports))
            .group_by(r.id, r.day_order, s.said)
        )
        with self._reading() as connection:
            return [
                Said(report, day[:10] if day[0].isdigit() else None, said, statements)
                for report, day, said, statements in connection.execute(query)
            ]

    def spoken(self, story: str) -> list[Spoken]:
        """What the reports of a story print, in their order and that of their texts."""
        r, s, m, e = t.reports.c, t.statements.c, t.story_members.c, t.entity_members.c
        query = (
            select(s.id, s.sequence, r.id, s.kind, s.said, e.entity, t.entities.c.name)
            .select_from(t.story_members)
            .join(t.reports, r.id == m.report)
            .join(t.statements, s.version == r.current)
            .outerjoin(t.entity_members, e.person == s.speaker)
            .outerjoin(t.entities, t.entities.c.id == e.entity)
            .where(m.story == story)
            .order_by(m.position, s.position)
        )
        with self._reading() as connection:
            return [Spoken(*row) for row in connection.execute(query)]

    def published(self, reports: Collection[str]) -> dict[str, str | None]:
        """When these reports were published (EDTF), by id; None where it is not known."""
        r, v = t.reports.c, t.versions.c
        query = select(r.id, v.published).join(t.versions, v.id == r.current).where(r.id.in_(reports))
        with self._reading() as connection:
            return {row.id: row.published for row in connection.execute(query)}

    def versions(self, report: str) -> tuple[KeptVersion, ...]:
        """The versions of a report without their texts, in the order in which they were fetched."""
        v = t.versions.c
        query = select(v.id, v.headline, v.fetched, v.added, _is_current().label("current"))
        with self._reading() as connection:
            rows = connection.execute(query.where(v.report == report).order_by(v.fetched, v.id)).all()
        moment = datetime.fromisoformat
        return tuple(
            KeptVersion(row.id, row.headline, moment(row.fetched), moment(row.added), bool(row.current))
            for row in rows
        )

    def forms(self, people: Collection[str]) -> tuple[Form, ...]:
        """The words by which local people are named, each once a report, with the place of the first."""
        m, v = t.mentions.c, t.versions.c
        query = (
            select(v.report, m.version, m.person, m.words, m.start, m.end)
            .join(t.versions, v.id == m.version)
            .where(m.person.in_(people))
            .order_by(v.day_order, v.report, m.position)
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
        first: dict[tuple[str, str], Form] = {}
        for row in rows:
            first.setdefault((row.version, row.words), Form(*row))
        return tuple(first.values())

    def speakers(self, statements: Collection[str]) -> dict[str, Entity]:
        """Whom the speakers of these statements are taken for, without members, by id of the statement."""
        s, m = t.statements.c, t.entity_members.c
        query = (
            select(s.id, m.entity).join(t.entity_members, m.person == s.speaker).where(s.id.in_(statements))
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
            known = names_of(connection, {row.entity for row in rows})
        return {row.id: known[row.entity] for row in rows}

    def members(self, people: Collection[str]) -> tuple[LocalPerson, ...]:
        """Local people of current versions by id, without their forms; by day of their report."""
        p, v, s = t.people.c, t.versions.c, t.statements.c
        said = select(func.count()).where(s.speaker == p.id).scalar_subquery()
        query = (
            select(p.id, v.report, p.version, p.kind, p.name, said)
            .join(t.versions, v.id == p.version)
            .where(p.id.in_(people), _is_current())
            .order_by(v.day_order, v.report, p.id)
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return tuple(LocalPerson(*row[:3], EntityKind(row[3]), row[4], (), row[5]) for row in rows)

    def loss(self, report: str) -> Loss:
        """What is deleted with a report, of all its versions."""
        s, v, m = t.statements.c, t.versions.c, t.saying_members
        others, its = t.versions.alias("others"), m.alias("its")
        own = select(v.id).where(v.report == report)
        statements = select(func.count()).where(s.version.in_(own))
        of_it = select(its.c.saying).join(t.statements, s.id == its.c.statement).where(s.version.in_(own))
        elsewhere = (
            select(func.count(m.c.saying.distinct()))
            .join(t.statements, s.id == m.c.statement)
            .where(m.c.saying.in_(of_it), s.version.not_in(own))
        )
        kept = select(others.c.id).where(others.c.sha256 == v.sha256, others.c.report != report)
        gone = select(func.count(v.sha256.distinct())).where(v.report == report, ~kept.exists())
        places = select(v.location).where(v.report == report).order_by(v.fetched, v.id)
        with self._reading() as connection:
            return Loss(
                connection.scalar(statements) or 0,
                connection.scalar(elsewhere) or 0,
                connection.scalar(gone) or 0,
                tuple(dict.fromkeys(connection.scalars(places))),
            )

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plain_errors(self._where), self._engine.connect() as connection:
            yield connection


def listing() -> Select[Any]:
    v = t.versions.c
    statements = select(func.count()).where(t.statements.c.version == v.id).scalar_subquery()
    others = t.versions.alias("others")
    versions = select(func.count()).where(others.c.report == v.report).scalar_subquery()
    return select(
        v.report, v.id, v.front, v.location, v.fetched, v.added, v.day_order, t.readings.c.model,
        statements.label("statements"), versions.label("versions"),
    ).join(t.readings, t.readings.c.version == v.id)  # fmt: skip


def listed_of(row: Any) -> Listed:
    return Listed(
        report=row.report,
        version=row.id,
        front=front_of(row.front),
        location=row.location,
        fetched=datetime.fromisoformat(row.fetched),
        added=datetime.fromisoformat(row.added),
        model=row.model,
        statements=row.statements,
        versions=row.versions,
    )


def _is_current() -> ColumnElement[bool]:
    current = select(t.reports.c.current).where(t.reports.c.id == t.versions.c.report)
    return t.versions.c.id == current.scalar_subquery()


def texts_of(connection: Connection, versions: Collection[str]) -> dict[str, str]:
    query = select(t.versions.c.id, t.versions.c.text).where(t.versions.c.id.in_(versions))
    return {row.id: row.text for row in connection.execute(query)}
