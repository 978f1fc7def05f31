"""The register in the record: imported, removed, and asked about whoever goes by a name that it lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from onrecord.linking.judgements import REGISTER
from onrecord.linking.register import (
    Entry,
    Role,
    Seen,
    find_titles,
    judge_by_register,
    keys_of,
    merge_entries,
)
from onrecord.store.register import Register, Registered

if TYPE_CHECKING:
    from datetime import datetime

    from onrecord.store.store import Store
    from onrecord.store.writer import Writer


def import_entries(store: Store, writer: Writer, entries: Iterable[Entry]) -> None:
    """Keep entries; those of an id that the register has already get the names and roles of both."""
    new = list(entries)
    known = [_entry_of(row) for row in Register(store).entries({entry.id for entry in new})]
    writer.import_register([_row_of(entry) for entry in merge_entries([*known, *new])])


def find_entries(store: Store, people: Collection[str] | None = None) -> list[Entry]:
    """The entries of the register, all or those that bear on these local people; by id."""
    register = Register(store)
    return [_entry_of(row) for row in register.entries(None if people is None else register.touched(people))]


def ask_register(store: Store, writer: Writer, *, now: datetime) -> None:
    """Judge by the register whoever is to be recognised anew and goes by a name that it lists."""
    register = Register(store)
    if register.is_empty():
        return
    touched = register.touched(store.memory.outdated("entity"))
    if not touched:
        return
    entries = [_entry_of(row) for row in register.entries(touched)]
    keys = {key for entry in entries for key in keys_of(entry)}
    people = [
        Seen(
            one.id, one.version, one.kind, one.name, find_titles(one.text, one.places), one.front.published
        )
        for one in register.people(keys)
    ]  # fmt: skip
    judgements = judge_by_register(people, entries, at=now)
    writer.judge_register(REGISTER, {person.id for person in people}, judgements)


def _row_of(entry: Entry) -> Registered:
    roles = tuple((role.what, role.when) for role in entry.roles)
    return Registered(entry.id, entry.name, entry.kind, entry.aliases, roles, entry.wikidata, keys_of(entry))


def _entry_of(row: Registered) -> Entry:
    roles = tuple(Role(what, when) for what, when in row.roles)
    return Entry(row.id, row.name, row.kind, row.aliases, roles, row.wikidata)
