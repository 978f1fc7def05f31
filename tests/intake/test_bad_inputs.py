"""Bad inputs: what is put in, what the user sees, and that the inputs after it are read all the same.

Where tests run as root nobody is refused a file; there, a folder that is a file's name in a path and a
link that leads nowhere stand in for a file that may not be read.
"""

from __future__ import annotations

import gzip
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.intake.fetch import Fetcher
from onrecord.intake.files import Failure, find_inputs
from onrecord.intake.given import Given
from onrecord.record import Report

from .documents import HEADLINE, NOW, PARAGRAPHS, TEXT, docx_of_report, page_of, pdf_of, warc_record
from .test_docx import bomb
from .test_pdf import drawn, locked
from .website import Answer, Website, redirect

if TYPE_CHECKING:
    from pathlib import Path

SENTENCE = "The harbour board voted on Tuesday to keep the ferry, said Ana Quell. “We did it,” she added. "
READ = "read"
NOISE = bytes(range(256)) * 400

# Each line: what it is, its name, its bytes, and what the user sees ("read": a report).
FILES: tuple[tuple[str, str, bytes, str], ...] = (
    ("empty", "a.txt", b"", "it is empty"),
    ("only white space", "a.txt", b" \n\t\n", "it is empty"),
    ("binary", "a.txt", NOISE, "it is not text but binary data of a kind that is not read"),
    ("a program", "a.txt", b"\x7fELF" + NOISE, "it is a program, not a report"),
    ("in Windows-1252", "a.txt", TEXT.replace('"', "“").encode("cp1252"), READ),
    ("in UTF-16", "a.txt", TEXT.encode("utf-16"), READ),
    ("UTF-8 with bad bytes", "a.txt", TEXT.encode() + b" caf\xc3\xa9 \xff\xfe", READ),
    ("50 MB of text", "a.txt", SENTENCE.encode() * 520_000, "more than 50 MB, which is the limit; split it"),
    (
        "20 MB of text",
        "a.txt",
        SENTENCE.encode() * 210_000,
        "more than 10 MB of text is no single report; split",
    ),
    ("one line of 5 MB", "a.txt", SENTENCE.encode() * 52_000, READ),
    (
        "a PDF cut off",
        "a.pdf",
        pdf_of()[:900],
        "the PDF is damaged or cut off; get it again from where it came",
    ),
    (
        "a PDF with a password",
        "a.pdf",
        locked(),
        "it is locked with a password; save or print it without one",
    ),
    ("a PDF of pictures", "a.pdf", drawn(), "its pages hold no text, only pictures (a scan?); run an OCR"),
    ("gzip cut off", "a.gz", gzip.compress(TEXT.encode())[:-40], "the gzip file is cut off; get it again"),
    ("gzip damaged", "a.gz", b"\x1f\x8b\x08\0" + NOISE, "the gzip file is damaged; get it again"),
    (
        "a gzip bomb",
        "a.gz",
        gzip.compress(bytes(60_000_000)),
        "more than 50 MB when unpacked, which is the limit",
    ),
    ("gzip in gzip in gzip", "a.gz", gzip.compress(gzip.compress(TEXT.encode())), READ),
    (
        "DOCX cut off",
        "a.docx",
        docx_of_report()[:-200],
        "the Word document is damaged or cut off; open it in a word",
    ),
    ("a DOCX bomb", "a.docx", bomb(), "it would unpack to more than 100 MB; save its text alone"),
    (
        "an old .doc",
        "a.doc",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + NOISE,
        "it is an old Word, Excel or Outlook file",
    ),
    ("HTML nested deep", "a.html", b"<html><body>" + b"<div>" * 100_000 + b"<p>x", "deeply nested"),
    (
        "HTML without an article",
        "a.html",
        b"<html><body><img src=/a.png></body></html>",
        "no article was found",
    ),
    ("a feed without entries", "a.xml", b"<rss><channel></channel></rss>", "the feed has no entries"),
    ("a broken feed", "a.xml", b"<rss><channel><item><ti", "the feed has no entries"),
    (
        "a mail without text",
        "a.eml",
        b"From: a@b.example\r\nDate: x\r\nMIME-Version: 1.0\r\n\r\n",
        "holds no text",
    ),
)


@pytest.mark.parametrize(("name", "data", "seen"), [row[1:] for row in FILES], ids=[row[0] for row in FILES])
def test_bad_files(tmp_path: Path, name: str, data: bytes, seen: str) -> None:
    path, after = tmp_path / name, tmp_path / "after.txt"
    path.write_bytes(data)
    after.write_text(TEXT)
    first, last = _read([str(path), str(after)])
    if seen == READ:
        assert isinstance(first, Report), first
    else:
        assert isinstance(first, Failure), first
        assert first.where == str(path)
        assert seen in first.what
        assert not first.skipped
    _assert_good(last)


BEGINNINGS = [
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04word/",
    b"\x1f\x8b\x08",
    b"<html><p>",
    b"<rss>",
    b"WARC/1.0\r\n",
    b"\xff\xfe",
]
BEGINNINGS += [b"From: a@b\nDate: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n"]


