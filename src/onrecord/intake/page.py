"""Web pages as reports. The one door to trafilatura and lxml.html; nothing here asks the network."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.errors import InputTooLarge, NotAReport
from onrecord.intake.anchors import find_anchors
from onrecord.intake.days import MONTH_OF, find_day
from onrecord.intake.front import finish_report
from onrecord.intake.given import Given
from onrecord.intake.metadata import PageFacts, read_facts
from onrecord.intake.printed import PARTS, is_byline, is_name_line
from onrecord.intake.text import clean, decode
from onrecord.intake.traced import Traced
from onrecord.lexicon import read_words
from onrecord.record import Front, OffsetMap, Original, Report

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# Beyond these a page is no report, and would cost seconds to minutes, or lxml would leave the rest out:
# bytes, open elements within one another, elements, attributes of one of them.
MOST_BYTES, DEEPEST, MOST_ELEMENTS, MOST_ATTRIBUTES = 5_000_000, 250, 200_000, 2_000
ELEMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<(?P<skipped>script|style|template|textarea)\b.*?(?:</(?P=skipped)\s*>|\Z)"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)(?P<rest>[^<>]*)>",
    re.IGNORECASE | re.DOTALL,
)
# Elements that end by themselves, so that their number is no depth.
UNCLOSED = read_words("intake/data/unclosed_elements.txt")
DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})"
    rb"|<\?xml[^>]{0,100}?encoding=[\"']([\w.:-]{2,30})",
    re.IGNORECASE,
)
# Names that outlets give to the element of a standfirst.
STANDFIRST = re.compile(
    r"(?:^|[-_\s])(?:standfirst|dek|deck|sub-?head(?:line)?|sub-?title|sub-?heading"
    r"|article-?(?:summary|lead|intro|description)|chapeau|chapo|bajada|copete|entradilla"
    r"|sottotitolo|sommario|vorspann)(?:$|[-_\s])",
    re.IGNORECASE,
)
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
WORD = re.compile(r"\w+")
# A standfirst: its characters, and how many elements may stand between it and the headline.
SHORTEST_LEAD, LONGEST_LEAD, NEAR = 30, 500, 30
MOST_BYLINES, MOST_HEADINGS = 20, 200
# Less is a word left over from a menu.
SHORTEST_BODY = 25


def read_page(original: Original, given: Given) -> Report:
    """The report of a page: headline first, standfirst, body.

    Raises InputTooLarge past the limits, NotAReport where the page holds no article.
    """
    where = original.location
    if len(original.data) > MOST_BYTES:
        raise InputTooLarge(
            f"a page of more than {MOST_BYTES // 1_000_000} MB; save its text and add that", where=where
        )
    source = decode_page(original.data, declared=_charset(original.media_type), where=where)
    check_shape(source, where=where)
    tree = _parse(source)
    body = extract_body(source)
    if tree is None or len(body) < SHORTEST_BODY:
        raise NotAReport("no article was found on the page; save its text and add that", where=where)
    known = _read_front(tree, source, given.url or where)
    text = _assembled(known.headline, known.lead, body)
    return finish_report(
        original, text, OffsetMap("html", find_anchors(text, source)), given=given, known=known
    )


def decode_page(data: bytes, *, declared: str | None = None, where: str | None = None) -> str:
    """The source of a page, by its byte order mark, UTF-8 or what its server or the page declares.

    Raises NotAReport where the bytes are empty or no text.
    """
    if declared is None and (found := DECLARED.search(data[:4096])) is not None:
        declared = (found[1] or found[2]).decode("ascii", "replace")
    return decode(data, declared=declared, where=where)


def check_shape(source: str, *, where: str | None = None) -> None:
    """Raises InputTooLarge for a page that is built to cost time: nested or full of elements past all use."""
    depth = 0
    for number, element in enumerate(ELEMENT.finditer(source)):
        if element["name"] is None:
            continue
        if element["name"].lower() not in UNCLOSED and not element["rest"].endswith("/"):
            depth = max(0, depth + (-1 if element["close"] else 1))
        if depth > DEEPEST or number > MOST_ELEMENTS or _count_attributes(element["rest"]) > MOST_ATTRIBUTES:
            raise InputTooLarge("a page built of too many or too deeply nested elements", where=where)


def extract_body(source: str) -> str:
    """The article's paragraphs in a page's source, parted by blank lines; "" if none.

    The headline is one of them where it stands inside the article.
    """
    from trafilatura import extract  # 0.4 s to load

    body = extract(source, fast=True, include_comments=False, deduplicate=False) or ""
    cleaned = clean(Traced.of(body)).text
    return "\n\n".join(line for line in cleaned.split("\n") if line)


def _count_attributes(rest: str) -> int:
    """How many attributes an element has, at most; the words of their values do not count."""
    count = rest.count(" ") + rest.count("\n")
    return count if count <= MOST_ATTRIBUTES else len(QUOTED.sub("", rest).split())


def _charset(media_type: str) -> str | None:
    found = re.search(r"charset=[\"']?([\w.:-]+)", media_type)
    return found[1] if found else None


def _parse(source: str) -> HtmlElement | None:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    try:
        # As bytes: lxml refuses a text whose XML declaration names an encoding.
        return document_fromstring(source.encode("utf-8", "replace"), parser=HTMLParser(encoding="utf-8"))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _read_front(tree: HtmlElement, source: str, location: str) -> Front:
    """What the page tells in its head and about its headline, then what trafilatura sees in it."""
    facts = read_facts(tree, location=location)
    title = _text_of(tree.find(".//title"))
    heading = _find_heading(tree, facts.values.get("headline") or title)
    if heading is not None:
        facts.values["headline"], facts.read_from["headline"] = _text_of(heading), "page"
    elif "headline" not in facts.values:
        facts.add("headline", title, "page")
    facts.add("byline", _printed_byline(tree), "page")
    if not {"byline", "published"} <= facts.values.keys():
        _add_guesses(facts, source, location)
    front = facts.as_front()
    if heading is None and front.headline is not None:
        front = replace(front, headline=_without_site(front.headline, front.outlet))
    lead = _find_standfirst(tree, heading)
    return replace(front, lead=lead, read_from=(*front.read_from, *([("lead", "page")] if lead else [])))


def _add_guesses(facts: PageFacts, source: str, location: str) -> None:
    """What trafilatura reads from the page's markup, as far as it looks like what it should be.

    Dates of the running text are not asked for: they are of other things.
    """
    from trafilatura import extract_metadata

    dates = {"extensive_search": False, "original_date": True}
    found = extract_metadata(source, default_url=location, date_config=dates, extensive=False)
    authors = (found.author or "").split("; ")
    if all(is_name_line(author) for author in authors):
        facts.add("byline", ", ".join(authors), "page")
    if found.date and found.date not in facts.values.get("updated", "") and _is_written(found.date, source):
        facts.add("published", found.date, "page")


def _is_written(day: str, source: str) -> bool:
    """The source, or its address, writes the day so that day and month cannot be taken for each other."""
    year, month, number = day.split("-")
    names = "|".join(name for name, of in MONTH_OF.items() if of == int(month))
    forms = (
        rf"{year}(?P<part>[-/.]?){month}(?P=part){number}",
        rf"\b0?{int(number)}(?:st|nd|rd|th|\.|º)?\s+(?:de\s+)?(?:{names})\b[^<>]{{0,6}}{year}",
        rf"\b(?:{names})\b\.?\s+0?{int(number)}(?:st|nd|rd|th)?\b[^<>]{{0,3}}{year}",
    )
    return any(re.search(form, source, re.IGNORECASE) for form in forms)


def _printed_byline(tree: HtmlElement) -> str | None:
    """The line that the page marks as its byline, without what stands on the line beside it."""
    by_class = "contains(@class, 'byline') or contains(@class, 'author')"
    marked = tree.xpath(f"//*[{by_class} or @rel='author' or @itemprop='author']")
    for element in islice(marked, MOST_BYLINES):
        words = clean(Traced.of(" ".join(" ".join(element.itertext()).split()))).text[:LONGEST_LEAD]
        day = find_day(words)
        line = PARTS.split(words if day is None else words[: day[0]])[0].strip(" ,")
        if is_byline(line) or is_name_line(line):
            return line
    return None


def _text_of(element: HtmlElement | None) -> str:
    return "" if element is None else clean(Traced.of(" ".join(element.text_content().split()))).text


def _find_heading(tree: HtmlElement, title: str) -> HtmlElement | None:
    """The heading that says most of what the page's title says; None where none says half of it."""
    wanted = set(WORD.findall(title.casefold()))
    best, most = None, 0.5
    headings = tree.xpath("//h1 | //*[@itemprop='headline'][not(self::meta)] | //h2")
    for heading in headings[:MOST_HEADINGS]:
        words = set(WORD.findall(_text_of(heading).casefold()))
        shared = len(words & wanted) / max(len(words), len(wanted), 1)
        if shared > most:
            best, most = heading, shared
    if best is None and len(only := tree.xpath("//h1")) == 1 and not wanted and _text_of(only[0]):
        return only[0]
    return best


def _find_standfirst(tree: HtmlElement, heading: HtmlElement | None) -> str | None:
    """The paragraph that the page sets off under its headline; None where nothing names it so."""
    if heading is None:
        return None
    headline = _text_of(heading)
    for element in islice(heading.xpath("following::*"), NEAR):
        names = " ".join(
            filter(None, (element.get("class"), element.get("itemprop"), element.get("data-testid")))
        )
        if STANDFIRST.search(names):
            text = _text_of(element)
            if SHORTEST_LEAD <= len(text) <= LONGEST_LEAD and text != headline:
                return text
    return None


def _without_site(title: str, outlet: str | None) -> str:
    """A title without the site's name at its end."""
    head, mark, tail = title.rpartition(" | ") if " | " in title else title.rpartition(" - ")
    return head if mark and (tail == outlet or "|" in mark) and len(head) > len(tail) else title


def _assembled(headline: str | None, lead: str | None, body: str) -> str:
    """Headline, standfirst and body, each once."""
    paragraphs = body.split("\n\n")
    first = [part for part in (headline, lead) if part]
    rest = [text for number, text in enumerate(paragraphs) if number > 3 or text not in first]
    return "\n\n".join([*first, *rest])
