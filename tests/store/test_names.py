from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.names import fold_words, is_named


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Lopez Obrador", "Andrés Manuel López Obrador"),
        ("ana quell", "Ana Maria Quell"),
        ("WALESA", "Lech Wałęsa"),
        ("Strasse", "Günter Straße"),
        ("al sadr", "Muqtada al-Sadr"),
        ("Lee", "Mary Lee"),
    ],
)
def test_some_words_of_a_name_find_it(asked: str, name: str) -> None:
    assert is_named(asked, name)


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Lee", "the Leeds Port Company"),
        ("Quell Ana", "Ana Quell"),
        ("Ana Ana", "Ana Quell"),
        ("", "Ana Quell"),
        ("–", "Ana Quell"),
    ],
)
def test_parts_of_words_and_other_orders_do_not(asked: str, name: str) -> None:
    assert not is_named(asked, name)


@given(st.text())
def test_folding_again_changes_nothing(name: str) -> None:
    words = fold_words(name)
    assert fold_words(" ".join(words)) == words


@given(st.text())
def test_a_name_is_named_by_itself(name: str) -> None:
    assert is_named(name, name) == bool(fold_words(name))
