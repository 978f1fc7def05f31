"""Memory across reports does not depend on the order, the batches, or what was forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.judgements import as_pair
from onrecord.memory.asking import find_copies, find_saying, find_sayings
from onrecord.memory.linking import remember
from onrecord.record import Judgement, Verdict
from onrecord.store.check import check, digest
from onrecord.store.store import Store
from tests.memory.conftest import (
    COURIER,
    COURIER_LATER,
    LANTERN,
    LANTERN_AGAIN,
    LIBRARY,
    NOW,
    POST,
    REPORTS,
    Read,
    add,
    empty_store,
    make,
)

LATER = NOW + timedelta(days=1)


@cache
def digest_of(*reads: Read) -> str:
    """The record of these reports, added all at once."""
    with empty_store() as store:
        add(store, reads)
        return digest(store)


@st.composite
def batches(draw: st.DrawFn, reads: tuple[Read, ...]) -> list[tuple[Read, ...]]:
    """The reports in any order, in any batches."""
    order = draw(st.permutations(reads))
    cuts = sorted({0, len(order), *draw(st.lists(st.integers(1, len(order) - 1)))})
    return [tuple(order[a:b]) for a, b in pairwise(cuts)]


@settings(max_examples=12, deadline=None)
@given(batches(REPORTS))
def test_any_order_in_any_batches_gives_the_same_record(given: list[tuple[Read, ...]]) -> None:
    with empty_store() as store:
        add(store, *given)
        assert digest(store) == digest_of(*REPORTS)
        assert list(check(store)) == []


@settings(max_examples=10, deadline=None)
@given(batches(REPORTS), st.sampled_from(REPORTS))
def test_forgetting_a_report_equals_never_having_added_it(given: list[tuple[Read, ...]], gone: Read) -> None:
    with empty_store() as store:
        add(store, *given)
        with store.writer() as writer:
            writer.forget(gone.report.id)
            remember(store, writer, now=LATER)
        assert digest(store) == digest_of(*(read for read in REPORTS if read.report.id != gone.report.id))


@settings(max_examples=8, deadline=None)
@given(batches((LANTERN, POST, COURIER, LIBRARY)))
def test_a_newer_reading_takes_the_place_of_the_one_before(given: list[tuple[Read, ...]]) -> None:
    with empty_store() as store:
        add(store, *given, [LANTERN_AGAIN])
        assert digest(store) == digest_of(LANTERN_AGAIN, POST, COURIER, LIBRARY)


def test_what_a_record_remembers_of_three_reports() -> None:
    with empty_store() as store:
        add(store, REPORTS)
        [story, other] = store.memory.stories()
        assert set(story.reports) == {LANTERN.report.id, POST.report.id, COURIER.report.id}
        assert other.reports == (LIBRARY.report.id,)
        [copy] = find_copies(store)
        assert {copy.report, copy.of} == {LANTERN.report.id, POST.report.id}
        sayings = [one.saying for one in find_sayings(store, shared=True)]
        moored = next(one for one in sayings if one.reports == 3)
        assert moored.independent == 2
        assert [told.report for told in find_saying(store, moored.id).renderings] == list(story.reports)
        quell = store.queries.entity(moored.speaker or "")
        assert quell.name == "Ana Maria Quell"


def test_what_a_person_says_of_a_saying_outlives_another_reading() -> None:
    with empty_store() as store:
        add(store, REPORTS)
        one, other = (read.reading.statements[1].id for read in (LANTERN, POST))
        assert find_saying(store, one).saying.id == find_saying(store, other).saying.id
        apart = Judgement(
            "saying", as_pair(one, other), Verdict.DIFFERENT, 1.0, "two warnings", "an editor", NOW
        )
        with store.writer() as writer:
            writer.judge(apart)
            remember(store, writer, now=NOW)
        assert find_saying(store, one).saying.id != find_saying(store, other).saying.id
        add(store, [replace_model(POST)])
        assert find_saying(store, one).saying.id != find_saying(store, other).saying.id


def test_a_kill_between_adding_and_linking_leaves_nothing_undone() -> None:
    with empty_store() as store:
        with store.writer() as writer:
            for report, reading in REPORTS:
                writer.add(report, reading, now=NOW)
        assert store.memory.stories() == []
        add(store, [])
        assert digest(store) == digest_of(*REPORTS)


def replace_model(read: Read) -> Read:
    return read._replace(reading=replace(read.reading, model="test-3"))


def test_an_unnamed_source_is_somebody_too() -> None:
    with empty_store() as store:
        add(store, [make("ferry", "Lantern", "2024-03-08", "a clerk | said | the ferry was late")])
        assert [entity.name for entity in store.queries.entities()] == ["a clerk"]


def still_to_do(store: Store) -> list[str]:
    return [
        *store.memory.unlinked(),
        *(i for about in ("entity", "saying") for i in store.memory.outdated(about)),
    ]


def test_nothing_is_left_to_do() -> None:
    with empty_store() as store:
        add(store, [LANTERN, COURIER], [COURIER_LATER])
        assert still_to_do(store) == []
