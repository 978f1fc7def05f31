"""What tells whether two statements are one saying: numbers that a person can read, the same either way."""

from __future__ import annotations

import re
from dataclasses import replace
from math import log1p
from typing import TYPE_CHECKING

import numpy as np

from onrecord.linking.embedding import compare_words
from onrecord.linking.sayings_content import Content, find_content
from onrecord.linking.sayings_earlier import is_told_of_earlier
from onrecord.linking.sayings_speakers import SpeakerTie, compare_speakers
from onrecord.linking.topics import count_sentences, telling_share
from onrecord.record import Act

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.edtf import Edtf
    from onrecord.record import Statement, Told

# Cosines of words up to the first say nothing, from the second on they are the same word in another form.
_UNLIKE, _ALIKE = 0.35, 0.85
# From which likeness on two words are told to be aligned.
_ALIGNED = 0.5
_WEEK = 7
_EARLIER = re.compile(r"had\b", re.IGNORECASE)
_I = frozenset({"i", "we"})
_TOLD = frozenset({"told", "said", "wrote", "sent", "gave", "spoke", "made"})
# The features of time as they are for what may have been said at one time.
AT_ONE_TIME = {
    "said apart": 0.0,
    "said apart for sure": 0.0,
    "said weeks apart": 0.0,
    "one had said": 0.0,
    "one of earlier": 0.0,
}


def compare_told(a: Told, b: Told) -> dict[str, float]:
    """The features of a pair by name; none depends on which of the two is first."""
    one, other = find_content(a), find_content(b)
    speakers = compare_speakers(a.statement, b.statement)
    return {
        **_compare_contents(one, other),
        **_compare_telling(*_weigh(a, b)),
        **{f"speaker {tie.value}": float(speakers is tie) for tie in SpeakerTie},
        **_compare_acts(a, b),
        **_compare_times(a, b),
        **_compare_places(a, b),
    }


def _compare_contents(one: Content, other: Content) -> dict[str, float]:
    likeness = _likeness(one, other)
    plain = _align(one, other, likeness, names=False)
    every = _align(one, other, likeness, names=True)
    run = longest_run(one.running, other.running)
    run_bits = sum(bits_of(one).get(word, 0.0) for word in run)
    quoted = longest_run(one.quoted, other.quoted)
    shorter = max(1, min(len(one.running), len(other.running)))
    both_numbers = bool(one.numbers and other.numbers)
    shared_numbers = len(one.numbers & other.numbers)
    return {
        "aligned, less": min(every[:2]),
        "aligned, more": max(every[:2]),
        "plain aligned, less": min(plain[:2]),
        "plain aligned, more": max(plain[:2]),
        "plain bits": log1p(plain[2]),
        "left over, less": log1p(min(_left(one, every[0]), _left(other, every[1]))),
        "left over, more": log1p(max(_left(one, every[0]), _left(other, every[1]))),
        "names clash": float(bool(one.names) and bool(other.names) and not one.names & other.names),
        "meaning": float(one.meaning @ other.meaning),
        "run": len(run) / shorter,
        "run bits": log1p(run_bits),
        "quoted run": log1p(sum(bits_of(one).get(word, 0.0) for word in quoted)),
        "numbers agree": float(shared_numbers > 0),
        "numbers clash": float(both_numbers and not shared_numbers),
        "negation differs": float((one.negations > 0) != (other.negations > 0)),
    }


def _weigh(a: Told, b: Told) -> tuple[Content, Content]:
    """The contents of both, their words weighed by how far they tell one thing in the two reports apart."""
    reports = tuple(count_sentences(text) for text in sorted({a.text, b.text}) if text)
    one, other = (
        replace(
            content,
            bits=tuple(
                bit * telling_share(word, reports)
                for word, bit in zip(content.words, content.bits, strict=True)
            ),
        )
        for content in (find_content(a), find_content(b))
    )
    return one, other


def _compare_telling(one: Content, other: Content) -> dict[str, float]:
    """As `_compare_contents` does it, with the words that both reports are about weighed less."""
    likeness = _likeness(one, other)
    shares = _align(one, other, likeness, names=True)
    run = longest_run(one.running, other.running)
    bits = bits_of(one)
    return {
        "telling aligned, less": min(shares[:2]),
        "telling aligned, more": max(shares[:2]),
        "telling bits": log1p(shares[2]),
        "telling run bits": log1p(sum(bits.get(word, 0.0) for word in run)),
        "telling left, less": log1p(min(_left(one, shares[0]), _left(other, shares[1]))),
        "telling left, more": log1p(max(_left(one, shares[0]), _left(other, shares[1]))),
    }


def _likeness(one: Content, other: Content) -> NDArray[np.float32]:
    """float32 (words, other words): 0 to 1, how far one word may stand for the other."""
    cosines = compare_words(one.words, other.words)
    return np.asarray(np.clip((cosines - _UNLIKE) / (_ALIKE - _UNLIKE), 0.0, 1.0))


def _left(content: Content, share: float) -> float:
    """The bits of a content that the other has not."""
    return content.total_bits * (1 - share)


def _align(
    one: Content, other: Content, likeness: NDArray[np.float32], *, names: bool
) -> tuple[float, float, float]:
    """The share of each side's bits that the other has too, and the bits that both have; `names`: with
    those of names.
    """
    if not one.words or not other.words:
        return 0.0, 0.0, 0.0
    shares, bits = [], []
    for side, best in ((one, likeness.max(1).tolist()), (other, likeness.max(0).tolist())):
        total = aligned = 0.0
        for word, bit, like in zip(side.words, side.bits, best, strict=True):
            if names or word not in side.names:
                total += bit
                aligned += bit * like
        shares.append(aligned / max(total, 1e-9))
        bits.append(aligned)
    return shares[0], shares[1], sum(bits) / 2


