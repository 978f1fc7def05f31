"""Statements that contradict one another: a denial of what another says, or one saying told both ways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from onrecord.lexicon import fold
from onrecord.linking.rarity import rarity
from onrecord.linking.wording import What, compare_wording
from onrecord.linking.wording_align import align_words
from onrecord.linking.wording_operators import find_operators
from onrecord.linking.wording_words import Word, find_statement_words
from onrecord.record import Act, Saying, Told

# How much of the shorter content a denial and what it denies must have in common, and in how many words that
# tell as much as this, in bits: "told" and "got" stand in anything.
_COMMON = 0.5
_COMMON_WORDS = 2
_TELLING_BITS = 6.5


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two statements of which not both can be so, by their ids in sorted order, and why."""

    a: str
    b: str
    reason: str


def find_contradictions(told: Sequence[Told], sayings: Iterable[Saying]) -> list[Contradiction]:
    """The contradictions among statements of one story; any order in, the same out.

    Two renderings of one saying contradict each other where one has a "not" that the other lacks. Two
    speakers do where one denies what the other says.
    """
    by_id = {one.statement.id: one for one in told}
    found: dict[tuple[str, str], str] = {}
    saying_of: dict[str, str] = {}
    for saying in sayings:
        members = sorted(set(saying.renderings) & by_id.keys())
        saying_of |= dict.fromkeys(members, saying.id)
        for a, b in combinations(members, 2):
            for change in compare_wording(by_id[a], by_id[b]).changes:
                if change.what is What.NEGATION:
                    found[a, b] = f"one saying told both ways: {change.sentence}"
    for a, b in combinations(sorted(by_id), 2):
        same_saying = a in saying_of and saying_of[a] == saying_of.get(b)
        if not same_saying and (reason := _denies(by_id[a], by_id[b])):
            found[a, b] = reason
    return [Contradiction(a, b, reason) for (a, b), reason in sorted(found.items())]


def _denies(one: Told, other: Told) -> str | None:
    """Why one of two speakers contradicts the other; None: neither does."""
    speakers = one.statement.speaker, other.statement.speaker
    if speakers[0] and speakers[1] and fold(speakers[0].name) == fold(speakers[1].name):
        return None
    acts = {told.statement.act for told in (one, other)}
    if Act.DENY not in acts or Act.QUESTION in acts:
        return None
    words = [find_statement_words(told.statement) for told in (one, other)]
    if _is_negative(words[0]) is _is_negative(words[1]):
        return None
    contents = [[w for w in some if not w.in_cue and rarity(w.plain) >= _TELLING_BITS] for some in words]
    match = align_words(*contents)
    same = [contents[0][i] for i, j in match.a_to_b.items() if contents[0][i].base == contents[1][j].base]
    if len(same) < max(_COMMON_WORDS, _COMMON * min(map(len, contents))):
        return None
    shared = ", ".join(word.plain for word in sorted(same, key=lambda w: w.plain))
    return f"one denies what the other says; both speak of: {shared}"


def _is_negative(words: Sequence[Word]) -> bool:
    """An odd number of words that deny, reporting words among them."""
    return sum(operator.sort == "negation" for operator in find_operators(words)) % 2 == 1
