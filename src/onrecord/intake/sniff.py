"""What some bytes are, told by the bytes themselves: names of files and headers of servers often lie."""

from __future__ import annotations

import json
import re
from enum import StrEnum

from onrecord.errors import NotAReport
from onrecord.intake.archive import is_archive
from onrecord.intake.feeds import is_feed
from onrecord.intake.rows import PARQUET_MAGIC, is_rows
from onrecord.intake.unpack import GZIP_MAGIC


class Format(StrEnum):
    """The formats that reports come in; the values are media types."""

    TEXT = "text/plain"
    PAGE = "text/html"
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    MAIL = "message/rfc822"
    SAVED_PAGE = "multipart/related"
    FEED = "application/feed"
    ARCHIVE = "application/warc"
    ROWS = "application/jsonl"
    PARQUET = "application/vnd.apache.parquet"
    GZIP = "application/gzip"


# How much of a file tells what it is.
SNIFFED = 65536
SAVE_AS = "save it as .docx or PDF and add that"
# Beginnings of what is no report: the bytes, at which offset, what they are, and what to do, if anything.
OTHERS: tuple[tuple[bytes, int, str, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        0,
        "an old Word, Excel or Outlook file, or one locked with a password",
        SAVE_AS,
    ),
    (b"{\\rtf", 0, "a Rich Text file", SAVE_AS),
    (b"%!PS", 0, "a PostScript file", "convert it to PDF and add that"),
    (b"\x89PNG", 0, "a picture", ""),
    (b"\xff\xd8\xff", 0, "a picture", ""),
    (b"GIF8", 0, "a picture", ""),
    (b"BM", 0, "a picture", ""),
    (b"II*\0", 0, "a picture", ""),
    (b"MM\0*", 0, "a picture", ""),
    (b"\0\0\1\0", 0, "a picture", ""),
    (b"WEBP", 8, "a picture", ""),
    (b"ftyp", 4, "a film or picture", ""),
    (b"RIFF", 0, "a film or sound", ""),
    (b"ID3", 0, "a sound", ""),
    (b"OggS", 0, "a film or sound", ""),
    (b"fLaC", 0, "a sound", ""),
    (b"\x1aE\xdf\xa3", 0, "a film", ""),
    (b"Rar!", 0, "a packed archive", "unpack it and add the folder"),
    (b"7z\xbc\xaf", 0, "a packed archive", "unpack it and add the folder"),
    (b"BZh", 0, "a packed file", "unpack it and add what is inside"),
    (b"\xfd7zXZ", 0, "a packed file", "unpack it and add what is inside"),
    (b"\x28\xb5\x2f\xfd", 0, "a packed file", "unpack it and add what is inside"),
    (b"ustar", 257, "a packed archive", "unpack it and add the folder"),
    (b"SQLite format 3", 0, "a database", ""),
    (b"\x7fELF", 0, "a program", ""),
    (b"MZ\x90", 0, "a program", ""),
    (b"wOFF", 0, "a font", ""),
    (b"wOF2", 0, "a font", ""),
)
MAIL_FIELD = re.compile(
    rb"(?:from|to|cc|date|subject|message-id|mime-version|received|return-path|delivered-to|reply-to|sender"
    rb"|content-type|x-[\w-]+|list-[\w-]+|dkim-signature|authentication-results|arc-[\w-]+|user-agent|in-reply-to"
    rb"|references|snapshot-content-location|thread-[\w-]+|content-[\w-]+|received-spf):",
    re.IGNORECASE,
)
PAGE_START = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|title|meta|script|div|p|h1|main|section|header|table|span|a\s)",
    re.IGNORECASE,
)
XML_START = re.compile(
    rb"(?:<\?xml.*?\?>|<!--.*?-->|<!doctype(?!\s+html)[^>]*>|\s)+", re.IGNORECASE | re.DOTALL
)


