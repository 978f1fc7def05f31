"""Attributions scored: predicted source, cue and content against people's, on the words they touch.

A role is reduced to the words it touches (a word: a run of letters and digits). So enclosing quotation
marks, white space and punctuation at the edges never matter, and pieces parted only by punctuation are
one. A role that touches no word is absent.

Roles are measured by themselves: `exact` (the same words), `overlap` (the share of its characters that the
other side covers with that role), `partial` (any common word), `token` (words in the role, as a set).

Attributions are paired one to one on content: as many pairs as possible that have at least half of their
joint characters in common, and of those the largest total. A paired attribution is right in `content`; in
`+source` where the sources share a word or both are absent; in `+source=` where they are equal; in
`+source+cue` where source and cue both share a word; in `exact triple` where all three are equal. Precision
is over predictions of a kind, recall over gold of that kind.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from onrecord.evaluation.pairing import best_pairs

ROLES = ("source", "cue", "content")
SPAN_MEASURES = ("exact", "overlap", "partial", "token")
KINDS = ("all", "direct", "mixed", "indirect")
LEVELS = ("content", "+source", "+source=", "+source+cue", "exact triple")
LEAST_IN_COMMON = 0.5

WORD = re.compile(r"[^\W_]+")
QUOTE_OR_BREAK = re.compile(r'["“”„«»\n]')

Words = frozenset[int]
Places = Iterable[Sequence[int]]


class Score(NamedTuple):
    """Precision, recall and their harmonic mean, 0 to 1, and how many were predicted and are gold."""

    precision: float
    recall: float
    f1: float
    predicted: float
    gold: float


@dataclass(slots=True)
class Tally:
    """Counts of one measure; `right` are fractions of a span where a part of it counts."""

    right_of_predicted: float = 0.0
    predicted: float = 0.0
    right_of_gold: float = 0.0
    gold: float = 0.0

    def score(self) -> Score:
        precision = self.right_of_predicted / self.predicted if self.predicted else 0.0
        recall = self.right_of_gold / self.gold if self.gold else 0.0
        both = precision + recall
        return Score(
            precision, recall, 2 * precision * recall / both if both else 0.0, self.predicted, self.gold
        )


@dataclass(slots=True)
class AttributionScores:
    """All measures over the articles given to `add`, pooled. Keys are (role or kind, measure)."""

    tallies: dict[tuple[str, str], Tally] = field(
        default_factory=lambda: {
            row: Tally()
            for row in (
                *((role, measure) for role in ROLES for measure in SPAN_MEASURES),
                *((kind, level) for kind in KINDS for level in LEVELS),
            )
        }
    )

    def add(
        self, text: str, gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]
    ) -> None:
        """Count one article. An attribution maps each role to its places, `[[start, end], …]`."""
        words = TextWords(text)
        gold_side = [Attribution.of(words, row) for row in gold]
        predicted_side = [Attribution.of(words, row) for row in predicted]
        for role in ROLES:
            self._add_role(words, role, predicted_side, gold_side)
        self._add_attributions(words, predicted_side, gold_side)

    def scores(self) -> dict[tuple[str, str], Score]:
        return {row: tally.score() for row, tally in self.tallies.items()}

    def _add_role(
        self, words: TextWords, role: str, predicted: list[Attribution], gold: list[Attribution]
    ) -> None:
        found = [a.roles[role] for a in predicted if a.roles[role]]
        true = [a.roles[role] for a in gold if a.roles[role]]
        found_words, true_words = frozenset().union(*found), frozenset().union(*true)
        same = sum((Counter(found) & Counter(true)).values())
        self._count(role, "exact", same, len(found), same, len(true))
        shares = [words.length(span & true_words) / words.length(span) for span in found]
        gold_shares = [words.length(span & found_words) / words.length(span) for span in true]
        self._count(role, "overlap", sum(shares), len(found), sum(gold_shares), len(true))
        touched, gold_touched = sum(s > 0 for s in shares), sum(s > 0 for s in gold_shares)
        self._count(role, "partial", touched, len(found), gold_touched, len(true))
        common = len(found_words & true_words)
        self._count(role, "token", common, len(found_words), common, len(true_words))

    def _add_attributions(
        self, words: TextWords, predicted: list[Attribution], gold: list[Attribution]
    ) -> None:
        for attribution in predicted:
            for row in attribution.rows(LEVELS):
                self.tallies[row].predicted += 1
        for attribution in gold:
            for row in attribution.rows(LEVELS):
                self.tallies[row].gold += 1
        for i, j in _pairs(words, predicted, gold):
            levels = list(_levels_reached(predicted[i], gold[j]))
            for row in predicted[i].rows(levels):
                self.tallies[row].right_of_predicted += 1
            for row in gold[j].rows(levels):
                self.tallies[row].right_of_gold += 1

    def _count(
        self, group: str, measure: str, right: float, predicted: float, right_of_gold: float, gold: float
    ) -> None:
        tally = self.tallies[group, measure]
        tally.right_of_predicted += right
        tally.predicted += predicted
        tally.right_of_gold += right_of_gold
        tally.gold += gold


class TextWords:
    """The words of a text, their lengths, and which of them stand inside double quotation marks."""

    def __init__(self, text: str) -> None:
        places = [match.span() for match in WORD.finditer(text)]
        self._starts = [start for start, _ in places]
        self._ends = [end for _, end in places]
        self.quoted = self.touched(_quoted_stretches(text))

    def touched(self, places: Places) -> Words:
        """The words that the places touch, by number."""
        return frozenset(
            word
            for start, end in places
            if start < end
            for word in range(bisect_right(self._ends, start), bisect_left(self._starts, end))
        )

    def length(self, words: Words) -> int:
        """How many characters the words have together."""
        return sum(self._ends[word] - self._starts[word] for word in words)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution: the words of each role, and the kind of its content (None: it has no words)."""

    roles: dict[str, Words]
    kind: str | None

    @classmethod
    def of(cls, words: TextWords, places: Mapping[str, Any]) -> Attribution:
        roles = {role: words.touched(places.get(role) or ()) for role in ROLES}
        quoted = roles["content"] & words.quoted
        kind = "direct" if quoted == roles["content"] else "mixed" if quoted else "indirect"
        return cls(roles, kind if roles["content"] else None)

    def rows(self, levels: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The measures that this attribution counts in, for these levels."""
        if self.kind is not None:
            yield from ((kind, level) for kind in ("all", self.kind) for level in levels)

    def shares(self, other: Attribution, role: str) -> bool:
        """The role shares a word with the other's, or both lack it."""
        mine, theirs = self.roles[role], other.roles[role]
        return bool(mine & theirs) or not (mine or theirs)


def find_right(words: TextWords, predicted: list[Attribution], gold: list[Attribution]) -> set[int]:
    """The numbers of the predictions whose content is found with the right source."""
    pairs = _pairs(words, predicted, gold)
    return {i for i, j in pairs if predicted[i].shares(gold[j], "source")}


def _levels_reached(predicted: Attribution, gold: Attribution) -> Iterator[str]:
    same_source = predicted.shares(gold, "source")
    yield "content"
    if same_source:
        yield "+source"
    if predicted.roles["source"] == gold.roles["source"]:
        yield "+source="
    if same_source and predicted.shares(gold, "cue"):
        yield "+source+cue"
    if predicted.roles == gold.roles:
        yield "exact triple"


def _pairs(words: TextWords, predicted: list[Attribution], gold: list[Attribution]) -> list[tuple[int, int]]:
    """One pair more outweighs any gain in what the pairs have in common."""
    pair_bonus = min(len(predicted), len(gold)) + 1
    values = []
    for one in predicted:
        row = []
        for other in gold:
            joint = words.length(one.roles["content"] | other.roles["content"])
            common = words.length(one.roles["content"] & other.roles["content"]) / joint if joint else 0.0
            row.append(common + pair_bonus if common >= LEAST_IN_COMMON else 0.0)
        values.append(row)
    return best_pairs(values)


def _quoted_stretches(text: str) -> Iterator[tuple[int, int]]:
    """Stretches inside double quotation marks. A mark left open runs to the end of its line, since a
    quotation of several paragraphs opens each one anew; straight marks open and close in turn.
    """
    start = None
    for match in QUOTE_OR_BREAK.finditer(text + "\n"):
        if start is None and match.group() in '"“„«':
            start = match.end()
        elif start is not None and match.group() in '"”»\n':
            yield start, match.start()
            start = None
