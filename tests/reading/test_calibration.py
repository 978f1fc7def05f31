"""Calibration: surer stays surer, and what comes out is a probability."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.calibration import calibrate, sort_of
from onrecord.reading.statements import Found
from onrecord.record import Kind, Span

LINES = {"direct": (0.9, -0.3), "indirect": (1.1, -1.5)}
TEXT = "The mayor said the bridge is safe. He focused on the bridge."


@given(st.floats(0, 1), st.floats(0, 1), st.sampled_from(sorted(LINES)))
def test_what_the_network_is_surer_of_is_surer(one: float, other: float, sort: str) -> None:
    low, high = sorted((one, other))
    assert 0 <= calibrate(low, sort, LINES) <= calibrate(high, sort, LINES) <= 1


def test_a_cue_without_a_reporting_verb_is_a_sort_of_its_own() -> None:
    content = (Span(15, 33, TEXT),)
    said = Found((), (Span(10, 14, TEXT),), content, Kind.INDIRECT, 0.9)
    focused = Found((), (Span(38, 48, TEXT),), content, Kind.INDIRECT, 0.9)
    assert sort_of(said) == "indirect"
    assert sort_of(focused) == "other wording"
    assert sort_of(Found((), (Span(38, 48, TEXT),), content, Kind.DIRECT, 0.9)) == "direct"
