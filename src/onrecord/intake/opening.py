"""Bytes to reports: what a file, a page, a mail or a packed file holds. Pure; nothing is fetched here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from onrecord.errors import NotAReport, OnrecordError
from onrecord.intake.feeds import find_entries
from onrecord.intake.given import Given
from onrecord.intake.sniff import Format, find_format
from onrecord.intake.unpack import ungzip
from onrecord.record import Original, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

TEXT_NAME = re.compile(r"\.(?:txt|text|md|markdown|html?|eml)\Z", re.IGNORECASE)


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
    `known`: skipped, since the record has it already.
    """

    where: str
    what: str
    skipped: bool = False
    known: bool = False

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes that are still to be opened: a file, or what was fetched, packed or attached.

    `where` is the path or address they came from, `fetched` when (UTC). `format`: what they are known to be;
    None: the bytes tell. `archive`: the path or address of the archive of which this is one report, `notes`
    what is to be said of its place there. `unsure`: nobody said that it is a report, so that it is skipped
    where it is none. `depth`: how many inputs it is within.
    """

    data: bytes = field(repr=False)
    where: str
    given: Given
    fetched: datetime
    depth: int = 0
    format: Format | None = None
    archive: str | None = None
    notes: tuple[str, ...] = ()
    unsure: bool = False

    @property
    def name(self) -> str:
        """What a failure is told of."""
        return f"{self.archive}, {self.where}" if self.archive not in (None, self.where) else self.where


@dataclass(frozen=True, slots=True)
class Address:
    """An address that a feed names, and what the feed tells of it."""

    url: str
    given: Given
    depth: int


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive that came packed or from an address: its pages are found one by one."""

    data: bytes = field(repr=False)
    where: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step through an archive, handed out behind what it gave: see `Passed`.

    `adds` are those of its records since the step before that gave no report, by what they are.
    """

    archive: str
    where: str
    at: int
    adds: tuple[tuple[str, int], ...] = ()
    whole: bool = False


Opened = Report | Failure | Part | Address | Archive | Step


def open_part(part: Part, limits: Limits) -> list[Opened]:
    """What some bytes hold, in order: reports, what is no report, and what must be opened or fetched next."""
    if part.format is not None:
        original = Original(part.data, part.format.value, part.where, part.fetched)
        found = _reading(_reader(part.format), original, part.given, unsure=part.unsure)
        return [_of_archive(one, part) for one in found]
    return list(_open(part, limits))


def _open(part: Part, limits: Limits) -> Iterator[Opened]:
    data, where = part.data, part.where
    if part.depth > limits.depth:
        yield Failure(where, f"more than {limits.depth} inputs within one another, which is the limit")
        return
    if not data.strip():
        yield Failure(where, "it is empty")
        return
    try:
        format_ = find_format(data)
    except NotAReport as error:
        yield Failure(where, error.what, skipped=True)
        return
    original = Original(data, format_.value, where, part.fetched)
    if format_ is Format.GZIP:
        yield _unpacked(part, limits)
    elif format_ in (Format.ARCHIVE, Format.ROWS, Format.PARQUET):
        yield Archive(data, where)
    elif format_ is Format.FEED:
        yield from _find_in_feed(original, part)
    elif format_ is Format.MAIL:
        yield from _find_in_mail(original, part)
    elif format_ is Format.TEXT and len(data) > limits.most_text:
        limit = f"{limits.most_text / 1_000_000:g} MB"
        yield Failure(where, f"more than {limit} of text is no single report; split it into its reports")
    else:
        yield from _reading(_reader(format_), original, part.given)


def _of_archive(found: Report | Failure, part: Part) -> Report | Failure:
    """A report of an archive says where in it it stands."""
    if part.archive is None:
        return found
    if isinstance(found, Failure):
        return replace(found, where=part.name)
    return replace(found, notes=(*found.notes, *part.notes))


def _unpacked(part: Part, limits: Limits) -> Part | Failure:
    try:
        data, whole = ungzip(part.data, limit=limits.most_bytes)
    except OnrecordError as error:
        return Failure(part.where, error.what)
    if not whole:
        return Failure(part.where, "the gzip file is cut off; get it again from where it came")
    return replace(part, data=data, depth=part.depth + 1)


def _find_in_feed(original: Original, part: Part) -> Iterator[Opened]:
    try:
        entries = list(find_entries(original.data, where=original.location))
    except OnrecordError as error:
        yield Failure(original.location, error.what)
        return
    for entry in entries:
        told = part.given.with_source(entry.given)
        if entry.url is not None:
            yield Address(entry.url, told, part.depth + 1)
        elif entry.page is not None:
            yield Part(entry.page, part.where, told, part.fetched, part.depth + 1, Format.PAGE)


def _find_in_mail(original: Original, part: Part) -> Iterator[Opened]:
    from onrecord.intake.mail import has_body, open_mail, read_body

    try:
        mail = open_mail(original)
    except OnrecordError as error:
        yield Failure(original.location, error.what)
        return
    if has_body(mail):
        yield from _reading(partial(read_body, mail), original, part.given)
    others = []
    for attachment in mail.attachments:
        if not _may_be_report(attachment.name, attachment.data):
            others.append(attachment.name)
            continue
        where = f"{original.location} > {attachment.name}"
        yield Part(attachment.data, where, part.given, part.fetched, part.depth + 1)
    if others:
        yield Failure(original.location, f"attached, and no reports: {', '.join(others)}", skipped=True)


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
    reader: Callable[[Original, Given], Report], original: Original, given: Given, *, unsure: bool = False
) -> Iterator[Report | Failure]:
    """The report, or why there is none."""
    report: Report | Failure
    try:
        report = reader(original, given)
    except OnrecordError as error:
        skipped = unsure and isinstance(error, NotAReport)
        report = Failure(error.where or original.location, error.what, skipped)
    # A door: the libraries that parse a stranger's bytes fail on some in ways nobody has listed, and the
    # other inputs must not pay for it.
    except Exception as error:
        why = f"{type(error).__name__}: {error}".rstrip(": ")
        report = Failure(
            original.location, f"it could not be read ({why}); please report this as a fault of Onrecord"
        )
    yield report


def _may_be_report(name: str, data: bytes) -> bool:
    """Whether a mail's attachment is read: a document, or a text that is named as one."""
    try:
        format_ = find_format(data)
    except NotAReport:
        return False
    return format_ not in (Format.TEXT, Format.FEED, Format.ARCHIVE) or TEXT_NAME.search(name) is not None
