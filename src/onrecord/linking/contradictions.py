"""Statements that contradict one another: a denial of what another says, or one saying told both ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.lexicon import fold
from onrecord.linking.rarity import rarity
from onrecord.linking.wording import What, compare_wording
from onrecord.linking.wording_operators import find_operators
from onrecord.linking.wording_words import find_statement_words
from onrecord.record import Act, Saying, Told

# How much of the shorter content a denial and what it denies must have in common, and in how many words that
# tell as much as this, in bits: "told" and "got" stand in anything.
_COMMON = 0.5
_COMMON_WORDS = 2
_TELLING_BITS = 6.5
# Of a saying with more renderings than this, each wording is compared once, and only so many wordings.
_FEW_RENDERINGS = 12
_MOST_WORDINGS = 24


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of which not both can be so, by their ids in sorted order, and why."""

    a: str
    b: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement as denials are looked for: `telling` are its rare words by their base form.

    `denies`: it has a word that denies; `is_negative`: an odd number of them.
    """

    told: Told
    denies: bool
    is_negative: bool
    telling: Mapping[str, str]


def find_contradictions(told: Sequence[Told], sayings: Iterable[Saying]) -> list[Contradiction]:
    """The contradictions among statements of one story; any order in, the same out.

    Two renderings of one saying contradict each other where one has a "not" that the other lacks. Two
    speakers do where one denies what the other says.
    """
    said = {one.statement.id: _as_said(one) for one in told}
    found: dict[tuple[str, str], str] = {}
    saying_of: dict[str, str] = {}
    for saying in sayings:
        members = sorted(set(saying.renderings) & said.keys())
        saying_of |= dict.fromkeys(members, saying.id)
        for a, b in _pairs_with_denial([said[member] for member in members]):
            for change in compare_wording(a, b).changes:
                if change.what is What.NEGATION:
                    found[a.statement.id, b.statement.id] = f"one saying told both ways: {change.sentence}"
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for key in sorted(said):
        for base in said[key].telling:
            holders[base].append(key)
    for denial in sorted(key for key in said if said[key].told.statement.act is Act.DENY):
        shared = Counter(key for base in said[denial].telling for key in holders[base])
        for other in sorted(key for key, number in shared.items() if number >= _COMMON_WORDS):
            same_saying = denial in saying_of and saying_of[denial] == saying_of.get(other)
            if not same_saying and (reason := _denies(said[denial], said[other])):
                found[min(denial, other), max(denial, other)] = reason
    return [Contradiction(a, b, reason) for (a, b), reason in sorted(found.items())]


def _pairs_with_denial(members: Sequence[_Said]) -> Iterator[tuple[Told, Told]]:
    """The pairs of renderings that may be told both ways: one of the two has a word that denies."""
    if len(members) > _FEW_RENDERINGS:
        by_words = {_words_of(one.told): one for one in reversed(members)}
        members = [one for one in members if by_words[_words_of(one.told)] is one][:_MOST_WORDINGS]
    for a, b in combinations(members, 2):
        if a.denies or b.denies:
            yield a.told, b.told


def _words_of(told: Told) -> str:
    return fold(" ".join(span.text for span in (*told.statement.cue, *told.statement.content)))


def _as_said(told: Told) -> _Said:
    words = find_statement_words(told.statement)
    telling = {w.base: w.plain for w in words if not w.in_cue and rarity(w.plain) >= _TELLING_BITS}
    # An odd number of words that deny, reporting words among them.
    denying = sum(operator.sort == "negation" for operator in find_operators(words))
    return _Said(told, denying > 0, denying % 2 == 1, telling)


def _denies(denial: _Said, other: _Said) -> str | None:
    """Why a denial contradicts what another speaker says; None: it does not."""
    if denial.is_negative is other.is_negative or other.told.statement.act is Act.QUESTION:
        return None
    speakers = denial.told.statement.speaker, other.told.statement.speaker
    if speakers[0] and speakers[1] and fold(speakers[0].name) == fold(speakers[1].name):
        return None
    shared = denial.telling.keys() & other.telling.keys()
    shorter = min(len(denial.telling), len(other.telling))
    if len(shared) < max(_COMMON_WORDS, _COMMON * shorter):
        return None
    words = ", ".join(sorted(denial.telling[base] for base in shared))
    return f"one denies what the other says; both speak of: {words}"
