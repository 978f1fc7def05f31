"""A register: what is read of it, whom it makes one, and whom it holds apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.errors import UsageError
from onrecord.linking.people import derive_entities, judge_people
from onrecord.linking.register import (
    Entry,
    Role,
    Seen,
    find_titles,
    judge_by_register,
    merge_entries,
    read_register,
)
from onrecord.record import EntityKind, local_person_id

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
PERSON = EntityKind.PERSON
AMLO = Entry("Q1", "Andrés Manuel Ortega", PERSON, ("AMO", "Peje"), (), "Q1")
MAYOR = Entry("Q2", "Ana Quell", PERSON, (), (Role("mayor of Riverton", "2019/2023"),), "Q2")
CHEMIST = Entry("Q3", "Ana Quell", PERSON, ("Ana Quell-Ibarra",), (Role("chemist"),), "Q3")


def seen(version: str, name: str, titles: str = "", day: str | None = None) -> Seen:
    id_ = local_person_id(version, PERSON, name)
    return Seen(id_, version, PERSON, name, frozenset(titles.split()), Edtf(day) if day else None)


def groups(people: list[Seen], *entries: Entry) -> set[frozenset[tuple[str, str]]]:
    judgements = [*judge_people(people, at=NOON), *judge_by_register(people, entries, at=NOON)]
    by_id = {person.id: (person.version, person.name) for person in people}
    return {frozenset(by_id[m] for m in e.members) for e in derive_entities(people, judgements)}


def test_two_names_of_one_are_one_and_the_reason_is_cited() -> None:
    people = [seen("v1", "Andrés Manuel Ortega"), seen("v2", "Peje")]
    assert len(groups(people)) == 2
    assert len(groups(people, AMLO)) == 1
    [judgement] = judge_by_register(people, [AMLO], at=NOON)
    assert judgement.reason.startswith("the register lists both “")
    assert judgement.reason.endswith("as names of Q1")


def test_a_last_name_in_a_register_is_never_enough() -> None:
    listed = Entry("Q2", "Ana Quell", PERSON, ("Quell",))
    assert len(groups([seen("v1", "Ana Quell"), seen("v2", "Quell")], listed)) == 2


def test_two_of_one_name_are_held_apart_where_the_role_tells() -> None:
    people = [
        seen("v1", "Ana Quell", "mayor", "2021-05-01"),
        seen("v2", "Ana Quell", "the chemist"),
        seen("v3", "Ana Quell", "riverton mayor"),
        seen("v4", "Ana Quell-Ibarra"),
    ]
    assert len(groups(people[:3])) == 1
    found = groups(people, MAYOR, CHEMIST)
    assert frozenset({("v1", "Ana Quell"), ("v3", "Ana Quell")}) in found
    assert frozenset({("v2", "Ana Quell"), ("v4", "Ana Quell-Ibarra")}) in found


def test_a_role_of_another_time_tells_nothing() -> None:
    later = seen("v1", "Ana Quell", "mayor", "2024-05-01")
    chemist = seen("v2", "Ana Quell", "chemist")
    assert judge_by_register([later, chemist], [MAYOR, CHEMIST], at=NOON) == []


def test_the_words_by_a_name_are_its_titles() -> None:
    text = "The mayor of Hale, Tom Brandt, met chemist Ana Quell, the Riverton councillor, and others."
    start = text.index("Ana Quell")
    found = find_titles(text, [(start, start + 9)])
    assert {"chemist", "riverton", "councillor"} <= found
    assert not {"mayor", "others"} & found


def test_csv_and_followthemoney_are_read() -> None:
    table = (
        "Name,Aliases,Kind,Roles,Wikidata\n"
        '"Ana Quell","A. Q. Ibarra; Quell-Ibarra",person,mayor of Riverton (2019/2023);councillor,Q2\n'
        "Riverton Water,,organization,,\n"
    )
    quell, water = sorted(read_register(table, "council.csv"), key=lambda entry: entry.kind, reverse=True)
    assert quell.aliases == ("A. Q. Ibarra", "Quell-Ibarra")
    assert quell.roles == (Role("councillor"), Role("mayor of Riverton", "2019/2023"))
    assert (quell.id, quell.wikidata, water.kind) == ("Q2", "Q2", EntityKind.ORGANIZATION)
    lines = (
        '{"id": "ex-1", "schema": "Person", "properties": {"name": ["Ana Quell"], "alias": ["Peje"],'
        ' "position": ["Mayor"], "wikidataId": ["Q2"]}}\n'
        '{"id": "ex-2", "schema": "Address", "properties": {"full": ["1 High Street"]}}\n'
    )
    assert read_register(lines, "people.ftm.json") == [
        Entry("Q2", "Ana Quell", PERSON, ("Peje",), (Role("Mayor"),), "Q2")
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("who,what\nAna,mayor\n", "needs a column `name`"),
        ("name,role\nAna Quell,mayor\n", "column 'role': only 'roles' is read"),
        ("name,kind\nAna Quell,fish\n", "line 2: kind is person or organization"),
        ("name,wikidata\nAna Quell,2\n", "line 2: a Wikidata id"),
        ("name,roles\nAna Quell,mayor (2024-13)\n", "line 2: .*no EDTF date"),
        ("name,aliases\n,Quell\n", "line 2: somebody without a name"),
        ('{"schema": "Person"\n', "line 1: is no entity"),
        ("name\n", "holds no people"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(text: str, what: str) -> None:
    with pytest.raises(UsageError, match=what):
        read_register(text, "register.csv")


@given(
    st.permutations([AMLO, MAYOR, CHEMIST, Entry("Q1", "A. M. Ortega", PERSON, ("AMO",), (Role("senator"),))])
)
def test_entries_of_one_id_are_one_in_any_order(entries: list[Entry]) -> None:
    merged = merge_entries(entries)
    assert [entry.id for entry in merged] == ["Q1", "Q2", "Q3"]
    assert merged[0] == Entry(
        "Q1", "Andrés Manuel Ortega", PERSON, ("A. M. Ortega", "AMO", "Peje"), (Role("senator"),), "Q1"
    )
