"""Browsing: the record a page at a time, for lists that nobody reads to their end."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Select, false, func, select, true

from onrecord.errors import NotFound
from onrecord.store import tables as t
from onrecord.store.asked import (
    IN_ORDER,
    Asked,
    conditions_of,
    of_current,
    reports_about,
    statements_of,
    stretches_of,
)
from onrecord.store.details import listed_of, listing
from onrecord.store.dialect import plain_errors
from onrecord.store.kept import Attributed, Listed
from onrecord.store.lookup import names_of, stories_of
from onrecord.store.names import fold_words
from onrecord.store.paging import (
    Part,
    Stretch,
    count,
    equals,
    find_part,
    mark,
    offset,
    place,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from onrecord.record import Entity, Story
    from onrecord.store.store import Store

# Where days of unknown years begin in the order of time (see `rows.day_order`).
_UNDATED = "X"


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
        begin = None if after is None else place(after, str, str, int, int)
        with self._reading() as connection:
            always = true() if asked.report else of_current()
            found, rest, total = find_part(
                connection,
                IN_ORDER,
                list(conditions_of(connection, asked)),
                always,
                after=begin,
                limit=limit,
                stretches=stretches_of(asked.since),
            )
            items = statements_of(connection, [key[3] for key in found])
        return Part(items, mark(found[-1]) if rest else None, total)

    def statement(self, id: str) -> Attributed:  # noqa: A002
        """A statement, of whatever version, its speaker without members. Raises NotFound."""
        s = t.statements.c
        with self._reading() as connection:
            sequence = connection.scalar(select(s.sequence).where(s.id == id))
            if sequence is None:
                raise NotFound("no statement of the record has this id", where=id)
            return statements_of(connection, [sequence])[0]

    def statements_by_id(self, ids: Collection[str]) -> tuple[Attributed, ...]:
        """Those of the statements that the record has, in no order; their speakers without members."""
        s = t.statements.c
        with self._reading() as connection:
            sequences = connection.scalars(select(s.sequence).where(s.id.in_(ids))).all()
            return statements_of(connection, sequences)

    def statements_of(self, sequences: Sequence[int]) -> tuple[Attributed, ...]:
        """The statements of these numbers, in this order; their speakers without members."""
        with self._reading() as connection:
            return statements_of(connection, sequences)

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
        conditions = reports_about(about)
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
            items = statements_of(connection, [sequences[one] for one in found[:limit]])
        return Part(items, str(start + limit) if len(found) > limit else None, total)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plain_errors(self._where), self._engine.connect() as connection:
            yield connection


def _entities_beginning(named: str) -> Select[Any]:
    """Entities of whose names every word that was asked for begins a word: for what is still being typed."""
    w = t.entity_words.c
    words = fold_words(named)
    query = select(t.entities.c.id).where(true() if words else false())
    for word in words:
        query = query.where(t.entities.c.id.in_(select(w.entity).where(w.word.startswith(word))))
    return query
