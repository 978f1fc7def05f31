"""The day of a saying, of what its reports tell of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.linking.occasions import find_day
from onrecord.record import Dated, Told
from tests.linking.told import make_told


def rendering(said: str | None, published: str | None) -> Told:
    line = f"Ana Quell | said | the Brightwater dam would hold {said} {published}"
    told = make_told(line, published=published)
    day = Dated(Edtf(said), "given") if said else None
    return replace(told, statement=replace(told.statement, said=day))


@pytest.mark.parametrize(
    ("renderings", "day"),
    [
        # What one report tells counts before what others make likely.
        ([("2024-03-12", "2024-03-13"), ("2024-03-14~", "2024-03-15")], "2024-03-12"),
        ([("2024-03-14~", "2024-03-15"), ("2024-03-12~", "2024-03-13")], "2024-03-12~"),
        # What was in print on Wednesday was not said on Thursday.
        ([("2024-03-14", "2024-03-15"), (None, "2024-03-13"), ("2024-03-12~", "2024-03-14")], "2024-03-12~"),
        # Of several days the one that most reports tell, then the earliest.
        ([("2024-03-12", "2024-03-14"), ("2024-03-11", "2024-03-14")], "2024-03-11"),
        (
            [("2024-03-12", "2024-03-14"), ("2024-03-12", "2024-03-15"), ("2024-03-11", "2024-03-14")],
            "2024-03-12",
        ),
        # One report gives the year to another that prints none.
        ([("XXXX-03-12", "XXXX-03-13"), ("2024-03-12", "2024-03-13")], "2024-03-12"),
        ([("XXXX-03-12", "XXXX-03-13"), (None, "2024-03-14")], "2024-03-12"),
        ([("XXXX-03-12", "XXXX-03-13")], "XXXX-03-12"),
        ([("2024-03-04/2024-03-10", "2024-03-13")], "2024-03-04/2024-03-10"),
        ([("2024-03-12", None)], "2024-03-12"),
        ([(None, "2024-03-13")], None),
    ],
)
def test_the_day_of_a_saying(renderings: list[tuple[str | None, str | None]], day: str | None) -> None:
    found = find_day([rendering(*one) for one in renderings])
    assert (str(found) if found else None) == day


DAYS = st.sampled_from([None, "2024-03-11", "2024-03-12~", "XXXX-03-12", "2024-03", "2024-03-04/2024-03-10"])
PRINTED = st.sampled_from([None, "2024-03-12", "2024-03-15", "XXXX-03-13"])


@given(st.lists(st.tuples(DAYS, PRINTED), max_size=5), st.randoms())
def test_the_order_of_the_reports_does_not_matter(
    days: list[tuple[str | None, str | None]], random: object
) -> None:
    told = [rendering(*one) for one in days]
    mixed = list(told)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert find_day(mixed) == find_day(told)
