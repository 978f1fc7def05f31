"""Copies: which report rests on which other, and why. Whole, cut, re-ordered, edited; rewritten with credit.

A *copy* has the other's own sentences; words in quotation marks are not counted, since two reporters may
quote the same. A *rewrite* tells the other's matter in other words and credits its outlet.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING
from zlib import crc32

from onrecord.linking.credits import find_credit_of, name_same_outlet, rests_on_agency
from onrecord.linking.judgements import MODEL_PREFIX, as_pair, standing_judgements
from onrecord.linking.passages import Match, Sentence, find_sentences, match_sentences
from onrecord.linking.rarity import rarity
from onrecord.record import Copy, CopyKind, Judgement, Reading, Report, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from onrecord.edtf import Edtf

AUTHOR = f"{MODEL_PREFIX}copies-1"
# Two reports are compared if they share so many keys.
MIN_SHARED = 3
# The share of a report's own words that stand in the other, from which it is a copy; from which it may be.
COPY_FROM, UNSURE_FROM = 0.35, 0.22
# Fewer words than these in common are a boilerplate or a stock phrase.
_LEAST_COMMON = 20
# What two reports have in one piece, up to this share, may be a press release that both took in.
_ONE_BLOCK_TO = 0.6
# If so much of all words is the other's, it is no matter how many of them are quotations.
_NEARLY_ALL = 0.75
# Of two reports of one outlet, so many rare words in common make one matter.
_SAME_MATTER = 5
_RARE = 10.0
# Of a sentence's bits, the share from which another tells the same; the mean over a report's sentences from
# which it follows another whose outlet it names, and one whose outlet is not known. Two reports on one event
# that know nothing of one another have a mean of 0.10 to 0.35.
_TELLS, _FOLLOWS_CREDITED, _FOLLOWS = 0.4, 0.25, 0.28
_MOST_RUNS, _RUN, _RUN_BITS = 48, 4, 26.0
_MOST_NAMES, _NAME_BITS = 16, 11.5
_DAYS = 4


def find_keys(report: Report) -> frozenset[str]:
    """What brings a report together with its copies and rewrites: sampled runs of words, and rare names.

    Runs of four words are sampled by their hash modulo a power of two (Manber, "Finding similar files in
    a large file system", 1994), at the rate that leaves at most 48: a text that was cut to a third still
    has a third of them, which bands of a minhash signature would not find. Rare names hold for four to
    eight days about the day of publication, whatever the year.
    """
    sentences = find_sentences(report.text)
    words = [word for sentence in sentences for word in sentence.words]
    return frozenset(_sample_runs(words)) | frozenset(_date_names(report, sentences))


def _sample_runs(words: Sequence[str]) -> list[str]:
    # Bits of all words up to each one: a run's are a difference.
    bits = list(accumulate(map(rarity, words), initial=0.0))
    starts = range(len(words) - _RUN + 1)
    runs = {" ".join(words[i : i + _RUN]) for i in starts if bits[i + _RUN] - bits[i] >= _RUN_BITS}
    hashed = [(crc32(run.encode("utf-8", "surrogatepass")) * 0x9E3779B1 >> 7, run) for run in runs]
    mask = 0
    while len(hashed) > _MOST_RUNS:
        mask = mask * 2 + 1
        hashed = [(number, run) for number, run in hashed if number & mask == 0]
    return [_digest(run) for _, run in hashed]


def _date_names(report: Report, sentences: Sequence[Sentence]) -> list[str]:
    """The names that stand in a report most often, each with the stretches of days of its publication."""
    counts: Counter[str] = Counter()
    for sentence in sentences:
        counts.update(w for w in sentence.words if w.isalpha() and rarity(w) >= _NAME_BITS)
    chosen = sorted(counts, key=lambda word: (-counts[word], _digest(word)))[:_MOST_NAMES]
    published = report.front.published
    days = ["undated"]
    if published is not None and published.precision.value == "day":
        stretch = published.sort_key[1].timetuple().tm_yday // _DAYS
        days = [str(stretch % 92), str((stretch + 1) % 92)]
    return [f"{day}:{_digest(word)}" for day in days for word in chosen]


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def judge(a: tuple[Report, Reading], b: tuple[Report, Reading], *, at: datetime) -> Judgement | None:
    """Whether one of two reports rests on the other; None where they have nothing to do with one another.

    `value` is JSON: `kind` (a CopyKind) and `of`, the id of the report that the other rests on, null where
    that cannot be told; `by_name` is false where the outlet of that one is not known (see `derive_copies`).
    Symmetric; the readings are not asked.
    """
    first, second = sorted((a[0], b[0]), key=lambda report: (report.id, report.version))
    if first.id == second.id:
        return None
    found = _judge_text(first, second) or _judge_credit(first, second) or _judge_outlet(first, second)
    if found is None:
        return None
    value: dict[str, object] = {"kind": found.kind.value, "of": found.origin.id if found.origin else None}
    if not found.by_name:
        value["by_name"] = False
    pair, score = as_pair(first.id, second.id), round(found.score, 2)
    return Judgement("copy", pair, found.verdict, score, found.reason, AUTHOR, at, value=json.dumps(value))


@dataclass(frozen=True, slots=True)
class _Found:
    """What a judgement says. `origin`: the report that the other rests on; None: cannot be told.

    `by_name` false: the origin's outlet is not known, only that it has what is credited.
    """

    verdict: Verdict
    kind: CopyKind
    origin: Report | None
    score: float
    reason: str
    by_name: bool = True


def _judge_text(a: Report, b: Report) -> _Found | None:
    matches = match_sentences(a.text, b.text)
    in_a = _share(find_sentences(a.text), [(match.a, match.words_a) for match in matches])
    in_b = _share(find_sentences(b.text), [(match.b, match.words_b) for match in matches])
    share, common = max(in_a.share, in_b.share), min(in_a.common, in_b.common)
    if share < UNSURE_FROM or common < _LEAST_COMMON:
        return None
    words = _tell_matches(matches, a if in_a.share >= in_b.share else b, by_a=in_a.share >= in_b.share)
    score = 1 / (1 + exp(-12 * (share - 0.3)))
    if share < COPY_FROM:
        return _Found(Verdict.UNSURE, CopyKind.COPY, None, score, f"{words}, which is too few for a copy")
    if share < _ONE_BLOCK_TO and in_a.runs == in_b.runs == 1:
        why = "in one piece, which both may have from a third, such as a press release"
        return _Found(Verdict.UNSURE, CopyKind.COPY, None, min(score, 0.5), f"{words}, {why}")
    origin, why = _find_origin(a, b)
    return _Found(Verdict.SAME, CopyKind.COPY, origin, min(score, 0.99), f"{words}; {why}")


@dataclass(frozen=True, slots=True)
class _Shared:
    """Of a text's words, the share that the other has, their number, and in how many runs of sentences."""

    share: float
    common: int
    runs: int


def _share(sentences: Sequence[Sentence], matched: Iterable[tuple[int, frozenset[int]]]) -> _Shared:
    """Words in quotation marks are left out, unless nearly all the text stands in the other."""
    found: dict[int, set[int]] = {}
    for place, words in matched:
        found.setdefault(place, set()).update(words)
    runs = sum(place - 1 not in found for place in found)
    total = sum(len(sentence.words) for sentence in sentences)
    common = sum(len(words) for words in found.values())
    if common >= _NEARLY_ALL * total:
        return _Shared(common / max(total, 1), common, runs)
    total = sum(sentence.quoted.count(False) for sentence in sentences)
    common = sum(not sentences[place].quoted[word] for place, words in found.items() for word in words)
    return _Shared(common / max(total, 1), common, runs)


def _tell_matches(matches: Sequence[Match], report: Report, *, by_a: bool) -> str:
    best: dict[int, float] = {}
    for match in matches:
        place = match.a if by_a else match.b
        best[place] = max(best.get(place, 0.0), match.score)
    exact = sum(score > 0.97 for score in best.values())
    total = len(find_sentences(report.text))
    edited = len(best) - exact
    return f"of {total} sentences {exact} are word for word" + (f", {edited} edited" if edited else "")


def _find_origin(a: Report, b: Report) -> tuple[Report | None, str]:
    """Which of two came first, by credit and by day of publication; None where these do not tell."""
    names = {r.id: _find_credit(r, o) for r, o in ((a, b), (b, a))}
    credited = [(o, names[r.id]) for r, o in ((a, b), (b, a)) if names[r.id] and not names[o.id]]
    earlier = _earlier(a, b)
    if credited and earlier in (None, credited[0][0]):
        origin, name = credited[0]
        return origin, f"the {'later ' if earlier else ''}one credits {name}"
    if earlier is not None and not credited:
        return earlier, "one was published before the other"
    why = "the one that is credited was published later" if credited else "which came first cannot be told"
    return None, why


def _earlier(a: Report, b: Report) -> Report | None:
    day, other = a.front.published, b.front.published
    if day is None or other is None:
        return None
    if day.is_known != other.is_known:
        day, other = day.resolve(other), other.resolve(day)
    if day.is_known != other.is_known:
        return None
    if _last(day) < _first(other):
        return a
    return b if _last(other) < _first(day) else None


def _first(day: Edtf) -> str:
    return day.sort_key[1].isoformat()


def _last(day: Edtf) -> str:
    return day.sort_key[2].isoformat()


def _find_credit(report: Report, other: Report) -> str | None:
    """The name by which a report credits the other's outlet or agency; None where it does not."""
    credit = find_credit_of(report, other)
    return credit.name if credit and credit.certain else rests_on_agency(report.front, other.front)


def _judge_credit(a: Report, b: Report) -> _Found | None:
    found = [one for report, other in ((a, b), (b, a)) if (one := _rewrites(report, other))]
    if len(found) == 2 and found[0].score == found[1].score:
        return _Found(Verdict.UNSURE, CopyKind.REWRITE, None, 0.5, "each credits the other")
    return max(found, key=lambda one: one.score, default=None)


def _rewrites(report: Report, other: Report) -> _Found | None:
    """Whether a report credits the other's outlet and has its matter from there."""
    credit = find_credit_of(report, other)
    if credit is None or _rare_in_common(report, other) < _SAME_MATTER or _earlier(report, other) is report:
        return None
    told = f"it credits {credit.name}" + (f" {credit.times} times" if credit.times > 1 else "")
    if not credit.certain:
        from_there = sum(_best_cover(sentence, other) >= _TELLS for sentence in credit.sentences)
        if credit.times < 2 or 2 * from_there < credit.times or _covered(report, other) < _FOLLOWS:
            return None
        why = f"{told}, and what it has from there stands in the other, whose outlet is not known"
        return _Found(Verdict.SAME, CopyKind.REWRITE, other, 0.7, why, by_name=False)
    if credit.times < 2 and _covered(report, other) < _FOLLOWS_CREDITED:
        return _Found(Verdict.UNSURE, CopyKind.REWRITE, other, 0.4, f"{told}, for one passage")
    return _Found(Verdict.SAME, CopyKind.REWRITE, other, 0.8, f"{told} and tells the same in other words")


def _judge_outlet(a: Report, b: Report) -> _Found | None:
    outlet = name_same_outlet(a.front, b.front)
    if outlet is None or _rare_in_common(a, b) < _SAME_MATTER:
        return None
    return _Found(Verdict.SAME, CopyKind.SAME_OUTLET, None, 0.95, f"both by {outlet}")


def _rare_in_common(a: Report, b: Report) -> int:
    vocabularies = [
        frozenset().union(*(sentence.vocabulary for sentence in find_sentences(report.text)))
        for report in (a, b)
    ]
    return sum(rarity(word) >= _RARE for word in vocabularies[0] & vocabularies[1])


def _covered(report: Report, other: Report) -> float:
    """How much of each sentence one sentence of the other tells, in bits of its rarer words; the mean."""
    covers = [
        _best_cover(sentence.vocabulary, other)
        for sentence in find_sentences(report.text)
        if sum(rarity(word) for word in sentence.vocabulary) > 40
    ]
    return sum(covers) / len(covers) if covers else 0.0


def _best_cover(vocabulary: frozenset[str], other: Report) -> float:
    bits = {word: rarity(word) for word in vocabulary if rarity(word) > 4}
    total = sum(bits.values())
    sentences = find_sentences(other.text)
    best = 0.0
    for place, sentence in enumerate(sentences):
        # A sentence and the one after it: a rewrite often joins two.
        both = sentence.vocabulary | (
            sentences[place + 1].vocabulary if place + 1 < len(sentences) else frozenset()
        )
        best = max(best, sum(bits[word] for word in bits.keys() & both))
    return best / total if total else 0.0


def derive_copies(reports: Iterable[str], judgements: Iterable[Judgement]) -> list[Copy]:
    """The copies among reports, given by id, that hold by the judgements; in the order of their ids.

    Who rewrites a report and its copy has it from the report. Of reports of unknown outlet, one may be the
    one that a report credits; if several may, none is taken.
    """
    known = set(reports)
    standing = standing_judgements(j for j in judgements if j.about == "copy").values()
    judged = [j for j in standing if j.verdict is Verdict.SAME and known.issuperset(j.pair)]
    by_name = [_as_copy(j) for j in judged if _value(j).get("by_name", True)]
    rewriting = Counter(copy.report for copy in by_name if copy.kind is CopyKind.REWRITE)
    by_content = [_as_copy(j) for j in judged if not _value(j).get("by_name", True)]
    candidates = Counter(copy.report for copy in by_content)
    alone = [c for c in by_content if candidates[c.report] == 1 and c.report not in rewriting]
    made = by_name + alone
    copied = {(copy.report, copy.of) for copy in made if copy.kind is CopyKind.COPY and copy.direction_known}
    rewritten = {(copy.report, copy.of) for copy in made if copy.kind is CopyKind.REWRITE}
    again = {(a, b) for a, b in rewritten if any((b, c) in copied for d, c in rewritten if d == a)}
    kept = (copy for copy in made if (copy.report, copy.of) not in again)
    return sorted(kept, key=lambda copy: (copy.report, copy.of))


def _value(judgement: Judgement) -> dict[str, str | None]:
    return json.loads(judgement.value) if judgement.value else {}


def _as_copy(judgement: Judgement) -> Copy:
    value = _value(judgement)
    kind, origin = CopyKind(value.get("kind") or CopyKind.COPY), value.get("of")
    first, second = judgement.pair
    report = first if origin == second else second
    of = second if report == first else first
    return Copy(report, of, kind, origin in judgement.pair, judgement.score, judgement.reason)
