"""What a report tells of an earlier occasion, and what of the one it is about."""

from __future__ import annotations

import pytest

from onrecord.edtf import Edtf
from onrecord.linking.sayings_earlier import is_told_of_earlier
from onrecord.record import Act, Front, Kind, Span, Statement, Told, make_id


def tell(text: str, cue: str, content: str) -> Told:
    said, what = (
        (Span(text.index(words), text.index(words) + len(words), text),) for words in (cue, content)
    )
    statement = Statement(make_id("version", text), Kind.INDIRECT, Act.OFFER, 1.0, (), said, what)
    return Told(statement, "r1", Front(published=Edtf("2024-03-08")), text)


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("It rains. Two years ago Quell offered to lend a tug.", "offered", "to lend a tug"),
        ("Quell had offered to lend a tug.", "had offered", "to lend a tug"),
        ("The mayor first offered to lend a tug.", "first offered", "to lend a tug"),
        ("Last spring Quell offered to lend a tug.", "offered", "to lend a tug"),
    ],
)
def test_an_earlier_occasion(text: str, cue: str, content: str) -> None:
    assert is_told_of_earlier(tell(text, cue, content))


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Quell said that the wall broke two years ago.", "said", "that the wall broke two years ago"),
        ("Two years ago it broke. Quell offered to lend a tug.", "offered", "to lend a tug"),
        ("Quell once more offered to lend a tug.", "once more offered", "to lend a tug"),
        ("At a briefing this week Quell offered to lend a tug.", "offered", "to lend a tug"),
    ],
)
def test_the_occasion_that_the_report_is_about(text: str, cue: str, content: str) -> None:
    assert not is_told_of_earlier(tell(text, cue, content))
