"""Who and what is meant by an id or a name: reports, versions, people, entities."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Select, SelectBase, func, select

from onrecord.errors import NotFound
from onrecord.record import Entity, EntityKind, Story
from onrecord.store import tables as t
from onrecord.store.links import in_parts
from onrecord.store.names import fold_words, is_named


def owner_of(connection: Connection, id: str) -> str | None:  # noqa: A002
    """The report that an id names, or that the version, statement or local person it names belongs to."""
    v = t.versions.c
    match id[:1]:
        case "r":
            query = select(t.reports.c.id).where(t.reports.c.id == id)
        case "v":
            query = select(v.report).where(v.id == id)
        case letter:
            part = t.statements if letter == "s" else t.people
            query = select(v.report).join(part, part.c.version == v.id).where(part.c.id == id)
    return connection.scalar(query)


def owners_of(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """The reports that these reports, statements and local people are or belong to, by id."""
    v = t.versions.c
    owners: dict[str, str] = {}
    for some in in_parts(sorted(ids)):
        owners |= {
            id_: id_ for id_ in connection.scalars(select(t.reports.c.id).where(t.reports.c.id.in_(some)))
        }
        for table in (t.statements, t.people):
            query = select(table.c.id, v.report).join(t.versions, v.id == table.c.version)
            owners |= {row.id: row.report for row in connection.execute(query.where(table.c.id.in_(some)))}
    return owners


def version_id(connection: Connection, id: str) -> str:  # noqa: A002
    current = select(t.reports.c.current).where(t.reports.c.id == id)
    version = connection.scalar(current.union(select(t.versions.c.id).where(t.versions.c.id == id)))
    if version is None:
        raise NotFound("no report of the record has this id; `onrecord reports` lists them", where=id)
    return str(version)


def entities_of(connection: Connection, ids: Collection[str]) -> Iterator[Entity]:
    """The entities of these ids, by name and id."""
    e, m = t.entities.c, t.entity_members.c
    members: dict[str, list[str]] = {id_: [] for id_ in ids}
    memberships = select(m.entity, m.person).where(m.entity.in_(ids)).order_by(m.position)
    for entity, person in connection.execute(memberships):
        members[entity].append(person)
    for row in connection.execute(select(t.entities).where(e.id.in_(ids)).order_by(e.name, e.id)):
        forms = tuple(json.loads(row.forms))
        yield Entity(row.id, row.name, EntityKind(row.kind), forms, tuple(members[row.id]))


def names_of(connection: Connection, ids: Collection[str]) -> dict[str, Entity]:
    """The entities of these ids, by id, without their members: there may be thousands of each."""
    query = select(t.entities).where(t.entities.c.id.in_(ids))
    return {
        row.id: Entity(row.id, row.name, EntityKind(row.kind), tuple(json.loads(row.forms)), ())
        for row in connection.execute(query)
    }


def stories_of(connection: Connection, ids: Collection[str] | Select[Any]) -> Iterator[Story]:
    """The stories of these ids, in no order."""
    m = t.story_members.c
    members: dict[str, list[str]] = {}
    for row in connection.execute(select(t.story_members).where(m.story.in_(ids)).order_by(m.position)):
        members.setdefault(row.story, []).append(row.report)
    for row in connection.execute(select(t.stories.c.id, t.stories.c.name).where(t.stories.c.id.in_(ids))):
        yield Story(row.id, row.name, tuple(members.get(row.id, ())))


def people_meant(connection: Connection, by: str) -> SelectBase:
    """The ids of the local people whom `by` means. Raises NotFound."""
    people = select(t.people.c.id)
    members = select(t.entity_members.c.person)
    if connection.scalar(select(func.count()).where(t.entities.c.id == by)):
        return members.where(t.entity_members.c.entity == by)
    if connection.scalar(select(func.count()).where(t.people.c.id == by)):
        return people.where(t.people.c.id == by)
    entities = entities_named(connection, by)
    names = _names_like(connection, by)
    if not entities and not names:
        raise NotFound("nobody in the record goes by this name; `onrecord people` lists them", where=by)
    # Two ways that each have their index; an OR of both would go through all people.
    of_entities = members.where(t.entity_members.c.entity.in_(entities)).subquery()
    of_names = people.where(t.people.c.name.in_(names)).subquery()
    return select(of_entities.c.person).union(select(of_names.c.id))


def _names_like(connection: Connection, asked: str) -> list[str]:
    """The names in the record that hold the words of a name."""
    n = t.name_words.c
    query = select(n.name).where(n.word.in_(set(fold_words(asked)))).group_by(n.name)
    enough = query.having(func.count() == len(set(fold_words(asked))))
    return [name for name in connection.scalars(enough) if is_named(asked, name)]


def entities_named(connection: Connection, asked: str) -> list[str]:
    """The ids of the entities that go by a name with these words."""
    w, e = t.entity_words.c, t.entities.c
    words = set(fold_words(asked))
    query = select(w.entity).where(w.word.in_(words)).group_by(w.entity).having(func.count() == len(words))
    found = connection.execute(select(e.id, e.name, e.forms).where(e.id.in_(query)).order_by(e.id))
    return [
        row.id for row in found if any(is_named(asked, name) for name in (row.name, *json.loads(row.forms)))
    ]
