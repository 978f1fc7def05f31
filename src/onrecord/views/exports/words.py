"""Words for exports: on one line, without what steers; a quotation without its marks; a link to the words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from onrecord.record import Kind
from onrecord.views.wording import link_address

if TYPE_CHECKING:
    from onrecord.views.contract import Place, StatementAnswer

OPENING, CLOSING = "\"“„‟«‹「『‘‚'", "\"”“»›」』’'"
# Longer words are linked by their beginning and end.
LONGEST_LINKED, WORDS_AT_END = 120, 5

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_HALVES = re.compile("[\ud800-\udfff]")


def one_line(text: str) -> str:
    """The text on one line, without control characters and bidi controls; half characters are U+FFFD."""
    return " ".join(_CONTROLS.sub("", _HALVES.sub("\ufffd", text)).split())


def bare_words(statement: StatementAnswer, text: str) -> str:
    """What was said, its pieces parted by " … ". Of a direct one without the quotation marks around it.

    `text` is the report's.
    """
    pieces = [text[start:end] for start, end in statement.content.spans]
    if statement.kind is Kind.DIRECT:
        pieces = [_without_marks(piece) for piece in pieces]
    return " … ".join(pieces)


def web_address(url: str | None) -> str | None:
    """The address, if it is one of the web, with what no address may hold percent-encoded; else None."""
    address = link_address(url)
    if address is None:
        return None
    return "".join(quote(c) if c in '<>"{}|\\^` ' or not c.isprintable() else c for c in address)


def link_to_words(url: str | None, text: str, place: Place) -> str | None:
    """The address of a page with a text fragment that leads to these words on it; None: no such address.

    The syntax: Text Fragments, WICG (https://wicg.github.io/scroll-to-text-fragment/).
    """
    address = web_address(url)
    if address is None:
        return None
    words = text[place[0] : place[1]].split()
    if not words:
        return address
    ends = [" ".join(words)]
    # A fragment must not go over the end of a paragraph; its two ends may stand in two.
    if len(ends[0]) > LONGEST_LINKED or "\n" in text[place[0] : place[1]]:
        ends = [" ".join(words[:WORDS_AT_END]), " ".join(words[-WORDS_AT_END:])]
    directive = ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


def _without_marks(piece: str) -> str:
    if len(piece) > 1 and piece[0] in OPENING:
        piece = piece[1:]
        if piece[-1] in CLOSING:
            piece = piece[:-1]
    return piece.strip()
