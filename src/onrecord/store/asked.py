"""What statements are asked for, as conditions by which they are found; and statements by their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, func, select

from onrecord.errors import NotFound, UsageError
from onrecord.record import Act, Kind
from onrecord.store import tables as t
from onrecord.store.details import texts_of
from onrecord.store.kept import Attributed
from onrecord.store.lookup import names_of, people_meant, version_id
from onrecord.store.paging import Condition, Stretch, equals, loosely
from onrecord.store.rows import statement_of
from onrecord.store.search import match_statements, match_versions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.edtf import Edtf

_S = t.statements.c
# The order of statements: by day said (else published), version and place in it; and the number of each.
IN_ORDER = (_S.day_order, _S.version, _S.position, _S.sequence)


@dataclass(frozen=True, slots=True)
class Asked:
    """What statements are asked for; None: all. See `Queries.statements`; `outlet` is its name as printed."""

    by: str | None = None
    about: str | None = None
    kind: Kind | None = None
    act: Act | None = None
    since: Edtf | None = None
    until: Edtf | None = None
    report: str | None = None
    outlet: str | None = None
    story: str | None = None


def conditions_of(connection: Connection, asked: Asked) -> Iterator[Condition]:
    s, r = t.statements.c, t.reports.c
    if asked.about is not None:
        found = match_statements(asked.about).subquery()
        yield Condition(s.sequence, select(found.c[0]).where(found.c[0] == s.sequence).exists(), found)
    if asked.report is not None:
        yield equals(s.version, version_id(connection, asked.report))
    if asked.by is not None:
        people = people_meant(connection, asked.by)
        yield Condition(s.speaker.in_(people), loosely(s.speaker).in_(people))
    if asked.act is not None:
        yield equals(s.act, asked.act.value, ordered=True)
    if asked.kind is not None:
        yield equals(s.kind, asked.kind.value, ordered=True)
    if asked.outlet is not None:
        of_outlet = select(r.current).where(r.outlet == asked.outlet)
        yield Condition(s.version.in_(of_outlet), of_outlet.where(r.current == s.version).exists())
    if asked.story is not None:
        m = t.story_members.c
        if not connection.scalar(select(func.count()).where(t.stories.c.id == asked.story)):
            raise NotFound("no story of the record has this id", where=asked.story)
        of_story = select(r.current).join(t.story_members, m.report == r.id).where(m.story == asked.story)
        yield Condition(s.version.in_(of_story), of_story.where(r.current == s.version).exists())
    if asked.since is not None:
        first = _day(asked.since, asked.since.earliest_day())
        yield Condition(s.last_day >= first, loosely(s.last_day) >= first)
    if asked.until is not None:
        last = _day(asked.until, asked.until.latest_day())
        yield Condition(s.first_day <= last, loosely(s.first_day) <= last)


def reports_about(about: str | None) -> list[Condition]:
    """Reports whose current version has these words; None: all."""
    if about is None:
        return []
    r, v = t.reports.c, t.versions.c
    found_in = match_versions(about).subquery()  # words are searched for in versions
    current = select(v.id).join(found_in, found_in.c[0] == v.sequence)
    here = select(v.sequence).where(v.id == r.current).scalar_subquery()
    tested = select(found_in.c[0]).where(found_in.c[0] == here).exists()
    return [Condition(r.current, tested, current.subquery())]


def stretches_of(asked: Edtf | None) -> Sequence[Stretch]:
    """What begins before a day and may still be of it is rare and stands apart; the rest begins there."""
    if asked is None:
        return (Stretch(),)
    day = _day(asked, asked.earliest_day())
    s = t.statements.c
    # The condition as in the index.
    few = select(s.sequence).where(s.last_day >= day, s.first_day != s.last_day)
    return Stretch(end=day, few=s.sequence.in_(few)), Stretch(begin=day)


def statements_of(connection: Connection, sequences: Sequence[int]) -> tuple[Attributed, ...]:
    """The statements of these numbers, in this order."""
    s, v, m = t.statements.c, t.versions.c, t.entity_members.c
    query = (
        select(t.statements, v.report, m.entity)
        .join(t.versions, v.id == s.version)
        .outerjoin(t.entity_members, m.person == s.speaker)
        .where(s.sequence.in_(sequences))
    )
    rows = {row["sequence"]: row for row in connection.execute(query).mappings()}
    texts = texts_of(connection, {row["version"] for row in rows.values()})
    known = names_of(connection, {row["entity"] for row in rows.values()} - {None})
    return tuple(
        Attributed(row["report"], statement_of(row, texts[row["version"]]), known.get(row["entity"]))
        for row in (rows[sequence] for sequence in sequences)
    )


def of_current() -> ColumnElement[bool]:
    """A statement stands in the current version of its report."""
    return select(t.reports.c.id).where(t.reports.c.current == t.statements.c.version).exists()


def _day(asked: Edtf, day: Any) -> str:
    if day is None:
        raise UsageError("no day can be told from this date: give its year", where=str(asked))
    return str(day.isoformat())
