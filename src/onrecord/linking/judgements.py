"""Judgements: what is the same as what, from single verdicts on pairs.

A person's beats what a register says, and that beats a model's. Everything here is a pure function of a set
of judgements: their order does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from onrecord.record import Judgement, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

# Authors whose names begin so are models; all others are people.
MODEL_PREFIX = "onrecord-"
# Who judges by the register that the user imported.
REGISTER = f"{MODEL_PREFIX}register-1"


def is_by_model(judgement: Judgement) -> bool:
    return judgement.author.startswith(MODEL_PREFIX)


def authority_of(judgement: Judgement) -> int:
    """Whose word counts first: 0 a person's, 1 the register's, 2 a model's."""
    return 0 if not is_by_model(judgement) else 1 if judgement.author == REGISTER else 2


def as_pair(a: str, b: str) -> tuple[str, str]:
    """The two ids in sorted order, as judgements have them."""
    return (a, b) if a < b else (b, a)


def standing_judgements(judgements: Iterable[Judgement]) -> dict[tuple[str, str], Judgement]:
    """Per pair the one that holds: not withdrawn, of the highest authority, the newest of these.

    Of two given at one time, "different" holds: a wrong merge does more harm than a missed one.
    """

    def weight(j: Judgement) -> tuple[int, datetime, int, str]:
        caution = (Verdict.SAME, Verdict.UNSURE, Verdict.DIFFERENT).index(j.verdict)
        return (-authority_of(j), j.at, caution, j.id)

    standing: dict[tuple[str, str], Judgement] = {}
    for judgement in judgements:
        if judgement.withdrawn is not None:
            continue
        held = standing.get(judgement.pair)
        if held is None or weight(judgement) > weight(held):
            standing[judgement.pair] = judgement
    return standing


@dataclass(slots=True)
class _Groups:
    """Groups of ids that may be joined, unless two of their members are held apart."""

    leader: dict[str, str]
    members: dict[str, set[str]]
    apart: dict[str, set[str]]

    def find(self, one: str) -> str:
        while self.leader[one] != one:
            one = self.leader[one]
        return one

    def join(self, a: str, b: str) -> None:
        a, b = self.find(a), self.find(b)
        if a == b or self._held_apart(a, b):
            return
        big, small = sorted((a, b), key=lambda x: (-len(self.members[x]), x))
        self.leader[small] = big
        self.members[big] |= self.members.pop(small)

    def _held_apart(self, a: str, b: str) -> bool:
        # From the smaller side: a name that thousands of reports print is one group that grows by one.
        small, large = sorted((self.members[a], self.members[b]), key=len)
        return any(not self.apart[member].isdisjoint(large) for member in small if member in self.apart)

    def hold_apart(self, a: str, b: str) -> None:
        self.apart.setdefault(a, set()).add(b)
        self.apart.setdefault(b, set()).add(a)


def group_same(ids: Iterable[str], judgements: Iterable[Judgement]) -> list[frozenset[str]]:
    """Join ids by the judgements that say "same"; sorted by the smallest member.

    What people said is done first, then what the register says, then what models said. No "same" joins two
    groups of which members are judged different by the same authority or a higher one, however long the
    chain between them; of several that would, the more certain are done. A lower "different" holds
    nothing apart that a higher authority has joined, nor what else goes by the names of those joined.
    """
    known = sorted(set(ids))
    groups = _Groups({i: i for i in known}, {i: {i} for i in known}, {})
    standing = [j for j in standing_judgements(judgements).values() if set(j.pair) <= groups.leader.keys()]
    overruled: set[tuple[str, str]] = set()
    for authority in range(3):
        ours = [j for j in standing if authority_of(j) == authority]
        if authority == 2:
            overruled = _overruled(known, ours, groups)
        for judgement in ours:
            if judgement.verdict is Verdict.DIFFERENT and judgement.pair not in overruled:
                groups.hold_apart(*judgement.pair)
        for judgement in sorted(ours, key=lambda j: (-j.score, j.pair)):
            if judgement.verdict is Verdict.SAME:
                groups.join(*judgement.pair)
    return sorted((frozenset(group) for group in groups.members.values()), key=min)


def _overruled(known: Iterable[str], models: list[Judgement], groups: _Groups) -> set[tuple[str, str]]:
    """The pairs that models judge different, of which others of the same two kinds were joined.

    If a person says that "Ana Quell" and "Anna Quell" are one, an "Ana Quell" that comes later is not held
    apart from her because the names differ: by models alone she is with the one that was joined.
    """
    if all(len(group) == 1 for group in groups.members.values()):
        return set()
    alone = _Groups({i: i for i in known}, {i: {i} for i in known}, {})
    for judgement in sorted(models, key=lambda j: (j.verdict is not Verdict.DIFFERENT, -j.score, j.pair)):
        if judgement.verdict is Verdict.DIFFERENT:
            alone.hold_apart(*judgement.pair)
        elif judgement.verdict is Verdict.SAME:
            alone.join(*judgement.pair)
    joined: set[tuple[str, str]] = set()
    for group in groups.members.values():
        kinds = sorted({alone.find(member) for member in group})
        joined.update(combinations(kinds, 2))
    different = (j.pair for j in models if j.verdict is Verdict.DIFFERENT)
    return {(a, b) for a, b in different if as_pair(alone.find(a), alone.find(b)) in joined}
