"""What people decide, as judgements: things are put together, parted, named; and what was decided when.

A decision is all that one author judged at one moment. It holds together whatever becomes of single
reports: every one of its things is tied to several others, so that none is lost with a report that is.
"""

from __future__ import annotations

import getpass
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from onrecord.errors import UsageError
from onrecord.linking.judgements import MODEL_PREFIX, as_pair, is_by_model, standing_judgements
from onrecord.record import Judgement, Verdict

if TYPE_CHECKING:
    from datetime import datetime

# To how many of those after it in the ring each thing is tied: what is left holds together until two
# neighbours are lost in each of two places.
_REACH = 2


@dataclass(frozen=True, slots=True)
class Given:
    """Who decides, why, and when."""

    author: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """All that one author decided at one moment. `withdrawn`: when it was undone; None: it stands.

    The id is that of the first of its judgements.
    """

    author: str
    at: datetime
    judgements: tuple[Judgement, ...] = field(repr=False)

    @property
    def id(self) -> str:
        return self.judgements[0].id

    @property
    def about(self) -> str:
        """What it is about: an edit of a statement may bring ties of its speaker with it."""
        return self.judgements[0].about

    @property
    def reason(self) -> str:
        return self.judgements[0].reason

    @property
    def withdrawn(self) -> datetime | None:
        return self.judgements[0].withdrawn


def person_named(author: str | None) -> str:
    """Who decides: the name, or where there is none the user's login name.

    Raises UsageError for an empty one and for one that only models have.
    """
    name = " ".join((getpass.getuser() if author is None else author).split())
    if not name:
        raise UsageError("who decides this? Give a name with --by")
    if name.casefold().startswith(MODEL_PREFIX):
        raise UsageError(
            f"names that begin with {MODEL_PREFIX} are those of models: give another", where=name
        )
    return name


