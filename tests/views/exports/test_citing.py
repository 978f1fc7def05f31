from __future__ import annotations

import pytest

from onrecord.views.exports.citing import find_authors


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Dana Okafor", ("Dana Okafor",)),
        ("Dana Okafor and Joe Lind", ("Dana Okafor", "Joe Lind")),
        ("Ana E. Reed, Tom Hall & Jan van der Berg", ("Ana E. Reed", "Tom Hall", "Jan van der Berg")),
        ("Words: Seán O’Brien-Smith", ("Seán O’Brien-Smith",)),
        ("Dana Okafor, Staff Writer", ()),
        ("Dana Okafor in Riverton", ()),
        ("Our Riverton Correspondent", ()),
        ("The Associated Press", ()),
        ("Reuters", ()),
        ("本報記者", ()),
        ("", ()),
    ],
)
def test_names_in_a_byline(byline: str, authors: tuple[str, ...]) -> None:
    assert find_authors(byline) == authors
