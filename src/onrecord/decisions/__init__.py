"""What people decide about a record: who is one, what is one, what was said; undone, listed, and never lost.

Reached as `record.decide`. Every decision has an author and a reason, holds over every later reading,
and can be undone. The author is the user's login name where none is given.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import EllipsisType
from typing import TYPE_CHECKING, NamedTuple

from onrecord.decisions.hiding import Redaction, find_redaction
from onrecord.decisions.statements import Change, Places, Wish, add_statement, edit_statement
from onrecord.decisions.whom import Whom, is_meant
from onrecord.errors import NotFound, UsageError
from onrecord.linking.decisions import (
    Decision,
    Given,
    find_overruled,
    give_name,
    group_decisions,
    judge_pair,
    names_given,
    person_named,
    put_together,
    take_apart,
)
from onrecord.linking.judgements import REGISTER
from onrecord.linking.register import read_register
from onrecord.record import Act, EntityKind, Judgement, Kind, Verdict
from onrecord.store.decided import Decided, Member
from onrecord.store.hidden import REDACTION
from onrecord.store.withheld import RESTRICTION

if TYPE_CHECKING:
    from onrecord.edtf import Edtf
    from onrecord.record import Reading, Report
    from onrecord.store.store import Store


class Conflict(NamedTuple):
    """A decision that stands, and what a newer reading or model has that disagrees with it, in words."""

    decision: Decision
    what: str


class Decisions:
    """The decisions of an open record. Each verb keeps one whole, or after an error nothing of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._decided = Decided(store)
        self._whom = Whom(store)

    def merge(self, *who: str, reason: str = "", by: str | None = None) -> Decision:
        """Make one of several people or bodies, each given by id or by a name that only one has.

        It holds for all their reports, however many of these are forgotten, and against every model.
        Raises NotFound, and UsageError where a name is shared, which tells whose it is.
        """
        self._finish()
        entities = list({entity.id: entity for entity in map(self._whom.entity, who)}.values())
        if len(entities) < 2:
            raise UsageError("these are one already", where=" and ".join(who))
        groups = [self._decided.people(entity.members) for entity in entities]
        return self._keep(self._put_together("entity", groups, self._given(reason, by)))

    def split(self, entity: str, out: Iterable[str], *, reason: str = "", by: str | None = None) -> Decision:
        """Take members out of an entity: they are another one from now on.

        `out` are ids of members, names that they go by, or ids of the reports that they stand in. Where
        they came in by a merge, both are as they were before it. Raises NotFound and UsageError.
        """
        self._finish()
        whole = self._whom.entity(entity)
        members = self._decided.people(whole.members)
        wanted = list(out)
        gone = [member for member in members if any(is_meant(member, one) for one in wanted)]
        for one in wanted:
            if not any(is_meant(member, one) for member in members):
                names = ", ".join(sorted({member.name for member in members}))
                raise NotFound(f"is no member, name or report of {whole.name}; it has: {names}", where=one)
        rest = [member for member in members if member not in gone]
        if not rest:
            raise UsageError("all of its members would go: nothing would be left", where=whole.name)
        given = self._given(reason, by)
        judgements = self._take_apart("entity", gone, rest, given)
        named = names_given(self._decided.among("entity", whole.members))
        if any(name.name is not None for name in named.values()):
            # A name that was given to the whole stays with those who stay.
            ids = [member.id for member in gone]
            judgements += give_name(ids, None, given, {member.id: member.place for member in gone})
        return self._keep(judgements)

    def rename(self, entity: str, name: str, *, reason: str = "", by: str | None = None) -> Decision:
        """Give an entity a name, whatever its reports call it. Raises NotFound and UsageError."""
        called = " ".join(name.split())
        if not called:
            raise UsageError("a name has letters", where=entity)
        self._finish()
        members = self._decided.people(self._whom.entity(entity).members)
        places = {member.id: member.place for member in members}
        return self._keep(give_name(places, called, self._given(reason, by), places))

    def judge(
        self, about: str, a: str, b: str, verdict: Verdict, *, reason: str = "", by: str | None = None
    ) -> Decision:
        """Say whether two things are the same.

        `about` "saying": two statements or sayings, "repeat": whether they are the same thing said on two
        occasions, "copy": two reports, "story": two reports or stories. Raises NotFound and UsageError.
        """
        self._finish()
        one, other = self._items(about, a), self._items(about, b)
        both = {member.id for member in one} & {member.id for member in other}
        if both and verdict is not Verdict.SAME:
            raise UsageError("a thing is not different from what it is a part of", where=f"{a}, {b}")
        given = self._given(reason, by)
        single = len(one) == len(other) == 1
        if verdict is Verdict.SAME and not single:
            return self._keep(self._put_together(about, [one, [m for m in other if m.id not in both]], given))
        if verdict is Verdict.DIFFERENT and not single:
            return self._keep(self._take_apart(about, one, other, given))
        pair = one[0], other[0]
        standing = self._decided.among(about, [member.id for member in pair])
        places = {member.id: member.place for member in pair}
        return self._keep([judge_pair(about, pair[0].id, pair[1].id, verdict, given, standing, places)])

    def move(self, report: str, story: str, *, reason: str = "", by: str | None = None) -> Decision:
        """Move a report from the story that it is in to another. Raises NotFound and UsageError."""
        self._finish()
        [moved], there = self._items("story", report), self._story(story)
        if moved in there:
            raise UsageError("the report is in this story already", where=report)
        given = self._given(reason, by)
        left = [member for member in self._story(moved.id) if member != moved]
        judgements = self._take_apart("story", [moved], left, given) if left else []
        return self._keep(judgements + self._put_together("story", [[moved], there], given))

    def split_story(
        self, story: str, out: Iterable[str], *, reason: str = "", by: str | None = None
    ) -> Decision:
        """Make a story of its own of some reports of a story. Raises NotFound and UsageError."""
        self._finish()
        members, wanted = self._story(story), set(out)
        gone = [member for member in members if member.id in wanted]
        if strange := wanted - {member.id for member in gone}:
            raise NotFound("is no report of this story", where=min(strange))
        rest = [member for member in members if member not in gone]
        if not gone or not rest:
            raise UsageError("some reports must go out, and some must stay", where=story)
        return self._keep(self._take_apart("story", gone, rest, self._given(reason, by)))

    def edit(
        self,
        statement: str,
        *,
        source: Places | EllipsisType = ...,
        cue: Places | EllipsisType = ...,
        content: Places | EllipsisType = ...,
        speaker: str | EllipsisType | None = ...,
        speaker_kind: EntityKind | None = None,
        kind: Kind | EllipsisType = ...,
        act: Act | EllipsisType = ...,
        said: Edtf | EllipsisType | None = ...,
        reject: bool = False,
        accept: bool = False,
        reason: str = "",
        by: str | None = None,
    ) -> Decision:
        """Correct a statement, reject it ("this is no statement"), or accept it as it stands.

        Places are [start, end) offsets of the report's text; only what is given changes. `speaker` is a
        name or an id of the record, None where the report does not tell; `speaker_kind` is asked for
        where the record does not know the name. It holds over every later reading, also one that does not
        find the statement. Raises NotFound, SpanError, and UsageError where nothing would change.
        """
        given = {
            "source": source, "cue": cue, "content": content, "speaker": speaker, "kind": kind, "act": act,
            "said": said,
        }  # fmt: skip
        change = Change({part: value for part, value in given.items() if value is not ...}, speaker_kind)
        if sum((reject, accept, bool(change.parts))) != 1:
            raise UsageError("correct a statement, or accept it, or reject it: one of these", where=statement)
        self._finish()
        wanted: Change | Wish = "accept" if accept else "reject" if reject else change
        return self._keep(edit_statement(self._store, statement, wanted, self._given(reason, by)))

    def add(
        self,
        report: str,
        *,
        content: Places,
        source: Places = (),
        cue: Places = (),
        speaker: str | None = None,
        speaker_kind: EntityKind | None = None,
        kind: Kind | EllipsisType = ...,
        act: Act = Act.INFORM,
        said: Edtf | None = None,
        reason: str = "",
        by: str | None = None,
    ) -> Decision:
        """Add a statement that was missed to a report, or to one version of it; see `edit`.

        Raises NotFound, SpanError, and UsageError where the record has a statement at this place.
        """
        given = {
            "source": source, "cue": cue, "content": content, "speaker": speaker, "kind": kind, "act": act,
            "said": said,
        }  # fmt: skip
        change = Change({part: value for part, value in given.items() if value is not ...}, speaker_kind)
        self._finish()
        return self._keep(add_statement(self._store, report, change, self._given(reason, by)))

    def date(
        self,
        report: str,
        published: Edtf | None = None,
        *,
        outlet: str | None = None,
        reason: str = "",
        by: str | None = None,
    ) -> Decision:
        """Say when a report was published, or by whom; its dates follow. Raises NotFound and UsageError.

        It holds for all versions of the report. The report is read again, since its dates depend on it;
        raises InputTooLarge where that takes more than a report may.
        """
        value = {"published": published and published.value, "outlet": outlet and " ".join(outlet.split())}
        given = {part: value[part] for part in value if value[part]}
        if not given:
            raise UsageError("give a day, an outlet or both", where=report)
        id_ = self._store.queries.report(report).id
        who = self._given(reason, by)
        judgement = Judgement(
            "report", (id_, id_), Verdict.SAME, 1.0, who.reason, who.author, who.at, value=json.dumps(given)
        )
        standing = self._decided.on_report(id_)
        return self._keep([judgement], self._read_again(id_, [*standing, judgement]))

    def restrict(self, item: str, *, reason: str = "", by: str | None = None) -> Decision:
        """Keep a report, or a statement and with it the report that prints it, from readers until undone.

        Raises NotFound, and UsageError where it is restricted already or is neither of the two.
        """
        noun = self._store.queries.find(item)
        if noun not in ("report", "statement"):
            raise UsageError(f"is a {noun}: reports and statements are restricted", where=item)
        if any(j.withdrawn is None for j in self._decided.among(RESTRICTION, [item])):
            raise UsageError("is restricted already", where=item)
        who = self._given(reason, by)
        pair, value = (item, item), json.dumps({"restricted": True})
        same = Verdict.SAME
        return self._keep(
            [Judgement(RESTRICTION, pair, same, 1.0, who.reason, who.author, who.at, value=value)]
        )

    def redaction(self, report: str, words: Iterable[str] = (), places: Places = ()) -> Redaction:
        """What would be hidden of a report: these words wherever they stand in it, and these places.

        Nothing is changed. Places are of the version of that id, or the current one; their words are
        hidden in the other versions too. Raises NotFound, SpanError, and UsageError where there is nothing
        of it.
        """
        return find_redaction(self._store, report, words, places)

    def redact(
        self,
        report: str,
        words: Iterable[str] = (),
        places: Places = (),
        *,
        reason: str = "",
        by: str | None = None,
    ) -> Decision:
        """Hide words of a report from everybody, in pages, search, counts and exports, until it is undone.

        Blocks stand in their place. What they were is kept apart in the record, and given back by undoing.
        See `redaction` for what is hidden, and for what it raises.
        """
        found = self.redaction(report, words, places)
        who = self._given(reason, by)
        value = json.dumps({"places": found.places})
        pair = (found.report, found.report)
        judgement = Judgement(REDACTION, pair, Verdict.SAME, 1.0, who.reason, who.author, who.at, value=value)
        return self._keep([judgement])

    def redacted(self, report: str) -> list[Decision]:
        """The decisions by which words of a report are hidden now."""
        return group_decisions(self._decided.on_report(report, REDACTION))

    def restricted(self, report: str) -> list[Decision]:
        """The decisions that keep a report from readers now."""
        return group_decisions(self._decided.on_report(report, RESTRICTION))

    def undo(self, decision: str | None = None, *, by: str | None = None) -> Decision:
        """Undo a decision, or the author's last one: the record is as it would be without it.

        A decision is named by its id or that of any of its judgements. It is kept, as withdrawn. Raises
        NotFound where there is none, UsageError where it was undone already.
        """
        if decision is None:
            author = person_named(by)
            judged = self._decided.last_of(author)
            if not judged:
                raise NotFound("has decided nothing that could be undone", where=author)
        else:
            judged = self._decided.decision(decision)
            if not judged:
                raise NotFound(
                    "no person decided this; `onrecord log` lists what people decided", where=decision
                )
        [undone] = group_decisions(judged)
        readings: list[tuple[Report, Reading]] = []
        ids = {judgement.id for judgement in undone.judgements}
        for judgement in undone.judgements:
            if judgement.about == "report":
                left = [j for j in self._decided.on_report(judgement.pair[0]) if j.id not in ids]
                readings += self._read_again(judgement.pair[0], left)
        now = datetime.now(UTC)
        from onrecord.memory.linking import remember

        with self._store.writer() as writer:
            writer.undo(ids, readings, now=now)
            remember(self._store, writer, now=now)
        [as_kept] = group_decisions(self._decided.decision(undone.id))
        return as_kept

    def log(self) -> list[Decision]:
        """What people decided, in the order of time; what was undone too."""
        return group_decisions(self._decided.judgements())

    def conflicts(self) -> list[Conflict]:
        """Where a newer network or model has it otherwise than a person decided; none of it is applied."""
        decisions = {j.id: one for one in self.log() if one.withdrawn is None for j in one.judgements}
        found: dict[tuple[str, str], Conflict] = {}

        def add(judgement: str, what: str) -> None:
            decision = decisions[judgement]
            found.setdefault((decision.id, what), Conflict(decision, what))

        for disagreement in self._decided.disagreements():
            add(disagreement.judgement.id, disagreement.what)
        for ours, its in find_overruled(self._decided.opposed()):
            add(ours.id, f"{its.author} judges {its.pair[0]} and {its.pair[1]} {its.verdict}: {its.reason}")
        for place in self._decided.lost():
            add(place.judgement, place.what)
        return sorted(found.values(), key=lambda one: (one.decision.at, one.decision.id, one.what))

    def import_register(self, path: str | Path) -> int:
        """Import a register of people and bodies (see `linking.register`); says how many entries it has.

        Two names that it lists for one are one; two of one name are held apart where reports tell their
        roles. Entries of an id that is there already get the names of both. Raises UsageError.
        """
        from onrecord.memory.linking import remember
        from onrecord.memory.register import import_entries

        try:
            text = Path(path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"cannot be read: {error}", where=str(path)) from error
        entries = read_register(text, str(path))
        with self._store.writer() as writer:
            import_entries(self._store, writer, entries)
            remember(self._store, writer, now=datetime.now(UTC))
        return len(entries)

    def remove_register(self) -> int:
        """Remove the register: the record is as if it had never been; says how many entries it had."""
        from onrecord.memory.linking import remember

        with self._store.writer() as writer:
            removed = writer.remove_register(REGISTER)
            remember(self._store, writer, now=datetime.now(UTC))
        return removed

    def count(self, report: str) -> int:
        """How many decisions that stand are about a report or a part of it."""
        return self._decided.count_on(report)

    def _finish(self) -> None:
        """What a kill left undone comes first: until then some go by no name."""
        from onrecord.memory.linking import finish

        finish(self._store, now=datetime.now(UTC))

    def _given(self, reason: str, by: str | None) -> Given:
        """Each decision has a moment of its own, later than all before it."""
        now, last = datetime.now(UTC), self._decided.last_time()
        if last is not None and now <= last:
            now = last + timedelta(microseconds=1)
        return Given(person_named(by), " ".join(reason.split()) or "no reason given", now)

    def _keep(
        self, judgements: Sequence[Judgement], readings: Sequence[tuple[Report, Reading]] = ()
    ) -> Decision:
        from onrecord.memory.linking import remember

        with self._store.writer() as writer:
            writer.decide(judgements, readings, now=judgements[0].at)
            remember(self._store, writer, now=judgements[0].at)
        return group_decisions(judgements)[0]

    def _put_together(self, about: str, groups: Sequence[Sequence[Member]], given: Given) -> list[Judgement]:
        members = [member for group in groups for member in group]
        members.sort(key=lambda member: (member.report, member.id))
        standing = self._decided.among(about, [member.id for member in members])
        places = {member.id: member.place for member in members}
        return put_together(about, [[member.id for member in members]], given, standing, places)

    def _take_apart(
        self, about: str, out: Sequence[Member], rest: Sequence[Member], given: Given
    ) -> list[Judgement]:
        places = {member.id: member.place for member in (*out, *rest)}
        standing = self._decided.among(about, places)
        sides = [[member.id for member in side] for side in (out, rest)]
        return take_apart(about, sides[0], sides[1], given, standing, places)

    def _story(self, asked: str) -> list[Member]:
        """The reports of a story, given by its id or that of one of them."""
        return self._items("story", self._decided.group_of("story", asked) or asked)

    def _items(self, about: str, asked: str) -> list[Member]:
        """The statements or reports that an id names."""
        if about in ("saying", "repeat"):
            ids = self._decided.members("saying", asked) or [asked]
            return [self._decided.statement(id_) for id_ in ids]
        ids = (self._decided.members("story", asked) if about == "story" else []) or [asked]
        reports = [self._store.queries.report(id_).id for id_ in ids]
        return [Member(id_, id_) for id_ in reports]

    def _read_again(self, report: str, judgements: Sequence[Judgement]) -> list[tuple[Report, Reading]]:
        """The versions of a report, read with the front matter that these judgements give it."""
        from onrecord.store.decisions import give_front
        from onrecord.workers.pool import standing_workers

        # By a worker, as when it was added: whoever gives the day waits for no more than that may take.
        workers = standing_workers(1)
        return [
            (own, workers.read(replace(own, front=give_front(own.front, judgements)))())
            for own in self._decided.own_reports(report)
        ]
