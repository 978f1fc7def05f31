"""The table of scores: floors are read, compared, and only ever lifted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evals.table import FLOORS, Floor, find_score, raised, read_floors, write_floors


def test_floors_are_written_as_they_were_read() -> None:
    kept = FLOORS.read_text(encoding="utf-8")
    assert write_floors(read_floors(kept)) == kept


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_floor_never_falls_and_a_score_never_falls_short_of_its_own(least: float, score: float) -> None:
    lifted = raised(Floor("a", "b", "c", least), score)
    assert lifted.least >= least
    assert lifted.least <= max(least, score + 1e-6)


def test_a_score_stands_at_its_key_or_in_a_list_at_it() -> None:
    assert find_score({"right": 0.5, "all/+source": [0.1, 0.2, 0.75]}, "right") == 50
    assert find_score({"right": 0.5, "all/+source": [0.1, 0.2, 0.75]}, "all/+source.2") == 75
