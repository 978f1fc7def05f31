"""How rare a word is, in bits: what makes some words of two texts tell more than others.

The counts are of passages (lines of text) of the train parts of PolNeAR (campaign news of 2016; Newell et
al. 2018), ECB+ (Cybulska and Vossen 2014) and GUM (Zeldes 2017); `training/word_counts.py` makes them.
The measure is inverse document frequency (Spärck Jones 1972). It never depends on what a record holds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from math import log2

from onrecord.lexicon import fold, read_pairs

# How many passages were counted.
PASSAGES = 30_907
# What a word has that is not in the list.
RAREST = log2(PASSAGES / 2)
_INITIALS = r"(?:[^\W\d_]\.)+[^\W\d_]\.?"
_WORD = re.compile(rf"{_INITIALS}|\d+(?:[.,]\d+)*[^\W_]*|[^\W_]+(?:['’][^\W_]+)*")


def find_words(text: str) -> list[str]:
    """The words and numbers of a text as they are counted: see `plain_word`."""
    return [plain_word(match.group()) for match in _WORD.finditer(text)]


def plain_word(word: str) -> str:
    """A word folded, without a possessive 's; a number without commas; "US" and "U.S." are both "u.s"."""
    if word[:1].isdigit():
        return word.replace(",", "").casefold()
    if word == "US" or re.fullmatch(_INITIALS, word):
        return ".".join(fold(word))
    return fold(word).removesuffix("'s")


@lru_cache(maxsize=1 << 16)
def rarity(word: str) -> float:
    """-log2 of the share of passages in which a word stands, in bits: 0.6 ("the") to 13.9 (`RAREST`)."""
    count = read_pairs("linking/data/word_counts.tsv").get(plain_word(word))
    return log2(PASSAGES / int(count)) if count else RAREST
