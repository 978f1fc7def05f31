"""Which statements make one saying, from all that is judged of their pairs: no chain without its middle.

What people joined is joined and what they parted stays apart. What models judged is joined by average
linkage (Sokal and Michener 1958), the best first: two groups become one where on the average their pairs are
likely the same. A pair of which nothing is judged counts as different.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from onrecord.linking.judgements import as_pair, group_same, is_by_model, standing_judgements
from onrecord.record import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.record import Judgement

# The average score from which two groups become one: never above that of their best pair, so that only
# groups are joined that a "same" ties.
JOINED_FROM = 0.3

_Key = tuple[str, str]


def group_sayings(
    ids: Iterable[str], judgements: Iterable[Judgement], repeats: Iterable[Judgement]
) -> list[frozenset[str]]:
    """The groups of ids, sorted by their smallest members; judgements and repeats may come in any order.

    Two statements of which one is judged to repeat the other are never in one group, unless people say so.
    """
    standing = standing_judgements(judgements)
    again = standing_judgements(repeats)
    by_people = [j for j in standing.values() if not is_by_model(j)]
    scores = {
        j.pair: j.score for j in standing.values() if is_by_model(j) and j.verdict is not Verdict.DIFFERENT
    }
    apart = {j.pair for j in standing.values() if j.verdict is Verdict.DIFFERENT}
    apart |= {j.pair for j in again.values() if j.verdict is Verdict.SAME}
    members = {min(group): group for group in group_same(ids, by_people)}
    linkage = _Linkage(members, scores, apart)
    linkage.join_all()
    return sorted(linkage.members.values(), key=min)


class _Linkage:
    """Groups by their smallest members, and for each two that a judgement ties the sum of scores."""

    def __init__(
        self, members: dict[str, frozenset[str]], scores: dict[_Key, float], apart: set[_Key]
    ) -> None:
        self.members = members
        leader = {one: group for group, all_of in members.items() for one in all_of}
        self.ties: dict[str, dict[str, float]] = {group: {} for group in members}
        for (a, b), score in sorted(scores.items()):
            if a in leader and b in leader and leader[a] != leader[b]:
                self._add(leader[a], leader[b], score)
        self.apart = {as_pair(leader[a], leader[b]) for a, b in apart if a in leader and b in leader}

    def join_all(self) -> None:
        waiting = [self._entry(a, b) for a, others in self.ties.items() for b in others if a < b]
        heapify(waiting)
        while waiting:
            entry = heappop(waiting)
            value, a, b = entry
            if -value < JOINED_FROM:
                return
            if a not in self.ties or b not in self.ties[a] or self._entry(a, b) != entry:
                continue  # one of the two has changed since
            if (a, b) in self.apart:
                continue
            self._join(a, b)
            for other in self.ties[a]:
                heappush(waiting, self._entry(*as_pair(a, other)))

    def _entry(self, a: str, b: str) -> tuple[float, str, str]:
        average = self.ties[a][b] / (len(self.members[a]) * len(self.members[b]))
        return -round(average, 9), a, b

    def _join(self, a: str, b: str) -> None:
        """Put b, whose smallest member is the greater one, into a."""
        self.members[a] |= self.members.pop(b)
        for other, total in self.ties.pop(b).items():
            del self.ties[other][b]
            if other != a:
                self._add(a, other, total)
        self.apart |= {as_pair(a, other) for pair in self.apart if b in pair for other in pair if other != b}

    def _add(self, a: str, b: str, total: float) -> None:
        self.ties[a][b] = self.ties[b][a] = self.ties[a].get(b, 0.0) + total


def pairs_of(groups: Iterable[Sequence[str] | frozenset[str]]) -> set[_Key]:
    """Every two members of one group, in sorted order."""
    return {as_pair(a, b) for group in groups for a in group for b in group if a < b}
