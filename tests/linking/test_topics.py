"""What two reports are about tells least of one thing they say from another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.topics import count_sentences, telling_share

FERRY = count_sentences(
    "Skarn gets a ferry\n\nThe mayor offered a ferry. A ferry is a road, she said. The ferries cross at noon."
    "\n\nShe has written to the ministry. The harbour is closed."
)


def test_the_topic_tells_less_than_what_is_said_once() -> None:
    assert telling_share("ferry", (FERRY,)) < telling_share("ministry", (FERRY,)) == 1.0


def test_forms_of_a_word_are_counted_together() -> None:
    assert FERRY.having["ferry"] == 4
    assert telling_share("harbours", (FERRY,)) == telling_share("harbour", (FERRY,))


def test_where_no_report_is_known_every_word_tells() -> None:
    assert telling_share("ferry", ()) == 1.0


@given(st.lists(st.sampled_from(["ferry", "mayor", "wall", "rain"]), min_size=1, max_size=30))
def test_a_share_is_between_none_and_all(words: list[str]) -> None:
    reports = (count_sentences(". ".join(words) + "."),)
    assert all(0.0 <= telling_share(word, reports) <= 1.0 for word in words)
