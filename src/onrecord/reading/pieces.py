"""Word pieces: what the network reads, each with its place in the text and how it is printed there.

The pieces are BERT's uncased WordPiece (Devlin et al. 2019; Wu et al. 2016), written out here because
thirty lines are quicker than the library and bring no hub client; a test holds them against it. The
network also reads what lower-casing hides: capitals, paragraphs, quotation marks, headline and lead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.quotes import find_quotations, paragraphs

UNKNOWN, START, END, PADDING = "[UNK]", "[CLS]", "[SEP]", "[PAD]"
# A word is a run of letters and digits; every other printed character stands alone, as do CJK signs.
_WORD = re.compile(
    r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|"
    r"(?:(?![\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])[^\W_]|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])+|[^\s\w]|_"
)
_LONGEST_WORD = 100

# The values of the input features; 0 is what padding and the ends of a window have.
CASE = {"none": 0, "lower": 1, "title": 2, "upper": 3, "mixed": 4}
PLACE = {
    "inside": 0,
    "paragraph start, headline": 1,
    "headline": 2,
    "paragraph start": 3,
    "paragraph start, lead": 4,
}
QUOTE = {"outside": 0, "mark": 1, "double": 2, "single": 3, "nested": 4, "double, open": 5}


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a text, one row each.

    ids, starts, ends: int32 (n,), the piece's number and `[start, end)` in characters of the text;
    case, place, quote: int8 (n,), values of CASE, PLACE, QUOTE; word: int32 (n,), which word it is of.
    """

    ids: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    word: NDArray[np.int32]
    case: NDArray[np.int8]
    place: NDArray[np.int8]
    quote: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.ids)


class Vocabulary:
    """The word pieces a network knows, by number, and the cutting of words into them."""

    def __init__(self, pieces: list[str]) -> None:
        self.numbers: Mapping[str, int] = {piece: number for number, piece in enumerate(pieces)}
        self.unknown = self.numbers[UNKNOWN]
        self.start, self.end, self.padding = (self.numbers[sign] for sign in (START, END, PADDING))
        self._cut = lru_cache(maxsize=100_000)(self._cut_word)

    def cut(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """`(piece number, start, end)` of a word as printed, offsets from the word's start."""
        return self._cut(word)

    def _cut_word(self, word: str) -> tuple[tuple[int, int, int], ...]:
        plain, places = _fold(word)
        if not plain:
            return ()
        found: list[tuple[int, int, int]] = []
        start = 0
        while start < len(plain):
            end = len(plain)
            while end > start:
                piece = plain[start:end] if start == 0 else "##" + plain[start:end]
                number = self.numbers.get(piece)
                if number is not None:
                    break
                end -= 1
            else:
                return ((self.unknown, 0, len(word)),)
            found.append((number, places[start], places[end - 1] + 1))
            start = end
        return tuple(found)


def _fold(word: str) -> tuple[str, list[int]]:
    """The word in lower case without accents, and for each of its characters where it was printed."""
    if len(word) > _LONGEST_WORD:
        return "\0", [0]
    plain: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(word):
        for part in unicodedata.normalize("NFD", sign.lower()):
            if unicodedata.category(part) not in ("Mn", "Cf"):  # accents; soft hyphens and the like
                plain.append(part)
                places.append(place)
    return "".join(plain), places


def cut_pieces(text: str, vocabulary: Vocabulary) -> Pieces:
    """The word pieces of a whole text with their features."""
    rows: list[tuple[int, int, int, int, int]] = []
    for number, word in enumerate(_WORD.finditer(text)):
        printed, at = word.group(), word.start()
        case = _case(printed)
        rows += [(n, at + s, at + e, number, case) for n, s, e in vocabulary.cut(printed)]
    table = np.array(rows, dtype=np.int32).reshape(-1, 5)
    starts = table[:, 1]
    return Pieces(
        ids=table[:, 0],
        starts=starts,
        ends=table[:, 2],
        word=table[:, 3],
        case=table[:, 4].astype(np.int8),
        place=_places(text, starts),
        quote=_quote_states(text, starts),
    )


@lru_cache(maxsize=100_000)
def _case(word: str) -> int:
    if not any(sign.isalpha() for sign in word):
        return CASE["none"]
    if word.islower():
        return CASE["lower"]
    if word.isupper():
        return CASE["upper"] if len(word) > 1 else CASE["title"]
    return CASE["title"] if word[0].isupper() and word[1:].islower() else CASE["mixed"]


def _places(text: str, starts: NDArray[np.int32]) -> NDArray[np.int8]:
    """Which pieces begin a paragraph, and which stand in the headline."""
    places = np.zeros(len(starts), np.int8)
    for number, (start, end) in enumerate(paragraphs(text)):
        first, after = np.searchsorted(starts, [start, end])
        if first == after:
            continue
        if number == 0:
            places[first:after] = PLACE["headline"]
            places[first] = PLACE["paragraph start, headline"]
        else:
            places[first] = PLACE["paragraph start, lead" if number == 1 else "paragraph start"]
    return places


def _quote_states(text: str, starts: NDArray[np.int32]) -> NDArray[np.int8]:
    """In which quotation each piece stands, if any."""
    states = np.zeros(len(starts), np.int8)
    for quotation in find_quotations(text):
        first, after = np.searchsorted(starts, [quotation.start, quotation.end])
        inner, inner_after = np.searchsorted(starts, [quotation.inner_start, quotation.inner_end])
        if quotation.depth:
            state = QUOTE["nested"]
        elif quotation.single:
            state = QUOTE["single"]
        else:
            state = QUOTE["double" if quotation.closed else "double, open"]
        states[first:after] = QUOTE["mark"]
        states[inner:inner_after] = state
    return states
