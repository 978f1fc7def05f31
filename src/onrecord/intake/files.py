"""Every input that a user may name, as reports: the one way in. One bad input never stops the rest."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from onrecord.errors import FetchRefused, NotAReport, OnrecordError
from onrecord.intake.archive import SkippedRecords, find_pages, is_archive
from onrecord.intake.feeds import find_entries
from onrecord.intake.given import Given
from onrecord.intake.sniff import Format, find_format
from onrecord.intake.unpack import ungzip
from onrecord.record import Original, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from onrecord.intake.fetch import Fetcher

ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")
TEXT_NAME = re.compile(r"\.(?:txt|text|md|markdown|html?|eml)\Z", re.IGNORECASE)
# Text that is no report where it lies in a folder; who means it names it.
OTHER_TEXT = frozenset(
    ".bib .c .cfg .conf .cpp .css .csv .go .h .ics .ini .ipynb .java .js .log .lua .map .mjs .php .pl .py .r"
    " .rb .rs .sh .sql .srt .tex .toml .ts .tsv .vcf .vtt .yaml .yml".split()
)
# Where a browser that saves a page puts its pictures: "Story_files" beside "Story.html".
SAVED_FILES = re.compile(r"(?P<page>.+)(?:_files|-Dateien|_archivos|_fichiers|_arquivos)\Z")
# What a database, also a record of ours, has beside it.
BESIDE_DATABASE = re.compile(r"(?P<database>.+)(?:-wal|-shm|-journal|\.writer)\Z")


@dataclass(frozen=True, slots=True)
class Limits:
    """Ends of what is taken in. An archive may be of any size: it is read record by record.

    `most_bytes`: of one input, after unpacking; `most_text`: bytes of a plain text; `depth`: inputs
    within inputs (a file in a mail in a packed file).
    """

    most_bytes: int = 50_000_000
    most_text: int = 10_000_000
    depth: int = 4


@dataclass(frozen=True, slots=True)
class Failure:
    """An input, or a part of one, that gave no report: where it is, and what is wrong and what to do.

    `skipped`: nobody would take it for a report (a picture in a folder), so it is told, but no fault.
    """

    where: str
    what: str
    skipped: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def find_inputs(
    inputs: Sequence[str],
    *,
    given: Given,
    fetcher: Fetcher | None,
    now: datetime,
    limits: Limits | None = None,
    lines: Iterable[str] = (),
) -> Iterator[Report | Failure]:
    """The reports of the inputs, in order, and what could not be read, each at its place.

    An input is the path of a file or folder, an http(s) address of a page or feed, or "-": then each of
    `lines` is one. `given` is what the user knows of all of them. `fetcher` None: addresses are refused.
    `now` is when it is taken in (UTC).
    """
    finder = _Finder(given, fetcher, now, limits or Limits())
    for name in inputs:
        if name == "-":
            for line in lines:
                if line.strip() and not line.lstrip().startswith("#"):
                    yield from finder.find(line.strip())
        else:
            yield from finder.find(name)


class _Finder:
    """One run through the inputs; it remembers which addresses and folders it has been to."""

    def __init__(self, given: Given, fetcher: Fetcher | None, now: datetime, limits: Limits) -> None:
        self._given = given
        self._fetcher = fetcher
        self._now = now
        self._limits = limits
        self._fetched: set[str] = set()
        self._folders: set[Path] = set()

    def find(self, name: str) -> Iterator[Report | Failure]:
        is_address = ADDRESS.match(name) is not None
        gave_nothing = True
        for found in self._find_at(name, self._given, depth=0) if is_address else self._find_in(Path(name)):
            if isinstance(found, Report):
                gave_nothing = False
            elif gave_nothing and found.where in (name, str(Path(name))):
                # Somebody who names it takes it for a report.
                found = replace(found, skipped=False)
            yield found

    def _find_in(self, path: Path) -> Iterator[Report | Failure]:
        try:
            if path.is_dir():
                yield from self._find_in_folder(path)
            elif path.is_file():
                yield from self._find_in_file(path)
            elif path.is_symlink():
                yield Failure(str(path), "it is a link that leads nowhere")
            elif path.exists():
                yield Failure(str(path), "it is no file and no folder", skipped=True)
            else:
                yield Failure(str(path), "there is no such file or folder; check the spelling")
        except (OSError, ValueError) as error:
            yield Failure(str(path), _say(error))

    def _find_in_folder(self, folder: Path) -> Iterator[Report | Failure]:
        real = folder.resolve()
        if real in self._folders:
            # Linked from within itself, or named twice: its files have been read.
            return
        self._folders.add(real)
        found = 0
        for path in sorted(folder.iterdir()):
            if path.name.startswith(".") or _belongs_to_database(path):
                continue
            found += 1
            if path.is_dir() and _belongs_to_page(path):
                yield Failure(str(path), "files that belong to the saved page beside it", skipped=True)
            elif path.suffix.lower() in OTHER_TEXT:
                yield Failure(
                    str(path), f"{path.suffix} files are not read unless they are named", skipped=True
                )
            else:
                yield from self._find_in(path)
        if not found:
            yield Failure(str(folder), "the folder is empty", skipped=True)

    def _find_in_file(self, path: Path) -> Iterator[Report | Failure]:
        with path.open("rb") as stream:
            start = stream.read(65536)
            if is_archive(start):
                stream.seek(0)
                yield from self._find_in_archive(stream, str(path))
                return
            data = start + stream.read(max(0, self._limits.most_bytes + 1 - len(start)))
        if len(data) > self._limits.most_bytes:
            limit = f"{self._limits.most_bytes / 1_000_000:g} MB"
            yield Failure(str(path), f"more than {limit}, which is the limit; split it into its reports")
            return
        yield from self._find_in_bytes(data, str(path), self._given, depth=0)

    def _find_at(self, url: str, given: Given, *, depth: int) -> Iterator[Report | Failure]:
        url = url.partition("#")[0]
        if url in self._fetched:
            return
        self._fetched.add(url)
        try:
            if self._fetcher is None:
                raise FetchRefused(
                    "addresses are not fetched here; save the page and add the file", where=url
                )
            fetched = self._fetcher.fetch(url)
        except OnrecordError as error:
            yield Failure(error.where or url, error.what)
            return
        if fetched.url != url and fetched.url in self._fetched:
            return
        self._fetched.add(fetched.url)
        yield from self._find_in_bytes(fetched.data, fetched.url, given, depth=depth)

    def _find_in_bytes(
        self, data: bytes, where: str, given: Given, *, depth: int, fetched: datetime | None = None
    ) -> Iterator[Report | Failure]:
        if depth > self._limits.depth:
            yield Failure(
                where, f"more than {self._limits.depth} inputs within one another, which is the limit"
            )
            return
        if not data.strip():
            yield Failure(where, "it is empty")
            return
        try:
            format_ = find_format(data)
        except NotAReport as error:
            yield Failure(where, error.what, skipped=True)
            return
        original = Original(data, format_.value, where, fetched or self._now)
        if format_ is Format.GZIP:
            yield from self._find_in_gzip(original, given, depth)
        elif format_ is Format.ARCHIVE:
            yield from self._find_in_archive(io.BytesIO(data), where)
        elif format_ is Format.FEED:
            yield from self._find_in_feed(original, given, depth)
        elif format_ is Format.MAIL:
            yield from self._find_in_mail(original, given, depth)
        elif format_ is Format.TEXT and len(data) > self._limits.most_text:
            limit = f"{self._limits.most_text / 1_000_000:g} MB"
            yield Failure(where, f"more than {limit} of text is no single report; split it into its reports")
        else:
            yield from _reading(_reader(format_), original, given)

    def _find_in_gzip(self, original: Original, given: Given, depth: int) -> Iterator[Report | Failure]:
        try:
            data, whole = ungzip(original.data, limit=self._limits.most_bytes)
        except OnrecordError as error:
            yield Failure(original.location, error.what)
            return
        if not whole:
            yield Failure(original.location, "the gzip file is cut off; get it again from where it came")
            return
        yield from self._find_in_bytes(data, original.location, given, depth=depth + 1)

    def _find_in_feed(self, original: Original, given: Given, depth: int) -> Iterator[Report | Failure]:
        try:
            entries = list(find_entries(original.data, where=original.location))
        except OnrecordError as error:
            yield Failure(original.location, error.what)
            return
        for entry in entries:
            told = given.with_source(entry.given)
            if entry.url is not None:
                yield from self._find_at(entry.url, told, depth=depth + 1)
            elif entry.page is not None:
                page = replace(original, data=entry.page, media_type=Format.PAGE.value)
                yield from _reading(_reader(Format.PAGE), page, told)

    def _find_in_mail(self, original: Original, given: Given, depth: int) -> Iterator[Report | Failure]:
        from onrecord.intake.mail import has_body, open_mail, read_body

        try:
            mail = open_mail(original)
        except OnrecordError as error:
            yield Failure(original.location, error.what)
            return
        if has_body(mail):
            yield from _reading(partial(read_body, mail), original, given)
        others = []
        for attachment in mail.attachments:
            if not _may_be_report(attachment.name, attachment.data):
                others.append(attachment.name)
                continue
            where = f"{original.location} > {attachment.name}"
            yield from self._find_in_bytes(attachment.data, where, given, depth=depth + 1)
        if others:
            yield Failure(original.location, f"attached, and no reports: {', '.join(others)}", skipped=True)

    def _find_in_archive(self, stream: BinaryIO, where: str) -> Iterator[Report | Failure]:
        try:
            for page in find_pages(stream, where=where, most_bytes=self._limits.most_bytes):
                if isinstance(page, SkippedRecords):
                    yield from _tell_skipped(page, where)
                    continue
                original = Original(page.data, Format.PAGE.value, page.url, page.fetched)
                told = self._given.with_source(Given(url=page.url, source="warc header"))
                note = f"from the archive {where}, record at byte {page.offset}"
                for found in _reading(_reader(Format.PAGE), original, told):
                    if isinstance(found, Failure):
                        yield replace(found, where=f"{where}, {page.url}")
                    else:
                        yield replace(found, notes=(*found.notes, note))
        except OnrecordError as error:
            yield Failure(where, error.what)


def _reader(format_: Format) -> Callable[[Original, Given], Report]:
    """What reads a format. Imported when the first of its kind comes: some take half a second to load."""
    if format_ is Format.PAGE:
        from onrecord.intake.page import read_page as reader
    elif format_ is Format.PDF:
        from onrecord.intake.pdf import read_pdf as reader
    elif format_ is Format.DOCX:
        from onrecord.intake.docx import read_docx as reader
    elif format_ is Format.SAVED_PAGE:
        from onrecord.intake.mail import read_saved_page as reader
    else:
        from onrecord.intake.plain import read_plain as reader
    return reader


def _reading(
    reader: Callable[[Original, Given], Report], original: Original, given: Given
) -> Iterator[Report | Failure]:
    """The report, or why there is none."""
    report: Report | Failure
    try:
        report = reader(original, given)
    except OnrecordError as error:
        report = Failure(error.where or original.location, error.what)
    # A door: the libraries that parse a stranger's bytes fail on some in ways nobody has listed, and the
    # other inputs must not pay for it.
    except Exception as error:
        why = f"{type(error).__name__}: {error}".rstrip(": ")
        report = Failure(
            original.location, f"it could not be read ({why}); please report this as a fault of Onrecord"
        )
    yield report


def _tell_skipped(skipped: SkippedRecords, where: str) -> Iterator[Failure]:
    if skipped.cut_off:
        yield Failure(
            where, "the archive is damaged or cut off; what came before that was read; get it again"
        )
    if skipped.damaged:
        yield Failure(where, f"{skipped.damaged} records whose pages are damaged or too large")
    counts = [
        (skipped.revisits, "revisits of pages read elsewhere"),
        (skipped.other, "records that are no pages"),
    ]
    told = [f"{count} {what}" for count, what in counts if count]
    if told:
        yield Failure(where, f"left out: {', '.join(told)}", skipped=True)


def _may_be_report(name: str, data: bytes) -> bool:
    """Whether a mail's attachment is read: a document, or a text that is named as one."""
    try:
        format_ = find_format(data)
    except NotAReport:
        return False
    return format_ not in (Format.TEXT, Format.FEED, Format.ARCHIVE) or TEXT_NAME.search(name) is not None


def _belongs_to_page(folder: Path) -> bool:
    found = SAVED_FILES.fullmatch(folder.name)
    return found is not None and any(
        (folder.parent / (found["page"] + end)).exists() for end in (".html", ".htm", ".xhtml")
    )


def _belongs_to_database(path: Path) -> bool:
    found = BESIDE_DATABASE.fullmatch(path.name)
    return found is not None and (path.parent / found["database"]).exists()


def _say(error: OSError | ValueError) -> str:
    """An error of the file system in plain words."""
    if isinstance(error, PermissionError):
        return "it may not be read; check its permissions"
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"it cannot be read ({reason or error})"
