"""What differs in the wording but not in the meaning: reporting words, marks, brackets, cuts, mere words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from onrecord.lexicon import fold, read_table
from onrecord.linking.rarity import rarity
from onrecord.linking.wording_align import Renderings, spans_of
from onrecord.linking.wording_nouns import Change, Run, RunKind, What
from onrecord.linking.wording_words import CONTENT_BITS, ELLIPSIS, Word, base_form
from onrecord.record import Span, Statement

# Two words: a single one in or outside the marks is where an editor began to quote.
_MOVED_WORDS = 2
# Words moved are told of together if no more than so many others stand between them.
_MOVED_GAP = 3
# By how much reporting words must differ: "said" and "admitted" do, "said" and "insisted" hardly.
_STRONGER = 2


def find_runs(pair: Renderings) -> Iterator[Run]:
    """The contents as runs of words that stand for each other or for nothing, in the order of the text."""
    cues_a = sum(word.in_cue for word in pair.words_a)
    cues_b = sum(word.in_cue for word in pair.words_b)
    aligned = [(i, j) for i, j in pair.match.pairs if i >= cues_a and j >= cues_b]
    place_a, place_b = cues_a, cues_b
    equal: list[tuple[int, int]] = []
    for i, j in [*aligned, (len(pair.words_a), len(pair.words_b))]:
        end = i == len(pair.words_a) and j == len(pair.words_b)
        alike = not end and pair.words_a[i].plain == pair.words_b[j].plain
        if (i, j) != (place_a, place_b) or not alike:
            yield from _run(RunKind.EQUAL, pair, [p for p, _ in equal], [p for _, p in equal])
            equal = []
            upto = 0 if alike or end else 1
            yield from _other_run(pair, range(place_a, i + upto), range(place_b, j + upto))
        if alike:
            equal.append((i, j))
        place_a, place_b = i + 1, j + 1


def _other_run(pair: Renderings, a: range, b: range) -> Iterator[Run]:
    kind = RunKind.REPLACED if a and b else RunKind.ONLY_A if a else RunKind.ONLY_B
    yield from _run(kind, pair, a, b)


def _run(kind: RunKind, pair: Renderings, a: Sequence[int], b: Sequence[int]) -> Iterator[Run]:
    if a or b:
        yield Run(kind, spans_of(pair.words_a, a), spans_of(pair.words_b, b))


def find_style_changes(pair: Renderings, runs: Sequence[Run]) -> Iterator[Change]:
    """The changes that leave the meaning, in no order."""
    yield from _find_cues(pair)
    yield from _find_marks(pair)
    yield from _find_brackets(pair)
    yield from _find_ellipses(pair)
    yield from _find_words(pair, runs)


@cache
def _strengths() -> dict[tuple[str, ...], tuple[str, int]]:
    return {
        tuple(base_form(fold(word)) for word in phrase.split()): (sort, int(strength))
        for phrase, sort, strength in read_table("linking/data/reporting_strength.tsv")
    }


def strength_of(words: Sequence[Word]) -> tuple[str, int] | None:
    """What sort of saying the reporting words make it, and how strong; None: they are not listed."""
    bases = [word.base for word in words if word.in_cue]
    for length in (2, 1):
        for start in range(len(bases) - length + 1):
            if found := _strengths().get(tuple(bases[start : start + length])):
                return found
    return None


def _find_cues(pair: Renderings) -> Iterator[Change]:
    one, other = strength_of(pair.words_a), strength_of(pair.words_b)
    a, b = pair.a.statement.cue, pair.b.statement.cue
    if one and other and abs(one[1] - other[1]) >= _STRONGER:
        stronger = 0 if one[1] > other[1] else 1
        strong, weak = _text((a, b)[stronger]), _text((b, a)[stronger])
        sentence = f"“{strong}” in {pair.names[stronger]} says more than “{weak}”"
        yield Change(What.CUE, a, b, sentence)


def _find_marks(pair: Renderings) -> Iterator[Change]:
    """Words that stand in both, inside the quotation marks of one only."""
    for in_a in (True, False):
        moved: list[tuple[int, int]] = []
        for i, j in [*pair.match.pairs, (-1, -1)]:
            inside = i >= 0 and _is_moved(pair.words_a[i], pair.words_b[j], in_a)
            if moved and inside and _is_apart(pair, moved[-1], (i, j), in_a):
                yield from _marks_change(pair, moved, in_a)
                moved = []
            if inside:
                moved.append((i, j))
            elif moved and (i < 0 or not (pair.words_a[i].quoted and pair.words_b[j].quoted)):
                yield from _marks_change(pair, moved, in_a)
                moved = []


def _is_apart(pair: Renderings, last: tuple[int, int], here: tuple[int, int], in_a: bool) -> bool:
    """Too many words lie between, or one outside of the quotation marks: “must act” since “he is ill”."""
    if max(here[0] - last[0], here[1] - last[1]) > _MOVED_GAP + 1:
        return True
    quoting = pair.words_a[last[0] + 1 : here[0]] if in_a else pair.words_b[last[1] + 1 : here[1]]
    return not all(word.quoted for word in quoting)


def _is_moved(one: Word, other: Word, in_a: bool) -> bool:
    return not one.in_cue and not other.in_cue and one.quoted is in_a and other.quoted is not in_a


def _marks_change(pair: Renderings, moved: list[tuple[int, int]], in_a: bool) -> Iterator[Change]:
    telling = [i for i, _ in moved if rarity(pair.words_a[i].plain) >= CONTENT_BITS]
    if len(moved) < _MOVED_WORDS or not telling:
        return
    a = spans_of(pair.words_a, range(moved[0][0], moved[-1][0] + 1))
    b = spans_of(pair.words_b, range(moved[0][1], moved[-1][1] + 1))
    first, second = pair.names if in_a else (pair.names[1], pair.names[0])
    inside, outside = (a, b) if in_a else (b, a)
    sentence = (
        f"“{_text(inside)}” is quoted in {first}; {second} gives it in its own words: “{_text(outside)}”"
    )
    yield Change(What.MARKS, a, b, sentence)


def _find_brackets(pair: Renderings) -> Iterator[Change]:
    for side, words in enumerate((pair.words_a, pair.words_b)):
        places = [p for p, word in enumerate(words) if word.bracketed]
        to_other = pair.match.b_to_a if side else pair.match.a_to_b
        others = pair.words_a if side else pair.words_b
        if places and not all(p in to_other and others[to_other[p]].bracketed for p in places):
            spans = spans_of(words, places)
            sentence = f"“{_text(spans)}” was put in brackets in {pair.names[side]}"
            yield Change(What.BRACKETS, () if side else spans, spans if side else (), sentence)


def _find_ellipses(pair: Renderings) -> Iterator[Change]:
    found = [list(_ellipses(told.statement)) for told in (pair.a, pair.b)]
    for side in (0, 1):
        if found[side] and not found[1 - side]:
            spans = tuple(found[side])
            sentence = f"{pair.names[side]} leaves words out"
            yield Change(What.ELLIPSIS, () if side else spans, spans if side else (), sentence)


def _ellipses(statement: Statement) -> Iterator[Span]:
    for span in statement.content:
        for match in ELLIPSIS.finditer(span.text):
            yield span.part(span.start + match.start(), span.start + match.end())


def _find_words(pair: Renderings, runs: Sequence[Run]) -> Iterator[Change]:
    for run in runs:
        if run.kind is RunKind.EQUAL:
            continue
        first, second = pair.names
        if run.kind is RunKind.REPLACED:
            sentence = f"“{_text(run.a)}” in {first}, “{_text(run.b)}” in {second}"
            yield Change(What.STYLE, run.a, run.b, sentence)
        else:
            name = first if run.kind is RunKind.ONLY_A else second
            yield Change(What.MORE, run.a, run.b, f"“{_text(run.a or run.b)}” stands only in {name}")


def _text(spans: Sequence[Span]) -> str:
    return " … ".join(" ".join(span.text.split()) for span in spans)
