"""Acts: what kind of saying, and whether anything was said."""

from __future__ import annotations

import pytest

from onrecord.reading.acts import find_act, is_made, only_names, reports_a_saying
from onrecord.record import Act, Kind, Span


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("said", "the bridge would open in May", Act.INFORM),
        ("according to", "the bridge was closed in March", Act.INFORM),
        ("denied", "that he had taken the money", Act.DENY),
        ("said", "“I never received one cent,”", Act.DENY),
        ("has called on", "the council to open the books", Act.REQUEST),
        ("asked", "the council to open the books", Act.REQUEST),
        ("asked", "“Who closed the bridge?”", Act.QUESTION),
        ("told reporters", "“Please stay at home,”", Act.REQUEST),
        ("declined to say", "whether the mayor would resign", Act.DECLINE),
        ("would not comment", "on the case", Act.DECLINE),
        ("offered", "to host the talks", Act.OFFER),
        ("promised", "to disclose the letter", Act.PROMISE),
        ("thanked", "the voters", Act.THANK),
        ("said", "he was “sorry to every supporter”", Act.APOLOGISE),
        ("disputed", "that the dam was safe", Act.DISAGREE),
        ("welcomed", "the permit", Act.AGREE),
        ("hopes", "to play in August", Act.HOPE),
        ("said", "“We will not return to the wards until the law is signed,”", Act.THREATEN),
    ],
)
def test_what_kind_of_saying_it_is(cue: str, content: str, act: Act) -> None:
    assert find_act(cue, content, Kind.DIRECT if content.startswith("“") else Kind.INDIRECT) is act


@pytest.mark.parametrize(
    ("text", "cue", "made"),
    [
        ("Quell said the bridge would open.", "said", True),
        ("Quell did not say that the bridge would open.", "did not say", False),
        ("Quell did not say when the bridge would open.", "did not say", True),
        ("Quell declined to say whether it was safe.", "declined to say", True),
        ("Quell is expected to announce a date on Monday.", "announce", False),
        ("Quell may ask for more money.", "may ask for", False),
        ("He waits for the council to decide on the bridge.", "decide on", False),
        ("Quell awaits a vote to say more.", "to say", False),
        ("Quell responded by hitting the table.", "responded by hitting", False),
        ("The bridge did not open, Quell said.", "said", True),
        ("The bridge could open in May and Quell said it was safe.", "said", True),
    ],
)
def test_what_was_not_said_is_no_statement(text: str, cue: str, made: bool) -> None:
    at = text.index(cue)
    assert is_made(text, (Span(at, at + len(cue), text),), ()) is made


def test_a_quotation_without_reporting_words_was_made() -> None:
    assert is_made("“Not asked”", (), ())


@pytest.mark.parametrize(
    ("cue", "reports"),
    [
        ("has told reporters", True),
        ("According to", True),
        ("wrote", True),
        ("hit quickly back at", True),
        ("made in 2010 about", False),
        ("silent he stayed", False),
    ],
)
def test_a_verb_of_saying_is_known_in_any_form(cue: str, reports: bool) -> None:
    assert reports_a_saying(cue) is reports


@pytest.mark.parametrize(
    ("cue", "names"),
    [
        ("nicknamed", True),
        ("is also known as", True),
        ("code-named", True),
        ("named in", False),
        ("said", False),
    ],
)
def test_what_something_is_called_is_not_said(cue: str, names: bool) -> None:
    assert only_names(cue) is names


def test_a_whole_turn_of_a_transcript_asks_or_tells() -> None:
    assert find_act(":", "You should go. We did. Will you?", Kind.DIRECT) == "question"
    assert find_act(":", "You should go. We did.", Kind.DIRECT) == "inform"


@pytest.mark.parametrize(
    ("cue", "content", "act"),
    [
        ("again renewed", "the asylum offer", "offer"),
        ("issued", "a last appeal to the council", "request"),
        ("voiced", "their hope of rain", "hope"),
        ("described", "the offer as a sad joke", "inform"),
        ("valued", "that the council should act at once", "request"),
        ("said", "that it would pay should a single driver be dismissed", "inform"),
    ],
)
def test_an_act_is_told_by_a_noun_or_by_what_should_be(cue: str, content: str, act: str) -> None:
    assert find_act(cue, content, Kind.INDIRECT) == act
