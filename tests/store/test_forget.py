from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import NotFound
from onrecord.record import Entity, EntityKind, Judgement, Reading, Report, Verdict
from onrecord.store import open_store
from onrecord.store.check import check, digest
from onrecord.store.store import Store
from tests.store.conftest import MODEL, NOW, add, make_report, make_reports, path_of, two_stores

REPORTS = [*make_reports(4), make_report("place0", extra=" Two fell.")]
SECRET = "Xylanthropos"


def files_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


@settings(max_examples=12, deadline=None)
@given(st.permutations(REPORTS), st.sampled_from(REPORTS))
def test_add_and_forget_equals_never_added(order: list[Report], forgotten: Report) -> None:
    with two_stores() as (one, never):
        add(one, *order)
        with one.writer() as writer:
            writer.forget(forgotten.id)
        add(never, *(report for report in order if report.id != forgotten.id))
        assert digest(one) == digest(never)
        assert list(one.queries.statements()) == list(never.queries.statements())
        assert list(check(one)) == []


def test_no_byte_of_it_remains_in_any_file(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    others = make_reports(30)
    # Both the search index and the original hold words in other forms than the text.
    secret = make_report(f"the {SECRET} bridge", extra=f" {SECRET} fell." * 200)
    with open_store(path) as store:
        add(store, *others[:15], secret, *others[15:])
        assert SECRET.encode() in files_of(path)
        with store.writer() as writer:
            forgotten = writer.forget(secret.id)
        assert forgotten.wiped
        assert (forgotten.versions, forgotten.statements) == (1, 5)
        assert SECRET.lower().encode() not in files_of(path).lower()
        assert secret.original.sha256.encode() not in files_of(path)
        assert list(store.queries.listing(about=SECRET)) == []


def test_judgements_and_entities_with_a_part_in_it_go_too(store: Store) -> None:
    kept, gone = make_report("tower"), make_report("bridge")
    add(store, kept, gone)
    people = {(p.report, p.name): p.id for p in store.queries.local_people()}
    members = tuple(people[report.id, "Mary Lee"] for report in (kept, gone))
    one, other = sorted(members)
    same = Judgement("entity", (one, other), Verdict.SAME, 0.9, "same name", "an editor", NOW)
    own = tuple(sorted(people[kept.id, name] for name in ("Mary Lee", "Zoë Łęcka")))
    apart = Judgement("entity", (own[0], own[1]), Verdict.DIFFERENT, 1.0, "two people", "an editor", NOW)
    lee = Entity("e00000000000000aa", "Mary Lee", EntityKind.PERSON, ("Mary Lee",), members)
    lecka = Entity(
        "e00000000000000bb", "Zoë Łęcka", EntityKind.PERSON, ("Zoë Łęcka",), (people[kept.id, "Zoë Łęcka"],)
    )
    with store.writer() as writer:
        writer.judge(same)
        writer.judge(apart)
        writer.replace_groups({"entity": ([*lee.members, *lecka.members], [lee, lecka])})
        assert writer.forget(gone.id).judgements == 1
    assert list(store.queries.judgements()) == [apart]
    assert list(store.queries.entities()) == [lecka]
    assert not store.queries.entities_current()


def test_judgements_about_what_a_newer_reading_dropped_go_too(store: Store) -> None:
    kept, gone = make_report("tower"), make_report("bridge")
    add(store, kept, gone)
    [dropped] = [s.statement.id for s in store.queries.statements(report=gone.id, by="Mary Lee")]
    one, other = sorted((dropped, kept.id))
    with store.writer() as writer:
        writer.judge(Judgement("statement", (one, other), Verdict.UNSURE, 0.5, "odd", "an editor", NOW))
        writer.add(gone, Reading(gone.version, "sees nothing"), now=NOW)
        assert writer.forget(gone.id).judgements == 1


def test_an_original_that_another_report_came_from_stays(store: Store) -> None:
    first = make_report("tower")
    second = replace(make_report("bridge"), original=first.original)
    add(store, first, second)
    with store.writer() as writer:
        writer.forget(first.id)
    assert store.queries.report(second.id) == second


def test_what_another_program_still_reads_is_wiped_by_the_next_writer(file_store: Store) -> None:
    store = file_store
    secret = make_report(f"the {SECRET} bridge")
    add(store, *REPORTS, secret)
    reader = store.queries.statements()
    next(reader)
    with store.writer() as writer:
        forgotten = writer.forget(secret.id)
    assert not forgotten.wiped
    with pytest.raises(NotFound):
        store.queries.report(secret.id)
    assert SECRET.encode() in files_of(path_of(store))
    list(reader)
    with store.writer():
        assert SECRET.encode() not in files_of(path_of(store))


def test_what_is_not_there_cannot_be_forgotten(store: Store) -> None:
    with store.writer() as writer, pytest.raises(NotFound):
        writer.forget("r0000000000000000")


def test_a_forgotten_report_can_come_again(store: Store) -> None:
    report = make_report()
    add(store, report)
    before = digest(store)
    with store.writer() as writer:
        writer.forget(report.id)
    add(store, report, model=MODEL)
    assert digest(store) == before
