"""Sentences end where a reader would say they do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.document import find_sentences, sentences_around

CASES = {
    "plain": "It rained.| Nobody came.",
    "titles": "Dr. Mora met Gov. J. P. Hale on Jan. 4.| They spoke.",
    "U.S. inside": "The U.S. Senate sat.| It rose.",
    "U.S. at the end": "He left the U.S.| The rest stayed.",
    "a quotation's own question": "“Why?” Mora asked.| Nobody knew.",
    "a question before a name": "“Are we safe?” Ana Mora said.",
    "quotation of two sentences": "“We go.| We stay,” she said.",
    "number": "It is No. 5 on the list.| It was no.| Nobody minded.",
    "ellipsis": "“I sent it (...). but nobody answered,” said Roe.",
    "decimal": "It rose 3.5 percent.| It fell.",
    "time of day": "At 5 p.m. Tuesday it closed.",
    "note number": "It fell.[12]| It rose.",
    "initials": "A. B. Tembo came.",
}


@pytest.mark.parametrize("name", CASES)
def test_sentence_ends(name: str) -> None:
    marked = CASES[name]
    text = marked.replace("|", "")
    assert [text[s:e] for s, e in find_sentences(text)] == [part.strip() for part in marked.split("|")]


def test_no_sentence_crosses_a_paragraph() -> None:
    text = "A headline without a stop\n\nIt rained"
    assert [text[s:e] for s, e in find_sentences(text)] == ["A headline without a stop", "It rained"]


def test_the_sentences_that_a_span_touches() -> None:
    text = "It rained. Nobody came. They left."
    assert sentences_around(find_sentences(text), 12, 26) == (11, 34)


@given(st.text(alphabet='aB .!?"”\n1', max_size=60))
def test_sentences_cover_every_word_once_and_in_order(text: str) -> None:
    sentences = find_sentences(text)
    assert all(a[1] <= b[0] for a, b in pairwise(sentences))
    covered = {place for start, end in sentences for place in range(start, end)}
    assert all(place in covered for place, sign in enumerate(text) if not sign.isspace())
