"""Where the words that were taken out of a page stand in the page's source."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from onrecord.intake.text import INVISIBLE
from onrecord.intake.traced import Stretch

# A script's words are no text of the page, nor are those of the other elements here.
TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|template|textarea|noframes|iframe|svg)\b.*?(?:</\1\s*>|\Z)"
    r"|</?[a-zA-Z!?](?>=\s*\"[^\"]*\"|=\s*'[^']*'|[^>=]++|=)*+>",
    re.IGNORECASE | re.DOTALL,
)
PIECE = re.compile(r"(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?)|[^\s&]+|&")
WORD = re.compile(r"\S+")
# Words looked for together where a paragraph is not found whole; shorter single words are found anywhere.
RUN, SHORTEST = 6, 4


@dataclass
class _Visible:
    """The characters of a page that are text, without white space, and the place of each in the source.

    `pieces` are `(offset in text, source start, source end)`: as many characters of text as of source,
    or one entity. `begins` are their offsets alone.
    """

    text: str = ""
    begins: list[int] = field(default_factory=list)
    pieces: list[tuple[int, int, int]] = field(default_factory=list)


def find_anchors(text: str, source: str) -> tuple[Stretch, ...]:
    """The stretches of `OffsetMap` for a text extracted from the source of a page.

    Paragraphs are looked for in the order of the text, each after the one before if it is there, without
    regard to white space and tags; words that are not found have no stretch.
    """
    visible = _read_source(source)
    body = re.search(r"<body\b", source, re.IGNORECASE)
    after = 0 if body is None else _visible_offset(visible, body.start())
    stretches: list[Stretch] = []
    for paragraph in re.finditer(r"[^\n]+", text):
        for start, end in _runs(text, *paragraph.span(), visible, after):
            at = _find(text[start:end], visible, after)
            if at is not None:
                run = list(_trace(text, start, end, visible, at))
                stretches += run
                after = at + sum(map(len, text[start:end].split()))
    return tuple(_grown_together(stretches, text, source))


def _read_source(source: str) -> _Visible:
    visible, parts, length = _Visible(), [], 0
    for start, end in _text_nodes(source):
        for words, from_, to in _pieces(source, start, end):
            visible.begins.append(length)
            visible.pieces.append((length, from_, to))
            parts.append(words)
            length += len(words)
    visible.text = "".join(parts)
    return visible


def _text_nodes(source: str) -> Iterator[tuple[int, int]]:
    start = 0
    for tag in TAG.finditer(source):
        if start < tag.start():
            yield start, tag.start()
        start = tag.end()
    if start < len(source):
        yield start, len(source)


def _pieces(source: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Runs of visible characters, and entities, of a text node, with their places."""
    for piece in PIECE.finditer(source, start, end):
        words, from_ = piece.group(), piece.start()
        if piece["entity"]:
            character = INVISIBLE.sub("", "".join(html.unescape(words).split()))
            if character:
                yield character, from_, piece.end()
            continue
        done = 0
        for hidden in INVISIBLE.finditer(words):
            if done < hidden.start():
                yield words[done : hidden.start()], from_ + done, from_ + hidden.start()
            done = hidden.end()
        if done < len(words):
            yield words[done:], from_ + done, piece.end()


def _visible_offset(visible: _Visible, source_offset: int) -> int:
    number = bisect_right(visible.pieces, source_offset, key=lambda piece: piece[1])
    return visible.begins[number] if number < len(visible.begins) else 0


def _runs(text: str, start: int, end: int, visible: _Visible, after: int) -> Iterator[tuple[int, int]]:
    """The paragraph whole where it is in the source, else runs of a few words, else single words."""
    if _find(text[start:end], visible, after) is not None:
        yield start, end
        return
    words = [word.span() for word in WORD.finditer(text, start, end)]
    for first in range(0, len(words), RUN):
        run = words[first : first + RUN]
        if _find(text[run[0][0] : run[-1][1]], visible, after) is not None:
            yield run[0][0], run[-1][1]
        else:
            yield from (word for word in run if word[1] - word[0] >= SHORTEST)


def _find(words: str, visible: _Visible, after: int) -> int | None:
    """Where the words stand in the visible text: the first place after the last words, else, if long, any."""
    wanted = "".join(words.split())
    at = visible.text.find(wanted, after)
    if at < 0 and len(wanted) > 20:
        at = visible.text.find(wanted)
    return at if at >= 0 and wanted else None


def _trace(text: str, start: int, end: int, visible: _Visible, at: int) -> Iterator[Stretch]:
    """The stretches of `text[start:end]`, whose visible characters begin at `at`."""
    number = bisect_right(visible.begins, at) - 1
    for word in WORD.finditer(text, start, end):
        low, high = at, at + len(word.group())
        while number < len(visible.pieces) and visible.pieces[number][0] < high:
            begin, from_, to = visible.pieces[number]
            finish = visible.begins[number + 1] if number + 1 < len(visible.begins) else len(visible.text)
            first, last = max(begin, low), min(finish, high)
            if finish - begin == to - from_:
                into = word.start() - low
                yield first + into, last + into, from_ + first - begin, from_ + last - begin
            elif (first, last) == (begin, finish):
                yield first + word.start() - low, last + word.start() - low, from_, to
            if finish > high:
                break
            number += 1
        at = high


def _grown_together(stretches: list[Stretch], text: str, source: str) -> Iterator[Stretch]:
    """Neighbours joined where the same characters part them in the text and in the source."""
    current: Stretch | None = None
    for stretch in stretches:
        if current is not None and _can_grow(current, stretch, text, source):
            current = (current[0], stretch[1], current[2], stretch[3])
            continue
        if current is not None:
            yield current
        current = stretch
    if current is not None:
        yield current


def _can_grow(first: Stretch, second: Stretch, text: str, source: str) -> bool:
    same_length = all(end - start == to - from_ for start, end, from_, to in (first, second))
    return (
        same_length
        and second[2] >= first[3]
        and second[2] - first[3] < 100
        and text[first[1] : second[0]] == source[first[3] : second[2]]
    )
