"""Hours of the day in running text."""

from __future__ import annotations

import pytest

from onrecord.linking.hours import find_hours


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("It broke at about 2 a.m. after rain", "about 2 a.m.", 2.0),
        ("It failed at 02:00 on 7 February", "02:00", 2.0),
        ("It was half past one by the church clock", "half past one", 1.5),
        ("report by 6.30 pm on Friday", "6.30 pm", 18.5),
        ("at nine o’clock sharp", "nine o’clock", 9.0),
        ("a truce from midnight", "midnight", 0.0),
        ("shut at 12 a.m.", "12 a.m.", 0.0),
    ],
)
def test_an_hour_and_its_worth(text: str, words: str, value: float) -> None:
    (found,) = find_hours(text)
    assert (found.span.text, found.value) == (words, value)


@pytest.mark.parametrize(
    "text", ["a 2:1 win", "Mark 14:03:22", "5 am-dram plays", "half past caring", "3 pigs"]
)
def test_what_is_no_hour(text: str) -> None:
    assert not list(find_hours(text))
