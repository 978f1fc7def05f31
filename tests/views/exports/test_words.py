from __future__ import annotations

import pytest

from onrecord.views.exports.times import date_parts, plain_date
from onrecord.views.exports.words import bare_words, link_to_words, one_line, web_address

from .hostile import make_reading


@pytest.mark.parametrize(
    ("content", "kind", "bare"),
    [
        ('"We go,"', "direct", "We go,"),
        ("“We go.”", "direct", "We go."),
        ("«Nous partons»", "direct", "Nous partons"),
        ("「行きます」", "direct", "行きます"),
        ("“It goes on", "direct", "It goes on"),
        ('"', "direct", '"'),
        ('that "we go"', "mixed", 'that "we go"'),
    ],
)
def test_marks_around_a_quotation(content: str, kind: str, bare: str) -> None:
    reading = make_reading(content, kind=kind)
    assert bare_words(reading.statements[0], reading.report.text) == bare


def test_a_link_to_words() -> None:
    text = "He said: we-go, now."
    link = link_to_words("https://echo.example/1", text, (9, 19))
    assert link == "https://echo.example/1#:~:text=we%2Dgo%2C%20now"
    assert link_to_words("https://echo.example/1#top", text, (0, 2)) == "https://echo.example/1#top:~:text=He"
    assert link_to_words("javascript:alert(1)", text, (0, 2)) is None


def test_a_link_to_many_words_gives_the_first_and_the_last() -> None:
    text = "one two three four five six\n\nseven eight nine ten eleven twelve"
    link = link_to_words("https://echo.example/", text, (0, len(text)))
    assert link is not None
    assert link.endswith("text=one%20two%20three%20four%20five,eight%20nine%20ten%20eleven%20twelve")


def test_an_address_holds_nothing_that_addresses_may_not() -> None:
    assert web_address("https://echo.example/{a}|b\\c") == "https://echo.example/%7Ba%7D%7Cb%5Cc"
    assert web_address("ftp://echo.example/") is None


def test_one_line() -> None:
    assert one_line("a\n\tb\x00\x1b \u202ec\ud800") == "a b c\ufffd"


@pytest.mark.parametrize(
    ("edtf", "plain"),
    [
        ("2024-03-14", [2024, 3, 14]),
        ("2024-03", [2024, 3]),
        ("2024", [2024]),
        *((other, []) for other in ("2024-21", "2024~", "202X", "XXXX-03-14", "2021/2022", None)),
    ],
)
def test_plain_dates(edtf: str | None, plain: list[int]) -> None:
    assert date_parts(edtf) == plain
    assert plain_date(edtf) == (edtf if plain else None)
