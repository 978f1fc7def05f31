"""Citing: what a citation of a report may say, from its front matter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.lexicon import fold, read_words
from onrecord.views.exports.words import one_line, web_address
from onrecord.views.wording import link_address, put_language

if TYPE_CHECKING:
    from onrecord.views.contract import ReportAnswer

_BY = re.compile(r"(?:by|words|text|story|report)\b:?\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:[,;|/&]|\band\b)\s*", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]*\w)?\.?")


@dataclass(frozen=True, slots=True)
class Citation:
    """A report as it is cited; every field on one line, None: not known. Dates are EDTF.

    `authors` are names; they are empty where the byline is not plainly a list of names, and `byline` is then
    what is printed. `accessed` is the day on which an address was fetched.
    """

    key: str
    title: str | None
    authors: tuple[str, ...]
    byline: str | None
    outlet: str | None
    agency: str | None
    place: str | None
    published: str | None
    url: str | None
    accessed: str | None
    language: str | None


def cite(report: ReportAnswer) -> Citation:
    """The citation of a report."""
    dateline = report.dateline
    fetched = link_address(report.original.location) is not None
    return Citation(
        key=report.id,
        title=_line(report.headline),
        authors=find_authors(report.byline or ""),
        byline=_line(report.byline),
        outlet=_line(report.outlet),
        agency=_line(dateline.agency) if dateline else None,
        place=_line(dateline.place) if dateline else None,
        published=report.published,
        url=web_address(report.url),
        accessed=report.original.fetched.date().isoformat() if fetched else None,
        language=put_language(report.language) or None,
    )


def find_authors(byline: str) -> tuple[str, ...]:
    """The names in a byline that is a list of names and nothing else; else ()."""
    printed = one_line(byline)
    by = _BY.match(printed)
    parts = [part for part in _BETWEEN.split(printed[by.end() :] if by else printed) if part]
    return tuple(parts) if parts and all(map(_is_name, parts)) else ()


def _is_name(part: str) -> bool:
    words = part.split(" ")
    small = read_words("data/particles.txt")
    return (
        2 <= len(words) <= 4
        and all(_NAME_WORD.fullmatch(word) for word in words)
        and all(word[0].isupper() or fold(word) in small for word in words)
        and not any(fold(word) in read_words("views/data/no_name_words.txt") for word in words)
    )


def _line(text: str | None) -> str | None:
    return one_line(text or "") or None
