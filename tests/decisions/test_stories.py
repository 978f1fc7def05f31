"""Reports are moved from story to story, stories parted and put together; copies are judged."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import Record, open_record
from onrecord.errors import NotFound, UsageError
from onrecord.record import Verdict
from tests.decisions.conftest import add, state
from tests.memory.conftest import COURIER, LANTERN, LIBRARY, POST

HARBOUR = {LANTERN.report.id, POST.report.id, COURIER.report.id}


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Record]:
    """A record of two stories: one of three reports, and one of one."""
    with open_record(tmp_path / "town.sqlite") as opened:
        add(opened, LANTERN, POST, COURIER, LIBRARY)
        yield opened


def stories(record: Record) -> set[frozenset[str]]:
    return {frozenset(story.reports) for story in record.stories()}


def test_a_report_is_moved_to_another_story_and_back(town: Record) -> None:
    before = state(town)
    library = town.story(LIBRARY.report.id)
    town.decide.move(COURIER.report.id, library.id, by="ana")
    moved = {COURIER.report.id, LIBRARY.report.id}
    assert stories(town) == {frozenset(HARBOUR - moved), frozenset(moved)}
    with pytest.raises(UsageError, match="already"):
        town.decide.move(COURIER.report.id, LIBRARY.report.id)
    town.decide.undo(by="ana")
    assert state(town) == before


def test_a_story_is_parted_and_two_are_put_together(town: Record) -> None:
    before = state(town)
    harbour = town.story(LANTERN.report.id)
    town.decide.split_story(harbour.id, [POST.report.id])
    assert frozenset({POST.report.id}) in stories(town)
    one, other = town.story(POST.report.id), town.story(LANTERN.report.id)
    town.decide.judge("story", one.id, other.id, Verdict.SAME)
    assert frozenset(HARBOUR) in stories(town)
    with pytest.raises(NotFound, match="no report of this story"):
        town.decide.split_story(town.story(POST.report.id).id, [LIBRARY.report.id])
    with pytest.raises(UsageError, match="some must stay"):
        town.decide.split_story(town.story(POST.report.id).id, HARBOUR)
    town.decide.undo()
    town.decide.undo()
    assert state(town) == before


def test_a_person_says_what_is_no_copy(town: Record) -> None:
    before = town.copies()
    town.decide.judge(
        "copy", LANTERN.report.id, POST.report.id, Verdict.DIFFERENT, reason="both had the release"
    )
    assert town.copies() == []
    town.decide.undo()
    assert town.copies() == before


def test_decisions_about_a_report_go_with_it(town: Record) -> None:
    town.decide.judge("story", LANTERN.report.id, LIBRARY.report.id, Verdict.SAME)
    town.decide.merge("Tobias Fenwright", "Irene Quell")
    assert town.decide.count(LIBRARY.report.id) == 2
    town.forget(LIBRARY.report.id)
    assert town.decide.count(LANTERN.report.id) <= 1
    assert all(LIBRARY.report.id not in str(one.value) for d in town.decide.log() for one in d.judgements)
