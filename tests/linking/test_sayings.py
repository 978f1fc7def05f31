"""Whether two statements are one saying, one thing said twice, or merely near."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.linking.judgements import as_pair
from onrecord.linking.sayings import AUTHOR, MIN_SHARED, derive_sayings, find_keys, judge
from onrecord.linking.sayings_features import compare_told, longest_run
from onrecord.linking.sayings_groups import group_sayings
from onrecord.record import Act, Dated, Judgement, Told, Verdict
from tests.linking.told import make_told

NOW = datetime(2024, 3, 9, 12, 0, tzinfo=UTC)


def quell(line: str, outlet: str, day: str = "2024-03-08", act: Act = Act.INFORM) -> Told:
    """Something that Ana Quell said on the day it was printed."""
    told = make_told(f"Quell | {line}", outlet=outlet, published=day, speaker="Ana Quell", act=act)
    said = Dated(Edtf(day), "the day of the report")
    return replace(told, statement=replace(told.statement, said=said))


QUOTED = quell("said | “The harbour wall will not survive another winter like this one”", "Lantern")
CUT = quell("told the council | that the harbour wall “will not survive another winter”", "Post")
REWORDED = quell("warned | that the harbour wall would not survive a further winter", "Courier")
FLIPPED = quell("said | “The harbour wall will survive another winter like this one”", "Echo")
FERRY = quell("announced | that the night ferry to Skarn would be cancelled from April", "Post")


def verdict(a: Told, b: Told) -> tuple[str, Verdict] | None:
    found = judge(a, b, at=NOW)
    return (found.about, found.verdict) if found else None


@pytest.mark.parametrize("other", [CUT, REWORDED, FLIPPED])
def test_one_saying_however_it_is_quoted(other: Told) -> None:
    assert verdict(QUOTED, other) == ("saying", Verdict.SAME)


def test_a_word_that_was_lost_is_told_in_the_reason() -> None:
    found = judge(QUOTED, FLIPPED, at=NOW)
    assert found is not None
    assert "one denies" in found.reason
    assert "the same speaker" in found.reason


def test_two_things_that_one_person_said_are_two() -> None:
    assert verdict(QUOTED, FERRY) != ("saying", Verdict.SAME)


def test_said_again_weeks_later_is_a_repeat() -> None:
    later = quell(
        "said | “The harbour wall will not survive another winter like this one”", "Echo", "2024-04-20"
    )
    assert verdict(QUOTED, later) == ("repeat", Verdict.SAME)
    [first, second] = derive_sayings(
        [QUOTED, later], [j for j in [judge(QUOTED, later, at=NOW)] if j], lambda _: None, ()
    )
    assert {first.repeat_of, second.repeat_of} - {None} == {first.id, second.id} - {
        one.id for one in (first, second) if one.repeat_of
    }


def test_what_is_told_of_an_earlier_occasion_is_repeated() -> None:
    now = quell("offered | to lend the islands the tug of the harbour", "Lantern", act=Act.OFFER)
    before = quell("first offered | to lend the islands the tug of the harbour", "Post", act=Act.OFFER)
    assert verdict(now, before) == ("repeat", Verdict.SAME)
    both = quell("had offered | to lend the islands the tug of the harbour", "Echo", act=Act.OFFER)
    assert verdict(before, both) == ("saying", Verdict.SAME)


def test_what_somebody_quotes_is_not_what_they_say() -> None:
    outer = quell("said | that Per Lund said that the ferry was lost", "Lantern")
    lost = make_told("Per Lund | said | that the ferry was lost", published="2024-03-08", speaker="Per Lund")
    inner = Told(replace(lost.statement, within=outer.statement.id), outer.report, outer.front)
    found = judge(outer, inner, at=NOW)
    assert found is None or found.verdict is Verdict.DIFFERENT


def test_another_speaker_says_another_thing() -> None:
    other = make_told(
        "Lund | said | “The harbour wall will not survive another winter like this one”",
        outlet="Echo",
        published="2024-03-08",
        speaker="Per Lund",
    )
    unnamed = make_told("| is said | that the night ferry runs", outlet="Echo", published="2024-03-08")
    assert verdict(FERRY, other) is None
    assert verdict(QUOTED, unnamed) is None


def test_a_minister_and_the_ministry_are_compared_where_the_words_are_rare() -> None:
    of_body = make_told(
        "The Harbour Board | says | the wall at Skarn will crumble", outlet="Echo", published="2024-03-08"
    )
    of_person = quell("said | “Crumble it will, the wall at Skarn”", "Post")
    assert len(find_keys(of_body) & find_keys(of_person)) >= MIN_SHARED


@pytest.mark.parametrize(("a", "b"), list(combinations([QUOTED, CUT, REWORDED, FLIPPED, FERRY], 2)))
def test_the_order_of_two_does_not_matter(a: Told, b: Told) -> None:
    assert compare_told(a, b) == pytest.approx(compare_told(b, a), abs=1e-6)
    assert judge(a, b, at=NOW) == judge(b, a, at=NOW)


def test_a_statement_is_not_compared_with_itself() -> None:
    assert judge(QUOTED, QUOTED, at=NOW) is None


WORDS = st.lists(st.sampled_from("abc"), max_size=7).map(tuple)


@given(WORDS, WORDS)
def test_the_longest_run_is_in_both_and_none_is_longer(
    some: tuple[str, ...], others: tuple[str, ...]
) -> None:
    run = longest_run(some, others)

    def runs(words: tuple[str, ...], length: int) -> set[tuple[str, ...]]:
        return {words[i : i + length] for i in range(len(words) - length + 1)}

    assert not run or run in runs(some, len(run)) & runs(others, len(run))
    assert not runs(some, len(run) + 1) & runs(others, len(run) + 1)
    assert run == longest_run(others, some)


IDS = [f"s{i}" for i in range(6)]
REPORT_OF = dict(zip(IDS, ["r0", "r0", "r1", "r1", "r2", "r3"], strict=True))
PAIRS = list(combinations(IDS, 2))


@st.composite
def judged(draw: st.DrawFn) -> list[Judgement]:
    """Judgements of models and people on some pairs, in any order."""
    found = []
    for one, other in draw(st.lists(st.sampled_from(PAIRS), unique=True)):
        score = draw(st.sampled_from([0.2, 0.4, 0.7, 0.95]))
        author = draw(st.sampled_from([AUTHOR, AUTHOR, "an editor"]))
        value = draw(st.sampled_from([Verdict.SAME, Verdict.UNSURE, Verdict.DIFFERENT]))
        found.append(Judgement("saying", as_pair(one, other), value, score, "made up", author, NOW))
    return found


@settings(max_examples=60)
@given(judged(), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order(found: list[Judgement], chance: Random) -> None:
    groups = group_sayings(REPORT_OF, found, [])
    assert sorted(one for group in groups for one in group) == IDS
    mixed = list(found)
    chance.shuffle(mixed)
    assert group_sayings(dict(reversed(REPORT_OF.items())), mixed, []) == groups


def test_what_is_judged_a_repeat_is_never_in_one_group() -> None:
    same = [
        Judgement("saying", pair, Verdict.SAME, 0.9, "", AUTHOR, NOW) for pair in [("s0", "s1"), ("s1", "s2")]
    ]
    again = [Judgement("repeat", ("s0", "s2"), Verdict.SAME, 0.9, "", AUTHOR, NOW)]
    groups = group_sayings({one: one for one in IDS[:3]}, same, again)
    assert not any({"s0", "s2"} <= group for group in groups)


def test_what_is_like_two_sayings_of_one_report_joins_the_one_it_is_most_like() -> None:
    found = [
        Judgement("saying", pair, Verdict.SAME if score > 0.3 else Verdict.UNSURE, score, "", AUTHOR, NOW)
        for pair, score in [(("s0", "s1"), 0.12), (("s0", "s2"), 0.95), (("s1", "s2"), 0.6)]
    ]
    report_of = {"s0": "r0", "s1": "r0", "s2": "r1"}
    assert group_sayings(report_of, found, []) == [{"s0", "s2"}, {"s1"}]
