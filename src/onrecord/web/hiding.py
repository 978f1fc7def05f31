"""Hiding words of a report: first shown, then done; only editors do it, and see what is hidden."""

from __future__ import annotations

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from onrecord.errors import UsageError
from onrecord.store.covering import cover
from onrecord.views.contract import Answer, Place
from onrecord.views.decisions import DecisionAnswer, answer_decision
from onrecord.web import asks
from onrecord.web.asks import hiding_written, read_ask
from onrecord.web.deciding import Editing
from onrecord.web.desk import Desk
from onrecord.web.forms import Form, given, lead_back
from onrecord.web.lit import light_places
from onrecord.web.pages import show

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


class RedactionAnswer(Answer):
    """What is hidden of a report, or would be: `decision` null means that nothing was done yet.

    `places` are by version, `words` what stands there. `statements` have some of it; `front` are the parts of
    the front matter that repeat it. `elsewhere`: how many other reports hold the first of the words.
    """

    report: str
    version: str
    places: dict[str, list[Place]]
    words: list[str]
    statements: int
    front: list[str]
    elsewhere: int
    decision: DecisionAnswer | None


def redact(desk: Editing, id: str, asked: asks.Redact) -> RedactionAnswer:  # noqa: A002
    """Hide words of a report from everybody; without `confirm`, only say what would be hidden."""
    found = desk.record.decide.redaction(id, asked.words, asked.places)
    decision = None
    if asked.confirm:
        decision = desk.record.decide.redact(
            id, asked.words, asked.places, reason=asked.reason, by=desk.author(asked.by)
        )
    return RedactionAnswer(
        report=found.report,
        version=found.version,
        places={version: list(places) for version, places in found.places.items()},
        words=list(found.words),
        statements=found.statements,
        front=list(found.front),
        elsewhere=_elsewhere(desk, found.report, found.words),
        decision=answer_decision(decision) if decision else None,
    )


def _elsewhere(desk: Desk, report: str, words: tuple[str, ...]) -> int:
    """How many other reports hold the longest of the words."""
    longest = max(words, key=len, default="").replace('"', " ")
    try:
        part = desk.browse.reports(about=f'"{longest}"', limit=1)
        here = desk.browse.reports(about=f'"{longest}"', limit=500)
    except UsageError:
        return 0  # marks alone
    return part.total - any(one.report == report for one in here.items)


@router.post("/reports/{id}/redact")
def redact_form(request: Request, desk: Editing, id: str, form: Form) -> Response:  # noqa: A002
    """`do` is show or hide."""
    written = str(form.get("words", ""))
    values = {name: value for name, value in given(form).items() if name in ("reason", "by")}
    asked = read_ask(asks.Redact, values | hiding_written(written) | {"confirm": form.get("do") == "hide"})
    answer = redact(desk, id, asked)
    if answer.decision is not None:
        return lead_back(form, answer.decision)
    return show(
        request, desk, "redact.html",
        answer=answer, head=desk.details.listed(answer.report), before=shown_places(desk, answer),
        written=written, asked=asked,
    )  # fmt: skip


def shown_places(desk: Desk, answer: RedactionAnswer) -> list[tuple[Markup, str]]:
    """The sentences that hold what is to be hidden: as they are, and as they will be."""
    text = desk.details.texts([answer.version])[answer.version]
    covered = cover(text, answer.places.get(answer.version, []))
    shown = {}
    for start, end in sorted(answer.places.get(answer.version, [])):
        sentence = text.rfind(". ", 0, start)
        begin = max(text.rfind("\n", 0, start) + 1, sentence + 2 if sentence >= 0 else 0)
        stop = min(at if at >= 0 else len(text) for at in (text.find("\n", end), text.find(". ", end)))
        shown[begin] = (light_places(text, [(start, end)]), covered[begin : stop + 1].strip())
    return list(shown.values())
