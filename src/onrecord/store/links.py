"""What is compared with what: things of reports with their keys, and which of them share enough keys.

`about` is as in judgements: "entity" (the items are local people), "saying" (statements), "copy" and
"story" (reports). Only what is of a report's current version is compared.
"""

from __future__ import annotations

import hashlib
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from onrecord.store import tables as t

# The keys of each item of one report, by what it is compared about.
Keys = Mapping[str, Mapping[str, frozenset[str]]]

# How many values stand in one question to the database.
MANY = 500

T = TypeVar("T")


def hash_key(about: str, key: str) -> int:
    """63 bits of a key: what is kept of it."""
    digest = hashlib.blake2b(f"{about}\x1f{key}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


def pack_keys(about: str, keys: Iterable[str]) -> bytes:
    hashed = sorted({hash_key(about, key) for key in keys})
    return struct.pack(f">{len(hashed)}Q", *hashed)


def unpack_keys(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(packed) // 8}Q", packed)


def find_sharing(
    connection: Connection, about: str, keys: Mapping[str, Iterable[str]], *, at_least: int
) -> dict[str, list[str]]:
    """For each of some things the kept items that share that many of its keys or more, by id."""
    hashed = {one: {hash_key(about, key) for key in its} for one, its in keys.items()}
    k, i = t.link_keys.c, t.link_items.c
    holders: defaultdict[int, list[int]] = defaultdict(list)
    for some in in_parts(sorted(set().union(*hashed.values()))):
        for key, item in connection.execute(select(k.key, k.item).where(k.key.in_(some))):
            holders[key].append(item)
    shared = {
        one: Counter(item for key in its for item in holders.get(key, ())) for one, its in hashed.items()
    }
    enough = {one: [item for item, n in counted.items() if n >= at_least] for one, counted in shared.items()}
    ids: dict[int, str] = {}
    for some in in_parts(sorted({item for items in enough.values() for item in items})):
        query = select(i.sequence, i.id).where(i.sequence.in_(some))
        ids |= {row.sequence: row.id for row in connection.execute(query)}
    return {one: sorted(ids[item] for item in items) for one, items in enough.items()}


def insert_links(connection: Connection, report: str, found: Keys) -> None:
    """Keep the keys of a report's items."""
    i = t.link_items.c
    for about, items in found.items():
        rows = [
            {"about": about, "id": item, "report": report, "hashes": pack_keys(about, keys)}
            for item, keys in sorted(items.items())
        ]
        if not rows:
            continue
        connection.execute(insert(t.link_items), rows)
        # Items that were kept before have their keys.
        kept = connection.execute(
            select(i.sequence, i.id, i.hashes).where(i.about == about, i.report == report)
        )
        keys = [
            {"key": key, "item": row.sequence}
            for row in kept
            if row.id in items
            for key in unpack_keys(row.hashes)
        ]
        if keys:
            connection.execute(insert(t.link_keys), keys)


def remove_links(connection: Connection, report: str) -> None:
    """Remove a report's items with their keys."""
    remove_items(connection, t.link_items.c.report == report)


def remove_items(connection: Connection, *which: ColumnElement[bool]) -> None:
    """Remove items with their keys."""
    i, k = t.link_items.c, t.link_keys.c
    for row in connection.execute(select(i.sequence, i.hashes).where(*which)).all():
        for some in in_parts(unpack_keys(row.hashes)):
            connection.execute(delete(t.link_keys).where(k.key.in_(some), k.item == row.sequence))
    connection.execute(delete(t.link_items).where(*which))


def in_parts(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """The values in stretches that one question may hold."""
    for start in range(0, len(values), MANY):
        yield values[start : start + MANY]
