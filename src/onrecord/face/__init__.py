"""The Python face: a record with its verbs. The command line stands on it."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, Self

from onrecord.errors import InputTooLarge, UsageError
from onrecord.face.handing_on import (
    answer_beside,
    entries_of,
    write_bundle,
    write_dossier,
    write_export,
)
from onrecord.face.reading import make_given, open_fetcher, start_workers
from onrecord.settings import read_settings
from onrecord.store import open_store

if TYPE_CHECKING:
    from types import TracebackType

    from onrecord.decisions import Decisions
    from onrecord.edtf import Edtf
    from onrecord.intake.files import Failure
    from onrecord.linking.contradictions import Contradiction
    from onrecord.memory.asking import Rendered, Together
    from onrecord.pipeline import Kept
    from onrecord.record import (
        Act,
        ChronologyLine,
        Contribution,
        Copy,
        Difference,
        Entity,
        Kind,
        Saying,
        Statement,
        Story,
    )
    from onrecord.shards.loading import Loaded
    from onrecord.store import Attributed, Forgotten, Listed
    from onrecord.store.copying import Copied
    from onrecord.store.store import Store
    from onrecord.views.contract import Answer, ReadingAnswer, RecordAnswer


class Person(NamedTuple):
    """Somebody in the record: how many statements are theirs, and the ids of the reports they stand in."""

    entity: Entity
    statements: int
    reports: tuple[str, ...]


def open_record(
    location: str | Path | None = None,
    *,
    create: bool = True,
    readonly: bool = False,
    for_readers: bool = False,
) -> Record:
    """The record in a file or in a PostgreSQL database, as a context manager that closes it.

    `location` is a path or an address, postgresql://user@host/name; without one, what ONRECORD_RECORD names,
    or `onrecord.sqlite` here. Where there is no record it is made, unless `create` is false.
    `for_readers`: for reading only, as if what is restricted were not in it. Raises RecordError where it
    cannot be opened.
    """
    path = location if location is not None else read_settings(os.environ).record
    return Record(open_store(path, create=create, readonly=readonly, for_readers=for_readers))


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
        jobs: int = 1,
    ) -> Generator[Kept | Failure]:
        """Add the reports of files, folders, addresses, feeds, archives and bundles; yields how each went.

        A bundle brings what people decided about them too. An input "-" stands for the inputs that `lines`
        name. Nothing is done before the first is asked for, and only what has been yielded is kept: `list(…)`
        adds all. `jobs` processes read; the record is the same however many. A report that takes more than
        10 seconds of computing or 1 GB is a failure. Adding again changes nothing. Raises RecordError where
        the record cannot be written.
        """
        from onrecord.pipeline import add_inputs
        from onrecord.views.bundle.checking import is_bundle

        given, now = make_given(published, outlet), datetime.now(UTC)
        with open_fetcher(allow_private=allow_private) as fetcher:
            for of_bundles, names in groupby(map(str, inputs), key=is_bundle):
                if of_bundles:
                    for name in names:
                        yield from self._add_bundle(name, now=now)
                else:
                    yield from add_inputs(
                        self.store,
                        list(names),
                        start_workers(jobs),
                        fetcher,
                        given=given,
                        now=now,
                        lines=lines,
                    )

    def load(self, folder: str | Path) -> Generator[Loaded]:
        """Put the shards that `batch` made into the record; yields each that is in.

        The record is then the same as if `add` had taken their inputs. Loading again changes nothing, and
        goes on where it was stopped. Raises UsageError where a shard is missing, damaged, or read by another
        network; those before it are in.
        """
        from onrecord.shards.loading import load_shards

        yield from load_shards(self.store, Path(folder), partial(start_workers, 1), now=datetime.now(UTC))

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

        for entry, entities in entries_of(self, reports):
            yield answer_reading(
                entry.report,
                entry.reading,
                partial(_speaker_of, entities),
                added=entry.added,
                versions=entry.versions,
            )

    def reports_meant(self, ids: Sequence[str]) -> list[str]:
        """The ids, each once. That of a story stands for its reports, a file or folder that was added for
        what came from it. Raises NotFound.
        """
        return list(dict.fromkeys(report for one in ids for report in self._meant(one)))

    def _meant(self, asked: str) -> Sequence[str]:
        queries = self.store.queries
        if asked and (added := queries.added_from(asked)):
            return added
        return self.story(asked).reports if queries.find(asked) == "story" else (asked,)

    def dossier(self, path: str | Path, reports: Sequence[str] = (), *, title: str | None = None) -> None:
        """Write a dossier of the reports of these ids (or of all): .html, .md or .json, as the path ends.

        The id of a story stands for its reports. Without a title it is called as the story, if it is of
        one, or else as the record's file. Raises UsageError for another ending, NotFound, and RecordError
        where the file cannot be written.
        """
        write_dossier(self, path, reports, title=title)

    def export(self, form: str, out: IO[str] | IO[bytes], reports: Sequence[str] = ()) -> None:
        """Write the reports of these ids (or all) in one of `onrecord.views.exports.FORMS`.

        The id of a story stands for its reports. `out` takes bytes where the form is binary, else text;
        text is opened with `newline=""`. Raises UsageError for another form or where a library that it
        needs is missing, and NotFound.
        """
        write_export(self, form, out, reports)

    def bundle(
        self,
        path: str | Path,
        ids: Sequence[str] = (),
        *,
        title: str | None = None,
        originals: bool = True,
        key: str | Path | None = None,
    ) -> str | None:
        """Write reports, those of stories, or all, as one file that anyone can open and check (.zip).

        It holds what a record of these reports alone would answer, and what is needed to make one:
        `add` takes it. What is restricted is never in it. `key` is the file of an Ed25519 key that signs it;
        gives the fingerprint. Raises NotFound, UsageError, and RecordError where it cannot be written.
        """
        return write_bundle(self, path, ids, title=title, originals=originals, key=key)

    def whole(self) -> RecordAnswer:
        """All that the record answers, as one object."""
        return answer_beside(self, ()).model_copy(update={"reports": list(self.readings())})

    def _add_bundle(self, path: str, *, now: datetime) -> Iterator[Kept | Failure]:
        from onrecord.intake.files import Failure
        from onrecord.pipeline import Kept
        from onrecord.views.bundle.checking import check_bundle, read_bundle
        from onrecord.views.bundle.loading import extract_in, keep_extract

        try:
            extract = extract_in(check_bundle(read_bundle(path)))
        except (UsageError, InputTooLarge) as error:
            yield Failure(path, error.what)
            return
        for report, added, statements in keep_extract(self.store, extract, now=now):
            yield Kept(report, added, statements)

    def copy(self, to: str | Path) -> Generator[Copied]:
        """Copy this record, with all decisions, originals and guests, into an empty one; says how far it is.

        `to` is a path or the address of a database, where one is made if there is none. Nothing is done
        before the first is asked for. Raises UsageError where it holds something already, RecordError where
        it cannot be written.
        """
        from onrecord.store.copying import copy_record

        with open_record(to) as target:
            yield from copy_record(self.store, target.store)

    def forget(self, report: str) -> Forgotten:
        """Delete a report with its original and all that was derived from it. Raises NotFound."""
        from onrecord.memory.linking import remember

        with self.store.writer() as writer:
            forgotten = writer.forget(report)
            remember(self.store, writer, now=datetime.now(UTC))
        return forgotten


def _speaker_of(entities: Mapping[str, Entity], statement: Statement) -> Entity | None:
    return entities.get(statement.id)
