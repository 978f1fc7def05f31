"""Quotations: where quotation marks open and close, whatever the outlet's typography.

Marks are paired within a paragraph, by what stands beside them. A quotation of several paragraphs
opens each paragraph anew and closes once: a mark left open runs to the end of its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# What may stand before a mark that opens, and after one that closes.
_BEFORE_OPENING = re.compile(r"[\s(\[{—–\-/…:“‘\"'«]")
_AFTER_CLOSING = re.compile(r"[\s)\]}—–\-/….,;:!?”’\"'»]")
_END_OF_SENTENCE = ".,!?…;:"
_MARK = re.compile(r"''|``|[\"“”„«»‘’‚']")
# Straight and curly apostrophes that shorten a word: 'em, ’90s, rock 'n' roll.
_ELISION = re.compile(r"[’'](?:\d0s|em|n|til|tis|twas|cause|bout|round)\b", re.IGNORECASE)
_DOUBLE = {"“": "“”", "„": "„”", "«": "«»", '"': '""', "''": "''", "``": "``"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks: `[start, end)` with its marks, `[inner_start, inner_end)` without.

    `closed` is False where the paragraph ends first. `depth` is 0 for an outer quotation, 1 for one
    inside another. `single` tells single marks from double ones.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool
    depth: int
    single: bool


def find_quotations(text: str) -> list[Quotation]:
    """The quotations of a text in order of their start. Offsets are characters of `text`."""
    return list(_quotations(text))


@lru_cache(maxsize=16)  # asked for by the network's features and by the reader
def _quotations(text: str) -> tuple[Quotation, ...]:
    found: list[Quotation] = []
    for start, end in paragraphs(text):
        found.extend(_pair_marks(text, start, end))
    return tuple(sorted(found, key=lambda q: (q.start, -q.end)))


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """`[start, end)` of each line that holds more than white space, without the white space around it."""
    for line in re.finditer(r"[^\n]+", text):
        words = line.group().strip()
        if words:
            start = line.start() + line.group().index(words)
            yield start, start + len(words)


def _pair_marks(text: str, start: int, end: int) -> Iterator[Quotation]:
    """The quotations of one paragraph: a stack of at most two open marks, outer and inner."""
    open_marks: list[tuple[int, str]] = []
    for mark in _MARK.finditer(text, start, end):
        sign, at = mark.group(), mark.start()
        if sign in "‘’‚'" and len(sign) == 1:
            yield from _take_single(text, start, end, at, sign, open_marks)
        elif _closes(text, start, end, mark.end(), at, sign, open_marks):
            while open_marks:
                opened_at, opened = open_marks.pop()
                if opened in _DOUBLE:
                    depth = len(open_marks)
                    yield Quotation(
                        opened_at, mark.end(), opened_at + len(opened), at, True, depth, single=False
                    )
                    break
        elif _may_open(text, start, end, mark.end(), at, sign, open_marks):
            open_marks.append((at, sign))
    for depth, (opened_at, opened) in enumerate(open_marks):
        if opened in _DOUBLE and opened_at + len(opened) < end:
            yield Quotation(opened_at, end, opened_at + len(opened), end, False, depth, single=False)


def _may_open(
    text: str, start: int, end: int, after: int, at: int, sign: str, open_marks: Sequence[tuple[int, str]]
) -> bool:
    """A double mark that closes nothing opens a quotation: not a stray closing mark, not inches."""
    if sign in "”»" or any(opened == sign for _, opened in open_marks):
        return False
    could_open = at == start or bool(_BEFORE_OPENING.match(text[at - 1]))
    followed = after < end and not text[after].isspace()
    return could_open or (followed and not text[at - 1].isdigit())


def _closes(
    text: str, start: int, end: int, after: int, at: int, sign: str, open_marks: Sequence[tuple[int, str]]
) -> bool:
    """A double mark closes the open double quotation."""
    opened = next((o for _, o in reversed(open_marks) if o in _DOUBLE), None)
    if opened is None:
        return False
    if sign in "”»":
        return True
    if sign in ("“", "„", "«"):
        # German and Danish close with the mark that opens in English.
        return (sign == "“" and opened == "„") or (sign == "«" and opened == "»")
    if sign == "``":
        return False
    if opened not in ('"', "''", "``"):
        # A straight mark closes a curly one only where no word follows at once.
        return after >= end or bool(_AFTER_CLOSING.match(text[after]))
    could_open = at == start or bool(_BEFORE_OPENING.match(text[at - 1]))
    could_close = after >= end or bool(_AFTER_CLOSING.match(text[after]))
    return could_close or not could_open


def _take_single(
    text: str, start: int, end: int, at: int, sign: str, open_marks: list[tuple[int, str]]
) -> Iterator[Quotation]:
    """Open a single quotation where it certainly is one; close it where its partner was foreseen."""
    if open_marks and open_marks[-1][1].startswith("single:"):
        opened_at, opened = open_marks[-1]
        if at == int(opened.removeprefix("single:")):
            open_marks.pop()
            yield Quotation(opened_at, at + 1, opened_at + 1, at, True, len(open_marks), single=True)
        return
    if sign == "’" or len(open_marks) > 1:
        return
    if at > start and not _BEFORE_OPENING.match(text[at - 1]):
        return
    if at + 1 >= end or text[at + 1].isspace() or _ELISION.match(text, at):
        return
    partner = _find_partner(text, at, end)
    if partner is not None:
        open_marks.append((at, f"single:{partner}"))


def _find_partner(text: str, at: int, end: int) -> int | None:
    """Where the single quotation opened at `at` closes: an apostrophe inside a word never does.

    A mark after a sentence's punctuation is certain. After a plain word, a plural's apostrophe ("the
    workers’ rights’") looks the same, so a mark behind an "s" gives way to a later one.
    """
    candidates: list[int] = []
    for mark in re.finditer(r"[’'‘]", text[at + 1 : end]):
        place = at + 1 + mark.start()
        before, after = text[place - 1], text[place + 1 : place + 2]
        opens = bool(_BEFORE_OPENING.match(before)) and after.strip() != ""
        if (mark.group() == "‘" or opens) and before not in _END_OF_SENTENCE:
            if _ELISION.match(text, place):
                continue
            break
        if after and not _AFTER_CLOSING.match(after):
            continue
        if before in _END_OF_SENTENCE:
            return place
        candidates.append(place)
    if not candidates:
        return None
    return next((c for c in candidates if text[c - 1] != "s"), candidates[-1])
