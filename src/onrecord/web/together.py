"""What several reports tell together, as answers: stories, sayings with their word diffs, comparisons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.errors import UsageError
from onrecord.linking.wording import compare_wording
from onrecord.store.kept import Attributed
from onrecord.views import answers
from onrecord.views.across import answer_head
from onrecord.views.contract import ComparisonAnswer, FoundStatement, SayingShown
from onrecord.views.listing import StoryList
from onrecord.web.asked import After, Limit
from onrecord.web.desk import Desk, DeskNow, list_stories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.memory.asking import Rendered, Together


def stories(desk: DeskNow, after: After = None, limit: Limit = 20) -> StoryList:
    """The stories; those of most reports come first."""
    return list_stories(desk.browse.stories(after=after, limit=limit))


def saying(desk: DeskNow, id: str) -> SayingShown:  # noqa: A002
    """A saying, or the one that a statement of that id renders: its renderings, compared word by word."""
    return show_saying(desk, desk.record.saying(id))


def compare(desk: DeskNow, a: str, b: str) -> ComparisonAnswer:
    """Two reports side by side: same sayings with word diffs, what each adds, figures that differ."""
    one, other = (desk.queries.report(asked).id for asked in (a, b))
    if one == other:
        raise UsageError("a report is not compared with itself: choose two", where=a)
    return answer_together(desk, desk.record.compare(one, other))


def answer_together(desk: Desk, told: Together) -> ComparisonAnswer:
    """Sayings are those that several of the reports carry."""
    id_ = told.story.id if told.story else ""
    shared = [one for one in told.sayings if len({rendering.report for rendering in one.renderings}) > 1]
    return ComparisonAnswer(
        reports=[answer_head(report.id, report.version, report.front) for report, _ in told.reports],
        sayings=[show_saying(desk, one) for one in shared],
        differences=[answers.answer_difference(one) for one in told.differences],
        contributions=[answers.answer_contribution(id_, one) for one in told.contributions],
        contradictions=[answers.answer_contradiction(id_, one) for one in told.contradictions],
        copies=[answers.answer_copy(copy) for copy in told.copies],
    )


def show_saying(desk: Desk, rendered: Rendered) -> SayingShown:
    """A saying with its renderings, each compared with the first."""
    told = rendered.renderings
    speakers = desk.details.speakers([one.statement.id for one in told])
    found = desk.found(
        tuple(Attributed(one.report, one.statement, speakers.get(one.statement.id)) for one in told)
    )
    wordings = [answers.answer_wording(compare_wording(told[0], later)) for later in told[1:]]
    return SayingShown(**dict(answers.answer_saying(rendered.saying)), statements=found, wordings=wordings)


def statements_of(desk: Desk, version: str) -> Sequence[FoundStatement]:
    return desk.found(tuple(desk.queries.statements(report=version)))
