"""What a page says of itself in its head: JSON-LD, OpenGraph and meta elements, as they are written there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from onrecord.edtf import Edtf
from onrecord.errors import DateError
from onrecord.intake.days import read_day
from onrecord.record import Front

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ARTICLE_TYPES = re.compile(r".*Article\Z|.*BlogPosting\Z|Report\Z|SpecialAnnouncement\Z")
# Which meta elements hold what, the surest first. "property", "name" and "itemprop" are read alike.
META = {
    "headline": ("og:title", "twitter:title", "dc.title", "parsely-title", "headline"),
    "byline": ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"),
    "outlet": ("og:site_name", "dc.publisher", "application-name", "publisher"),
    "url": ("og:url",),
    "published": (
        "article:published_time",
        "datepublished",
        "og:article:published_time",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publishdate",
        "dc.date.issued",
        "dcterms.created",
        "dc.date",
        "date",
    ),
    "updated": (
        "article:modified_time",
        "datemodified",
        "og:updated_time",
        "dcterms.modified",
        "last-modified",
    ),
    "language": ("inlanguage", "content-language", "dc.language", "og:locale"),
    "description": ("og:description", "description", "twitter:description", "dc.description"),
}
ISO_DAY = re.compile(r"((?:1[6-9]|20)\d\d-\d\d-\d\d)(?:[T ]|\Z)")
DOMAIN = re.compile(r"(?:https?://|www\.)\S+|[\w-]+\.[a-z]{2,4}\Z", re.IGNORECASE)
DEEPEST = 12
WRAPPING = re.compile(r"\A\s*(?:<!--|(?://)?<!\[CDATA\[)|(?:-->|(?://)?\]\]>)\s*\Z")
# Accounts that publish, not people who write.
NOBODY = re.compile(r"(?:admin|administrator|webmaster|wordpress|root|user|guest)\d*", re.IGNORECASE)


@dataclass
class PageFacts:
    """The fields of `Front` as a page gives them, where each was read, and its description."""

    values: dict[str, str] = field(default_factory=dict)
    read_from: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, value: object, origin: str) -> None:
        """The first value of a field stays."""
        text = " ".join(value.split()) if isinstance(value, str) else ""
        if text and name not in self.values:
            self.values[name], self.read_from[name] = text, origin

    def as_front(self) -> Front:
        """The facts as front matter; dates that are none and names that are addresses are left out."""
        days = {name: _read_time(self.values.get(name, "")) for name in ("published", "updated")}
        texts = {name: self.values.get(name) for name in ("headline", "byline", "url", "language")}
        outlet = re.split(r"\s[|–—-]\s", self.values.get("outlet", ""))[0]
        if NOBODY.fullmatch(texts["byline"] or ""):
            texts["byline"] = None
        known = {**days, **texts, "outlet": None if not outlet or DOMAIN.match(outlet) else outlet}
        origins = tuple((name, self.read_from[name]) for name, value in known.items() if value is not None)
        return Front(**known, read_from=origins)  # type: ignore[arg-type]


def read_facts(tree: HtmlElement, *, location: str = "") -> PageFacts:
    """The facts of a parsed page. `location` completes relative addresses."""
    facts = PageFacts()
    for article in _find_articles(tree):
        _add_article(facts, article, location)
    canonical = tree.xpath("//link[@rel='canonical']/@href")
    _add_address(facts, canonical[0] if canonical else None, "link", location)
    metas = _meta_contents(tree)
    for name, keys in META.items():
        for key in keys:
            value = metas.get(key)
            if name == "url":
                _add_address(facts, value, "meta", location)
            elif name != "byline" or not DOMAIN.match(value or ""):
                facts.add(name, value, "meta")
    for moment in tree.xpath("//time[@pubdate or @itemprop='datePublished']/@datetime")[:1]:
        facts.add("published", moment, "page")
    facts.add("language", tree.xpath("string(/html/@lang)"), "page")
    return facts


def _meta_contents(tree: HtmlElement) -> dict[str, str]:
    contents: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        content = meta.get("content")
        if key and content and content.strip():
            contents.setdefault(key.strip().lower(), content)
    return contents


def _find_articles(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of the page that describe an article."""
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        raw = re.sub(
            r"\A\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*\Z", "", script.text or ""
        )
        try:
            data = json.loads(raw, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles_in(data, 0)


def _articles_in(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _articles_in(item, depth + 1)
    elif isinstance(data, dict):
        types = data.get("@type")
        if any(isinstance(name, str) and ARTICLE_TYPES.match(name) for name in _as_list(types)):
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _articles_in(data.get(key), depth + 1)


def _add_article(facts: PageFacts, article: dict[str, Any], location: str) -> None:
    for name, key in (("headline", "headline"), ("published", "datePublished"), ("updated", "dateModified")):
        facts.add(name, article.get(key), "json-ld")
    facts.add("language", article.get("inLanguage"), "json-ld")
    facts.add("description", article.get("description"), "json-ld")
    publisher = _names(article.get("publisher"))
    facts.add("outlet", publisher[0] if publisher else None, "json-ld")
    authors = [name for name in _names(article.get("author")) if name not in publisher]
    facts.add("byline", ", ".join(dict.fromkeys(authors)), "json-ld")
    page = article.get("mainEntityOfPage")
    address = page.get("@id") if isinstance(page, dict) else page
    _add_address(facts, article.get("url"), "json-ld", location)
    _add_address(facts, address, "json-ld", location)


def _names(value: object) -> list[str]:
    """The names of people or bodies, however they are given; addresses are none."""
    names = [item.get("name") if isinstance(item, dict) else item for item in _as_list(value)]
    flat = [name for one in names for name in _as_list(one) if isinstance(name, str)]
    return [
        " ".join(name.split()) for name in flat if name.strip() and not name.startswith(("http", "/", "#"))
    ]


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _add_address(facts: PageFacts, value: object, origin: str, location: str) -> None:
    """An address of this page: absolute, and not merely that of the site."""
    if not isinstance(value, str) or not value.strip():
        return
    try:
        address = urljoin(location, value.strip())
        parts = urlsplit(address)
    except ValueError:
        return
    if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query):
        facts.add("url", address, origin)


def _read_time(text: str) -> Edtf | None:
    """The day of a time as the page states it, in its own zone; None where it is none."""
    if (iso := ISO_DAY.match(text)) is not None:
        try:
            return Edtf(iso[1])
        except DateError:
            return None
    if (day := read_day(text)) is not None:
        return day
    try:
        return Edtf.of_day(parsedate_to_datetime(text).date())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
