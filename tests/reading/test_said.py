import pytest

from onrecord.edtf import Edtf
from onrecord.reading.document import find_sentences
from onrecord.reading.said import date_said
from onrecord.reading.times import find_times
from onrecord.record import Act, Dateline, EntityKind, Front, Kind, Span, Speaker, Statement

FRIDAY = "2024-03-15"


def said(
    text: str,
    *marked: tuple[str, str, str],
    published: str = FRIDAY,
    dateline: str | None = None,
    kind: EntityKind = EntityKind.PERSON,
) -> list[str | None]:
    """When each (speaker, cue, content) of the text was said."""
    statements = [
        Statement(
            "v0",
            Kind.INDIRECT,
            Act.INFORM,
            1.0,
            source=(_span(text, speaker),) if speaker in text else (),
            cue=(_span(text, cue),),
            content=(_span(text, content),),
            speaker=Speaker(speaker, kind, 1.0, "given"),
        )
        for speaker, cue, content in marked
    ]
    front = Front(
        published=Edtf(published), dateline=Dateline("Sorna", Edtf(dateline) if dateline else None, "XYZ")
    )
    dates = find_times(text, published=front.published, dateline=Edtf(dateline) if dateline else None)
    found = date_said(text, statements, find_sentences(text), dates, front)
    assert all(dated.reason for dated in found if dated)
    return [str(dated.value) if dated else None for dated in found]


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), text)


@pytest.mark.parametrize(
    ("text", "cue", "content", "day"),
    [
        ("Orr said Tuesday that it was lawful.", "said", "that it was lawful", "2024-03-12"),
        ("“It is lawful,” Orr told reporters on Tuesday.", "told reporters", "“It is lawful,”", "2024-03-12"),
        (
            "Yesterday she went further: “We do not trade.”",
            "went further",
            "“We do not trade.”",
            "2024-03-14",
        ),
        (
            "Orr said in a statement last week that it was lawful.",
            "said",
            "that it was lawful",
            "2024-03-04/2024-03-10",
        ),
        # What is spoken of has its own times.
        (
            "Orr said the dam was inspected on Tuesday.",
            "said",
            "the dam was inspected on Tuesday",
            "2024-03-14~",
        ),
        ("Orr, who came on Tuesday, said it was lawful.", "said", "it was lawful", "2024-03-14~"),
        ("He was held in June 2022, a charge Orr calls false.", "calls", "a charge", "2024-03-14~"),
        ("Reached by telephone on Tuesday, Orr said no.", "said", "no.", "2024-03-12"),
        ("Orr said a year ago that it was lawful.", "said", "that it was lawful", "2023"),
        ("Orr said in a speech last month it was lawful.", "said", "it was lawful", "2024-02"),
        # Of a thing of long ago; when it was said, nobody tells.
        ("Dam was declared safe three months ago", "was declared", "Dam", None),
    ],
)
def test_a_time_that_stands_with_the_cue(text: str, cue: str, content: str, day: str | None) -> None:
    assert said(text, ("Ann Orr", cue, content)) == [day]


def test_the_same_speaker_speaks_on_one_occasion() -> None:
    text = "Orr said Tuesday that it was lawful. She added that it was late. Lopez denied it."
    marked = [
        ("Ann Orr", "said", "that it was lawful"),
        ("Ann Orr", "added", "that it was late"),
        ("Ana Lopez", "denied", "it."),
    ]
    assert said(text, *marked) == ["2024-03-12", "2024-03-12", "2024-03-14~"]


def test_another_occasion_is_not_shared() -> None:
    text = "Orr had said on Tuesday that it was lawful. She now denied it."
    assert said(text, ("Ann Orr", "had said", "that it was lawful"), ("Ann Orr", "denied", "it.")) == [
        "2024-03-12",
        "2024-03-14~",
    ]


def test_an_occasion_told_beside_it() -> None:
    text = (
        "Orr made the announcement on Monday. “They have a home,” she told reporters. She said it was late."
    )
    marked = [("Ann Orr", "told reporters", "“They have a home,”"), ("Ann Orr", "said", "it was late")]
    assert said(text, *marked) == ["2024-03-11", "2024-03-11"]


