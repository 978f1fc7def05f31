"""Changes of meaning between two renderings: found where both speak of the same, and one puts it otherwise.

Where the words that a "not" or "may" governs have no counterpart in the other rendering, that one is merely
silent, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from onrecord.linking.embedding import compare_words
from onrecord.linking.measures import same_amount
from onrecord.linking.wording_align import Renderings, spans_of
from onrecord.linking.wording_nouns import Change, What
from onrecord.linking.wording_operators import Operator, find_operators, pair_operators
from onrecord.linking.wording_words import Word

SORTS = {
    "negation": What.NEGATION,
    "modal": What.MODAL,
    "quantifier": What.QUANTIFIER,
    "exception": What.QUANTIFIER,
    "condition": What.CONDITION,
    "hedge": What.HEDGE,
}
# Among how many of the words that it governs the one must be that the other rendering has too.
_HEADS = {"exception": 3, "hedge": 2, "negation": 1}
# Words inside the marks that are less alike than this are other words, not other spellings.
_OTHER_WORD = 0.35
_SAME_AROUND = 2


def find_meaning_changes(pair: Renderings) -> Iterator[Change]:
    """The changes of meaning, in no order."""
    operators_a, operators_b = find_operators(pair.words_a), find_operators(pair.words_b)
    for sort, what in SORTS.items():
        some, others = _of_sort(sort, operators_a), _of_sort(sort, operators_b)
        paired, left_a, left_b = pair_operators(some, others, pair.match)
        for one, other in paired:
            if _differ(sort, one.meaning, other.meaning):
                yield _changed(what, one, other, pair)
        left_a, left_b = _without_double(sort, left_a), _without_double(sort, left_b)
        if left_a and left_b:
            # Each has one that the other seems to lack: more likely one idea in two shapes.
            continue
        inner_a = {place for one, _ in paired for place in one.places}
        inner_b = {place for _, other in paired for place in other.places}
        for one in left_a:
            if inner_a & set(one.governs) or _is_lost(one, others, pair, in_a=True):
                yield _lost(what, one, pair, in_a=True)
        for one in left_b:
            if inner_b & set(one.governs) or _is_lost(one, some, pair, in_a=False):
                yield _lost(what, one, pair, in_a=False)
    yield from _find_numbers(pair)
    yield from _find_replaced(pair)


def _of_sort(sort: str, operators: Iterable[Operator]) -> list[Operator]:
    return [operator for operator in operators if operator.sort == sort]


def _without_double(sort: str, left: list[Operator]) -> list[Operator]:
    """Without those that govern one another: "do not stop" denies nothing."""
    if sort != "negation":
        return left
    governed = {place for operator in left for place in operator.governs}
    inner = [operator for operator in left if governed & set(operator.places)]
    outer = [o for o in left if any(set(o.governs) & set(i.places) for i in inner)]
    return [operator for operator in left if operator not in inner and operator not in outer]


def _differ(sort: str, meaning: str, other: str) -> bool:
    if sort == "modal":
        # "Would" for "must" or "should" may be the tense of reported speech.
        return meaning != other and ("possible" in (meaning, other) or "certain" not in (meaning, other))
    return meaning != other


def _is_lost(one: Operator, others: Sequence[Operator], pair: Renderings, *, in_a: bool) -> bool:
    """What an operator governs stands in the other rendering too, and is governed there by no such one."""
    if not one.alone:
        return False
    if one.sort == "condition":
        return _is_cut_off(one, pair, in_a=in_a)
    to_other = pair.match.a_to_b if in_a else pair.match.b_to_a
    words, other_words = (pair.words_a, pair.words_b) if in_a else (pair.words_b, pair.words_a)
    both = [(head, to_other[head]) for head in one.governs if head in to_other]
    if not both or any(there in other.governs for other in others for _, there in both):
        return False
    same = [words[head].base for head, there in both if words[head].base == other_words[there].base]
    first_is_there = one.governs[0] in to_other
    if one.sort == "quantifier":
        return words[one.governs[0]].base in same
    if len(both) > 1:
        return first_is_there or len(same) > 1 or one.sort == "exception"
    # One word is enough only if it is the very word, and what is compared is more than that word.
    near = both[0][0] in one.governs[: _HEADS.get(one.sort, 1)]
    return bool(same) and near and not words[one.places[0]].in_cue


def _is_cut_off(one: Operator, pair: Renderings, *, in_a: bool) -> bool:
    """The other rendering ends with the word before a condition."""
    to_other = pair.match.a_to_b if in_a else pair.match.b_to_a
    other_words = pair.words_b if in_a else pair.words_a
    before = one.places[0] - 1
    return to_other.get(before) == len(other_words) - 1


def _changed(what: What, one: Operator, other: Operator, pair: Renderings) -> Change:
    a, b = spans_of(pair.words_a, one.places), spans_of(pair.words_b, other.places)
    first, second = pair.names
    return Change(what, a, b, f"“{a[0].text}” in {first}, “{b[0].text}” in {second}")


def _lost(what: What, one: Operator, pair: Renderings, *, in_a: bool) -> Change:
    spans = spans_of(pair.words_a if in_a else pair.words_b, one.places)
    name = pair.names[0 if in_a else 1]
    sentence = f"“{spans[0].text}” stands only in {name}"
    return Change(what, spans if in_a else (), () if in_a else spans, sentence)


def _find_numbers(pair: Renderings) -> Iterator[Change]:
    """Numbers of one thing that differ: both are followed by words that stand for each other."""
    free_a, free_b = _numbers_left(pair.words_a, pair.words_b), _numbers_left(pair.words_b, pair.words_a)
    for i in free_a:
        j = next((j for j in free_b if _speak_of_one(pair, i, j)), None)
        if j is None:
            continue
        free_b.remove(j)
        one, other = pair.words_a[i].span, pair.words_b[j].span
        first, second = pair.names
        sentence = f"“{one.text}” in {first}, “{other.text}” in {second}"
        yield Change(What.NUMBER, (one,), (other,), sentence)


def _numbers_left(words: Sequence[Word], others: Sequence[Word]) -> list[int]:
    """The places of the numbers that the other rendering has not, in this unit or in another."""
    amounts = [(word.value, _unit_at(others, p)) for p, word in enumerate(others) if word.value is not None]
    left = []
    for place, word in enumerate(words):
        if word.value is None or any(word.value == value for value, _ in amounts):
            continue
        unit = _unit_at(words, place)
        if not any(unit and other and same_amount(word.value, unit, v, other) for v, other in amounts):
            left.append(place)
    return left


def _unit_at(words: Sequence[Word], place: int) -> str:
    return words[place + 1].plain if place + 1 < len(words) else ""


def _speak_of_one(pair: Renderings, i: int, j: int) -> bool:
    """A word soon after one number stands for a word soon after the other."""
    after_a = [p for p in range(i + 1, min(i + 4, len(pair.words_a))) if pair.words_a[p].is_content]
    after_b = {p for p in range(j + 1, min(j + 4, len(pair.words_b))) if pair.words_b[p].is_content}
    return any(pair.match.a_to_b.get(p) in after_b for p in after_a)


def _find_replaced(pair: Renderings) -> Iterator[Change]:
    """One word in the place of another: inside the marks of both, or a name for a name."""
    pairs = (*pair.match.pairs, (len(pair.words_a), len(pair.words_b)))
    before = (-1, -1)
    for i, j in pairs:
        if (i - before[0], j - before[1]) == (2, 2) and _stands_in_place_of(i - 1, j - 1, pair):
            one, other = pair.words_a[i - 1], pair.words_b[j - 1]
            what = _kind_of_replacement(one, other)
            if what is not None:
                first, second = pair.names
                sentence = f"“{one.span.text}” in {first}, “{other.span.text}” in {second}"
                yield Change(what, (one.span,), (other.span,), sentence)
        before = (i, j)


def _stands_in_place_of(i: int, j: int, pair: Renderings) -> bool:
    """The two words on either side of each are the same in both, as far as there are so many."""
    same = 0
    for step in (-1, -2, 1, 2):
        one, other = _at(pair.words_a, i, step), _at(pair.words_b, j, step)
        if one is None and other is None:
            continue
        if one is None or other is None or one.base != other.base:
            return False
        same += 1
    return same >= _SAME_AROUND


def _at(words: Sequence[Word], place: int, step: int) -> Word | None:
    """The word some steps on in the same sentence; None: it has none."""
    there = place + step
    if not 0 <= there < len(words) or words[there].piece != words[place].piece:
        return None
    return words[there]


def _kind_of_replacement(one: Word, other: Word) -> What | None:
    if one.value is not None or other.value is not None or not (one.is_content and other.is_content):
        return None
    if float(compare_words([one.plain], [other.plain])[0, 0]) >= _OTHER_WORD:
        return None
    if one.span.text[0].isupper() and other.span.text[0].isupper():
        return What.NAME
    return What.QUOTED_WORD if one.quoted and other.quoted else None