@given(start=st.sampled_from(BEGINNINGS), rest=st.binary(max_size=200))
@settings(max_examples=60, deadline=None)
def test_whatever_the_bytes_it_goes_on(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(start + rest)
    for found in _read([str(path)]):
        assert isinstance(found, Report | Failure)
        assert not isinstance(found, Failure) or "report this as a fault" not in found.what


def test_a_warc_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    records = [gzip.compress(warc_record(f"https://c.example/{n}", page_of())) for n in (1, 2)]
    path.write_bytes(b"".join(records)[:-60])
    *reports, failure = _read([str(path)])
    assert [type(report) for report in reports][:1] == [Report]
    assert isinstance(failure, Failure)
    assert "the archive is damaged or cut off; what came before that was read" in failure.what


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    (tmp_path / "file").write_text(TEXT)
    os.mkfifo(tmp_path / "pipe")
    shut = tmp_path / "shut"
    shut.write_text(TEXT)
    shut.chmod(0)
    after = tmp_path / "zafter.txt"
    after.write_text(TEXT)
    names = ["link", "file/below", "pipe", "nothing\0here", "no such thing"]
    *found, last = _read([*(str(tmp_path / name) for name in names), str(after)])
    assert [item.what for item in found if isinstance(item, Failure)] == [
        "it is a link that leads nowhere",
        "there is no such file or folder; check the spelling",
        "it is no file and no folder",
        "there is no such file or folder; check the spelling",
        "there is no such file or folder; check the spelling",
    ]
    _assert_good(last)
    (may_be_shut,) = _read([str(shut)])
    if os.access(shut, os.R_OK):  # as root
        _assert_good(may_be_shut)
    else:
        assert may_be_shut == Failure(str(shut), "it may not be read; check its permissions")


# Each line: what it is, what the server answers at "/", and what the user sees.
ANSWERS: tuple[tuple[str, Answer, str], ...] = (
    ("drips", Answer(b"x" * 99, drip=0.05), "no whole answer within 3 seconds; try again later"),
    ("never ends", Answer(b"late", headers={"Content-Length": "9"}), "no whole answer within 3 seconds"),
    ("redirects to itself", redirect("/"), "it redirects in a circle"),
    (
        "redirects to a private address",
        redirect("http://169.254.169.254/"),
        "is a private or reserved address",
    ),
    ("redirects to a file", redirect("file:///etc/hostname"), "only http and https addresses are fetched"),
    ("not there", Answer(status=404), "the server answered 404 Not Found; check the address"),
    ("in trouble", Answer(status=500), "the server answered 500 Internal Server Error; try again later"),
    (
        "a bomb",
        Answer(gzip.compress(bytes(3_000_000)), headers={"Content-Encoding": "gzip"}),
        "more than 1 MB",
    ),
    ("empty", Answer(b""), "it is empty"),
    ("a picture", Answer(b"\x89PNG\r\n\x1a\n" + NOISE), "it is a picture, not a report"),
)


@pytest.mark.parametrize(("answer", "seen"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_bad_addresses(answer: Answer, seen: str) -> None:
    pages = {"/": answer, "/good": Answer(page_of())}
    with Website(pages) as site, _fetcher() as fetcher:
        first, last = _read([f"{site.address}/", f"{site.address}/good"], fetcher)
        assert isinstance(first, Failure)
        assert first.where.rstrip("/") == site.address
        assert seen in first.what
        assert isinstance(last, Report)


def test_redirects_for_ever() -> None:
    def onwards(path: str) -> Answer:
        return redirect(path + "x")

    with Website({"/" + "x" * n: onwards for n in range(30)}) as site, _fetcher() as fetcher:
        (failure,) = _read([f"{site.address}/"], fetcher)
        assert isinstance(failure, Failure)
        assert failure.what == "more than 10 redirects; check the address"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "0x7f.1", "[::1]", "10.0.0.1", "[64:ff9b::7f00:1]"]
)
def test_private_addresses(host: str) -> None:
    with Fetcher() as fetcher:
        (failure,) = _read([f"http://{host}:9/"], fetcher)
    assert isinstance(failure, Failure)
    assert "is a private or reserved address, which is not asked" in failure.what


def test_a_feed_that_names_itself_and_another_that_names_it() -> None:
    with Website({}) as site, _fetcher() as fetcher:
        link = f"<item><title>x</title><link>{site.address}/{{}}</link></item>"
        for name, other in (("one", "two"), ("two", "one")):
            links = link.format(name) + link.format(other) + link.format("good")
            site.pages[f"/{name}"] = Answer(f"<rss><channel>{links}</channel></rss>".encode())
        site.pages["/good"] = Answer(page_of())
        (report,) = _read([f"{site.address}/one"], fetcher)
        assert isinstance(report, Report)
        assert sorted(site.paths()) == ["/good", "/one", "/two"]


def test_feeds_that_name_feeds_for_ever() -> None:
    with Website({}) as site, _fetcher() as fetcher:
        for n in range(20):
            link = f"<item><title>x</title><link>{site.address}/{n + 1}</link></item>"
            site.pages[f"/{n}"] = Answer(f"<rss><channel>{link}</channel></rss>".encode())
        (failure,) = _read([f"{site.address}/0"], fetcher)
        assert isinstance(failure, Failure)
        assert failure.what == "more than 4 inputs within one another, which is the limit"


def _fetcher() -> Fetcher:
    return Fetcher(allow_private=True, deadline=3, max_bytes=1_000_000, pace=0)


def _read(inputs: list[str], fetcher: Fetcher | None = None) -> list[Report | Failure]:
    return list(find_inputs(inputs, given=Given(), fetcher=fetcher, now=NOW))


def _assert_good(found: Report | Failure) -> None:
    assert isinstance(found, Report)
    assert found.front.headline == HEADLINE
    assert found.text.endswith(PARAGRAPHS[-1])
