from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.errors import NotFound, RecordError, SpanError, UsageError
from onrecord.record import Entity, EntityKind, Judgement, Report, Span, Verdict
from onrecord.store import Added
from onrecord.store.check import check, digest
from onrecord.store.store import Store
from tests.store.conftest import MODEL, NOW, add, make_report, read_by_hand, two_stores

LATER = NOW + timedelta(days=1)

# Three reports, one of them in three versions, one of the versions without a date.
REPORTS = [
    make_report("bridge"),
    make_report("bridge", extra=" Two fell.", published="2024-03-05"),
    make_report("bridge", extra=" None fell.", published=None, fetched=LATER),
    make_report("tower"),
    make_report("mill", published=None),
]


def judged_same(one: str, other: str, *, author: str = MODEL, verdict: Verdict = Verdict.SAME) -> Judgement:
    first, second = sorted((one, other))
    return Judgement("entity", (first, second), verdict, 0.9, "same name", author, NOW)


def person_id(store: Store, report: Report, name: str) -> str:
    return next(p.id for p in store.queries.local_people() if p.name == name and p.version == report.version)


def test_the_first_time_is_new_and_the_second_changes_nothing(store: Store) -> None:
    report = make_report()
    assert add(store, report) == [Added.NEW]
    before = digest(store)
    assert add(store, report, after=timedelta(days=3)) == [Added.UNCHANGED]
    assert digest(store) == before


def test_other_bytes_with_the_same_text_change_nothing_and_the_first_original_is_kept(store: Store) -> None:
    report = make_report()
    again = replace(report, original=replace(report.original, data=b"<b>other markup", location="copy.html"))
    assert add(store, report, again) == [Added.NEW, Added.UNCHANGED]
    assert store.queries.report(report.id) == report


def test_other_text_at_the_same_address_is_a_new_version_and_both_are_kept(store: Store) -> None:
    first, second = make_report(), make_report(extra=" Two fell.", published="2024-03-05")
    assert add(store, first, second) == [Added.NEW, Added.NEW_VERSION]
    assert store.queries.versions(first.id) == tuple(sorted((first, second), key=lambda r: r.version))
    assert store.queries.report(first.id) == second
    assert store.queries.report(first.version) == first


def test_an_older_text_that_comes_later_does_not_become_current(store: Store) -> None:
    old, new = make_report(published="2024-03-04"), make_report(extra=" Two fell.", published="2024-03-05")
    add(store, new, old)
    assert store.queries.report(old.id) == new


def test_an_update_is_later_than_the_day_of_publication(store: Store) -> None:
    first = make_report(published="2024-03-04")
    updated = replace(first, text=first.text + "\n\nThis report was corrected.")
    updated = replace(updated, front=replace(first.front, updated=Edtf("2024-03-06")))
    later = make_report(extra=" Two fell.", published="2024-03-05")
    add(store, updated, first, later)
    assert store.queries.report(first.id) == updated


def test_a_day_given_by_the_user_updates_front_matter_and_reading(store: Store) -> None:
    report = make_report(published=None)
    dated = make_report(published="2023-03-04", given=True)
    assert add(store, report, dated) == [Added.NEW, Added.UPDATED]
    assert store.queries.report(report.id).front == dated.front
    assert store.queries.reading(report.id) == read_by_hand(dated)
    assert store.queries.reading(report.id).statements[0].id == read_by_hand(report).statements[0].id


def test_what_the_user_gave_stays_when_the_report_comes_again_without_it(store: Store) -> None:
    add(store, make_report(published="2023-03-04", outlet="The Harbour Post", given=True))
    bare = make_report(published=None, outlet="The Lantern")
    assert store.queries.has(bare, MODEL)
    assert store.queries.as_known(bare).front.outlet == "The Harbour Post"
    assert add(store, bare) == [Added.UNCHANGED]
    assert store.queries.report(bare.id).front.published == Edtf("2023-03-04")


def test_another_model_replaces_the_reading(store: Store) -> None:
    report = make_report()
    add(store, report)
    assert not store.queries.has(report, "test-2")
    assert add(store, report, model="test-2") == [Added.UPDATED]
    assert store.queries.reading(report.id).model == "test-2"
    assert store.queries.has(report, "test-2")
    assert store.queries.counts().statements == 5


def test_a_reading_of_another_text_is_refused_and_nothing_of_it_kept(store: Store) -> None:
    report, other = make_report(), make_report("tower")
    with store.writer() as writer, pytest.raises(UsageError, match="another text"):
        writer.add(report, read_by_hand(other), now=NOW)
    assert store.queries.counts().reports == 0


def test_words_that_are_not_in_the_text_are_refused(store: Store) -> None:
    report = make_report()
    reading = read_by_hand(report)
    wrong = replace(reading.statements[0], cue=(Span(0, 4, "went away"),))
    with store.writer() as writer, pytest.raises(SpanError):
        writer.add(report, replace(reading, statements=(wrong,)), now=NOW)


def test_a_reading_that_does_not_fit_together_leaves_nothing(store: Store) -> None:
    report = make_report()
    reading = read_by_hand(report)
    astray = replace(reading.statements[0], within="s0000000000000000")
    with store.writer() as writer, pytest.raises(RecordError, match="nothing of it was kept"):
        writer.add(report, replace(reading, statements=(astray,)), now=NOW)
    assert store.queries.counts().reports == 0
    assert list(check(store)) == []


