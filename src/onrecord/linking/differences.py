"""What the reports of a story count, and whether they agree; what they contradict; what each adds.

Two figures of two reports are compared by what they count and by the words around them (`counted_pairs`);
those that count one thing make a group, of which no report has two values.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import combinations

from onrecord.linking.contradictions import Contradiction, find_contradictions
from onrecord.linking.contributions import find_contributions
from onrecord.linking.counted import Counted, find_counted
from onrecord.linking.counted_pairs import find_state, is_same_value, score_counted
from onrecord.linking.rarity import rarity
from onrecord.record import Difference, Reading, Report, ReportedValue

__all__ = ["Contradiction", "find_contradictions", "find_contributions", "find_differences"]

# From what probability on two figures may be joined.
JOINED = 0.25
SURE = 0.5
# Of two groups, the mean over all their pairs must reach this.
_MEAN = 0.05
_WORDS_OF_WHAT = 4
_Best = dict[tuple[int, str], list[tuple[int, float]]]


def find_differences(story_id: str, reports: Sequence[tuple[Report, Reading]]) -> list[Difference]:
    """What several reports of a story count, in the order of their ids and of the text.

    The order of the reports does not matter.

    Agree: all give one number, but for its unit and for what a bound leaves open ("at least 17" and "17").
    """
    ordered = sorted(reports, key=lambda pair: pair[0].id)
    counted = {report.id: find_counted(report, reading) for report, reading in ordered}
    groups = _group(counted)
    found = [_as_difference(story_id, group) for group in groups if len({c.report for c in group}) > 1]
    return sorted(found, key=lambda d: (d.agree, d.values[0].report, d.values[0].span))


def _group(counted: Mapping[str, Sequence[Counted]]) -> list[list[Counted]]:
    """Figures that count one thing, the surest pairs joined first."""
    all_of_them = [c for one in counted.values() for c in one]
    place = {id(c): n for n, c in enumerate(all_of_them)}
    scores: dict[tuple[int, int], float] = {}
    for one, other in combinations(counted, 2):
        for a in counted[one]:
            for b in counted[other]:
                score = score_counted(a, b, counted[one], counted[other])
                if score > 0.0:
                    scores[place[id(a)], place[id(b)]] = score
    best = _rank(all_of_them, scores)
    group_of = {n: [n] for n in range(len(all_of_them))}
    for (i, j), score in sorted(scores.items(), key=lambda item: (-item[1], item[0])):
        if score < JOINED:
            break
        if score < SURE and not _is_best_for_both(i, j, all_of_them, scores, best):
            continue
        one_group, other_group = group_of[i], group_of[j]
        if one_group is other_group or not _may_join(one_group, other_group, all_of_them, scores):
            continue
        one_group.extend(other_group)
        for n in other_group:
            group_of[n] = one_group
    distinct = {id(group): sorted(group) for group in group_of.values()}
    return [[all_of_them[n] for n in group] for group in distinct.values()]


def _is_best_for_both(
    i: int, j: int, counted: Sequence[Counted], scores: Mapping[tuple[int, int], float], best: _Best
) -> bool:
    """Neither figure has a likelier one of another value in the report of the other."""
    for one, other in ((i, j), (j, i)):
        for rival, score in best[one, counted[other].report]:
            if score > scores[i, j] and not is_same_value(counted[rival], counted[other]):
                return False
    return True


def _rank(counted: Sequence[Counted], scores: Mapping[tuple[int, int], float]) -> _Best:
    """For each figure and other report, the figures there with their scores."""
    best: _Best = defaultdict(list)
    for (i, j), score in scores.items():
        best[i, counted[j].report].append((j, score))
        best[j, counted[i].report].append((i, score))
    return best


def _may_join(
    some: Sequence[int],
    others: Sequence[int],
    counted: Sequence[Counted],
    scores: Mapping[tuple[int, int], float],
) -> bool:
    pairs = [(min(i, j), max(i, j)) for i in some for j in others]
    across = [scores.get(pair, 0.0) for pair in pairs if counted[pair[0]].report != counted[pair[1]].report]
    for i, j in pairs:
        if counted[i].report == counted[j].report and not is_same_value(counted[i], counted[j]):
            return False
    return sum(across) >= _MEAN * len(across)


def _as_difference(story_id: str, group: Sequence[Counted]) -> Difference:
    agree = all(is_same_value(a, b) for a, b in combinations(group, 2))
    unit = Counter(c.figure.unit for c in group if c.figure.unit)
    values = tuple(
        ReportedValue(c.report, c.figure.span, c.figure.value, c.figure.bound, c.by)
        for c in sorted(group, key=lambda c: (c.report, c.figure.span))
    )
    name = min(unit, key=lambda u: (-unit[u], u)) if unit else ""
    return Difference(story_id, _what(group, name), name, values, agree, _reason(group, agree))


def _what(group: Sequence[Counted], unit: str) -> str:
    """What is counted, in words that the reports share."""
    state = next((s for s in map(find_state, group) if s), None)
    if state:
        return f"{unit or 'people'} {state}" if unit != state else unit
    shared = Counter(word for counted in group for word in set(counted.near))
    telling = sorted((w for w in shared if shared[w] > 1), key=lambda w: (-shared[w] * rarity(w), w))
    words = ", ".join(telling[:_WORDS_OF_WHAT])
    return f"{unit}: {words}" if unit and words else unit or words


def _reason(group: Sequence[Counted], agree: bool) -> str:
    by_value: dict[float, list[str]] = {}
    for counted in group:
        by_value.setdefault(counted.figure.value, []).append(" ".join(counted.figure.span.text.split()))
    shown = "; ".join(f"“{words[0]}” ({len(words)})" for _, words in sorted(by_value.items()))
    bounds = {counted.figure.bound for counted in group}
    if not agree:
        return f"different numbers: {shown}"
    return f"one number: {shown}" if len(bounds) == 1 else f"one number, bounded otherwise: {shown}"
