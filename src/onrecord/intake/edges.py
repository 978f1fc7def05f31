"""The edges of pages: running heads, page numbers and what a browser prints around a page, told from text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.intake.days import find_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.edtf import Edtf
    from onrecord.intake.layout import Line

PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|p\.|seite|página|pagina)\s*)?\d{1,4}(?:\s?(?:/|of|von|de|sur|di)\s?\d{1,4})?[-–—\s]*",
    re.IGNORECASE,
)
PRINTED_AT = re.compile(
    r"\A\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?:\s?[AP]\.?M\.?)?|"
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}[:.]\d{2}(?:\s?[AP]\.?M\.?)?\Z",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"(?:https?|file)://\S+")


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its height, its text layer, the offset at which that begins in the document's, its lines."""

    start: int
    height: float
    layer: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """What the edges of the pages tell: title and address of a printed web page, a running head's date."""

    title: str | None = None
    url: str | None = None
    published: Edtf | None = None


def without_edges(pages: Sequence[Page]) -> tuple[list[Line], Printed]:
    """The lines of the pages without running heads, page numbers and what a browser prints around a page."""
    repeated = _repeated(pages)
    kept: list[Line] = []
    dropped: list[str] = []
    for page in pages:
        for line in page.lines:
            at_edge = _is_at_edge(line, page)
            if at_edge and (_normal(line.text) in repeated or _is_browsers(line.text)):
                dropped.append(line.text)
            elif not (at_edge and PAGE_NUMBER.fullmatch(line.text)):
                kept.append(line)
    return kept, _read_edges(dropped)


def _is_at_edge(line: Line, page: Page) -> bool:
    return not 0.1 * page.height < line.base < 0.9 * page.height


def _repeated(pages: Sequence[Page]) -> set[str]:
    """What stands at the edge of at least two pages and of half of them."""
    counted = Counter(
        normal
        for page in pages
        for normal in {_normal(line.text) for line in page.lines if _is_at_edge(line, page)}
    )
    return {text for text, count in counted.items() if count >= max(2, len(pages) / 2)}


def _normal(text: str) -> str:
    """The text with its page number, and whatever else counts, made equal on all pages."""
    return re.sub(r"\d+", "0", text).casefold().strip()


def _is_browsers(text: str) -> bool:
    """A line of a printed web page's head or foot: when it was printed, its address, the page of pages."""
    if PRINTED_AT.search(text):
        return True
    address = ADDRESS.search(text)
    rest = text if address is None else text.replace(address.group(), "").strip()
    return address is not None and (not rest or PAGE_NUMBER.fullmatch(rest) is not None)


def _read_edges(lines: Sequence[str]) -> Printed:
    title = url = published = None
    for text in lines:
        address = ADDRESS.search(text)
        # A long address is cut in its middle.
        if address is not None and address.group().startswith("http") and "…" not in address.group():
            url = url or address.group()
        rest = text if address is None else text.replace(address.group(), "")
        if PRINTED_AT.search(rest):
            title = title or PRINTED_AT.sub("", rest).strip() or None
        elif published is None and (day := find_day(rest)) is not None:
            published = day[2]
    return Printed(title, url, published)
