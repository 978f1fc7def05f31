"""Many random decisions on a record, a network that reads its reports otherwise, and what must hold then."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from random import Random

from onrecord import Record
from onrecord.errors import OnrecordError
from onrecord.linking.decisions import Decision
from onrecord.linking.judgements import standing_judgements
from onrecord.record import Act, EntityKind, Judgement, Kind, Reading, Report, Speaker, Statement, Verdict
from onrecord.store.decided import Decided
from onrecord.store.edits import edits_of
from tests.store.conftest import make_report, read_by_hand

# Those with more members than this are merged no further: else all would be one in the end.
_FEW = 6


def make_readings(count: int) -> list[tuple[Report, Reading]]:
    reports = [make_report(f"place{number}") for number in range(count)]
    return [(report, read_by_hand(report)) for report in reports]


def decide_at_random(record: Record, random: Random, statements: list[str], reports: list[str]) -> str:
    """One decision of any sort; its sort, or "" where it cannot be made (nothing would change)."""
    sort, decide = choose_decision(record, random, statements, reports)
    with suppress(OnrecordError):
        made = decide()
        if sort == "add":
            statements.append(made.judgements[0].pair[0])
        return sort
    return ""


def choose_decision(
    record: Record, random: Random, statements: list[str], reports: list[str]
) -> tuple[str, Callable[[], Decision]]:
    """The sort of a decision, and what makes it; it may be refused."""
    sort = random.choice(
        ("merge", "split", "rename", "edit", "edit", "edit", "add", "saying", "saying", "undo")
    )
    decide, by = record.decide, random.choice(("ana", "tom"))
    entities = list(record.store.queries.entities()) if sort in ("merge", "split", "rename") else []
    match sort:
        case "merge":
            few = [one.id for one in entities if len(one.members) <= _FEW]
            return sort, partial(decide.merge, *random.sample(few, min(2, len(few))), by=by)
        case "split":
            several = [one for one in entities if len(one.members) > 1] or entities
            entity = random.choice(several)
            out = random.sample(entity.members, random.randint(1, min(3, max(1, len(entity.members) - 1))))
            return sort, partial(decide.split, entity.id, out, by=by)
        case "rename":
            return sort, partial(
                decide.rename, random.choice(entities).id, f"Name {random.randint(1, 10**6)}", by=by
            )
        case "edit":
            return sort, _choose_edit(record, random, random.choice(statements), by)
        case "add":
            report = record.store.queries.report(random.choice(reports))
            start = random.randint(0, len(report.text) - 20)
            content = [(start, start + random.randint(5, 19))]
            return sort, partial(decide.add, report.id, content=content, by=by)
        case "saying":
            one, other = random.sample(statements, 2)
            verdict = random.choice((Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE))
            return sort, partial(decide.judge, "saying", one, other, verdict, by=by)
        case _:
            return sort, partial(decide.undo, by=by)


def _choose_edit(record: Record, random: Random, id_: str, by: str) -> Callable[[], Decision]:
    edit = partial(record.decide.edit, id_, by=by)
    match random.randint(0, 4):
        case 0:
            return partial(edit, reject=True)
        case 1:
            return partial(edit, accept=True)
        case 2:
            return partial(edit, act=random.choice(list(Act)), kind=random.choice(list(Kind)))
        case 3:
            name = random.choice(("Ruth Oduya", "Tom Hale", "Mary Lee"))
            return partial(edit, speaker=name, speaker_kind=EntityKind.PERSON)
        case _:

            def cut() -> Decision:
                span = record.store.queries.statement(id_).statement.content[0]
                end = random.randint(span.start + 1, span.end)
                return edit(content=[(span.start, end)])

            return cut


def read_otherwise(reading: Reading, random: Random, model: str) -> Reading:
    """What another network makes of a report: some statements lost, some cut or named otherwise."""
    found: list[Statement] = []
    for statement in reading.statements:
        match random.randint(0, 9):
            case 0:
                continue
            case 1:
                statement = replace(statement, content=statement.content[:1])
            case 2:
                statement = replace(statement, act=random.choice(list(Act)))
            case 3 if statement.speaker:
                name = f"{statement.speaker.name} Verdin"
                statement = replace(statement, speaker=replace(statement.speaker, name=name))
            case 4:
                statement = replace(statement, speaker=Speaker("Lea Marr", EntityKind.PERSON, 0.5, "near"))
        found.append(statement)
    ids = {statement.id for statement in found}
    kept = (replace(s, within=s.within if s.within in ids else None) for s in found)
    return replace(reading, model=model, statements=tuple(kept), mentions=())


def what_was_lost(record: Record, before: list[Judgement]) -> list[str]:
    """What people decided, as it stood, and is not so in the record; nothing, if all is well."""
    now = {judgement.id: judgement for judgement in Decided(record.store).judgements()}
    lost = [f"{one.id} is gone" for one in before if one.id not in now]
    kept = [one for one in before if one.id in now]
    lost += [f"{one.id} was undone" for one in kept if now[one.id].withdrawn != one.withdrawn]
    standing = [judgement for judgement in now.values() if judgement.withdrawn is None]
    return [*lost, *_lost_edits(record, standing), *_lost_pairs(record, standing)]


def _lost_edits(record: Record, standing: list[Judgement]) -> Iterator[str]:
    for report in record.store.queries.reports():
        there = {statement.id for statement in record.store.queries.reading(report.version).statements}
        left: set[str] = set()
        for edit in edits_of(report.version, report.text, standing):
            left.discard(edit.was.id)
            if edit.given is not None:
                left.add(replace(edit.was, **edit.given).id)
        yield from (f"{id_} is not there" for id_ in sorted(left - there))


def _lost_pairs(record: Record, standing: list[Judgement]) -> Iterator[str]:
    told = {j.id for conflict in record.decide.conflicts() for j in conflict.decision.judgements}
    groups = {
        "entity": {member: e.id for e in record.store.queries.entities() for member in e.members},
        "saying": {member: s.id for s in record.sayings() for member in s.renderings},
    }
    for about, group_of in groups.items():
        pairs = (j for j in standing if j.about == about and j.pair[0] != j.pair[1])
        for (one, other), judgement in standing_judgements(pairs).items():
            if one not in group_of or other not in group_of:
                if about == "entity" and judgement.id not in told:
                    yield f"{judgement.id} has nobody now, and no conflict tells it"
            elif judgement.verdict is Verdict.DIFFERENT and group_of[one] == group_of[other]:
                yield f"{one} and {other} are one"
            elif judgement.verdict is Verdict.SAME and about == "entity" and group_of[one] != group_of[other]:
                yield f"{one} and {other} are not one"
