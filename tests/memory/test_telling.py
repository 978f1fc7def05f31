"""What stories tell is kept, and what is kept is what would be worked out now."""

from __future__ import annotations

import json

from onrecord.face import Record
from onrecord.memory.telling import LISTS, StoryTold, keep_told, tell_waiting, work_out
from onrecord.record import Act, Verdict
from onrecord.store.store import Store
from onrecord.store.told import in_parts_of
from tests.memory.conftest import COURIER, LANTERN, LIBRARY, POST, add, empty_store


def assert_kept_is_right(store: Store) -> None:
    for story in store.memory.stories():
        kept = {about: store.memory.told_lists([story.id], about).get(story.id) for about in LISTS}
        assert kept["head"] is None or kept == as_json(store, story.id)


def as_json(store: Store, story: str) -> dict[str, object]:
    return {about: json.loads(json.dumps(items)) for about, items in work_out(store, story).items()}


def assert_all_is_told(store: Store) -> None:
    """Every story of several reports that is kept is as it would be worked out now; and so are the others."""
    assert_kept_is_right(store)
    with store.writer() as writer:
        tell_waiting(store, writer)
    assert store.memory.untold() == []
    for story in store.memory.stories():
        kept = {about: store.memory.told_lists([story.id], about).get(story.id) for about in LISTS}
        if len(story.reports) == 1:
            assert set(kept.values()) == {None}
            continue
        assert kept == as_json(store, story.id)


def test_what_a_story_tells_is_kept_when_it_grows() -> None:
    with empty_store() as store:
        add(store, [LANTERN, LIBRARY])
        assert_all_is_told(store)
        add(store, [POST])
        assert_all_is_told(store)
        add(store, [COURIER])
        assert_all_is_told(store)


def test_it_is_told_anew_after_every_decision() -> None:
    with empty_store() as store:
        add(store, [LANTERN, POST, COURIER, LIBRARY])
        decide = Record(store).decide
        one, other, *_ = next(iter(Record(store).sayings(shared=True))).renderings
        reports = LANTERN.report.id, POST.report.id
        decisions = []
        decisions.append(decide.judge("saying", one, other, Verdict.DIFFERENT, by="ana"))
        assert_all_is_told(store)
        decisions.append(decide.judge("copy", *reports, Verdict.DIFFERENT, by="ana"))
        assert_all_is_told(store)
        decisions.append(decide.edit(other, act=Act.DENY, by="ana"))
        assert_all_is_told(store)
        decisions.append(decide.edit(one, reject=True, by="ana"))
        assert_all_is_told(store)
        decisions.append(decide.move(POST.report.id, LIBRARY.report.id, by="ana"))
        assert_all_is_told(store)
        for made in reversed(decisions):
            decide.undo(made.id, by="ana")
            assert_all_is_told(store)
        Record(store).forget(LANTERN.report.id)
        assert_all_is_told(store)


def test_a_story_that_is_not_kept_is_worked_out() -> None:
    with empty_store() as store:
        add(store, [LANTERN, POST, COURIER])
        keep_told(store, LANTERN.report.id)
        kept = StoryTold(store, LANTERN.report.id)
        assert store.memory.told_part(kept.story.id, "head") == [kept.head]
        before = {about: kept.whole(about) for about in LISTS if about != "head"}
        with store.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM told_parts")
        worked_out = StoryTold(store, LANTERN.report.id)
        after = {about: json.loads(json.dumps(worked_out.whole(about))) for about in before}
        assert after == before
        assert worked_out.rest("chronology") == kept.rest("chronology") == (len(before["chronology"]), None)
        assert kept.part("chronology", 99) == worked_out.part("chronology", 99) == []


def test_a_list_is_cut_into_parts() -> None:
    assert [len(part) for part in in_parts_of("sayings", range(30))] == [12, 12, 6]
    assert [len(part) for part in in_parts_of("chronology", [])] == [0]
