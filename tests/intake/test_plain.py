from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.errors import InputTooLarge, NotAReport, OnrecordError
from onrecord.intake.given import Given
from onrecord.intake.plain import MOST_BYTES, read_plain
from onrecord.record import Original, Report

MARKDOWN = """

# *Mayor of Port Ellery keeps the harbour bridge closed*

---

*Image not found or type unknown*



**The mayor repeated at her morning briefing that nobody would cross the bridge before the spring.**

Port Ellery, January 4 (HPA)-- The mayor, Ana Quell, has called the bridge "a danger" to all.

During a briefing held at the town hall this week, the mayor again spoke with respect to the

ferry.

---

<https://www.harbour.example/en/news/281-mayor-keeps-bridge-closed>



**Harbour Radio**"""

PLAIN = """Mayor keeps bridge closed, citing cracks

By ANA QUELL
Harbour Press
Feb. 8, 2021

PORT ELLERY, Wessland (HP) — The harbour bridge will stay closed until the spring, the mayor said on Monday,
and nobody will be let across it before then.

"Nobody wants this," she told reporters."""


def report_of(text: str | bytes, given: Given | None = None) -> Report:
    data = text if isinstance(text, bytes) else text.encode()
    taken = datetime(2026, 1, 2, tzinfo=UTC)
    return read_plain(Original(data, "text/plain", "report.txt", taken), given or Given())


def test_a_report_with_marks_rules_placeholder_and_footer() -> None:
    report = report_of(MARKDOWN)
    front = report.front
    assert front.headline == "Mayor of Port Ellery keeps the harbour bridge closed"
    assert front.lead is not None
    assert front.lead.startswith("The mayor repeated")
    assert front.dateline is not None
    assert (front.dateline.place, str(front.dateline.date), front.dateline.agency) == (
        "Port Ellery",
        "XXXX-01-04",
        "HPA",
    )
    assert (str(front.published), dict(front.read_from)["published"]) == ("XXXX-01-04", "dateline")
    assert front.outlet == "Harbour Radio"
    assert front.url == "https://www.harbour.example/en/news/281-mayor-keeps-bridge-closed"
    assert front.language == "en"
    assert report.text.split("\n\n") == [
        front.headline,
        front.lead,
        'Port Ellery, January 4 (HPA)-- The mayor, Ana Quell, has called the bridge "a danger" to all.',
        "During a briefing held at the town hall this week, the mayor again spoke with respect to the ferry.",
    ]


def test_a_year_that_is_given_fills_those_that_are_not_printed() -> None:
    front = report_of(MARKDOWN, Given(published=Edtf("2022"))).front
    assert str(front.published) == "2022-01-04"
    assert front.dateline is not None
    assert str(front.dateline.date) == "2022-01-04"


def test_a_dateline_of_december_in_a_report_of_january() -> None:
    text = MARKDOWN.replace("January 4", "December 31")
    front = report_of(text, Given(published=Edtf("2022-01-01"))).front
    assert front.dateline is not None
    assert (str(front.published), str(front.dateline.date)) == ("2022-01-01", "2021-12-31")


def test_a_plain_report_keeps_its_lines() -> None:
    report = report_of(PLAIN)
    front = report.front
    assert (front.headline, front.lead) == ("Mayor keeps bridge closed, citing cracks", None)
    assert (front.byline, front.outlet, str(front.published)) == (
        "By ANA QUELL",
        "Harbour Press",
        "2021-02-08",
    )
    assert front.dateline is not None
    assert (front.dateline.place, front.dateline.agency) == ("PORT ELLERY, Wessland", "HP")
    assert report.text == PLAIN.replace("Monday,\nand", "Monday, and")


def test_what_the_user_gives_beats_what_is_printed() -> None:
    given = Given(outlet="Ellery Post", headline="Another", published=Edtf("2021-02-09"))
    front = report_of(PLAIN, given).front
    assert (front.outlet, front.headline, str(front.published)) == ("Ellery Post", "Another", "2021-02-09")
    assert dict(front.read_from)["outlet"] == "user"


def test_what_a_feed_gives_only_fills_in() -> None:
    given = Given(outlet="Feed of all", url="https://harbour.example/a/1", source="feed")
    front = report_of(PLAIN, given).front
    assert (front.outlet, front.url) == ("Harbour Press", "https://harbour.example/a/1")
    assert dict(front.read_from) | {"outlet": "text", "url": "feed"} == dict(front.read_from)


@pytest.mark.parametrize(
    "line",
    ["Read more: Why bridges crack", "ALSO READ | Who pays?", "© Harbour Press. https://harbour.example/a/1"],
)
def test_lines_that_lead_elsewhere_are_no_text(line: str) -> None:
    assert line not in report_of(f"{PLAIN}\n\n{line}").text


@pytest.mark.parametrize(
    "line",
    [
        "Donate at www.harbour.example/bridge",
        "Write to mayor@ellery.example",
        "Mayor's office, harbour.example",
    ],
)
def test_an_address_of_something_else_is_not_the_reports(line: str) -> None:
    report = report_of(f"{PLAIN}\n\n{line}")
    assert report.front.url is None
    assert report.text.endswith(line)


def test_spans_lead_back_to_the_original() -> None:
    report = report_of(MARKDOWN)
    start = report.text.index("to the ferry")
    place = report.offsets.original(start, start + len("to the ferry"))
    assert place is not None
    assert MARKDOWN[place[0] : place[1]] == "to the\n\nferry"


@pytest.mark.parametrize(
    "data", [b"", b"---\n\n***", b"# Bridge closed", bytes(range(256)), b"*Image not found*"]
)
def test_what_holds_no_report_is_refused(data: bytes) -> None:
    with pytest.raises(NotAReport):
        report_of(data)


def test_what_is_too_large_is_refused() -> None:
    with pytest.raises(InputTooLarge, match="10 MB"):
        report_of(b"a" * (MOST_BYTES + 1))


MARKED = st.text(alphabet="aB .,\n*_#>[]()!-\\&;“”\u202e\u200b\t\r\xa0", max_size=200)


@given_by(st.one_of(MARKED, st.text(max_size=200)))
def test_any_text_makes_a_report_that_leads_back(text: str) -> None:
    data = text.encode("utf-8", "replace")
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return
    try:
        report = report_of(data)
    except NotAReport:
        return
    original = data.decode()
    for start, end, from_, to in report.offsets.stretches:
        if end - start == to - from_:
            assert report.span(start, end).text == original[from_:to]


@given_by(st.binary(max_size=300))
def test_any_bytes_make_a_report_or_an_error_of_ours(data: bytes) -> None:
    with suppress(OnrecordError):
        report_of(data)
