"""Quotation marks are paired whatever the outlet's typography."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.quotes import find_quotations, paragraphs

CASES = {
    "straight": ('He said "we go" and "stay."', ['"we go"', '"stay."']),
    "curly": ("She said “we go.”", ["“we go.”"]),
    "British single": (
        "‘It’s the workers’ rights,’ she said, ‘and ours’.",
        ["‘It’s the workers’ rights,’", "‘and ours’"],
    ),
    "straight single": ("He called it 'a great day' for all.", ["'a great day'"]),
    "single in double": ("The \"'big' one\" left.", ["\"'big' one\"", "'big'"]),
    "double apostrophes": ("''We go,'' he said. ''Now.''", ["''We go,''", "''Now.''"]),
    "guillemets": ("«Oui», dit-il.", ["«Oui»"]),
    "German": ("„Ja“, sagte er.", ["„Ja“"]),
    "ellipsis in brackets": ('"Before (...). but I had none," said Roe', ['"Before (...). but I had none,"']),
    "apostrophes are not marks": ("don't 'em 'tis the '90s, the voters' list", []),
    "inches are not marks": ('a 6\'2" man and a "big" one', ['"big"']),
    "a stray closing mark": ("we go,” he said, “now”", ["“now”"]),
    "nested curly": (
        "She said “he told me ‘go now’ and left.”",
        ["“he told me ‘go now’ and left.”", "‘go now’"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_marks_are_paired(name: str) -> None:
    text, expected = CASES[name]
    assert [text[q.start : q.end] for q in find_quotations(text)] == expected


def test_a_quotation_over_paragraphs_opens_each_and_closes_once() -> None:
    text = "“We waited.\n\n“Nobody came,” she said."
    first, second = find_quotations(text)
    assert (text[first.start : first.end], first.closed) == ("“We waited.", False)
    assert (text[second.start : second.end], second.closed) == ("“Nobody came,”", True)


@given(st.text(alphabet="ab s.,\n\"'“”‘’«»()", max_size=60))
def test_quotations_lie_inside_one_paragraph_and_hold_their_words(text: str) -> None:
    blocks = list(paragraphs(text))
    for q in find_quotations(text):
        assert q.start < q.inner_start <= q.inner_end <= q.end
        assert any(start <= q.start and q.end <= end for start, end in blocks)
