"""Transcripts: a name and a colon begin what somebody says; a list or a headline with colons is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.network import Network, load
from onrecord.reading.reader import read_text
from onrecord.reading.statements import Found
from onrecord.reading.transcripts import find_turns, leave_turns
from onrecord.record import Front, Kind, Span

HARBOUR = """Quell: the bridge stays shut

The mayor of Port Ellery, Ana Quell, spoke to Harbour Radio. A partial transcript:

TOM REED: Will the bridge open this year? You said so in May.

QUELL: I said that we hoped so. We have seen the plans since.

We also asked the governor, Irene Moss, and he who built it. She said it would hold.

(Laughter)

REED: And what do you tell the ferrymen?

QUELL: They are in my thoughts.

Harbour Radio is heard in all of Norland."""

QUOTED = """Two of Port Ellery talk

"REED: Will you run again?

"QUELL: I have not made up my mind. My family comes first.

"But the bridge is what I want to see open."

"REED: You must know it yourself."
"""

NONE = {
    "a count": "Votes so far\n\nQuell: 1,204 in the town\n\nReed: 900 in the town\n\nQuell: 88 by letter",
    "one who talks": "A talk\n\nQuell: I am glad of it.\n\nQuell: We are all glad.\n\nQuell: I thank you.",
    "two turns": "A talk\n\nReed: Are you glad of it?\n\nQuell: We are all very glad.",
    "nobody's names": "Advice\n\nQ: May I go there?\n\nA: You may go.\n\nQ: And may we swim?\n\nA: You may.",
    "times": "Tonight\n\nAt 7:30 we dine.\n\nAt 8:15 you sing.\n\nAt 9:00 I sleep at home.",
}


def shown(found: Found) -> tuple[str, list[str]]:
    return found.source[0].text, [span.text for span in found.content]


def test_each_turn_is_one_statement() -> None:
    assert [shown(turn) for turn in find_turns(HARBOUR)] == [
        ("TOM REED", ["Will the bridge open this year? You said so in May."]),
        (
            "QUELL",
            [
                "I said that we hoped so. We have seen the plans since.",
                "We also asked the governor, Irene Moss, and he who built it. She said it would hold.",
            ],
        ),
        ("REED", ["And what do you tell the ferrymen?"]),
        ("QUELL", ["They are in my thoughts."]),
    ]


def test_a_transcript_in_quotation_marks() -> None:
    assert [shown(turn) for turn in find_turns(QUOTED)] == [
        ("REED", ["Will you run again?"]),
        (
            "QUELL",
            [
                "I have not made up my mind. My family comes first.",
                "But the bridge is what I want to see open.",
            ],
        ),
        ("REED", ["You must know it yourself."]),
    ]


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_other_lines_with_colons_are_no_turns(text: str) -> None:
    assert find_turns(text) == []


def test_a_turn_tells_better_than_what_was_found_in_it() -> None:
    turns = find_turns(HARBOUR)
    turn = turns[1].content[0]
    half = Found((), (), (Span(turn.start, turn.end - 5, HARBOUR),), Kind.INDIRECT, 0.5)
    said = HARBOUR.index("said", HARBOUR.index("She said"))
    inner = Found(
        (Span(said - 4, said - 1, HARBOUR),),
        (Span(said, said + 4, HARBOUR),),
        (Span(said + 5, said + 18, HARBOUR),),
        Kind.INDIRECT,
        0.5,
    )
    assert leave_turns([half, inner], turns) == [inner]


@given(
    st.lists(
        st.sampled_from(
            ["QUELL: I know you.", "Reed: we may go. You?", '"MOSS: my word, yes!"', "(Noise)", "A: no", "\n"]
        ),
        max_size=9,
    )
)
def test_spans_hold_their_words_and_none_overlap(lines: list[str]) -> None:
    text = "\n\n".join(lines)
    spans = [s for turn in find_turns(text) for role in (turn.source, turn.cue, turn.content) for s in role]
    assert all(text[s.start : s.end] == s.text for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


def test_who_talks_in_a_transcript(network: Network) -> None:
    statements = read_text(
        HARBOUR, Front(headline=HARBOUR.split("\n")[0], language="en"), "v", network
    ).statements
    turns = [s for s in statements if [c.text for c in s.cue] == [":"]]
    assert [s.speaker and s.speaker.name for s in turns] == ["TOM REED", "Ana Quell", "TOM REED", "Ana Quell"]
    assert [s.act for s in turns] == ["inform", "inform", "question", "inform"]
    assert {s.kind for s in turns} == {Kind.DIRECT}
    held = next(s for s in statements if s.source and s.source[0].text == "She")
    assert held.within in [s.id for s in turns]
    assert held.speaker is not None
    assert held.speaker.name == "Irene Moss"


@pytest.fixture(scope="module")
def network() -> Network:
    return load()
