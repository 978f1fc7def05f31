"""A register in the record: the order of importing and adding does not matter, and removing takes it away."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking.judgements import REGISTER
from onrecord.linking.register import Entry, read_register
from onrecord.memory.linking import remember
from onrecord.memory.register import import_entries
from onrecord.store.check import digest
from onrecord.store.store import Store
from tests.memory.conftest import NOW, Read, add, empty_store, make

READS = (
    make("ferry", "Lantern", "2024-03-08", "Ana Quell | , the mayor, said | the ferry was late"),
    make("church", "Post", "2024-03-08", "Ana Quell | , the chemist, said | the church was cold"),
    make("bridge", "Courier", "2024-03-09", "AQ | said | the bridge was shut"),
    make("mill", "Lantern", "2024-03-09", "Ana Quell | , the mayor of Hale, denied | the mill was sold"),
)
TOWN = read_register("name,aliases,roles,wikidata\nAna Quell,AQ,mayor of Hale,Q2\n", "town.csv")
TRADES = read_register("name,roles,wikidata\nAna Quell,chemist,Q3\nAna Quell,singer,Q2\n", "trades.csv")

Step = Callable[[Store], None]


def adding(read: Read) -> Step:
    return lambda store: add(store, [read])


def importing(entries: list[Entry]) -> Step:
    def step(store: Store) -> None:
        with store.writer() as writer:
            import_entries(store, writer, entries)
            remember(store, writer, now=NOW)

    return step


STEPS = [*(adding(read) for read in READS), importing(TOWN), importing(TRADES)]


def done(*steps: Step) -> str:
    with empty_store() as store:
        for step in steps:
            step(store)
        return digest(store)


def test_it_makes_one_of_two_names_and_two_of_one() -> None:
    with empty_store() as store:
        for step in STEPS:
            step(store)
        entities = [(entity.forms, len(entity.members)) for entity in store.queries.entities()]
        assert (("AQ", "Ana Quell"), 3) in entities
        assert (("Ana Quell",), 1) in entities
        reasons = {j.reason for j in store.queries.judgements() if j.author == REGISTER}
        assert "the register lists both “AQ” and “Ana Quell” as names of Q2 (mayor of Hale)" in reasons


@settings(max_examples=10, deadline=None)
@given(st.permutations(STEPS))
def test_any_order_of_importing_and_adding_gives_the_same_record(steps: list[Step]) -> None:
    assert done(*steps) == done(*STEPS)


def test_without_it_the_record_is_as_if_it_had_never_been() -> None:
    def remove(store: Store) -> None:
        with store.writer() as writer:
            assert writer.remove_register(REGISTER) == 2
            remember(store, writer, now=NOW)

    assert done(*STEPS, remove) == done(*STEPS[:4])


def test_a_report_that_is_forgotten_leaves_nothing_in_what_the_register_tells() -> None:
    def forget(store: Store) -> None:
        with store.writer() as writer:
            writer.forget(READS[0].report.id)
            remember(store, writer, now=NOW)

    assert done(*STEPS, forget) == done(*STEPS[1:])
