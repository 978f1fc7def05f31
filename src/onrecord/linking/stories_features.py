"""What two reports share that speaks for one story: rare words, names, openings, runs, numbers, days.

All of it is a function of the two reports alone. The weight of a word is its rarity (inverse document
frequency, Spärck Jones 1972) above that of common words; cosines are those of the vector space model
(Salton, Wong and Yang 1975).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from math import fsum, log, log1p, sqrt
from typing import TYPE_CHECKING

from onrecord.linking.embedding import mean_vector
from onrecord.linking.passages import LONGEST
from onrecord.linking.rarity import RAREST, plain_word, rarity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from onrecord.record import Reading, Report

# Bits below which a word tells nothing of a story ("police", "week").
COMMON = 5.0
# A report's opening, in words: headline, lead, and the first paragraphs.
OPENING = 70
# How many names of a report are its chief ones.
CHIEF = 3
# Two neighbouring words of this weight together are a run worth counting.
TELLING_RUN = 3.0

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-ZÀ-Þ])|\n+")
_PRINTED = re.compile(r"[^\W_]+(?:[.,'’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"\d\d-\d\d$")

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Profile:
    """What of one report is compared. Weighted words: how much each tells, in bits above common words.

    `names` are the words that stand in capitals only, `chief` the names told most, `opening` what stands
    in the first `OPENING` words. `words` and `names` count how often, damped by the logarithm. `printed`
    is how the report mostly prints each word. `meanings` are the mean word vectors of the whole, of the
    opening, and of what are no names: what look-alike stories have in common.
    """

    words: Weights
    names: Weights
    chief: Weights
    opening: Weights
    opening_names: Weights
    runs: frozenset[tuple[str, str]]
    numbers: frozenset[str]
    years: frozenset[str]
    days: frozenset[str]
    printed: dict[str, str]
    meanings: tuple[NDArray[np.float32], ...]
    length: int


def profile_report(report: Report, reading: Reading, weigh_bits: Callable[[str], float] = rarity) -> Profile:
    """The profile of a report; `weigh_bits` is the rarity of a word in bits."""
    days = {match.group() for date in reading.dates if date.value and (match := _DAY.search(str(date.value)))}
    return _profile(report.text[:LONGEST], report.front.language, frozenset(days), weigh_bits)


@lru_cache(maxsize=4096)
def _profile(
    text: str, language: str | None, days: frozenset[str], weigh_bits: Callable[[str], float]
) -> Profile:
    sentences = [_read_sentence(sentence) for sentence in _SENTENCE_END.split(text)]
    lower = {word for sentence in sentences for word, _, form in sentence if not form[0].isupper()}
    forms: dict[str, Counter[str]] = {}
    foreign = language not in (None, "en")
    counts: Counter[str] = Counter()
    bits: Weights = {}
    opening: set[str] = set()
    names: set[str] = set()
    runs: set[tuple[str, str]] = set()
    position = 0
    for sentence in sentences:
        before = ""
        for word, plain, form in sentence:
            position += 1
            is_name = form[0].isupper() and word not in lower
            # How rare a word of another language is, is not known: only its names tell.
            if (foreign and not is_name) or (word[0].isdigit() and len(word) < 2):
                before = ""
                continue
            counts[word] += 1
            forms.setdefault(word, Counter())[form if is_name else form.lower()] += 1
            bits[word] = min(bits.get(word, RAREST), max(0.0, weigh_bits(plain) - COMMON))
            if is_name:
                names.add(word)
            if position <= OPENING:
                opening.add(word)
            if before:
                runs.add((before, word))
            before = word
    told = sorted((word for word in names if bits[word]), key=lambda word: (-bits[word] * counts[word], word))
    often = {word: bits[word] * (1 + log(count)) for word, count in counts.items() if bits[word]}
    printed = {word: min(seen, key=lambda form: (-seen[form], form)) for word, seen in forms.items()}
    opened = {word: bits[word] for word in opening if bits[word]}
    unnamed = {word: weight for word, weight in often.items() if word not in names}
    return Profile(
        words=often,
        names={word: often[word] for word in told},
        chief={word: bits[word] * counts[word] for word in told[:CHIEF]},
        opening=opened,
        opening_names={word: bits[word] for word in opening & names if bits[word]},
        runs=frozenset(run for run in runs if bits[run[0]] + bits[run[1]] >= TELLING_RUN),
        numbers=frozenset(word for word in counts if word[0].isdigit() and not _YEAR.fullmatch(word)),
        years=frozenset(word for word in counts if _YEAR.fullmatch(word)),
        days=days,
        printed=printed,
        meanings=tuple(_mean(words, printed) for words in (often, opened, unnamed)),
        length=position,
    )


def _mean(words: Weights, printed: Mapping[str, str]) -> NDArray[np.float32]:
    ordered = sorted(words)
    return mean_vector([printed[word].lower() for word in ordered], [words[word] for word in ordered])


def _read_sentence(sentence: str) -> list[tuple[str, str, str]]:
    """Each word without a plural s, its plain form, and as it is printed."""
    return [_read_word(form) for form in _PRINTED.findall(sentence)]


@lru_cache(maxsize=1 << 16)
def _read_word(form: str) -> tuple[str, str, str]:
    plain = plain_word(form)
    return _singular(plain), plain, _POSSESSIVE.sub("", form)


def _singular(word: str) -> str:
    """A word without a plural s, as a cheap stand-in for its stem."""
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):
        return word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return word


def measure(a: Profile, b: Profile) -> dict[str, float]:
    """The features of a pair, the same whichever comes first."""
    chief = (_share(a.chief, b.names), _share(b.chief, a.names))
    opening = (_share(a.opening, b.words), _share(b.opening, a.words))
    named = (_share(a.opening_names, b.names), _share(b.opening_names, a.names))
    years = a.years & b.years
    meanings = [round(float(one @ other), 4) for one, other in zip(a.meanings, b.meanings, strict=True)]
    return {
        "words": _cosine(a.words, b.words),
        "held": max(_share(a.words, b.words), _share(b.words, a.words)),
        "names": _cosine(a.names, b.names),
        "chief names, less": min(chief),
        "chief names, more": max(chief),
        "opening, less": min(opening),
        "opening, more": max(opening),
        "opening names, less": min(named),
        "opening names, more": max(named),
        "openings": _cosine(a.opening, b.opening),
        "runs": log1p(len(a.runs & b.runs)),
        "numbers": log1p(len(a.numbers & b.numbers)),
        "years": 1.0 if years else -1.0 if a.years and b.years else 0.0,
        "days": log1p(len(a.days & b.days)),
        "shared": log1p(fsum(min(a.words[word], b.words[word]) for word in a.words.keys() & b.words.keys())),
        "meaning": meanings[0],
        "meaning of openings": meanings[1],
        "meaning without names": meanings[2],
        "length": log(min(a.length, b.length) / 100 + 0.1),
    }


def _share(some: Weights, all_others: Mapping[str, float]) -> float:
    """The share of the weight of some words that the others have too, 0 to 1."""
    whole = fsum(some.values())
    return fsum(weight for word, weight in some.items() if word in all_others) / whole if whole else 0.0


def _cosine(a: Weights, b: Weights) -> float:
    if len(a) > len(b):
        a, b = b, a
    dot = fsum(weight * b[word] for word, weight in a.items() if word in b)
    return dot / (_length(a.values()) * _length(b.values())) if dot else 0.0


def _length(weights: Iterable[float]) -> float:
    return sqrt(fsum(weight * weight for weight in weights))
