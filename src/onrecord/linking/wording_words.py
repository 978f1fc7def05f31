"""The words of a statement, one by one: where they stand, in which form, and inside whose marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.lexicon import fold, read_table
from onrecord.linking.rarity import rarity
from onrecord.numbers import NUMBER, read_number
from onrecord.record import Kind, Span, Statement

_WORD = re.compile(
    rf"(?P<number>(?<![\w-])[$€£]?(?:{NUMBER})(?![\w]))|(?P<short>n['’]t\b|['’](?:ll|d|ve|re|m|s)\b)"
    r"|(?P<word>(?:[^\W\d_]\.){2,}|[^\W\d_]+?(?=n['’]t\b)|[^\W_]+)",
    re.IGNORECASE,
)
_MARKS = re.compile(r"(?P<straight>\")|(?P<open>[“«]|(?<![^\W_])‘)|(?P<close>[”»]|’(?![^\W_]))")
_BRACKETED = re.compile(r"\[[^\[\]]*\]|(?<=\s)\((?:[^\W\d_]+\s?){1,4}\)(?=\s)")
ELLIPSIS = re.compile(r"[(\[]?(?:\.{3,}|…|\. \. \.)[)\]]?")
_ENDINGS = ("ments", "ment", "ings", "ing", "ers", "ed", "er", "es", "ly", "e", "s")
# Below this a word is too common to tell what is spoken of, in bits.
CONTENT_BITS = 5.0
CLAUSE_END = re.compile(r"[,.;:!?–—]|--")
CLAUSE_WORDS = frozenset(
    "but because since while although though whereas till until unless if after before when".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or number. `base` is a form that its inflections share; `value` of a number its worth.

    `piece` is the number of the span it stands in, `clause` of the clause; cues come before contents.
    `whole` is the span of the statement that it was cut from.
    """

    span: Span
    whole: Span
    plain: str
    base: str
    value: float | None
    piece: int
    clause: int
    in_cue: bool
    quoted: bool
    bracketed: bool

    @property
    def is_content(self) -> bool:
        """The word is rare enough to tell what is spoken of."""
        return self.value is None and rarity(self.plain) >= CONTENT_BITS


def find_statement_words(statement: Statement) -> list[Word]:
    """The words of the cue, then those of the content, each in the order of the text."""
    words: list[Word] = []
    pieces = [(True, span) for span in statement.cue] + [(False, span) for span in statement.content]
    clause = 0
    open_marks = False
    for number, (in_cue, span) in enumerate(pieces):
        if not in_cue and words and words[-1].in_cue:
            clause += 1
        quoted, open_marks = _quoted_places(span, statement.kind, in_cue, open_marks)
        brackets = [] if in_cue else [m.span() for m in _BRACKETED.finditer(span.text)]
        last_end = 0
        for match in _WORD.finditer(span.text):
            start, end = match.span()
            if match["short"] and match["short"][1:] == "s" and match["short"][0] in "'’":
                last_end = end
                continue
            plain = fold(match.group())
            if (last_end and CLAUSE_END.search(span.text, last_end, start)) or plain in CLAUSE_WORDS:
                clause += 1
            last_end = end
            value = read_number(match["number"].lstrip("$€£")) if match["number"] else None
            if plain in ("a", "an"):
                value = None
            words.append(
                Word(
                    span.part(span.start + start, span.start + end),
                    span,
                    plain,
                    base_form(plain),
                    value,
                    number,
                    clause,
                    in_cue,
                    quoted=any(a <= start and end <= b for a, b in quoted),
                    bracketed=any(a <= start and end <= b for a, b in brackets),
                )
            )
    return words


def _quoted_places(span: Span, kind: Kind, in_cue: bool, is_open: bool) -> tuple[list[tuple[int, int]], bool]:
    """Which stretches of a span stand in quotation marks; whether the last is still open at its end."""
    if in_cue or kind is Kind.INDIRECT:
        return [], is_open
    if kind is Kind.DIRECT:
        return [(0, len(span.text))], False
    places: list[tuple[int, int]] = []
    start = 0
    for match in _MARKS.finditer(span.text):
        opens = bool(match["open"]) or (bool(match["straight"]) and not is_open)
        if opens and not is_open:
            start, is_open = match.end(), True
        elif not opens and is_open:
            places.append((start, match.start()))
            is_open = False
    if is_open:
        places.append((start, len(span.text)))
    return places, is_open


@cache
def _irregular() -> dict[str, str]:
    forms = {}
    for base, others in read_table("linking/data/irregular_words.tsv"):
        forms[base] = base
        forms |= dict.fromkeys(others.split(), base)
    return forms


@lru_cache(maxsize=1 << 16)
def base_form(plain: str) -> str:
    """What a folded word has in common with its inflections; no word of the language need be so spelled."""
    if plain in _irregular():
        return _irregular()[plain]
    word = plain.removesuffix("'s")
    if len(word) > 4 and word.endswith(("ied", "ies")):
        word = word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word.removesuffix("s")
        if word in _irregular():
            return _irregular()[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3 and ending != "s":
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.replace("our", "or") if len(word) > 4 else word


def clauses_of(words: list[Word]) -> Iterator[list[int]]:
    """The places of the words of each clause."""
    groups: dict[int, list[int]] = {}
    for place, word in enumerate(words):
        groups.setdefault(word.clause, []).append(place)
    yield from groups.values()
