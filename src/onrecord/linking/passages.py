"""Passages that two texts have in common, sentence by sentence: word for word, cut, or lightly edited.

Sentences are compared by the longest common subsequence of their words, so that an edit, a cut or a
synonym costs what it changes and no more, and so that the order of the sentences does not matter.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from onrecord.lexicon import fold
from onrecord.linking.rarity import rarity
from onrecord.record import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# From what score on two sentences are one passage.
SAME_PASSAGE = 0.6
# A sentence that is a part of another counts a little less than one that is all of it, and only if it
# has so many words: short ones stand in many sentences by chance.
_PART, _PART_WORDS = 0.9, 7
# So much of a text is looked at, as of its reading; a sentence without an end is cut after so many words; a
# word that stands in more sentences of one text tells none of them apart. Comparing two texts thus has an end
# whatever they hold.
LONGEST, _MOST_WORDS, _MOST_HOLDERS = 50_000, 200, 50
# Sentences of fewer words are no passages: "He said no."
_LEAST_WORDS = 4
# From how many bits on a word is telling: "the", "said" and the like are not.
_TELLING = 4.0

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
# A stop, unless it is an initial's or an abbreviation's; then what closes behind it.
_SENTENCE_END = re.compile(
    r"\n+|[.!?…](?<!\b[A-Z]\.)(?<!\b(?:Mr|Ms|Dr|St|Lt|No)\.)(?<!\bSept\.)"
    r"(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Sgt|Col|Jan|Feb|Aug|Oct|Nov|Dec)\.)"
    r"[.!?…]*[\"'”’»)\]]*\s+(?=[^\sa-z])"
)
_QUOTED = re.compile(
    r"“[^”\n]*[”\n]?|«[^»\n]*[»\n]?|\"[^\"\n]*[\"\n]?"
    r"|(?<!\w)‘(?:[^’\n]|’(?=\w))*[’\n]?|(?<![\w'])'(?=\w)(?:[^'\n]|'(?=\w))*'(?!\w)|(?:``|'')[^\n]*?''"
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of one text and the sentence of another that has the same words or nearly.

    `score` is 1 where no word differs; see `match_passages`.
    """

    a: Span
    b: Span
    score: float


@dataclass(frozen=True, slots=True)
class Sentence:
    """`[start, end)` of a text with its folded words, and which of them stand in quotation marks.

    `telling` are those of its words that are not in most texts.
    """

    start: int
    end: int
    words: tuple[str, ...]
    quoted: tuple[bool, ...]
    vocabulary: frozenset[str]
    telling: frozenset[str]


@dataclass(frozen=True, slots=True)
class Match:
    """Two sentences, by their places in their texts' lists, with the words of each that the other has."""

    a: int
    b: int
    score: float
    words_a: frozenset[int]
    words_b: frozenset[int]


def match_passages(a: str, b: str) -> list[Passage]:
    """The sentences that two texts share, in the order of the first text.

    Each sentence has the one it is most like; the score is twice the longest common subsequence of their
    words over all their words, or nine tenths of the share of the shorter one that stands in the longer.
    The same passages, turned round, come of the texts turned round.
    """
    ours, theirs = find_sentences(a), find_sentences(b)
    found = [
        Passage(Span(ours[m.a].start, ours[m.a].end, a), Span(theirs[m.b].start, theirs[m.b].end, b), m.score)
        for m in match_sentences(a, b)
    ]
    return sorted(found, key=lambda passage: (passage.a, passage.b))


@lru_cache(maxsize=64)
def find_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text that have words; none crosses a line."""
    text = text[:LONGEST]
    inside = bytearray(len(text))
    for match in _QUOTED.finditer(text):
        inside[match.start() + 1 : match.end()] = b"\1" * (match.end() - match.start() - 1)
    found = []
    start = 0
    for end in _find_ends(text):
        places = [(match.start(), match.group()) for match in _WORD.finditer(text, start, end)]
        if places:
            words = tuple([fold(word) for _, word in places])
            quoted = tuple([inside[place] == 1 for place, _ in places])
            vocabulary = frozenset(words)
            telling = frozenset([word for word in vocabulary if rarity(word) >= _TELLING])
            stripped = text[start:end].strip()
            first = text.index(stripped, start)
            found.append(Sentence(first, first + len(stripped), words, quoted, vocabulary, telling))
        start = end
    return tuple(found)


def _find_ends(text: str) -> Iterator[int]:
    """Where the sentences end, and where one that is too long is cut."""
    start = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        # No word has fewer than two characters with what parts it from the next.
        if end - start > 2 * _MOST_WORDS:
            words = [match.end() for match in _WORD.finditer(text, start, end)]
            yield from words[_MOST_WORDS - 1 : -1 : _MOST_WORDS]
        yield end
        start = end


def match_sentences(a: str, b: str) -> list[Match]:
    """The pairs of sentences that are one passage, the surest first; see `match_passages`."""
    if b < a:
        return [Match(m.b, m.a, m.score, m.words_b, m.words_a) for m in match_sentences(b, a)]
    return list(_match(a, b))


@lru_cache(maxsize=64)
def _match(a: str, b: str) -> tuple[Match, ...]:
    from rapidfuzz.distance import LCSseq

    ours, theirs = find_sentences(a), find_sentences(b)
    scored = []
    for i, j in _alike(ours, theirs):
        one, other = ours[i].words, theirs[j].words
        score = _score(LCSseq.similarity(one, other), len(one), len(other))
        if score >= SAME_PASSAGE:
            scored.append((-score, -min(len(one), len(other)), i, j))
    taken_a: set[int] = set()
    taken_b: set[int] = set()
    found = []
    for score, _, i, j in sorted(scored):
        # A sentence that was split, or two that were joined: the second half finds its other half taken.
        if i in taken_a and j in taken_b:
            continue
        taken_a.add(i)
        taken_b.add(j)
        found.append(_align(ours, theirs, i, j, -score))
    return tuple(found)


def _alike(ours: Sequence[Sentence], theirs: Sequence[Sentence]) -> Iterator[tuple[int, int]]:
    """The pairs of sentences that have half of their telling words in common, of the one that has fewer."""
    holders: dict[str, list[int]] = {}
    for j, other in enumerate(theirs):
        if len(other.words) >= _LEAST_WORDS:
            for word in other.telling:
                holders.setdefault(word, []).append(j)
    for i, one in enumerate(ours):
        if len(one.words) >= _LEAST_WORDS:
            held = (holders.get(word, ()) for word in one.telling)
            shared = Counter([j for some in held if len(some) <= _MOST_HOLDERS for j in some])
            for j, common in shared.items():
                if 2 * common >= min(len(one.telling), len(theirs[j].telling)):
                    yield i, j


def _score(common: int, length: int, other: int) -> float:
    whole = 2 * common / (length + other)
    least = min(length, other)
    return round(max(whole, _PART * common / least if least >= _PART_WORDS else 0.0), 4)


def _align(ours: tuple[Sentence, ...], theirs: tuple[Sentence, ...], i: int, j: int, score: float) -> Match:
    from rapidfuzz.distance import LCSseq

    words_a: set[int] = set()
    words_b: set[int] = set()
    for code in LCSseq.opcodes(ours[i].words, theirs[j].words):
        if code.tag == "equal":
            words_a.update(range(code.src_start, code.src_end))
            words_b.update(range(code.dest_start, code.dest_end))
    return Match(i, j, score, frozenset(words_a), frozenset(words_b))
