"""WARC archives: each page in one is a report. The only importer of fastwarc (extra "warc")."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from onrecord.errors import InputTooLarge, NotAReport, UsageError
from onrecord.intake.unpack import GZIP_MAGIC, ungzip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from types import ModuleType

    from fastwarc.warc import WarcRecord

# A record's header ends within so many bytes, as a rule.
_HEADER = 8192
PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page of an archive: its address, when it was fetched (UTC), its bytes unpacked.

    `offset` is the byte at which its record begins; None: it is packed with those before it, so that nobody
    can begin there. `cut`: whoever archived it says that it is not whole.
    """

    url: str
    fetched: datetime
    data: bytes = field(repr=False)
    offset: int | None
    cut: bool = False


class Range(NamedTuple):
    """Those records of an archive that begin at these bytes, `[begin, end)`; `end` None: to its end."""

    begin: int
    end: int | None


WHOLE = Range(0, None)


class NoPage(StrEnum):
    """What a record may be that holds no page to be read."""

    REVISIT = "revisits of pages archived before"
    OTHER = "records that are no pages"
    DAMAGED = "pages that are damaged or too large"
    CUT_OFF = "the archive is damaged or cut off"


def is_archive(start: bytes) -> bool:
    """Whether a file that begins so is a WARC, packed or not."""
    if start.startswith(GZIP_MAGIC):
        try:
            start = zlib.decompressobj(wbits=31).decompress(start, 16)
        except zlib.error:
            return False
    return start.startswith(b"WARC/")


def find_pages(
    stream: BinaryIO, *, where: str, most_bytes: int, after: int | None = None, within: Range = WHOLE
) -> Iterator[ArchivedPage | NoPage]:
    """The pages of an archive and what else it holds, in its order. Read record by record: it may be large.

    `after`: only what stands behind the record that begins at this byte. `within`: only the records of a
    range that `cut_ranges` gave. Pages of more than `most_bytes` count as damaged; where the file ends within
    a record, or breaks what reads it, CUT_OFF comes last. Raises UsageError where fastwarc is not installed.
    """
    warc = _require_fastwarc(where)
    revisit = warc.WarcRecordType.revisit
    last = within.begin if after is None else after
    try:
        for record in _iterate(warc, stream, last, parse_http=True):
            offset = _find_place(record, stream)
            if offset is not None:
                if within.end is not None and offset >= within.end:
                    return
                last = max(last, offset)
                if offset == after:
                    continue
            if record.record_type == revisit:
                yield NoPage.REVISIT
                continue
            url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
            status = record.http_headers.status_code if record.is_http else None
            if not url.startswith(("http://", "https://")) or status not in (None, 200):
                yield NoPage.OTHER
                continue
            body = _read_body(record, most_bytes)
            if body is None:
                yield NoPage.DAMAGED
            elif _is_page(body[0]):
                cut = not body[1] or "WARC-Truncated" in record.headers
                yield ArchivedPage(url, record.record_date, body[0], offset, cut)
            else:
                yield NoPage.OTHER
    except BaseException as error:
        if not _is_of_archive(error):
            raise
        yield NoPage.CUT_OFF
        return
    if _is_cut(stream, last):
        yield NoPage.CUT_OFF


def cut_ranges(stream: BinaryIO, *, where: str, at_least: int) -> Iterator[Range]:
    """Ranges of an archive of so many bytes or more, each of which can be read without the others.

    One that is packed as a whole has one. Goes through all of it, without looking at its pages. Raises
    UsageError where fastwarc is not installed.
    """
    begin = 0
    try:
        for record in _iterate(_require_fastwarc(where), stream, 0, parse_http=False):
            place = _find_place(record, stream)
            if place is not None and place >= begin + at_least:
                yield Range(begin, place)
                begin = place
    except BaseException as error:
        if not _is_of_archive(error):
            raise  # else whoever reads the last range comes to it
    yield Range(begin, None)


def _require_fastwarc(where: str) -> ModuleType:
    try:
        from fastwarc import warc
    except ImportError as error:
        raise UsageError(
            'WARC files need fastwarc; install it with: pip install "onrecord[warc]"', where=where
        ) from error
    return warc


