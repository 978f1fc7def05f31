"""Feeds: the entries with their addresses and what is told of them."""

from __future__ import annotations

import json

import pytest

from onrecord.edtf import Edtf
from onrecord.errors import NotAReport
from onrecord.intake.feeds import find_entries, is_feed

WHERE = "https://courier.example/feed"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel>
<title>Sandholm Courier</title><language>en</language>
<item><title>Ferry &amp;amp; harbour</title><link>https://courier.example/1?a=1&amp;b=2</link>
<pubDate>Tue, 03 Mar 2026 23:30:00 -0500</pubDate><author>Ada Lind</author></item>
<item><title>Without a page</title><description>{}</description></item>
<item><title>A teaser</title><description>More soon.</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://courier.example/news/"><title>Courier</title>
<entry><title>Ferry</title><link href="ferry"/><published>2026-03-03T23:30:00-05:00</published>
<author><name>Ada Lind</name></author></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Courier</title></channel>
<item><title>Ferry</title><link>https://courier.example/1</link><dc:date>2026-03-03</dc:date></item></rdf:RDF>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Courier",
    "items": [
        {"url": "https://courier.example/1", "title": "Ferry", "date_published": "2026-03-03T23:30:00-05:00"},
        {
            "id": "2",
            "title": "No page",
            "content_text": "A & B. " * 40,
            "authors": [{"name": "Ada"}, {"name": "Bo"}],
        },
        "junk",
    ],
}


def test_rss() -> None:
    first, second = find_entries(RSS.format("Long. " * 50).encode(), where=WHERE)
    assert first.url == "https://courier.example/1?a=1&b=2"
    assert first.given.headline == "Ferry & harbour"
    assert (first.given.outlet, first.given.byline, first.given.language) == (
        "Sandholm Courier",
        "Ada Lind",
        "en",
    )
    # The day in the zone the feed writes it in.
    assert first.given.published == Edtf.parse("2026-03-03")
    assert first.given.source == "feed"
    assert second.url is None
    assert second.page is not None
    assert b"<h1>Without a page</h1>Long. Long." in second.page


@pytest.mark.parametrize(
    ("feed", "url"), [(ATOM, "https://courier.example/news/ferry"), (RDF, "https://courier.example/1")]
)
def test_atom_and_rdf(feed: str, url: str) -> None:
    (entry,) = find_entries(feed.encode(), where=WHERE)
    assert entry.url == url
    assert entry.given.published == Edtf.parse("2026-03-03")


def test_json_feed() -> None:
    first, second = find_entries(json.dumps(JSON).encode(), where=WHERE)
    assert first.url == "https://courier.example/1"
    assert first.given.published == Edtf.parse("2026-03-03")
    assert second.given.byline == "Ada, Bo"
    assert second.page is not None
    assert b"<p>A &amp; B." in second.page


@pytest.mark.parametrize("feed", [RSS, "\ufeff" + RSS, ATOM, RDF, json.dumps(JSON), f"<!-- made --> {ATOM}"])
def test_what_is_a_feed(feed: str) -> None:
    assert is_feed(feed.encode())


@pytest.mark.parametrize(
    "other",
    [
        "<html><p>&lt;rss",
        "<?xml version='1.0'?><html></html>",
        "Feeds begin with <rss>.",
        '{"a": 1}',
        "<!doctype html><rss>",
    ],
)
def test_what_is_none(other: str) -> None:
    assert not is_feed(other.encode())


@pytest.mark.parametrize(
    "data",
    [
        b"<rss><channel><title>Empty</title></channel></rss>",
        b'{"items": 3}',
        b"{",
        b"<rss",
        b"<feed>\xff\xfe",
    ],
)
def test_damaged_or_empty(data: bytes) -> None:
    with pytest.raises(NotAReport):
        list(find_entries(data, where=WHERE))


def test_entities_are_not_fetched_or_blown_up() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]>'
    feed = bomb + RSS.removeprefix('<?xml version="1.0"?>').replace("A teaser", "&x;&b;")
    for entry in find_entries(feed.format("Long. " * 50).encode(), where=WHERE):
        assert "AAAA" not in (entry.given.headline or "")


def test_nothing_is_no_feed() -> None:
    with pytest.raises(NotAReport):
        list(find_entries(b"", where="https://courier.example/feed"))
