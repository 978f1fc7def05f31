from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from onrecord.edtf import Edtf
from onrecord.errors import NotFound, UsageError
from onrecord.record import Act, Entity, EntityKind, Judgement, Kind, Verdict
from onrecord.store import Counts
from onrecord.store.store import Store
from tests.store.conftest import MODEL, NOW, SAYINGS, add, make_report, read_by_hand


def speakers(store: Store, **asked: object) -> list[str | None]:
    found = store.queries.statements(**asked)  # type: ignore[arg-type]
    return [a.statement.speaker.name if a.statement.speaker else None for a in found]


def test_what_went_in_comes_out_equal(store: Store) -> None:
    report = make_report()
    add(store, report)
    assert store.queries.report(report.id) == report
    assert list(store.queries.reports()) == [report]
    assert store.queries.reading(report.id) == read_by_hand(report)
    assert [a.statement for a in store.queries.statements()] == list(read_by_hand(report).statements)
    statement = read_by_hand(report).statements[2]
    assert store.queries.statement(statement.id) == (report.id, statement, None)


def test_the_listing_tells_of_current_versions_without_their_texts(store: Store) -> None:
    first, second = make_report(), make_report(extra=" Two fell.", published="2024-03-06")
    add(store, first, second, make_report("tower"), after=timedelta(hours=1))
    [tower, bridge] = store.queries.listing()
    assert (tower.report, tower.versions) == (make_report("tower").id, 1)
    assert (bridge.version, bridge.versions, bridge.front) == (second.version, 2, second.front)
    assert (bridge.statements, bridge.model, bridge.location) == (5, MODEL, "bridge.html")
    assert (bridge.fetched, bridge.added) == (NOW, NOW + timedelta(hours=1))


def test_statements_are_those_of_current_versions_unless_asked(store: Store) -> None:
    old, new = make_report(), make_report(extra=" Two fell.", published="2024-03-06")
    add(store, old, new)
    assert {a.statement.version for a in store.queries.statements()} == {new.version}
    assert {a.statement.version for a in store.queries.statements(report=old.id)} == {new.version}
    assert {a.statement.version for a in store.queries.statements(report=old.version)} == {old.version}


def test_statements_by_kind_and_act(store: Store) -> None:
    add(store, make_report())
    assert speakers(store, act=Act.DENY) == ["Andrés Manuel Ortega"]
    assert speakers(store, kind=Kind.DIRECT) == []
    assert speakers(store, kind=Kind.INDIRECT, act=Act.PROMISE) == ["the Leeds Port Company"]


def test_statements_by_name(store: Store) -> None:
    add(store, make_report())
    assert speakers(store, by="Lecka") == ["Zoë Łęcka"]
    assert speakers(store, by="andres ortega") == ["Andrés Manuel Ortega"]
    assert speakers(store, by="Lee") == ["Mary Lee"]
    assert speakers(store, by="leeds") == ["the Leeds Port Company"]
    with pytest.raises(NotFound, match="by this name"):
        speakers(store, by="Leed")


def test_statements_by_any_form_of_an_entity_or_by_its_id(store: Store) -> None:
    bridge, tower = make_report("bridge"), make_report("tower")
    add(store, bridge, tower)
    people = {(p.report, p.name): p.id for p in store.queries.local_people()}
    members = (people[bridge.id, "Mary Lee"], people[tower.id, "Zoë Łęcka"])
    one = Entity(
        "e00000000000000aa", "Mary Lee", EntityKind.PERSON, ("Mary Lee", "the harbour master"), members
    )
    with store.writer() as writer:
        writer.replace_groups({"entity": (one.members, [one])})
    assert sorted(speakers(store, by="Harbour Master"), key=str) == ["Mary Lee", "Zoë Łęcka"]
    assert sorted(speakers(store, by=one.id), key=str) == ["Mary Lee", "Zoë Łęcka"]
    assert speakers(store, by=members[0]) == ["Mary Lee"]
    # Mary Lee of the other report is not known to be her, but goes by that name.
    assert len(speakers(store, by="Mary Lee")) == 3
    assert {a.speaker for a in store.queries.statements(by=one.id)} == {replace(one, members=())}
    assert [e.id for e in store.queries.entities(named="harbour")] == [one.id]
    assert store.queries.entity(members[1]) == store.queries.entity(one.id) == one
    with pytest.raises(NotFound):
        store.queries.entity(people[tower.id, "Mary Lee"])


