"""WARC archives: pages found, the rest counted, a cut file noticed, lying headers not believed."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime

import brotli  # type: ignore[import-untyped]
import pytest

from onrecord.intake.archive import ArchivedPage, SkippedRecords, find_pages, is_archive

from .documents import page_of, warc_record

PAGE = page_of()
URL = "https://courier.example/ferry"


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:], b""))


def read(data: bytes) -> tuple[list[ArchivedPage], SkippedRecords]:
    found = list(find_pages(io.BytesIO(data), where="made.warc", most_bytes=1_000_000))
    assert isinstance(found[-1], SkippedRecords)
    return [page for page in found if isinstance(page, ArchivedPage)], found[-1]


@pytest.mark.parametrize(
    ("body", "http"),
    [
        (PAGE, "Content-Type: text/html"),
        (gzip.compress(PAGE), "Content-Encoding: gzip"),
        (chunked(PAGE), "Transfer-Encoding: chunked"),
        (chunked(gzip.compress(PAGE)), "Transfer-Encoding: chunked\r\nContent-Encoding: gzip"),
        (brotli.compress(PAGE), "Content-Encoding: br"),
        (PAGE, "Transfer-Encoding: chunked\r\nContent-Encoding: gzip"),
        (gzip.compress(PAGE), "Content-Type: text/html"),
    ],
    ids=["plain", "gzip", "chunked", "both", "brotli", "header lies", "header is silent"],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["warc", "warc.gz"])
def test_a_page(body: bytes, http: str, pack: type[bytes]) -> None:
    pages, skipped = read(pack(warc_record(URL, body, http=http)))
    (page,) = pages
    assert (page.url, page.data) == (URL, PAGE)
    assert page.fetched == datetime(2019, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert skipped == SkippedRecords(0, 0, 0, cut_off=False)


def test_what_is_no_page_is_counted() -> None:
    records = [
        warc_record(URL, PAGE),
        warc_record(URL, b"", kind="revisit"),
        warc_record("https://courier.example/a.png", b"\x89PNG\r\n", http="Content-Type: text/html"),
        warc_record("https://courier.example/b", gzip.compress(b"<html>" + bytes(2_000_000))),
        warc_record(URL, PAGE, kind="request"),
    ]
    pages, skipped = read(b"".join(map(gzip.compress, records)))
    assert len(pages) == 1
    assert skipped == SkippedRecords(revisits=1, other=1, damaged=1, cut_off=False)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["warc", "warc.gz"])
def test_cut_off(pack: type[bytes]) -> None:
    data = b"".join(pack(warc_record(f"{URL}/{n}", PAGE)) for n in range(3))
    pages, skipped = read(data[:-300])
    assert len(pages) >= 2
    assert skipped.cut_off


def test_what_is_an_archive() -> None:
    record = warc_record(URL, PAGE)
    assert is_archive(record)
    assert is_archive(gzip.compress(record)[:200])
    assert not is_archive(PAGE)
    assert not is_archive(gzip.compress(PAGE))
    assert not is_archive(b"\x1f\x8bjunk")
