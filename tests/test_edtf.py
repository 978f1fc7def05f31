from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.errors import DateError

years = st.one_of(st.integers(1000, 2100).map(str), st.sampled_from(["XXXX", "201X", "19XX"]))
months = st.sampled_from([f"{m:02}" for m in range(1, 13)] + ["XX"])
days = st.sampled_from([f"{d:02}" for d in range(1, 29)] + ["XX"])
marks = st.sampled_from(["", "~", "?", "%"])
spelled = st.one_of(
    st.tuples(years, marks).map("".join),
    st.builds("{}-{}{}".format, years, months, marks),
    st.builds("{}-{}-{}{}".format, years, months, days, marks),
    st.builds("{}-{}".format, years, st.sampled_from(["21", "22", "23", "24", "33", "34", "35", "36"])),
)
points = spelled.map(Edtf.parse)


@st.composite
def intervals(draw: st.DrawFn) -> Edtf:
    first, last = sorted((draw(points), draw(points)))
    ends = draw(st.sampled_from(["{0}/{1}", "{0}/..", "../{0}", "{0}/", "/{1}"]))
    if first.is_known != last.is_known:
        ends = "{0}/.."
    return Edtf.parse(ends.format(first, last))


values = st.one_of(points, intervals())


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2022-01-04", "day", "2022-01-04", "2022-01-04"),
        ("2024-02", "month", "2024-02-01", "2024-02-29"),
        ("2022", "year", "2022-01-01", "2022-12-31"),
        ("201X", "decade", "2010-01-01", "2019-12-31"),
        ("19XX", "century", "1900-01-01", "1999-12-31"),
        ("2022-XX", "month", "2022-01-01", "2022-12-31"),
        ("2022-XX-31", "day", "2022-01-31", "2022-12-31"),
        ("201X-02-29", "day", "2012-02-29", "2016-02-29"),
        ("2021-22", "season", "2021-06-01", "2021-08-31"),
        ("2021-24", "season", "2021-12-01", "2022-02-28"),
        ("2025-34", "quarter", "2025-04-01", "2025-06-30"),
        ("2010~", "year", "2010-01-01", "2010-12-31"),
        ("2021/2022-03", "interval", "2021-01-01", "2022-03-31"),
        ("2019/..", "interval", "2019-01-01", None),
        ("../2020", "interval", None, "2020-12-31"),
        ("2019/", "interval", "2019-01-01", None),
        ("XXXX-01-04", "day", None, None),
        ("XXXX", "year", None, None),
        ("9999-24", "season", "9999-12-01", "9999-12-31"),
    ],
)
def test_how_exact_a_value_is(text: str, precision: str, earliest: str | None, latest: str | None) -> None:
    value = Edtf.parse(text)
    assert value.precision == precision
    assert value.earliest_day() == (date.fromisoformat(earliest) if earliest else None)
    assert value.latest_day() == (date.fromisoformat(latest) if latest else None)


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("2022-01-04T10:30", "2022-01-04"),
        ("2022-01-04T23:30:00Z", "2022-01-04"),
        ("2022-01-04T23:30:00.25+05:30", "2022-01-04"),
        ("2022?~", "2022%"),
        ("2022~?/2023", "2022%/2023"),
    ],
)
def test_one_spelling(text: str, canonical: str) -> None:
    assert Edtf.parse(text).value == str(Edtf(text)) == canonical


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "..",
            "../..",
            "/",
            "today",
            "2022-1-4",
            "22-01-04",
            "2022/01/04",
            "2022-01-04 ",
            "2022-13",
        ),
        *(
            "2022-20",
            "2022-02-30",
            "2023-02-29",
            "2022-22-01",
            "2022-01-04T10",
            "2022-01T10:30",
            "2X22",
            "xxxx-01-04",
        ),
        *(
            "2022/2021",
            "XXXX-01-04/2022",
            "0000",
            "２０２２",
            "2022~~",
            "2022/2023/2024",
            "XXXX-02-30",
            "[2021,2022]",
        ),
    ],
)
def test_no_edtf_date(text: str) -> None:
    with pytest.raises(DateError):
        Edtf.parse(text)


@pytest.mark.parametrize(
    ("value", "reference", "resolved"),
    [
        ("XXXX-01-04", "2022-01-05", "2022-01-04"),
        ("XXXX-12-30", "2022-01-05", "2021-12-30"),
        ("XXXX-01-02", "2021-12-28", "2022-01-02"),
        ("XXXX-01-04", "2022", "2022-01-04"),
        ("XXXX-12~", "2022-01", "2021-12~"),
        ("XXXX-02-29", "2024-03-01", "2024-02-29"),
        ("XXXX-12-28/XXXX-01-03", "2022-01-02", "2021-12-28/2022-01-03"),
        ("XXXX-01-04/..", "2022-01-05", "2022-01-04/.."),
        # What the reference does not imply stays unknown.
        ("XXXX-02-29", "2022-02-28", "XXXX-02-29"),
        ("XXXX-01-04", "202X", "XXXX-01-04"),
        ("XXXX-01-04", "XXXX-01-05", "XXXX-01-04"),
        ("XXXX-01-04", "2022/..", "XXXX-01-04"),
        ("XXXX", "2022-01-05", "XXXX"),
        ("2010-01-04", "2022-01-05", "2010-01-04"),
    ],
)
def test_an_unknown_year_is_filled_from_a_reference(value: str, reference: str, resolved: str) -> None:
    assert Edtf(value).resolve(Edtf(reference)) == Edtf(resolved)


def test_a_year_without_that_day_is_refused() -> None:
    with pytest.raises(DateError):
        Edtf("XXXX-02-29").with_year(2022)


@pytest.mark.parametrize(
    ("outer", "inner", "held"),
    [
        ("2022", "2022-01-04", True),
        ("2022-01-04", "2022", False),
        ("2019/..", "2022-01", True),
        ("../2020", "2020-12-31", True),
        ("2019/..", "../2020", False),
        ("2019/", "2020", False),
        ("XXXX-01", "XXXX-01-04", True),
        ("XXXX-01", "2022-01-04", False),
        ("201X", "2015-22", True),
        ("2021-12/2022-02", "2021-24", True),
    ],
)
def test_what_lies_in_what(outer: str, inner: str, held: bool) -> None:
    assert Edtf(outer).contains(Edtf(inner)) is held


def test_known_years_come_first_and_in_order() -> None:
    in_order = [
        "../2020",
        "2019",
        "2019-12",
        "2021-01-01",
        "2021-01-01~",
        "2021-01-02",
        "2021-01-02/..",
        "XXXX",
        "XXXX-01-04",
        "XXXX-02",
    ]
    assert [str(value) for value in sorted(map(Edtf, reversed(in_order)))] == in_order


@given(values)
def test_what_is_written_is_read_back(value: Edtf) -> None:
    assert Edtf.parse(str(value)) == value


@given(values)
def test_it_begins_before_it_ends(value: Edtf) -> None:
    first, last = value.earliest_day(), value.latest_day()
    assert first is None or last is None or first <= last


@given(values, values, values)
def test_contains_is_reflexive_and_transitive(one: Edtf, two: Edtf, three: Edtf) -> None:
    assert one.contains(one)
    if one.contains(two) and two.contains(three):
        assert one.contains(three)


@given(values, values)
def test_order_is_total(one: Edtf, two: Edtf) -> None:
    assert (one < two) + (one == two) + (one > two) == 1


@given(values, points)
def test_a_reference_never_changes_what_is_known(value: Edtf, reference: Edtf) -> None:
    resolved = value.resolve(reference)
    assert resolved == value or (not value.is_known and resolved.is_known)
