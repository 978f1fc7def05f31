"""Calibration: from the network's score of a statement to the probability that it is right."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from onrecord.reading.acts import reports_a_saying
from onrecord.record import Kind

if TYPE_CHECKING:
    from onrecord.reading.statements import Found

# From slope and offset per sort of statement: see `sort_of`.
Lines = Mapping[str, tuple[float, float]]


def sort_of(found: Found) -> str:
    """Its kind, or "other wording": in the report's own words, and behind a cue that no listed verb is in."""
    plain = not found.cue or reports_a_saying(" ".join(span.text for span in found.cue))
    return found.kind.value if plain or found.kind is not Kind.INDIRECT else "other wording"


def calibrate(score: float, sort: str, lines: Lines) -> float:
    """A line through the log odds (Platt 1999): `score` and the answer are probabilities.

    The lines are fitted by `training/calibrate.py`: what is right there is content found with the right
    source.
    """
    slope, offset = lines[sort]
    score = min(max(score, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-slope * math.log(score / (1 - score)) - offset))
