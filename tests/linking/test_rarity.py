"""How rare words are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.rarity import RAREST, find_words, plain_word, rarity


def test_rarer_words_have_more_bits() -> None:
    bits = [rarity(word) for word in ("the", "said", "letter", "asylum", "spillway")]
    assert bits == sorted(bits)
    assert bits[0] < 1
    assert bits[-1] == RAREST


@pytest.mark.parametrize(
    ("a", "b"), [("The", "the"), ("Quell’s", "quell"), ("U.S.", "US"), ("3,000", "3000"), ("López", "lopez")]
)
def test_two_spellings_of_one_word(a: str, b: str) -> None:
    assert plain_word(a) == plain_word(b)
    assert rarity(a) == rarity(b)


def test_the_pronoun_is_not_the_country() -> None:
    assert plain_word("us") != plain_word("US")


def test_words_of_a_text() -> None:
    text = "“The U.S. didn't pay 1.5 million,” Ana Quell’s lawyer said."
    words = ["the", "u.s", "didn't", "pay", "1.5", "million", "ana", "quell", "lawyer", "said"]
    assert find_words(text) == words


@given(st.text(max_size=30))
def test_a_counted_word_stays_as_it_is(text: str) -> None:
    for word in find_words(text):
        assert plain_word(word) == word
        assert 0 <= rarity(word) <= RAREST
