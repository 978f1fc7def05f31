"""The best one-to-one pairing of two sides, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf


def best_pairs(values: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """Pairs (row, column) with the largest total value, each row and column used at most once.

    `values` is a matrix, one row after another, of numbers from 0; a pair of value 0 is no pair. Rows and
    columns may differ in number. Takes rows * rows * columns steps (the Hungarian method).
    """
    if not values or not values[0]:
        return []
    if len(values) > len(values[0]):
        turned = [list(column) for column in zip(*values, strict=True)]
        return sorted((row, column) for column, row in best_pairs(turned))
    row_of = _assign(values)
    return sorted(
        (row, column) for column, row in enumerate(row_of) if row is not None and values[row][column]
    )


def _assign(values: Sequence[Sequence[float]]) -> list[int | None]:
    """For each column the row it is given. There are at least as many columns, and every row gets one."""
    columns = len(values[0])
    row_price = [0.0] * len(values)
    column_price = [0.0] * columns
    row_of: list[int | None] = [None] * columns
    for new_row in range(len(values)):
        # The cheapest way from the new row to a free column, over columns given already (Dijkstra).
        slack = [inf] * columns
        came_from: list[int | None] = [None] * columns
        visited: set[int] = set()
        row, last = new_row, None
        while True:
            for column in range(columns):
                if column in visited:
                    continue
                cost = -values[row][column] - row_price[row] - column_price[column]
                if cost < slack[column]:
                    slack[column], came_from[column] = cost, last
            nearest = min((c for c in range(columns) if c not in visited), key=slack.__getitem__)
            step = slack[nearest]
            row_price[new_row] += step
            for column in visited:
                column_price[column] -= step
                row_price[_given(row_of[column])] += step
            slack = [s if c in visited else s - step for c, s in enumerate(slack)]
            visited.add(nearest)
            last = nearest
            if row_of[nearest] is None:
                break
            row = _given(row_of[nearest])
        # Every column on the way takes the row of the column before it.
        while last is not None:
            before = came_from[last]
            row_of[last] = new_row if before is None else row_of[before]
            last = before
    return row_of


def _given(row: int | None) -> int:
    assert row is not None
    return row
