"""The Python face: a record with its verbs, and reading without one. The command line stands on it."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self, TextIO

from onrecord.errors import RecordError, UsageError
from onrecord.settings import read_settings
from onrecord.store import open_store

if TYPE_CHECKING:
    from types import TracebackType

    from onrecord.decisions import Decisions
    from onrecord.edtf import Edtf
    from onrecord.intake.fetch import Fetcher
    from onrecord.intake.files import Failure
    from onrecord.intake.given import Given
    from onrecord.linking.contradictions import Contradiction
    from onrecord.memory.asking import Rendered, Together
    from onrecord.pipeline import Kept
    from onrecord.reading.network import Network
    from onrecord.record import (
        Act,
        ChronologyLine,
        Contribution,
        Copy,
        Difference,
        Entity,
        Kind,
        Reading,
        Report,
        Saying,
        Statement,
        Story,
    )
    from onrecord.store import Attributed, Forgotten, Listed
    from onrecord.store.store import Store
    from onrecord.views.arrange import DossierEntry
    from onrecord.views.contract import Answer, ReadingAnswer


class Person(NamedTuple):
    """Somebody in the record: how many statements are theirs, and the ids of the reports they stand in."""

    entity: Entity
    statements: int
    reports: tuple[str, ...]


def read(
    source: str | Path,
    *,
    published: Edtf | None = None,
    outlet: str | None = None,
    allow_private: bool = False,
) -> tuple[Report, Reading]:
    """One report and what is said in it, without a record. `source` is a path or an address.

    `published` and `outlet` beat what the report says of itself; `allow_private` lets addresses of the
    own network be fetched. Raises OnrecordError where no one report can be read from the source.
    """
    from onrecord.pipeline import read_one

    given = _given(published, outlet)
    with _fetcher(allow_private=allow_private) as fetcher:
        return read_one(str(source), _network(), fetcher, given=given, now=datetime.now(UTC))


def open_record(location: str | Path | None = None, *, create: bool = True, readonly: bool = False) -> Record:
    """The record in a file, as a context manager that closes it.

    Without a location, the file that ONRECORD_RECORD names, or `onrecord.sqlite` here. Where there is
    none it is made, unless `create` is false. Raises RecordError where it cannot be opened.
    """
    path = location if location is not None else read_settings(os.environ).record
    return Record(open_store(path, create=create, readonly=readonly))


class Record:
    """An open record; made by `open_record`. What it answers are the nouns, in the order of their dates."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @property
    def decide(self) -> Decisions:
        """What people decide about this record: merge, split, judge, edit, date, undo, log, conflicts."""
        from onrecord.decisions import Decisions

        return Decisions(self.store)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.store.close()

    def add(
        self,
        *inputs: str | Path,
        published: Edtf | None = None,
        outlet: str | None = None,
        allow_private: bool = False,
        lines: Iterable[str] = (),
    ) -> Generator[Kept | Failure]:
        """Add the reports of files, folders, addresses, feeds and web archives; yields how each went.

        An input "-" stands for the inputs that `lines` name.
        Nothing is done before the first is asked for, and only what has been yielded is kept: `list(…)`
        adds all. Adding again changes nothing. Raises RecordError where the record cannot be written.
        """
        from onrecord.pipeline import add_inputs

        given, now = _given(published, outlet), datetime.now(UTC)
        with _fetcher(allow_private=allow_private) as fetcher:
            names = [str(one) for one in inputs]
            yield from add_inputs(self.store, names, _network(), fetcher, given=given, now=now, lines=lines)

    def reports(self, *, about: str | None = None, story: str | None = None) -> Iterator[Listed]:
        """The reports, those whose text holds these words, those of a story; in the order of publication."""
        return self.store.queries.listing(about=about, story=story)

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
        """The statements that fit all that is asked; see `onrecord.store.queries.Queries.statements`."""
        return self.store.queries.statements(
            by=by, about=about, kind=kind, act=act, since=since, until=until, report=report, story=story
        )

    def people(self, *, named: str | None = None, silent: bool = False) -> Iterator[Person]:
        """Who speaks in the record, or of those who goes by a name with these words; who says most first.

        `silent`: also those who are only spoken about.
        """
        known = {person.id: person for person in self.store.queries.local_people()}
        people = []
        for entity in self.store.queries.entities(named=named):
            members = [known[member] for member in entity.members if member in known]
            statements = sum(member.statements for member in members)
            if statements or silent:
                reports = tuple(dict.fromkeys(member.report for member in members))
                people.append(Person(entity, statements, reports))
        yield from sorted(people, key=lambda person: (-person.statements, person.entity.name))

    def show(self, id: str) -> Answer:  # noqa: A002
        """Whatever has this id, with its evidence, as every door answers it. Raises NotFound."""
        from onrecord.views import across, answers

        queries = self.store.queries
        match queries.find(id):
            case "report" | "version":
                return next(self.readings([id]))
            case "statement":
                found = queries.statement(id)
                front = queries.report(found.statement.version).front
                return answers.answer_found(found.report, front, *found[1:])
            case "saying":
                return across.answer_rendered(self.saying(id))
            case "story":
                return across.answer_story(self.story(id), list(self.reports(story=id)))
            case "judgement":
                given = next(judgement for judgement in queries.judgements() if judgement.id == id)
                return answers.answer_judgement(given)
            case _:
                return answers.answer_entity(queries.entity(id))

    def stories(self) -> list[Story]:
        """The stories, those of most reports first; each report is in one."""
        return self.store.memory.stories()

    def story(self, id: str) -> Story:  # noqa: A002
        """The story of that id, or the one of a report of that id. Raises NotFound."""
        return self.store.memory.story(id)

    def sayings(
        self, *, story: str | None = None, by: str | None = None, shared: bool = False
    ) -> Iterator[Saying]:
        """The sayings of a story or of somebody (see `statements`), or all; by day said.

        `shared`: only those of more renderings than one. Raises NotFound for no such story or speaker.
        """
        return (one.saying for one in self.rendered(story=story, by=by, shared=shared))

    def rendered(
        self, *, story: str | None = None, by: str | None = None, shared: bool = False
    ) -> Iterator[Rendered]:
        """The same sayings, each with its renderings and whom their speakers are taken for."""
        from onrecord.memory.asking import find_sayings

        reports = None if story is None else self.story(story).reports
        return find_sayings(self.store, reports=reports, by=by, shared=shared)

    def saying(self, id: str) -> Rendered:  # noqa: A002
        """The saying of that id, or of a statement of that id, with its renderings. Raises NotFound."""
        from onrecord.memory.asking import find_saying

        return find_saying(self.store, id)

    def copies(self, *, story: str | None = None) -> list[Copy]:
        """Which reports of a story, or of the record, rest on which others. Raises NotFound."""
        from onrecord.memory.asking import find_copies

        return find_copies(self.store, None if story is None else self.story(story).reports)

    def differences(self, story: str) -> list[Difference]:
        """What several reports of a story count, and whether they agree. Raises NotFound."""
        return list(self.together(story).differences)

    def chronology(self, story: str) -> list[ChronologyLine]:
        """What happened, was said and was published, in the order of time. Raises NotFound."""
        return list(self.together(story).chronology)

    def contributions(self, story: str) -> list[Contribution]:
        """What each report of a story adds to the earlier ones, and leaves out of them. Raises NotFound."""
        return list(self.together(story).contributions)

    def contradictions(self, story: str) -> list[Contradiction]:
        """Statements of a story of which not both can be so. Raises NotFound."""
        return list(self.together(story).contradictions)

    def together(self, story: str) -> Together:
        """All that the reports of a story tell together; also by the id of a report. Raises NotFound."""
        from onrecord.memory.asking import tell_story

        return tell_story(self.store, story)

    def compare(self, *reports: str) -> Together:
        """What these reports tell together. Raises NotFound, UsageError where it is fewer than two."""
        from onrecord.memory.asking import tell_together

        if len(set(reports)) < 2:
            raise UsageError("takes two reports or more, by their ids; `onrecord reports` lists them")
        return tell_together(self.store, reports)

    def readings(self, reports: Sequence[str] = ()) -> Iterator[ReadingAnswer]:
        """The reports of these ids (or all), with all that was found in them, as every door answers it."""
        from onrecord.views.answers import answer_reading

        for entry, entities in self._entries(reports):
            yield answer_reading(
                entry.report,
                entry.reading,
                partial(_speaker_of, entities),
                added=entry.added,
                versions=entry.versions,
            )

    def dossier(self, path: str | Path, reports: Sequence[str] = (), *, title: str | None = None) -> None:
        """Write a dossier of the reports of these ids (or of all): .html, .md or .json, as the path ends.

        Without a title it is called as the record's file. Raises UsageError for another ending, NotFound,
        and RecordError where the file cannot be written.
        """
        from onrecord.views import dossier as forms

        writers = {".html": forms.as_html, ".md": forms.as_markdown, ".json": forms.as_json}
        ending = Path(path).suffix.lower()
        if ending not in writers:
            raise UsageError(f"a dossier ends in {', '.join(writers)}", where=str(path))
        entries, entities = [], {}
        for entry, speakers in self._entries(reports):
            entries.append(entry)
            entities.update(speakers)
        text = writers[ending](forms.DossierInput(title or self.store.path.stem, tuple(entries), entities))
        with written_whole(path) as out:
            out.write(text)

    def export(self, form: str, out: TextIO) -> None:
        """Write the whole record: "json" is one object, "jsonl" a line a report, "csv" a row a statement.

        For CSV, `out` is opened with `newline=""`. Raises UsageError for another form.
        """
        from onrecord.views import formats

        match form:
            case "json":
                queries = self.store.queries
                entities, judgements = queries.entities(), queries.judgements()
                formats.write_json(out, self.readings(), entities=entities, judgements=judgements)
            case "jsonl":
                formats.write_jsonl(out, self.readings())
            case "csv":
                formats.write_csv(out, self.readings())
            case _:
                raise UsageError(f"a record is exported as {', '.join(formats.FORMATS)}, not as {form}")

    def forget(self, report: str) -> Forgotten:
        """Delete a report with its original and all that was derived from it. Raises NotFound."""
        from onrecord.memory.linking import remember

        with self.store.writer() as writer:
            forgotten = writer.forget(report)
            remember(self.store, writer, now=datetime.now(UTC))
        return forgotten

    def _entries(self, reports: Sequence[str]) -> Iterator[tuple[DossierEntry, dict[str, Entity]]]:
        """Whole reports, and whom the record takes the speakers for by id of the statement."""
        from onrecord.views.arrange import DossierEntry

        queries = self.store.queries
        listed = {one.report: one for one in queries.listing()}
        for id in reports or listed:  # noqa: A001
            report = queries.report(id)
            known = listed[report.id]
            found = queries.statements(report=report.version)
            entry = DossierEntry(
                report,
                queries.reading(report.version),
                added=known.added if known.version == report.version else None,
                versions=known.versions,
            )
            yield entry, {one.statement.id: one.speaker for one in found if one.speaker}


@contextmanager
def written_whole(path: str | Path) -> Iterator[TextIO]:
    """A file, UTF-8, that is there whole in the end or not at all. Raises RecordError where it cannot be."""
    part = Path(f"{path}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
        os.replace(part, path)
    except OSError as error:
        raise RecordError(f"cannot be written: {error.strerror}", where=str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def _speaker_of(entities: Mapping[str, Entity], statement: Statement) -> Entity | None:
    return entities.get(statement.id)


@lru_cache(maxsize=1)
def _network() -> Network:
    from onrecord.reading.network import load

    return load()


def _given(published: Edtf | None, outlet: str | None) -> Given:
    from onrecord.intake.given import Given

    return Given(published=published, outlet=outlet)


@contextmanager
def _fetcher(*, allow_private: bool) -> Iterator[Fetcher]:
    from onrecord.intake.fetch import Fetcher

    with Fetcher(allow_private=allow_private) as fetcher:
        yield fetcher
