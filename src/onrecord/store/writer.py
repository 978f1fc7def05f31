"""The writer: the only one that changes a record. Each call is one transaction: all of it or nothing."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, and_, delete, func, or_, select, update

from onrecord.errors import NotFound, UsageError
from onrecord.record import Entity, Judgement, Passed, Reading, Report, Saying, Story
from onrecord.store import tables as t
from onrecord.store.again import is_as_stored, stored_version
from onrecord.store.archives import forget_passed, keep_passed
from onrecord.store.decisions import (
    correct,
    front_known,
    front_to_keep,
    insert_decision,
    withdraw_decision,
)
from onrecord.store.dialect import insert_new, plain_errors, wipe
from onrecord.store.edits import edited_version
from onrecord.store.extract import Decided, keep_decided
from onrecord.store.groups import dissolve, keep_alike, outdate, outdo, replace_groups
from onrecord.store.hidden import REDACTION, as_hidden, hide_again, replace_version, seal
from onrecord.store.kept import Added, Forgotten
from onrecord.store.links import Keys, insert_links, remove_links
from onrecord.store.lookup import owner_of, owners_of
from onrecord.store.readings import (
    correct_again,
    insert_reading,
    insert_version,
    read_anew,
    remove_reading,
    require_match,
    update_report,
    update_version,
)
from onrecord.store.register import Registered, keep_register, remove_register, replace_judged
from onrecord.store.rows import as_time, judgement_row
from onrecord.store.told import forget_gone, keep_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from onrecord.store.dialect import Place, Turn

# What people judge of one thing: its id stands twice in the pair.
_OF_ONE = ("entity", "statement", "report", "restriction", "redaction")


class Writer:
    """What changes a record. Made by `Store.writer`, which sees to it that there is one at a time."""

    def __init__(self, engine: Engine, where: Place, turn: Turn) -> None:
        self._engine = engine
        self._where = where
        self._turn = turn

    def give_way(self) -> bool:
        """Let those write who wait for their turn, on a server. True: somebody did.

        To be called between two things that are whole in themselves; what was read before may be old now.
        """
        with plain_errors(self._where):
            return self._turn.give_way()

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Let others write, on a server, until the end of the block: while it waits for something else."""
        with plain_errors(self._where), self._turn.rest():
            yield

    def whole(self) -> AbstractContextManager[Connection]:
        """All that is written in the block is one transaction. For this package alone."""
        return self._writing()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with plain_errors(self._where), self._turn.write() as connection:
            yield connection

    def add(self, report: Report, reading: Reading, *, now: datetime, passed: Passed | None = None) -> Added:
        """Keep a report and what was read in it, and with it how far the archive that it is of was `passed`.

        The same text again changes nothing, and its first original is kept; other text at the same
        address is a new version. Other front matter or another model replace front matter and reading.
        Front matter that a user gave stays when the report comes again without it (see `keep_given`).
        Raises UsageError where the reading is of another version, SpanError where its words are not
        those of the text. What people decided about the report holds of every reading of it; `reading` is
        the network's own, of the report with the front matter that is known (see `Queries.as_known`).
        """
        with self._writing() as connection:
            shown = as_hidden(connection, report)
            require_match(shown, reading)
            if passed is not None:
                keep_passed(connection, passed, reading.model)
            added = _add(connection, shown, reading, now)
            if shown.hidden is not None and report.hidden is None:
                seal(connection, report)
            return added

    def pass_archive(self, passed: Passed, model: str) -> None:
        """Keep how far an archive was gone through by a network."""
        with self._writing() as connection:
            keep_passed(connection, passed, model)

    def decide(
        self,
        judgements: Sequence[Judgement],
        readings: Iterable[tuple[Report, Reading]] = (),
        *,
        now: datetime,
    ) -> None:
        """Keep what a person decided at one moment, and what follows of it in the rows of readings.

        `readings` are the versions of a report of which she gave the day, read anew with it. Raises
        NotFound where the record does not hold what is judged.
        """
        with self._writing() as connection:
            # An edit may bring a person into the report, whom the others judge.
            edits = [j for j in judgements if j.about in ("statement", "report", REDACTION)]
            insert_decision(connection, edits)
            _apply(connection, edits, readings, now)
            others = [j for j in judgements if j not in edits]
            insert_decision(connection, others)
            for judgement in others:
                outdate(connection, judgement.about, judgement.pair)

    def undo(
        self, ids: Collection[str], readings: Iterable[tuple[Report, Reading]] = (), *, now: datetime
    ) -> None:
        """Take judgements of a person back, with what followed of them; they are kept as withdrawn.

        `readings` are as for `decide`. Raises UsageError where one was undone already.
        """
        with self._writing() as connection:
            undone = withdraw_decision(connection, ids, now)
            _apply(connection, undone, readings, now)
            for judgement in undone:
                outdate(connection, judgement.about, judgement.pair)

    def forget(self, report: str) -> Forgotten:
        """Remove a report: its versions, originals, statements, people and all judgements about them.

        Afterwards the record is as if it had never had it, also byte for byte (see `dialect.wipe`).
        Entities with a member in it are removed too; derive entities anew. Raises NotFound.
        """
        with self._writing() as connection:
            if not connection.scalar(select(func.count()).where(t.reports.c.id == report)):
                raise NotFound(
                    "no report of the record has this id; `onrecord reports` lists them", where=report
                )
            its_versions = select(t.versions.c.id).where(t.versions.c.report == report)
            versions = list(connection.scalars(its_versions))
            noted = select(t.versions.c.notes).where(t.versions.c.report == report)
            forget_passed(connection, list(connection.scalars(noted)))
            of_it = t.statements.c.version.in_(versions)
            statements = connection.scalar(select(func.count()).where(of_it)) or 0
            judgements = _remove_judgements(connection, report)
            dissolve(connection, report)
            remove_links(connection, report)
            for version in versions:
                remove_reading(connection, version)
            connection.execute(delete(t.versions).where(t.versions.c.report == report))
            connection.execute(delete(t.reports).where(t.reports.c.id == report))
            kept = select(t.versions.c.sha256)
            connection.execute(delete(t.originals).where(t.originals.c.sha256.not_in(kept)))
            connection.execute(update(t.record).values(wipe_due=1))
        return Forgotten(len(versions), statements, judgements, wiped=self.finish_wiping())

    def finish_wiping(self) -> bool:
        """See that no byte of what was forgotten is left. False: another program is still reading it."""
        with plain_errors(self._where):
            with self._engine.connect() as connection:
                if not connection.scalar(select(t.record.c.wipe_due)):
                    return True
            if not wipe(self._engine):
                return False
        with self._writing() as connection:
            connection.execute(update(t.record).values(wipe_due=0))
        return True

    def judge(self, judgement: Judgement) -> bool:
        """Keep a judgement. False: its author's standing verdict on the pair already says so.

        Another verdict by the same author withdraws the one before. Raises UsageError where the pair is
        not in order, NotFound where the record knows neither of the two.
        """
        return self.judge_all([judgement]) == 1

    def judge_all(self, judgements: Iterable[Judgement]) -> int:
        """Keep judgements, all or after an error none of them; says how many are new. See `judge`."""
        with self._writing() as connection:
            return sum(_keep_judgement(connection, judgement) for judgement in judgements)

    def link(
        self,
        report: str,
        keys: Keys,
        judgements: Sequence[Judgement],
        *,
        alike: Mapping[str, str | None],
        outdone: Collection[str],
    ) -> None:
        """Keep by which keys the parts of a report are found, and what a model judged of them.

        Each judgement is on a pair that has no other by its author, one of the two of the report. `alike`
        is what people of the very same name share, for each of its people; `outdone` are those of other
        reports who no longer
        stand for a name, since one of this report has a smaller id.
        """
        with self._writing() as connection:
            outdo(connection, outdone)
            keep_alike(connection, alike)
            insert_links(connection, report, keys)
            _insert_judgements(connection, judgements)
            for about, items in keys.items():
                outdate(connection, about, alike if about == "entity" else items)
            connection.execute(delete(t.unlinked).where(t.unlinked.c.report == report))

    def keep_decided(self, decided: Iterable[Decided]) -> None:
        """Keep what people judged of pairs elsewhere, as it stood there. Not for edits: see `decide`."""
        with self._writing() as connection:
            keep_decided(connection, decided)

    def withdraw(self, judgement: str, *, at: datetime) -> None:
        """Take a judgement back; it is kept as withdrawn. Raises NotFound, UsageError where it is already."""
        with self._writing() as connection:
            known = select(t.judgements).where(t.judgements.c.id == judgement)
            row = connection.execute(known).one_or_none()
            if row is None:
                raise NotFound("no judgement of the record has this id", where=judgement)
            if row.withdrawn is not None:
                raise UsageError(f"was already withdrawn at {row.withdrawn}", where=judgement)
            its_row = t.judgements.c.id == judgement
            connection.execute(update(t.judgements).where(its_row).values(withdrawn=as_time(at)))
            outdate(connection, row.about, (row.one, row.other))

    def keep_told(self, story: str, lists: Mapping[str, Sequence[Any]]) -> None:
        """Keep what the reports of a story tell together, until something that it follows from changes."""
        with self._writing() as connection:
            keep_parts(connection, story, lists)
            forget_gone(connection)

    def import_register(self, entries: Iterable[Registered]) -> None:
        """Put entries of the register in the place of those of the same ids."""
        with self._writing() as connection:
            keep_register(connection, entries)

    def remove_register(self, author: str) -> int:
        """Remove the register and all that `author` judged by it; says how many entries it had."""
        with self._writing() as connection:
            return remove_register(connection, author)

    def judge_register(self, author: str, people: Collection[str], judgements: Sequence[Judgement]) -> None:
        """Put what `author` says of these people by the register in the place of what it said before."""
        with self._writing() as connection:
            replace_judged(connection, author, people, judgements)

    def replace_groups(
        self, groups: Mapping[str, tuple[Collection[str], Sequence[Entity | Saying | Story]]]
    ) -> None:
        """Put derived groups in the place of all those that have one of the items as a member.

        By "entity", "saying" or "story": the items, and the groups. Raises RecordError where a member is not
        in the record, or is in two groups.
        """
        with self._writing() as connection:
            for about, (items, derived) in groups.items():
                replace_groups(connection, about, items, derived)


