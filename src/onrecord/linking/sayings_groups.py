"""Which statements make one saying, from all that is judged of their pairs: no chain without its middle.

What people joined is joined and what they parted stays apart. What models judged is joined by average
linkage (Sokal and Michener 1958), the best first: two groups become one where on the average their pairs are
likely the same. A pair of which nothing is judged counts as different. Two statements of one report count
double: a report seldom says one thing twice, so where it says two, others that are like both are no bridge.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from onrecord.linking.judgements import as_pair, group_same, is_by_model, standing_judgements
from onrecord.record import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.record import Judgement

# The average score from which two groups become one: never above that of their best pair, so that only
# groups are joined that a "same" ties.
JOINED_FROM = 0.3
# How often a pair of two statements of one report is counted in an average.
OF_ONE_REPORT = 2

_Key = tuple[str, str]


def group_sayings(
    report_of: Mapping[str, str], judgements: Iterable[Judgement], repeats: Iterable[Judgement]
) -> list[frozenset[str]]:
    """The groups of the ids of statements, sorted by their smallest members.

    `report_of` has the report of each; judgements and repeats may come in any order.
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
    members = {min(group): group for group in group_same(report_of, by_people)}
    linkage = _Linkage(members, report_of, scores, apart)
    linkage.join_all()
    return sorted(linkage.members.values(), key=min)


class _Linkage:
    """Groups by their smallest members, and for each two that a judgement ties the sum of scores; how many
    members each has of each report.
    """

    def __init__(
        self,
        members: dict[str, frozenset[str]],
        report_of: Mapping[str, str],
        scores: dict[_Key, float],
        apart: set[_Key],
    ) -> None:
        self.members = members
        self.reports = {group: Counter(report_of[one] for one in all_of) for group, all_of in members.items()}
        leader = {one: group for group, all_of in members.items() for one in all_of}
        self.ties: dict[str, dict[str, float]] = {group: {} for group in members}
        for (a, b), score in sorted(scores.items()):
            if a in leader and b in leader and leader[a] != leader[b]:
                often = OF_ONE_REPORT if report_of[a] == report_of[b] else 1
                self._add(leader[a], leader[b], often * score)
        self.apart: defaultdict[str, set[str]] = defaultdict(set)
        for a, b in apart:
            if a in leader and b in leader:
                self._hold_apart(leader[a], leader[b])

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
            if b in self.apart.get(a, ()):
                continue
            self._join(a, b)
            for other in self.ties[a]:
                heappush(waiting, self._entry(*as_pair(a, other)))

    def _entry(self, a: str, b: str) -> tuple[float, str, str]:
        some, others = self.reports[a], self.reports[b]
        pairs = len(self.members[a]) * len(self.members[b])
        pairs += (OF_ONE_REPORT - 1) * sum(n * others[report] for report, n in some.items())
        average = self.ties[a][b] / pairs
        return -round(average, 9), a, b

    def _join(self, a: str, b: str) -> None:
        """Put b, whose smallest member is the greater one, into a."""
        self.members[a] |= self.members.pop(b)
        self.reports[a] += self.reports.pop(b)
        for other, total in self.ties.pop(b).items():
            del self.ties[other][b]
            if other != a:
                self._add(a, other, total)
        for other in self.apart.pop(b, ()):
            self._hold_apart(a, other)

    def _hold_apart(self, a: str, b: str) -> None:
        self.apart[a].add(b)
        self.apart[b].add(a)

    def _add(self, a: str, b: str, total: float) -> None:
        self.ties[a][b] = self.ties[b][a] = self.ties[a].get(b, 0.0) + total


def pairs_of(groups: Iterable[Sequence[str] | frozenset[str]]) -> set[_Key]:
    """Every two members of one group, in sorted order."""
    return {as_pair(a, b) for group in groups for a in group for b in group if a < b}
