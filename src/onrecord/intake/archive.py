"""WARC archives: each page in one is a report. The only importer of fastwarc (extra "warc")."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from onrecord.errors import InputTooLarge, NotAReport, UsageError
from onrecord.intake.unpack import GZIP_MAGIC, ungzip

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from fastwarc.warc import WarcRecord

PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page of an archive: its address, when it was fetched (UTC), its bytes unpacked, its place."""

    url: str
    fetched: datetime
    data: bytes = field(repr=False)
    offset: int


@dataclass(frozen=True, slots=True)
class SkippedRecords:
    """What an archive holds that is no page, told at its end. `cut_off`: the file ends within a record."""

    revisits: int
    other: int
    damaged: int
    cut_off: bool


def is_archive(start: bytes) -> bool:
    """Whether a file that begins so is a WARC, packed or not."""
    if start.startswith(GZIP_MAGIC):
        try:
            start = zlib.decompressobj(wbits=31).decompress(start, 16)
        except zlib.error:
            return False
    return start.startswith(b"WARC/")


def find_pages(stream: BinaryIO, *, where: str, most_bytes: int) -> Iterator[ArchivedPage | SkippedRecords]:
    """The pages of an archive in its order, then what was skipped. Read record by record: it may be large.

    Pages of more than `most_bytes` count as damaged. Raises UsageError where fastwarc is not installed.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise UsageError(
            'WARC files need fastwarc; install it with: pip install "onrecord[warc]"', where=where
        ) from error
    revisits = other = damaged = 0
    broken = False
    # Raw: what the header says of packing is often not true of the body (CC-NEWS before May 2019).
    records = ArchiveIterator(stream, WarcRecordType.response | WarcRecordType.revisit, parse_http=True)
    try:
        for record in records:
            if record.record_type == WarcRecordType.revisit:
                revisits += 1
                continue
            url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
            status = record.http_headers.status_code if record.is_http else None
            if not url.startswith(("http://", "https://")) or status not in (None, 200):
                other += 1
                continue
            data = _read_body(record, most_bytes)
            if data is None:
                damaged += 1
            elif _is_page(data):
                yield ArchivedPage(url, record.record_date, data, record.stream_pos)
            else:
                other += 1
    except OSError:
        broken = True
    yield SkippedRecords(revisits, other, damaged, broken or _is_cut(stream))


def _read_body(record: WarcRecord, most_bytes: int) -> bytes | None:
    """The body unpacked; None where it is damaged or too large."""
    if record.content_length > most_bytes:
        return None
    try:
        return decode_body(record.reader.read(), most_bytes=most_bytes)
    except (NotAReport, InputTooLarge):
        return None


def decode_body(body: bytes, *, most_bytes: int) -> bytes:
    """The body of an answer as the bytes show it to be: chunked or not, packed or not."""
    body = _unchunked(body)
    if body.startswith(GZIP_MAGIC):
        return ungzip(body, limit=most_bytes)[0]
    if not _is_page(body) and (opened := _unbrotli(body, most_bytes)) is not None:
        return opened
    return body


def _unchunked(body: bytes) -> bytes:
    """The body without the lengths of its chunks, if it is made of chunks from beginning to end."""
    parts: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at, at + 20)
        size = body[at:end].split(b";")[0].strip() if end != -1 else b""
        if not size or size.strip(b"0123456789abcdefABCDEF"):
            return body
        length = int(size, 16)
        if length == 0:
            break
        parts.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2
    return b"".join(parts) or body


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


def _is_cut(stream: BinaryIO) -> bool:
    """Whether the file ends within a record. fastwarc ends there in silence, as at a proper end."""
    stream.seek(0)
    if stream.read(2) == GZIP_MAGIC:
        stream.seek(0)
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
