import pytest

from onrecord.intake.markup import Block, find_blocks
from onrecord.intake.traced import Traced


def blocks(text: str) -> list[Block]:
    return list(find_blocks(Traced.of(text)))


def words(text: str) -> str:
    return "\n\n".join(block.text for block in blocks(text))


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("the *activist* said", "the activist said"),
        ("the **mayor**, _Ana_, said", "the mayor, Ana, said"),
        ("***all*** of it", "all of it"),
        ("**The _whole_ line**", "The whole line"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("a f***ing snake_case_name", "a f***ing snake_case_name"),
        ("[the filing](https://court.example/a_(1).pdf) says", "the filing says"),
        ("see <https://court.example/a> there", "see https://court.example/a there"),
        ("before ![a bridge](bridge.jpg) after", "before  after"),
        ("she said [the bill] (2019)", "she said [the bill] (2019)"),
        (r"not \*set\* off, C:\temp", r"not *set* off, C:\temp"),
        ("Smith &amp; Sons &c", "Smith & Sons &c"),
        ("> quoted\n> twice", "quoted\ntwice"),
    ],
)
def test_marks_go_and_words_stay(marked: str, plain: str) -> None:
    assert words(marked) == plain


@pytest.mark.parametrize("rule", ["---", "* * *", "_____", "• • •"])
def test_rules_are_no_text(rule: str) -> None:
    assert [block.set_as for block in blocks(f"one\n\n{rule}\n\ntwo")] == ["text", "rule", "text"]


def test_headings_say_their_level() -> None:
    found = blocks("# *Bridge stays closed* #\nThe mayor\n## What now?\n\nOld style\n=====")
    assert [(block.text, block.set_as, block.level) for block in found] == [
        ("Bridge stays closed", "heading", 1),
        ("The mayor", "text", 0),
        ("What now?", "heading", 2),
        ("Old style", "heading", 1),
    ]


@pytest.mark.parametrize("line", ["*Image not found or type unknown*", "[Image]", "Advertisement"])
def test_words_in_place_of_a_picture_are_no_text(line: str) -> None:
    assert [block.set_as for block in blocks(line)] == ["placeholder"]
