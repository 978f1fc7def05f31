"""Credits: which outlets a report names as where it has something from, and what its own is called."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from onrecord.linking.credits import (
    find_credits,
    is_named,
    name_same_agency,
    name_same_outlet,
    own_names,
    squash,
    stem_of,
)
from onrecord.record import Dateline, Front, OffsetMap, Original, Report

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def outlets(text: str) -> list[str]:
    return [credit.name for credit in find_credits(text) if credit.is_outlet]


def report(text: str, front: Front | None = None) -> Report:
    return Report(text, front or Front(), Original(b"", "text/plain", "test", NOON), OffsetMap("text"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("“We will go,” Ana Quell told the Skarvik Courier.", ["Skarvik Courier"]),
        ("“We will go,” she told local paper the Varnholm Lamp.", ["Varnholm Lamp"]),
        ("The quay is closed, local radio Lakeside FM reported on Monday.", ["Lakeside FM"]),
        ("She will wait, according to Norway’s Nordlys news agency.", ["Nordlys"]),
        ("A note seen by Reuters calls it unsafe.", ["Reuters"]),
        ("In an interview with Radio Varnholm he asked for time.", ["Radio Varnholm"]),
        ("She told Parliament on Monday that it was safe.", []),
        ("According to Boreal Crest, the mine is safe. It told the Residents’ Association so.", []),
        ("The Sunday market is on, Monday said nobody.", []),
    ],
)
def test_credits(text: str, names: list[str]) -> None:
    assert outlets(text) == names


def test_what_a_report_calls_itself() -> None:
    own = own_names(
        report("Pier closed\n\nOda Brandvik told this newspaper she was sad. She told the Courier so.")
    )
    assert own == {"courier"}


def test_an_address_at_the_end_names_the_outlet() -> None:
    assert own_names(report("Pier closed\n\nIt is.\n\nMail us: desk@skarvik-courier.example")) == {
        "skarvikcourier"
    }


def test_the_outlet_that_is_given_is_the_name() -> None:
    front = Front(outlet="The Skarvik Courier", url="https://www.courier.example/a/1")
    assert own_names(report("Pier closed\n\nIt is.", front)) == {"skarvikcourier", "courier"}


@pytest.mark.parametrize(
    ("host", "stem"),
    [
        ("www.skarvik-courier.co.uk", "skarvikcourier"),
        ("en.lamp.example", "lamp"),
        ("lamp.no", "lamp"),
    ],
)
def test_the_name_in_a_host(host: str, stem: str) -> None:
    assert stem_of(host) == stem


def test_a_name_may_be_cut_or_initials() -> None:
    assert is_named("the Courier", frozenset({squash("Skarvik Courier")}))
    assert is_named("Nordland Press", frozenset({"np"}))
    assert not is_named("the Lamp", frozenset({squash("Skarvik Courier")}))


def test_one_outlet_by_name_or_host() -> None:
    assert name_same_outlet(Front(outlet="The Lamp"), Front(outlet="Lamp")) == "The Lamp"
    assert name_same_outlet(Front(outlet="The Lamp"), Front(url="https://lamp.example/2")) == "The Lamp"
    assert name_same_outlet(Front(outlet="The Lamp"), Front(outlet="The Courier")) is None
    assert name_same_outlet(Front(), Front()) is None


def test_one_agency_by_initials() -> None:
    credited = Front(outlet="Lamp", dateline=Dateline(agency="NP"))
    assert name_same_agency(credited, Front(outlet="Nordland Press")) == "NP"
    assert name_same_agency(credited, Front(dateline=Dateline(agency="Nordland Press"))) == "NP"
    assert name_same_agency(credited, Front(outlet="Northern Post")) is None
    assert name_same_agency(credited, Front(dateline=Dateline(agency="AP"))) is None
