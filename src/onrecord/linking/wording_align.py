"""Two renderings laid side by side: which word of one stands for which word of the other.

The alignment is the heaviest common subsequence (Needleman and Wunsch 1970, without a price for gaps), where
a pair of words weighs what the rarer tells, and words that mean nearly the same count for less than equal
ones. Words whose order was changed are found by `Match.other_of` as well.
"""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.edtf import Edtf
from onrecord.linking.embedding import compare_words
from onrecord.linking.rarity import RAREST, rarity
from onrecord.linking.wording_words import Word
from onrecord.record import Span, Told

# Words at least so much alike may stand for each other.
ALIKE = 0.5
_DAY = re.compile(r"(?P<year>\d{4}|XXXX)-(?P<month>\d\d)-(?P<day>\d\d)")
_ADJACENT = 0.05


@dataclass(frozen=True, slots=True)
class Match:
    """`pairs`: places aligned, in order in both. `a_to_b`, `b_to_a`: also those whose order was changed."""

    pairs: tuple[tuple[int, int], ...]
    a_to_b: dict[int, int]
    b_to_a: dict[int, int]


def align_words(a: Sequence[Word], b: Sequence[Word]) -> Match:
    """Lay the words of two renderings side by side."""
    if not a or not b:
        return Match((), {}, {})
    likeness = _likeness(a, b)
    pairs = _best_pairs(likeness)
    a_to_b, b_to_a = dict(pairs), {j: i for i, j in pairs}
    left = sorted(
        (-likeness[i][j], i, j)
        for i in range(len(a))
        for j in range(len(b))
        if i not in a_to_b and j not in b_to_a and likeness[i][j] and a[i].is_content and b[j].is_content
    )
    for _, i, j in left:
        if i not in a_to_b and j not in b_to_a:
            a_to_b[i], b_to_a[j] = j, i
    return Match(tuple(pairs), a_to_b, b_to_a)


def _likeness(a: Sequence[Word], b: Sequence[Word]) -> list[list[float]]:
    """How much each pair of words weighs if it is aligned; 0: it may not be."""
    cosines = compare_words([w.plain for w in a], [w.plain for w in b])
    table = []
    for i, one in enumerate(a):
        row = []
        for j, other in enumerate(b):
            weight = 0.1 + max(rarity(one.plain), rarity(other.plain)) / RAREST
            if one.plain == other.plain:
                row.append(weight)
            elif one.value is not None or other.value is not None:
                row.append(weight * 0.95 if one.value == other.value else 0.0)
            elif one.base == other.base:
                row.append(weight * 0.9)
            elif one.is_content and other.is_content and cosines[i, j] >= ALIKE:
                row.append(weight * 0.8 * float(cosines[i, j]))
            else:
                row.append(0.0)
        table.append(row)
    return table


def _best_pairs(likeness: list[list[float]]) -> list[tuple[int, int]]:
    rows, columns = len(likeness), len(likeness[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    joined = [[False] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            skip = max(best[i + 1][j], best[i][j + 1])
            weight = likeness[i][j]
            together = weight + best[i + 1][j + 1] + (_ADJACENT if joined[i + 1][j + 1] else 0.0)
            joined[i][j] = weight > 0.0 and together >= skip
            best[i][j] = together if joined[i][j] else skip
    pairs = []
    i = j = 0
    while i < rows and j < columns:
        if joined[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


@dataclass(frozen=True, slots=True)
class Renderings:
    """Two renderings with their words and which of them stand for each other."""

    a: Told
    b: Told
    words_a: tuple[Word, ...]
    words_b: tuple[Word, ...]
    match: Match

    @property
    def names(self) -> tuple[str, str]:
        """What the two are called before a reader: by outlet and day of print, as far as these tell."""
        outlets = self.a.front.outlet, self.b.front.outlet
        days = self.a.front.published, self.b.front.published
        if outlets[0] and outlets[1] and outlets[0] != outlets[1]:
            return f"that of {outlets[0]}", f"that of {outlets[1]}"
        if days[0] and days[1] and days[0] != days[1]:
            return f"that of {_day(days[0])}", f"that of {_day(days[1])}"
        return "one", "the other"


def _day(value: Edtf) -> str:
    """A day as "4 January 2024", without a year that is not known; what is no day as EDTF has it."""
    match = _DAY.fullmatch(str(value))
    if match is None:
        return str(value)
    year = "" if match["year"] == "XXXX" else f" {match['year']}"
    return f"{int(match['day'])} {month_name[int(match['month'])]}{year}"


def spans_of(words: Sequence[Word], places: Sequence[int]) -> tuple[Span, ...]:
    """The words at some places as spans, those that follow one another in one."""
    spans: list[Span] = []
    last = None
    for place in sorted(places):
        word = words[place]
        if last is not None and place == last + 1 and words[last].piece == word.piece:
            spans[-1] = word.whole.part(spans[-1].start, word.span.end)
        else:
            spans.append(word.span)
        last = place
    return tuple(spans)
