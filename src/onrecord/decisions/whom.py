"""Whom a person means by an id or a name: one entity of the record, or somebody in one report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from onrecord.errors import NotFound, UsageError
from onrecord.linking.decisions import Given, put_together
from onrecord.record import EntityKind, Judgement, Speaker, local_person_id
from onrecord.store.decided import Decided, Member
from onrecord.store.names import fold_words, is_named

if TYPE_CHECKING:
    from onrecord.record import Entity, Report
    from onrecord.store.store import Store

# To how many members of an entity a speaker is tied whom a person chose in another report.
_TIES = 3
# How many of those who share a name are told.
_TOLD = 9


class Whom:
    """Made of an open store."""

    def __init__(self, store: Store) -> None:
        self._queries = store.queries
        self._decided = Decided(store)

    def entity(self, asked: str) -> Entity:
        """By id, or by a name that one entity alone has: wholly, or else in part.

        Raises NotFound, and UsageError where several have it, which lists them.
        """
        try:
            return self._queries.entity(asked)
        except NotFound:
            named = list(self._queries.entities(named=asked))
        if not named:
            raise NotFound(
                "nobody in the record goes by this name; `onrecord people` lists them", where=asked
            )
        words = fold_words(asked)
        whole = [one for one in named if words in {fold_words(name) for name in (one.name, *one.forms)}]
        found = whole or named
        if len(found) > 1:
            told = [f"{one.id} {one.name} ({one.kind})" for one in found[:_TOLD]]
            told += [f"and {len(found) - _TOLD} more"] if len(found) > _TOLD else []
            raise UsageError(f"is the name of several; give the id of one: {'; '.join(told)}", where=asked)
        return found[0]

    def speaker(
        self, report: Report, asked: str, kind: EntityKind | None, given: Given
    ) -> tuple[Speaker, list[Judgement]]:
        """Who is meant in a report, and what ties her there to who she is in others.

        Somebody of the report comes before anybody of another. Raises UsageError where several are meant,
        or the record does not know the name and no `kind` is given.
        """
        reason = f"given by {given.author}: {given.reason}"
        here = self._decided.people_in(report.version)
        if local := _in_report(asked, here):
            return Speaker(local.name, EntityKind(local.kind), 1.0, reason), []
        try:
            entity = self.entity(asked)
        except NotFound:
            if kind is None:
                raise UsageError(
                    "the record does not know this name: say what it is (--speaker-kind person, …)",
                    where=asked,
                ) from None
            return Speaker(" ".join(asked.split()), kind, 1.0, reason), []
        if local := next((member for member in here if member.id in entity.members), None):
            return Speaker(local.name, EntityKind(local.kind), 1.0, reason), []
        speaker = Speaker(entity.name, entity.kind, 1.0, reason)
        id_ = local_person_id(report.version, speaker.kind, speaker.name)
        if id_ in {member.id for member in here}:
            raise UsageError("the report has somebody else of this name: merge the two first", where=asked)
        members = [
            Member.person(id_, report.id, speaker.kind.value, speaker.name),
            *self._decided.people(entity.members)[:_TIES],
        ]
        ids = [member.id for member in members]
        standing = self._decided.among("entity", ids)
        places = {member.id: member.place for member in members}
        return speaker, put_together("entity", [ids], given, standing, places)


def _in_report(asked: str, here: Sequence[Member]) -> Member | None:
    """By id, by the whole name, or by a part of it. Raises UsageError where several are meant."""
    words = fold_words(asked)
    ways: tuple[Callable[[Member], bool], ...] = (
        lambda member: asked == member.id,
        lambda member: fold_words(member.name) == words,
        lambda member: is_named(asked, member.name),
    )
    for fits in ways:
        found = [member for member in here if fits(member)]
        if len(found) > 1:
            told = "; ".join(f"{one.id} {one.name} ({one.kind})" for one in found)
            raise UsageError(f"is the name of several in this report; give an id: {told}", where=asked)
        if found:
            return found[0]
    return None


def is_meant(member: Member, asked: str) -> bool:
    """By its id, its name, or its report."""
    return asked in (member.id, member.report) or fold_words(asked) == fold_words(member.name)