def test_half_a_character_is_refused_in_words(store: Store) -> None:
    report = make_report(extra=" \ud83d")
    with store.writer() as writer, pytest.raises(RecordError, match="half a character"):
        writer.add(report, read_by_hand(report), now=NOW)


@settings(max_examples=15, deadline=None)
@given(st.permutations(REPORTS), st.lists(st.sampled_from(REPORTS), max_size=3))
def test_any_order_and_any_repetition_give_the_same_record(order: list[Report], again: list[Report]) -> None:
    with two_stores() as (one, other):
        add(one, *REPORTS)
        add(other, *order, *again)
        assert digest(one) == digest(other)
        assert [r.version for r in one.queries.reports()] == [r.version for r in other.queries.reports()]
        assert list(one.queries.statements()) == list(other.queries.statements())


def test_a_judgement_is_kept_once(store: Store) -> None:
    bridge, tower = make_report("bridge"), make_report("tower")
    add(store, bridge, tower)
    judgement = judged_same(person_id(store, bridge, "Mary Lee"), person_id(store, tower, "Mary Lee"))
    with store.writer() as writer:
        assert writer.judge(judgement)
        assert not writer.judge(replace(judgement, at=LATER))
    assert list(store.queries.judgements("entity")) == [judgement]
    assert list(store.queries.judgements("saying")) == []


def test_an_author_who_thinks_again_withdraws_the_verdict_before(store: Store) -> None:
    bridge, tower = make_report("bridge"), make_report("tower")
    add(store, bridge, tower)
    pair = person_id(store, bridge, "Mary Lee"), person_id(store, tower, "Mary Lee")
    first, second = judged_same(*pair), replace(judged_same(*pair, verdict=Verdict.DIFFERENT), at=LATER)
    by_hand = judged_same(*pair, author="an editor")
    with store.writer() as writer:
        for judgement in (first, by_hand, second):
            writer.judge(judgement)
    standing = {j.author: j.verdict for j in store.queries.judgements() if j.withdrawn is None}
    assert standing == {MODEL: Verdict.DIFFERENT, "an editor": Verdict.SAME}
    assert replace(first, withdrawn=LATER) in list(store.queries.judgements())


def test_a_withdrawn_judgement_is_kept_as_such(store: Store) -> None:
    bridge, tower = make_report("bridge"), make_report("tower")
    add(store, bridge, tower)
    judgement = judged_same(bridge.id, tower.id)
    with store.writer() as writer:
        writer.judge(judgement)
        writer.withdraw(judgement.id, at=LATER)
        with pytest.raises(UsageError, match="already"):
            writer.withdraw(judgement.id, at=LATER)
        with pytest.raises(NotFound):
            writer.withdraw("j0000000000000000", at=LATER)
    assert list(store.queries.judgements()) == [replace(judgement, withdrawn=LATER)]
    assert store.queries.counts().judgements == 0


def test_a_judgement_about_nothing_in_the_record_is_refused(store: Store) -> None:
    with store.writer() as writer:
        with pytest.raises(NotFound):
            writer.judge(judged_same("e0000000000000000", "e0000000000000001"))
        with pytest.raises(UsageError, match="sorted"):
            writer.judge(replace(judged_same("a", "b"), pair=("b", "a")))


def test_judgements_outlive_another_reading(store: Store) -> None:
    bridge, tower = make_report("bridge"), make_report("tower")
    add(store, bridge, tower)
    judgement = judged_same(person_id(store, bridge, "Mary Lee"), person_id(store, tower, "Mary Lee"))
    with store.writer() as writer:
        writer.judge(judgement)
    add(store, bridge, tower, model="test-2")
    assert list(store.queries.judgements()) == [judgement]


def test_entities_are_replaced_where_they_are_touched(store: Store) -> None:
    bridge, tower = make_report("bridge"), make_report("tower")
    add(store, bridge, tower)
    members = tuple(person_id(store, report, "Mary Lee") for report in (tower, bridge))
    lee = Entity("e00000000000000aa", "Mary Lee", EntityKind.PERSON, ("Mary Lee", "Ms. Lee"), members)
    other = (person_id(store, bridge, "Zoë Łęcka"),)
    lecka = Entity("e00000000000000bb", "Zoë Łęcka", EntityKind.PERSON, ("Zoë Łęcka",), other)
    with store.writer() as writer:
        writer.replace_groups({"entity": ({*members, *other}, [lee, lecka])})
        writer.replace_groups({"entity": (members[:1], [lee])})
        assert list(store.queries.entities()) == [lee, lecka]
        assert store.queries.entities_current()
        writer.judge(judged_same(*members, author="an editor", verdict=Verdict.DIFFERENT))
    assert not store.queries.entities_current()


def test_an_entity_of_nobody_in_the_record_is_refused(store: Store) -> None:
    stray = Entity("e00000000000000aa", "Nobody", EntityKind.PERSON, ("Nobody",), ("e0000000000000000",))
    with store.writer() as writer, pytest.raises(RecordError):
        writer.replace_groups({"entity": (stray.members, [stray])})
    assert list(store.queries.entities()) == []
