"""Questions to a record, named like the nouns they answer with. All of current versions, unless asked."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, Table, func, or_, select, true

from onrecord.errors import NotFound
from onrecord.record import Act, Entity, EntityKind, Judgement, Kind, Passed, Reading, Report
from onrecord.store import tables as t
from onrecord.store.again import is_as_stored, stored_version
from onrecord.store.archives import holds_page, passed_by
from onrecord.store.asked import (
    IN_ORDER,
    Asked,
    conditions_of,
    of_current,
    reports_about,
    statements_of,
    stretches_of,
)
from onrecord.store.decisions import front_known, stored_reading
from onrecord.store.details import listed_of, listing
from onrecord.store.dialect import plain_errors
from onrecord.store.groups import outdated_items
from onrecord.store.hidden import as_hidden, sealed_words
from onrecord.store.kept import Attributed, Counts, Listed, LocalPerson
from onrecord.store.links import in_parts
from onrecord.store.lookup import entities_named, entities_of, version_id
from onrecord.store.paging import Condition, find_all, loosely
from onrecord.store.rows import front_of, judgement_of, report_of
from onrecord.store.search import match_versions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from onrecord.edtf import Edtf
    from onrecord.record import Front
    from onrecord.store.dialect import Place
    from onrecord.store.paging import Condition

# How many rows are fetched at once where an answer may be long.
BATCH, FIRST_BATCH = 500, 50


class Queries:
    """What a record answers. An answer is the record as it stood when the answer began."""

    def __init__(self, engine: Engine, where: Place) -> None:
        self._engine = engine
        self._where = where

    def reports(self, *, about: str | None = None) -> Iterator[Report]:
        """The reports whose text holds the words, or all; by day of publication, then id."""
        v = t.versions.c
        query = _whole_versions().where(_is_current()).order_by(v.day_order, v.report)
        if about is not None:
            query = query.where(v.sequence.in_(match_versions(about)))
        with self._reading() as connection:
            for row in connection.execute(query.execution_options(yield_per=20)).mappings():
                yield report_of(row)

    def listing(self, *, about: str | None = None, story: str | None = None) -> Iterator[Listed]:
        """The same reports without texts and originals, or those of the story of that id: for lists."""
        conditions = reports_about(about)
        r = t.reports.c
        if story is not None:
            conditions.append(Condition(r.id.in_(_of_story(story)), loosely(r.id).in_(_of_story(story))))
        with self._reading() as connection:
            keys = find_all(connection, (r.day_order, r.id), conditions, true())
            size = FIRST_BATCH
            while some := [report for _, report in islice(keys, size)]:
                of_current = listing().join(t.reports, r.current == t.versions.c.id).where(r.id.in_(some))
                rows = {row.report: row for row in connection.execute(of_current)}
                yield from (listed_of(rows[report]) for report in some)
                size = BATCH

    def fronts(self, reports: Collection[str]) -> dict[str, Front]:
        """The front matter of these reports in their current versions, by id."""
        v = t.versions.c
        fronts: dict[str, Front] = {}
        with self._reading() as connection:
            for some in in_parts(sorted(reports)):
                query = select(v.report, v.front).where(v.report.in_(some), _is_current())
                fronts |= {row.report: front_of(row.front) for row in connection.execute(query)}
        return fronts

    def report(self, id: str) -> Report:  # noqa: A002
        """A report in its current version, or the version of that id. Raises NotFound."""
        with self._reading() as connection:
            query = _whole_versions().where(t.versions.c.id == version_id(connection, id))
            return report_of(connection.execute(query).mappings().one())

    def versions(self, report: str) -> tuple[Report, ...]:
        """All versions of a report, in the order in which they were fetched. Raises NotFound."""
        v = t.versions.c
        query = _whole_versions().where(v.report == report).order_by(v.fetched, v.id)
        with self._reading() as connection:
            found = tuple(report_of(row) for row in connection.execute(query).mappings())
        if not found:
            raise NotFound("no report of the record has this id", where=report)
        return found

    def added_from(self, location: str) -> list[str]:
        """The reports that came from a file or address, or from a folder; by day of publication, then id."""
        v = t.versions.c
        came = or_(v.location == location, v.location.startswith(f"{location.rstrip('/')}/", autoescape=True))
        query = select(v.report).where(came, _is_current()).order_by(v.day_order, v.report)
        with self._reading() as connection:
            return list(connection.scalars(query))

    def has(self, report: Report, model: str) -> bool:
        """Adding the report as this model reads it would change nothing: it need not be read again."""
        with self._reading() as connection:
            known = stored_version(connection, report.version)
            if known is None:
                return False
            shown = as_hidden(connection, report)
            kept = replace(shown, front=front_known(connection, shown))
        return is_as_stored(known, kept, model)

    def passed(self, archive: str, model: str) -> Passed | None:
        """How far this network went through an archive; None where it has not begun."""
        with self._reading() as connection:
            return passed_by(connection, archive, model)

    def holds_page(self, url: str, sha256: str, model: str) -> bool:
        """Whether a page of these bytes came from this address before, and this network read it."""
        with self._reading() as connection:
            return holds_page(connection, url, sha256, model)

    def as_known(self, report: Report) -> Report:
        """The report with the front matter that users gave it before, without what they hid: what is read.

        It is added as it came: the record knows by itself what was given and hidden.
        """
        with self._reading() as connection:
            shown = as_hidden(connection, report)
            return replace(shown, front=front_known(connection, shown))

    def hidden_words(self, report: str) -> list[str]:
        """What is hidden of a report, each words once; for those who may show them again."""
        with self._reading() as connection:
            return sealed_words(connection, report)

    def reading(self, id: str) -> Reading:  # noqa: A002
        """What was read in a report's current version, or in the version of that id. Raises NotFound."""
        with self._reading() as connection:
            version = version_id(connection, id)
            text = connection.execute(_text_of(version)).scalar_one()
            return stored_reading(connection, version, text)

    def statements(
        self,
        *,
        by: str | None = None,
        about: str | None = None,
        kind: Kind | None = None,
        act: Act | None = None,
        since: Edtf | None = None,
        until: Edtf | None = None,
        report: str | None = None,
        story: str | None = None,
    ) -> Iterator[Attributed]:
        """The statements that fit all that is asked, by day said (else published), report and place in it.

        `by` is the id of an entity or of a local person, or a name: some words of any name that a speaker
        goes by, accents and case apart. `about` are words of the content. `since` and `until` leave out
        what was certainly said (or published) before or after, or on a day of no known year. `report`
        is an id of a report or a version, `story` that of a story. The speakers are without members, and the
        first come before the last are found. Raises NotFound where the record knows no such speaker or
        report, UsageError where a date has no year or no word is left to look for.
        """
        asked = Asked(by, about, kind, act, since, until, report, story=story)
        with self._reading() as connection:
            conditions = list(conditions_of(connection, asked))
        return self._attributed(asked, conditions)

    def _attributed(self, asked: Asked, conditions: Sequence[Condition]) -> Iterator[Attributed]:
        always, stretches = true() if asked.report else of_current(), stretches_of(asked.since)
        with self._reading() as connection:
            keys = find_all(connection, IN_ORDER, conditions, always, stretches=stretches)
            size = FIRST_BATCH
            while some := [sequence for *_, sequence in islice(keys, size)]:
                yield from statements_of(connection, some)
                size = BATCH

    def statement(self, id: str) -> Attributed:  # noqa: A002
        """A statement, of whatever version, its speaker without members. Raises NotFound."""
        s = t.statements.c
        with self._reading() as connection:
            sequence = connection.scalar(select(s.sequence).where(s.id == id))
            if sequence is None:
                raise NotFound("no statement of the record has this id", where=id)
            return statements_of(connection, [sequence])[0]

    def local_people(self) -> Iterator[LocalPerson]:
        """Whom each report calls by one name, by name, kind and id: what linking makes entities of."""
        p, m, speaker = t.people.c, t.mentions.c, t.statements.c.speaker
        query = (
            select(p.id, t.versions.c.report, p.version, p.kind, p.name)
            .join(t.versions, t.versions.c.id == p.version)
            .where(_is_current())
            .order_by(p.name, p.kind, p.id)
        )
        mentions = select(m.person, m.words).where(m.person.is_not(None)).order_by(m.version, m.position)
        said = select(speaker, func.count().label("said")).where(speaker.is_not(None)).group_by(speaker)
        with self._reading() as connection:
            forms: dict[str, dict[str, None]] = {}
            for person, words in connection.execute(mentions):
                forms.setdefault(person, {})[words] = None
            statements: dict[str, int] = {row.speaker: row.said for row in connection.execute(said)}
            for row in connection.execute(query.execution_options(yield_per=BATCH)):
                yield LocalPerson(
                    id=row.id,
                    report=row.report,
                    version=row.version,
                    kind=EntityKind(row.kind),
                    name=row.name,
                    forms=tuple(forms.get(row.id, ())),
                    statements=statements.get(row.id, 0),
                )

    def judgements(self, about: str | None = None) -> Iterator[Judgement]:
        """All judgements, or those on "entity", "saying", …; in the order of time, withdrawn ones too."""
        query = select(t.judgements).order_by(t.judgements.c.at, t.judgements.c.id)
        if about is not None:
            query = query.where(t.judgements.c.about == about)
        with self._reading() as connection:
            for row in connection.execute(query.execution_options(yield_per=BATCH)).mappings():
                yield judgement_of(row)

    def judgement(self, id: str) -> Judgement:  # noqa: A002
        """A judgement, withdrawn or not. Raises NotFound."""
        with self._reading() as connection:
            query = select(t.judgements).where(t.judgements.c.id == id)
            row = connection.execute(query).mappings().one_or_none()
        if row is None:
            raise NotFound("no judgement of the record has this id", where=id)
        return judgement_of(row)

    def entities(self, *, named: str | None = None) -> Iterator[Entity]:
        """The entities that linking derived, all or those of a name (see `statements`); by name and id."""
        query = select(t.entities.c.id).order_by(t.entities.c.name, t.entities.c.id)
        with self._reading() as connection:
            if named is not None:
                query = query.where(t.entities.c.id.in_(entities_named(connection, named)))
            for ids in connection.scalars(query.execution_options(yield_per=BATCH)).partitions():
                yield from entities_of(connection, ids)

    def entity(self, id: str) -> Entity:  # noqa: A002
        """The entity of that id, or the one that a local person of that id belongs to. Raises NotFound."""
        m = t.entity_members.c
        with self._reading() as connection:
            entity = connection.scalar(select(m.entity).where(m.person == id)) or id
            found = next(entities_of(connection, [entity]), None)
        if found is None:
            raise NotFound("nobody in the record has this id; `onrecord people` lists them", where=id)
        return found

    def entities_current(self) -> bool:
        """Nothing has changed since the entities were derived. False: derive them anew."""
        with self._reading() as connection:
            return not outdated_items(connection, "entity")

    def find(self, id: str) -> str:  # noqa: A002
        """What an id names: "report", "version", "statement", "person" (local), "entity", "saying",
        "story", "judgement".

        Raises NotFound.
        """
        nouns = {
            "report": t.reports,
            "version": t.versions,
            "statement": t.statements,
            "person": t.people,
            "entity": t.entities,
            "saying": t.sayings,
            "story": t.stories,
            "judgement": t.judgements,
        }
        with self._reading() as connection:
            for noun, table in nouns.items():
                if connection.scalar(select(func.count()).where(table.c.id == id)):
                    return noun
        raise NotFound("nothing in the record has this id", where=id)

    def counts(self) -> Counts:
        def count(table: Table, *conditions: ColumnElement[bool]) -> int:
            return connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0

        with self._reading() as connection:
            return Counts(
                reports=count(t.reports),
                versions=count(t.versions),
                statements=count(t.statements, t.statements.c.version.in_(_current())),
                people=count(t.people, t.people.c.version.in_(_current())),
                entities=count(t.entities),
                judgements=count(t.judgements, t.judgements.c.withdrawn.is_(None)),
            )

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with plain_errors(self._where), self._engine.connect() as connection:
            yield connection


def _of_story(story: str) -> Select[Any]:
    return select(t.story_members.c.report).where(t.story_members.c.story == story)


def _is_current() -> ColumnElement[bool]:
    """A condition on `versions`. Asked version by version, so that it does not lead the search."""
    current = select(t.reports.c.current).where(t.reports.c.id == t.versions.c.report)
    return t.versions.c.id == current.scalar_subquery()


def _current() -> Select[Any]:
    return select(t.reports.c.current)


def _whole_versions() -> Select[Any]:
    return select(t.versions, t.originals.c.packed).join(
        t.originals, t.originals.c.sha256 == t.versions.c.sha256
    )


def _text_of(version: str) -> Select[Any]:
    return select(t.versions.c.text).where(t.versions.c.id == version)
