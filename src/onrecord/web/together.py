"""What several reports tell together, as answers: stories, sayings with their word diffs, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from onrecord.errors import UsageError
from onrecord.linking.chronology import build_chronology
from onrecord.linking.differences import find_contradictions, find_contributions, find_differences
from onrecord.linking.independence import count_independent
from onrecord.linking.stories_order import order_reports
from onrecord.linking.wording import compare_wording
from onrecord.memory.asking import find_copies, find_saying, read_reports, render
from onrecord.record import Reading, Report, Told
from onrecord.store.kept import Attributed
from onrecord.views import answers
from onrecord.views.contract import ComparisonAnswer, FoundStatement, ReportHead, SayingShown
from onrecord.views.listing import ContradictionAnswer, IndependenceAnswer, StoryList, StoryWhole
from onrecord.web.desk import Desk, DeskNow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.memory.asking import Rendered
    from onrecord.record import Copy


class Together(NamedTuple):
    """Some reports, read, in the order of publication, with the sayings they share and their copies."""

    read: list[tuple[Report, Reading]]
    sayings: list[Rendered]
    copies: list[Copy]

    @classmethod
    def of(cls, desk: Desk, reports: Iterable[str]) -> Together:
        store = desk.record.store
        by_id = {report.id: (report, reading) for report, reading in read_reports(store, reports)}
        ordered = [by_id[one.id] for one in order_reports(report for report, _ in by_id.values())]
        sayings = render(store, store.memory.sayings(reports=list(by_id), shared=True))
        return cls(ordered, sayings, find_copies(store, list(by_id)))

    def compare(self, desk: Desk, story: str) -> ComparisonAnswer:
        """`story`: the id under which differences and contributions are told."""
        ids = {report.id for report, _ in self.read}
        shared = [one for one in self.sayings if len({r.report for r in one.renderings} & ids) > 1]
        sayings = [one.saying for one in self.sayings]
        return ComparisonAnswer(
            reports=[answer_head(report) for report, _ in self.read],
            sayings=[show_saying(desk, one, ids) for one in shared],
            differences=[answers.answer_difference(one) for one in find_differences(story, self.read)],
            contributions=[
                answers.answer_contribution(story, one) for one in find_contributions(self.read, sayings)
            ],
            copies=[answers.answer_copy(copy) for copy in self.copies],
        )


def stories(desk: DeskNow) -> StoryList:
    """The stories; those of most reports come first."""
    return StoryList(items=[answers.answer_story(one) for one in desk.record.stories()])


def story(desk: DeskNow, id: str) -> StoryWhole:  # noqa: A002
    """A story: its reports, who said what, the same sayings, what differs, what each report added."""
    told = desk.record.story(id)
    together = Together.of(desk, told.reports)
    sayings = [one.saying for one in together.sayings]
    carried = [
        Told(s, report.id, report.front) for report, reading in together.read for s in reading.statements
    ]
    fronts = {report.id: report.front for report, _ in together.read}
    independence = count_independent(fronts, together.copies)
    chronology = build_chronology(told.id, together.read, sayings)
    return StoryWhole(
        **dict(together.compare(desk, told.id)),
        id=told.id,
        name=told.name,
        statements=[one for report, _ in together.read for one in statements_of(desk, report.version)],
        chronology=[answers.answer_chronology(one) for one in chronology],
        contradictions=[
            ContradictionAnswer(a=one.a, b=one.b, reason=one.reason)
            for one in find_contradictions(carried, sayings)
        ],
        independence=IndependenceAnswer(
            count=independence.count,
            groups=[list(group) for group in independence.groups],
            reason=independence.reason,
        ),
    )


def saying(desk: DeskNow, id: str) -> SayingShown:  # noqa: A002
    """A saying, or the one that a statement of that id renders: its renderings, compared word by word."""
    return show_saying(desk, find_saying(desk.record.store, id))


def compare(desk: DeskNow, a: str, b: str) -> ComparisonAnswer:
    """Two reports side by side: same sayings with word diffs, what each adds, figures that differ."""
    one, other = (desk.queries.report(asked).id for asked in (a, b))
    if one == other:
        raise UsageError("a report is not compared with itself: choose two", where=a)
    return Together.of(desk, [one, other]).compare(desk, "")


def show_saying(desk: Desk, rendered: Rendered, reports: Iterable[str] | None = None) -> SayingShown:
    """A saying with its renderings (those in these reports, or all), each compared with the first."""
    wanted = None if reports is None else set(reports)
    told = [one for one in rendered.renderings if wanted is None or one.report in wanted]
    speakers = desk.browse.speakers([one.statement.id for one in told])
    found = desk.found(
        tuple(Attributed(one.report, one.statement, speakers.get(one.statement.id)) for one in told)
    )
    wordings = [answers.answer_wording(compare_wording(told[0], later)) for later in told[1:]]
    return SayingShown(**dict(answers.answer_saying(rendered.saying)), statements=found, wordings=wordings)


def statements_of(desk: Desk, version: str) -> Sequence[FoundStatement]:
    return desk.found(tuple(desk.queries.statements(report=version)))


def answer_head(report: Report) -> ReportHead:
    front = report.front
    return ReportHead(
        id=report.id,
        version=report.version,
        headline=front.headline,
        outlet=front.outlet,
        published=str(front.published) if front.published else None,
        url=front.url,
    )
