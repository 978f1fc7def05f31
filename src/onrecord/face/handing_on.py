"""What a record hands on: dossiers, exports and bundles, and files that are written whole."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, Any, cast

from onrecord.errors import RecordError, UsageError

if TYPE_CHECKING:
    from onrecord.face import Record
    from onrecord.record import Entity, Saying
    from onrecord.views.arrange import DossierEntry
    from onrecord.views.contract import RecordAnswer


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


def write_dossier(record: Record, path: str | Path, asked: Sequence[str], *, title: str | None) -> None:
    """See `Record.dossier`."""
    from onrecord.memory.asking import tell_story, tell_together
    from onrecord.views import dossier as forms

    writers = {".html": forms.as_html, ".md": forms.as_markdown, ".json": forms.as_json}
    ending = Path(path).suffix.lower()
    if ending not in writers:
        raise UsageError(f"a dossier ends in {', '.join(writers)}", where=str(path))
    chosen = record.reports_meant(asked)
    if chosen:
        across = [tell_together(record.store, chosen)] if len(chosen) > 1 else []
    else:
        several = (story for story in record.stories() if len(story.reports) > 1)
        across = [tell_story(record.store, story.id) for story in several]
    if title is None and len(across) == 1 and across[0].story:
        title = across[0].story.name
    entries, entities = [], {}
    for entry, speakers in entries_of(record, chosen):
        entries.append(entry)
        entities.update(speakers)
    title = title or record.store.name
    made_of = forms.DossierInput(title, tuple(entries), entities, across=tuple(across))
    text = writers[ending](made_of)
    with written_whole(path) as out:
        out.write(text)


def write_export(record: Record, form: str, out: IO[str] | IO[bytes], asked: Sequence[str]) -> None:
    """See `Record.export`."""
    from onrecord.views import answers, exports, formats

    chosen = record.reports_meant(asked)
    readings = record.readings(chosen)
    if form == "json":
        formats.write_json(cast("IO[str]", out), readings, answer_beside(record, chosen))
        return
    handed = exports.Handed(
        readings,
        entities=map(answers.answer_entity, record.store.queries.entities()),
        sayings=map(answers.answer_saying, _shared_sayings(record, chosen)),
    )
    exports.write_export(form, out, handed)


def write_bundle(
    record: Record,
    path: str | Path,
    ids: Sequence[str],
    *,
    title: str | None,
    originals: bool,
    key: str | Path | None,
) -> str | None:
    """See `Record.bundle`."""
    from importlib.metadata import version

    from onrecord.face import open_record
    from onrecord.views.bundle import loading
    from onrecord.views.bundle.sealing import seal
    from onrecord.views.bundle.signing import Signer

    signer = Signer(key) if key is not None else None
    called = title or record.store.name
    reports = {record.store.queries.report(one).id for one in record.reports_meant(ids)} if ids else None
    extract = loading.take_extract(record.store, reports)
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


def entries_of(record: Record, reports: Sequence[str]) -> Iterator[tuple[DossierEntry, dict[str, Entity]]]:
    """Whole reports, and whom the record takes the speakers for by id of the statement."""
    from onrecord.views.arrange import DossierEntry

    queries = record.store.queries
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


def answer_beside(record: Record, reports: Sequence[str]) -> RecordAnswer:
    """All that the record answers of these reports, or of all, without the reports themselves."""
    from onrecord.memory.asking import tell_together
    from onrecord.views.answers import answer_record
    from onrecord.views.dossier import gather_across

    if reports:
        found = (one for id_ in reports for one in record.store.queries.statements(report=id_))
        speakers = {one.speaker.id: one.speaker for one in found if one.speaker}
        across = gather_across([tell_together(record.store, reports)] if len(reports) > 1 else [])
        return answer_record([], entities=[speakers[id_] for id_ in sorted(speakers)], **across)
    stories = record.stories()
    told = [(story.id, record.together(story.id)) for story in stories]
    return answer_record(
        [],
        entities=record.store.queries.entities(),
        sayings=record.sayings(),
        copies=record.copies(),
        stories=stories,
        differences=(one for _, together in told for one in together.differences),
        chronology=(one for _, together in told for one in together.chronology),
        judgements=record.store.queries.judgements(),
        contributions=((id_, one) for id_, together in told for one in together.contributions),
        contradictions=((id_, one) for id_, together in told for one in together.contradictions),
    )


def _shared_sayings(record: Record, reports: Sequence[str]) -> Iterator[Saying]:
    from onrecord.memory.asking import find_sayings

    chosen = [record.store.queries.report(one).id for one in reports]
    for rendered in find_sayings(record.store, reports=chosen or None, shared=True):
        yield rendered.saying
