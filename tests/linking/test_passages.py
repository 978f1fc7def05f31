"""Passages: what two texts share, sentence by sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.passages import find_sentences, match_passages, match_sentences

FLOOD = (
    "The river rose over the lower bridge on Monday night.\n\n“Nobody rang the bell,” said Oda Brandvik, the "
    "warden. Two families were taken to the school."
)
EDITED = (
    "Two families were taken to a school in the upper town.\n\nOda Brandvik, the warden, spoke at "
    "noon. The river "
    "rose over the lower bridge late on Monday."
)


def pairs(a: str, b: str) -> set[tuple[str, str]]:
    return {(p.a.text, p.b.text) for p in match_passages(a, b)}


def test_moved_and_edited_sentences_are_found() -> None:
    assert pairs(FLOOD, EDITED) == {
        (
            "The river rose over the lower bridge on Monday night.",
            "The river rose over the lower bridge late on Monday.",
        ),
        ("Two families were taken to the school.", "Two families were taken to a school in the upper town."),
    }


def test_a_sentence_word_for_word_scores_one() -> None:
    scores = {passage.score for passage in match_passages(FLOOD, FLOOD)}
    assert scores == {1.0}


def test_two_sentences_joined_are_both_found() -> None:
    apart = (
        "The army denies that its men crossed the river. It says they fired twice into the air that night."
    )
    joined = (
        "The army denies that its men crossed the river and says they fired twice into the air that night."
    )
    assert len(pairs(apart, joined)) == 2


def test_other_words_on_one_matter_are_no_passage() -> None:
    assert not pairs(FLOOD, "Monday's flood drove two households out of their homes by the water.")


def test_words_in_quotation_marks_are_known() -> None:
    (_, said, _) = find_sentences(FLOOD)
    assert [word for word, inside in zip(said.words, said.quoted, strict=True) if inside] == [
        "nobody",
        "rang",
        "the",
        "bell",
    ]


def test_an_abbreviation_ends_no_sentence() -> None:
    assert len(find_sentences("Dr. Brandvik met Gen. Holt on Feb. 8. They spoke.")) == 2


SENTENCES = st.lists(
    st.sampled_from([*FLOOD.split("\n\n"), *EDITED.split("\n\n"), "“Come here!” he said. ", "Ça va? \n"]),
    max_size=6,
).map(" ".join)


@given(SENTENCES | st.text(max_size=80), SENTENCES | st.text(max_size=80))
def test_passages_are_symmetric_and_their_spans_verify(a: str, b: str) -> None:
    found = match_passages(a, b)
    for passage in found:
        assert a[passage.a.start : passage.a.end] == passage.a.text
        assert b[passage.b.start : passage.b.end] == passage.b.text
        assert 0 < passage.score <= 1
    turned = {(p.b, p.a, p.score) for p in match_passages(b, a)}
    assert {(p.a, p.b, p.score) for p in found} == turned


def test_what_is_compared_has_an_end() -> None:
    endless = "word " * 30_000
    sentences = find_sentences(endless)
    assert all(len(sentence.words) <= 200 for sentence in sentences)
    assert sentences[-1].end <= 50_000
    # The same rare words in every sentence tell none of them apart: 6,000 times 6,000 pairs are not compared.
    alike = "\n".join(["Quellmann Brandtsen Halvorsen Moreira"] * 2_000)
    assert match_sentences(alike, alike + "\nso") == []
