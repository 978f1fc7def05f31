"""What a statement is about: the telling words of its content, its numbers, names and quoted words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.lexicon import read_words
from onrecord.linking.embedding import mean_vector, other_forms
from onrecord.linking.rarity import find_words, plain_word, rarity
from onrecord.numbers import NUMBER, read_number

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from onrecord.record import Statement, Told

_NUMBER = re.compile(rf"(?<![\w.]){NUMBER}(?![\w])", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w’'])[^\W\d_a-z][\w’'.-]*(?:\s+[^\W\d_a-z][\w’'.-]*)*")
_QUOTED = re.compile(r"[\"“«]([^\"“”«»]+)|(?<!\w)[‘']((?:[^'‘’]|(?<=\w)['’](?=\w))+)")
# What a word counts for at least, however common, and at most.
_LEAST_BITS, _MOST_BITS = 3.5, 12.0


@dataclass(frozen=True, slots=True)
class Content:
    """`words` are the telling ones, folded, each once, in the order of the text, numbers as "#17"; `bits`
    what each tells; `running` all words in order; `quoted` those in quotation marks, in order; `names` the
    folded words that are printed with a capital inside a sentence; `negations` how many words deny;
    `meaning` the mean vector of the words by their bits, float32 (96,), of length 1.
    """

    words: tuple[str, ...]
    bits: tuple[float, ...]
    running: tuple[str, ...]
    quoted: tuple[str, ...]
    numbers: frozenset[float]
    names: frozenset[str]
    negations: int
    meaning: NDArray[np.float32] = field(compare=False)

    @property
    def total_bits(self) -> float:
        return sum(self.bits)


def find_content(told: Told) -> Content:
    """The content of a statement, taken apart."""
    statement = told.statement
    text, cue = (" … ".join(s.text for s in role) for role in (statement.content, statement.cue))
    return _take_apart(text, cue, _names_of_speaker(statement))


@lru_cache(maxsize=1 << 13)
def _take_apart(text: str, cue: str, own: frozenset[str]) -> Content:
    names = frozenset(
        word
        for match in _NAME.finditer(text)
        for word in find_words(match.group())
        if word not in read_words("linking/data/function_words.txt")
    )
    numbers: list[float] = []

    def as_sign(match: re.Match[str]) -> str:
        value = read_number(match.group())
        if value is None or (match.group()[:1].isalpha() and value <= 1):
            return match.group()
        numbers.append(value)
        return f" 0number{len(numbers) - 1} "

    signed = _NUMBER.sub(as_sign, text)
    running = tuple(
        f"#{numbers[int(word.removeprefix('0number'))]:g}" if word.startswith("0number") else word
        for word in find_words(signed)
    )
    empty = read_words("linking/data/function_words.txt")
    of_cue = find_words(cue)
    saying = read_words("linking/data/saying_words.txt")
    told_words = dict.fromkeys(
        word
        for word in (*running, *(word for word in of_cue if word not in saying))
        if word not in empty and word not in own
    )
    quoted = " … ".join(a or b for a, b in _QUOTED.findall(text))
    denying = read_words("linking/data/negations.txt")
    bits = tuple(min(max(_rarity(word), _LEAST_BITS), _MOST_BITS) for word in told_words)
    return Content(
        words=tuple(told_words),
        bits=bits,
        running=running,
        quoted=tuple(find_words(quoted)),
        numbers=frozenset(numbers),
        names=names,
        negations=sum(word in denying or word.endswith("n't") for word in (*running, *of_cue)),
        meaning=mean_vector(tuple(told_words), bits),
    )


def _rarity(word: str) -> float:
    """That of the commonest form of the word: "decides" tells no more than "decide"."""
    return min(rarity(form) for form in (word.removeprefix("#"), *other_forms(word)))


def _names_of_speaker(statement: Statement) -> frozenset[str]:
    """The words of the speaker's name: a statement is not about who makes it."""
    name = statement.speaker.name if statement.speaker else ""
    return frozenset(plain_word(word) for word in name.split())