@pytest.mark.parametrize(
    ("said", "since", "until", "found"),
    [
        ("2024-03-04", "2024-03-04", "2024-03-04", True),
        ("2024-03-04", "2024-03-05", None, False),
        ("2024-03-04", None, "2024-03-03", False),
        ("2024", "2024-03-04", "2024-03-04", True),
        ("2024-03-04", "2024", "2024-03", True),
        ("2019/..", "2030", None, True),
        ("2019/..", None, "2018", False),
        ("XXXX-03-04", "1900", None, False),
        (None, "1900", None, False),
    ],
)
def test_statements_between_days(
    store: Store, said: str | None, since: str | None, until: str | None, found: bool
) -> None:
    add(store, make_report(published=said))
    asked = {"since": since and Edtf(since), "until": until and Edtf(until)}
    assert bool(speakers(store, **asked)) == found


def test_a_day_without_a_year_cannot_be_asked_for(store: Store) -> None:
    with pytest.raises(UsageError, match="give its year"):
        store.queries.statements(since=Edtf("XXXX-03-04"))


def test_statements_come_by_day_then_report_then_place(store: Store) -> None:
    days = ["2024-03-06", "XXXX-01-01", "2023", None, "2024-03-05"]
    add(store, *(make_report(f"place{n}", published=day) for n, day in enumerate(days)))
    found = list(store.queries.statements())
    names = [s[0] for s in SAYINGS] + [None]
    assert [a.statement.speaker and a.statement.speaker.name for a in found] == names * 5
    fronts = [store.queries.report(a.report).front for a in found[::5]]
    assert [f.published and f.published.value for f in fronts] == [
        "2023", "2024-03-05", "2024-03-06", "XXXX-01-01", None
    ]  # fmt: skip


def test_local_people_are_those_whom_current_reports_name(store: Store) -> None:
    report = make_report()
    add(store, report, make_report(extra=" Two fell.", published="2024-03-01"))
    people = list(store.queries.local_people())
    assert [p.name for p in people] == sorted(who for who, *_ in SAYINGS)
    lee = next(p for p in people if p.name == "Mary Lee")
    assert (lee.report, lee.version, lee.kind) == (report.id, report.version, EntityKind.PERSON)
    assert (lee.forms, lee.statements) == (("Mary Lee",), 1)


def test_an_id_names_one_sort_of_thing(store: Store) -> None:
    report = make_report()
    add(store, report)
    person = next(store.queries.local_people())
    one, other = sorted((report.id, person.id))
    judgement = Judgement("story", (one, other), Verdict.UNSURE, 0.5, "a try", "an editor", NOW)
    entity = Entity("e00000000000000aa", "Mary Lee", EntityKind.PERSON, (), (person.id,))
    with store.writer() as writer:
        writer.judge(judgement)
        writer.replace_groups({"entity": (entity.members, [entity])})
    nouns = {
        report.id: "report",
        report.version: "version",
        read_by_hand(report).statements[0].id: "statement",
        person.id: "person",
        entity.id: "entity",
        judgement.id: "judgement",
    }
    assert {name: store.queries.find(name) for name in nouns} == nouns
    assert store.queries.judgement(judgement.id) == judgement
    assert store.queries.counts() == Counts(1, 1, 5, 4, 1, 1)


def test_what_is_not_there_is_not_found(store: Store) -> None:
    for ask in (
        store.queries.report,
        store.queries.versions,
        store.queries.reading,
        store.queries.statement,
        store.queries.entity,
        store.queries.find,
        store.queries.judgement,
        lambda name: store.queries.statements(report=name),
    ):
        with pytest.raises(NotFound, match="r0000"):
            ask("r0000000000000000")


def test_an_answer_that_is_being_read_does_not_see_what_is_added_meanwhile(store: Store) -> None:
    add(store, make_report("bridge"))
    answer = store.queries.statements()
    next(answer)
    add(store, make_report("tower"))
    assert len(list(answer)) == 4
    assert len(list(store.queries.statements())) == 10


def test_a_report_without_an_address_or_statements(store: Store) -> None:
    report = make_report()
    bare = replace(report, front=replace(report.front, url=None, dateline=None, read_from=()))
    reading = replace(read_by_hand(report), version=bare.version, statements=(), mentions=(), dates=())
    with store.writer() as writer:
        writer.add(bare, reading, now=NOW)
    assert store.queries.report(bare.id) == bare
    assert store.queries.reading(bare.id) == reading
