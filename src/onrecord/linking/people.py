"""People across reports: who of one report is who of another. Also organizations, and documents with a name.

Only names are compared so far. An unnamed source is never taken for another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime
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

AUTHOR = f"{MODEL_PREFIX}names-1"
_ALWAYS = datetime.min.replace(tzinfo=UTC)
# Two names are compared if they share so many keys.
MIN_SHARED = 1
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


def find_keys(person: LocalPerson) -> frozenset[str]:
    """What brings a name together with others: its words but for first names, the letters of an acronym."""
    return frozenset(_blocks(_name_key(person)))


def name_key(person: LocalPerson) -> str:
    """What the very same names share; "" for those who are never taken for another, as unnamed sources."""
    return "\x1f".join(_name_key(person))


def judge(a: LocalPerson, b: LocalPerson, *, at: datetime, author: str = AUTHOR) -> Judgement | None:
    """Whether two names are of one, by the two alone. None: nothing tells, or they are plainly different.

    Two names of one last name are judged also where they are plainly different.
    """
    key, other = _name_key(a), _name_key(b)
    if not key or not other or (key != other and not _blocks(key) & _blocks(other)):
        return None
    first, second = sorted((a, b), key=lambda person: person.id)
    score, reason = _compare(first, second)
    if score <= DIFFERENT_TO and "last name" not in reason and "tells them apart" not in reason:
        return None
    return _judge(first, second, score, reason, at, author)


def judge_people(people: Iterable[LocalPerson], *, at: datetime, author: str = AUTHOR) -> Iterator[Judgement]:
    """Judge all that there are, in the order of the pairs.

    Names are compared within a report, and across reports once: of those of one name the one of the
    smallest id stands for it.
    """
    known = {person.id: person for person in people}
    stands: dict[str, str] = {}
    together: defaultdict[str, list[str]] = defaultdict(list)
    for id_ in sorted(known):
        if key := name_key(known[id_]):
            stands.setdefault(key, id_)
            together[known[id_].version].append(id_)
    pairs = {pair for ids in (sorted(stands.values()), *together.values()) for pair in combinations(ids, 2)}
    for one, other in sorted(pairs):
        a, b = known[one], known[other]
        if name_key(a) != name_key(b) and (judgement := judge(a, b, at=at, author=author)) is not None:
            yield judgement


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

    Those of the very same name (see `name_key`) are one, if it is more than a last name, unless people hold
    them apart.
    An entity's id is that of its smallest member; its name the one that a person gave it last, or else the
    fullest that its members have.
    """
    by_id = {person.id: person for person in people}
    about = [j for j in judgements if j.about == "entity"]
    names = names_given(about)
    about += _tie_names(by_id)
    entities = [
        _make_entity([by_id[i] for i in sorted(group)], _last_name_given(group, names))
        for group in group_same(by_id, about)
    ]
    return sorted(entities, key=lambda entity: entity.id)


def _tie_names(people: Mapping[str, LocalPerson]) -> Iterator[Judgement]:
    """Each is tied to the first of the very same name, more surely than any two names are."""
    first: dict[str, str] = {}
    for id_ in sorted(people):
        key = name_key(people[id_])
        one = first.setdefault(key, id_)
        if key and one != id_ and _compare(people[one], people[one])[0] >= SAME_FROM:
            yield Judgement("entity", (one, id_), Verdict.SAME, 1.0, "the same name", AUTHOR, _ALWAYS)


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
