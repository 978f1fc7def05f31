"""What the reports of a story tell together, as it is kept: lists of JSON in parts, gone when they are old.

Whatever a story's answers follow from (its reports, the sayings that they carry, which report is a copy)
changes through a few functions of this package; each drops here what it makes old. Changes of the reports
themselves dissolve the story, and its parts go with it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from onrecord.store import tables as t
from onrecord.store.dialect import insert_new
from onrecord.store.links import in_parts
from onrecord.store.rows import as_json, pack, unpack

# How many items a part holds: what a page shows at once.
PART = 50
PARTS = {"sayings": 12}
# What stands in `outdated` for a story whose reports are to be told together anew.
TOLD = "told"

Parts = Mapping[str, Sequence[Any]]


def keep_parts(connection: Connection, story: str, lists: Parts) -> None:
    """Keep what the reports of a story tell; each list is of what JSON can hold."""
    connection.execute(delete(t.told_parts).where(t.told_parts.c.story == story))
    rows = [
        {"story": story, "about": about, "number": number, "packed": pack(as_json(part).encode())}
        for about, items in lists.items()
        for number, part in enumerate(in_parts_of(about, items))
    ]
    connection.execute(insert(t.told_parts), rows)
    is_it = (t.outdated.c.about == TOLD) & (t.outdated.c.item == story)
    connection.execute(delete(t.outdated).where(is_it))


def in_parts_of(about: str, items: Sequence[Any]) -> list[Sequence[Any]]:
    """The items of a list part by part; at least one, which may be empty."""
    size = PARTS.get(about, PART)
    return [items[start : start + size] for start in range(0, max(len(items), 1), size)]


def part_of(connection: Connection, story: str, about: str, number: int) -> list[Any] | None:
    """A part of a list; None: the story is not told, or has no such part."""
    p = t.told_parts.c
    query = select(p.packed).where(p.story == story, p.about == about, p.number == number)
    packed = connection.scalar(query)
    return None if packed is None else json.loads(unpack(packed))


def parts_of(connection: Connection, stories: Collection[str], about: str) -> dict[str, list[Any]]:
    """The whole list of each of these stories that is told."""
    p = t.told_parts.c
    found: dict[str, list[Any]] = {}
    query = select(p.story, p.packed).where(p.story.in_(stories), p.about == about)
    for story, packed in connection.execute(query.order_by(p.story, p.number)):
        found.setdefault(story, []).extend(json.loads(unpack(packed)))
    return found


def untold(connection: Connection, stories: Collection[str]) -> None:
    """These stories are to be told anew."""
    for some in in_parts(sorted(stories)):
        connection.execute(delete(t.told_parts).where(t.told_parts.c.story.in_(some)))
    insert_new(connection, t.outdated, [{"about": TOLD, "item": story} for story in sorted(stories)])


def untold_of_reports(connection: Connection, reports: Collection[str]) -> None:
    """Something about these reports is otherwise: their stories are old, and those that share a saying."""
    m, s, v, y = t.saying_members.c, t.statements.c, t.versions.c, t.story_members.c
    touched = set(reports)
    for some in in_parts(sorted(reports)):
        its = select(m.saying).join(t.statements, s.id == m.statement).join(t.versions, v.id == s.version)
        others = (
            select(v.report)
            .distinct()
            .join(t.statements, s.version == v.id)
            .join(t.saying_members, m.statement == s.id)
            .where(m.saying.in_(its.where(v.report.in_(some))))
        )
        touched.update(connection.scalars(others))
    stories: set[str] = set()
    several = select(y.story).distinct().join(t.stories, t.stories.c.id == y.story)
    for some in in_parts(sorted(touched)):
        stories.update(connection.scalars(several.where(y.report.in_(some), t.stories.c.reports > 1)))
    untold(connection, stories)


def untold_of_statements(connection: Connection, statements: Collection[str]) -> None:
    """These statements are, or were, of other sayings."""
    s, v, y, g = t.statements.c, t.versions.c, t.story_members.c, t.stories.c
    stories: set[str] = set()
    for some in in_parts(sorted(statements)):
        query = (
            select(y.story)
            .distinct()
            .join(t.stories, g.id == y.story)
            .join(t.versions, v.report == y.report)
            .join(t.statements, s.version == v.id)
            .where(s.id.in_(some), g.reports > 1)
        )
        stories.update(connection.scalars(query))
    untold(connection, stories)


def waiting(connection: Connection) -> list[str]:
    """The stories that are to be told, by id."""
    o = t.outdated.c
    here = select(o.item).join(t.stories, t.stories.c.id == o.item).where(o.about == TOLD)
    return list(connection.scalars(here.order_by(o.item)))


def forget_gone(connection: Connection) -> None:
    """Nothing is left to be told of stories that are no more."""
    o = t.outdated.c
    there = select(func.count()).where(t.stories.c.id == o.item).scalar_subquery()
    connection.execute(delete(t.outdated).where(o.about == TOLD, there == 0))
