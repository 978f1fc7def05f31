"""Paragraphs as their author meant them: wrapped lines joined, sentences that a page break cut made whole."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from onrecord.intake.markup import Block
from onrecord.intake.traced import Edit, Traced

# A sentence, a heading with a colon, or a quotation ends here; what follows is a new paragraph.
SENTENCE_END = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]*]*\Z")
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.-]+\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
CREDIT = re.compile(r"(?:by|words|text|story|photo|photos|picture|pictures)\b", re.IGNORECASE)
# A line that could not have taken one more word was broken by a program, not by its author.
WRAP_WIDTHS = range(40, 131)
LONG_LINE = 150


def join_paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with wrapped lines joined by a space and sentences that blank lines cut made whole."""
    width = _wrap_width(blocks)
    groups: list[list[Block]] = []
    for block in blocks:
        for piece in _unwrapped(block, width):
            if groups and _goes_on(groups[-1][-1], piece):
                groups[-1].append(piece)
            else:
                groups.append([piece])
    return [_made_whole(group) for group in groups]


def _made_whole(group: Sequence[Block]) -> Block:
    return (
        group[0]
        if len(group) == 1
        else replace(group[0], traced=Traced.joined([b.traced for b in group], " "))
    )


def _goes_on(before: Block, after: Block) -> bool:
    """The paragraph stops in mid-sentence and the next begins in lower case."""
    return (
        before.set_as == after.set_as
        and before.set_as in ("text", "bold", "italic")
        and len(before.text) > 60
        and after.text[0].islower()
        and not _ends_sentence(before.text)
        and CREDIT.match(after.text) is None
        and ADDRESS.fullmatch(after.text.split(None, 1)[0]) is None
    )


def _ends_sentence(text: str) -> bool:
    return SENTENCE_END.search(text, max(0, len(text) - 10)) is not None


def _wrap_width(blocks: Sequence[Block]) -> int | None:
    """The width at which a program broke the lines of the text; None where lines are the author's."""
    lines = [line for block in blocks for line in block.text.split("\n")[:-1]]
    if len(lines) < 3 or len(longest := max(lines, key=len)) not in WRAP_WIDTHS:
        return None
    width = len(longest)
    full = sum(_is_full(line, after, width) for block in blocks for line, after in _line_pairs(block.text))
    return width if full > 0.6 * len(lines) and median(map(len, lines)) > 0.7 * width else None


def _line_pairs(text: str) -> Iterator[tuple[str, str]]:
    lines = text.split("\n")
    yield from itertools.pairwise(lines)


def _is_full(line: str, after: str, width: int) -> bool:
    """The next line's first word had no room on this line, or hardly."""
    return len(line) + 1 + len(after.split(" ", 1)[0]) > 0.9 * width


def _unwrapped(block: Block, width: int | None) -> Iterator[Block]:
    """The block with the lines joined that a program broke, parted where its lines are whole paragraphs."""
    edits: list[Edit] = []
    start = at = 0
    for line, after in _line_pairs(block.text):
        at += len(line)
        if _is_wrapped(line, after, width):
            edits.append((at - start, at + 1 - start, " "))
        elif _is_paragraph(line, after):
            yield Block(block.traced.part(start, at).edited(edits), block.set_as, block.level)
            start, edits = at + 1, []
        at += 1
    yield Block(block.traced.part(start, len(block.text)).edited(edits), block.set_as, block.level)


def _is_wrapped(line: str, after: str, width: int | None) -> bool:
    if ADDRESS.fullmatch(after) or CREDIT.match(after):
        return False
    if width is not None and _is_full(line, after, width):
        return True
    return len(line) > 40 and after[0].islower() and not _ends_sentence(line)


def _is_paragraph(line: str, after: str) -> bool:
    """A long line that ends a sentence, before another: this text has one line for each paragraph."""
    return _ends_sentence(line) and min(len(line), len(after)) > 40 and max(len(line), len(after)) > LONG_LINE
