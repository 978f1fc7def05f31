from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.store.store import Store
from tests.store.conftest import add, make_report, two_stores


def about(store: Store, words: str) -> list[str]:
    return [found.statement.content[0].text for found in store.queries.statements(about=words)]


def test_all_words_must_stand_in_the_content(store: Store) -> None:
    add(store, make_report())
    assert about(store, "safe bridge") == ["the bridge is safe"]
    assert about(store, "BRIDGE repairs") == []
    assert about(store, "crossed") == []  # in the report, not in a statement


def test_words_in_quotation_marks_stand_one_after_another(store: Store) -> None:
    add(store, make_report())
    assert about(store, '"river will rise"') == ["the river will rise again"]
    assert about(store, '"rise will river"') == []


def test_accents_and_case_do_not_count(store: Store) -> None:
    add(store, make_report(extra=" Déjà Vu, said nobody."))
    assert [found.front.headline for found in store.queries.listing(about="deja VÚ")] == ["News of bridge"]
    assert [found.id for found in store.queries.reports(about="deja")] == [make_report().id]
    assert list(store.queries.reports(about="absent")) == []


def test_words_of_older_versions_are_not_found(store: Store) -> None:
    add(store, make_report(extra=" Two fell.", published="2024-03-01"), make_report())
    assert list(store.queries.listing(about="fell")) == []


def test_words_of_a_replaced_reading_are_found_once(store: Store) -> None:
    add(store, make_report())
    add(store, make_report(), model="test-2")
    assert about(store, "bridge") == ["the bridge is safe"]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.text(), max_size=200))
def test_whatever_is_asked_is_words_and_never_a_command(questions: list[str]) -> None:
    with two_stores() as (store, _):
        add(store, make_report())
        for words in (
            *questions,
            "AND",
            "bridge OR",
            "bridge*",
            "words: bridge",
            "NEAR(a b)",
            '"',
            "'; --",
            "\0",
        ):
            if any(letter.isalnum() for letter in words):
                list(store.queries.statements(about=words))
            else:
                with pytest.raises(UsageError, match="no word"):
                    list(store.queries.statements(about=words))
