"""Where the forms of the pages end: each makes the change that the API makes, and leads back to its page."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from onrecord.errors import UsageError
from onrecord.views.decisions import DecisionAnswer
from onrecord.web import asks, deciding
from onrecord.web.asks import form_values, places_written, read_ask
from onrecord.web.deciding import Changing, Editing
from onrecord.web.desk import Desk

router = APIRouter(include_in_schema=False)

_ROLES = ("source", "cue", "content")


async def filled(request: Request) -> FormData:
    return await request.form()


Form = Annotated[FormData, Depends(filled)]


@router.post("/statements/{id}")
def change_statement(desk: Changing, id: str, form: Form) -> Response:  # noqa: A002
    """`do` is accept, reject or correct; of a correction only what differs from the statement is given."""
    wish = form.get("do")
    values = {name: value for name, value in given(form).items() if name in ("reason", "by")}
    if wish in ("accept", "reject"):
        asked = read_ask(asks.StatementChange, values | {str(wish): True})
    else:
        asked = read_ask(asks.StatementChange, values | corrected(desk, id, form))
    return lead_back(form, deciding.change_statement(desk, id, asked))


@router.post("/reports/{id}/statements")
def add_statement(desk: Changing, id: str, form: Form) -> Response:  # noqa: A002
    values = given(form)
    text = desk.queries.report(id).text
    for role in _ROLES:
        if role in values:
            values[role] = places_written(str(values[role]), text, 0)
    if "content" not in values:
        raise UsageError("say what was said: mark its words or write them", where="content")
    return lead_back(form, deciding.add_statement(desk, id, read_ask(asks.MissedStatement, values)))


@router.post("/reports/{id}/date")
def date_report(desk: Changing, id: str, form: Form) -> Response:  # noqa: A002
    return lead_back(form, deciding.date_report(desk, id, read_ask(asks.ReportDate, given(form))))


@router.post("/reports/{id}/story")
def move_report(desk: Changing, id: str, form: Form) -> Response:  # noqa: A002
    return lead_back(form, deciding.move_report(desk, id, read_ask(asks.ReportMove, given(form))))


@router.post("/reports/{id}/restrict")
@router.post("/statements/{id}/restrict")
def restrict(desk: Editing, id: str, form: Form) -> Response:  # noqa: A002
    return lead_back(form, deciding.restrict(desk, id, read_ask(asks.Restrict, given(form))))


@router.post("/people")
def merge_people(desk: Changing, form: Form) -> Response:
    who = [str(one) for one in form.getlist("who") if one]
    asked = read_ask(asks.Merge, given(form) | {"who": who})
    return lead_back(form, deciding.merge_people(desk, asked))


@router.post("/people/{id}/split")
def split_person(desk: Changing, id: str, form: Form) -> Response:  # noqa: A002
    out = [str(one) for one in form.getlist("out") if one]
    if not out:
        raise UsageError("choose who is somebody else", where=id)
    return lead_back(form, deciding.split_person(desk, id, read_ask(asks.Split, given(form) | {"out": out})))


@router.post("/people/{id}/name")
def rename_person(desk: Changing, id: str, form: Form) -> Response:  # noqa: A002
    values = given(form) | {"name": str(form.get("name", ""))}
    return lead_back(form, deciding.rename_person(desk, id, read_ask(asks.Rename, values)))


@router.post("/judgements")
def judge_pair(desk: Changing, form: Form) -> Response:
    return lead_back(form, deciding.judge_pair(desk, read_ask(asks.PairVerdict, given(form))))


@router.post("/decisions/{id}/undo")
def undo(desk: Changing, id: str, form: Form) -> Response:  # noqa: A002
    return lead_back(form, deciding.undo(desk, id, read_ask(asks.Undo, given(form))))


def given(form: FormData) -> dict[str, object]:
    return form_values({name: value for name, value in form.items() if isinstance(value, str)})


def corrected(desk: Desk, id_: str, form: FormData) -> dict[str, object]:
    """What a form changes of a statement: the fields that are not as the statement has them."""
    statement = desk.found((desk.queries.statement(id_),))[0]
    text = desk.queries.report(statement.report.version).text
    near = statement.content.spans[0][0]
    changed: dict[str, object] = {}
    for role in _ROLES:
        if (
            role in form
            and (places := places_written(str(form[role]), text, near)) != getattr(statement, role).spans
        ):
            changed[role] = places
    for part in ("kind", "act"):
        if form.get(part, "") not in ("", getattr(statement, part)):
            changed[part] = form[part]
    if "said" in form and (str(form["said"]) or None) != statement.said:
        changed["said"] = str(form["said"]) or None
    name = statement.speaker.name if statement.speaker else None
    if "speaker" in form and (str(form["speaker"]).strip() or None) != name:
        changed["speaker"] = str(form["speaker"]).strip() or None
        if form.get("speaker_kind"):
            changed["speaker_kind"] = form["speaker_kind"]
    if not changed:
        raise UsageError("nothing is changed: accept the statement, or change a field", where=id_)
    return changed


def lead_back(form: FormData, decision: DecisionAnswer) -> Response:
    """To the page that the form names, which tells what was kept and offers to undo it."""
    back = str(form.get("back", ""))
    # A path of this server, and nothing that a browser would take for an address of another.
    if not re.fullmatch(r"/(?![/\\])[^\\\s]*", back):
        back = "/decisions"
    back = re.sub(r"[?&]done=[^&#]*", "", back)
    path, mark, anchor = back.partition("#")
    join = "&" if "?" in path else "?"
    return RedirectResponse(f"{path}{join}done={decision.id}{mark}{anchor}", status_code=303)
