"""Whether two figures of two reports count the same thing: what they count, and the words around them.

The weights are those of a logistic regression on pairs of figures in the example stories
(`training/figures.py`); each is of one thing that can be read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from functools import cache
from math import exp, log2, log10

from onrecord.lexicon import fold, read_table, read_words
from onrecord.linking.counted import Counted
from onrecord.linking.embedding import compare_words
from onrecord.linking.measures import measured, same_amount
from onrecord.linking.rarity import rarity
from onrecord.linking.wording_words import base_form

# In the order of `Features`.
WEIGHTS: tuple[float, ...] = (2.81, 0.89, 0.47, 0.85, 1.36, 5.51, 0.79, 1.66)
BIAS = -8.10
# Words less alike than this count as unlike.
_ALIKE = 0.45
# "Thousands", which is no number that another could differ from.
_VAGUE = re.compile(r"\b(?:dozens|scores|hundreds|thousands|millions|billions)\b", re.IGNORECASE)
# What a number without a unit counts where it is said of it that they died, or are missing.
PEOPLE = "people"
# Units at least so much alike may count one thing.
_LIKE_UNIT = 0.7
_LIKE_PEOPLE = 0.6
# Below both of these two figures have nothing in common but their size.
_OTHER_UNIT, _OTHER_WORDS = 0.5, 0.2
_SMALL = 12
_PEOPLE_ENDINGS = ("ists", "men", "women", "people", "workers", "keepers", "owners", "makers", "holders")


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for one thing counted twice, each from 0 to 1."""

    unit: float
    no_unit: float
    near: float
    best: float
    telling_value: float
    size: float
    by: float
    alone: float


def compare_counted(
    a: Counted, b: Counted, others_a: Sequence[Counted], others_b: Sequence[Counted]
) -> Features | None:
    """The features of a pair; None: they cannot count the same, by unit or by what happened to them.

    `others_a`, `others_b` are all figures of the two reports.
    """
    states = find_state(a), find_state(b)
    unit = compare_units(
        *(c.figure.unit or (PEOPLE if s else "") for c, s in zip((a, b), states, strict=True))
    )
    if (
        unit is None
        or _is_vague(a) is not _is_vague(b)
        or (states[0] and states[1] and states[0] != states[1])
    ):
        return None
    near, best = _compare_near(a.near, b.near)
    value = a.figure.value
    return Features(
        unit=unit,
        no_unit=float(any(not c.figure.unit and not s for c, s in zip((a, b), states, strict=True))),
        near=near,
        best=best,
        telling_value=min(log10(value + 1) / 3, 1.0) if is_same_value(a, b) else 0.0,
        size=_compare_size(a, b),
        by=float(a.by is not None and b.by is not None and fold(a.by) == fold(b.by)),
        alone=1.0 / max(_rivals(a, others_b), _rivals(b, others_a)),
    )


def score_counted(a: Counted, b: Counted, others_a: Sequence[Counted], others_b: Sequence[Counted]) -> float:
    """The probability that two figures count the same thing, 0 to 1."""
    features = compare_counted(a, b, others_a, others_b)
    if features is None or _is_size_alone(a, b, features):
        return 0.0
    total = sum(weight * value for weight, value in zip(WEIGHTS, astuple(features), strict=True))
    return 1 / (1 + exp(-(total + BIAS)))


def _is_size_alone(a: Counted, b: Counted, features: Features) -> bool:
    """The two have nothing in common but their size: "two towns" and "two candidates"."""
    if features.unit >= _OTHER_UNIT or features.near >= _OTHER_WORDS:
        return False
    return bool(a.figure.unit and b.figure.unit) or min(a.figure.value, b.figure.value) <= _SMALL


def is_same_value(a: Counted, b: Counted) -> bool:
    """The two give one number, whatever its unit and bound."""
    return a.figure.value == b.figure.value or bool(
        same_amount(a.figure.value, a.figure.unit, b.figure.value, b.figure.unit)
    )


def _compare_size(a: Counted, b: Counted) -> float:
    """How near the two amounts are, in their units of measure: 1 if equal, 1/2 if one is twice the other."""
    one, other = (measured(c.figure.value, c.figure.unit) for c in (a, b))
    sizes = (one[1], other[1]) if one and other else (a.figure.value, b.figure.value)
    low, high = min(sizes), max(sizes)
    if low <= 0:
        return float(low == high)
    return 1 / (1 + log2(high / low))


def _is_vague(counted: Counted) -> bool:
    return bool(_VAGUE.search(counted.figure.span.text))


def _rivals(one: Counted, others: Sequence[Counted]) -> int:
    """How many values there are in the other report that this one could be compared with, by unit."""
    values = {
        o.figure.value for o in others if (compare_units(one.figure.unit, o.figure.unit) or 0.0) >= _LIKE_UNIT
    }
    return max(1, len(values))


@cache
def _states() -> dict[str, str]:
    rows = read_table("linking/data/counted_states.tsv")
    return {base_form(word): state for state, words in rows for word in words.split()}


def find_state(counted: Counted) -> str | None:
    """What is said of the people counted: dead, missing, hurt, ...; None: nothing, or they are no people."""
    unit = fold(counted.figure.unit)
    if unit and not is_people(unit):
        return None
    found = [_states().get(base_form(word)) for word in (*unit.split(), *counted.close)]
    return next((state for state in found if state), None)


@cache
def compare_units(a: str, b: str) -> float | None:
    """How like one another two units are, from 0 to 1; None: what one counts, the other cannot."""
    a, b = fold(a), fold(b)
    if a == b:
        return 1.0 if a else 0.0
    if not a or not b:
        # What has no unit is counted, not measured.
        return 0.0 if measured(1, a or b) is None and not _is_special(a or b) else None
    one, other = measured(1, a), measured(1, b)
    if one or other:
        return 1.0 if one and other and one[0] == other[0] else None
    if _is_special(a) or _is_special(b):
        return None
    people = is_people(a), is_people(b)
    if all(people):
        return 0.8
    alike = max(0.0, float(compare_words([a.split()[-1]], [b.split()[-1]])[0, 0]))
    # "Patients" and "hospitals" are near in meaning, and never counted together.
    return None if any(people) and alike < _LIKE_PEOPLE else alike


def is_people(unit: str) -> bool:
    """A folded unit that counts people: by the list of such nouns, or by its ending."""
    last = unit.split()[-1] if unit else ""
    return last in read_words("linking/data/person_nouns.txt") or last.endswith(_PEOPLE_ENDINGS)


def _is_special(unit: str) -> bool:
    return (
        unit in ("per cent", "hour of the day")
        or unit.startswith("degrees")
        or unit in read_words("linking/data/currencies.txt")
    )


def _compare_near(some: Sequence[str], others: Sequence[str]) -> tuple[float, float]:
    """How like the words near two figures are: the share by weight that has a like one, and the likest."""
    if not some or not others:
        return 0.0, 0.0
    cosines = compare_words(list(some), list(others))
    weight = sum(rarity(word) for word in (*some, *others))
    best_of_some, best_of_others = cosines.max(axis=1), cosines.max(axis=0)
    found = sum(rarity(word) * _counts(float(best)) for word, best in zip(some, best_of_some, strict=True))
    found += sum(
        rarity(word) * _counts(float(best)) for word, best in zip(others, best_of_others, strict=True)
    )
    return found / weight, _counts(float(best_of_some.max()))


def _counts(cosine: float) -> float:
    return cosine if cosine >= _ALIKE else 0.0
