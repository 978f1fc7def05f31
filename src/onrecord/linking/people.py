"""People across reports: who of one report is who of another. Also organizations, and documents with a name.

Only names are compared so far. An unnamed source is never taken for another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Protocol

from onrecord.lexicon import fold, read_pairs
from onrecord.linking.decisions import NameGiven, names_given
from onrecord.linking.judgements import MODEL_PREFIX, as_pair, group_same
from onrecord.linking.names import (
    DIFFERENT_TO,
    SAME_FROM,
    body_words,
    compare_bodies,
    compare_names,
    parse_person,
    skeleton,
)
from onrecord.record import Entity, EntityKind, Judgement, Verdict, make_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

AUTHOR = f"{MODEL_PREFIX}names-1"
# To how many others of the very same name one is tied, so that the tie outlives the loss of a report.
_TIES = 3
_BODIES = (EntityKind.ORGANIZATION, EntityKind.PLACE)


class LocalPerson(Protocol):
    """Whom one version of one report calls by one name; `id` is `local_person_id` of the other three."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def kind(self) -> EntityKind: ...
    @property
    def name(self) -> str: ...


def judge_people(
    new: Sequence[LocalPerson], known: Sequence[LocalPerson], *, at: datetime, author: str = AUTHOR
) -> Iterator[Judgement]:
    """Judge the new ones against one another and against the known ones, in the order of their pairs.

    Those of one and the same name are tied to a few of them; other names are compared once, if they
    share a word. What is plainly different is not written down, unless both have one last name.
    """
    new_ids = {person.id for person in new}
    by_name: dict[tuple[str, ...], list[LocalPerson]] = defaultdict(list)
    for person in sorted({p.id: p for p in (*known, *new)}.values(), key=lambda p: p.id):
        if key := _name_key(person):
            by_name[key].append(person)
    found: dict[tuple[str, str], Judgement] = {}
    for same_named in by_name.values():
        first = same_named[0]
        score, reason = _compare(first, first)
        for i, person in enumerate(same_named):
            for other in same_named[max(0, i - _TIES) : i]:
                if person.id in new_ids or other.id in new_ids:
                    judgement = _judge(person, other, score, reason, at, author)
                    found[judgement.pair] = judgement
    for key, other_key in _pairs_to_compare(by_name, new_ids):
        a, b = _pick(by_name[key], by_name[other_key])
        score, reason = _compare(a, b)
        if score <= DIFFERENT_TO and "last name" not in reason and "tells them apart" not in reason:
            continue
        judgement = _judge(a, b, score, reason, at, author)
        found[judgement.pair] = judgement
    yield from (found[pair] for pair in sorted(found))


def _name_key(person: LocalPerson) -> tuple[str, ...]:
    """What the very same names share; empty for those who are never taken for another."""
    if person.kind in (EntityKind.UNNAMED, EntityKind.GROUP) or person.name[:1].islower():
        return ()
    if person.kind is EntityKind.PERSON:
        name = parse_person(person.name)
        return ("person", *name.words, name.suffix, name.gender if len(name.words) == 1 else "")
    if person.kind in _BODIES:
        return ("body", *body_words(person.name))
    return (person.kind.value, fold(person.name))


def _pairs_to_compare(
    by_name: dict[tuple[str, ...], list[LocalPerson]], new_ids: set[str]
) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Names that share a telling word and have not all been compared before."""
    fresh = {key for key, people in by_name.items() if any(p.id in new_ids for p in people)}
    blocks: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in sorted(by_name):
        for block in _blocks(key):
            blocks[block].append(key)
    pairs = {(a, b) for keys in blocks.values() for a, b in combinations(keys, 2) if a in fresh or b in fresh}
    return sorted(pairs)


def _pick(some: Sequence[LocalPerson], others: Sequence[LocalPerson]) -> tuple[LocalPerson, LocalPerson]:
    """One of each name: of the same report if any has both, which tells most; else the first ones."""
    versions = {person.version: person for person in reversed(others)}
    together = next((person for person in some if person.version in versions), None)
    return (together, versions[together.version]) if together else (some[0], others[0])


def _blocks(key: tuple[str, ...]) -> set[str]:
    """The words that bring two names together: all but first names, and the letters of an acronym."""
    sort, *words = key
    if sort == "person":
        words = words[:-2]
        first_names = read_pairs("data/first_names.tsv")
        kept = {
            w for i, w in enumerate(words) if len(w) > 1 and (w not in first_names or i == len(words) - 1)
        }
        letters = {"".join(w[0] for w in words)} if len(words) > 2 else set()
        whole = skeleton("".join(words))
        return {
            f"person:{w}"
            for w in {skeleton(w) for w in kept} | letters | {whole, skeleton("".join(words[1:]))}
            if w
        }
    if sort == "body":
        letters = {"".join(w[0] for w in words if w)} if len(words) > 2 else set()
        return {f"body:{w}" for w in set(words) | letters if len(w) > 2}
    return set()


def _compare(a: LocalPerson, b: LocalPerson) -> tuple[float, str]:
    if a.kind is EntityKind.PERSON:
        return compare_names(a.name, b.name)
    if a.kind in _BODIES:
        return compare_bodies(a.name, b.name)
    return 0.9, "the same name"


def _judge(a: LocalPerson, b: LocalPerson, score: float, reason: str, at: datetime, author: str) -> Judgement:
    if a.version == b.version and score < 0.9:
        # One report that calls two by different names means two, or would have said so.
        score, reason = min(score, 0.1), f"two names in one report: {reason}"
    verdict = (
        Verdict.SAME if score >= SAME_FROM else Verdict.DIFFERENT if score <= DIFFERENT_TO else Verdict.UNSURE
    )
    return Judgement("entity", as_pair(a.id, b.id), verdict, round(score, 2), reason, author, at)


def derive_entities(people: Iterable[LocalPerson], judgements: Iterable[Judgement]) -> list[Entity]:
    """The entities that judgements make of local people, by id of the entity; whatever the order of either.

    An entity's id is that of its smallest member; its name the one that a person gave it last, or else the
    fullest that its members have.
    """
    by_id = {person.id: person for person in people}
    about = [j for j in judgements if j.about == "entity"]
    names = names_given(about)
    entities = [
        _make_entity([by_id[i] for i in sorted(group)], _last_name_given(group, names))
        for group in group_same(by_id, about)
    ]
    return sorted(entities, key=lambda entity: entity.id)


def _last_name_given(group: Iterable[str], names: Mapping[str, NameGiven]) -> str | None:
    given = [names[member] for member in group if member in names]
    return max(given, key=lambda one: (one.at, one.name or "")).name if given else None


def _make_entity(members: Sequence[LocalPerson], given: str | None) -> Entity:
    names = Counter(member.name for member in members)
    kinds = Counter(member.kind for member in members)
    return Entity(
        id=make_id("entity", members[0].id),
        name=given or max(names, key=lambda name: (*_fullness(name), names[name], name)),
        kind=max(kinds, key=lambda kind: (kinds[kind], kind.value)),
        forms=tuple(sorted(names)),
        members=tuple(member.id for member in members),
    )


def _fullness(name: str) -> tuple[int, int, bool, int]:
    words = [word for word in name.split() if word]
    accents = sum(ord(c) > 127 and c.isalpha() for c in name)
    return sum(len(w.strip(".")) > 1 for w in words), len(words), not name.isupper(), accents
