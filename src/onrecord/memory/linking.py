"""Linking in the record: a new report is compared with what shares keys with it, touched groups derived anew.

A pair's verdict depends on the two alone and a group on the verdicts, so that the order and the grouping of
adding do not matter. Each report is one transaction: a kill leaves it to be compared by the next writer.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from onrecord.linking import copies, people, sayings, stories
from onrecord.linking.judgements import as_pair
from onrecord.memory.register import ask_register
from onrecord.record import Judgement, Report, Told

if TYPE_CHECKING:
    from datetime import datetime

    from onrecord.record import Entity, Reading, Saying, Story
    from onrecord.store.memory import Waiting
    from onrecord.store.store import Store
    from onrecord.store.writer import Writer

Item = TypeVar("Item")
Judge = Callable[[Item, Item], Judgement | None]

# In a report of more names than these, a mere list of people, only those are compared that might be one.
_MANY_NAMES = 300
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
    ask_register(store, writer, now=now)
    derive_groups(store, writer)


def finish(store: Store, *, now: datetime) -> None:
    """Compare and derive what a kill left undone. Where nothing was left it only asks, and takes no turn."""
    if store.memory.is_unfinished():
        with store.writer() as writer:
            remember(store, writer, now=now)


def link_reports(store: Store, writer: Writer, *, now: datetime) -> None:
    """Compare every report that was not compared yet with those that were, and keep the verdicts."""
    waiting, shelf = deque(store.memory.unlinked()), Shelf(store)
    while waiting:
        _link_report(store, writer, shelf, waiting.popleft(), now=now)
        if waiting and writer.give_way():
            # Others wrote meanwhile: what was read is read anew.
            waiting, shelf = deque(store.memory.unlinked()), Shelf(store)


def _link_report(store: Store, writer: Writer, shelf: Shelf, id_: str, *, now: datetime) -> None:
    """Compare what of a report was not compared yet: all of a new one, what an edit changed of another."""
    waiting = store.memory.waiting(id_)
    names = _judge_names(store, id_, waiting, now=now)
    found, keys = names.judgements, {"entity": names.keys}
    if waiting.whole:
        report, reading = shelf.fetch(id_)
        told = {s.id: Told(s, report.id, report.front, report.text) for s in reading.statements}
        keys |= {"copy": {id_: copies.find_keys(report)}, "story": {id_: stories.find_keys(report, reading)}}
        for about, module in (("copy", copies), ("story", stories)):
            others = store.memory.sharing(about, keys[about], at_least=module.MIN_SHARED)
            found += _judge_pairs(id_, others[id_], shelf.fetch, partial(module.judge, at=now))
    else:
        told = {one.statement.id: one for one in store.memory.told(waiting.statements)}
    keys["saying"] = {name: sayings.find_keys(one) for name, one in told.items()}
    found += _judge_sayings(store, told, keys["saying"], now=now)
    writer.link(id_, keys, found, alike=names.alike, outdone=names.outdone)


class _Names(NamedTuple):
    """Who is who among the people of a report: see `Writer.link`."""

    alike: dict[str, str | None]
    keys: dict[str, frozenset[str]]
    outdone: list[str]
    judgements: list[Judgement]


def _judge_names(store: Store, report: str, waiting: Waiting, *, now: datetime) -> _Names:
    """Compare the new names in a report with all in it, and with those of other reports once for each name.

    Of all who have one name the one of the smallest id stands for it, so that it does not matter in what
    order they came.
    """
    own = {person.id: person for person in store.memory.people_of(report)}
    named = {id_: name for id_, person in own.items() if (name := people.name_key(person))}
    new = [id_ for id_ in sorted(named) if id_ in waiting.people]
    first: dict[str, str] = {}
    for id_ in reversed(new):
        first[named[id_]] = id_
    before = store.memory.first_alike(first)
    standing = [id_ for name, id_ in first.items() if name not in before or id_ < before[name]]
    outdone = [before[named[id_]] for id_ in standing if named[id_] in before]
    keys = {id_: people.find_keys(own[id_]) for id_ in standing}
    least = people.MIN_SHARED
    own_keys = {id_: people.find_keys(own[id_]) for id_ in named} if len(named) > _MANY_NAMES else {}
    pairs = {
        as_pair(a, b)
        for a in new
        for b in named
        if named[a] != named[b] and (not own_keys or len(own_keys[a] & own_keys[b]) >= people.MIN_SHARED)
    }
    for id_, others in store.memory.sharing("entity", keys, at_least=least).items():
        pairs |= {as_pair(id_, other) for other in others if other not in outdone}
    known = own | {one.id: one for one in store.memory.people({id_ for pair in pairs for id_ in pair})}
    judged = (people.judge(known[a], known[b], at=now) for a, b in sorted(pairs))
    alike = {id_: named.get(id_) for id_ in (own if waiting.whole else new)}
    return _Names(alike, keys, outdone, [judgement for judgement in judged if judgement is not None])


def _judge_sayings(
    store: Store, told: dict[str, Told], keys: Mapping[str, frozenset[str]], *, now: datetime
) -> Iterable[Judgement]:
    """Statements of a report against all that were compared and, each pair once, against one another."""
    least = sayings.MIN_SHARED
    others = store.memory.sharing("saying", keys, at_least=least)
    known = {one.statement.id: one for one in store.memory.told({i for ids in others.values() for i in ids})}
    judge = partial(sayings.judge, at=now)
    for one in told:
        own = [i for i in told if i < one and len(keys[one] & keys[i]) >= least]
        yield from _judge_pairs(one, [*others[one], *own], (known | told).__getitem__, judge)


def _judge_pairs(
    one: str, others: Iterable[str], fetch: Callable[[str], Item], judge: Judge[Item]
) -> Iterable[Judgement]:
    for other in others:
        first, second = as_pair(one, other)
        judgement = judge(fetch(first), fetch(second))
        if judgement is not None:
            yield judgement


def derive_groups(store: Store, writer: Writer) -> None:
    """Derive anew the entities, stories and sayings that something new touches."""
    groups: dict[str, tuple[Collection[str], Sequence[Entity | Saying | Story]]] = {}
    if touched := store.memory.outdated("entity"):
        who = store.memory.people(touched)
        judged = store.memory.judgements_on(touched, "entity")
        groups["entity"] = touched, people.derive_entities(who, judged)
    if touched := store.memory.outdated("story"):
        there = store.memory.texts(touched)
        judged = store.memory.judgements_on(touched, "story")
        groups["story"] = touched, stories.derive_stories(there, judged)
    if touched := store.memory.outdated("saying"):
        told = store.memory.told(touched)
        judged = store.memory.judgements_on(touched, "saying", "repeat")
        groups["saying"] = touched, sayings.derive_sayings(told, judged, lambda _: None, ())
    if groups:
        writer.replace_groups(groups)
