from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.reading.times import find_times

THURSDAY = "2019-11-21"
WORDS = [
    "on",
    "Monday,",
    "yesterday.\n\n",
    "2010",
    "May",
    "4",
    "since",
    "the",
    "ago",
    "two",
    "years",
    "last",
    "1990s",
]


def times(
    text: str, published: str | None = THURSDAY, dateline: str | None = None
) -> list[tuple[str, str | None]]:
    found = find_times(
        text,
        published=Edtf(published) if published else None,
        dateline=Edtf(dateline) if dateline else None,
    )
    return [(mention.span.text, str(mention.value) if mention.value else None) for mention in found]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("today", "2019-11-21"),
        ("yesterday", "2019-11-20"),
        ("tomorrow", "2019-11-22"),
        ("the day before yesterday", "2019-11-19"),
        ("tonight", "2019-11-21"),
        ("last night", "2019-11-20"),
        ("this morning", "2019-11-21"),
        ("Tuesday", "2019-11-19"),
        ("Thursday", "2019-11-21"),
        ("last Monday", "2019-11-18"),
        ("last Thursday", "2019-11-14"),
        ("next Tuesday", "2019-11-26"),
        ("this Wednesday", "2019-11-20"),
        ("Monday night", "2019-11-18"),
        ("11 a.m. on Friday", "2019-11-15"),
        ("22:40 of Tuesday", "2019-11-19"),
        ("January 4", "2019-01-04"),
        ("Jan. 4, 2018", "2018-01-04"),
        ("4 January 2018", "2018-01-04"),
        ("Thursday, the 4th of January, 2018", "2018-01-04"),
        ("SEPT. 11", "2019-09-11"),
        ("2018-01-04", "2018-01-04"),
        ("17/08/2018", "2018-08-17"),
        ("04/05/2018", "2018"),
        ("20/11/2019", "2019-11-20"),
        ("04.05.2018", "2018-05-04"),
        ("November 12-14", "2019-11-12/2019-11-14"),
        ("November 2016", "2016-11"),
        ("October", "2019-10"),
        ("December", "2018-12"),
        ("last November", "2018-11"),
        ("mid-July", "2019-07"),
        ("February next year", "2020-02"),
        ("last week", "2019-11-11/2019-11-17"),
        ("this week", "2019-11-18/2019-11-24"),
        ("earlier this week", "2019-11-18/2019-11-21"),
        ("later this month", "2019-11-21/2019-11-30"),
        ("the week of October 30", "2019-10-28/2019-11-03"),
        ("over the weekend", "2019-11-16/2019-11-17"),
        ("last month", "2019-10"),
        ("next month", "2019-12"),
        ("last year", "2018"),
        ("a week ago", "2019-11-14"),
        ("three weeks ago", "2019-10-31~"),
        ("10 days ago", "2019-11-11"),
        ("three months ago", "2019-08"),
        ("a year ago", "2018"),
        ("two years ago", "2017"),
        ("twenty years ago", "1999~"),
        ("more than four years ago", "2015~"),
        ("over the past year", "2018-11~/2019-11-21"),
        ("2010", "2010"),
        ("about 2010", "2010~"),
        ("late 2018", "2018"),
        ("the end of 2026", "2026-12~"),
        ("the start of the month", "2019-11"),
        ("since 2015", "2015/.."),
        ("since last March", "2019-03/.."),
        ("between 2014 and 2016", "2014/2016"),
        ("from 2009 to 2011", "2009/2011"),
        ("2010-11", "2010/2011"),
        ("between February and May", "2019-02/2019-05"),
        ("the 1990s", "199X"),
        ("the '60s", "196X"),
        ("the 19th century", "18XX"),
        ("the first quarter of 2019", "2019-33"),
        ("Q2 2025", "2025-34"),
        ("the third quarter of last year", "2018-35"),
        ("the first half of 2018", "2018-01/2018-06"),
        ("last summer", "2019-22"),
        ("spring 2018", "2018-21"),
        ("last winter", "2018-24"),
        ("Christmas Eve", "2019-12-24"),
        ("Good Friday 2019", "2019-04-19"),
        ("Thanksgiving Day", "2019-11-28"),
    ],
)
def test_an_expression_and_its_value(expression: str, value: str) -> None:
    assert times(f"It happened {expression}.") == [(expression, value)]


