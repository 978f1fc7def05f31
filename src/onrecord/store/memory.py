"""What the record remembers across reports: what to compare, what was judged, sayings and stories."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Engine, or_, select

from onrecord.edtf import Edtf
from onrecord.errors import NotFound
from onrecord.record import Entity, EntityKind, Judgement, Report, Story, Told
from onrecord.store import tables as t
from onrecord.store.dialect import plain_errors
from onrecord.store.groups import connected, outdated_items
from onrecord.store.links import find_sharing, in_parts
from onrecord.store.lookup import entities_of, people_meant, stories_of
from onrecord.store.rows import front_of, judgement_of, report_of, statement_of
from onrecord.store.told import part_of, parts_of, waiting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from onrecord.store.dialect import Place


class KeptSaying(NamedTuple):
    """A saying as it is kept: without what depends on other reports than those that carry it."""

    id: str
    said: Edtf | None
    repeat_of: str | None
    renderings: tuple[str, ...]


class NamedPerson(NamedTuple):
    """Whom one version of a report calls by one name: what names tell of local people."""

    id: str
    version: str
    kind: EntityKind
    name: str


class Waiting(NamedTuple):
    """What of a report is to be compared: `whole`, or those statements and local people alone.

    The people are also those whose names nobody shares, which are compared with nobody.
    """

    whole: bool
    statements: list[str]
    people: frozenset[str]


class Memory:
    """Questions about groups and pairs. An answer is of the record as it stood when it was asked."""

    def __init__(self, engine: Engine, where: Place) -> None:
        self._engine = engine
        self._where = where

    def unlinked(self) -> list[str]:
        """The reports that were not compared with the others yet, by id."""
        with self._reading() as connection:
            return list(connection.scalars(select(t.unlinked.c.report).order_by(t.unlinked.c.report)))

    def waiting(self, report: str) -> Waiting:
        """What of the current version of an `unlinked` report was not compared yet, by id."""
        r, s, p, i = t.reports.c, t.statements.c, t.people.c, t.link_items.c
        current = select(r.current).where(r.id == report).scalar_subquery()
        with self._reading() as connection:
            compared = set(connection.scalars(select(i.id).where(i.report == report)))
            statements = set(connection.scalars(select(s.id).where(s.version == current)))
            people = select(p.id).where(p.version == current, p.alike.is_(None))
            return Waiting(
                whole=report not in compared,
                statements=sorted(statements - compared),
                people=frozenset(connection.scalars(people)),
            )

    def is_unfinished(self) -> bool:
        """Whether a report is to be compared with the others, or a group to be derived, still."""
        with self._reading() as connection:
            there = (connection.execute(select(table).limit(1)).first() for table in (t.unlinked, t.outdated))
            return any(row is not None for row in there)

    def sharing(
        self, about: str, keys: Mapping[str, Iterable[str]], *, at_least: int
    ) -> dict[str, list[str]]:
        """For each of some things those compared about this that share as many of its keys, by id."""
        with self._reading() as connection:
            return find_sharing(connection, about, keys, at_least=at_least)

    def outdated(self, about: str) -> list[str]:
        """All things whose groups are to be derived anew: those touched, and whatever is joined to them.

        `about`: "entity", "saying" or "story". By id; some may be gone from the record.
        """
        with self._reading() as connection:
            return connected(connection, about, outdated_items(connection, about))

    def judgements_on(self, items: Collection[str], *about: str) -> list[Judgement]:
        """The judgements about these with both of the pair among the items; in the order of time."""
        j = t.judgements.c
        found = []
        with self._reading() as connection:
            for some in in_parts(sorted(items)):
                query = select(t.judgements).where(j.about.in_(about), j.one.in_(some))
                found += [judgement_of(row) for row in connection.execute(query).mappings()]
        known = set(items)
        return sorted((one for one in found if one.pair[1] in known), key=lambda one: (one.at, one.id))

    def judgements_of(self, items: Collection[str], *about: str) -> list[Judgement]:
        """The judgements about these with one of the pair among the items; in the order of time."""
        j = t.judgements.c
        found: dict[str, Judgement] = {}
        with self._reading() as connection:
            for some in in_parts(sorted(items)):
                query = select(t.judgements).where(
                    j.about.in_(about), or_(j.one.in_(some), j.other.in_(some))
                )
                for row in connection.execute(query).mappings():
                    found[row["id"]] = judgement_of(row)
        return sorted(found.values(), key=lambda one: (one.at, one.id))

    def told(self, statements: Collection[str]) -> list[Told]:
        """Those of the statements that stand in the current version of a report, by id."""
        s, v = t.statements.c, t.versions.c
        found = []
        texts: dict[str, str] = {}
        with self._reading() as connection:
            for some in in_parts(sorted(statements)):
                query = (
                    select(t.statements, v.text, v.front, v.report)
                    .join(t.versions, v.id == s.version)
                    .join(t.reports, t.reports.c.current == v.id)
                    .where(s.id.in_(some))
                )
                for row in connection.execute(query).mappings():
                    # One string for all statements of a report.
                    text = texts.setdefault(row["version"], row["text"])
                    statement = statement_of(row, text)
                    found.append(Told(statement, row["report"], front_of(row["front"]), text))
        return sorted(found, key=lambda one: one.statement.id)

    def people_of(self, report: str) -> list[NamedPerson]:
        """Whom the current version of a report calls by one name, by id."""
        p = t.people.c
        query = (
            select(p.id, p.version, p.kind, p.name)
            .join(t.reports, t.reports.c.current == p.version)
            .where(t.reports.c.id == report)
            .order_by(p.id)
        )
        with self._reading() as connection:
            return [_person_of(row) for row in connection.execute(query)]

    def people(self, ids: Collection[str]) -> list[NamedPerson]:
        """Those of the local people who are in a current version, by id."""
        p = t.people.c
        found = []
        with self._reading() as connection:
            for some in in_parts(sorted(ids)):
                query = select(p.id, p.version, p.kind, p.name).join(
                    t.reports, t.reports.c.current == p.version
                )
                found += [_person_of(row) for row in connection.execute(query.where(p.id.in_(some)))]
        return sorted(found)

    def first_alike(self, alike: Iterable[str]) -> dict[str, str]:
        """Of those of each of these very same names (see `linking.people.name_key`), the smallest id."""
        p = t.people.c
        found = {}
        with self._reading() as connection:
            for name in alike:
                first = select(p.id).where(p.alike == name).order_by(p.id).limit(1)
                if (person := connection.scalar(first)) is not None:
                    found[name] = person
        return found

    def texts(self, reports: Collection[str]) -> list[Report]:
        """Those of the reports that are in the record, in their current version, by id."""
        found = []
        with self._reading() as connection:
            for some in in_parts(sorted(reports)):
                query = (
                    select(t.versions, t.originals.c.packed)
                    .join(t.originals, t.originals.c.sha256 == t.versions.c.sha256)
                    .join(t.reports, t.reports.c.current == t.versions.c.id)
                    .where(t.reports.c.id.in_(some))
                )
                found += [report_of(row) for row in connection.execute(query).mappings()]
        return sorted(found, key=lambda report: report.id)

    def speakers(self, statements: Collection[str]) -> dict[str, Entity]:
        """Whom the speakers are taken for, by id of the statement; without those of no known speaker."""
        s, m = t.statements.c, t.entity_members.c
        found: dict[str, str] = {}
        entities: dict[str, Entity] = {}
        with self._reading() as connection:
            for some in in_parts(sorted(statements)):
                query = select(s.id, m.entity).join(t.entity_members, m.person == s.speaker)
                found |= {row.id: row.entity for row in connection.execute(query.where(s.id.in_(some)))}
            for some in in_parts(sorted(set(found.values()))):
                entities |= {entity.id: entity for entity in entities_of(connection, some)}
        return {statement: entities[entity] for statement, entity in found.items()}

    def stories(self) -> list[Story]:
        """All stories, those of most reports first, then by name and id."""
        with self._reading() as connection:
            found = list(stories_of(connection, select(t.stories.c.id)))
        return sorted(found, key=lambda story: (-len(story.reports), story.name, story.id))

    def story(self, id: str) -> Story:  # noqa: A002
        """The story of that id, or the one that a report of that id belongs to. Raises NotFound."""
        m = t.story_members.c
        with self._reading() as connection:
            story = connection.scalar(select(m.story).where(m.report == id)) or id
            found = next(stories_of(connection, [story]), None)
        if found is None:
            raise NotFound("no story of the record has this id; `onrecord stories` lists them", where=id)
        return found

    def untold(self) -> list[str]:
        """The stories whose reports are to be told together anew, by id."""
        with self._reading() as connection:
            return waiting(connection)

    def told_part(self, story: str, about: str, number: int = 0) -> list[Any] | None:
        """A part of what the reports of a story tell, as it was kept (see `store.told`); None: it is not."""
        with self._reading() as connection:
            return part_of(connection, story, about, number)

    def told_lists(self, stories: Collection[str], about: str) -> dict[str, list[Any]]:
        """The whole list of each of these stories that is told, by id."""
        with self._reading() as connection:
            return parts_of(connection, stories, about)

    def sayings(
        self, *, reports: Collection[str] | None = None, by: str | None = None, shared: bool = False
    ) -> list[KeptSaying]:
        """The sayings that these reports carry, or that somebody said (see `Queries.statements`), or all.

        By day said, then id. `shared`: only those of more renderings than one. Raises NotFound where the
        record knows no such speaker.
        """
        m, s, v = t.saying_members.c, t.statements.c, t.versions.c
        members = select(m.saying).join(t.statements, s.id == m.statement)
        with self._reading() as connection:
            if by is not None:
                members = members.where(s.speaker.in_(people_meant(connection, by)))
            if reports is None:
                wanted = set(connection.scalars(members))
            else:
                wanted = set()
                of_report = members.join(t.versions, v.id == s.version)
                for some in in_parts(sorted(reports)):
                    wanted.update(connection.scalars(of_report.where(v.report.in_(some))))
            found = _sayings(connection, sorted(wanted))
        return [one for one in found if len(one.renderings) > 1 or not shared]

    def saying(self, id: str) -> KeptSaying:  # noqa: A002
        """The saying of that id, or the one that a statement of that id renders. Raises NotFound."""
        m = t.saying_members.c
        with self._reading() as connection:
            saying = connection.scalar(select(m.saying).where(m.statement == id)) or id
            found = _sayings(connection, [saying])
        if not found:
            raise NotFound("no saying of the record has this id; `onrecord sayings` lists them", where=id)
        return found[0]

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plain_errors(self._where), self._engine.connect() as connection:
            yield connection


def _person_of(row: Any) -> NamedPerson:
    return NamedPerson(row.id, row.version, EntityKind(row.kind), row.name)


def _sayings(connection: Connection, ids: list[str]) -> list[KeptSaying]:
    m, y = t.saying_members.c, t.sayings.c
    found = []
    for some in in_parts(ids):
        members: dict[str, list[str]] = {}
        for row in connection.execute(
            select(t.saying_members).where(m.saying.in_(some)).order_by(m.position)
        ):
            members.setdefault(row.saying, []).append(row.statement)
        for row in connection.execute(select(t.sayings).where(y.id.in_(some))):
            said = Edtf(row.said) if row.said is not None else None
            kept = KeptSaying(row.id, said, row.repeat_of, tuple(members.get(row.id, ())))
            found.append((row.day_order, row.id, kept))
    return [kept for _, _, kept in sorted(found, key=lambda one: one[:2])]
