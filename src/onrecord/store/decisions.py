"""Decisions of people in the record: kept for ever, applied to every reading, followed to what they name now.

The rows of a reading are those that people left. What intake and the network gave for them is kept in
`uncorrected` as long as a decision stands that changes it, so that undoing it restores the rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

from onrecord.edtf import Edtf
from onrecord.errors import NotFound, UsageError
from onrecord.record import Front, Judgement, Reading, Report
from onrecord.store import tables as t
from onrecord.store.again import keep_given
from onrecord.store.edits import Edit, apply_edits, edited_version, edits_of, find_place, place_of
from onrecord.store.lookup import owner_of
from onrecord.store.names import fold_words, is_named
from onrecord.store.rows import (
    as_json,
    as_time,
    date_of,
    date_rows,
    figure_of,
    figure_rows,
    front_of,
    front_text,
    judgement_of,
    judgement_row,
    mention_of,
    mention_rows,
    statement_of,
    statement_rows,
)

if TYPE_CHECKING:
    from datetime import datetime

BY_MODEL = "onrecord-"  # as in linking.judgements
# What a person can give of a report.
FRONT_PARTS = ("published", "outlet")


def by_people() -> ColumnElement[bool]:
    return ~t.judgements.c.author.startswith(BY_MODEL)


def insert_decision(connection: Connection, judgements: Sequence[Judgement]) -> None:
    """Keep what a person judged at one moment.

    What she judged before stays, so that it holds again when this is undone. Raises NotFound where the
    record holds neither of a pair.
    """
    for judgement in judgements:
        one, other = judgement.pair
        if judgement.about == "statement":  # of a statement that was missed there is only the version yet
            one = other = edited_version(judgement)
        owner = owner_of(connection, one)
        owners = owner, owner if other == one else owner_of(connection, other)
        if owners == (None, None):
            raise NotFound("the record holds neither of the two", where=f"{one}, {other}")
        row = judgement_row(judgement) | {"one_report": owners[0], "other_report": owners[1]}
        connection.execute(insert(t.judgements), row)


def withdraw_decision(connection: Connection, ids: Collection[str], at: datetime) -> list[Judgement]:
    """Take judgements back, and say which these were. Raises UsageError where one is taken back already."""
    j = t.judgements.c
    rows = connection.execute(select(t.judgements).where(j.id.in_(ids))).mappings().all()
    for row in rows:
        if row["withdrawn"] is not None:
            raise UsageError(f"was undone already, at {row['withdrawn']}", where=row["id"])
    connection.execute(update(t.judgements).where(j.id.in_(ids)).values(withdrawn=as_time(at)))
    return [judgement_of(row) for row in rows]


def judgements_on(connection: Connection, report: str, *abouts: str) -> list[Judgement]:
    """What people judged of a report's parts and stands, in the order of time."""
    j = t.judgements.c
    query = select(t.judgements).where(
        or_(j.one_report == report, j.other_report == report),
        j.about.in_(abouts),
        j.withdrawn.is_(None),
        by_people(),
    )
    rows = connection.execute(query.order_by(j.at, j.id)).mappings()
    return [judgement_of(row) for row in rows]


def give_front(own: Front, judgements: Iterable[Judgement]) -> Front:
    """A front matter with what people gave: per part, what stands and was given last."""
    given: dict[str, Any] = {}
    for judgement in judgements:
        if judgement.about == "report" and judgement.withdrawn is None:
            given |= json.loads(judgement.value or "{}")
    if not given:
        return own
    parts: dict[str, Any] = {part: given[part] for part in FRONT_PARTS if part in given}
    if "published" in parts:
        parts["published"] = Edtf(parts["published"])
    places = dict(own.read_from) | dict.fromkeys(parts, "user")
    return replace(own, **parts, read_from=tuple(places.items()))


