"""A report that comes again: what stays of what the record knows, and whether anything is new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from onrecord.store import tables as t
from onrecord.store.rows import front_columns, intake_columns

if TYPE_CHECKING:
    from onrecord.record import Front, Report


def keep_given(stored: Front, new: Front) -> Front:
    """The new front matter with what a user gave before, where the user does not give it anew."""
    before, now = dict(stored.read_from), dict(new.read_from)
    given = {f: getattr(stored, f) for f, where in before.items() if where == "user" and now.get(f) != "user"}
    if not given:
        return new
    places = {f: "user" if f in given else now[f] for f in (*now, *(f for f in given if f not in now))}
    return replace(new, **given, read_from=tuple(places.items()))


def stored_version(connection: Connection, version: str) -> Any:
    """What the record holds of a version, without its text; None where it has none."""
    v = t.versions.c
    columns = (v.front, v.sha256, v.offsets, v.notes, t.readings.c.model)
    query = select(*columns).join(t.readings, t.readings.c.version == v.id).where(v.id == version)
    return connection.execute(query).mappings().one_or_none()


def is_as_stored(known: Any, report: Report, model: str) -> bool:
    """Reading the report again with this model would give what the record holds."""
    if known["front"] != front_columns(report.front)["front"] or known["model"] != model:
        return False
    # Offsets and notes tell of the original; another one with the same text is not kept.
    intake = intake_columns(report)
    return known["sha256"] != report.original.sha256 or all(known[part] == intake[part] for part in intake)
