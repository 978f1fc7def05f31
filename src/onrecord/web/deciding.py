"""Changes: each is a decision of a person, answered as data; the forms of the pages end here too."""

from __future__ import annotations

import hmac
from typing import Annotated, Any

from fastapi import Depends, Header
from starlette.exceptions import HTTPException
from starlette.requests import Request

from onrecord.edtf import Edtf
from onrecord.errors import RecordError, UsageError
from onrecord.store.hidden import REDACTION
from onrecord.store.withheld import RESTRICTION
from onrecord.views.contract import Answer
from onrecord.views.decisions import ConflictAnswer, DecisionAnswer, answer_conflict, answer_decision
from onrecord.web import asks
from onrecord.web.desk import Desk, DeskNow


class DecisionList(Answer):
    """Decisions, the newest first; undone ones too."""

    items: list[DecisionAnswer]


class ConflictList(Answer):
    """Decisions that stand, and what newer readings have instead."""

    items: list[ConflictAnswer]


class TokenAnswer(Answer):
    """What every change must carry in the header X-CSRF-Token."""

    token: str


async def changing(
    request: Request,
    desk: DeskNow,
    x_csrf_token: Annotated[str | None, Header(description="What /api/token answers.")] = None,
) -> Desk:
    """The desk for a change. Refused where the token of this server is not given with it."""
    given = x_csrf_token
    if given is None and "form" in request.headers.get("content-type", ""):
        form = await request.form()
        given = str(form.get("csrf", ""))
    if given is None or not hmac.compare_digest(given.encode(), desk.csrf.encode()):
        raise HTTPException(403, "a change must come from a page of this server")
    if not desk.guest.role.decides:
        raise HTTPException(403, "readers do not decide: ask the owner of the record for another role")
    if desk.record.store.readonly:
        raise RecordError("the record cannot be written", where=str(desk.record.store.place))
    return desk


Changing = Annotated[Desk, Depends(changing)]


def editing(desk: Changing) -> Desk:
    """The desk for what only editors do."""
    require_editor(desk)
    return desk


def require_editor(desk: Desk) -> None:
    if not desk.guest.role.edits:
        raise HTTPException(403, "only editors do this: ask the owner of the record for another role")


Editing = Annotated[Desk, Depends(editing)]


def token(desk: DeskNow) -> TokenAnswer:
    """What a change must carry, for programs; other sites cannot read it."""
    return TokenAnswer(token=desk.csrf)


def decisions(desk: DeskNow) -> DecisionList:
    """What people decided, the newest first."""
    return DecisionList(items=[answer_decision(one) for one in reversed(desk.record.decide.log())])


def conflicts(desk: DeskNow) -> ConflictList:
    """Where a newer reading or model has it otherwise than a person decided; none of it is applied."""
    return ConflictList(items=[answer_conflict(*one) for one in desk.record.decide.conflicts()])


def change_statement(desk: Changing, id: str, asked: asks.StatementChange) -> DecisionAnswer:  # noqa: A002
    """Accept, reject or correct a statement."""
    parts: dict[str, Any] = {
        part: getattr(asked, part)
        for part in ("source", "cue", "content", "speaker", "kind", "act")
        if part in asked.model_fields_set
    }
    if "said" in asked.model_fields_set:
        parts["said"] = Edtf.parse(asked.said) if asked.said else None
    for part in ("kind", "act"):
        if parts.get(part, ...) is None:
            raise UsageError(f"a statement has a {part}", where=id)
    decision = desk.record.decide.edit(
        id,
        **parts,
        speaker_kind=asked.speaker_kind,
        accept=asked.accept,
        reject=asked.reject,
        reason=asked.reason,
        by=desk.author(asked.by),
    )
    return answer_decision(decision)


def add_statement(desk: Changing, id: str, asked: asks.MissedStatement) -> DecisionAnswer:  # noqa: A002
    """Add a statement that was missed to a report, or to the version of that id."""
    decision = desk.record.decide.add(
        id,
        content=asked.content,
        source=asked.source,
        cue=asked.cue,
        speaker=asked.speaker,
        speaker_kind=asked.speaker_kind,
        act=asked.act,
        said=Edtf.parse(asked.said) if asked.said else None,
        reason=asked.reason,
        by=desk.author(asked.by),
    )
    return answer_decision(decision)


def date_report(desk: Changing, id: str, asked: asks.ReportDate) -> DecisionAnswer:  # noqa: A002
    """Say when a report was published, or by whom; it is read again."""
    published = Edtf.parse(asked.published) if asked.published else None
    decision = desk.record.decide.date(
        id, published, outlet=asked.outlet, reason=asked.reason, by=desk.author(asked.by)
    )
    return answer_decision(decision)


def move_report(desk: Changing, id: str, asked: asks.ReportMove) -> DecisionAnswer:  # noqa: A002
    """Move a report to another story."""
    return answer_decision(
        desk.record.decide.move(id, asked.story, reason=asked.reason, by=desk.author(asked.by))
    )


def merge_people(desk: Changing, asked: asks.Merge) -> DecisionAnswer:
    """Make one of several people or bodies."""
    return answer_decision(
        desk.record.decide.merge(*asked.who, reason=asked.reason, by=desk.author(asked.by))
    )


def split_person(desk: Changing, id: str, asked: asks.Split) -> DecisionAnswer:  # noqa: A002
    """Take members out of an entity: they are another one from now on."""
    return answer_decision(
        desk.record.decide.split(id, asked.out, reason=asked.reason, by=desk.author(asked.by))
    )


def rename_person(desk: Changing, id: str, asked: asks.Rename) -> DecisionAnswer:  # noqa: A002
    """Give an entity a name, whatever its reports call it."""
    return answer_decision(
        desk.record.decide.rename(id, asked.name, reason=asked.reason, by=desk.author(asked.by))
    )


def judge_pair(desk: Changing, asked: asks.PairVerdict) -> DecisionAnswer:
    """Say whether two things are the same."""
    decision = desk.record.decide.judge(
        asked.about, asked.a, asked.b, asked.verdict, reason=asked.reason, by=desk.author(asked.by)
    )
    return answer_decision(decision)


def undo(desk: Changing, id: str, asked: asks.Undo) -> DecisionAnswer:  # noqa: A002
    """Undo a decision: the record is as it would be without it."""
    for one in desk.record.decide.log():
        if one.about in (RESTRICTION, REDACTION) and any(judgement.id == id for judgement in one.judgements):
            require_editor(desk)
    return answer_decision(desk.record.decide.undo(id, by=desk.author(asked.by)))


def restrict(desk: Editing, id: str, asked: asks.Restrict) -> DecisionAnswer:  # noqa: A002
    """Keep a report, or a statement and the report that prints it, from readers until it is undone."""
    decision = desk.record.decide.restrict(id, reason=asked.reason, by=desk.author(asked.by))
    return answer_decision(decision)
