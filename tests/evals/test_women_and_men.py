"""Women and men among the sources are told by names, titles and pronouns, and nobody else is."""

from __future__ import annotations

from typing import Any

from evals.women_and_men import genders_of, share, sources_in
from onrecord.reading.names import NameIn
from onrecord.record import EntityKind

TEXT = "Ms. Quell and Mr. Reed spoke. Quell said it rained. He denied it. Doran Ilk said no. The mayor left."


def places(*words: str) -> list[tuple[int, int]]:
    return [(TEXT.index(w), TEXT.index(w) + len(w)) for w in words]


def test_sources_by_title_and_pronoun() -> None:
    found = places("Quell said", "He", "Doran Ilk", "The mayor")
    found[0] = (found[0][0], found[0][0] + len("Quell"))
    names = [NameIn(*place, EntityKind.PERSON) for place in (*places("Quell", "Reed"), found[0], found[2])]
    told = sources_in(TEXT, [{"source": [place]} for place in found], names)
    assert [(TEXT[slice(*one.spans[0])], one.gender) for one in told] == [("Quell", "f"), ("He", "m")]


def test_the_gold_name_is_a_womans_or_a_mans() -> None:
    sources: list[dict[str, Any]] = [
        {"name": "Anna Quell", "kind": "person", "spans": places("Quell")},
        {"name": "Ilk", "kind": "person", "spans": places("He")},
        {"name": "Norland Post", "kind": "organization", "spans": []},
    ]
    assert genders_of(TEXT, sources) == {"Anna Quell": "f", "Ilk": "m"}


def test_a_share_has_its_interval() -> None:
    assert share(8, 10) == "80.0% (49.0-94.3)"
