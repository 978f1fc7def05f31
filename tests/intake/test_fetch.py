"""Fetching from a real server on this machine: what is got, what is refused and in what words."""

from __future__ import annotations

import gzip
import time
from typing import TYPE_CHECKING

import pytest

from onrecord.errors import FetchRefused, InputTooLarge
from onrecord.intake.fetch import Fetcher

from .website import Answer, Website, page, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEWS = "<p>The ferry to Sandholm sails again.</p>"


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allow_private=True, deadline=3, max_bytes=100_000, pace=0) as fetcher:
        yield fetcher


def test_a_page_behind_two_redirects(fetcher: Fetcher) -> None:
    pages = {"/old": redirect("/moved?to=new"), "/moved?to=new": redirect("news"), "/news": page(NEWS)}
    with Website(pages) as site:
        fetched = fetcher.fetch(f"{site.address}/old#lead")
        assert fetched.data == NEWS.encode()
        assert fetched.url == f"{site.address}/news"
        assert fetched.content_type == "text/html; charset=utf-8"
        headers = site.asked[-1][1]
        assert headers["Host"] == site.address.removeprefix("http://")
        assert headers["User-Agent"].startswith("Onrecord/")


@pytest.mark.parametrize(
    "body", [gzip.compress(NEWS.encode()), NEWS.encode()], ids=["packed", "says so only"]
)
def test_a_page_packed_with_gzip(fetcher: Fetcher, body: bytes) -> None:
    with Website({"/": Answer(body, headers={"Content-Encoding": "gzip"})}) as site:
        assert fetcher.fetch(site.address).data == NEWS.encode()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(status=404), "404 Not Found; check the address"),
        (Answer(status=403), "403 Forbidden; it does not let programs in"),
        (Answer(status=503), "503 Service Unavailable; try again later"),
        (Answer(status=999), "the server answered 999; "),
        (redirect("/"), "in a circle"),
        (redirect("http://169.254.169.254/latest"), "169.254.169.254 is a private or reserved address"),
        (redirect("http://[64:ff9b::7f00:1]/"), "private or reserved address"),
        (redirect("file:///etc/hostname"), "only http and https addresses are fetched"),
        (Answer(b"late", headers={"Content-Length": "9"}), "no whole answer within 3 seconds"),
        (Answer(b"x" * 60, drip=0.1), "no whole answer within 3 seconds; try again later"),
        (Answer(gzip.compress(NEWS.encode())[:-9], headers={"Content-Encoding": "gzip"}), "was cut off"),
        (Answer(b"\x0b\x02", headers={"Content-Encoding": "br"}), "packed as 'br' unasked"),
        (Answer(b"\x1f\x8bjunkjunk", headers={"Content-Encoding": "gzip"}), "damaged"),
    ],
)
def test_refused_in_plain_words(fetcher: Fetcher, answer: Answer, words: str) -> None:
    with Website({"/": answer}) as site:
        began = time.monotonic()
        with pytest.raises(FetchRefused) as refused:
            fetcher.fetch(f"{site.address}/")
        assert words in str(refused.value)
        assert str(refused.value).startswith(f"{site.address}/: ")
        assert time.monotonic() - began < 20


def test_redirects_for_ever(fetcher: Fetcher) -> None:
    with Website({f"/{n}": redirect(f"/{n + 1}") for n in range(100)}) as site:
        with pytest.raises(FetchRefused, match="more than 10 redirects"):
            fetcher.fetch(f"{site.address}/0")
        assert len(site.paths()) <= 11


@pytest.mark.parametrize(
    "answer",
    [
        Answer(b"x" * 200_000),
        Answer(gzip.compress(b"x" * 20_000_000), headers={"Content-Encoding": "gzip"}),
    ],
    ids=["plain", "bomb"],
)
def test_too_large(fetcher: Fetcher, answer: Answer) -> None:
    with Website({"/": answer}) as site, pytest.raises(InputTooLarge, match="which is the limit"):
        fetcher.fetch(site.address)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.org/a", "only http and https"),
        ("http://", "only http and https"),
        ("http://ann:secret@example.org/", "user name in it"),
        ("http://[::1", "no web address"),
        ("http://localhost/", "is a private or reserved address"),
        ("http://127.0.0.1:1/", "allow private addresses"),
    ],
)
def test_addresses_not_asked(url: str, words: str) -> None:
    with Fetcher() as fetcher, pytest.raises(FetchRefused) as refused:
        fetcher.fetch(url)
    assert words in str(refused.value)


def test_nobody_listens(fetcher: Fetcher) -> None:
    with Website({}) as site:
        pass
    with pytest.raises(FetchRefused, match="could not be talked to"):
        fetcher.fetch(site.address)


def test_robots_are_obeyed(fetcher: Fetcher) -> None:
    robots = (
        "User-agent: *\nDisallow: /private\n\nUser-agent: Onrecord\nDisallow: /drafts\nAllow: /drafts/open$\n"
    )
    pages = {"/robots.txt": Answer(robots.encode()), "/drafts/open": page(NEWS), "/private": page(NEWS)}
    with Website(pages) as site:
        fetcher.fetch(f"{site.address}/drafts/open")
        fetcher.fetch(f"{site.address}/private")
        with pytest.raises(FetchRefused, match=r"robots\.txt does not let programs fetch"):
            fetcher.fetch(f"{site.address}/drafts/1")
        assert [path for path, _ in site.asked].count("/robots.txt") == 1


def test_a_site_in_trouble_is_left_alone(fetcher: Fetcher) -> None:
    with Website({"/robots.txt": Answer(status=500), "/": page(NEWS)}) as site:
        with pytest.raises(FetchRefused, match=r"robots.txt cannot be read \(500\)"):
            fetcher.fetch(site.address)
        assert site.paths() == []


def test_one_host_is_not_hurried() -> None:
    with Website({"/": page(NEWS)}) as site, Fetcher(allow_private=True, deadline=5, pace=0.4) as fetcher:
        began = time.monotonic()
        for _ in range(3):
            fetcher.fetch(f"{site.address}/")
        assert time.monotonic() - began >= 0.8


def test_the_cache_keeps_what_http_allows(tmp_path: Path) -> None:
    pages = {"/kept": page(NEWS, **{"Cache-Control": "max-age=60"}), "/live": page(NEWS)}
    with Website(pages) as site:
        for _ in range(2):
            with Fetcher(allow_private=True, cache=tmp_path / "cache.db", pace=0) as fetcher:
                assert fetcher.fetch(f"{site.address}/kept").data == NEWS.encode()
                assert fetcher.fetch(f"{site.address}/live").data == NEWS.encode()
        assert site.paths() == ["/kept", "/live", "/live"]
