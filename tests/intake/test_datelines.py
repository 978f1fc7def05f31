import pytest

from onrecord.intake.datelines import read_dateline, read_place_and_day


@pytest.mark.parametrize(
    ("paragraph", "place", "date", "agency"),
    [
        ("Port Ellery, January 4 (HPA)-- The mayor", "Port Ellery", "XXXX-01-04", "HPA"),
        ("PORT ELLERY, Wessland, March 12, 2024 (HPA) - The", "PORT ELLERY, Wessland", "2024-03-12", "HPA"),
        ("PORT ELLERY (Harbour) — The mayor", "PORT ELLERY", None, "Harbour"),
        ("ELLERY — The mayor", "ELLERY", None, None),
        ("ELLERY, N.W. — The mayor", "ELLERY, N.W.", None, None),
        ("ELLERY, AUG. 17 (HPA): The mayor", "ELLERY", "XXXX-08-17", "HPA"),
        ("Ellery, 12 Jun. 2019 (HPA).– The mayor", "Ellery", "2019-06-12", "HPA"),
        ("ELLERY, 5 October 2021 /HarbourLink/ -- The mayor", "ELLERY", "2021-10-05", "HarbourLink"),
        ("Puerto Quintana, 4 ene (HPA) El alcalde", "Puerto Quintana", "XXXX-01-04", "HPA"),
        ("Port-Ellery, le 3 mars 2024 (HPA) – Le maire", "Port-Ellery", "2024-03-03", "HPA"),
        ("(HPA) - The mayor", None, None, "HPA"),
    ],
)
def test_forms_of_datelines(paragraph: str, place: str | None, date: str | None, agency: str | None) -> None:
    found = read_dateline(paragraph)
    assert found is not None
    assert (found.place, found.date and str(found.date), found.agency) == (place, date, agency)


@pytest.mark.parametrize(
    "paragraph",
    [
        "The mayor of Ellery — who left early — said no.",
        "Ana Quell — the mayor — said no.",
        "BREAKING: The mayor has resigned",
        "EXCLUSIVE — The mayor has resigned",
        "“NO” — she said",
        "Ana Quell (41) - the mayor",
        "In May 2019 - a year later - she left.",
        "",
    ],
)
def test_sentences_that_only_look_like_it(paragraph: str) -> None:
    assert read_dateline(paragraph) is None


def test_a_line_of_place_and_day() -> None:
    found = read_place_and_day("Port Ellery, 17/08/2022")
    assert found is not None
    assert (found.place, str(found.date)) == ("Port Ellery", "2022-08-17")
    assert read_place_and_day("Thursday, November 17, 2022") is None
