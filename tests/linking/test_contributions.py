"""What each report of a story adds, and what it leaves out."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.differences import find_contributions
from onrecord.record import (
    Act,
    Front,
    Kind,
    OffsetMap,
    Original,
    Reading,
    Report,
    Saying,
    Span,
    Statement,
)

# Which sayings each report carries, in the order of publication; None: a statement in no saying.
Carried = list[list[str | None]]


def make_story(carried: Carried) -> tuple[list[tuple[Report, Reading]], list[Saying]]:
    reports = []
    members: dict[str, list[str]] = {}
    for number, row in enumerate(carried):
        text = f"Report {number}: " + "word " * max(1, len(row))
        report = Report(
            text,
            Front(),
            Original(text.encode(), "text/plain", "made", datetime(2024, 1, 1, tzinfo=UTC)),
            OffsetMap("text"),
        )
        statements = []
        for place, saying in enumerate(row):
            start = text.index("word") + 5 * place
            content = (Span(start, start + 4, text),)
            statement = Statement(report.version, Kind.INDIRECT, Act.INFORM, 1.0, (), (), content)
            statements.append(statement)
            if saying is not None:
                members.setdefault(saying, []).append(statement.id)
        reports.append((report, Reading(report.version, "by hand", tuple(statements))))
    sayings = [Saying(key, None, None, tuple(ids), None, 1, 1, "by hand") for key, ids in members.items()]
    return reports, sayings


def test_what_is_new_and_what_is_left_out() -> None:
    reports, sayings = make_story([["y1", "y2"], ["y1", "y3", "y3"], ["y2", None]])
    found = find_contributions(reports, sayings)
    places = [
        [[s.id for s in reading.statements].index(added) for added in contribution.adds]
        for (_, reading), contribution in zip(reports, found, strict=True)
    ]
    assert places == [[0, 1], [1, 2], [1]]
    assert [contribution.drops for contribution in found] == [(), ("y2",), ("y1", "y3")]


@given(st.lists(st.lists(st.sampled_from(["y1", "y2", "y3", None]), max_size=4), max_size=5))
def test_a_saying_is_added_by_one_report_only(carried: Carried) -> None:
    reports, sayings = make_story(carried)
    saying_of = {rendering: saying.id for saying in sayings for rendering in saying.renderings}
    found = find_contributions(reports, sayings)
    added = [{saying_of[i] for i in one.adds if i in saying_of} for one in found]
    assert sum(map(len, added)) == len(set().union(*added)) == len(sayings)
    for (_, reading), one in zip(reports, found, strict=True):
        carries = {saying_of.get(statement.id) for statement in reading.statements}
        assert not carries & set(one.drops)
