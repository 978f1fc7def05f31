import pytest

from onrecord.intake.days import read_day


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("Wednesday, March 13, 2024", "2024-03-13"),
        ("Tue 9 Feb 2021", "2021-02-09"),
        ("Fri 14 Jun 2019 07.10 BST", "2019-06-14"),
        ("23:12, 17 November 2022", "2022-11-17"),
        ("18 Aug 2022, 07:42 IST", "2022-08-18"),
        ("Thursday, January 30", "XXXX-01-30"),
        ("martes 4 de enero de 2022", "2022-01-04"),
        ("29.01.2025", "2025-01-29"),
        ("17/08/2022", "2022-08-17"),
        ("08/17/2022", "2022-08-17"),
        ("2024年3月12日", "2024-03-12"),
        ("March 2024", "2024-03"),
        ("09-14 21:16:40", "XXXX-09-14"),
    ],
)
def test_dates_as_they_are_printed(printed: str, value: str) -> None:
    assert str(read_day(printed)) == value


def test_only_the_year_is_certain_where_day_and_month_may_be_either() -> None:
    assert str(read_day("03/04/2024")) == "2024"


@pytest.mark.parametrize(
    "text", ["Monday", "Feb. 30", "12:00am", "may", "in May 2019 she left", "4-3", "10-12 21:16"]
)
def test_what_names_no_certain_day_has_none(text: str) -> None:
    assert read_day(text) is None
