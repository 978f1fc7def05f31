"""What holds of the speakers of any report, whatever stands in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.speakers import SourceIn, resolve_sources
from onrecord.record import EntityKind, Span
from tests.reading.marked import names_of, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

WORDS = st.sampled_from(
    [
        "Ana",
        "Quell",
        "Tom",
        "Quell’s",
        "the",
        "mayor",
        "of",
        "and",
        ",",
        ".",
        "“",
        "”",
        "he",
        "she",
        "who",
        "they",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=40), st.data())
def test_any_source_in_any_text_has_an_answer(words: Sequence[str], data: st.DataObject) -> None:
    text = " ".join(words)
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 20))
    spans = [Span(s, min(len(text), s + n), text) for s, n in data.draw(st.lists(places, max_size=6))]
    sources = [SourceIn((span,), (span,), ()) for span in spans]
    names = names_of(text)
    answers = resolve_sources(text, sources, names, headline_end=data.draw(st.integers(0, len(text))))
    assert len(answers) == len(sources)
    assert all(0 < a.speaker.score <= 1 for a in answers if a.speaker)


NAMED = ["Ana Quell", "Tom Hale", "Mayor Ana Quell", "Hale", "The Halden Party", "Norland"]
UNNAMED = ["The mayor", "A spokesman", "The report", "The conviction", "Quell’s arrest", "Residents"]
POINTING = ["He", "She", "They", "It"]
SAID = st.builds(
    "{{{}}} <said> [{}].{}".format,
    st.sampled_from(NAMED + UNNAMED + POINTING),
    st.sampled_from(["it rained", "Tom Hale left", "she would not go", "“no”"]),
    st.sampled_from([" ", "\n\n", " It rained. "]),
)
REPORTS = st.lists(SAID, min_size=1, max_size=7).map("|".join)


@given(REPORTS)
def test_a_speaker_is_somebody_the_report_has_words_for_or_nobody(marked: str) -> None:
    text, sources = read(marked)
    for answer in resolve_sources(text, sources, names_of(text)):
        speaker = answer.speaker
        assert speaker is None or speaker.name.casefold() in " ".join(text.split()).casefold()


@given(REPORTS)
def test_he_and_she_are_no_thing_no_body_and_not_several(marked: str) -> None:
    text, sources = read(marked)
    for source, answer in zip(sources, resolve_sources(text, sources, names_of(text)), strict=True):
        if source.spans[0].text in ("He", "She") and answer.speaker:
            assert answer.speaker.kind in (EntityKind.PERSON, EntityKind.UNNAMED)
            assert not re.search("conviction|arrest|report", answer.speaker.name)
            wrong = "Ana Quell" if source.spans[0].text == "He" else "Tom Hale"
            assert answer.speaker.name != wrong


@given(REPORTS, st.randoms())
def test_the_order_in_which_names_were_found_does_not_matter(marked: str, random: Random) -> None:
    text, sources = read(marked)
    names = names_of(text)
    mixed = random.sample(names, len(names))
    assert resolve_sources(text, sources, mixed) == resolve_sources(text, sources, names)


@given(REPORTS)
def test_a_paragraph_in_which_nobody_is_told_of_changes_nothing(marked: str) -> None:
    text, sources = read(marked)
    longer, same = read(marked + "\n\nOn the coast it rained until nightfall.")
    assert resolve_sources(longer, same, names_of(longer)) == resolve_sources(text, sources, names_of(text))


@given(REPORTS, st.integers(0, 3))
def test_what_stands_above_a_report_only_moves_it(marked: str, lines: int) -> None:
    text, sources = read(marked)
    moved, same = read("\n" * lines + marked)
    assert resolve_sources(moved, same, names_of(moved)) == resolve_sources(text, sources, names_of(text))
