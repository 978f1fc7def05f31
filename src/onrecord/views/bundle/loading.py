"""Making and loading: a record's reports as a bundle, and a bundle's reports into a record."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.errors import UsageError
from onrecord.memory.linking import remember
from onrecord.memory.register import find_entries, import_entries
from onrecord.store.extract import Decided, Extracts, OwnVersion
from onrecord.store.kept import Added
from onrecord.views.bundle.checking import Checked
from onrecord.views.bundle.extracts import answer_extract, decided_of, entries_of, read_extract, versions_of
from onrecord.views.wording import put_date, show_text

if TYPE_CHECKING:
    from jinja2 import Template

    from onrecord.linking.register import Entry
    from onrecord.record import Report
    from onrecord.store.store import Store

EXTRACT = "extract.json"
_ORIGINALS = "originals/"
_ENDINGS = {
    "text/plain": ".txt",
    # Opened by mistake, it shows and does not run.
    "text/html": ".html.txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "multipart/related": ".mht.txt",
}


@dataclass(frozen=True, slots=True)
class Extract:
    """What is taken out of a record to be handed on: versions, and what people decided about them alone.

    `entries` are those of the register, where it is not the whole record those that bear on whom they name.
    """

    versions: tuple[OwnVersion, ...]
    decided: tuple[Decided, ...]
    entries: tuple[Entry, ...]

    @property
    def latest(self) -> datetime:
        """When the last of it came into the record."""
        return max(one.added for one in self.versions)


def take_extract(store: Store, reports: Collection[str] | None = None) -> Extract:
    """Of these reports, or of all that are not restricted.

    Raises UsageError where there is none, or one of these is restricted or lies in one file with such.
    """
    extracts = Extracts(store)
    if restricted := extracts.restricted():
        if reports is None:
            reports = extracts.reports() - restricted
        elif withheld := sorted(restricted & {*reports}):
            raise UsageError(
                "is restricted, has hidden words, or lies in one file with a report that does",
                where=withheld[0],
            )
    entries = find_entries(store, None if reports is None else extracts.people(reports))
    extract = Extract(tuple(extracts.versions(reports)), tuple(extracts.decided(reports)), tuple(entries))
    if not extract.versions:
        raise UsageError("there are no reports in the record to be bundled", where=str(store.place))
    return extract


def keep_extract(store: Store, extract: Extract, *, now: datetime) -> Iterator[tuple[Report, Added, int]]:
    """Keep an extract; yields its versions, what each did to the record, and how many statements it has.

    What the record has already stays as it is. `now` is when what is new is compared with the rest.
    """
    extracts = Extracts(store)
    with store.writer() as writer:
        for report, reading, added in extract.versions:
            outcome = Added.UNCHANGED
            if not extracts.holds(report.version):
                outcome = writer.add(report, reading, now=added)
            yield report, outcome, len(reading.statements)
        known = extracts.known([one.judgement.id for one in extract.decided])
        new = [one for one in extract.decided if one.judgement.id not in known]
        edits = [one.judgement for one in new if one.judgement.about in ("statement", "report")]
        dated = {one.pair[0] for one in edits if one.about == "report"}
        again = [(one.report, one.reading) for one in extract.versions if one.report.id in dated]
        writer.decide(edits, again, now=now)
        writer.keep_decided([one for one in new if one.judgement not in edits])
        import_entries(store, writer, extract.entries)
        remember(store, writer, now=now)


def name_originals(reports: Sequence[Report]) -> dict[str, str]:
    """Where in a bundle the originals lie, by their SHA-256."""
    kinds = {report.original.sha256: report.original.media_type for report in reports}
    return {sha256: f"{_ORIGINALS}{sha256}{_ENDINGS.get(kinds[sha256], '.bin')}" for sha256 in sorted(kinds)}


def write_files(
    extract: Extract, answers: Mapping[str, bytes], *, title: str, originals: bool, signer: str | None
) -> dict[str, bytes]:
    """The files of a bundle: a page that leads to the others, answers, the extract, and the originals."""
    reports = [one.report for one in extract.versions]
    places = name_originals(reports) if originals else {}
    page = _page().render(title=title, reports=reports, originals=places, signer=signer)
    told = answer_extract(extract.versions, extract.decided, extract.entries).as_json()
    files = {"index.html": page.encode(), **answers, EXTRACT: (told + "\n").encode()}
    data = {report.original.sha256: report.original.data for report in reports}
    return files | {place: data[sha256] for sha256, place in places.items()}


def extract_in(bundle: Checked) -> Extract:
    """What a bundle holds for a record. Raises UsageError where it is changed, or has no originals."""
    if bundle.changes:
        first = bundle.changes[0]
        raise UsageError(
            f"was changed since it was made ({first.path or 'the zip file'} {first.what}), "
            "and nothing of it was added; `onrecord verify` tells more"
        )
    told = read_extract(bundle.files[EXTRACT])
    data = (data for path, data in bundle.files.items() if path.startswith(_ORIGINALS))
    originals = {hashlib.sha256(one).hexdigest(): one for one in data}
    return Extract(tuple(versions_of(told, originals)), tuple(decided_of(told)), tuple(entries_of(told)))


@lru_cache(maxsize=1)
def _page() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("onrecord.views"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"shown": show_text, "date": put_date}
    return environment.get_template("bundle.html")
