"""How far files of many reports were gone through, and what of them need not be opened again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from onrecord.record import Passed
from onrecord.store import tables as t
from onrecord.store.rows import as_json

if TYPE_CHECKING:
    from collections.abc import Collection


def keep_passed(connection: Connection, passed: Passed, model: str) -> None:
    """Keep how far this network's run through an archive has come, in the place of what was kept before."""
    row = {
        "id": passed.archive,
        "location": passed.where,
        "model": model,
        "passed": passed.at,
        "counts": as_json(dict(passed.counts)),
        "whole": int(passed.whole),
    }
    connection.execute(delete(t.archives).where(t.archives.c.id == passed.archive))
    connection.execute(t.archives.insert(), row)


def passed_by(connection: Connection, archive: str, model: str) -> Passed | None:
    """How far this network went through an archive; None where it has not begun."""
    a = t.archives.c
    row = connection.execute(select(t.archives).where(a.id == archive, a.model == model)).one_or_none()
    if row is None:
        return None
    return Passed(row.id, row.location, row.passed, tuple(json.loads(row.counts).items()), bool(row.whole))


def forget_passed(connection: Connection, notes: Collection[str]) -> None:
    """Archives that reports with these notes (JSON) came from are to be gone through anew."""
    told = [note for some in notes for note in json.loads(some)]
    for row in connection.execute(select(t.archives.c.id, t.archives.c.location)).all():
        if any(row.location in note for note in told):
            connection.execute(delete(t.archives).where(t.archives.c.id == row.id))


def holds_page(connection: Connection, url: str, sha256: str, model: str) -> bool:
    """Whether these bytes came from this address before, and this network read them."""
    v, r = t.versions.c, t.readings.c
    query = select(v.id).join(t.readings, r.version == v.id)
    found = connection.execute(query.where(v.sha256 == sha256, v.location == url, r.model == model).limit(1))
    return found.first() is not None
