"""Groups that are derived from judgements (entities, sayings, stories): which are out of date, and anew.

What is still to be derived stands in `outdated`, so that a kill at any moment leaves nothing undone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from onrecord.record import Entity, Saying, Story
from onrecord.store import tables as t
from onrecord.store.dialect import insert_new
from onrecord.store.links import in_parts, remove_items, remove_links
from onrecord.store.names import fold_words
from onrecord.store.rows import as_json, day_order
from onrecord.store.told import untold, untold_of_reports, untold_of_statements

BY_MODEL = "onrecord-"  # as in linking.judgements

# How likely a speaker is right of whom no score is known: that nobody is given may be right.
UNKNOWN = 0.5

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
    elif kind == "copy":
        untold_of_reports(connection, set(items))


def dissolve(connection: Connection, report: str) -> None:
    """Remove all groups with a member in a report; those who are left are to be grouped anew.

    The names of groups may be words of the report. To be called before anything of the report is removed.
    """
    versions = select(t.versions.c.id).where(t.versions.c.report == report)
    people = select(t.people.c.id).where(t.people.c.version.in_(versions))
    statements = select(t.statements.c.id).where(t.statements.c.version.in_(versions))
    for about, items in (("entity", people), ("saying", statements), ("story", [report])):
        _dissolve(connection, about, items)
    release(connection, t.people.c.version.in_(versions))


def dissolve_some(connection: Connection, about: str, items: Collection[str]) -> None:
    """Remove the groups that have one of these as a member; the others in them are to be grouped anew."""
    for some in in_parts(sorted(items)):
        _dissolve(connection, about, some)


def _dissolve(connection: Connection, about: str, items: Sequence[str] | Select[Any]) -> None:
    of = _TABLES[about]
    groups = list(connection.scalars(select(of.group).where(of.item.in_(items)).distinct()))
    for some in in_parts(groups):
        outdate(connection, about, connection.scalars(select(of.item).where(of.group.in_(some))).all())
        connection.execute(delete(of.groups).where(of.groups.c.id.in_(some)))


def release(connection: Connection, gone: ColumnElement[bool]) -> None:
    """Of those who stood for a name and go, the next one will: she is compared anew. `gone`: of `people`."""
    p, i = t.people.c, t.link_items.c
    stood = select(p.alike).join(t.link_items, (i.about == "entity") & (i.id == p.id))
    names = connection.scalars(stood.where(gone, p.alike.is_not(None))).all()
    heirs = {}
    for name in names:
        others = select(p.id, t.versions.c.report).join(t.versions, t.versions.c.id == p.version)
        heir = connection.execute(others.where(p.alike == name, ~gone).order_by(p.id).limit(1)).one_or_none()
        if heir is not None:
            heirs[heir.id] = heir.report
    for which in (gone, p.id.in_(sorted(heirs))):
        connection.execute(update(t.people).where(which).values(alike=None))
    unlink_some(connection, heirs)
    insert_new(connection, t.unlinked, [{"report": report} for report in sorted(set(heirs.values()))])


def unlink(connection: Connection, report: str) -> None:
    """Remove what models judged of a report: it is compared anew. What people judged stays."""
    remove_links(connection, report)
    j = t.judgements.c
    _remove_models(connection, or_(j.one_report == report, j.other_report == report))


def unlink_some(connection: Connection, items: Collection[str]) -> None:
    """The same of these statements and local people alone."""
    j = t.judgements.c
    for some in in_parts(sorted(items)):
        remove_items(connection, t.link_items.c.about.in_(("saying", "entity")), t.link_items.c.id.in_(some))
        _remove_models(connection, or_(j.one.in_(some), j.other.in_(some)))


def outdo(connection: Connection, people: Collection[str]) -> None:
    """These stand no more for their name: only what is judged of them within one report stays."""
    j = t.judgements.c
    for some in in_parts(sorted(people)):
        about_them = or_(j.one.in_(some), j.other.in_(some))
        _remove_models(connection, (j.about == "entity") & about_them & (j.one_report != j.other_report))
        remove_items(connection, t.link_items.c.about == "entity", t.link_items.c.id.in_(some))


def _remove_models(connection: Connection, which: ColumnElement[bool]) -> None:
    j = t.judgements.c
    by_models = which & j.author.startswith(BY_MODEL)
    touched: dict[str, set[str]] = {}
    for row in connection.execute(select(j.about, j.one, j.other).where(by_models)).all():
        touched.setdefault(row.about, set()).update((row.one, row.other))
    for about, items in touched.items():
        outdate(connection, about, sorted(items))
    if touched:
        connection.execute(delete(t.judgements).where(by_models))


def keep_alike(connection: Connection, alike: Mapping[str, str | None]) -> None:
    """Keep what people of the very same name share, by id; None: nobody else has it."""
    if alike:
        one = update(t.people).where(t.people.c.id == bindparam("whose")).values(alike=bindparam("shared"))
        connection.execute(one, [{"whose": person, "shared": name} for person, name in alike.items()])


def outdated_items(connection: Connection, about: str) -> list[str]:
    """The things whose groups are to be derived anew, by id; some may be gone from the record."""
    item = t.outdated.c.item
    return list(connection.scalars(select(item).where(t.outdated.c.about == about).order_by(item)))


def connected(connection: Connection, about: str, items: Iterable[str]) -> list[str]:
    """The items and all that standing judgements or one name join to them, however long the chain; by id."""
    j = t.judgements.c
    seen = set(items)
    named: set[str] = set()
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
            if about == "entity":
                # Each name once: thousands may have it.
                p = t.people.c
                names = select(p.alike).where(p.id.in_(some), p.alike.is_not(None)).distinct()
                new = sorted(set(connection.scalars(names)) - named)
                found.update(connection.scalars(select(p.id).where(p.alike.in_(new))))
                named.update(new)
        edge = sorted(found - seen)
        seen |= found
    return sorted(seen)


def replace_groups(
    connection: Connection, about: str, items: Collection[str], groups: Sequence[Entity | Saying | Story]
) -> None:
    """Put groups in the place of all those that have one of the items as a member."""
    of = _TABLES[about]
    left: set[str] = set(items)
    for some in in_parts(sorted(items)):
        before = select(of.group).where(of.item.in_(some))
        if about == "saying":
            left.update(connection.scalars(select(of.item).where(of.group.in_(before))))
        connection.execute(delete(of.groups).where(of.groups.c.id.in_(before)))
        connection.execute(delete(t.outdated).where(t.outdated.c.about == about, t.outdated.c.item.in_(some)))
    if groups:
        connection.execute(insert(of.groups), [_row(group) for group in groups])
    members = [
        {of.item.name: item, of.group.name: group.id, "position": position}
        for group in groups
        for position, item in enumerate(_members(group))
    ]
    if about == "saying":
        _give_doubt(connection, members)
        untold_of_statements(connection, left.union(*(_members(group) for group in groups)))
    words = [
        {"word": word, "entity": group.id}
        for group in groups
        if isinstance(group, Entity)
        for word in sorted({word for name in (group.name, *group.forms) for word in fold_words(name)})
    ]
    for table, rows in ((of.members, members), (t.entity_words, words)):
        if rows:
            connection.execute(insert(table), rows)
    if about == "story":
        untold(connection, {g.id for g in groups if isinstance(g, Story) and len(g.reports) > 1})
    for some in in_parts([group.id for group in groups if isinstance(group, Entity)]):
        _count_said(connection, some)


def _give_doubt(connection: Connection, members: Sequence[dict[str, Any]]) -> None:
    """How likely each rendering is wrong, itself or its speaker, times how many there are of its saying."""
    s = t.statements.c
    right: dict[str, float] = {}
    for some in in_parts([member["statement"] for member in members]):
        scores = select(s.id, s.score * func.coalesce(s.speaker_score, UNKNOWN)).where(s.id.in_(some))
        right |= {row[0]: row[1] for row in connection.execute(scores)}
    renderings = Counter(member["saying"] for member in members)
    for member in members:
        member["doubt"] = (1 - right.get(member["statement"], 0.0)) * renderings[member["saying"]]


def _count_said(connection: Connection, entities: Sequence[str]) -> None:
    """How many statements are theirs and in how many reports, kept for lists."""
    e, m, s = t.entities.c, t.entity_members.c, t.statements.c
    # Members are of current versions: a version is a report.
    said = select(func.count()).where(m.entity == e.id, s.speaker == m.person)
    reports = select(func.count(s.version.distinct())).where(m.entity == e.id, s.speaker == m.person)
    counted = {"statements": said.scalar_subquery(), "reports": reports.scalar_subquery()}
    connection.execute(update(t.entities).where(e.id.in_(entities)).values(counted))


def _row(group: Entity | Saying | Story) -> dict[str, str | int | None]:
    match group:
        case Entity():
            forms, none = as_json(group.forms), {"statements": 0, "reports": 0}  # counted by _count_said
            return {"id": group.id, "name": group.name, "kind": group.kind.value, "forms": forms, **none}
        case Saying():
            said = group.said.value if group.said else None
            order = day_order(group.said)
            return {"id": group.id, "said": said, "repeat_of": group.repeat_of, "day_order": order}
        case Story():
            return {"id": group.id, "name": group.name, "reports": len(group.reports)}


def _members(group: Entity | Saying | Story) -> tuple[str, ...]:
    match group:
        case Entity():
            return group.members
        case Saying():
            return group.renderings
        case Story():
            return group.reports