def count_aligned(one: Content, other: Content) -> tuple[int, int]:
    """How many telling words of the content that has fewer stand in the other, in some form, and how many
    it has.
    """
    if len(one.words) > len(other.words) or (len(one.words) == len(other.words) and one.words > other.words):
        one, other = other, one
    if not one.words:
        return 0, 0
    return int((_likeness(one, other).max(1) >= _ALIGNED).sum()), len(one.words)


def bits_of(content: Content) -> dict[str, float]:
    return dict(zip(content.words, content.bits, strict=True))


def longest_run(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """The longest run of words that both have; of several, the one that comes first in order of its words."""
    places: dict[str, list[int]] = {}
    for j, other in enumerate(others):
        places.setdefault(other, []).append(j)
    best: tuple[int, tuple[str, ...]] = (0, ())
    # Where in the others a run ends that ends here, and how long it is.
    ends: dict[int, int] = {}
    for i, word in enumerate(some):
        ends = {j: ends.get(j - 1, 0) + 1 for j in places.get(word, ())}
        length = max(ends.values(), default=0)
        if length and length >= best[0]:
            run = some[i + 1 - length : i + 1]
            best = (length, run if length > best[0] else min(best[1], run))
    return best[1]


def _compare_acts(a: Told, b: Told) -> dict[str, float]:
    one, other = a.statement, b.statement
    return {
        "act same": float(one.act is other.act),
        "telling act same": float(one.act is other.act is not Act.INFORM),
        "one asks": float(_asks(one) != _asks(other)),
        "one denies": float((one.act is Act.DENY) != (other.act is Act.DENY)),
        "one had said": float(_is_earlier(one) != _is_earlier(other)),
        "one of earlier": float(is_told_of_earlier(a) != is_told_of_earlier(b)),
        "both of earlier": float(is_told_of_earlier(a) and is_told_of_earlier(b)),
        "one recounted": float(_is_recounted(one) != _is_recounted(other)),
    }


def _asks(statement: Statement) -> bool:
    return statement.act is Act.QUESTION or statement.content[-1].text.rstrip("\"”’'») ").endswith("?")


def _is_earlier(statement: Statement) -> bool:
    """It had been said: before the occasion that the report is about."""
    return any(_EARLIER.match(span.text) for span in statement.cue)


def _is_recounted(statement: Statement) -> bool:
    """Told by the speakers themselves of what they said another time: "I told him ...", not "I think ..."."""
    by_themselves = any(span.text.casefold() in _I for span in statement.source)
    cue = statement.cue[0].text.casefold().split()[0] if statement.cue else ""
    return by_themselves and (cue.endswith("ed") or cue in _TOLD)


def _compare_times(a: Told, b: Told) -> dict[str, float]:
    one = a.statement.said.value if a.statement.said else None
    other = b.statement.said.value if b.statement.said else None
    apart = days_apart(one, other)
    return {
        "said apart": 0.0 if apart is None else log1p(apart),
        "said apart for sure": float(_is_sure(apart, a) and _is_sure(apart, b)),
        "said weeks apart": float((apart or 0) > _WEEK),
    }


def _is_sure(apart: int | None, told: Told) -> bool:
    """The statement was not said on the day of the other: a day that is about, or the day of the report
    itself where it is the next one, may stand for want of a better one.
    """
    said = told.statement.said
    if not apart or said is None or "~" in str(said.value):
        return False
    dateline = told.front.dateline.date if told.front.dateline else None
    own = {str(day)[-5:] for day in (told.front.published, dateline) if day}
    return apart > 1 or str(said.value)[-5:] not in own


def days_apart(one: Edtf | None, other: Edtf | None) -> int | None:
    """How many days lie between two times at least; 0 where they may be one, None where that is not known."""
    if one is None or other is None:
        return None
    if not one.is_known and other.is_known:
        one = one.resolve(other)
    elif one.is_known and not other.is_known:
        other = other.resolve(one)
    if one.is_known != other.is_known:
        return None
    # Two of unknown year stand in one year that stands in for it: so near to each other it is the same.
    (_, first, last, *_), (_, begin, end, *_) = one.sort_key, other.sort_key
    return max(0, (first - end).days, (begin - last).days)


def _compare_places(a: Told, b: Told) -> dict[str, float]:
    """Where the two stand, if in one report."""
    one, other = a.statement, b.statement
    together = a.report == b.report
    heads = [_in_headline(x) for x in (a, b)]
    gap = max(one.content[0].start, other.content[0].start) - min(one.content[-1].end, other.content[-1].end)
    return {
        "one report": float(together),
        "near": 1 / (1 + max(gap, 0) / 100) if together else 0.0,
        "one in the other": float(together and _holds(one, other)),
        "one in headline": float(any(heads)),
        "headline and text of one report": float(together and heads[0] != heads[1]),
    }


def _holds(one: Statement, other: Statement) -> bool:
    return (one.within is not None and one.within == other.id) or (
        other.within is not None and other.within == one.id
    )


def _in_headline(told: Told) -> bool:
    return bool(told.front.headline) and told.statement.content[0].start < len(told.front.headline or "")