def _add(connection: Connection, report: Report, reading: Reading, now: datetime) -> Added:
    known = stored_version(connection, report.version)
    own = front_to_keep(connection, report)
    report = replace(report, front=front_known(connection, report))
    if known is not None:
        if is_as_stored(known, report, reading.model):
            return Added.UNCHANGED
        dissolve(connection, report.id)
        update_version(connection, known, report)
        remove_reading(connection, report.version)
        outcome = Added.UPDATED
    else:
        new = not connection.scalar(select(func.count()).where(t.reports.c.id == report.id))
        insert_version(connection, report, now)
        outcome = Added.NEW if new else Added.NEW_VERSION
    insert_reading(connection, report, correct(connection, report, own, reading))
    if outcome is not Added.NEW:
        dissolve(connection, report.id)
    update_report(connection, report.id)
    if outcome is not Added.NEW:
        read_anew(connection, report.id)
    insert_new(connection, t.unlinked, [{"report": report.id}])
    return outcome


def _apply(
    connection: Connection,
    judgements: Iterable[Judgement],
    readings: Iterable[tuple[Report, Reading]],
    now: datetime,
) -> None:
    """Bring rows in line with decisions about reports and statements that were made or undone."""
    for report, reading in readings:
        require_match(report, reading)
        _add(connection, report, reading, now)
    for id_ in sorted({judgement.pair[0] for judgement in judgements if judgement.about == REDACTION}):
        _hide_again(connection, id_)
    edited = {owner_of(connection, edited_version(j)) for j in judgements if j.about == "statement"}
    for id_ in sorted(one for one in edited if one):
        correct_again(connection, id_)


