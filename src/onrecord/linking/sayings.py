"""Sayings: which statements of different reports are one thing said by one speaker on one occasion.

Candidates share keys (see `find_keys`); a small model judges each pair from features that can be read
(see `sayings_features`); sayings are derived from the judgements. A rendering with a changed meaning (a lost
"not", another number) is still the same saying. A *repeat* is the same thing said on another occasion.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib.resources import files
from itertools import combinations
from math import exp
from typing import TYPE_CHECKING

from onrecord.linking.independence import count_independent
from onrecord.linking.judgements import MODEL_PREFIX, as_pair, standing_judgements
from onrecord.linking.occasions import find_day
from onrecord.linking.rarity import rarity
from onrecord.linking.sayings_content import find_content
from onrecord.linking.sayings_features import AT_ONE_TIME, compare_told, count_aligned
from onrecord.linking.sayings_groups import group_sayings
from onrecord.linking.sayings_speakers import names_of_source
from onrecord.record import Judgement, Saying, Verdict, make_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from onrecord.record import Copy, Told

AUTHOR = f"{MODEL_PREFIX}sayings-3"
# Two statements are compared if they share as many keys.
MIN_SHARED = 1
# Below this share of telling words in common no words meet; from this on (the logarithm of bits, some three
# words) that tells; and the most that such a pair is scored. "Denied this" need have no word in common.
_MEET, _SEVERAL, _APART = 0.05, 3.0, 0.05
_REASONS = {
    "speaker same": "the same speaker",
    "speaker part": "one name of the speaker a part of the other",
    "speaker like": "perhaps the same speaker",
    "speaker for": "one speaks for the other",
    "speaker open": "one perhaps speaks for the other",
    "speaker unknown": "a speaker is not known",
    "speaker other": "another speaker",
    "numbers clash": "with other numbers",
    "negation differs": "one denies",
    "one report": "in one report",
}
# How many of the rarest words make keys in pairs, and how many with the days; the bits from which a word
# makes one with a name or a day; how many days a key of the occasion reaches.
_RAREST_WORDS, _RAREST_OF_DAY, _RARE, _DAYS = 5, 3, 9.0, 3
_LONG_WORD = 4


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over `compare_told`: the log-odds are the sum of weight times feature.

    From `same` on a pair is the same, from `related` on it is near.
    """

    intercept: float
    weights: Mapping[str, float]
    same: float
    related: float

    def score(self, features: Mapping[str, float]) -> float:
        """How likely a pair is one saying, 0 to 1; where no words meet of many, less than what is near."""
        total = self.intercept + sum(w * features[name] for name, w in self.weights.items())
        score = 1 / (1 + exp(-max(-30.0, min(30.0, total))))
        apart = features["telling aligned, more"] < _MEET and features["left over, less"] >= _SEVERAL
        return min(score, _APART) if apart else score


@cache
def read_model() -> Model:
    return Model(
        **json.loads(files("onrecord").joinpath("linking/data/sayings_model.json").read_text("utf-8"))
    )


def find_keys(told: Told) -> frozenset[str]:
    """What two statements must share to be compared, as strings.

    Pairs of the rarest words of the content; the rarest with the days about the occasion, which find one
    saying under two speakers, a minister and the ministry; and for each name in who speaks, the name with
    each rare word and with those days.
    """
    content, days = find_content(told), _days_about(told)
    rarest = sorted(content.words, key=lambda word: (-rarity(word), word))[:_RAREST_WORDS]
    rare = [_key_word(word) for word in content.words if rarity(word) >= _RARE]
    of_day = [_key_word(word) for word in rarest[:_RAREST_OF_DAY] if rarity(word) >= _RARE]
    keys = {" ".join(sorted(map(_key_word, pair))) for pair in combinations(rarest, 2)}
    keys |= {f"{word} on {day}" for word in of_day for day in days}
    for name in names_of_source(told.statement):
        keys |= {f"{name}: {word}" for word in rare}
        keys |= {f"{name} on {day}" for day in days}
    return frozenset(keys)


def _key_word(word: str) -> str:
    """One key for a word and its plural."""
    return word.removesuffix("s") if len(word) >= _LONG_WORD else word


def _days_about(told: Told) -> list[str]:
    """Month and day of when it was said, or else printed, and of the days after; a year may be unknown."""
    said = told.statement.said
    value = said.value if said else told.front.published
    if value is None:
        return []
    _, first, *_ = value.sort_key
    return [(first + timedelta(n)).strftime("%m-%d") for n in range(_DAYS)]


def judge(a: Told, b: Told, *, at: datetime) -> Judgement | None:
    """Judge whether two statements are one saying ("saying") or one thing said twice ("repeat").

    Symmetric. None where the two are unrelated; UNSURE about "saying" is near, and its reason begins so.
    """
    if a.statement.id == b.statement.id:
        return None
    return judge_compared(a, b, compare_told(a, b), read_model(), at=at)


