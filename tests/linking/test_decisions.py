"""What people decide: merges and splits do what they say, after any others, and are undone exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as from_any
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.linking.decisions import (
    Given,
    find_overruled,
    give_name,
    group_decisions,
    judge_pair,
    names_given,
    person_named,
    put_together,
    take_apart,
)
from onrecord.linking.judgements import as_pair, group_same
from onrecord.linking.people import derive_entities
from onrecord.record import EntityKind, Judgement, Verdict, local_person_id

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
IDS = [f"e{number}" for number in range(9)]


def given(minutes: int = 0, author: str = "ana") -> Given:
    return Given(author, "by hand", NOON + timedelta(minutes=minutes))


def by_model(a: str, b: str, verdict: Verdict, *, minutes: int = 0, score: float = 0.9) -> Judgement:
    at = NOON + timedelta(minutes=minutes)
    return Judgement("entity", as_pair(a, b), verdict, score, "names", "onrecord-names-1", at)


def groups_of(judgements: list[Judgement], ids: list[str] = IDS) -> set[frozenset[str]]:
    return set(group_same(ids, judgements))


def test_things_put_together_are_one() -> None:
    judgements = put_together("entity", [["e0", "e1"], ["e2"], ["e3"]], given(), [])
    assert frozenset({"e0", "e1", "e2", "e3"}) in groups_of(judgements)
    assert {j.author for j in judgements} == {"ana"}


@pytest.mark.parametrize("lost", IDS)
def test_losing_one_keeps_the_rest_together(lost: str) -> None:
    judgements = put_together("entity", [IDS[:4], IDS[4:]], given(), [])
    left = [i for i in IDS if i != lost]
    assert groups_of(judgements, left) == {frozenset(left)}


def test_no_model_parts_what_a_person_put_together() -> None:
    judgements = put_together("entity", [["e0"], ["e1"], ["e2"]], given(), [])
    models = [by_model(a, b, Verdict.DIFFERENT, minutes=9) for a in IDS[:3] for b in IDS[:3] if a < b]
    assert frozenset(IDS[:3]) in groups_of(judgements + models)
    assert len(list(find_overruled(judgements + models))) == 3


def test_what_a_model_said_before_is_no_news() -> None:
    before = [by_model("e0", "e1", Verdict.DIFFERENT)]
    judgements = put_together("entity", [["e0"], ["e1"]], given(1), before)
    again = by_model("e0", "e1", Verdict.DIFFERENT, minutes=9)
    assert list(find_overruled([*judgements, again])) == []
    parted = [judge_pair("entity", "e2", "e3", Verdict.DIFFERENT, given(1), [])]
    joined = by_model("e2", "e3", Verdict.SAME, minutes=9)
    assert list(find_overruled([*parted, joined])) == [(parted[0], joined)]


def test_a_name_that_a_model_told_apart_comes_to_those_put_together() -> None:
    # e0 is "Ana Quell", e1 "Anna Quell", e2 "Ana Quell" again: its name is not e1's, says the model.
    models = [by_model("e0", "e1", Verdict.DIFFERENT), by_model("e0", "e2", Verdict.SAME)]
    models.append(by_model("e1", "e2", Verdict.DIFFERENT))
    assert frozenset({"e0", "e2"}) in groups_of(models)
    merged = put_together("entity", [["e0"], ["e1"]], given(), models)
    assert frozenset({"e0", "e1", "e2"}) in groups_of(models + merged)


def test_a_split_holds_against_names() -> None:
    models = [by_model(a, b, Verdict.SAME) for a in IDS for b in IDS if a < b]
    split = take_apart("entity", ["e1", "e4", "e7"], ["e0", "e2", "e3", "e5", "e6", "e8"], given(), models)
    assert groups_of(models + split) == {
        frozenset({"e1", "e4", "e7"}),
        frozenset({"e0", "e2", "e3", "e5", "e6", "e8"}),
    }


def test_a_split_after_a_merge_restores_what_was() -> None:
    models = [by_model("e0", "e1", Verdict.SAME), by_model("e2", "e3", Verdict.SAME)]
    before = groups_of(models)
    merged = put_together("entity", [["e0", "e1"], ["e2", "e3"]], given(), models)
    assert groups_of(models + merged) != before
    split = take_apart("entity", ["e2", "e3"], ["e0", "e1"], given(1), models + merged)
    assert groups_of(models + merged + split) == before


MODELS = st.lists(
    st.builds(
        by_model, st.sampled_from(IDS[:5]), st.sampled_from(IDS[5:]), st.sampled_from(list(Verdict)),
        score=st.sampled_from([0.86, 0.9, 0.97]),
    ),
    max_size=8,
)  # fmt: skip


@from_any(MODELS, st.data())
def test_any_merges_and_splits_do_what_they_say_and_undo_restores(
    models: list[Judgement], data: st.DataObject
) -> None:
    """Whatever came before: the groups named are one, or two; the members of others stay as they were."""
    judgements = list(models)
    history: list[tuple[int, set[frozenset[str]]]] = []
    for step in range(data.draw(st.integers(1, 6))):
        groups: list[frozenset[str]] = sorted(groups_of(judgements), key=min)
        history.append((len(judgements), set(groups)))
        large = [group for group in groups if len(group) > 1]
        if data.draw(st.booleans()) and large:
            group = data.draw(st.sampled_from(large))
            inside = sorted(group)
            out = data.draw(
                st.lists(st.sampled_from(inside), min_size=1, max_size=len(inside) - 1, unique=True)
            )
            rest = [i for i in inside if i not in out]
            judgements += take_apart("entity", out, rest, given(step), judgements)
            assert {frozenset(out), frozenset(rest)} <= {g & group for g in groups_of(judgements)}
        elif len(groups) > 1:
            some = data.draw(st.lists(st.sampled_from(groups), min_size=2, max_size=3, unique=True))
            judgements += put_together("entity", [sorted(g) for g in some], given(step), judgements)
            assert any(frozenset().union(*some) <= group for group in groups_of(judgements))
    for length, before in reversed(history):
        withdrawn = [replace(j, withdrawn=NOON) for j in judgements[length:]]
        assert groups_of(judgements[:length] + withdrawn) == before


@dataclass(frozen=True)
class Local:
    version: str
    name: str
    kind: EntityKind = EntityKind.PERSON

    @property
    def id(self) -> str:
        return local_person_id(self.version, self.kind, self.name)


def test_a_given_name_is_the_entitys_until_it_is_taken_away() -> None:
    people = [Local("v1", "Quell"), Local("v2", "Ana Quell")]
    ids = [person.id for person in people]
    merged = put_together("entity", [[i] for i in ids], given(), [])
    named = give_name(ids, "Ana Quell-Ibarra", given(1))
    assert {given.name for given in names_given(named).values()} == {"Ana Quell-Ibarra"}
    assert [e.name for e in derive_entities(people, merged + named)] == ["Ana Quell-Ibarra"]
    assert [e.name for e in derive_entities(people, merged)] == ["Ana Quell"]
    taken = give_name(ids, None, given(2))
    assert [e.name for e in derive_entities(people, merged + named + taken)] == ["Ana Quell"]
    undone = [replace(j, withdrawn=NOON) for j in taken]
    assert [e.name for e in derive_entities(people, merged + named + undone)] == ["Ana Quell-Ibarra"]


def test_what_one_author_judged_at_one_moment_is_one_decision() -> None:
    judgements = [
        *put_together("entity", [["e0"], ["e1"], ["e2"]], given(1), []),
        *put_together("entity", [["e0"], ["e1"]], given(author="tom"), []),
        by_model("e0", "e1", Verdict.SAME),
    ]
    decisions = group_decisions(judgements)
    assert [(d.author, len(d.judgements)) for d in decisions] == [("tom", 1), ("ana", 3)]


def test_models_have_names_that_no_person_may_have() -> None:
    assert person_named(" Ana  Quell ") == "Ana Quell"
    for name in ("onrecord-names-1", "Onrecord-me", " "):
        with pytest.raises(UsageError):
            person_named(name)


def test_a_thing_is_not_judged_against_itself() -> None:
    with pytest.raises(UsageError):
        judge_pair("saying", "s1", "s1", Verdict.SAME, given(), [])
