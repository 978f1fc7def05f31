"""The Python face: a record with its verbs, and reading without one. The command line stands on it."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, NamedTuple, Self, cast

from onrecord.errors import InputTooLarge, RecordError, UsageError
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
    from onrecord.shards.batch import Batch, Maker
    from onrecord.shards.loading import Loaded
    from onrecord.store import Attributed, Forgotten, Listed, Rescue
    from onrecord.store.copying import Copied
    from onrecord.store.store import Store
    from onrecord.views.arrange import DossierEntry
    from onrecord.views.contract import Answer, ReadingAnswer, RecordAnswer
    from onrecord.workers.pool import Workers


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
        return read_one(str(source), _workers(1), fetcher, given=given, now=datetime.now(UTC))


@contextmanager
def batch(
    *inputs: str | Path,
    out: str | Path,
    ray: str | None = None,
    jobs: int | None = None,
    published: Edtf | None = None,
    outlet: str | None = None,
) -> Iterator[Batch]:
    """Read the reports of files, folders and archives into shards in the folder `out`, for `Record.load`.

    A context manager: entering it plans the shards, and iterating over it makes those that are missing, and
    tells of each. `jobs` processes of this machine read (None: one); with `ray` ("local", "auto" or an
    address) the cluster does, so many shards at a time (None: as many as it has processors). Where it was
    stopped, the same call goes on. Raises UsageError where another batch is at work in the folder or it was
    begun with other settings, and where a library is missing; RecordError where it cannot be written.
    """
    from onrecord.shards.batch import Here, open_batch

    names = [str(name) for name in inputs]
    with ExitStack() as held:
        if ray is None:
            maker: Maker = Here(_workers(jobs or 1))
        else:
            from onrecord.shards.on_ray import join

            maker = held.enter_context(join(ray, shards=jobs))
        now = datetime.now(UTC)
        yield held.enter_context(
            open_batch(names, Path(out), maker, now=now, published=published, outlet=outlet)
        )


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


def check(
    location: str | Path | None = None, *, watch: Callable[[int, int], None] | None = None
) -> Iterator[str]:
    """What is wrong with the record in a file, in words; nothing where it is sound. Nothing is changed.

    `watch` is told how many versions of reports are done, and of how many. Raises RecordError where it cannot
    be opened, or is damaged so that the rest of it cannot be looked at: then `save_readable` may help.
    """
    from onrecord.store.check import check as look

    with open_record(location, create=False) as record:
        yield from look(record.store, watch=watch)


def save_readable(
    location: str | Path | None,
    new: str | Path,
    *,
    watch: Callable[[int, int], None] = lambda done, of: None,
) -> Rescue:
    """Write what can be read of a damaged record into a new one, and say what was saved and what is lost.

    The damaged file stays as it is. Raises UsageError where there is a file at `new`, RecordError where the
    old one cannot be read at all.
    """
    from onrecord.saving import save_readable as save
    from onrecord.store.salvage import open_damaged

    if Path(new).exists():
        raise UsageError("is there already: name a file that is not", where=str(new))
    path = location if location is not None else read_settings(os.environ).record
    with open_damaged(path) as salvage, open_record(new) as record:
        return save(salvage, record.store, _workers(1), now=datetime.now(UTC), watch=watch)


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

        given, now = _given(published, outlet), datetime.now(UTC)
        from onrecord.views.bundle.checking import is_bundle

        with _fetcher(allow_private=allow_private) as fetcher:
            for of_bundles, names in groupby(map(str, inputs), key=is_bundle):
                if of_bundles:
                    for name in names:
                        yield from self._add_bundle(name, now=now)
                else:
                    yield from add_inputs(
                        self.store, list(names), _workers(jobs), fetcher, given=given, now=now, lines=lines
                    )

    def load(self, folder: str | Path) -> Generator[Loaded]:
        """Put the shards that `batch` made into the record; yields each that is in.

        The record is then the same as if `add` had taken their inputs. Loading again changes nothing, and
        goes on where it was stopped. Raises UsageError where a shard is missing, damaged, or read by another
        network; those before it are in.
        """
        from onrecord.shards.loading import load_shards

        yield from load_shards(self.store, Path(folder), partial(_workers, 1), now=datetime.now(UTC))

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
        from onrecord.memory.asking import tell_story, tell_together
        from onrecord.views import dossier as forms

        writers = {".html": forms.as_html, ".md": forms.as_markdown, ".json": forms.as_json}
        ending = Path(path).suffix.lower()
        if ending not in writers:
            raise UsageError(f"a dossier ends in {', '.join(writers)}", where=str(path))
        chosen = self.reports_meant(reports)
        if chosen:
            across = [tell_together(self.store, chosen)] if len(chosen) > 1 else []
        else:
            several = (story for story in self.stories() if len(story.reports) > 1)
            across = [tell_story(self.store, story.id) for story in several]
        if title is None and len(across) == 1 and across[0].story:
            title = across[0].story.name
        entries, entities = [], {}
        for entry, speakers in self._entries(chosen):
            entries.append(entry)
            entities.update(speakers)
        title = title or self.store.name
        made_of = forms.DossierInput(title, tuple(entries), entities, across=tuple(across))
        text = writers[ending](made_of)
        with written_whole(path) as out:
            out.write(text)

    def export(self, form: str, out: IO[str] | IO[bytes], reports: Sequence[str] = ()) -> None:
        """Write the reports of these ids (or all) in one of `onrecord.views.exports.FORMS`.

        The id of a story stands for its reports. `out` takes bytes where the form is binary, else text;
        text is opened with `newline=""`. Raises UsageError for another form or where a library that it
        needs is missing, and NotFound.
        """
        from onrecord.views import answers, exports, formats

        chosen = self.reports_meant(reports)
        readings = self.readings(chosen)
        if form == "json":
            formats.write_json(cast("IO[str]", out), readings, self._beside_reports(chosen))
            return
        handed = exports.Handed(
            readings,
            entities=map(answers.answer_entity, self.store.queries.entities()),
            sayings=map(answers.answer_saying, self._shared_sayings(chosen)),
        )
        exports.write_export(form, out, handed)

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
        from importlib.metadata import version

        from onrecord.views.bundle import loading
        from onrecord.views.bundle.sealing import seal
        from onrecord.views.bundle.signing import Signer

        signer = Signer(key) if key is not None else None
        called = title or self.store.name
        reports = {self.store.queries.report(one).id for one in self.reports_meant(ids)} if ids else None
        extract = loading.take_extract(self.store, reports)
        with TemporaryDirectory() as folder, open_record(Path(folder, "alone.sqlite")) as alone:
            for _ in loading.keep_extract(alone.store, extract, now=extract.latest):
                pass
            answers: dict[str, bytes] = {}
            for name in ("dossier.html", "dossier.json"):
                alone.dossier(Path(folder, name), title=called)
                answers[name] = Path(folder, name).read_bytes()
            answers["record.json"] = (alone.whole().as_json(indent=1) + "\n").encode()
        by = signer.fingerprint if signer else None
        files = loading.write_files(extract, answers, title=called, originals=originals, signer=by)
        made_by = f"Onrecord {version('onrecord')}"
        data = seal(files, title=called, originals=originals, made_by=made_by, signer=signer)
        with written_whole(path, binary=True) as out:
            out.write(data)
        return by

    def whole(self) -> RecordAnswer:
        """All that the record answers, as one object."""
        return self._beside_reports(()).model_copy(update={"reports": list(self.readings())})

    def _beside_reports(self, reports: Sequence[str]) -> RecordAnswer:
        """All that the record answers of these reports, or of all, without the reports themselves."""
        from onrecord.memory.asking import tell_together
        from onrecord.views.answers import answer_record
        from onrecord.views.dossier import gather_across

        if reports:
            found = (one for id_ in reports for one in self.store.queries.statements(report=id_))
            speakers = {one.speaker.id: one.speaker for one in found if one.speaker}
            across = gather_across([tell_together(self.store, reports)] if len(reports) > 1 else [])
            return answer_record([], entities=[speakers[id_] for id_ in sorted(speakers)], **across)
        stories = self.stories()
        told = [(story.id, self.together(story.id)) for story in stories]
        return answer_record(
            [],
            entities=self.store.queries.entities(),
            sayings=self.sayings(),
            copies=self.copies(),
            stories=stories,
            differences=(one for _, together in told for one in together.differences),
            chronology=(one for _, together in told for one in together.chronology),
            judgements=self.store.queries.judgements(),
            contributions=((id_, one) for id_, together in told for one in together.contributions),
            contradictions=((id_, one) for id_, together in told for one in together.contradictions),
        )

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

    def _shared_sayings(self, reports: Sequence[str]) -> Iterator[Saying]:
        from onrecord.memory.asking import find_sayings

        chosen = [self.store.queries.report(one).id for one in reports]
        for rendered in find_sayings(self.store, reports=chosen or None, shared=True):
            yield rendered.saying

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
def written_whole(path: str | Path, *, binary: bool = False) -> Iterator[IO[Any]]:
    """A file, of bytes or in UTF-8, that is there whole in the end or not at all.

    Raises RecordError where it cannot be written.
    """
    part = Path(f"{path}.part")
    try:
        with part.open("wb") if binary else part.open("w", encoding="utf-8", newline="") as out:
            yield out
        os.replace(part, path)
    except OSError as error:
        raise RecordError(f"cannot be written: {error.strerror}", where=str(path)) from error
    finally:
        part.unlink(missing_ok=True)


def _speaker_of(entities: Mapping[str, Entity], statement: Statement) -> Entity | None:
    return entities.get(statement.id)


def _workers(jobs: int) -> Workers:
    from onrecord.workers.pool import standing_workers

    return standing_workers(jobs)


def _given(published: Edtf | None, outlet: str | None) -> Given:
    from onrecord.intake.given import Given

    return Given(published=published, outlet=outlet)


@contextmanager
def _fetcher(*, allow_private: bool) -> Iterator[Fetcher]:
    from onrecord.intake.fetch import Fetcher

    with Fetcher(allow_private=allow_private) as fetcher:
        yield fetcher