def _hide_again(connection: Connection, report: str) -> None:
    """Bring the rows of a report in line with what is hidden of it."""
    dissolve(connection, report)
    for one in hide_again(connection, report):
        remove_reading(connection, one.report.version)
        replace_version(connection, one)
        insert_reading(connection, one.report, correct(connection, one.report, one.own, one.reading))
    update_report(connection, report)
    read_anew(connection, report)
    insert_new(connection, t.unlinked, [{"report": report}])


def _keep_judgement(connection: Connection, judgement: Judgement) -> bool:
    one, other = judgement.pair
    if not (one < other or (one == other and judgement.about in _OF_ONE)):
        raise UsageError(f"a judgement is about two things in sorted order, not {one}, {other}")
    row = judgement_row(judgement)
    j = t.judgements.c
    same_question = and_(j.about == row["about"], j.one == one, j.other == other, j.author == row["author"])
    standing = and_(same_question, j.withdrawn.is_(None))
    for known in connection.execute(select(t.judgements).where(standing)).mappings():
        if all(known[part] == row[part] for part in ("verdict", "score", "reason", "value")):
            return False
    row |= {"one_report": owner_of(connection, one), "other_report": owner_of(connection, other)}
    if row["one_report"] is None and row["other_report"] is None:
        raise NotFound("the record holds neither of the two", where=f"{one}, {other}")
    connection.execute(update(t.judgements).where(standing).values(withdrawn=as_time(judgement.at)))
    insert_new(connection, t.judgements, [row])
    outdate(connection, judgement.about, {one, other})
    return True


def _insert_judgements(connection: Connection, judgements: Sequence[Judgement]) -> None:
    owners = owners_of(connection, {item for judgement in judgements for item in judgement.pair})
    rows = [
        judgement_row(j) | {"one_report": owners.get(j.pair[0]), "other_report": owners.get(j.pair[1])}
        for j in judgements
    ]
    insert_new(connection, t.judgements, rows)
    for about in sorted({judgement.about for judgement in judgements}):
        outdate(connection, about, {item for j in judgements if j.about == about for item in j.pair})


def _remove_judgements(connection: Connection, report: str) -> int:
    j = t.judgements.c
    about_it = or_(j.one_report == report, j.other_report == report)
    for row in connection.execute(select(j.about, j.one, j.other).where(about_it)).all():
        outdate(connection, row.about, (row.one, row.other))
    return connection.execute(delete(t.judgements).where(about_it)).rowcount
