from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.evaluation.pairing import best_pairs


def total(values: list[list[float]], pairs: list[tuple[int, int]]) -> float:
    return sum(values[row][column] for row, column in pairs)


def test_the_greedy_choice_is_not_the_best() -> None:
    values = [[0.9, 0.8], [0.8, 0.0]]
    assert best_pairs(values) == [(0, 1), (1, 0)]


def test_what_has_no_value_is_no_pair() -> None:
    assert best_pairs([[0.0, 0.0], [0.0, 0.7]]) == [(1, 1)]
    assert best_pairs([]) == []
    assert best_pairs([[], []]) == []


MATRICES = st.tuples(st.integers(1, 3), st.integers(1, 4)).flatmap(
    lambda size: st.lists(
        st.lists(st.integers(0, 20).map(float), min_size=size[1], max_size=size[1]),
        min_size=size[0],
        max_size=size[0],
    )
)


@given(MATRICES)
def test_no_pairing_is_better(values: list[list[float]]) -> None:
    pairs = best_pairs(values)
    rows, columns = [row for row, _ in pairs], [column for _, column in pairs]
    assert len(set(rows)) == len(rows)
    assert len(set(columns)) == len(columns)
    # An unpaired row is one that takes one of the empty columns.
    padded = [[*row, *[0.0] * len(values)] for row in values]
    choices = permutations(range(len(padded[0])), len(values))
    assert total(values, pairs) == max(total(padded, list(enumerate(chosen))) for chosen in choices)
