"""Statements of which not both can be so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.differences import find_contradictions
from onrecord.record import Act, Saying, Told
from tests.linking.told import make_told

CLAIM = make_told("Ana Orr | said | two miners drowned in the Velk shaft", speaker="Ana Orr", outlet="A")
DENIAL = make_told(
    "Bo Lind | denied | that any miners drowned in the Velk shaft",
    speaker="Bo Lind",
    outlet="B",
    act=Act.DENY,
)
OTHER_DENIAL = make_told(
    "Cy Marsh | denied | that the mill was sold", speaker="Cy Marsh", outlet="B", act=Act.DENY
)
ONE_WAY = make_told("Eva Dahl | said | she signed the lease with the brewery", speaker="Eva Dahl", outlet="A")
OTHER_WAY = make_told(
    "Eva Dahl | said | she had not signed the lease with the brewery", speaker="Eva Dahl", outlet="B"
)
TOLD = (CLAIM, DENIAL, OTHER_DENIAL, ONE_WAY, OTHER_WAY)
LEASE = tuple(sorted(told.statement.id for told in (ONE_WAY, OTHER_WAY)))
SAYING = Saying("y1", None, None, LEASE, None, 2, 2, "by hand")


def pairs(told: list[Told], sayings: list[Saying]) -> set[tuple[str, str]]:
    return {(found.a, found.b) for found in find_contradictions(told, sayings)}


def test_a_denial_of_what_another_says() -> None:
    (found,) = find_contradictions([CLAIM, DENIAL, OTHER_DENIAL], [])
    assert {found.a, found.b} == {CLAIM.statement.id, DENIAL.statement.id}
    assert found.reason == "one denies what the other says; both speak of: drowned, miners, shaft, velk"


def test_one_saying_told_both_ways() -> None:
    (found,) = find_contradictions([ONE_WAY, OTHER_WAY], [SAYING])
    assert (found.a, found.b) == LEASE
    assert found.reason == "one saying told both ways: “not” stands only in that of B"


def test_nobody_contradicts_himself_by_two_sayings() -> None:
    assert find_contradictions([ONE_WAY, OTHER_WAY], []) == []


@given(st.permutations(TOLD))
def test_any_order_gives_the_same(told: list[Told]) -> None:
    assert pairs(told, [SAYING]) == pairs(list(TOLD), [SAYING])