@pytest.mark.parametrize(
    "expression",
    [
        "for three weeks",
        "in recent years",
        "every Monday",
        "now",
        "the following day",
        "a day earlier",
        "the same month",
        "a couple of weeks ago",
        "next season",
        "31/31/2018",
    ],
)
def test_a_time_that_cannot_be_known_has_no_value(expression: str) -> None:
    assert [value for _, value in times(f"It went on {expression}.")] in ([None], [])


@pytest.mark.parametrize(
    "text",
    [
        "Mrs May said so.",
        "They march on.",
        "He sat down in the sun.",
        "June Hall spoke for the union.",
        "She may fall in the second round.",
        "A 41-year-old man and Ann Orr, 52, were hurt.",
        "He is 41 years old.",
        "The Sunday Times asked.",
        "It cost $2010 and rose 3.2019 points.",
        "in the end of his term",
    ],
)
def test_no_time_at_all(text: str) -> None:
    assert times(text) == []


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("The council will meet on Monday.", "2019-11-25"),
        ("The council met on Monday.", "2019-11-18"),
        ("The mayor said on Monday that the council will meet.", "2019-11-18"),
        ("They must report by Monday or be dismissed.", "2019-11-25"),
        ("By Monday, nine had been found.", "2019-11-18"),
        ("The trial continues on the 19th.", "2019-12-19"),
        ("She hopes to play by August.", "2020-08"),
        ("She left in August.", "2019-08"),
        ("On Monday the court is to hear him.", "2019-11-25"),
        ("There is a meeting on Monday at 7pm.", "2019-11-25"),
    ],
)
def test_whether_the_sentence_looks_back_or_ahead(sentence: str, value: str) -> None:
    assert [found for _, found in times(sentence)] == [value]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He was held in June 2018 and convicted eight months later.", "2019-02"),
        ("She spoke on Saturday. A man died the previous night.", "2019-11-15"),
        ("It opened on Nov. 5 and closed two days later.", "2019-11-07"),
        ("He won in 2009 and lost the next year.", "2010"),
        ("Sales fell in October against the same month a year earlier.", "2018-10"),
        ("It began on Nov. 5. It was long. It was dull. It ended two days later.", None),
    ],
)
def test_told_from_the_time_named_before(text: str, value: str | None) -> None:
    assert times(text)[-1][1] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He called yesterday.", "XXXX-01-03"),
        ("It began in December.", "XXXX-12"),
        ("It began on December 30.", "XXXX-12-30"),
        ("It began three months ago.", "XXXX-10"),
        ("It began in 2010.", "2010"),
        ("It has run since October.", "XXXX-10/.."),
        ("He called on Monday.", None),
        ("He called last week.", None),
        ("He called a year ago.", None),
        ("It ends at the end of next year.", None),
    ],
)
def test_a_report_without_its_year_never_gets_one(text: str, value: str | None) -> None:
    assert [found for _, found in times(text, published="XXXX-01-04")] == [value]


def test_a_weekday_printed_with_the_date_tells_the_others() -> None:
    text = "Friday 13 October\n\nHe spoke on Wednesday, earlier this week."
    assert times(text, published="XXXX-10-13")[1:] == [
        ("Wednesday", "XXXX-10-11"),
        ("earlier this week", "XXXX-10-09/XXXX-10-13"),
    ]


def test_the_day_before_the_first_of_march_needs_the_year() -> None:
    assert times("He called yesterday.", published="XXXX-03-01") == [("yesterday", None)]


def test_a_report_known_to_the_month_or_not_at_all() -> None:
    text = "He called yesterday, after a year ago, on January 4, in 2010."
    assert [v for _, v in times(text, published="2022-03")] == [None, "2021", "2022-01-04", "2010"]
    assert [v for _, v in times(text, published=None)] == [None, None, "XXXX-01-04", "2010"]


def test_yesterday_is_told_from_the_dateline() -> None:
    assert times("He called yesterday.", published="2022-08-18", dateline="XXXX-08-17") == [
        ("yesterday", "2022-08-16")
    ]


@given(
    st.lists(st.sampled_from(WORDS)),
    st.sampled_from([None, "2019-11-21", "2019-11", "2019", "XXXX-02-28", "201X", "2019/.."]),
)
def test_mentions_are_in_order_and_never_overlap(words: list[str], published: str | None) -> None:
    text = " ".join(words)
    found = find_times(text, published=Edtf(published) if published else None, dateline=None)
    assert all(text[m.span.start : m.span.end] == m.span.text for m in found)
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
