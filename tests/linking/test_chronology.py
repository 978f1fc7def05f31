"""The chronology of a story: three kinds of time apart, each line with its sentences."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.linking.chronology import build_chronology
from onrecord.record import (
    Act,
    ChronologyLine,
    Dated,
    DateMention,
    EntityKind,
    Kind,
    Reading,
    Report,
    Saying,
    Span,
    Speaker,
    Statement,
    make_id,
)
from tests.linking.newsroom import make_report


def place(report: Report, words: str) -> Span:
    start = report.text.index(words)
    return Span(start, start + len(words), report.text)


def dated(report: Report, words: str, value: str | None) -> DateMention:
    return DateMention(place(report, words), Edtf(value) if value else None)


def says(
    report: Report, cue: str, content: str, said: str | None = None, speaker: str | None = None
) -> Statement:
    return Statement(
        version=report.version,
        kind=Kind.INDIRECT,
        act=Act.INFORM,
        score=0.9,
        source=(),
        cue=(place(report, cue),),
        content=(place(report, content),),
        speaker=Speaker(speaker, EntityKind.PERSON, 0.9, "named") if speaker else None,
        said=Dated(Edtf(said), "beside the cue") if said else None,
    )


def read(report: Report, dates: Sequence[DateMention] = (), statements: Sequence[Statement] = ()) -> Reading:
    return Reading(report.version, "by hand", statements=tuple(statements), dates=tuple(dates))


def saying(*statements: Statement) -> Saying:
    said = statements[0].said.value if statements[0].said else None
    ids = tuple(sorted(s.id for s in statements))
    return Saying(make_id("saying", ids[0]), None, said, ids, None, len(ids), len(ids), "")


LANTERN = make_report(
    "lantern",
    "Levee breaks at Oskeld\n\n"
    "OSKELD, Feb. 8 (VNA) — A levee on the Verrin broke above the town of Oskeld before dawn on Sunday, "
    "the constable, Tamsin Brekke, said Monday.\n\n"
    "The levee was raised in 1974. It is due to be rebuilt on March 1.",
    published="2021-02-08",
)
LANTERN_SAYS = says(
    LANTERN,
    "said Monday",
    "A levee on the Verrin broke above the town of Oskeld before dawn on Sunday",
    "2021-02-08",
    "Tamsin Brekke",
)
LANTERN_DATES = (
    dated(LANTERN, "Feb. 8", "2021-02-08"),
    dated(LANTERN, "Sunday", "2021-02-07"),
    dated(LANTERN, "Monday", "2021-02-08"),
    dated(LANTERN, "1974", "1974"),
    dated(LANTERN, "March 1", "2021-03-01"),
)
BEACON = make_report(
    "beacon",
    "Oskeld counts its dead\n\n"
    "Nobody slept when the levee on the Verrin broke above Oskeld on 7 February.\n\n"
    "An inquiry is expected to begin soon.",
    published="XXXX-02-09",
)
BEACON_DATES = (dated(BEACON, "7 February", "XXXX-02-07"),)
STORY = ((LANTERN, read(LANTERN, LANTERN_DATES, [LANTERN_SAYS])), (BEACON, read(BEACON, BEACON_DATES)))
SAYINGS = (saying(LANTERN_SAYS),)


def lines_of(*reports: tuple[Report, Reading], sayings: Sequence[Saying] = ()) -> list[ChronologyLine]:
    return build_chronology("t1", reports, sayings)


def values(lines: Sequence[ChronologyLine]) -> list[tuple[str, str]]:
    """The time of each line by its kind, in order."""
    return [
        ("happened", str(line.happened))
        if line.happened
        else ("said", str(line.said))
        if line.said
        else ("published", str(line.published))
        for line in lines
    ]


def test_happened_said_and_published_are_kept_apart_in_the_order_of_time() -> None:
    assert values(lines_of(*STORY, sayings=SAYINGS)) == [
        ("happened", "1974"),
        ("happened", "2021-02-07"),
        ("said", "2021-02-08"),
        ("published", "2021-02-08"),
        ("published", "XXXX-02-09"),
        ("happened", "XXXX-02-09/.."),
        ("happened", "2021-03-01"),
    ]


def test_reports_that_tell_one_event_make_one_line_that_cites_them_all() -> None:
    event = lines_of(*STORY, sayings=SAYINGS)[1]
    assert event.text.startswith("A levee on the Verrin broke above the town of Oskeld before dawn on Sunday")
    assert [report for report, _ in event.evidence] == [LANTERN.id, BEACON.id]
    assert all(span.text for _, span in event.evidence)


def test_the_day_of_a_dateline_and_of_a_saying_are_no_events() -> None:
    happened = [line for line in lines_of(*STORY, sayings=SAYINGS) if line.happened]
    assert "2021-02-08" not in {str(line.happened) for line in happened}


def test_no_year_is_invented() -> None:
    lines = lines_of((BEACON, read(BEACON, BEACON_DATES)))
    assert {value for _, value in values(lines)} == {"XXXX-02-07", "XXXX-02-09", "XXXX-02-09/.."}


def test_over_new_year_december_comes_before_january() -> None:
    late = make_report("late", "Fog\n\nFog lay over the harbour.", published="XXXX-12-30")
    early = make_report("early", "Clear\n\nThe fog has gone by now.", published="XXXX-01-02")
    assert values(lines_of((early, read(early)), (late, read(late)))) == [
        ("published", "XXXX-12-30"),
        ("published", "XXXX-01-02"),
    ]


def test_a_year_ago_is_before_the_report_and_no_more_is_known() -> None:
    report = make_report("ago", "Fog\n\nA year ago the harbour was closed for a day.", published="XXXX-01-04")
    lines = lines_of((report, read(report, [dated(report, "A year ago", None)])))
    assert values(lines) == [("happened", "/XXXX-01-04"), ("published", "XXXX-01-04")]


def test_one_day_with_two_events_has_two_lines() -> None:
    text = "Two things\n\nThe ferry sank off Mull on Sunday. Nine cellos were stolen in Perrin on Sunday."
    report = make_report("two", text, published="2021-02-08")
    days = [
        DateMention(Span(at, at + 6, text), Edtf("2021-02-07"))
        for at in (text.index("Sunday"), text.rindex("Sunday"))
    ]
    assert len([line for line in lines_of((report, read(report, days))) if line.happened]) == 2


def test_who_speaks_is_named_where_the_words_do_not_tell() -> None:
    report = make_report("he", "Fog\n\nHe denied that the horn was mute.", published="2021-02-08")
    statement = says(report, "denied", "that the horn was mute", "2021-02-08", "Corin Adeyemi")
    line = lines_of((report, read(report, (), [statement])), sayings=[saying(statement)])[0]
    assert line.text == "Corin Adeyemi: He denied that the horn was mute."


def test_a_long_sentence_is_cut_between_clauses() -> None:
    tail = ", while the harbour master, who had slept badly, counted boats, ropes, gulls" * 4
    report = make_report("long", f"Fog\n\nThe pier collapsed on Sunday{tail}.", published="2021-02-08")
    line = lines_of((report, read(report, [dated(report, "Sunday", "2021-02-07")])))[0]
    assert line.text.startswith("The pier collapsed on Sunday")
    assert line.text.endswith(" …")
    assert len(line.text) < 200


@settings(max_examples=10, deadline=None)
@given(st.permutations(STORY), st.permutations(SAYINGS))
def test_any_order_gives_the_same_chronology(
    reports: list[tuple[Report, Reading]], sayings: list[Saying]
) -> None:
    assert lines_of(*reports, sayings=sayings) == lines_of(*STORY, sayings=SAYINGS)


def test_what_a_report_told_goes_with_it() -> None:
    alone = lines_of(STORY[0], sayings=SAYINGS)
    assert BEACON.id not in {report for line in alone for report, _ in line.evidence}
    assert alone == lines_of(STORY[0], sayings=SAYINGS)
