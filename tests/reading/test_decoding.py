"""The best label path is a legal one, and its probabilities are probabilities."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.decoding import find_roles
from tests.reading.table import ROLE_LABELS, labels_of


def test_spans_of_the_marked_text() -> None:
    _, labels = labels_of("[s1 Ana Mora] [c1>s1 said] [t>c1 it rained] today")
    assert [(r.label, r.first, r.after) for r in find_roles(labels)] == [
        ("source", 0, 2),
        ("cue", 2, 3),
        ("content", 3, 5),
    ]
    assert all(r.score > 0.99 for r in find_roles(labels))


@given(st.integers(0, 2**32 - 1), st.floats(0.1, 8))
def test_any_potentials_give_spans_in_order_with_scores_between_0_and_1(seed: int, scale: float) -> None:
    _, labels = labels_of("a b c d e f g h i j k l")
    noise = np.random.default_rng(seed).normal(0, scale, (12, len(ROLE_LABELS))).astype(np.float32)
    found = find_roles(replace(labels, roles=noise))
    assert all(0 <= r.first < r.after <= 12 and 0 <= r.score <= 1 for r in found)
    assert all(a.after <= b.first for a, b in pairwise(found))


def test_an_empty_text_has_no_spans() -> None:
    _, labels = labels_of("...")
    assert find_roles(labels) == []
