"""What two reports are about: how far a word still tells one thing they say from another.

A rare word that every other sentence of a report has ("ferry", in a report on a ferry) is its topic: that two
statements share it says only that they are of one story. So words are weighed by their share of the
sentences too: inverse document frequency (Spärck Jones 1972) within the two reports.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from onrecord.linking.rarity import find_words

if TYPE_CHECKING:
    from collections.abc import Mapping

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+|\n+")
# A word is counted with the others that begin with as many letters: "vaccine" and "vaccinated".
_STEM = 5
# A saying that both reports carry is told about so often in them, which makes it no topic yet.
_CARRIED = 3


class Sentences(NamedTuple):
    """How many sentences a report has, and in how many of them each stem stands."""

    total: int
    having: Mapping[str, int]


@lru_cache(maxsize=512)
def count_sentences(text: str) -> Sentences:
    """The sentences of a report's text by the stems in them."""
    sentences = [words for part in _SENTENCE_END.split(text) if (words := find_words(part))]
    having = Counter(stem for words in sentences for stem in {_stem(word) for word in words})
    return Sentences(len(sentences), having)


def telling_share(word: str, reports: tuple[Sentences, ...]) -> float:
    """1 for a word that few sentences of the reports have, down to 0 for one that all have."""
    total = sum(report.total for report in reports)
    if total <= _CARRIED:
        return 1.0
    stem = _stem(word)
    having = max(_CARRIED, sum(report.having.get(stem, 0) for report in reports))
    return max(0.0, log2(total / having) / log2(total / _CARRIED))


def _stem(word: str) -> str:
    singular = word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")
    return singular[:_STEM]
