"""Browsing: the record a page at a time, for lists that nobody reads to their end."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, false, func, select, true

from onrecord.errors import NotFound, UsageError
from onrecord.record import Act, Kind
from onrecord.store import tables as t
from onrecord.store.details import listed_of, listing, texts_of
from onrecord.store.dialect import plain_errors
from onrecord.store.kept import Attributed, Listed
from onrecord.store.lookup import names_of, people_meant, stories_of, version_id
from onrecord.store.names import fold_words
from onrecord.store.paging import (
    Condition,
    Part,
    Stretch,
    count,
    equals,
    find_part,
    loosely,
    mark,
    offset,
    place,
)
from onrecord.store.rows import statement_of
from onrecord.store.search import match_statements, match_versions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from onrecord.edtf import Edtf
    from onrecord.record import Entity, Story
    from onrecord.store.store import Store

# Where days of unknown years begin in the order of time (see `rows.day_order`).
_UNDATED = "X"


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
    story: str | None = None


class Speaks(NamedTuple):
    """Somebody without their members, how many statements are theirs, and in how many reports."""

    entity: Entity
    statements: int
    reports: int


class Browse:
    """What a record answers page by page. `after` is always what the part before gave, or None to begin."""

    def __init__(self, store: Store) -> None:
        self._engine = store.engine
        self._where = store.place

    def statements(self, asked: Asked, *, after: str | None = None, limit: int = 50) -> Part[Attributed]:
        """The statements that fit all that is asked, by day said (else published), report and place in it.

        Their speakers are without members. Raises NotFound and UsageError as `Queries.statements` does, and
        UsageError for an `after` that no part gave.
        """
        s = t.statements.c
        keys = (s.day_order, s.version, s.position, s.sequence)
        begin = None if after is None else place(after, str, str, int, int)
        with self._reading() as connection:
            always = true() if asked.report else _of_current()
            found, rest, total = find_part(
                connection,
                keys,
                list(_conditions(connection, asked)),
                always,
                after=begin,
                limit=limit,
                stretches=_since(asked.since),
            )
            items = _statements(connection, [key[3] for key in found])
        return Part(items, mark(found[-1]) if rest else None, total)

    def statement(self, id: str) -> Attributed:  # noqa: A002
        """A statement, of whatever version, its speaker without members. Raises NotFound."""
        s = t.statements.c
        with self._reading() as connection:
            sequence = connection.scalar(select(s.sequence).where(s.id == id))
            if sequence is None:
                raise NotFound("no statement of the record has this id", where=id)
            return _statements(connection, [sequence])[0]

    def statements_by_id(self, ids: Collection[str]) -> tuple[Attributed, ...]:
        """Those of the statements that the record has, in no order; their speakers without members."""
        s = t.statements.c
        with self._reading() as connection:
            sequences = connection.scalars(select(s.sequence).where(s.id.in_(ids))).all()
            return _statements(connection, sequences)

    def statements_of(self, sequences: Sequence[int]) -> tuple[Attributed, ...]:
        """The statements of these numbers, in this order; their speakers without members."""
        with self._reading() as connection:
            return _statements(connection, sequences)

    def story_names(self, *, limit: int) -> list[tuple[str, str]]:
        """The ids and names of the stories of most reports."""
        y = t.stories.c
        query = select(y.id, y.name).order_by(y.reports.desc(), y.name, y.id).limit(limit)
        with self._reading() as connection:
            return [(row.id, row.name) for row in connection.execute(query)]

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
        r, v = t.reports.c, t.versions.c
        conditions = []
        if about is not None:
            # Words are searched for in versions.
            found_in = match_versions(about).subquery()
            current = select(v.id).join(found_in, found_in.c[0] == v.sequence)
            here = select(v.sequence).where(v.id == r.current).scalar_subquery()
            tested = select(found_in.c[0]).where(found_in.c[0] == here).exists()
            conditions.append(Condition(r.current, tested, current.subquery()))
        if outlet is not None:
            conditions.append(equals(r.outlet, outlet, ordered=True))
        stretches = (Stretch(end=_UNDATED, backwards=newest), Stretch(begin=_UNDATED))
        begin = None if after is None else place(after, str, str)
        with self._reading() as connection:
            found, rest, total = find_part(
                connection, (r.day_order, r.id), conditions, true(),
                after=begin, limit=limit, stretches=stretches,
            )  # fmt: skip
            wanted = [report for _, report in found]
            of_current = listing().join(t.reports, r.current == v.id).where(r.id.in_(wanted))
            rows = {row.report: row for row in connection.execute(of_current)}
        items = tuple(listed_of(rows[report]) for report in wanted)
        return Part(items, mark(found[-1]) if rest else None, total)

    def people(self, *, named: str | None = None, after: str | None = None, limit: int = 50) -> Part[Speaks]:
        """Who speaks in current versions, or of those who goes by a name with these words; most first."""
        e = t.entities.c
        query = select(e.id, e.statements, e.reports).where(e.statements > 0)
        if named is not None:
            query = query.where(e.id.in_(_entities_beginning(named)))
        start = offset(after)
        with self._reading() as connection:
            total = count(connection, query)
            order = query.order_by(e.statements.desc(), e.name, e.id).offset(start).limit(limit + 1)
            rows = connection.execute(order).all()
            known = names_of(connection, [row.id for row in rows[:limit]])
        items = tuple(Speaks(known[row.id], row.statements, row.reports) for row in rows[:limit])
        return Part(items, str(start + limit) if len(rows) > limit else None, total)

    def outlets(self) -> tuple[tuple[str, int], ...]:
        """The outlets of current versions and how many reports each has; most first."""
        r = t.reports.c
        query = select(r.outlet, func.count().label("reports")).where(r.outlet.is_not(None))
        with self._reading() as connection:
            counted = [(row.outlet, row.reports) for row in connection.execute(query.group_by(r.outlet))]
        return tuple(sorted(counted, key=lambda one: (-one[1], one[0])))

    def stories(self, *, after: str | None = None, limit: int = 50) -> Part[Story]:
        """The stories, those of most reports first, then by name and id."""
        y = t.stories.c
        start = offset(after)
        with self._reading() as connection:
            total = count(connection, select(y.id))
            order = select(y.id).order_by(y.reports.desc(), y.name, y.id).offset(start).limit(limit + 1)
            found = list(connection.scalars(order))
            known = {one.id: one for one in stories_of(connection, found[:limit])}
        items = tuple(known[one] for one in found[:limit])
        return Part(items, str(start + limit) if len(found) > limit else None, total)

    def size(self) -> tuple[int, int]:
        """How many reports the record has, and how many statements their current versions."""
        r = t.reports.c
        with self._reading() as connection:
            row = connection.execute(select(func.count(r.id), func.coalesce(func.sum(r.statements), 0))).one()
        return row[0], row[1]

    def unsure(self, *, after: str | None = None, limit: int = 50) -> Part[Attributed]:
        """Statements that no person has decided on, those first that are most likely wrong.

        That is by the probability that both the statement and its speaker are right; a statement that several
        reports carry counts for each of them.
        """
        m, s, j = t.saying_members.c, t.statements.c, t.judgements.c
        decided = select(j.one).where(j.about == "statement", j.withdrawn.is_(None))
        query = select(m.statement).where(m.statement.not_in(decided))
        start = offset(after)
        with self._reading() as connection:
            total = count(connection, query)
            order = query.order_by(m.doubt.desc(), m.statement).offset(start).limit(limit + 1)
            found = list(connection.scalars(order))
            of_id = select(s.id, s.sequence).where(s.id.in_(found[:limit]))
            sequences = {row.id: row.sequence for row in connection.execute(of_id)}
            items = _statements(connection, [sequences[one] for one in found[:limit]])
        return Part(items, str(start + limit) if len(found) > limit else None, total)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plain_errors(self._where), self._engine.connect() as connection:
            yield connection


def _conditions(connection: Connection, asked: Asked) -> Iterator[Condition]:
    s, r = t.statements.c, t.reports.c
    if asked.about is not None:
        found = match_statements(asked.about).subquery()
        yield Condition(s.sequence, select(found.c[0]).where(found.c[0] == s.sequence).exists(), found)
    if asked.report is not None:
        yield equals(s.version, version_id(connection, asked.report))
    if asked.by is not None:
        people = people_meant(connection, asked.by)
        yield Condition(s.speaker.in_(people), loosely(s.speaker).in_(people))
    if asked.act is not None:
        yield equals(s.act, asked.act.value, ordered=True)
    if asked.kind is not None:
        yield equals(s.kind, asked.kind.value, ordered=True)
    if asked.outlet is not None:
        of_outlet = select(r.current).where(r.outlet == asked.outlet)
        yield Condition(s.version.in_(of_outlet), of_outlet.where(r.current == s.version).exists())
    if asked.story is not None:
        y = t.story_members.c
        if not connection.scalar(select(func.count()).where(t.stories.c.id == asked.story)):
            raise NotFound("no story of the record has this id", where=asked.story)
        its = select(r.current).join(t.story_members, y.report == r.id).where(y.story == asked.story)
        yield Condition(s.version.in_(its), its.where(r.current == s.version).exists())
    if asked.since is not None:
        first = _day(asked.since, asked.since.earliest_day())
        yield Condition(s.last_day >= first, loosely(s.last_day) >= first)
    if asked.until is not None:
        last = _day(asked.until, asked.until.latest_day())
        yield Condition(s.first_day <= last, loosely(s.first_day) <= last)


def _since(asked: Edtf | None) -> Sequence[Stretch]:
    """What begins before a day and may still be of it is rare and stands apart; the rest begins there."""
    if asked is None:
        return (Stretch(),)
    day = _day(asked, asked.earliest_day())
    s = t.statements.c
    # The condition as in the index.
    few = select(s.sequence).where(s.last_day >= day, s.first_day != s.last_day)
    return Stretch(end=day, few=s.sequence.in_(few)), Stretch(begin=day)


def _statements(connection: Connection, sequences: Sequence[int]) -> tuple[Attributed, ...]:
    """The statements of these numbers, in this order."""
    s, v, m = t.statements.c, t.versions.c, t.entity_members.c
    query = (
        select(t.statements, v.report, m.entity)
        .join(t.versions, v.id == s.version)
        .outerjoin(t.entity_members, m.person == s.speaker)
        .where(s.sequence.in_(sequences))
    )
    rows = {row["sequence"]: row for row in connection.execute(query).mappings()}
    texts = texts_of(connection, {row["version"] for row in rows.values()})
    known = names_of(connection, {row["entity"] for row in rows.values()} - {None})
    return tuple(
        Attributed(row["report"], statement_of(row, texts[row["version"]]), known.get(row["entity"]))
        for row in (rows[sequence] for sequence in sequences)
    )


def _entities_beginning(named: str) -> Select[Any]:
    """Entities of whose names every word that was asked for begins a word: for what is still being typed."""
    w = t.entity_words.c
    words = fold_words(named)
    query = select(t.entities.c.id).where(true() if words else false())
    for word in words:
        query = query.where(t.entities.c.id.in_(select(w.entity).where(w.word.startswith(word))))
    return query


def _of_current() -> ColumnElement[bool]:
    """A statement stands in the current version of its report."""
    return select(t.reports.c.id).where(t.reports.c.current == t.statements.c.version).exists()


def _day(asked: Edtf, day: Any) -> str:
    if day is None:
        raise UsageError("no day can be told from this date: give its year", where=str(asked))
    return str(day.isoformat())
