"""Hidden words in the record: the rows of a report hold blocks in their place, what they were is sealed.

So no list, search, count or export has to leave them out: they are not there, for nobody. What was read and
decided keeps its places; what models judged of the report, and what follows of it, is made anew.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, RowMapping, delete, insert, or_, select, update

from onrecord.record import Report
from onrecord.store import tables as t
from onrecord.store.covering import (
    Cover,
    Place,
    cover_reading,
    cover_report,
    cover_value,
    find_places,
    uncover_reading,
)
from onrecord.store.decisions import (
    by_people,
    give_front,
    judgements_on,
    own_front,
    own_reading,
    read_reading,
    write_reading,
)
from onrecord.store.dialect import index_words
from onrecord.store.rows import as_json, front_of, front_text, report_of, version_row

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from onrecord.record import Front, Judgement, Reading

# What such a judgement is about; its pair is the id of the report, twice, its value the places by version.
# Places may lie in one another: a family name in a whole one, so that it is hidden wherever it stands alone.
REDACTION = "redaction"


class Came(NamedTuple):
    """A version as it came, with all its words, what was read in it, and its row."""

    report: Report
    reading: Reading
    row: RowMapping


class Shown(NamedTuple):
    """A version as it is to be in the tables; `own` is its front matter without what people gave."""

    report: Report
    own: Front
    reading: Reading
    came: Came


def as_hidden(connection: Connection, report: Report) -> Report:
    """A report that comes (again), with the words covered that are hidden in it, also in a new version."""
    if report.hidden is not None:
        return report
    phrases = _phrases(connection, report.id)
    if not phrases:
        return report
    kept = connection.scalar(select(t.versions.c.hidden).where(t.versions.c.id == report.version))
    places = _read_places(kept) if kept else _find_all(report.text, phrases)
    return cover_report(report, places, Cover(phrases)) if places else report


def seal(connection: Connection, report: Report) -> None:
    """Keep the words of a version that came with them and was kept without, unless they are kept already."""
    sealed = select(t.sealed.c.version).where(t.sealed.c.version == report.version)
    if connection.scalar(sealed) is None:
        connection.execute(insert(t.sealed), _sealed_row(report, None))


def sealed_words(connection: Connection, report: str) -> list[str]:
    """What is hidden of a report, each words once."""
    return _phrases(connection, report)


def hide_again(connection: Connection, report: str) -> list[Shown]:
    """The versions of a report with all that is hidden of them now; what people wrote of it follows."""
    _unseal_judgements(connection, report)
    versions = [_came(connection, row) for row in _rows(connection, report)]
    places = _places(judgements_on(connection, report, REDACTION), versions)
    words = Cover([one.report.text[a:b] for one in versions for a, b in places[one.report.version]])
    given = judgements_on(connection, report, "report")
    shown = []
    for one in versions:
        version, reading = one.report, one.reading
        if hidden := places[version.version]:
            version = cover_report(version, hidden, words)
            reading = cover_reading(reading, version.text, hidden, words)
        front = give_front(version.front, given)
        shown.append(Shown(replace(version, front=front), version.front, reading, one))
    if any(places.values()):
        _seal_judgements(connection, report, {one.report.version: one.report.text for one in shown}, words)
    return shown


def replace_version(connection: Connection, shown: Shown) -> None:
    """Put a version in the place of its row, of which nothing that was read is in the tables any more."""
    came = shown.came
    row = version_row(shown.report, added=datetime.fromisoformat(came.row["added"]))
    row["sequence"] = came.row["sequence"]
    connection.execute(delete(t.versions).where(t.versions.c.id == row["id"]))
    connection.execute(insert(t.versions), row)
    index_words(connection, t.versions, [row])
    if shown.report.hidden is not None:
        connection.execute(insert(t.sealed), _sealed_row(came.report, came.reading))


def _sealed_row(report: Report, reading: Reading | None) -> dict[str, Any]:
    return {
        "version": report.version,
        "text": report.text,
        "front": front_text(report.front),
        "location": report.original.location,
        "reading": reading and write_reading(reading),
    }


def _rows(connection: Connection, report: str) -> Sequence[RowMapping]:
    v = t.versions.c
    query = select(t.versions, t.originals.c.packed).join(t.originals).where(v.report == report)
    return connection.execute(query.order_by(v.id)).mappings().all()


def _came(connection: Connection, row: RowMapping) -> Came:
    kept = report_of(row)
    front = own_front(connection, kept.version) or kept.front
    reading = own_reading(connection, kept)
    sealed = connection.execute(select(t.sealed).where(t.sealed.c.version == kept.version)).one_or_none()
    if sealed is None:
        return Came(replace(kept, front=front), reading, row)
    report = Report(
        sealed.text,
        front_of(sealed.front),
        replace(kept.original, location=sealed.location),
        kept.offsets,
        kept.notes,
    )
    if sealed.reading is not None:
        return Came(report, read_reading(kept.version, sealed.text, sealed.reading), row)
    return Came(report, uncover_reading(reading, sealed.text), row)


def _places(judgements: Iterable[Judgement], versions: Iterable[Came]) -> dict[str, list[Place]]:
    """By version what is to be hidden; in one that came later, wherever the same words stand."""
    texts = {one.report.version: one.report.text for one in versions}
    found: dict[str, list[Place]] = {version: [] for version in texts}
    for judgement in judgements:
        given = json.loads(judgement.value or "{}")["places"]
        known = {
            version: [(a, b) for a, b in places] for version, places in given.items() if version in texts
        }
        phrases = {texts[version][a:b] for version, places in known.items() for a, b in places}
        for version, text in texts.items():
            found[version] += known[version] if version in known else _find_all(text, phrases)
    return {version: sorted(set(places)) for version, places in found.items()}


def _find_all(text: str, phrases: Collection[str]) -> list[Place]:
    return sorted({place for phrase in phrases for place in find_places(text, phrase)})


def _phrases(connection: Connection, report: str) -> list[str]:
    v = t.versions.c
    query = select(t.sealed.c.text, v.hidden).join(t.versions, v.id == t.sealed.c.version)
    rows = connection.execute(query.where(v.report == report, v.hidden.is_not(None))).all()
    return sorted({row.text[a:b] for row in rows for a, b in _read_places(row.hidden)})


def _read_places(stored: str) -> list[Place]:
    return [(start, end) for start, end in json.loads(stored)]


def _seal_judgements(connection: Connection, report: str, texts: Mapping[str, str], words: Cover) -> None:
    """Cover the words where people's decisions about the report repeat them, withdrawn ones too."""
    j = t.judgements.c
    about_it = or_(j.one_report == report, j.other_report == report)
    query = select(j.id, j.reason, j.value).where(about_it, by_people(), j.about != REDACTION)
    for row in connection.execute(query).all():
        value = None if row.value is None else as_json(cover_value(json.loads(row.value), texts, words))
        reason = words.text(row.reason)
        if reason != row.reason or (value is not None and json.loads(value) != json.loads(row.value)):
            kept = {"judgement": row.id, "reason": row.reason, "value": row.value}
            connection.execute(insert(t.sealed_judgements), kept)
            changed = update(t.judgements).where(j.id == row.id).values(reason=reason, value=value)
            connection.execute(changed)


def _unseal_judgements(connection: Connection, report: str) -> None:
    j, s = t.judgements.c, t.sealed_judgements.c
    about_it = or_(j.one_report == report, j.other_report == report)
    query = select(t.sealed_judgements).join(t.judgements, j.id == s.judgement).where(about_it)
    for row in connection.execute(query).all():
        was = update(t.judgements).where(j.id == row.judgement).values(reason=row.reason, value=row.value)
        connection.execute(was)
        connection.execute(delete(t.sealed_judgements).where(s.judgement == row.judgement))