def test_the_day_of_the_dateline_where_no_other_is_told() -> None:
    text = "SORNA, March 14, 2024 (XYZ) - Orr called on them to leave.\n\nShe said it was late. "
    text += "Lopez had said so."
    marked = [
        ("Ann Orr", "called on", "them to leave"),
        ("Ann Orr", "said", "it was late"),
        ("Ana Lopez", "had said", "so."),
    ]
    assert said(text, *marked, dateline="2024-03-14") == ["2024-03-14", "2024-03-14", None]


def test_a_lead_about_another_day_leaves_the_rest_unknown() -> None:
    text = "SORNA, March 14, 2024 (XYZ) - Orr said on Monday they must leave.\n\nLopez denied it."
    marked = [("Ann Orr", "said", "they must leave"), ("Ana Lopez", "denied", "it.")]
    assert said(text, *marked, dateline="2024-03-14") == ["2024-03-11", None]


def test_a_weekday_of_an_unknown_year_is_not_the_dateline() -> None:
    text = "SORNA, March 14 (XYZ) - Orr said on Monday they must leave."
    assert said(
        text, ("Ann Orr", "said", "they must leave"), published="XXXX-03-14", dateline="XXXX-03-14"
    ) == [None]


def test_what_is_told_of_long_ago_is_not_of_the_news() -> None:
    text = "SORNA, March 14 (XYZ) - Orr denied it.\n\n"
    text += "A year ago, she offered to leave. She added it was late."
    marked = [
        ("Ann Orr", "denied", "it."),
        ("Ann Orr", "offered", "to leave"),
        ("Ann Orr", "added", "it was late"),
    ]
    day = "XXXX-03-14"
    assert said(text, *marked, published=day, dateline=day) == [day, None, day]


def test_what_another_recalls_of_long_ago_is_not_of_the_news() -> None:
    text = "SORNA, March 14 (XYZ) - Orr first offered a truce a year ago, Lopez said."
    marked = [("Ann Orr", "offered", "a truce a year ago"), ("Lopez", "said", text[27:66])]
    day = "XXXX-03-14"
    assert said(text, *marked, published=day, dateline=day)[0] is None


def test_a_week_of_an_unknown_year_is_shared_with_nobody_either() -> None:
    text = "SORNA, March 14 (XYZ) - Lopez denied it.\n\n"
    text += "Orr said earlier this week it was lawful. She added it was late."
    marked = [
        ("Ana Lopez", "denied", "it."),
        ("Ann Orr", "said", "it was lawful"),
        ("Ann Orr", "added", "it was late"),
    ]
    day = "XXXX-03-14"
    assert said(text, *marked, published=day, dateline=day) == [day, None, None]


def test_a_day_of_this_week_that_is_not_told_is_shared_with_nobody() -> None:
    text = "Orr said earlier this week that it was lawful. She added that it was late. Lopez denied it."
    marked = [
        ("Ann Orr", "said", "that it was lawful"),
        ("Ann Orr", "added", "that it was late"),
        ("Ana Lopez", "denied", "it."),
    ]
    assert said(text, *marked) == ["2024-03-11/2024-03-15", None, "2024-03-14~"]


def test_the_hearing_is_the_one_told_of_before() -> None:
    text = "Orr opened a hearing on Monday. It was full. Lopez said at the hearing that it was late."
    assert said(text, ("Ana Lopez", "said", "that it was late")) == ["2024-03-11"]
    text = "It was full. Lopez said at the hearing that it was late."
    assert said(text, ("Ana Lopez", "said", "that it was late")) == ["2024-03-14~"]


def test_what_somebody_put_out_in_writing_is_not_of_the_interview() -> None:
    text = "Orr said in a letter that it was lawful. Reached Tuesday, she said it was late."
    marked = [("Ann Orr", "said", "that it was lawful"), ("Ann Orr", "said it", "it was late")]
    assert said(text, *marked) == ["2024-03-14~", "2024-03-12"]


def test_what_groups_hold_is_of_no_day() -> None:
    text = "He was held on a charge press groups call false. The press groups said so."
    marked = [("press groups", "call", "a charge"), ("the press groups", "said", "so.")]
    assert said(text, *marked, kind=EntityKind.GROUP) == [None, "2024-03-14~"]


def test_what_had_been_said_was_not_said_with_the_rest() -> None:
    text = "Orr had denied the leak. On Tuesday Orr admitted a fault."
    days = said(text, ("Orr", "had denied", "the leak"), ("Orr", "admitted", "a fault"))
    assert days == [None, "2024-03-12"]
