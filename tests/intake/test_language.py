from pathlib import Path

import pytest

from onrecord.intake.language import find_language

ROWS = [
    line.split("\t") for line in Path(__file__).with_name("languages.tsv").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("language", "text"), ROWS)
def test_languages_of_short_reports(language: str, text: str) -> None:
    assert find_language(text) == language


def test_too_short_to_tell() -> None:
    assert find_language("Ana Quell") is None
    assert find_language("Ana Quell", hint="en-GB") == "en"


def test_numbers_are_no_language() -> None:
    assert find_language("12 345 678 " * 40) is None
