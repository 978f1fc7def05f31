"""Measures: whether two amounts in different units are one ("36 months" and "three years")."""

from __future__ import annotations

from functools import cache

from onrecord.lexicon import read_table

# News rounds what it converts: 40 pounds are 18 kg.
ROUNDING = 0.04


@cache
def _measures() -> dict[str, tuple[str, float]]:
    rows = read_table("linking/data/measures.tsv")
    return {unit: (dimension, float(factor)) for unit, dimension, factor in rows}


def measured(value: float, unit: str) -> tuple[str, float] | None:
    """What a unit measures, and the amount in its first unit; None: it is no unit of measure.

    `unit` may be singular or plural, as in "a three-year term".
    """
    plain = unit.casefold()
    found = _measures().get(plain) or _measures().get(plain + "s")
    return (found[0], value * found[1]) if found else None


def same_amount(value: float, unit: str, other_value: float, other_unit: str) -> bool | None:
    """The two amounts are one, but for rounding where their units differ; None: they cannot be compared."""
    if unit.casefold() == other_unit.casefold():
        return value == other_value
    one, other = measured(value, unit), measured(other_value, other_unit)
    if one is None or other is None or one[0] != other[0]:
        return None
    return abs(one[1] - other[1]) <= ROUNDING * max(abs(one[1]), abs(other[1]))
