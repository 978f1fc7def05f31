"""What follows of other rows, held against them: columns for queries, keys, groups, words of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, select

from onrecord.record import Reading, Report
from onrecord.store import tables as t
from onrecord.store.groups import outdated_items
from onrecord.store.links import unpack_keys
from onrecord.store.names import fold_words
from onrecord.store.rows import (
    date_rows,
    figure_rows,
    front_columns,
    judgement_of,
    mention_rows,
    people_rows,
    statement_rows,
)


def check_columns(connection: Connection, report: Report, reading: Reading) -> Iterator[str]:
    """Whether the rows of a version are those that its front matter and reading make."""
    version = report.version
    stored = connection.execute(select(t.versions).where(t.versions.c.id == version)).mappings().one()
    if any(stored[name] != value for name, value in front_columns(report.front).items()):
        yield f"{version}: headline, outlet or day are not those of its front matter"
    made: tuple[tuple[Table, str, Iterable[Mapping[str, Any]]], ...] = (
        (t.people, "id", people_rows(reading)),
        (t.statements, "id", statement_rows(reading, report.front.published)),
        (t.mentions, "position", mention_rows(reading)),
        (t.dates, "position", date_rows(reading)),
        (t.figures, "position", figure_rows(reading)),
    )
    for table, key, rows in made:
        wanted = {row[key]: row for row in rows}
        found = {
            row[key]: row
            for row in connection.execute(select(table).where(table.c.version == version)).mappings()
        }
        for missing in sorted(wanted.keys() - found.keys(), key=str):
            yield f"{version}: {table.name} {missing} is missing"
        for extra in sorted(found.keys() - wanted.keys(), key=str):
            yield f"{version}: {table.name} {extra} does not come from its reading"
        for one in sorted(wanted.keys() & found.keys(), key=str):
            if wrong := [name for name, value in wanted[one].items() if found[one][name] != value]:
                yield f"{version}: {table.name} {one} has another {', '.join(wrong)} than its reading"


def check_links(connection: Connection) -> Iterator[str]:
    """Whether what is compared is found by its keys, and by no others."""
    i, k = t.link_items.c, t.link_keys.c
    kept = Counter[int]()
    for item, count in connection.execute(select(k.item, func.count()).group_by(k.item)):
        kept[item] = count
    for row in connection.execute(select(i.sequence, i.about, i.id, i.hashes)).all():
        keys = unpack_keys(row.hashes)
        query = select(func.count()).where(k.item == row.sequence, k.key.in_(keys))
        found = connection.scalar(query) if keys else 0
        if not found == kept.pop(row.sequence, 0) == len(keys):
            yield f"{row.id}: is not found by the keys it is compared by ({row.about})"
    if kept:
        yield f"{len(kept)} things are found by keys that are no more compared"


def check_groups(connection: Connection) -> Iterator[str]:
    """Whether every group has members, and every report that was compared is in a story."""
    for groups, members, of in (
        (t.entities, t.entity_members, t.entity_members.c.entity),
        (t.sayings, t.saying_members, t.saying_members.c.saying),
        (t.stories, t.story_members, t.story_members.c.story),
    ):
        empty = select(groups.c.id).where(groups.c.id.not_in(select(of).select_from(members)))
        for group in connection.scalars(empty.order_by(groups.c.id)):
            yield f"{group}: has no members ({groups.name})"
    waiting = set(connection.scalars(select(t.unlinked.c.report))) | set(outdated_items(connection, "story"))
    r = t.reports.c
    alone = select(r.id).where(r.id.not_in(select(t.story_members.c.report))).order_by(r.id)
    for report in connection.scalars(alone):
        if report not in waiting:
            yield f"{report}: is in no story"


def check_names(connection: Connection) -> Iterator[str]:
    """Whether people and entities are found by the words of their names."""
    n, p = t.name_words.c, t.people.c
    words: dict[str, set[str]] = {}
    for name, word in connection.execute(select(n.name, n.word)):
        words.setdefault(name, set()).add(word)
    for name in connection.scalars(select(p.name).distinct().order_by(p.name)):
        if words.pop(name, set()) != set(fold_words(name)):
            yield f"{name!r}: is not found by its words"
    for name in sorted(words):
        yield f"{name!r}: its words are kept, and nobody has that name"


def check_judgements(connection: Connection) -> Iterator[str]:
    """Whether each judgement has the id of what it says."""
    for row in connection.execute(select(t.judgements)).mappings():
        if judgement_of(row).id != row["id"]:
            yield f"{row['id']}: the judgement is not the one that was given"
