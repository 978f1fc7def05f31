import re

import pytest

from onrecord.numbers import NUMBER, read_number


@pytest.mark.parametrize(
    ("text", "worth"),
    [
        ("2,400", 2400),
        ("1,20,000", 120_000),
        ("5 1/2", 5.5),
        ("10½", 10.5),
        ("4.2bn", 4.2e9),
        ("4.2 million", 4.2e6),
        ("4.7m", 4.7e6),
        ("half a million", 500_000),
        ("twenty-three", 23),
        ("a hundred and ten", 110),
        ("two hundred and fifty thousand", 250_000),
        ("three lakh", 300_000),
        ("seventeen", 17),
    ],
)
def test_what_a_number_is_worth(text: str, worth: float) -> None:
    assert re.fullmatch(NUMBER, text, re.IGNORECASE)
    assert read_number(text) == worth


@pytest.mark.parametrize("text", ["", "several thousand", "many"])
def test_no_number(text: str) -> None:
    assert read_number(text) is None
