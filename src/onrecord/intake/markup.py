"""A plain or Markdown text as blocks: paragraphs, headings, rules, without the marks that set them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.intake.text import substituted

if TYPE_CHECKING:
    from onrecord.intake.traced import Edit, Traced

# Words a page's printer puts where a picture was.
PLACEHOLDER = re.compile(
    r"\(?(?:image not found(?: or type unknown)?|image (?:not available|unavailable|removed|missing)"
    r"|no image(?: available)?|\[?(?:image|photo|video|picture|graphic)\]?|file photo|placeholder image"
    r"|advertisement|story continues below(?: advertisement)?)\)?\.?",
    re.IGNORECASE,
)
RULE = re.compile(r"(?:[-*_=~–—•] ?){3,}|⁂")
HEADING = re.compile(r"(#{1,6}) +(?=\S)")
HEADING_END = re.compile(r" +#+\Z")
UNDERLINE = re.compile(r"={3,}")
QUOTED_LINE = re.compile(r"^> ?", re.MULTILINE)
_TARGET = r"[^()\s]*(?:\([^()\s]*\)[^()\s]*)?(?: \"[^\"\n]*\")?"
IMAGE = re.compile(rf"!\[[^\[\]\n]*\](?:\({_TARGET}\)|\[[^\[\]\n]*\])")
LINK = re.compile(rf"\[([^\[\]\n]+)\]\(<?(?:https?:|mailto:|/|#|www\.){_TARGET}\)")
AUTOLINK = re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>")
TAG = re.compile(
    r"</?(?:b|i|em|strong|u|p|br|div|span|sup|sub|small|figure|figcaption|center)(?: [^<>]*)?/?>",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:amp|quot|apos|lt|gt|nbsp|[lr][sd]quo|[mn]dash|hellip|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
ESCAPE = re.compile(r"\\([*_#\[\]()>`~\\.!-])")
# Marks of emphasis touch the words they set, and no other word: "5 * 3 * 2" and "snake_case_name" are text.
EMPHASIS = re.compile(
    r"(?<![\w*\\])(?P<star>\*{1,3})(?=[^\s*])[^*]*?(?<=[^\s*\\])(?P=star)(?![\w*])"
    r"|(?<![\w_\\])(?P<line>_{1,3})(?=[^\s_])[^_]*?(?<=[^\s_\\])(?P=line)(?![\w_])"
)
BLANK = re.compile(r"\n{2,}")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, perhaps of several lines, without its marks.

    `set_as`: "text", "heading", "bold" or "italic" (the whole block is), "rule" or "placeholder".
    `level` is a heading's, 1 to 6, else 0.
    """

    traced: Traced
    set_as: str = "text"
    level: int = 0

    @property
    def text(self) -> str:
        return self.traced.text


def find_blocks(traced: Traced) -> Iterator[Block]:
    """The blocks of a cleaned text, in its order; those without text are left out."""
    for raw in _split(traced):
        block = _read_block(raw)
        if block.text:
            yield block


def _split(traced: Traced) -> Iterator[Traced]:
    """At blank lines; headings and rules stand alone even where no blank line parts them."""
    start = 0
    for blank in (*BLANK.finditer(traced.text), None):
        end = len(traced.text) if blank is None else blank.start()
        yield from _split_lines(traced.part(start, end))
        start = end if blank is None else blank.end()


def _split_lines(paragraph: Traced) -> Iterator[Traced]:
    start = at = 0
    for line in paragraph.text.split("\n"):
        end = at + len(line)
        if HEADING.match(line) or RULE.fullmatch(line) or PLACEHOLDER.fullmatch(line.strip("*_")):
            if start < at and not (UNDERLINE.fullmatch(line) and start == 0):
                yield paragraph.part(start, at - 1)
                start = at
            yield paragraph.part(start, end)
            start = end + 1
        at = end + 1
    if start < len(paragraph.text):
        yield paragraph.part(start, len(paragraph.text))


def _read_block(raw: Traced) -> Block:
    text = raw.text
    if RULE.fullmatch(text):
        return Block(raw, "rule")
    if PLACEHOLDER.fullmatch(text.strip("*_ ")):
        return Block(raw, "placeholder")
    above, _, below = text.rpartition("\n")
    if above and "\n" not in above and UNDERLINE.fullmatch(below):
        return Block(without_marks(raw.part(0, len(above))), "heading", 1)
    if heading := HEADING.match(text):
        end = closing.start() if (closing := HEADING_END.search(text)) else len(text)
        return Block(
            without_marks(raw.part(heading.end(), max(heading.end(), end))), "heading", len(heading[1])
        )
    return Block(without_marks(raw), _emphasis_of(text))


def _emphasis_of(text: str) -> str:
    """How a whole paragraph is set."""
    whole = EMPHASIS.fullmatch(text.strip())
    if whole is None:
        return "text"
    return "italic" if len(whole["star"] or whole["line"]) == 1 else "bold"


def without_marks(traced: Traced) -> Traced:
    """Without the marks of images, links, emphasis, quoting and escapes; the words stay."""
    traced = substituted(substituted(traced, IMAGE, ""), TAG, "")
    traced = traced.edited(_only_group(LINK, traced.text))
    traced = traced.edited(_only_group(AUTOLINK, traced.text))
    if all(line.startswith(">") for line in traced.text.split("\n")):
        traced = substituted(traced, QUOTED_LINE, "")
    for _ in range(3):  # bold within italics, and a little deeper
        unmarked = traced.edited(_emphasis_marks(traced.text))
        if unmarked is traced:
            break
        traced = unmarked
    traced = traced.edited(_only_group(ESCAPE, traced.text))
    entities = ((m.start(), m.end(), html.unescape(m.group())) for m in ENTITY.finditer(traced.text))
    return traced.edited(entities).stripped()


def _only_group(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    for found in pattern.finditer(text):
        yield found.start(), found.start(1), ""
        yield found.end(1), found.end(), ""


def _emphasis_marks(text: str) -> Iterator[Edit]:
    for found in EMPHASIS.finditer(text):
        marks = len(found["star"] or found["line"])
        yield found.start(), found.start() + marks, ""
        yield found.end() - marks, found.end(), ""
