"""Parting: a report is forgotten for good, after what goes with it was shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import NotFound, UsageError
from onrecord.views.answers import answer_listed
from onrecord.views.contract import Answer, ListedReport
from onrecord.web import asks
from onrecord.web.asks import read_ask
from onrecord.web.deciding import Editing
from onrecord.web.desk import DeskNow
from onrecord.web.forms import Form, given
from onrecord.web.pages import show

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


class ForgetAnswer(Answer):
    """What is deleted with a report.

    `statements` of all its versions, `decisions` of people about it, `sayings` that other reports carry too
    and that lose a rendering, `originals` whose bytes go (those that hold other reports too stay).
    """

    report: ListedReport
    versions: int
    statements: int
    decisions: int
    sayings: int
    originals: int
    locations: list[str]


class ForgottenAnswer(Answer):
    """What was deleted. `wiped` false: another program has the record open, and the last bytes go later."""

    versions: int
    statements: int
    judgements: int
    wiped: bool


def would_forget(desk: DeskNow, id: str) -> ForgetAnswer:  # noqa: A002
    """What would be deleted with a report."""
    if desk.queries.find(id) != "report":
        raise NotFound("only whole reports are forgotten, by their id", where=id)
    loss = desk.details.loss(id)
    return ForgetAnswer(
        report=answer_listed(desk.details.listed(id)),
        versions=len(desk.details.versions(id)),
        statements=loss.statements,
        decisions=desk.record.decide.count(id),
        sayings=loss.sayings,
        originals=loss.originals,
        locations=list(loss.locations),
    )


def forget(desk: Editing, id: str, asked: asks.Forget) -> ForgottenAnswer:  # noqa: A002
    """Delete a report with its originals and all that came of it, to the last byte. It cannot be undone."""
    if not asked.confirm:
        raise UsageError("it cannot be undone: say `confirm` if you want it", where=id)
    gone = desk.record.forget(id)
    return ForgottenAnswer(
        versions=gone.versions, statements=gone.statements, judgements=gone.judgements, wiped=gone.wiped
    )


@router.get("/reports/{id}/forget")
def forget_page(
    request: Request, desk: DeskNow, answer: Annotated[ForgetAnswer, Depends(would_forget)]
) -> Response:
    return show(request, desk, "forget.html", answer=answer)


@router.post("/reports/{id}/forget")
def forget_form(desk: Editing, id: str, form: Form) -> Response:  # noqa: A002
    forget(desk, id, read_ask(asks.Forget, given(form)))
    return RedirectResponse("/reports?forgotten=1", status_code=303)
