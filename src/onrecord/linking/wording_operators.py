"""What changes the meaning of a sentence: "not", "may", "some", "largely", "unless", and what they govern."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from onrecord.lexicon import fold, read_table
from onrecord.linking.wording_align import Match
from onrecord.linking.wording_words import Word, base_form

# How many rare words after such a word it is taken to govern.
_REACH = 3
# What short operators look like, and cut-down forms of longer words must not.
_SHORT = frozenset({"not", "no", "nor", "bar", "may", "all", "few", "if"})


@dataclass(frozen=True, slots=True)
class Operator:
    """`sort`, `meaning` and `alone` are those of linking/data/operators.tsv; `places` its own words.

    `governs` are the places of the words after it that it speaks of, in order, in its clause; `before` of
    the word before it.
    """

    sort: str
    meaning: str
    alone: bool
    places: tuple[int, ...]
    governs: tuple[int, ...]
    before: tuple[int, ...]


@cache
def _operators() -> dict[tuple[str, ...], tuple[tuple[str, str, bool], ...]]:
    found: dict[tuple[str, ...], tuple[tuple[str, str, bool], ...]] = {}
    for phrase, sort, meaning, alone in read_table("linking/data/operators.tsv"):
        key = tuple(_key(fold(word)) for word in phrase.split())
        found[key] = (*found.get(key, ()), (sort, meaning, alone == "alone"))
    return found


@cache
def _beginnings() -> frozenset[str]:
    return frozenset(key[0] for key in _operators())


@lru_cache(maxsize=50_000)
def _key(plain: str) -> str:
    """Short words stand for themselves only: "noted" is no form of "not"."""
    base = base_form(plain)
    return base if len(plain) >= 4 and len(base) >= 3 and base not in _SHORT else plain


def find_operators(words: Sequence[Word]) -> list[Operator]:
    """The words of this kind among those of one rendering, in their order, the longest phrase first."""
    found = []
    keys = [_key(word.plain) for word in words]
    place = 0
    while place < len(words):
        if keys[place] not in _beginnings():
            place += 1
            continue
        for length in (3, 2, 1):
            key = tuple(keys[place : place + length])
            if len(key) == length and (readings := _operators().get(key)):
                places = tuple(range(place, place + length))
                for sort, meaning, alone in readings:
                    if _is_operator(sort, words, places):
                        found.append(_operator(sort, meaning, alone, words, places))
                place += length
                break
        else:
            place += 1
    return found


def _is_operator(sort: str, words: Sequence[Word], places: tuple[int, ...]) -> bool:
    first, after = places[0], places[-1] + 1
    if words[first].plain == "may" and words[first].span.text == "May" and first:
        return False  # the month
    if sort not in ("quantifier", "hedge"):
        return True
    if first and words[first - 1].plain in ("at", "the") and words[first].plain in ("most", "all"):
        return False  # "at most", "at all", "the most"
    # "Some 41,000", "nearly 2,400" are bounds of numbers; "every one of them" is none.
    return not (after < len(words) and words[after].value is not None and words[after].plain != "one")


def _operator(
    sort: str, meaning: str, alone: bool, words: Sequence[Word], places: tuple[int, ...]
) -> Operator:
    first, last = places[0], places[-1]
    clause = words[last].clause
    # Reporting words govern the first words of the content.
    reach = {clause, clause + 1} if words[last].in_cue else {clause}
    after = (p for p in range(last + 1, len(words)) if words[p].clause in reach and words[p].is_content)
    before = [p for p in range(first) if words[p].clause == clause and words[p].is_content][-1:]
    # "Alleges" and "hopes to" are compared as reporting words.
    alone = alone and not (sort == "hedge" and words[first].in_cue)
    return Operator(sort, meaning, alone, places, tuple(after)[:_REACH], tuple(before))


def pair_operators(
    a: Sequence[Operator], b: Sequence[Operator], match: Match
) -> tuple[list[tuple[Operator, Operator]], list[Operator], list[Operator]]:
    """Those of two renderings that stand for each other, and those left over in each.

    They do if they govern words that stand for each other, or stand for each other themselves.
    """
    candidates = sorted(
        (-_closeness(one, other, match), i, j) for i, one in enumerate(a) for j, other in enumerate(b)
    )
    left_a, left_b = dict(enumerate(a)), dict(enumerate(b))
    pairs = []
    for closeness, i, j in candidates:
        if closeness < 0 and i in left_a and j in left_b:
            pairs.append((left_a.pop(i), left_b.pop(j)))
    return pairs, list(left_a.values()), list(left_b.values())


def _closeness(one: Operator, other: Operator, match: Match) -> float:
    governed = {match.a_to_b.get(p) for p in (*one.governs, *one.before)} & {*other.governs, *other.before}
    aligned = any(match.a_to_b.get(p) in other.places for p in one.places)
    if not governed and not aligned:
        return 0.0
    return len(governed) + 1.5 * aligned + 0.5 * (one.meaning == other.meaning)
