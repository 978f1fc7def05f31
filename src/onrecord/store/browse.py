"""Browsing: the record a page at a time, for lists that nobody reads to their end."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    false,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
)

from onrecord.errors import NotFound, UsageError
from onrecord.record import Act, EntityKind, Kind
from onrecord.store import tables as t
from onrecord.store.dialect import plain_errors
from onrecord.store.kept import Attributed, Listed, LocalPerson
from onrecord.store.lookup import entities_of, people_meant, version_id
from onrecord.store.names import fold_words
from onrecord.store.rows import front_of, statement_of
from onrecord.store.search import match_statements, match_versions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from onrecord.edtf import Edtf
    from onrecord.record import Entity, Front
    from onrecord.store.store import Store

T = TypeVar("T")

# A list that is longer says that it is, and is not counted further.
MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What statements are asked for; None: all. See `Queries.statements`; `outlet` is its name as printed."""

    by: str | None = None
    about: str | None = None
    kind: Kind | None = None
    act: Act | None = None
    since: Edtf | None = None
    until: Edtf | None = None
    report: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """A part of a list. `after` is where the next part begins, None: this was the last.

    `total` is how many the whole list has; past MOST_COUNTED it is that and one.
    """

    items: tuple[T, ...]
    after: str | None
    total: int


class Speaks(NamedTuple):
    """Somebody, how many statements are theirs, and in how many reports."""

    entity: Entity
    statements: int
    reports: int


class KeptVersion(NamedTuple):
    """A version of a report in a list."""

    id: str
    headline: str | None
    fetched: datetime
    added: datetime
    current: bool


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


