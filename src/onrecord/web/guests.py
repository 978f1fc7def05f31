"""Guests: who may enter a record that others can reach, each with a token of their own and a role."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from onrecord.errors import NotFound
from onrecord.linking.decisions import person_named
from onrecord.store.guests import KeptGuest, keep_guest, list_guests, remove_guest

if TYPE_CHECKING:
    from onrecord.store.store import Store


class Role(StrEnum):
    """What somebody may do, each also what those before may.

    A READER sees what is not restricted, a REVIEWER sees all and decides, an EDITOR also restricts and
    forgets reports.
    """

    READER = "reader"
    REVIEWER = "reviewer"
    EDITOR = "editor"

    @property
    def decides(self) -> bool:
        return self is not Role.READER

    @property
    def edits(self) -> bool:
        return self is Role.EDITOR


class Guest(NamedTuple):
    """Who asks. `name` is the author of what they decide; None: whoever runs the server."""

    name: str | None
    role: Role


OWNER = Guest(None, Role.EDITOR)


@dataclass(frozen=True, slots=True)
class Guests:
    """The guests of an open record, which keeps a hash of each token.

    The tokens, of 256 random bits each, are nowhere but with the guests.
    """

    store: Store

    def find(self, token: str) -> Guest | None:
        """Whose token it is; None: nobody's."""
        digest, found = _digest(token), None
        # Read at every request, so that who is dismissed is out at once.
        for known in list_guests(self.store):
            if hmac.compare_digest(digest, known.token):
                found = Guest(known.name, Role(known.role))
        return found

    def invite(self, name: str, role: Role) -> str:
        """Let somebody in, or give them another role; the token that they enter with. An old one is void.

        Raises UsageError for a name that no author has, RecordError where the record cannot be written.
        """
        token = secrets.token_urlsafe(32)
        keep_guest(self.store, KeptGuest(person_named(name), role.value, _digest(token)))
        return token

    def dismiss(self, name: str) -> None:
        """Let somebody in no more. Raises NotFound."""
        if not remove_guest(self.store, name):
            there = ", ".join(one.name or "" for one in self.list())
            raise NotFound(f"is no guest of this record; it has: {there or 'none'}", where=name)

    def list(self) -> list[Guest]:
        """All of them, by name."""
        return [Guest(known.name, Role(known.role)) for known in list_guests(self.store)]


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
