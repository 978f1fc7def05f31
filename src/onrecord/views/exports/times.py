"""Dates for exports: which of them are plain calendar dates, and their parts."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?", re.ASCII)


def plain_date(edtf: str | None) -> str | None:
    """`2024-03-14`, `2024-03` or `2024`, which every form knows; None for all that says less or more."""
    return edtf if edtf and _PLAIN.fullmatch(edtf) else None


def date_parts(edtf: str | None) -> list[int]:
    """Year, month and day of a plain date, as far as it goes; [] for any other."""
    return [int(part) for part in (plain_date(edtf) or "").split("-") if part]
