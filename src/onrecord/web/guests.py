"""Guests: who may enter a record that others can reach, each with a token of their own and a role."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from onrecord.errors import NotFound, RecordError, UsageError
from onrecord.linking.decisions import person_named


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


@dataclass(slots=True)
class Guests:
    """The guests of a record, in a small file beside it that only its owner can read.

    It holds a hash of each token; the tokens, of 256 random bits each, are nowhere but with the guests.
    """

    path: Path

    @classmethod
    def of(cls, record: Path) -> Guests:
        return cls(record.with_name(record.name + ".guests"))

    def find(self, token: str) -> Guest | None:
        """Whose token it is; None: nobody's. Raises RecordError where the file is damaged."""
        digest, found = _digest(token), None
        for name, known in self._read().items():
            if hmac.compare_digest(digest, known["token"]):
                found = Guest(name, Role(known["role"]))
        return found

    def invite(self, name: str, role: Role) -> str:
        """Let somebody in, or give them another role; the token that they enter with. An old one is void.

        Raises UsageError for a name that no author has.
        """
        name = person_named(name)
        token = secrets.token_urlsafe(32)
        self._write(self._read() | {name: {"role": role.value, "token": _digest(token)}})
        return token

    def dismiss(self, name: str) -> None:
        """Let somebody in no more. Raises NotFound."""
        guests = self._read()
        if name not in guests:
            raise NotFound(f"is no guest of this record; it has: {', '.join(guests) or 'none'}", where=name)
        self._write({one: known for one, known in guests.items() if one != name})

    def list(self) -> list[Guest]:
        """All of them, by name."""
        return [Guest(name, Role(known["role"])) for name, known in sorted(self._read().items())]

    def _read(self) -> dict[str, dict[str, str]]:
        # Read at every request, so that who is dismissed is out at once.
        try:
            text = self.path.read_text("utf-8")
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise RecordError(f"cannot be read: {error.strerror}", where=str(self.path)) from error
        try:
            guests = json.loads(text)
            return {
                str(name): {"role": Role(known["role"]).value, "token": str(known["token"])}
                for name, known in guests.items()
            }
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            what = "is no list of guests: delete it and invite them again"
            raise UsageError(what, where=str(self.path)) from error

    def _write(self, guests: dict[str, dict[str, str]]) -> None:
        part = self.path.with_name(self.path.name + ".part")
        try:
            part.unlink(missing_ok=True)
            with os.fdopen(
                os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
            ) as out:
                json.dump(guests, out, ensure_ascii=False, indent=1, sort_keys=True)
                out.write("\n")
            os.replace(part, self.path)
        except OSError as error:
            raise RecordError(f"cannot be written: {error.strerror}", where=str(self.path)) from error


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
