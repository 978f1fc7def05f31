"""WARC archives: pages found, the rest counted, a cut file noticed, lying headers not believed."""

from __future__ import annotations

import gzip
import io
from datetime import UTC, datetime

import brotli  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.intake.archive import (
    ArchivedPage,
    NoPage,
    Range,
    cut_ranges,
    find_pages,
    is_archive,
)

from .documents import page_of, warc_record

PAGE = page_of()
URL = "https://courier.example/ferry"


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:half], body[half:], b""))


def read(data: bytes, after: int | None = None) -> tuple[list[ArchivedPage], list[NoPage]]:
    found = list(find_pages(io.BytesIO(data), where="made.warc", most_bytes=1_000_000, after=after))
    pages = [page for page in found if isinstance(page, ArchivedPage)]
    return pages, [page for page in found if isinstance(page, NoPage)]


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
    assert (skipped, page.cut) == ([], False)


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
    assert skipped == [NoPage.REVISIT, NoPage.OTHER, NoPage.DAMAGED]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["warc", "warc.gz"])
def test_cut_off(pack: type[bytes]) -> None:
    data = b"".join(pack(warc_record(f"{URL}/{n}", PAGE)) for n in range(3))
    pages, skipped = read(data[:-300])
    assert len(pages) >= 2
    assert skipped == [NoPage.CUT_OFF]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["warc", "warc.gz"])
def test_goes_on_behind_a_record(pack: type[bytes]) -> None:
    kinds = ("response", "revisit", "response", "request", "response")
    records = [pack(warc_record(f"{URL}/{n}", PAGE, kind=kind)) for n, kind in enumerate(kinds)]
    data = b"".join(records)
    whole, _ = read(data)
    for number, page in enumerate(whole):
        assert page.offset is not None
        assert data[page.offset :].startswith(records[2 * number])
        assert read(data, page.offset)[0] == whole[number + 1 :]
    assert read(data[:-300], whole[1].offset)[1] == [NoPage.CUT_OFF]


def read_range(data: bytes, within: Range) -> list[ArchivedPage | NoPage]:
    stream = io.BytesIO(data)
    return list(find_pages(stream, where="made.warc", most_bytes=1_000_000, within=within))


def test_what_is_packed_together_is_gone_on_with_from_its_beginning() -> None:
    records = [warc_record(f"{URL}/{n}", PAGE) for n in range(9)]
    members = [gzip.compress(b"".join(records[n : n + 3])) for n in range(0, 9, 3)]
    pages, skipped = read(b"".join(members))
    assert [page.url for page in pages] == [f"{URL}/{n}" for n in range(9)]
    assert skipped == []
    begins = [0, None, None, len(members[0]), None, None, len(members[0]) + len(members[1]), None, None]
    assert [page.offset for page in pages] == begins
    for number in (0, 3, 6):
        assert read(b"".join(members), pages[number].offset) == (pages[number + 1 :], [])
    assert read(b"".join(members)[:-9])[1] == [NoPage.CUT_OFF]


@settings(max_examples=40)
@given(
    st.lists(st.sampled_from(("response", "revisit", "request", "metadata")), max_size=8),
    st.integers(1, 4000),
    st.sampled_from((0, 0, 7, 300)),
    st.sampled_from((0, 1, 1, 3)),
)
def test_ranges_hold_together_what_the_whole_holds(
    kinds: list[str], at_least: int, cut: int, together: int
) -> None:
    records = [warc_record(f"{URL}/{n}", PAGE, kind=kind) for n, kind in enumerate(kinds)]
    data = b"".join(records)
    if together:
        parts = [b"".join(records[n : n + together]) for n in range(0, len(records), together)]
        data = b"".join(map(gzip.compress, parts))
    data = data[: max(0, len(data) - cut)]
    ranges = list(cut_ranges(io.BytesIO(data), where="made.warc", at_least=at_least))
    assert [one.begin for one in ranges] == [0, *(one.end for one in ranges[:-1])]
    assert ranges[-1].end is None
    assert all(one.end - one.begin >= at_least for one in ranges if one.end is not None)
    assert [page for one in ranges for page in read_range(data, one)] == read_range(data, Range(0, None))


def test_what_is_packed_as_a_whole_is_one_range() -> None:
    data = gzip.compress(b"".join(warc_record(f"{URL}/{n}", PAGE) for n in range(3)))
    assert list(cut_ranges(io.BytesIO(data), where="made.warc.gz", at_least=1)) == [Range(0, None)]


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (PAGE[:-200], "WARC-Truncated: length\r\n"),
        (gzip.compress(PAGE)[:-20], ""),
        (chunked(PAGE)[:-30], ""),
    ],
    ids=["the archive says so", "packed", "chunked"],
)
def test_a_page_that_was_archived_in_part_says_so(body: bytes, header: str) -> None:
    record = warc_record(URL, body).replace(b"WARC-Date", header.encode() + b"WARC-Date", 1)
    (page,), skipped = read(record)
    assert page.cut
    assert PAGE.startswith(page.data[:-10])
    assert skipped == []


def test_what_is_an_archive() -> None:
    record = warc_record(URL, PAGE)
    assert is_archive(record)
    assert is_archive(gzip.compress(record)[:200])
    assert not is_archive(PAGE)
    assert not is_archive(gzip.compress(PAGE))
    assert not is_archive(b"\x1f\x8bjunk")


class _TooMuch(io.BytesIO):
    """A stream that gives more than it is asked for, over which fastwarc's Rust panics."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(size) + bytes(100_000)


def test_what_breaks_the_library_is_a_damaged_archive() -> None:
    stream = _TooMuch(warc_record(URL, PAGE))
    assert list(find_pages(stream, where="made.warc", most_bytes=1_000_000)) == [NoPage.CUT_OFF]
