"""Feeds (RSS, Atom, RDF and JSON Feed): the entries with their addresses and what the feed tells of them."""

from __future__ import annotations

import html
import json
import re
from calendar import timegm
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from onrecord.edtf import Edtf
from onrecord.errors import DateError, NotAReport
from onrecord.intake.given import Given

if TYPE_CHECKING:
    from collections.abc import Iterator

FEED_ROOTS = (b"<rss", b"<feed", b"<rdf:rdf")
JSON_FEED = b"://jsonfeed.org/version/"
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Content shorter than this is a teaser, not the report.
SHORTEST_CONTENT = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One report that a feed names. `url` None: it has no page; `page` is then its content as HTML."""

    url: str | None
    given: Given
    page: bytes | None = field(repr=False)


def is_feed(data: bytes) -> bool:
    """Whether the bytes begin as a feed does."""
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"{"):
        return JSON_FEED in start.replace(b"\\/", b"/")
    if start.startswith(b"<?xml"):
        start = start[start.find(b"?>") + 2 :]
    start = re.sub(rb"\s*(?:<!--.*?-->|<\?.*?\?>)?\s*", b"", start, count=4, flags=re.DOTALL)
    return start.startswith(FEED_ROOTS)


def find_entries(data: bytes, *, where: str) -> Iterator[Entry]:
    """The entries of a feed in its order. Raises NotAReport where it is damaged or has none."""
    found = list(
        _json_entries(data, where)
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        else _xml_entries(data, where)
    )
    if not found:
        raise NotAReport("the feed has no entries", where=where)
    yield from found


def _xml_entries(data: bytes, where: str) -> Iterator[Entry]:
    import feedparser

    # Bytes only: a str that is a path or an address would be opened.
    feed = feedparser.parse(data, response_headers={"content-location": where} if "://" in where else {})
    if not feed.get("version") and not feed.entries:
        raise NotAReport("it is no feed that can be read", where=where)
    outlet = _text(feed.feed.get("title"))
    language = _text(feed.feed.get("language"))
    for item in feed.entries:
        content = next((part.get("value") for part in item.get("content", ())), None) or item.get("summary")
        given = Given(
            published=_first_day(item),
            outlet=_text(item.get("source", {}).get("title")) or outlet,
            url=item.get("link"),
            headline=_text(item.get("title")),
            byline=_text(item.get("author")),
            language=language,
            source="feed",
        )
        yield from _entry(given, content)


def _json_entries(data: bytes, where: str) -> Iterator[Entry]:
    """JSON Feed, versions 1 and 1.1."""
    try:
        feed = json.loads(data)
        items = list(feed["items"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise NotAReport("it is no feed that can be read", where=where) from error
    for item in items:
        if not isinstance(item, dict):
            continue
        authors = item.get("authors") or [item.get("author") or {}]
        names = [_text(author.get("name")) for author in authors if isinstance(author, dict)]
        plain = _text(item.get("content_text"))
        given = Given(
            published=_day(item.get("date_published"), None),
            outlet=_text(feed.get("title")),
            url=_text(item.get("url")) or _text(item.get("external_url")),
            headline=_text(item.get("title")),
            byline=", ".join(name for name in names if name) or None,
            language=_text(item.get("language")) or _text(feed.get("language")),
            source="feed",
        )
        yield from _entry(given, item.get("content_html") or (plain and f"<p>{html.escape(plain)}</p>"))


def _entry(given: Given, content: object) -> Iterator[Entry]:
    """The entry, if it has an address or is itself the report."""
    if given.url and given.url.startswith(("http://", "https://")):
        yield Entry(given.url, given, None)
    elif isinstance(content, str) and len(content) >= SHORTEST_CONTENT:
        title = html.escape(given.headline or "")
        head = f"<!doctype html><html><head><title>{title}</title></head>"
        page = f"{head}<body><article><h1>{title}</h1>{content}</article></body></html>"
        yield Entry(None, given, page.encode())


def _text(value: Any) -> str | None:
    """A title or name without markup and white space; None where nothing is left."""
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None


def _first_day(item: Any) -> Edtf | None:
    # RDF gives its one date as "updated".
    days = (_day(item.get(name), item.get(f"{name}_parsed")) for name in ("published", "updated"))
    return next((day for day in days if day is not None), None)


def _day(written: object, parsed: Any) -> Edtf | None:
    """The day as the feed writes it, in the zone it writes it in; else that of the instant, in UTC."""
    try:
        if isinstance(written, str) and ISO_DAY.match(written):
            return Edtf.parse(written[:10])
        if isinstance(written, str) and written[:1].isalnum():
            return Edtf.parse(parsedate_to_datetime(written).date().isoformat())
    except (ValueError, DateError):
        pass
    try:
        instant = datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
        return None if instant is None else Edtf.parse(instant.date().isoformat())
    except (ValueError, OverflowError, OSError, TypeError, DateError):
        return None
