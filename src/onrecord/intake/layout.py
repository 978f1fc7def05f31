"""Printed lines grouped into paragraphs, as the eye does it: by leading, indent, size, short last lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from onrecord.intake.traced import Traced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*\Z")
WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
FIRST_WORD, LAST_WORD = re.compile(r"[^\W_]+"), re.compile(r"[^\W_]+\Z")
# "Well-known" at a line's end is a compound; so is what begins with one of these.
COMPOUND_FIRST = frozenset(
    "all anti cross ex far first full half high ill left long low mid mother multi nine non one part post pre"
    " pro right second self semi short six so-called son ten third three two vice well wide year".split()
)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: `[start, end)` of the text layer, and its place on the page.

    `left`, `right`, `base` (where the letters stand) and `size` (the height of its type) are points
    from the lower left corner of page `page` (from 0). `hyphen`: it ends in one that may be the break's.
    """

    page: int
    start: int
    end: int
    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    hyphen: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[Line, ...]

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Column:
    """What a run of lines down the page has in common, per size of type."""

    lefts: dict[float, float]
    rights: dict[float, float]
    leadings: dict[float, float]
    indents: bool


def find_paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs of lines in the order they are read."""
    groups: list[list[Line]] = []
    before: _Column | None = None
    for column_lines in _find_columns(lines):
        column = _measure(column_lines)
        for number, line in enumerate(column_lines):
            above = column_lines[number - 1] if number else None
            if above is not None:
                after = column_lines[number + 1] if number + 1 < len(column_lines) else None
                same = _is_same_paragraph(above, line, after, column)
            else:
                same = before is not None and _runs_over(groups[-1][-1], line, before, column)
            if same:
                groups[-1].append(line)
            else:
                groups.append([line])
        before = column
    return [Paragraph(tuple(group)) for group in groups]


def _find_columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines that go down one page."""
    run: list[Line] = []
    for line in lines:
        if run and (line.page != run[-1].page or line.base >= run[-1].base - 0.2 * line.size):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _measure(lines: Sequence[Line]) -> _Column:
    lefts: dict[float, float] = {}
    rights: dict[float, float] = {}
    leadings: dict[float, float] = {}
    for size in {line.size for line in lines}:
        same = [line for line in lines if line.size == size]
        counted = Counter(round(line.left) for line in same)
        # One line may hang out to the left; two are the edge.
        lefts[size] = float(min((x for x, n in counted.items() if n > 1), default=min(counted)))
        rights[size] = max(line.right for line in same)
        steps = [
            above.base - below.base
            for above, below in pairwise(lines)
            if above.size == below.size == size and above.base - below.base < 2.5 * size
        ]
        # Paragraphs of one line each would make the gap between them the leading.
        leadings[size] = min(median(steps), 1.2 * min(steps)) if steps else 1.2 * size
    column = _Column(lefts, rights, leadings, indents=False)
    return replace(column, indents=sum(_is_indented(line, column) for line in lines) > 1)


def _is_same_paragraph(above: Line, below: Line, after: Line | None, column: _Column) -> bool:
    if above.size != below.size or above.bold != below.bold:
        return False
    if above.base - below.base > 1.25 * column.leadings[below.size] + 0.5:
        return False
    had_room = _had_room(above, below, column)
    ended = SENTENCE_END.search(above.text) is not None
    if _is_indented(below, column):
        # Two indented lines: two short paragraphs, or lines of a set-off quotation.
        begins = after is not None and not _is_indented(after, column)
        if had_room or not _is_indented(above, column) or (ended and begins):
            return False
    return not (had_room and ended)


def _is_indented(line: Line, column: _Column) -> bool:
    return 0.5 * line.size < line.left - column.lefts[line.size] < 4 * line.size


def _had_room(above: Line, below: Line, column: _Column) -> bool:
    """The first word of the line below would have fitted on the line above: the break is the author's."""
    per_letter = (below.right - below.left) / max(1, len(below.text))
    word = len(below.text.split(" ", 1)[0]) + 1
    return above.right + (word + 1) * per_letter < column.rights[above.size]


def _runs_over(last: Line, first: Line, before: _Column, column: _Column) -> bool:
    """A paragraph goes on at the top of the next column or page."""
    if abs(last.size - first.size) > 0.08 * last.size or last.bold != first.bold:
        return False
    if last.hyphen or not SENTENCE_END.search(last.text):
        return True
    # After a sentence only a full line, in a text that marks its paragraphs by indents, tells.
    full = last.right > before.rights[last.size] - 1
    return column.indents and full and not _is_indented(first, column)


class Hyphens:
    """Tells the hyphen of a compound from one that a line's end put there, by the rest of the same text."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._words = Counter(word.casefold() for text in _whole_words(lines) for word in WORD.findall(text))
        # A text whose lines often end so is hyphenated by a program.
        self._is_hyphenated = sum(line.hyphen for line in lines) > max(2, 0.04 * len(lines))

    def is_of_compound(self, above: str, below: str) -> bool:
        """Whether the hyphen between the end of one line and the next belongs to the word."""
        first, second = LAST_WORD.search(above), FIRST_WORD.match(below)
        if first is None or second is None or not second[0][0].islower() or first[0][-1].isdigit():
            return True
        left, right = first[0].casefold(), second[0].casefold()
        if self._words[left + right]:
            return False
        if self._words[f"{left}-{right}"] or left in COMPOUND_FIRST:
            return True
        if len(left) > 2 and len(right) > 2 and self._words[left] and self._words[right]:
            return True
        return not self._is_hyphenated


def _whole_words(lines: Sequence[Line]) -> Iterator[str]:
    """The lines without the halves of words at their ends and beginnings."""
    after_hyphen = False
    for line in lines:
        text = FIRST_WORD.sub("", line.text, count=1) if after_hyphen else line.text
        yield LAST_WORD.sub("", text[:-1]) if line.hyphen else text
        after_hyphen = line.hyphen


def join_lines(paragraph: Paragraph, layer: Traced, hyphens: Hyphens) -> Traced:
    """The paragraph as one line of text that knows its way back to the text layer."""
    parts: list[Traced] = []
    for number, line in enumerate(paragraph.lines):
        part = layer.part(line.start, line.end)
        after = paragraph.lines[number + 1] if number + 1 < len(paragraph.lines) else None
        if line.hyphen and after is not None:
            if not hyphens.is_of_compound(line.text[:-1], after.text):
                part = layer.part(line.start, line.end - 1)
            parts.append(part)
        else:
            parts.append(part)
            if after is not None:
                parts.append(Traced(" ", ()))
    return Traced.joined(parts)