def own_front(connection: Connection, version: str) -> Front | None:
    """The front matter that a version has without what people decided; None where it is not in the record."""
    uncorrected = select(t.uncorrected.c.front).where(t.uncorrected.c.version == version)
    stored = select(t.versions.c.front).where(t.versions.c.id == version)
    front = connection.scalar(uncorrected) or connection.scalar(stored)
    return None if front is None else front_of(front)


def front_to_keep(connection: Connection, report: Report) -> Front:
    """The front matter of a report that comes (again): also what users gave when it was added before."""
    own = own_front(connection, report.version)
    return report.front if own is None else keep_given(own, report.front)


def front_known(connection: Connection, report: Report) -> Front:
    """The front matter of a report that comes (again), with all that people gave of it."""
    return give_front(front_to_keep(connection, report), judgements_on(connection, report.id, "report"))


def correct(connection: Connection, report: Report, own: Front, reading: Reading) -> Reading:
    """A version's reading as people left it; what is without them is kept beside it if they changed it.

    `own` is the report's front matter without them, `reading` the network's own.
    """
    edits = edits_on(connection, report.id, report.version, report.text)
    connection.execute(delete(t.uncorrected).where(t.uncorrected.c.version == report.version))
    if edits or own != report.front:
        row = {
            "version": report.version,
            "front": front_text(own) if own != report.front else None,
            "reading": write_reading(reading) if edits else None,
        }
        connection.execute(insert(t.uncorrected), row)
    return apply_edits(reading, edits)


def edits_on(connection: Connection, report: str, version: str, text: str) -> list[Edit]:
    """The edits that stand in one version of a report; also those of other versions, where its words are."""
    judgements = judgements_on(connection, report, "statement")
    return edits_of(version, text, judgements, texts=_TextsOf(connection))


class _TextsOf(Mapping[str, str]):
    """The texts of versions, fetched when one is asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __getitem__(self, version: str) -> str:
        text: str | None = self._connection.scalar(
            select(t.versions.c.text).where(t.versions.c.id == version)
        )
        if text is None:
            raise KeyError(version)
        return text

    def __iter__(self) -> Iterator[str]:
        return iter(self._connection.scalars(select(t.versions.c.id)))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def write_reading(reading: Reading) -> str:
    """A reading as JSON, of the rows that its parts have in the tables."""
    return as_json(
        {
            "model": reading.model,
            "notes": reading.notes,
            "statements": list(statement_rows(reading, None)),
            "mentions": list(mention_rows(reading)),
            "dates": list(date_rows(reading)),
            "figures": list(figure_rows(reading)),
        }
    )


def read_reading(version: str, text: str, stored: str) -> Reading:
    """Back from `write_reading`. Raises SpanError where its words are not those of the text."""
    parts = json.loads(stored)
    return Reading(
        version=version,
        model=parts["model"],
        statements=tuple(statement_of(row, text) for row in parts["statements"]),
        mentions=tuple(mention_of(row, text) for row in parts["mentions"]),
        dates=tuple(date_of(row, text) for row in parts["dates"]),
        figures=tuple(figure_of(row, text) for row in parts["figures"]),
        notes=tuple(parts["notes"]),
    )


def own_reading(connection: Connection, report: Report) -> Reading:
    """What the network itself read in a version."""
    query = select(t.uncorrected.c.reading).where(t.uncorrected.c.version == report.version)
    kept = connection.scalar(query)
    if kept is not None:
        return read_reading(report.version, report.text, kept)
    return stored_reading(connection, report.version, report.text)


def stored_reading(connection: Connection, version: str, text: str) -> Reading:
    """A version's reading as its rows have it: as people left it."""
    read = connection.execute(select(t.readings).where(t.readings.c.version == version)).one()

    def parts(table: Any, noun: Callable[[Any, str], Any]) -> tuple[Any, ...]:
        query = select(table).where(table.c.version == version).order_by(table.c.position)
        return tuple(noun(row, text) for row in connection.execute(query).mappings())

    return Reading(
        version=version,
        model=read.model,
        statements=parts(t.statements, statement_of),
        mentions=parts(t.mentions, mention_of),
        dates=parts(t.dates, date_of),
        figures=parts(t.figures, figure_of),
        notes=tuple(json.loads(read.notes)),
    )


