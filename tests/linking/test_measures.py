"""Amounts in different units."""

from __future__ import annotations

import pytest

from onrecord.linking.measures import same_amount


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((3, "years"), (36, "months"), True),
        ((40, "pounds"), (18, "kg"), True),
        ((50, "basis points"), (0.5, "percentage points"), True),
        ((7, "days"), (1, "week"), True),
        ((7, "days"), (2, "weeks"), False),
        ((3, "letters"), (3, "letters"), True),
        ((3, "years"), (3, "miles"), None),
        ((3, "letters"), (3, "boats"), None),
    ],
)
def test_same_amount(one: tuple[float, str], other: tuple[float, str], same: bool | None) -> None:
    assert same_amount(*one, *other) is same
    assert same_amount(*other, *one) is same
