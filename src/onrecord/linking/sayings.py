"""Sayings: which statements of different reports are one thing said by one speaker on one occasion.

Candidates share keys (see `find_keys`); a small model judges each pair from features that can be read
(see `sayings_features`); sayings are derived from the judgements. A rendering with a changed meaning (a lost
"not", another number) is still the same saying. A *repeat* is the same thing said on another occasion.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from math import exp
from typing import TYPE_CHECKING

from onrecord.linking.independence import count_independent
from onrecord.linking.judgements import MODEL_PREFIX, as_pair, group_same, standing_judgements
from onrecord.linking.rarity import rarity
from onrecord.linking.sayings_content import find_content
from onrecord.linking.sayings_features import compare_told
from onrecord.record import Judgement, Saying, Verdict, make_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime

    from onrecord.edtf import Edtf
    from onrecord.record import Copy, Told

AUTHOR = f"{MODEL_PREFIX}sayings-1"
# Two statements are compared if they share as many keys.
MIN_SHARED = 1
_REASONS = {
    "speaker same": "the same speaker",
    "speaker like": "the speaker may be the same",
    "speaker for": "one speaks for the other",
    "speaker other": "another speaker",
    "said then": "on the same day",
    "numbers clash": "other numbers",
    "negation differs": "one denies",
}
# How many of the rarest words make the keys of a statement, in pairs.
_RAREST_WORDS = 6


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic regression over `compare_told`; `same` and `different` are the scores of the verdicts."""

    intercept: float
    weights: Mapping[str, float]
    same: float
    different: float
    related: float

    def score(self, features: Mapping[str, float]) -> float:
        total = self.intercept + sum(w * features[name] for name, w in self.weights.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


@cache
def read_model() -> Model:
    return Model(
        **json.loads(files("onrecord").joinpath("linking/data/sayings_model.json").read_text("utf-8"))
    )


def find_keys(told: Told) -> frozenset[str]:
    """Pairs of the rarest words of the content; with one telling word, the word with the speaker's name."""
    content = find_content(told)
    rarest = sorted(content.words, key=lambda word: (-rarity(word), word))[:_RAREST_WORDS]
    keys = {" ".join(sorted(pair)) for pair in combinations(rarest, 2)}
    if told.statement.speaker:
        keys |= {f"{told.statement.speaker.name.split()[-1].casefold()}: {word}" for word in rarest[:3]}
    return frozenset(keys)


def _find_reason(features: Mapping[str, float]) -> str:
    """What decided, in words."""
    parts = [f"{100 * features['aligned, less']:.0f} % of the telling words aligned"]
    parts += [words for name, words in _REASONS.items() if features[name]]
    return ", ".join(parts)


def judge(a: Told, b: Told, *, at: datetime) -> Judgement | None:
    """Judge whether two statements are one saying ("saying") or one thing said twice ("repeat").

    Symmetric. None where the two are plainly unrelated. UNSURE about "saying" means related.
    """
    if a.statement.id == b.statement.id:
        return None
    features = compare_told(a, b)
    model = read_model()
    score = model.score(features)
    pair = as_pair(a.statement.id, b.statement.id)
    if score < model.different:
        return None
    verdict = Verdict.SAME if score >= model.same else Verdict.UNSURE
    reason = _find_reason(features)
    if verdict is Verdict.UNSURE:
        reason = f"related: {reason}"
    return Judgement("saying", pair, verdict, round(score, 2), reason, AUTHOR, at)


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
    groups = group_same(by_id, (j for j in judged if j.about == "saying"))
    group_of = {member: group for group in groups for member in group}
    repeats = _find_repeats(group_of, by_id, (j for j in judged if j.about == "repeat"))
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
                said=_said(renderings),
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


def _said(renderings: Sequence[Told]) -> Edtf | None:
    """The time that most renderings give; of several, the earliest."""
    values = [one.statement.said.value for one in renderings if one.statement.said]
    return max(sorted(set(values)), key=values.count) if values else None


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
    said = _said([by_id[i] for i in sorted(group)])
    return (said is None, said.sort_key if said else ())
