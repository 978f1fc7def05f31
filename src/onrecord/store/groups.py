"""Groups that are derived from judgements (entities, sayings, stories): which are out of date, and anew.

What is still to be derived stands in `outdated`, so that a kill at any moment leaves nothing undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Column, Connection, Table, delete, insert, select

from onrecord.record import Entity, Saying, Story
from onrecord.store import tables as t
from onrecord.store.dialect import insert_new
from onrecord.store.links import in_parts
from onrecord.store.names import fold_words
from onrecord.store.rows import as_json, day_order

# What judgements group: each with what else they may be about.
GROUPED = {"entity": ("entity",), "saying": ("saying", "repeat"), "story": ("story",)}
_GROUPED_BY = {kind: about for about, kinds in GROUPED.items() for kind in kinds}


class _Tables(NamedTuple):
    groups: Table
    members: Table
    group: Column[str]
    item: Column[str]


_TABLES = {
    "entity": _Tables(t.entities, t.entity_members, t.entity_members.c.entity, t.entity_members.c.person),
    "saying": _Tables(t.sayings, t.saying_members, t.saying_members.c.saying, t.saying_members.c.statement),
    "story": _Tables(t.stories, t.story_members, t.story_members.c.story, t.story_members.c.report),
}


def outdate(connection: Connection, kind: str, items: Iterable[str]) -> None:
    """The groups of these things are to be derived anew. `kind`: what a judgement may be about."""
    about = _GROUPED_BY.get(kind)
    if about is not None:
        insert_new(connection, t.outdated, [{"about": about, "item": item} for item in items])


def dissolve(connection: Connection, report: str) -> None:
    """Remove all groups with a member in a report; those who are left are to be grouped anew.

    The names of groups may be words of the report.
    """
    versions = select(t.versions.c.id).where(t.versions.c.report == report)
    people = select(t.people.c.id).where(t.people.c.version.in_(versions))
    statements = select(t.statements.c.id).where(t.statements.c.version.in_(versions))
    for about, items in (("entity", people), ("saying", statements), ("story", [report])):
        of = _TABLES[about]
        groups = list(connection.scalars(select(of.group).where(of.item.in_(items)).distinct()))
        for some in in_parts(groups):
            outdate(connection, about, connection.scalars(select(of.item).where(of.group.in_(some))).all())
            connection.execute(delete(of.groups).where(of.groups.c.id.in_(some)))


def outdated_items(connection: Connection, about: str) -> list[str]:
    """The things whose groups are to be derived anew, by id; some may be gone from the record."""
    item = t.outdated.c.item
    return list(connection.scalars(select(item).where(t.outdated.c.about == about).order_by(item)))


def connected(connection: Connection, about: str, items: Iterable[str]) -> list[str]:
    """The items and all that standing judgements join to them, however long the chain; by id."""
    j = t.judgements.c
    seen = set(items)
    edge = sorted(seen)
    while edge:
        found: set[str] = set()
        for some in in_parts(edge):
            for here, there in ((j.one, j.other), (j.other, j.one)):
                joined = select(there).where(
                    here.in_(some),
                    j.about.in_(GROUPED[about]),
                    j.verdict == "same",
                    j.withdrawn.is_(None),
                )
                found.update(connection.scalars(joined))
        edge = sorted(found - seen)
        seen |= found
    return sorted(seen)


def replace_groups(
    connection: Connection, about: str, items: Collection[str], groups: Sequence[Entity | Saying | Story]
) -> None:
    """Put groups in the place of all those that have one of the items as a member."""
    of = _TABLES[about]
    for some in in_parts(sorted(items)):
        before = select(of.group).where(of.item.in_(some))
        connection.execute(delete(of.groups).where(of.groups.c.id.in_(before)))
        connection.execute(delete(t.outdated).where(t.outdated.c.about == about, t.outdated.c.item.in_(some)))
    for group in groups:
        connection.execute(insert(of.groups), _row(group))
    members = [
        {of.item.name: item, of.group.name: group.id, "position": position}
        for group in groups
        for position, item in enumerate(_members(group))
    ]
    words = [
        {"word": word, "entity": group.id}
        for group in groups
        if isinstance(group, Entity)
        for word in sorted({word for name in (group.name, *group.forms) for word in fold_words(name)})
    ]
    for table, rows in ((of.members, members), (t.entity_words, words)):
        if rows:
            connection.execute(insert(table), rows)


def _row(group: Entity | Saying | Story) -> dict[str, str | None]:
    match group:
        case Entity():
            forms = as_json(group.forms)
            return {"id": group.id, "name": group.name, "kind": group.kind.value, "forms": forms}
        case Saying():
            said = group.said.value if group.said else None
            order = day_order(group.said)
            return {"id": group.id, "said": said, "repeat_of": group.repeat_of, "day_order": order}
        case Story():
            return {"id": group.id, "name": group.name}


def _members(group: Entity | Saying | Story) -> tuple[str, ...]:
    match group:
        case Entity():
            return group.members
        case Saying():
            return group.renderings
        case Story():
            return group.reports
