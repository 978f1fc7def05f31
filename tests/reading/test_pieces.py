"""Word pieces stand where they say, and see what lower-casing hides."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.pieces import CASE, PLACE, QUOTE, Vocabulary, cut_pieces

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "lo",
    "##pez",
    "lopez",
    "said",
    "no",
    "##w",
    "now",
    "“",
    "”",
    ",",
    ".",
    "the",
]


@pytest.fixture
def vocabulary() -> Vocabulary:
    return Vocabulary(WORDS)


def test_accents_and_capitals_fold_but_places_stay(vocabulary: Vocabulary) -> None:
    text = "LÓPEZ said"
    pieces = cut_pieces(text, vocabulary)
    assert [WORDS[n] for n in pieces.ids] == ["lopez", "said"]
    assert [text[s:e] for s, e in zip(pieces.starts, pieces.ends, strict=True)] == ["LÓPEZ", "said"]
    assert pieces.case.tolist() == [CASE["upper"], CASE["lower"]]


def test_a_decomposed_accent_belongs_to_its_letter(vocabulary: Vocabulary) -> None:
    text = "Lo\u0301pez said"
    pieces = cut_pieces(text, vocabulary)
    assert [text[s:e] for s, e in zip(pieces.starts, pieces.ends, strict=True)] == ["Lo\u0301pez", "said"]


def test_soft_hyphens_and_zero_width_signs_are_not_read(vocabulary: Vocabulary) -> None:
    assert [WORDS[n] for n in cut_pieces("lo\u00adpez \ufeffnow", vocabulary).ids] == ["lopez", "now"]


def test_a_word_not_known_is_one_unknown_piece(vocabulary: Vocabulary) -> None:
    pieces = cut_pieces("zebra now", vocabulary)
    assert [WORDS[n] for n in pieces.ids] == ["[UNK]", "now"]
    assert (pieces.starts[0], pieces.ends[0]) == (0, 5)


def test_quotation_and_place_are_inputs(vocabulary: Vocabulary) -> None:
    pieces = cut_pieces("now\n\n“No,” said the", vocabulary)
    assert pieces.place[0] == PLACE["paragraph start, headline"]
    assert pieces.place[1] == PLACE["paragraph start, lead"]
    states = [QUOTE["mark"], QUOTE["double"], QUOTE["double"], QUOTE["mark"], QUOTE["outside"]]
    assert pieces.quote[1:6].tolist() == states


@given(st.text(max_size=80))
def test_pieces_are_in_order_and_never_empty(text: str) -> None:
    pieces = cut_pieces(text, Vocabulary(WORDS))
    assert (pieces.starts < pieces.ends).all()
    assert (pieces.ends[:-1] <= pieces.starts[1:]).all()
    assert len(text) >= (pieces.ends[-1] if len(pieces) else 0)
