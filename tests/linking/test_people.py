"""People across reports: judged by name, and made into entities by judgements alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.judgements import as_pair
from onrecord.linking.people import derive_entities, judge, judge_people
from onrecord.record import Entity, EntityKind, Judgement, Verdict, local_person_id

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Local:
    version: str
    name: str
    kind: EntityKind = EntityKind.PERSON

    @property
    def id(self) -> str:
        return local_person_id(self.version, self.kind, self.name)


def entities_of(*people: Local, more: tuple[Judgement, ...] = ()) -> list[Entity]:
    return derive_entities(people, [*judge_people(people, at=NOON), *more])


def grouped(entities: list[Entity]) -> set[frozenset[str]]:
    return {frozenset(entity.forms) for entity in entities}


def says(a: Local, b: Local, verdict: Verdict, *, author: str = "ana", minutes: int = 0) -> Judgement:
    at = NOON + timedelta(minutes=minutes)
    return Judgement("entity", as_pair(a.id, b.id), verdict, 1.0, "by hand", author, at)


def test_one_person_of_three_reports_is_one() -> None:
    entities = entities_of(
        Local("v1", "Andrés Manuel López Obrador"),
        Local("v2", "Lopez Obrador"),
        Local("v3", "Andres Lopez Obrador"),
    )
    assert [entity.name for entity in entities] == ["Andrés Manuel López Obrador"]


def test_a_last_name_alone_is_nobody_elses() -> None:
    assert len(entities_of(Local("v1", "Ana Quell"), Local("v2", "Quell"), Local("v3", "Quell"))) == 3


def test_unnamed_sources_are_never_one() -> None:
    sources = (Local("v1", "a spokesman", EntityKind.UNNAMED), Local("v2", "a spokesman", EntityKind.UNNAMED))
    assert len(entities_of(*sources)) == 2
    assert list(judge_people(sources, at=NOON)) == []


def test_two_names_in_one_report_are_two_people() -> None:
    judgements = list(judge_people([Local("v1", "Ana Quell"), Local("v1", "Ana Quell Ibarra")], at=NOON))
    assert [j.verdict for j in judgements] == [Verdict.DIFFERENT]


def test_a_person_takes_a_merge_back_and_keeps_it_so() -> None:
    one, other = Local("v1", "Ana Quell"), Local("v2", "Ana Quell")
    assert len(entities_of(one, other)) == 1
    assert len(entities_of(one, other, more=(says(one, other, Verdict.DIFFERENT),))) == 2
    later_model = says(one, other, Verdict.SAME, author="onrecord-names-9", minutes=5)
    assert len(entities_of(one, other, more=(says(one, other, Verdict.DIFFERENT), later_model))) == 2


def test_a_person_joins_what_no_name_tells() -> None:
    mayor, quell = Local("v1", "Quell"), Local("v2", "Ana Quell")
    assert grouped(entities_of(mayor, quell, more=(says(mayor, quell, Verdict.SAME),))) == {
        frozenset({"Quell", "Ana Quell"})
    }


def test_different_holds_over_a_chain_of_same() -> None:
    a, b, c = Local("v1", "Ana Quell"), Local("v2", "A. Quell"), Local("v3", "Andrea Quell")
    chain = (says(a, b, Verdict.SAME), says(b, c, Verdict.SAME), says(a, c, Verdict.DIFFERENT))
    members = [set(entity.members) for entity in entities_of(a, b, c, more=chain)]
    assert not any({a.id, c.id} <= group for group in members)


def test_one_name_of_many_reports_is_compared_once() -> None:
    people = [Local(f"v{i}", name) for i in range(30) for name in ("Ana Quell", "Ana Quell Ibarra")]
    judged = list(judge_people(people, at=NOON))
    assert 30 <= len(judged) <= 31


NAMES = (
    "Ana Quell",
    "Quell",
    "Ana M. Quell",
    "Andrea Quell",
    "Ana Quell Jr.",
    "Ana Quell Ibarra",
    "Tom Hale",
)
PEOPLE = st.lists(
    st.builds(Local, st.sampled_from(["v1", "v2", "v3", "v4"]), st.sampled_from(NAMES)),
    unique=True,
    max_size=10,
)


@given(PEOPLE, st.data())
def test_any_order_gives_the_same_entities(people: list[Local], data: st.DataObject) -> None:
    judgements = list(judge_people(people, at=NOON))
    if len(people) > 1:
        pairs = st.tuples(st.sampled_from(people), st.sampled_from(people)).filter(lambda p: p[0] != p[1])
        verdicts = st.tuples(pairs, st.sampled_from(list(Verdict)), st.integers(0, 2))
        judgements += [
            says(*pair, verdict, minutes=m) for pair, verdict, m in data.draw(st.lists(verdicts, max_size=6))
        ]
    expected = derive_entities(people, judgements)
    shuffled = data.draw(st.permutations(judgements))
    assert derive_entities(data.draw(st.permutations(people)), shuffled) == expected
    assert sorted(m for entity in expected for m in entity.members) == sorted(p.id for p in people)


@given(PEOPLE)
def test_one_full_name_is_one_entity(people: list[Local]) -> None:
    judgements = list(judge_people(people, at=NOON))
    entity_of = {member: e.id for e in derive_entities(people, judgements) for member in e.members}
    for name in ("Ana Quell", "Tom Hale"):
        assert len({entity_of[p.id] for p in people if p.name == name}) <= 1


@given(PEOPLE)
def test_a_pair_is_judged_by_the_two_alone(people: list[Local]) -> None:
    for judgement in judge_people(people, at=NOON):
        one, other = (next(p for p in people if p.id == id_) for id_ in judgement.pair)
        assert judge(one, other, at=NOON) == judge(other, one, at=NOON) == judgement


@given(PEOPLE)
def test_judging_does_not_depend_on_the_order(people: list[Local]) -> None:
    assert list(judge_people(people, at=NOON)) == list(judge_people(people[::-1], at=NOON))
