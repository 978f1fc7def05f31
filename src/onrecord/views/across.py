"""Answers about several reports: a saying with its renderings compared, a story, reports side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.views import answers
from onrecord.views.contract import ComparisonAnswer, ReportHead, SayingShown, StoryShown
from onrecord.views.diffs import compare_renderings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.memory.asking import Rendered, Together
    from onrecord.record import Front, Story
    from onrecord.store.kept import Listed


def answer_rendered(rendered: Rendered) -> SayingShown:
    return SayingShown(
        **dict(answers.answer_saying(rendered.saying)),
        statements=[
            answers.answer_found(
                told.report, told.front, told.statement, rendered.speakers.get(told.statement.id)
            )
            for told in rendered.renderings
        ],
        wordings=[answers.answer_wording(wording) for wording in compare_renderings(rendered)],
    )


def answer_story(story: Story, reports: Iterable[Listed]) -> StoryShown:
    """`reports`: those of the story as the record lists them."""
    heads = {one.report: answer_head(one.report, one.version, one.front) for one in reports}
    return StoryShown(
        **dict(answers.answer_story(story)), heads=[heads[one] for one in story.reports if one in heads]
    )


def answer_head(report: str, version: str, front: Front) -> ReportHead:
    return ReportHead(
        id=report,
        version=version,
        headline=front.headline,
        outlet=front.outlet,
        published=str(front.published) if front.published else None,
        url=front.url,
    )


def answer_together(together: Together) -> ComparisonAnswer:
    """Reports side by side."""
    name = together.story.id if together.story else ""
    return ComparisonAnswer(
        reports=[answer_head(report.id, report.version, report.front) for report, _ in together.reports],
        sayings=[answer_rendered(rendered) for rendered in together.sayings],
        differences=[answers.answer_difference(one) for one in together.differences],
        contributions=[answers.answer_contribution(name, one) for one in together.contributions],
        contradictions=[answers.answer_contradiction(name, one) for one in together.contradictions],
        copies=[answers.answer_copy(one) for one in together.copies],
    )
