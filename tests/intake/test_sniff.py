"""What bytes are, whatever they are called."""

from __future__ import annotations

import gzip

import pytest

from onrecord.errors import NotAReport
from onrecord.intake.sniff import Format, find_format

from .documents import BODY, docx_of_report, page_of, pdf_of, warc_record

MAIL = b"Received: by mx.example\r\nFrom: a@example.org\r\nDate: Tue, 3 Mar 2026 09:00:00 +0000\r\n\r\n"
SAVED = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://c.example/\r\nMIME-Version: 1.0\r\n\r\n"
)


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        (pdf_of(), Format.PDF),
        (docx_of_report(), Format.DOCX),
        (docx_of_report()[:-300], Format.DOCX),
        (page_of(), Format.PAGE),
        (b"\xef\xbb\xbf \n<!-- saved --><HTML>", Format.PAGE),
        ("<!doctype html><p>".encode("utf-16"), Format.PAGE),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "x"><html>', Format.PAGE),
        (b"<rss><channel>", Format.FEED),
        (MAIL + BODY.encode(), Format.MAIL),
        (SAVED, Format.SAVED_PAGE),
        (gzip.compress(BODY.encode()), Format.GZIP),
        (gzip.compress(warc_record("https://c.example/", b"")), Format.ARCHIVE),
        (BODY.encode(), Format.TEXT),
        (b"From: Ada\nThis is how a report may begin: with a colon.", Format.TEXT),
        (b"BM is what they call the museum.", Format.TEXT),
        (b"[Sandholm] The board voted on Tuesday.", Format.TEXT),
        (b"# Ferry kept\n\nThe board voted.", Format.TEXT),
    ],
)
def test_formats(data: bytes, format_: Format) -> None:
    assert find_format(data) is format_


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "it is a picture, not a report"),
        (b"\0\0\0\x18ftypmp42" + bytes(50), "a film or picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "old Word, Excel or Outlook file"),
        (b"{\\rtf1\\ansi The board}", "a Rich Text file, not a report; save it as .docx or PDF"),
        (b"PK\x03\x04" + bytes(26) + b"xl/workbook.xml", "a spreadsheet"),
        (b"PK\x03\x04" + bytes(26) + b"notes.txt", "a packed archive, not a report; unpack it"),
        (b'{"a": [1, 2]}', "data (JSON)"),
        (b'{"a": 1}\n{"a": 2}\n', "data (JSON)"),
        (b"<?xml version='1.0'?><invoice/>", "XML of a kind that is not read"),
        (b"<svg xmlns='x'>", "XML of a kind that is not read"),
        (b"BEGIN:VCALENDAR\r\n", "data for a program"),
        (b"From a@b Tue Mar  3 2026\n" + MAIL, "a mailbox of several mails"),
    ],
)
def test_what_is_no_report(data: bytes, words: str) -> None:
    with pytest.raises(NotAReport) as error:
        find_format(data)
    assert words in str(error.value)
