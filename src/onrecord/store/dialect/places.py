"""Where a record is: a file, or a database of a PostgreSQL server."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from onrecord.errors import UsageError

_SERVER = re.compile(r"postgres(?:ql)?://[^/?]*(?:/(?P<name>[^?]*))?(?:\?(?P<options>.*))?", re.DOTALL)
# What must not be shown: the password before the host, or among the options.
_PASSWORD = (re.compile(r"(//[^:/@?]*:)[^/?]*(?=@)"), re.compile(r"([?&](?:ssl)?password=)[^&]*"))


@dataclass(frozen=True, slots=True)
class Server:
    """A database of a PostgreSQL server by its address, as libpq takes it: postgresql://user@host/name."""

    address: str = field(repr=False)

    @property
    def stem(self) -> str:
        """What the record is called: as the database."""
        found = _SERVER.fullmatch(self.address)
        return unquote(found["name"] or "") if found and found["name"] else "record"

    def __str__(self) -> str:
        """The address without a password."""
        shown = self.address
        for password in _PASSWORD:
            shown = password.sub(r"\1…", shown)
        return shown


# A file is its path.
Place = Path | Server


def place_of(location: str | Path) -> Place:
    """Where a record is that was named by a path or an address. Raises UsageError for any other address."""
    text = str(location)
    if _SERVER.fullmatch(text):
        return Server(text)
    text = text.removeprefix("sqlite:///")
    if "://" in text or text in ("", ":memory:"):
        raise UsageError(
            "a record is a file or a PostgreSQL database: give its path or postgresql://user@host/name",
            where=text or "an empty path",
        )
    return Path(text)