def judge_compared(
    a: Told, b: Told, features: Mapping[str, float], model: Model, *, at: datetime
) -> Judgement | None:
    """The judgement of two different statements by a model, from their features; see `judge`."""
    pair = as_pair(a.statement.id, b.statement.id)
    if features["said apart for sure"] or features["one of earlier"]:
        at_once = model.score({**features, **AT_ONE_TIME})
        if at_once >= model.same and not features["speaker other"]:
            when = "on another day" if features["said apart for sure"] else "one on an earlier occasion"
            reason = f"{when}: {_find_reason(a, b, features)}"
            return Judgement("repeat", pair, Verdict.SAME, round(at_once, 2), reason, AUTHOR, at)
    score = model.score(features)
    if score < model.related:
        return None
    reason = _find_reason(a, b, features)
    if told_apart := _find_apart(features):
        reason = f"related: {told_apart}, {reason}"
        return Judgement("saying", pair, Verdict.DIFFERENT, round(score, 2), reason, AUTHOR, at)
    if score >= model.same:
        return Judgement("saying", pair, Verdict.SAME, round(score, 2), reason, AUTHOR, at)
    return Judgement("saying", pair, Verdict.UNSURE, round(score, 2), f"related: {reason}", AUTHOR, at)


def _find_apart(features: Mapping[str, float]) -> str | None:
    """Why two statements that are near are surely two sayings; None: nothing says so."""
    if features["one recounted"]:
        return "told again by the speaker, of another time"
    if features["one in the other"] and (features["speaker other"] or features["speaker open"]):
        return "one quotes the other"
    return None


def _find_reason(a: Told, b: Told, features: Mapping[str, float]) -> str:
    """What decided, in words: "9 of 11 telling words aligned, the same speaker, on the same day"."""
    aligned, words = count_aligned(find_content(a), find_content(b))
    parts = [f"{aligned} of {words} telling words aligned"]
    parts += [words for name, words in _REASONS.items() if features[name]]
    return ", ".join(parts)


def derive_sayings(
    told: Iterable[Told],
    judgements: Iterable[Judgement],
    speaker_of: Callable[[str], str | None],
    copies: Iterable[Copy],
) -> list[Saying]:
    """The sayings that judgements make of statements, by id; whatever the order of either.

    `speaker_of` gives the entity of a statement's speaker by the statement's id; `copies` are those among
    the reports, by which the independent ones are counted. A saying's id is that of its smallest rendering.
    """
    by_id = {one.statement.id: one for one in told}
    judged = list(judgements)
    again = [j for j in judged if j.about == "repeat"]
    report_of = {id_: one.report for id_, one in by_id.items()}
    groups = group_sayings(report_of, (j for j in judged if j.about == "saying"), again)
    group_of = {member: group for group in groups for member in group}
    repeats = _find_repeats(group_of, by_id, again)
    copies = list(copies)
    sayings = []
    for group in groups:
        renderings = [by_id[i] for i in sorted(group)]
        independence = count_independent({one.report: one.front for one in renderings}, copies)
        earlier = repeats.get(group)
        sayings.append(
            Saying(
                id=_saying_id(group),
                speaker=_agreed(speaker_of(i) for i in sorted(group)),
                said=find_day(renderings),
                renderings=tuple(sorted(group)),
                repeat_of=_saying_id(earlier) if earlier else None,
                reports=len({one.report for one in renderings}),
                independent=independence.count,
                reason=independence.reason,
            )
        )
    return sorted(sayings, key=lambda saying: saying.id)


def _saying_id(group: frozenset[str]) -> str:
    return make_id("saying", min(group))


def _agreed(speakers: Iterable[str | None]) -> str | None:
    """The speaker that most renderings have; of several, the first by id."""
    named = [speaker for speaker in speakers if speaker is not None]
    return max(sorted(set(named)), key=named.count) if named else None


def _find_repeats(
    group_of: Mapping[str, frozenset[str]], by_id: Mapping[str, Told], judgements: Iterable[Judgement]
) -> dict[frozenset[str], frozenset[str]]:
    """For each group that repeats others the one it repeats: the earliest, as far as times are known."""
    earlier: dict[frozenset[str], set[frozenset[str]]] = {}
    for judgement in standing_judgements(judgements).values():
        one, other = (group_of.get(i) for i in judgement.pair)
        if judgement.verdict is not Verdict.SAME or one is None or other is None or one == other:
            continue
        first, second = sorted((one, other), key=lambda group: (_time_key(group, by_id), min(group)))
        earlier.setdefault(second, set()).add(first)
    return {
        group: min(firsts, key=lambda first: (_time_key(first, by_id), min(first)))
        for group, firsts in earlier.items()
    }


def _time_key(group: frozenset[str], by_id: Mapping[str, Told]) -> tuple[object, ...]:
    said = find_day([by_id[i] for i in sorted(group)])
    return (said is None, said.sort_key if said else ())
