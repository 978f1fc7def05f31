"""The register that the user imported, as the record keeps it, and the local people whose names it lists."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from onrecord.record import EntityKind, Judgement
from onrecord.store import tables as t
from onrecord.store.dialect import plain_errors
from onrecord.store.groups import outdate
from onrecord.store.links import in_parts
from onrecord.store.lookup import owner_of
from onrecord.store.rows import as_json, front_of, judgement_of, judgement_row

if TYPE_CHECKING:
    from onrecord.record import Front
    from onrecord.store.store import Store


class Registered(NamedTuple):
    """An entry of the register. `roles` are what and when; `keys` those of its names (`people.name_key`)."""

    id: str
    name: str
    kind: EntityKind
    aliases: tuple[str, ...]
    roles: tuple[tuple[str, str], ...]
    wikidata: str | None
    keys: frozenset[str]


class ListedPerson(NamedTuple):
    """A local person with a name that the register lists, where it stands in its report, and the report."""

    id: str
    version: str
    kind: EntityKind
    name: str
    places: tuple[tuple[int, int], ...]
    text: str
    front: Front


class Register:
    """What a record knows of its register. Made of an open store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def entries(self, ids: Collection[str] | None = None) -> list[Registered]:
        """The entries of these ids, or all; by id."""
        e, n = t.register_entries.c, t.register_names.c
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            wanted = sorted(connection.scalars(select(e.id))) if ids is None else sorted(ids)
            found = []
            for some in in_parts(wanted):
                keys: dict[str, set[str]] = {}
                for row in connection.execute(select(n.entry, n.words).where(n.entry.in_(some))).all():
                    keys.setdefault(row.entry, set()).add(row.words)
                rows = connection.execute(select(t.register_entries).where(e.id.in_(some)).order_by(e.id))
                found += [_registered(row, keys.get(row["id"], ())) for row in rows.mappings()]
        return found

    def is_empty(self) -> bool:
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            return connection.scalar(select(t.register_entries.c.id).limit(1)) is None

    def touched(self, people: Collection[str]) -> list[str]:
        """The entries that list a name of these local people, and those that share a name with such."""
        n = t.register_names.c
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            found: set[str] = set()
            for some in in_parts(sorted(people)):
                named = select(t.people.c.alike).where(t.people.c.id.in_(some))
                found.update(connection.scalars(select(n.entry).where(n.words.in_(named))))
            for some in in_parts(sorted(found)):
                shared = select(n.words).where(n.entry.in_(some))
                found.update(connection.scalars(select(n.entry).where(n.words.in_(shared))))
        return sorted(found)

    def people(self, keys: Collection[str]) -> list[ListedPerson]:
        """The local people of current versions that have one of these names, by id."""
        p, v, m = t.people.c, t.versions.c, t.mentions.c
        found = []
        with plain_errors(self._store.place), self._store.engine.connect() as connection:
            for some in in_parts(sorted(keys)):
                query = select(p.id, p.version, p.kind, p.name, v.text, v.front)
                query = query.join(t.versions, v.id == p.version).where(p.alike.in_(some))
                for row in connection.execute(query).all():
                    mentions = select(m.start, m.end).where(m.person == row.id).order_by(m.position)
                    places = tuple((start, end) for start, end in connection.execute(mentions))
                    kind = EntityKind(row.kind)
                    front = front_of(row.front)
                    found.append(ListedPerson(row.id, row.version, kind, row.name, places, row.text, front))
        return sorted(found, key=lambda person: person.id)


def _registered(row: RowMapping, keys: Iterable[str]) -> Registered:
    return Registered(
        row["id"],
        row["name"],
        EntityKind(row["kind"]),
        tuple(json.loads(row["aliases"])),
        tuple((what, when) for what, when in json.loads(row["roles"])),
        row["wikidata"],
        frozenset(keys),
    )


def keep_register(connection: Connection, entries: Iterable[Registered]) -> None:
    """Put entries in the place of those of the same ids; whoever goes by their names is known anew."""
    for entry in entries:
        _outdate_names(connection, [entry.id], entry.keys)
        connection.execute(delete(t.register_entries).where(t.register_entries.c.id == entry.id))
        row = {
            "id": entry.id, "name": entry.name, "kind": entry.kind.value, "aliases": as_json(entry.aliases),
            "roles": as_json(entry.roles), "wikidata": entry.wikidata,
        }  # fmt: skip
        connection.execute(insert(t.register_entries), row)
        if entry.keys:
            names = [{"words": key, "entry": entry.id} for key in sorted(entry.keys)]
            connection.execute(insert(t.register_names), names)


def remove_register(connection: Connection, author: str) -> int:
    """Remove all entries and what was judged by them; says how many entries there were."""
    count = connection.scalar(select(func.count()).select_from(t.register_entries)) or 0
    connection.execute(delete(t.register_names))
    connection.execute(delete(t.register_entries))
    j = t.judgements.c
    for row in connection.execute(select(j.one, j.other).where(j.author == author)).all():
        outdate(connection, "entity", (row.one, row.other))
    connection.execute(delete(t.judgements).where(j.author == author))
    return count


def replace_judged(
    connection: Connection, author: str, people: Collection[str], judgements: Sequence[Judgement]
) -> None:
    """Put what the register says of pairs of these people in the place of what it said before."""
    j = t.judgements.c
    before: dict[str, Judgement] = {}
    for some in in_parts(sorted(people)):
        query = select(t.judgements).where(j.author == author, j.one.in_(some))
        rows = connection.execute(query).mappings()
        before |= {row["id"]: judgement_of(row) for row in rows if row["other"] in people}
    said = {(one.pair, one.verdict, one.reason): id_ for id_, one in before.items()}
    new = [one for one in judgements if (one.pair, one.verdict, one.reason) not in said]
    again = {said[key] for one in judgements if (key := (one.pair, one.verdict, one.reason)) in said}
    for id_ in sorted(before.keys() - again):
        outdate(connection, "entity", before[id_].pair)
        connection.execute(delete(t.judgements).where(j.id == id_))
    for judgement in new:
        one, other = judgement.pair
        owners = {"one_report": owner_of(connection, one), "other_report": owner_of(connection, other)}
        connection.execute(insert(t.judgements), judgement_row(judgement) | owners)
        outdate(connection, "entity", judgement.pair)


def _outdate_names(connection: Connection, entries: Collection[str], keys: Collection[str]) -> None:
    n = t.register_names.c
    before = set(connection.scalars(select(n.words).where(n.entry.in_(entries))))
    for some in in_parts(sorted(before | set(keys))):
        outdate(
            connection, "entity", connection.scalars(select(t.people.c.id).where(t.people.c.alike.in_(some)))
        )