def group_decisions(judgements: Iterable[Judgement]) -> list[Decision]:
    """What people decided, in the order of time; models are left out."""
    groups: dict[tuple[datetime, str], list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if not is_by_model(judgement):
            groups[judgement.at, judgement.author].append(judgement)
    return [
        Decision(author, at, tuple(sorted(groups[at, author], key=_order))) for at, author in sorted(groups)
    ]


def _order(judgement: Judgement) -> tuple[bool, str, tuple[str, str]]:
    """An edit of a statement before the ties of its speaker."""
    return judgement.about != "statement", judgement.about, judgement.judged or judgement.pair


def put_together(
    about: str,
    groups: Sequence[Iterable[str]],
    given: Given,
    standing: Iterable[Judgement],
    values: Mapping[str, object] | None = None,
) -> list[Judgement]:
    """Judgements that make one group of several.

    `standing` are the judgements so far: whatever people held apart within the new group is overruled.
    `values` say, by id, what finds a thing again in another reading (see `follow`).
    """
    ids = [id_ for group in groups for id_ in group]
    standing = list(standing)
    pairs = tie_together(ids) | _judged(set(ids), standing, about, Verdict.DIFFERENT)
    return _judgements(about, dict.fromkeys(pairs, Verdict.SAME), given, standing, values)


def take_apart(
    about: str,
    out: Sequence[str],
    rest: Sequence[str],
    given: Given,
    standing: Iterable[Judgement],
    values: Mapping[str, object] | None = None,
) -> list[Judgement]:
    """Judgements that make two groups of one: those that go out, and the rest.

    Whatever people had put together across the two is overruled.
    """
    standing, gone = list(standing), set(out)
    crossing = tie_across(out, rest)
    joined = _judged(gone | set(rest), standing, about, Verdict.SAME)
    crossing |= {pair for pair in joined if (pair[0] in gone) != (pair[1] in gone)}
    verdicts = dict.fromkeys(tie_together(out) | tie_together(rest), Verdict.SAME)
    return _judgements(about, verdicts | dict.fromkeys(crossing, Verdict.DIFFERENT), given, standing, values)


def give_name(
    members: Iterable[str], name: str | None, given: Given, values: Mapping[str, object] | None = None
) -> list[Judgement]:
    """Judgements that give local people a name; None takes a given name away."""
    return [
        Judgement(
            "entity", (id_, id_), Verdict.SAME, 1.0, given.reason, given.author, given.at,
            value=json.dumps({"one": (values or {}).get(id_), "name": name}, ensure_ascii=False),
        )
        for id_ in sorted(members)
    ]  # fmt: skip


class NameGiven(NamedTuple):
    """The name that a local person was given, and when; None: it was taken away again."""

    name: str | None
    at: datetime


def names_given(judgements: Iterable[Judgement]) -> dict[str, NameGiven]:
    """The names that people gave local people, by id: what stands of the judgements of `give_name`."""
    own = (j for j in judgements if j.about == "entity" and j.pair[0] == j.pair[1] and j.value)
    return {
        judgement.pair[0]: NameGiven(json.loads(judgement.value or "{}")["name"], judgement.at)
        for judgement in standing_judgements(own).values()
    }


def judge_pair(
    about: str,
    a: str,
    b: str,
    verdict: Verdict,
    given: Given,
    standing: Iterable[Judgement],
    values: Mapping[str, object] | None = None,
) -> Judgement:
    """A person's verdict on two things. Raises UsageError where they are one."""
    if a == b:
        raise UsageError("two things are judged, and these are one", where=a)
    [judgement] = _judgements(about, {as_pair(a, b): verdict}, given, standing, values)
    return judgement


def find_overruled(judgements: Iterable[Judgement]) -> Iterator[tuple[Judgement, Judgement]]:
    """Where a model judges a pair otherwise than a person did, and did not do so when she decided.

    Yields the person's judgement and the model's.
    """
    kinds: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        kinds[judgement.about].append(judgement)
    for about in sorted(kinds):
        people = standing_judgements(j for j in kinds[about] if not is_by_model(j))
        models = standing_judgements(j for j in kinds[about] if is_by_model(j))
        for pair in sorted(people.keys() & models.keys()):
            ours, its = people[pair], models[pair]
            then = json.loads(ours.value or "{}").get("model")
            if {ours.verdict, its.verdict} == {Verdict.SAME, Verdict.DIFFERENT} and its.verdict != then:
                yield ours, its


def tie_together(ids: Sequence[str]) -> set[tuple[str, str]]:
    """Pairs by which all hold together: each is tied to the next ones, the last ones to the first."""
    count = len(ids)
    steps = range(1, min(_REACH, count - 1) + 1)
    return {as_pair(one, ids[(i + step) % count]) for i, one in enumerate(ids) for step in steps}


def tie_across(some: Sequence[str], others: Sequence[str]) -> set[tuple[str, str]]:
    """Pairs by which two sides are held apart: each of one side with several of the other."""
    return {
        as_pair(some[i % len(some)], others[(i + step) % len(others)])
        for step in range(_REACH + 1)
        for i in range(max(len(some), len(others)))
    }


def _judged(
    ids: set[str], standing: Iterable[Judgement], about: str, verdict: Verdict
) -> set[tuple[str, str]]:
    """The pairs of these on which people's standing verdict is that one."""
    ours = (j for j in standing if j.about == about and not is_by_model(j) and j.pair[0] != j.pair[1])
    held = standing_judgements(j for j in ours if ids.issuperset(j.pair))
    return {pair for pair, judgement in held.items() if judgement.verdict is verdict}


def _judgements(
    about: str,
    verdicts: Mapping[tuple[str, str], Verdict],
    given: Given,
    standing: Iterable[Judgement],
    values: Mapping[str, object] | None,
) -> list[Judgement]:
    """A value says what finds the two again in another reading, and what a model said of them by then."""
    models = standing_judgements(j for j in standing if j.about == about and is_by_model(j))
    told = values or {}

    def value(pair: tuple[str, str]) -> str:
        one, other = pair
        by_model = models[pair].verdict if pair in models else None
        parts = {"one": told.get(one), "other": told.get(other), "model": by_model}
        return json.dumps(parts, ensure_ascii=False)

    return [
        Judgement(about, pair, verdicts[pair], 1.0, given.reason, given.author, given.at, value=value(pair))
        for pair in sorted(verdicts)
    ]
