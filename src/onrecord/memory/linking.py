"""Linking in the record: a new report is compared with what shares keys with it, touched groups derived anew.

A pair's verdict depends on the two alone and a group on the verdicts, so that the order and the grouping of
adding do not matter. Each report is one transaction: a kill leaves it to be compared by the next writer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from onrecord.linking import copies, sayings, stories
from onrecord.linking.people import derive_entities, judge_people
from onrecord.record import Judgement, Report, Told

if TYPE_CHECKING:
    from datetime import datetime

    from onrecord.record import Reading
    from onrecord.store.store import Store
    from onrecord.store.writer import Writer

Item = TypeVar("Item")
Judge = Callable[[Item, Item], Judgement | None]

# How many reports are held to be compared again: reports on one matter come together.
_HELD = 64


class Shelf:
    """Reports with their readings, the last used ones held."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._held: dict[str, tuple[Report, Reading]] = {}

    def fetch(self, report: str) -> tuple[Report, Reading]:
        found = self._held.pop(report, None)
        if found is None:
            queries = self._store.queries
            found = queries.report(report), queries.reading(report)
            while len(self._held) >= _HELD:
                del self._held[next(iter(self._held))]
        self._held[report] = found
        return found


def remember(store: Store, writer: Writer, *, now: datetime) -> None:
    """Compare what is new in the record with the rest of it, and derive anew what that touches."""
    link_reports(store, writer, now=now)
    derive_groups(store, writer, now=now)


def link_reports(store: Store, writer: Writer, *, now: datetime) -> None:
    """Compare every report that was not compared yet with those that were, and keep the verdicts."""
    waiting = store.memory.unlinked()
    shelf = Shelf(store)
    for report in waiting:
        _link_report(store, writer, shelf, report, now=now)


def _link_report(store: Store, writer: Writer, shelf: Shelf, id_: str, *, now: datetime) -> None:
    report, reading = shelf.fetch(id_)
    told = {s.id: Told(s, report.id, report.front) for s in reading.statements}
    keys = {
        "entity": dict.fromkeys((person.id for person in store.memory.people_of(id_)), frozenset[str]()),
        "saying": {name: sayings.find_keys(one) for name, one in told.items()},
        "copy": {id_: copies.find_keys(report)},
        "story": {id_: stories.find_keys(report, reading)},
    }
    found: list[Judgement] = []
    for about, module in (("copy", copies), ("story", stories)):
        others = store.memory.sharing(about, keys[about][id_], at_least=module.MIN_SHARED)
        found += _judge_pairs(id_, others, shelf.fetch, partial(module.judge, at=now))
    found += _judge_sayings(store, told, keys["saying"], now=now)
    writer.link(id_, keys, found)


def _judge_sayings(
    store: Store, told: dict[str, Told], keys: Mapping[str, frozenset[str]], *, now: datetime
) -> Iterable[Judgement]:
    """The statements of a report against those of others and, each pair once, against one another."""
    least = sayings.MIN_SHARED
    others = {one: store.memory.sharing("saying", keys[one], at_least=least) for one in told}
    known = {one.statement.id: one for one in store.memory.told({i for ids in others.values() for i in ids})}
    judge = partial(sayings.judge, at=now)
    for one in told:
        own = [i for i in told if i < one and len(keys[one] & keys[i]) >= least]
        yield from _judge_pairs(one, [*others[one], *own], (known | told).__getitem__, judge)


def _judge_pairs(
    one: str, others: Iterable[str], fetch: Callable[[str], Item], judge: Judge[Item]
) -> Iterable[Judgement]:
    for other in others:
        first, second = sorted((one, other))
        judgement = judge(fetch(first), fetch(second))
        if judgement is not None:
            yield judgement


def derive_groups(store: Store, writer: Writer, *, now: datetime) -> None:
    """Derive anew the entities, stories and sayings that something new touches."""
    _derive_entities(store, writer, now=now)
    if touched := store.memory.outdated("story"):
        there = store.memory.texts(touched)
        judged = store.memory.judgements_on(touched, "story")
        writer.replace_groups("story", touched, stories.derive_stories(there, judged))
    if touched := store.memory.outdated("saying"):
        told = store.memory.told(touched)
        judged = store.memory.judgements_on(touched, "saying", "repeat")
        writer.replace_groups("saying", touched, sayings.derive_sayings(told, judged, lambda _: None, ()))


def _derive_entities(store: Store, writer: Writer, *, now: datetime) -> None:
    """Judge who is who among those not judged yet, and derive the entities anew, if anything is new."""
    if store.queries.entities_current():
        return
    people = list(store.queries.local_people())
    judged = {member for entity in store.queries.entities() for member in entity.members}
    new = [person for person in people if person.id not in judged]
    known = [person for person in people if person.id in judged]
    writer.judge_all(judge_people(new, known, at=now))
    touched = {*(person.id for person in people), *store.memory.outdated("entity")}
    writer.replace_groups("entity", touched, derive_entities(people, store.queries.judgements("entity")))