def find_format(data: bytes) -> Format:
    """The format of some bytes. Raises NotAReport for what is known to be none, saying what it is."""
    if data.startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(GZIP_MAGIC):
        return find_archive_format(data[:SNIFFED]) or Format.GZIP
    if (of_many := find_archive_format(data[:SNIFFED])) is not None:
        return of_many
    if data.startswith(b"PK\x03\x04"):
        return _format_of_zip(data)
    for mark, at, what, todo in OTHERS:
        if data.startswith(mark, at) and not _is_words(data[:200]):
            raise NotAReport(f"it is {what}, not a report" + (f"; {todo}" if todo else ""))
    start = _as_ascii(data[:4096])
    if is_feed(start):
        return Format.FEED
    if _is_mail(start):
        return Format.SAVED_PAGE if b"snapshot-content-location:" in start.lower() else Format.MAIL
    if start.startswith(b"From ") and _is_mail(start.partition(b"\n")[2]):
        raise NotAReport(
            "it is a mailbox of several mails; save each mail as a file of its own and add those"
        )
    return _format_of_text(start, data)


def find_archive_format(start: bytes) -> Format | None:
    """The format of a file of many reports that begins so, packed or not; None where it is none."""
    if is_archive(start):
        return Format.ARCHIVE
    if start.startswith(PARQUET_MAGIC):
        return Format.PARQUET
    return Format.ROWS if is_rows(start) else None


def _format_of_zip(data: bytes) -> Format:
    if b"word/" in data:
        return Format.DOCX
    inside = (
        ("xl/", "a spreadsheet"),
        ("ppt/", "a presentation"),
        ("mimetypeapplication/vnd.oasis", "an OpenDocument file"),
    )
    for mark, what in (*inside, ("mimetypeapplication/epub", "an e-book")):
        if mark.encode() in data[:65536]:
            raise NotAReport(f"it is {what}, not a report; {SAVE_AS}")
    raise NotAReport("it is a packed archive, not a report; unpack it and add the folder")


def _as_ascii(start: bytes) -> bytes:
    """The beginning in one byte a character, without byte order mark and white space."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        start = start.replace(b"\0", b"")[2:]
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()


def _is_words(start: bytes) -> bool:
    """The bytes are plain words, so that a mark of two or three letters is one by chance ("BM", "ID3")."""
    return all(32 <= byte < 127 or byte in b"\t\r\n" for byte in start) and not start.startswith(
        (b"{\\rtf", b"%!PS")
    )


def _is_mail(start: bytes) -> bool:
    """It begins with fields of a mail's header, two of which no mail is without."""
    lines = start.split(b"\n", 60)
    if not lines or MAIL_FIELD.match(lines[0]) is None:
        return False
    names = set()
    for line in lines:
        if not line.strip():
            break
        found = re.match(rb"([\w-]+):", line)
        if found is not None:
            names.add(found[1].lower())
        elif not line.startswith((b" ", b"\t")):
            return False
    return b"from" in names and bool(names & {b"date", b"message-id", b"mime-version", b"received"})


def _format_of_text(start: bytes, data: bytes) -> Format:
    markup = start
    if (before := XML_START.match(start)) is not None:
        markup = start[before.end() :]
    if PAGE_START.match(markup) is not None:
        return Format.PAGE
    if start.startswith(b"<?xml") or markup.startswith((b"<svg", b"<urlset", b"<sitemapindex")):
        raise NotAReport("it is XML of a kind that is not read")
    if start.startswith((b"{", b"[")) and _is_json(data):
        raise NotAReport("it is data (JSON), not a report")
    if start.startswith((b"BEGIN:V", b"#!/")):
        raise NotAReport("it is data for a program, not a report")
    return Format.TEXT


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        # JSON Lines
        try:
            return isinstance(json.loads(data.partition(b"\n")[0]), dict | list)
        except (ValueError, RecursionError):
            return False
    return True
