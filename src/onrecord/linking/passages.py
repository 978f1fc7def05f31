"""Passages that two texts have in common, sentence by sentence: word for word, cut, or lightly edited.

Sentences are compared by the longest common subsequence of their words, so that an edit, a cut or a
synonym costs what it changes and no more, and so that the order of the sentences does not matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import fold
from onrecord.record import Span

# From what score on two sentences are one passage.
SAME_PASSAGE = 0.6
# A sentence that is a part of another counts a little less than one that is all of it, and only if it
# has so many words: short ones stand in many sentences by chance.
_PART, _PART_WORDS = 0.9, 7
# Sentences of fewer words are no passages: "He said no."
_LEAST_WORDS = 4

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_ABBREVIATED = (
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt|No))(?<!\bSept)"
    r"(?<!\b(?:Mrs|Gen|Sen|Rep|Gov|Sgt|Col|Jan|Feb|Aug|Oct|Nov|Dec))"
)
_SENTENCE_END = re.compile(rf"\n+|{_ABBREVIATED}[.!?…]+[\"'”’»)\]]*\s+(?=[^\sa-z])")
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
    """`[start, end)` of a text with its folded words, and which of them stand in quotation marks."""

    start: int
    end: int
    words: tuple[str, ...]
    quoted: tuple[bool, ...]
    vocabulary: frozenset[str]


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
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    found = []
    start = at = 0
    for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
        words, inside = [], []
        for word in _WORD.finditer(text, start, end):
            while at < len(quoted) and quoted[at][1] <= word.start():
                at += 1
            words.append(fold(word.group()))
            inside.append(at < len(quoted) and quoted[at][0] < word.start())
        if words:
            stripped = text[start:end].strip()
            first = text.index(stripped, start)
            found.append(
                Sentence(first, first + len(stripped), tuple(words), tuple(inside), frozenset(words))
            )
        start = end
    return tuple(found)


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
    for i, one in enumerate(ours):
        for j, other in enumerate(theirs):
            least = min(len(one.words), len(other.words))
            if least < _LEAST_WORDS or len(one.vocabulary & other.vocabulary) < 0.5 * min(
                len(one.vocabulary), len(other.vocabulary)
            ):
                continue
            score = _score(LCSseq.similarity(one.words, other.words), len(one.words), len(other.words))
            if score >= SAME_PASSAGE:
                scored.append((-score, -least, i, j))
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
