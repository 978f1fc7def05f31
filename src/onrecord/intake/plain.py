"""Plain text and Markdown, also text that a PDF was turned into, as a report."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.errors import InputTooLarge
from onrecord.intake.front import finish_report
from onrecord.intake.markup import Block, find_blocks
from onrecord.intake.paragraphs import join_paragraphs
from onrecord.intake.printed import COPYRIGHT, LONGEST_FOOTER, iter_fields, own_address
from onrecord.intake.text import clean, decode
from onrecord.intake.traced import Traced
from onrecord.record import Front, Original, Report

if TYPE_CHECKING:
    from onrecord.intake.given import Given

# A line that leads to other reports, or says that one may share this one.
ELSEWHERE = re.compile(
    r"(?:read (?:more|next|also)|also read|see also|related(?: articles?| stories)?|more on this"
    r"|lea también|lire aussi|leia também|lesen sie auch)\s*(?:[:|»>]|at\s+\S+\.\S+\Z).*"
    r"|(?:share|tweet|print|follow us|subscribe|sign up)(?: (?:this|on|to|now|for)\b.{0,60})?",
    re.IGNORECASE,
)
MOST_BYTES = 10_000_000
SHORTEST_LEAD, LONGEST_NAME = 40, 60


def read_plain(original: Original, given: Given) -> Report:
    """The report of a text. Raises NotAReport where it is empty, binary or nothing but front matter, and
    InputTooLarge past the limit.

    Words stay as they are; only what is not readable text goes: marks, rules, placeholders of images,
    lines that lead elsewhere, and the footer that names address and outlet.
    """
    if len(original.data) > MOST_BYTES:
        what = f"a text of more than {MOST_BYTES // 1_000_000} MB is no report; add its parts one by one"
        raise InputTooLarge(what, where=original.location)
    text = decode(original.data, where=original.location)
    return finish_blocks(original, join_paragraphs(list(find_blocks(clean(Traced.of(text))))), given)


def finish_blocks(
    original: Original, blocks: Sequence[Block], given: Given, *, known: Front | None = None
) -> Report:
    """The report of blocks, however they were come by. `known`: front matter that beats what they tell."""
    blocks, footer = _cut_footer([block for block in blocks if not _is_no_text(block)])
    body = Traced.joined([block.traced for block in blocks if block.set_as != "rule"], "\n\n")
    told = _known([block for block in blocks if block.set_as != "rule"], footer)
    return finish_report(original, body.text, body.offsets("text"), given=given, known=_first_of(known, told))


def _first_of(known: Front | None, told: Front) -> Front:
    if known is None:
        return told
    values = {name: value for front in (told, known) for name, value in iter_fields(front)}
    read_from = dict(told.read_from) | dict(known.read_from)
    return Front(**values, read_from=tuple(read_from.items()))  # type: ignore[arg-type]


def _is_no_text(block: Block) -> bool:
    if block.set_as == "placeholder":
        return True
    return len(block.text) <= LONGEST_FOOTER and ELSEWHERE.fullmatch(block.text) is not None


def _cut_footer(blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """Without the last blocks, where they are only address, outlet and copyright; and the lines of those."""
    cut = len(blocks)
    while cut and _is_footer(blocks[cut - 1]):
        cut -= 1
    lines = [line for block in blocks[cut:] if block.set_as != "rule" for line in block.text.split("\n")]
    if not cut or not any(_is_address(line) or COPYRIGHT.match(line) for line in lines):
        return _cut_last_address(blocks)
    return blocks[:cut], lines


def _is_footer(block: Block) -> bool:
    """Nothing but addresses, copyright, a rule, or a name set off in bold."""
    if block.set_as == "rule":
        return True
    if len(block.text) > LONGEST_FOOTER:
        return False
    is_name = (
        block.set_as in ("bold", "italic")
        and len(block.text) <= LONGEST_NAME
        and block.text[-1] not in ".!?:"
    )
    return is_name or all(_is_address(line) or COPYRIGHT.match(line) for line in block.text.split("\n"))


def _is_address(line: str) -> bool:
    return own_address(line) == line.strip("<> ")


def _cut_last_address(blocks: list[Block]) -> tuple[list[Block], list[str]]:
    """Without a last line that is the report's address and no more."""
    if not blocks or blocks[-1].set_as != "text":
        return blocks, []
    text = blocks[-1].text
    start = text.rfind("\n") + 1
    line = text[start:]
    if not start or not _is_address(line):
        return blocks, []
    return [*blocks[:-1], Block(blocks[-1].traced.part(0, start - 1))], [line]


def _known(blocks: Sequence[Block], footer: Sequence[str]) -> Front:
    """Front matter that the markup and the footer tell."""
    headline = _headline(blocks)
    known = Front(
        headline=headline,
        lead=_lead(blocks, headline),
        url=next((address for line in footer if (address := own_address(line))), None),
        outlet=_outlet(footer),
    )
    return replace(known, read_from=tuple((name, "text") for name, _ in iter_fields(known)))


def _headline(blocks: Sequence[Block]) -> str | None:
    """The first heading of the highest level, where it stands near the top; else a first line set in bold."""
    headings = [block for block in blocks[:5] if block.set_as == "heading"]
    if headings:
        return min(headings, key=lambda block: block.level).text
    first = blocks[0] if len(blocks) > 1 else None
    return first.text if first and first.set_as == "bold" and len(first.text) <= 250 else None


def _lead(blocks: Sequence[Block], headline: str | None) -> str | None:
    """The paragraph under the headline, where the whole of it is set off."""
    for block, below in itertools.pairwise(blocks):
        if headline is not None and block.text == headline:
            set_off = below.set_as in ("bold", "italic", "heading") and len(below.text) >= SHORTEST_LEAD
            return below.text if set_off else None
    return None


def _outlet(footer: Sequence[str]) -> str | None:
    for line in footer:
        if (holder := COPYRIGHT.match(line)) is not None:
            return holder["name"].strip()
    names = [line for line in footer if own_address(line) is None]
    return names[0] if len(names) == 1 else None