def _iterate(warc: ModuleType, stream: BinaryIO, begin: int, *, parse_http: bool) -> Iterator[WarcRecord]:
    """The records of pages, from one on that begins at this byte.

    Bodies are raw: what the header says of packing is often not true of them (CC-NEWS before May 2019).
    """
    stream.seek(begin)
    kinds = warc.WarcRecordType.response | warc.WarcRecordType.revisit
    records: Iterator[WarcRecord] = warc.ArchiveIterator(stream, kinds, parse_http=parse_http)
    return records


def _find_place(record: WarcRecord, stream: BinaryIO) -> int | None:
    """The byte at which whoever begins there comes to this record first; None where there is no such byte.

    Where several records are packed together, fastwarc gives places that are none.
    """
    goes_on = stream.tell()
    stream.seek(record.stream_pos)
    start = stream.read(_HEADER)
    stream.seek(goes_on)
    if start.startswith(GZIP_MAGIC):
        try:
            start = zlib.decompressobj(wbits=31).decompress(start, _HEADER)
        except zlib.error:
            return None
    header = start.partition(b"\r\n\r\n")[0]
    its = all(value.encode("utf-8", "replace") in header for value in record.headers.values())
    return record.stream_pos if its and start.startswith(b"WARC/") else None


def _is_of_archive(error: BaseException) -> bool:
    """Whether fastwarc stumbled over what it read. It is written in Rust, whose panics are no Exception."""
    return isinstance(error, OSError | ValueError | OverflowError) or type(error).__module__ == "pyo3_runtime"


def _read_body(record: WarcRecord, most_bytes: int) -> tuple[bytes, bool] | None:
    """The body unpacked, and whether it is whole; None where it is damaged or too large."""
    if record.content_length > most_bytes:
        return None
    try:
        return decode_body(record.reader.read(), most_bytes=most_bytes)
    except (NotAReport, InputTooLarge):
        return None


def decode_body(body: bytes, *, most_bytes: int) -> tuple[bytes, bool]:
    """The body of an answer as the bytes show it to be, chunked or packed or not; and if it is whole."""
    body, whole = _unchunked(body)
    if body.startswith(GZIP_MAGIC):
        opened, to_its_end = ungzip(body, limit=most_bytes)
        return opened, whole and to_its_end
    if not _is_page(body) and (unpacked := _unbrotli(body, most_bytes)) is not None:
        return unpacked, whole
    return body, whole


def _unchunked(body: bytes) -> tuple[bytes, bool]:
    """The body without the lengths of its chunks, if it is made of chunks; and whether none is missing."""
    parts: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at, at + 20)
        size = body[at:end].split(b";")[0].strip() if end != -1 else b""
        if not size or size.strip(b"0123456789abcdefABCDEF"):
            return body, True
        length = int(size, 16)
        if length == 0:
            break
        parts.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2
    return b"".join(parts) or body, at < len(body) or not parts


def _unbrotli(body: bytes, most_bytes: int) -> bytes | None:
    """The body unpacked, if it is packed with brotli, which has no mark of its own."""
    import brotli  # type: ignore[import-untyped]  # fastwarc brings it

    try:
        opener = brotli.Decompressor()
        opened = opener.process(body, output_buffer_limit=most_bytes)
    except brotli.error:
        return None
    return opened if _is_page(opened) else None


def _is_page(data: bytes) -> bool:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(PAGE_STARTS) or b"<html" in start


def _is_cut(stream: BinaryIO, last: int) -> bool:
    """Whether the file ends within a record, the last one that was seen or one behind it.

    fastwarc ends there in silence, as at a proper end.
    """
    stream.seek(last)
    if stream.read(2) == GZIP_MAGIC:
        stream.seek(last)
        return _ends_within_gzip(stream)
    stream.seek(max(0, stream.seek(0, io.SEEK_END) - 4))
    return stream.read() != b"\r\n\r\n"


def _ends_within_gzip(stream: BinaryIO) -> bool:
    """Whether a file of gzip members ends within one."""
    opener = zlib.decompressobj(wbits=31)
    started = False
    while block := stream.read(1 << 20):
        while block:
            started = True
            try:
                opener.decompress(block)
            except zlib.error:
                return True
            block = opener.unused_data if opener.eof else b""
            if opener.eof:
                opener, started = zlib.decompressobj(wbits=31), False
    return started
