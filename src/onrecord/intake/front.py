"""The last step of every format: a report of its text, its front matter and what was known beforehand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.edtf import Edtf, Precision
from onrecord.errors import NotAReport
from onrecord.intake.language import find_language
from onrecord.intake.printed import iter_fields, read_printed
from onrecord.record import Front, OffsetMap, Original, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.intake.given import Given

HALF = re.compile("[\ud800-\udfff]")


def finish_report(
    original: Original,
    text: str,
    offsets: OffsetMap,
    *,
    given: Given,
    known: Front | None = None,
    notes: tuple[str, ...] = (),
) -> Report:
    """The report of a cleaned text: headline first, paragraphs parted by a blank line.

    `known` is the front matter that the format tells outside its text (a page's metadata, a mail's
    header), with its own `read_from`; its `language` is a hint only. What the user gives beats it, it
    beats what the text prints, and what a feed or WARC header gives fills in what is still lacking.
    Raises NotAReport where no body is left.
    """
    known = known or Front()
    body = text.replace(known.headline, "", 1) if known.headline else text
    if not any(char.isalpha() for char in body):
        raise NotAReport("no text is left under its headline", where=original.location)
    printed = read_printed(text, headline=known.headline)
    sources = [known, printed, *_outside(given), _address_of(original)]
    if given.source == "user":
        sources.insert(0, _as_front(given))
    front = _merged(sources)
    if (language := find_language(text, hint=given.language or known.language)) is not None and not (
        given.language and given.source == "user"
    ):
        front = _with(front, "language", language, "text")
    original = replace(original, location=_whole_characters(original.location))
    return Report(text, _with_years(front, sources), original, offsets, notes)


def _outside(given: Given | None) -> Iterator[Front]:
    while given is not None:
        yield _as_front(given)
        given = given.beside


def _as_front(given: Given) -> Front:
    front = Front(
        headline=given.headline,
        byline=given.byline,
        outlet=given.outlet,
        url=given.url,
        language=given.language,
        published=given.published,
    )
    return replace(front, read_from=tuple((name, given.source) for name, _ in iter_fields(front)))


def _address_of(original: Original) -> Front:
    """Where the report was fetched from, if it was."""
    if not original.location.startswith(("https://", "http://")):
        return Front()
    return Front(url=original.location, read_from=(("url", "address"),))


def _merged(sources: list[Front]) -> Front:
    """Every field from the first source that has it."""
    values: dict[str, object] = {}
    read_from: dict[str, str] = {}
    for source in sources:
        origin = dict(source.read_from)
        for name, value in iter_fields(source):
            if name not in values:
                values[name] = _whole_characters(value) if isinstance(value, str) else value
                read_from[name] = origin.get(name, "text")
    return Front(**values, read_from=tuple(read_from.items()))  # type: ignore[arg-type]


def _whole_characters(text: str) -> str:
    """The text with U+FFFD for every half of a character: a page's JSON or a file's name may hold one."""
    return HALF.sub("\ufffd", text)


def _with(front: Front, name: str, value: str, origin: str) -> Front:
    read_from = dict(front.read_from) | {name: origin}
    return replace(front, **{name: value}, read_from=tuple(read_from.items()))  # type: ignore[arg-type]


def _with_years(front: Front, sources: list[Front]) -> Front:
    """A day printed without its year gets it from another source that knows it, never from today's date."""
    published = front.published
    for source in sources:
        if published is not None and source.published is not None:
            published = _sharper(published, source.published)
    if front.dateline is None or front.dateline.date is None or published is None:
        return replace(front, published=published)
    dateline = replace(front.dateline, date=front.dateline.date.resolve(published))
    return replace(front, published=published, dateline=dateline)


def _sharper(first: Edtf, other: Edtf) -> Edtf:
    """The first date, made fuller by the other where the two agree."""
    if not first.is_known:
        return first.resolve(other)
    if first.precision in (Precision.YEAR, Precision.MONTH):
        filled = other.resolve(first)
        return filled if first.contains(filled) else first
    return first
