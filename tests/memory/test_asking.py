"""What reports tell together, as the record answers it."""

from __future__ import annotations

import pytest

from onrecord.errors import NotFound, UsageError
from onrecord.face import Record
from onrecord.store.store import Store
from onrecord.views.across import answer_together
from onrecord.views.contract import SayingShown, StoryShown
from tests.memory.conftest import COURIER, LANTERN, LIBRARY, POST, add, empty_store


def told(store: Store) -> Record:
    add(store, [LANTERN, POST, COURIER, LIBRARY])
    return Record(store)


def test_two_reports_side_by_side() -> None:
    with empty_store() as store:
        record = told(store)
        together = record.compare(POST.report.id, LANTERN.report.id)
        assert [report.id for report, _ in together.reports] == [LANTERN.report.id, POST.report.id]
        assert len(together.sayings) == 2
        assert [copy.report for copy in together.copies] == [POST.report.id]
        first, second = together.contributions
        assert len(first.adds) == 3
        assert second.adds == ()
        assert [(d.unit, d.agree) for d in together.differences] == [("boats", True)]
        answer = answer_together(together)
        assert sorted(saying.reports for saying in answer.sayings) == [2, 3]
        assert all(len(saying.wordings) == 1 for saying in answer.sayings)
        with pytest.raises(UsageError, match="two reports or more"):
            record.compare(POST.report.id, POST.report.id)
        with pytest.raises(NotFound):
            record.compare(POST.report.id, "r0000000000000000")


def test_a_story_has_its_parts() -> None:
    with empty_store() as store:
        record = told(store)
        story = record.story(POST.report.id)
        assert record.story(story.id) == story
        assert {report.report for report in record.reports(story=story.id)} == set(story.reports)
        assert len(list(record.statements(story=story.id))) == 8
        assert {line.story for line in record.chronology(story.id)} == {story.id}
        assert [one.report for one in record.contributions(story.id)] == list(story.reports)
        assert record.contradictions(story.id) == []
        shown = record.show(story.id)
        assert isinstance(shown, StoryShown)
        assert [head.id for head in shown.heads] == list(story.reports)


def test_a_saying_is_shown_with_its_renderings_compared() -> None:
    with empty_store() as store:
        record = told(store)
        [saying, *_] = record.sayings(by="Ana Quell", shared=True)
        shown = record.show(saying.id)
        assert isinstance(shown, SayingShown)
        assert [one.report.id for one in shown.statements] == [
            LANTERN.report.id, POST.report.id, COURIER.report.id,
        ]  # fmt: skip
        assert {wording.a for wording in shown.wordings} == {shown.statements[0].id}
        assert any(change.what == "quotation marks" for change in shown.wordings[1].changes)
