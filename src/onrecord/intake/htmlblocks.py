"""Blocks of HTML that is no web page but what a program made of a document or a mail: all its text counts."""

from __future__ import annotations

from html.parser import HTMLParser

from onrecord.intake.markup import Block
from onrecord.intake.text import clean
from onrecord.intake.traced import Traced

HEADINGS = {f"h{n}": n for n in range(1, 7)}
BLOCKS = {*HEADINGS, "p", "li", "tr", "table", "blockquote", "div"}
BOLD, ITALIC = {"strong", "b"}, {"em", "i"}
UNSEEN = {"head", "style", "script", "title", "template"}


def read_blocks(page: str) -> list[Block]:
    """The paragraphs, headings, list items and table rows of some HTML, in order. They have no way back."""
    reader = _BlockReader()
    reader.feed(page)
    reader.close()
    return reader.blocks


class _BlockReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._level = 0
        self._parts: list[tuple[str, bool, bool]] = []
        self._bold = self._italic = self._note = self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCKS:
            self._end_block()
            self._level = HEADINGS.get(tag, 0)
        elif tag in UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self.handle_data("\n")
        elif tag in ("td", "th") and self._parts:
            self.handle_data(" | ")
        elif tag == "a" and _is_note_mark(dict(attrs).get("href") or ""):
            self._note += 1
        self._bold += tag in BOLD
        self._italic += tag in ITALIC

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self._end_block()
        elif tag in UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "a":
            self._note = 0
        self._bold -= tag in BOLD
        self._italic -= tag in ITALIC

    def handle_data(self, data: str) -> None:
        if not self._note and not self._unseen:
            self._parts.append((data, self._bold > 0, self._italic > 0))

    def close(self) -> None:
        super().close()
        self._end_block()

    def _end_block(self) -> None:
        text = clean(Traced("".join(part for part, _, _ in self._parts), ())).stripped()
        if text.text:
            self.blocks.append(Block(text, self._set_as(), self._level))
        self._parts = []
        self._level = 0

    def _set_as(self) -> str:
        words = [(bold, italic) for part, bold, italic in self._parts if part.strip()]
        if self._level:
            return "heading"
        if all(bold for bold, _ in words):
            return "bold"
        return "italic" if all(italic for _, italic in words) else "text"


def _is_note_mark(href: str) -> bool:
    """The "[1]" in the text, or the arrow back to it from the note."""
    return href.startswith("#") and ("footnote" in href or "endnote" in href)
