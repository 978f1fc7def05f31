"""Independence: how many sources the reports of one saying really are, and why."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.independence import Independence, count_independent
from onrecord.record import Copy, CopyKind, Dateline, Front

LAMP, COURIER, NAMELESS = Front(outlet="Lamp"), Front(outlet="Courier"), Front(headline="Pier closed")


def copied(report: str, of: str, kind: CopyKind = CopyKind.COPY, *, direction_known: bool = True) -> Copy:
    return Copy(report, of, kind, direction_known, 0.9, "a reason")


def agency(name: str, outlet: str) -> Front:
    return Front(outlet=outlet, dateline=Dateline(agency=name))


def test_two_reports_of_one_outlet_are_one_source() -> None:
    found = count_independent(
        {"r1": Front(outlet="Radio Varnholm"), "r2": Front(outlet="Radio Varnholm")}, []
    )
    assert found == Independence(1, (("r1", "r2"),), "2 reports, 1 independent: both by Radio Varnholm")


def test_a_copy_and_an_agency_are_told_in_one_line() -> None:
    fronts = {"r1": agency("NP", "Lamp"), "r2": COURIER, "r3": agency("NP", "Post")}
    found = count_independent(fronts, [copied("r2", "r1")])
    assert found.reason == (
        "3 reports, 1 independent: Courier is a copy of Lamp; 2 of them rest on the agency NP"
    )


def test_other_outlets_are_independent() -> None:
    assert count_independent({"r1": LAMP, "r2": COURIER}, []).reason == "2 reports, 2 independent"


def test_an_unknown_outlet_stands_alone_and_is_told() -> None:
    found = count_independent({"r1": NAMELESS, "r2": COURIER}, [])
    assert (found.count, found.reason) == (2, "2 reports, 2 independent: one is of an unknown outlet")


def test_copies_of_a_third_that_does_not_carry_the_saying_are_one_source() -> None:
    found = count_independent({"r2": LAMP, "r3": COURIER}, [copied("r2", "r1"), copied("r3", "r1")])
    assert found.count == 1
    assert found.reason.endswith("Lamp is a copy of another report; Courier is a copy of another report")


def test_a_copy_of_what_does_not_carry_the_saying_is_no_reason() -> None:
    assert count_independent({"r2": LAMP, "r3": COURIER}, [copied("r2", "r1")]).reason == (
        "2 reports, 2 independent"
    )


def test_what_has_no_direction_is_said_without() -> None:
    copies = [copied("r2", "r1", direction_known=False)]
    assert "Courier and Lamp have one text" in count_independent({"r1": LAMP, "r2": COURIER}, copies).reason


def test_one_report_is_one() -> None:
    assert count_independent({"r1": LAMP}, []) == Independence(1, (("r1",),), "1 report")


FRONTS = st.dictionaries(
    st.sampled_from(["r1", "r2", "r3", "r4", "r5"]),
    st.sampled_from([LAMP, COURIER, NAMELESS, agency("NP", "Lamp"), agency("NP", "Post"), Front()]),
    min_size=1,
)
COPIES = st.lists(
    st.builds(
        copied,
        st.sampled_from(["r1", "r2", "r3"]),
        st.sampled_from(["r4", "r5", "r6"]),
        st.sampled_from(list(CopyKind)),
    )
)


@given(FRONTS, COPIES)
def test_order_does_not_matter_and_groups_part_the_reports(
    fronts: dict[str, Front], copies: list[Copy]
) -> None:
    found = count_independent(fronts, copies)
    turned = count_independent(dict(reversed(fronts.items())), reversed(copies))
    assert (found.count, found.groups) == (turned.count, turned.groups)
    assert sorted(report for group in found.groups for report in group) == sorted(fronts)
    assert found.count == len(found.groups)