class Browse:
    """What a record answers page by page. `after` is always what the part before gave, or None to begin."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._where = store.path

    def statements(self, asked: Asked, *, after: str | None = None, limit: int = 50) -> Part[Attributed]:
        """The statements that fit all that is asked, in the order of `Queries.statements`.

        Raises NotFound and UsageError as that does, and UsageError for an `after` that no part gave.
        """
        s, v = t.statements.c, t.versions.c
        place = (s.day_order, v.report, s.version, s.position)
        with self._reading() as connection:
            conditions = list(_conditions(connection, asked))
            query = (
                select(t.statements, v.report, t.entity_members.c.entity)
                .join(t.versions, v.id == s.version)
                .outerjoin(t.entity_members, t.entity_members.c.person == s.speaker)
                .where(*conditions)
            )
            counted = select(s.sequence).join(t.versions, v.id == s.version).where(*conditions)
            total = _count(connection, counted)
            if after is not None:
                query = query.where(tuple_(*place) > tuple_(*map(literal, _place(after, str, str, str, int))))
            rows = connection.execute(query.order_by(*place).limit(limit + 1)).mappings().all()
            shown = rows[:limit]
            texts = _texts(connection, {row["version"] for row in shown})
            known = {one.id: one for one in entities_of(connection, {r["entity"] for r in shown} - {None})}
            items = tuple(
                Attributed(row["report"], statement_of(row, texts[row["version"]]), known.get(row["entity"]))
                for row in shown
            )
        rest = len(rows) > limit
        return Part(items, _mark(shown[-1][c.name] for c in place) if rest else None, total)

    def reports(
        self,
        *,
        about: str | None = None,
        outlet: str | None = None,
        newest: bool = False,
        after: str | None = None,
        limit: int = 50,
    ) -> Part[Listed]:
        """The reports by day of publication, from the last day back if `newest`; no known day comes last."""
        v = t.versions.c
        undated = v.published.is_(None) | v.day_order.startswith("X")
        place = (undated.cast(Integer), v.day_order, v.report)
        conditions = [_is_current()]
        if about is not None:
            conditions.append(v.sequence.in_(match_versions(about)))
        if outlet is not None:
            conditions.append(v.outlet == outlet)
        query = _listing().add_columns(place[0].label("undated")).where(*conditions)
        if after is not None:
            later, day, report = _place(after, int, str, str)
            further = v.day_order < day if newest else v.day_order > day
            same = (v.day_order == day) & (v.report > report)
            query = query.where(or_(place[0] > later, (place[0] == later) & (further | same)))
        day_first = v.day_order.desc() if newest else v.day_order
        with self._reading() as connection:
            total = _count(connection, select(v.sequence).where(*conditions))
            rows = connection.execute(query.order_by(place[0], day_first, v.report).limit(limit + 1)).all()
        items = tuple(_listed(row) for row in rows[:limit])
        if len(rows) <= limit:
            return Part(items, None, total)
        last = rows[limit - 1]
        return Part(items, _mark((last.undated, last.day_order, last.report)), total)

    def people(self, *, named: str | None = None, after: str | None = None, limit: int = 50) -> Part[Speaks]:
        """Who speaks in current versions, or of those who goes by a name with these words; most first."""
        e, m, s, v = t.entities.c, t.entity_members.c, t.statements.c, t.versions.c
        said = (
            select(
                m.entity,
                func.count().label("statements"),
                func.count(v.report.distinct()).label("reports"),
            )
            .join(t.statements, s.speaker == m.person)
            .join(t.versions, v.id == s.version)
            .where(_is_current())
            .group_by(m.entity)
        )
        if named is not None:
            said = said.where(m.entity.in_(_entities_beginning(named)))
        counted = said.subquery()
        c = counted.c
        query = select(c.entity, c.statements, c.reports, e.name).join(t.entities, e.id == c.entity)
        start = 0 if after is None else _offset(after)
        with self._reading() as connection:
            total = _count(connection, select(c.entity))
            order = query.order_by(c.statements.desc(), e.name, e.id).offset(start).limit(limit + 1)
            rows = connection.execute(order).all()
            known = {one.id: one for one in entities_of(connection, [row.entity for row in rows[:limit]])}
        items = tuple(Speaks(known[row.entity], row.statements, row.reports) for row in rows[:limit])
        return Part(items, str(start + limit) if len(rows) > limit else None, total)

    def outlets(self) -> tuple[tuple[str, int], ...]:
        """The outlets of current versions and how many reports each has; most first."""
        v = t.versions.c
        query = select(v.outlet).where(_is_current(), v.outlet.is_not(None))
        with self._reading() as connection:
            counted = Counter(connection.scalars(query))
        return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))

    def texts(self, versions: Collection[str]) -> dict[str, str]:
        """The texts of these versions, by id."""
        with self._reading() as connection:
            return _texts(connection, versions)

    def fronts(self, versions: Collection[str]) -> dict[str, Front]:
        """The front matter of these versions, by id."""
        v = t.versions.c
        with self._reading() as connection:
            rows = connection.execute(select(v.id, v.front).where(v.id.in_(versions)))
            return {row.id: front_of(row.front) for row in rows}

    def listed(self, report: str) -> Listed:
        """A report as lists give it. Raises NotFound."""
        with self._reading() as connection:
            row = connection.execute(_listing().where(_is_current(), t.versions.c.report == report)).first()
        if row is None:
            raise NotFound("no report of the record has this id", where=report)
        return _listed(row)

    def days(self, reports: Collection[str]) -> list[tuple[str, str | None, str | None]]:
        """(report, published, said) of every statement of these reports; said is None where there is none."""
        s, v = t.statements.c, t.versions.c
        query = (
            select(v.report, v.published, s.said)
            .outerjoin(t.statements, s.version == v.id)
            .where(_is_current(), v.report.in_(reports))
            .order_by(v.day_order, v.report, s.position)
        )
        with self._reading() as connection:
            return [(row.report, row.published, row.said) for row in connection.execute(query)]

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
        """Whom the record takes the speakers of these statements for, by id of the statement."""
        s, m = t.statements.c, t.entity_members.c
        query = (
            select(s.id, m.entity).join(t.entity_members, m.person == s.speaker).where(s.id.in_(statements))
        )
        with self._reading() as connection:
            rows = connection.execute(query).all()
            known = {one.id: one for one in entities_of(connection, {row.entity for row in rows})}
        return {row.id: known[row.entity] for row in rows}

    def unsure(self, *, after: str | None = None, limit: int = 50) -> Part[Attributed]:
        """Statements that no person has decided on, those first that are most likely wrong.

        That is by the probability that both the statement and its speaker are right; a statement that several
        reports carry counts for each of them.
        """
        s, v = t.statements.c, t.versions.c
        own, others = t.saying_members.alias("own"), t.saying_members.alias("others")
        carried = (
            select(func.count())
            .select_from(own.join(others, others.c.saying == own.c.saying))
            .where(own.c.statement == s.id)
            .scalar_subquery()
        )
        right = s.score * func.coalesce(s.speaker_score, 0.5)
        worth = ((1 - right) * func.max(carried, 1)).label("worth")
        decided = select(t.judgements.c.one).where(
            t.judgements.c.about == "statement", t.judgements.c.withdrawn.is_(None)
        )
        query = (
            select(t.statements, v.report, t.entity_members.c.entity, worth)
            .join(t.versions, v.id == s.version)
            .outerjoin(t.entity_members, t.entity_members.c.person == s.speaker)
            .where(_is_current(), s.id.not_in(decided))
        )
        start = 0 if after is None else _offset(after)
        counted = select(s.sequence).join(t.versions, v.id == s.version)
        with self._reading() as connection:
            total = _count(connection, counted.where(_is_current(), s.id.not_in(decided)))
            order = query.order_by(worth.desc(), s.id).offset(start).limit(limit + 1)
            rows = connection.execute(order).mappings().all()
            shown = rows[:limit]
            texts = _texts(connection, {row["version"] for row in shown})
            known = {one.id: one for one in entities_of(connection, {r["entity"] for r in shown} - {None})}
        items = tuple(
            Attributed(row["report"], statement_of(row, texts[row["version"]]), known.get(row["entity"]))
            for row in shown
        )
        return Part(items, str(start + limit) if len(rows) > limit else None, total)

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


def _conditions(connection: Connection, asked: Asked) -> Iterator[ColumnElement[bool]]:
    s, v = t.statements.c, t.versions.c
    yield _is_current() if asked.report is None else v.id == version_id(connection, asked.report)
    if asked.by is not None:
        yield s.speaker.in_(people_meant(connection, asked.by))
    if asked.about is not None:
        yield s.sequence.in_(match_statements(asked.about))
    if asked.kind is not None:
        yield s.kind == asked.kind.value
    if asked.act is not None:
        yield s.act == asked.act.value
    if asked.since is not None:
        yield s.last_day >= _day(asked.since, asked.since.earliest_day())
    if asked.until is not None:
        yield s.first_day <= _day(asked.until, asked.until.latest_day())
    if asked.outlet is not None:
        yield v.outlet == asked.outlet


def _entities_beginning(named: str) -> Select[Any]:
    """Entities of whose names every word that was asked for begins a word: for what is still being typed."""
    w = t.entity_words.c
    words = fold_words(named)
    query = select(t.entities.c.id).where(true() if words else false())
    for word in words:
        query = query.where(t.entities.c.id.in_(select(w.entity).where(w.word.startswith(word))))
    return query


def _count(connection: Connection, query: Select[Any]) -> int:
    capped = query.limit(MOST_COUNTED + 1).subquery()
    return connection.scalar(select(func.count()).select_from(capped)) or 0


def _listing() -> Select[Any]:
    v = t.versions.c
    statements = select(func.count()).where(t.statements.c.version == v.id).scalar_subquery()
    others = t.versions.alias("others")
    versions = select(func.count()).where(others.c.report == v.report).scalar_subquery()
    return select(
        v.report, v.id, v.front, v.location, v.fetched, v.added, v.day_order, t.readings.c.model,
        statements.label("statements"), versions.label("versions"),
    ).join(t.readings, t.readings.c.version == v.id)  # fmt: skip


def _listed(row: Any) -> Listed:
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


def _mark(values: Any) -> str:
    """Where a part ended, as one word."""
    return json.dumps(list(values), separators=(",", ":"))


def _place(after: str, *kinds: type) -> list[Any]:
    try:
        values = json.loads(after)
    except ValueError:
        values = None
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise UsageError("this is no place in a list: begin again without `after`", where=after[:80])
    return values


def _offset(after: str) -> int:
    if not after.isdecimal() or len(after) > 9:
        raise UsageError("this is no place in a list: begin again without `after`", where=after[:80])
    return int(after)


def _day(asked: Edtf, day: Any) -> str:
    if day is None:
        raise UsageError("no day can be told from this date: give its year", where=str(asked))
    return str(day.isoformat())


def _is_current() -> ColumnElement[bool]:
    current = select(t.reports.c.current).where(t.reports.c.id == t.versions.c.report)
    return t.versions.c.id == current.scalar_subquery()


def _texts(connection: Connection, versions: Collection[str]) -> dict[str, str]:
    query = select(t.versions.c.id, t.versions.c.text).where(t.versions.c.id.in_(versions))
    return {row.id: row.text for row in connection.execute(query)}