def follow(connection: Connection, report: str) -> set[tuple[str, str]]:
    """Point people's judgements on a report's people and statements to what these are called now.

    Another network, or another text of the report, may give somebody another name and a statement other
    places, and so another id. Gives what such judgements were about before and are about now, each with the
    id.
    """
    j = t.judgements.c
    query = select(t.judgements).where(
        or_(j.one_report == report, j.other_report == report),
        j.about.in_(("entity", "saying", "repeat")),
        by_people(),
    )
    here = _Here(connection, report)
    touched: set[tuple[str, str]] = set()
    for row in connection.execute(query).mappings().all():
        told = json.loads(row["value"] or "{}")
        judged = row["judged_one"] or row["one"], row["judged_other"] or row["other"]
        before = row["one"], row["other"]
        if judged[0] == judged[1]:  # of one alone, by a name that it was given
            told["other"] = told.get("one")
        now = [
            here.find(row["about"], id_, told.get(side)) or id_ if row[f"{side}_report"] == report else was
            for side, id_, was in zip(("one", "other"), judged, before, strict=True)
        ]
        if now[0] == now[1] and judged[0] != judged[1]:
            now = list(judged)  # the two are one now, and nothing is left to be judged
        if tuple(now) == before:
            continue
        old = judged if tuple(now) != judged else (None, None)
        values = {"one": now[0], "other": now[1], "judged_one": old[0], "judged_other": old[1]}
        connection.execute(update(t.judgements).where(j.id == row["id"]).values(values))
        touched.update((row["about"], id_) for id_ in (*before, *now))
    return touched


class _Here:
    """The people and statements of a report's current version, as they are found again."""

    def __init__(self, connection: Connection, report: str) -> None:
        current = select(t.reports.c.current).where(t.reports.c.id == report)
        version = t.versions.c.id == current.scalar_subquery()
        self.version, text = connection.execute(
            select(t.versions.c.id, t.versions.c.text).where(version)
        ).one()
        people = select(t.people).where(t.people.c.version == self.version).order_by(t.people.c.id)
        self.people = connection.execute(people).mappings().all()
        statements = select(t.statements).where(t.statements.c.version == self.version)
        rows = connection.execute(statements.order_by(t.statements.c.position)).mappings()
        self.statements = [statement_of(row, text) for row in rows]

    def find(self, about: str, id_: str, told: Any) -> str | None:
        """What an id of this report names now; `told` is what the judgement's value says of it."""
        if about == "entity":
            ids = {row["id"] for row in self.people}
            return id_ if id_ in ids else told and self._person(told["kind"], told["name"])
        ids = {statement.id for statement in self.statements}
        return id_ if id_ in ids else told and self._statement(told)

    def _person(self, kind: str, name: str) -> str | None:
        """Of the same name, or the only one with a fuller or shorter form of it."""
        words = fold_words(name)
        same = [row for row in self.people if fold_words(row["name"]) == words]
        same.sort(key=lambda row: row["kind"] != kind)
        if same:
            return str(same[0]["id"])
        near = [
            row["id"]
            for row in self.people
            if row["kind"] == kind and (is_named(name, row["name"]) or is_named(row["name"], name))
        ]
        return near[0] if len(near) == 1 else None

    def _statement(self, told: Any) -> str | None:
        """The one at about the same place, or in another text the only one with the same words."""
        if told["version"] == self.version:
            found = find_place(told, self.statements)
            return found.id if found else None
        words = [one.id for one in self.statements if place_of(one)["words"] == told["words"]]
        return words[0] if len(words) == 1 else None
