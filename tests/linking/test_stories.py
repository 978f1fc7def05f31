"""Stories: reports of one matter together, look-alikes apart, people's word before ours."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.judgements import as_pair
from onrecord.linking.stories import MIN_SHARED, derive_stories, find_keys, judge
from onrecord.record import Judgement, Report, Story, Verdict
from tests.linking.newsroom import (
    ALL,
    NOON,
    OSKELD_1,
    OSKELD_2,
    OSKELD_VERDICT,
    PELLWORTH_1,
    PELLWORTH_2,
    RATE,
    make_report,
    read_nothing,
)


def judge_all(reports: Iterable[Report]) -> list[Judgement]:
    """As the record does it: each report against those before it that share enough keys."""
    kept: list[Report] = []
    judgements = []
    for report in reports:
        keys = find_keys(*read_nothing(report))
        for other in kept:
            if len(keys & find_keys(*read_nothing(other))) >= MIN_SHARED:
                judgement = judge(read_nothing(report), read_nothing(other), at=NOON)
                judgements += [judgement] if judgement else []
        kept.append(report)
    return judgements


def stories_of(reports: Sequence[Report], more: Iterable[Judgement] = ()) -> list[Story]:
    return derive_stories(reports, [*judge_all(reports), *more])


def grouped(stories: Iterable[Story]) -> set[frozenset[str]]:
    return {frozenset(story.reports) for story in stories}


def ids(*reports: Report) -> frozenset[str]:
    return frozenset(report.id for report in reports)


def by_hand(a: Report, b: Report, verdict: Verdict) -> Judgement:
    return Judgement(
        "story", as_pair(a.id, b.id), verdict, 1.0, "by hand", "ana", NOON + timedelta(minutes=1)
    )


def test_look_alike_stories_are_kept_apart_and_late_reports_join() -> None:
    assert grouped(stories_of(ALL)) == {
        ids(OSKELD_1, OSKELD_2, OSKELD_VERDICT),
        ids(PELLWORTH_1, PELLWORTH_2),
        ids(RATE),
    }


def test_a_story_is_named_after_a_headline_and_in_the_order_of_publication() -> None:
    story = next(s for s in stories_of(ALL) if OSKELD_1.id in s.reports)
    assert story.name in {report.front.headline for report in ALL}
    assert story.reports == (OSKELD_1.id, OSKELD_2.id, OSKELD_VERDICT.id)


def test_a_reason_names_the_words_that_two_reports_share() -> None:
    judgement = judge(read_nothing(OSKELD_1), read_nothing(OSKELD_2), at=NOON)
    assert judgement is not None
    assert judgement.verdict is Verdict.SAME
    assert "Oskeld" in judgement.reason
    assert "rare words shared" in judgement.reason


def test_a_reason_names_what_only_one_of_two_look_alikes_has() -> None:
    judgement = judge(read_nothing(OSKELD_1), read_nothing(PELLWORTH_1), at=NOON)
    assert judgement is not None
    assert judgement.verdict is not Verdict.SAME
    assert "in only one of the two" in judgement.reason


def test_a_person_moves_a_report_to_another_story_for_good() -> None:
    moved = [
        by_hand(RATE, OSKELD_1, Verdict.SAME),
        by_hand(OSKELD_VERDICT, OSKELD_1, Verdict.DIFFERENT),
        by_hand(OSKELD_VERDICT, OSKELD_2, Verdict.DIFFERENT),
    ]
    assert grouped(stories_of(ALL, moved)) == {
        ids(OSKELD_1, OSKELD_2, RATE),
        ids(OSKELD_VERDICT),
        ids(PELLWORTH_1, PELLWORTH_2),
    }


def test_two_versions_of_one_report_are_not_judged() -> None:
    later = make_report("oskeld-1", OSKELD_1.text + " More soon.")
    assert judge(read_nothing(OSKELD_1), read_nothing(later), at=NOON) is None


def test_words_of_a_language_that_was_not_counted_are_no_keys() -> None:
    text = "Der Deich ist gebrochen\n\nIn Oskeld hat die Verrin den Deich durchbrochen, sagte Tamsin Brekke."
    keys = find_keys(*read_nothing(make_report("deich", text, language="de")))
    assert {"oskeld", "verrin", "tamsin", "brekke"} <= keys
    assert not {"hat", "die", "durchbrochen"} & keys


def test_an_undated_headline_without_words_is_no_obstacle() -> None:
    assert stories_of([make_report("dots", "…\n\n– – –")])[0].name


@settings(max_examples=20, deadline=None)
@given(st.permutations(ALL))
def test_any_order_gives_the_same_stories(order: list[Report]) -> None:
    assert stories_of(order) == stories_of(ALL)


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(range(len(ALL)))))
def test_forgetting_is_never_having_added(gone: set[int]) -> None:
    left = [report for i, report in enumerate(ALL) if i not in gone]
    kept = ids(*left)
    judgements = [j for j in judge_all(ALL) if set(j.pair) <= kept]
    assert derive_stories(left, judgements) == stories_of(left)


def test_a_verdict_is_the_same_from_either_side() -> None:
    for a, b in combinations(ALL, 2):
        assert judge(read_nothing(a), read_nothing(b), at=NOON) == judge(
            read_nothing(b), read_nothing(a), at=NOON
        )
