import pytest

from onrecord.intake.markup import find_blocks
from onrecord.intake.paragraphs import join_paragraphs
from onrecord.intake.text import clean
from onrecord.intake.traced import Traced


def paragraphs(text: str) -> list[str]:
    return [block.text for block in join_paragraphs(list(find_blocks(clean(Traced.of(text)))))]


LONG = "The mayor of Port Ellery said at a press briefing on Tuesday that she had acted with respect to the"


def test_a_sentence_that_a_blank_line_cuts_is_one() -> None:
    assert paragraphs(f"{LONG}\n\nferry.") == [f"{LONG} ferry."]


@pytest.mark.parametrize("after", ["By Ana Quell", "by Ana Quell", "portellery.example/news/1", "Ferry."])
def test_what_goes_on_with_something_else_is_not_joined(after: str) -> None:
    assert paragraphs(f"{LONG}\n\n{after}") == [LONG, after]


@pytest.mark.parametrize("end", [".", "?", ".”", ':"', "…", ".)"])
def test_a_paragraph_that_ends_is_not_joined(end: str) -> None:
    assert len(paragraphs(f"{LONG}{end}\n\nferry.")) == 2


def test_lines_that_a_program_broke_are_joined() -> None:
    wrapped = (
        "The mayor of Port Ellery said on Tuesday that the\n"
        "bridge would stay closed until the spring, and asked\n"
        "Harbour Street to take the ferry. Nobody wants this,\n"
        "Quell told reporters on the north side of the river.\n"
        "She left at noon."
    )
    assert paragraphs(wrapped) == [wrapped.replace("\n", " ")]


def test_lines_that_an_author_broke_stay() -> None:
    assert paragraphs("By ANA QUELL\nHarbour Press\nFeb. 8, 2021") == [
        "By ANA QUELL\nHarbour Press\nFeb. 8, 2021"
    ]


def test_one_line_for_each_paragraph() -> None:
    first = f"{LONG} ferry, and that nobody had asked her to do otherwise in all the years of her office."
    assert paragraphs(f"{first}\n{first}\n{first}") == [first, first, first]
