"""Guests as the record keeps them: a name, a role and the hash of a token. See `onrecord.web.guests`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, select

from onrecord.store import tables as t
from onrecord.store.dialect import plain_errors, write

if TYPE_CHECKING:
    from onrecord.store.store import Store


class KeptGuest(NamedTuple):
    """A row of the table."""

    name: str
    role: str
    token: str


def list_guests(store: Store) -> list[KeptGuest]:
    """All of them, by name."""
    g = t.guests.c
    with plain_errors(store.place), store.engine.connect() as connection:
        return [
            KeptGuest(*row) for row in connection.execute(select(g.name, g.role, g.token).order_by(g.name))
        ]


def keep_guest(store: Store, guest: KeptGuest) -> None:
    """Keep a guest in the place of one of the same name."""
    with write(store.engine, store.place) as connection:
        connection.execute(delete(t.guests).where(t.guests.c.name == guest.name))
        connection.execute(t.guests.insert(), [guest._asdict()])


def remove_guest(store: Store, name: str) -> bool:
    """False: there was no such guest."""
    with write(store.engine, store.place) as connection:
        return bool(connection.execute(delete(t.guests).where(t.guests.c.name == name)).rowcount)
