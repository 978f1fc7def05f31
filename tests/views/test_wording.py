from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.views.wording import (
    link_address,
    put_date,
    put_language,
    put_location,
    show_markdown,
    show_text,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2024-03-14", "14 March 2024"),
        ("XXXX-01-04", "4 January (year not known)"),
        ("2024-03", "March 2024"),
        ("2021~", "about 2021"),
        ("201X", "the 2010s"),
        ("2021-22", "summer 2021"),
        ("2021-33", "first quarter 2021"),
        ("2019/..", "since 2019"),
        ("2024-03/2024-05", "March 2024 to May 2024"),
        ("2024-XX-03", "2024-XX-03"),
    ],
)
def test_date_in_words(value: str, words: str) -> None:
    assert put_date(Edtf.parse(value)) == words


@pytest.mark.parametrize("url", ["http://a.example/b?c=1", "https://a.example"])
def test_web_address_is_a_link(url: str) -> None:
    assert link_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://a.example/%0aalert(1)",
        "java\nscript:alert(1)",
        " https://a.example",
        "data:text/html,x",
        "file:///etc/passwd",
        "https:",
        "//a.example",
        'https://a.example/"onclick=x',
        "https://[",
        None,
    ],
)
def test_no_other_address_is_a_link(url: str | None) -> None:
    assert link_address(url) is None


@given(st.text())
def test_shown_text_is_as_long_and_steers_nothing(text: str) -> None:
    shown = show_text(text)
    assert len(shown) == len(text)
    shown.encode("utf-8")
    assert not set(shown) & {"\x00", "\x1b", "\r", "\x9b", "\u202e", "\u2066"}


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a\n\n# b", r"a \# b"),
        ("1. No", r"1\. No"),
        ("- no", r"\- no"),
        ("<b>[x](javascript:y)</b>", r"\<b\>\[x\](javascript:y)\</b\>"),
        ("*so* `it` _is_", r"\*so\* \`it\` \_is\_"),
        ("see https://a.example", "see https\u2060://a.example"),
    ],
)
def test_markdown_shows_the_text_as_it_is(text: str, markdown: str) -> None:
    assert show_markdown(text) == markdown


def test_only_a_language_tag_is_a_language() -> None:
    assert put_language("pt-BR") == "pt-BR"
    assert put_language('en" onload="x') == put_language(None) == ""


def test_of_a_file_only_the_name_is_handed_on() -> None:
    assert put_location("C:\\Users\\ana\\leak\\a.txt") == put_location("reports/leak/a.txt") == "a.txt"
    assert put_location("https://a.example/b/c") == "https://a.example/b/c"
