import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.reading.news_day import day_before, find_news_day, is_own_paper
from onrecord.record import Dateline, Front

FRIDAY, THURSDAY, MONDAY = (Edtf(f"2024-03-{day}") for day in (15, 14, 11))


def found(
    text: str = "", *, dateline: Edtf | None = None, said: tuple[Edtf, ...] = (), named: tuple[Edtf, ...] = ()
) -> tuple[str, bool] | None:
    front = Front(published=FRIDAY, dateline=Dateline("Sorna", dateline, "XYZ") if dateline else None)
    day = find_news_day(text, front, set(said), set(named))
    return (str(day.value), day.sure) if day else None


def test_a_report_is_of_the_latest_day_that_it_names() -> None:
    assert found(said=(FRIDAY, MONDAY)) == ("2024-03-15", True)
    assert found(named=(THURSDAY,)) == ("2024-03-14", True)
    assert found(said=(THURSDAY,), named=(FRIDAY,)) == ("2024-03-14", True)


def test_a_report_that_names_neither_has_likely_the_day_before() -> None:
    assert found(said=(MONDAY,)) == ("2024-03-14", False)
    assert found() == ("2024-03-14", False)


@pytest.mark.parametrize(
    "text",
    [
        "CIVIC UNION\nPRESS RELEASE\n\nUnion to appeal",
        "Union to appeal\n\nThe Civic Union announced today that it will.",
    ],
)
def test_a_release_speaks_on_its_day(text: str) -> None:
    assert found(text, named=(THURSDAY,)) == ("2024-03-15", True)
    assert found("Orr said in a news release that it was late. " * 3) == ("2024-03-14", False)


def test_a_dateline_counts_where_nothing_was_said_on_another_day() -> None:
    assert found(dateline=THURSDAY) == ("2024-03-14", True)
    assert found(dateline=THURSDAY, said=(MONDAY,)) is None
    assert found(dateline=THURSDAY, said=(MONDAY, THURSDAY)) == ("2024-03-14", True)


def test_a_report_without_a_day_has_no_news_day() -> None:
    assert find_news_day("", Front(), {FRIDAY}, set()) is None
    assert find_news_day("", Front(published=Edtf("2024-03")), set(), set()) is None


def test_the_day_before_may_depend_on_the_year() -> None:
    assert str(day_before(Edtf("XXXX-03-15"))) == "XXXX-03-14"
    assert str(day_before(Edtf("XXXX-01-01"))) == "XXXX-12-31"
    assert day_before(Edtf("XXXX-03-01")) is None


@given(st.dates())
def test_the_day_before_is_one_day_earlier(day: object) -> None:
    if str(day) > "0001-01-01":
        earlier = day_before(Edtf(str(day)))
        assert earlier is not None
        assert earlier < Edtf(str(day))


@pytest.mark.parametrize(
    ("text", "name", "own"),
    [
        ("RIVER WATCH BULLETIN\nFriday\n\nRiver Watch calls on Orr.", "River Watch", True),
        ("SITUATION UPDATE No. 2\n\nAid is short. www.riveraid.example/2", "RiverAid", True),
        ("SITUATION UPDATE No. 2\n\nAid is short. www.riveraid.example/2", "the district", False),
        ("River Watch calls on Orr\n\nIt did so in its bulletin.", "River Watch", False),
    ],
)
def test_a_body_speaks_in_its_own_paper(text: str, name: str, own: bool) -> None:
    assert is_own_paper(text, name) is own
