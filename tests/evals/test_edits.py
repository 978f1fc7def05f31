"""The edits of the copies' benchmark: what each leaves of a text."""

from __future__ import annotations

from evals.edits import Editor, is_found, make_edits, make_pairs, split

WORDS = ["harbour", "engineer", "timber", "letters", "bridge"]
TEXT = "\n\n".join(
    f"On day {number} the council of Varnholm met in house {number} and heard what Oda Brandvik, who lives "
    f"at number {number + 40}, had found under pier {number + 7}. She asked for timber again."
    for number in range(1, 9)
)


def edited(kind: str) -> str:
    return make_edits(Editor(WORDS, 1))[kind](TEXT)


def test_a_cut_text_is_a_part_of_the_whole() -> None:
    assert TEXT.startswith(edited("cut to the first 30 %"))
    assert len(edited("cut to the first 30 %")) < len(TEXT) / 2


def test_a_reordered_text_has_the_same_paragraphs() -> None:
    assert sorted(split(edited("re-ordered"))) == sorted(split(TEXT))
    assert edited("re-ordered") != TEXT


def test_a_rewritten_text_keeps_about_seven_tenths_of_its_sentences() -> None:
    kept = sum(paragraph in TEXT for paragraph in split(edited("30 % of sentences rewritten")))
    assert 0 < kept < 8


def test_edits_are_the_same_each_time() -> None:
    assert edited("every eighth word another") == edited("every eighth word another")


def test_pairs_are_copies_and_look_alikes() -> None:
    pairs = list(make_pairs([TEXT, "Other news\n\nThe mill opened.\n\nNobody came to see it."]))
    assert sum(pair.is_copy for pair in pairs) == 20
    assert all(is_found(pair) for pair in pairs if pair.kind == "re-ordered" and pair.a.text == TEXT)
    assert not any(is_found(pair) for pair in pairs if pair.kind == "two articles")
