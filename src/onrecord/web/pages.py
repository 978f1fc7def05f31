"""The pages for reading. Each is given the answer that its address gives as data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from onrecord.errors import NotFound
from onrecord.memory.asking import copies_with
from onrecord.record import Act, EntityKind, Kind, Span
from onrecord.store.asked import Asked
from onrecord.views.across import answer_head
from onrecord.views.answers import answer_copy
from onrecord.views.contract import CopyAnswer, EntityAnswer, FoundStatement, ReadingAnswer, ReportHead
from onrecord.views.decisions import answer_decision
from onrecord.views.listing import HomeAnswer, ReportList, SearchAnswer, SpeakerList, StatementList
from onrecord.views.passages import ROLES
from onrecord.web import answering, deciding, reviewing
from onrecord.web.asked import After
from onrecord.web.asks import places_as_written
from onrecord.web.desk import Desk, DeskNow
from onrecord.web.lit import light_around, light_passage, light_places, light_report, light_rules, order_of
from onrecord.web.rendering import render
from onrecord.web.story_parts import courses_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markupsafe import Markup

    from onrecord.record import Saying, Story
    from onrecord.store.details import Form

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

# Which noun has its page where; what has none is shown as data.
PLACES = {
    "report": "/reports/",
    "version": "/reports/",
    "statement": "/statements/",
    "person": "/people/",
    "entity": "/people/",
    "story": "/stories/",
    "saying": "/sayings/",
}


# With how many others of its story the page of a report offers to compare it.
MOST_BESIDE = 60

# Of how many reports the page of a person shows what they call them.
MOST_MEMBERS = 40


class Beside(NamedTuple):
    """What a report stands beside: its story (None: in none), copies that it has a part in, other reports."""

    story: Story | None
    copies: list[CopyAnswer]
    others: list[ReportHead]


def show(request: Request, desk: Desk, template: str, **context: Any) -> HTMLResponse:
    """A page. `data`: the address of the same as JSON."""
    path = request.url.path
    done = request.query_params.get("done")
    decided = [one for one in desk.record.decide.log() if one.id == done] if done else []
    data = ("/index" if path == "/" else path) + ".json"
    asked = f"?{request.url.query}" if request.url.query else ""
    return HTMLResponse(
        render(
            template,
            desk=desk,
            path=path,
            data=data + asked,
            done=answer_decision(decided[0]) if decided else None,
            **context,
        )
    )


def passages_of(desk: Desk, statements: Iterable[FoundStatement]) -> dict[str, Markup]:
    """By id of the statement: the sentences it stands in, lit."""
    statements = list(statements)
    texts = desk.details.texts({one.report.version for one in statements})
    return {one.id: light_passage(texts[one.report.version], one) for one in statements}


def next_part(request: Request, after: str | None) -> str | None:
    """The address of the next part of a list."""
    return None if after is None else str(request.url.include_query_params(after=after).query)


@router.get("/")
def home(request: Request, desk: DeskNow, answer: Annotated[HomeAnswer, Depends(answering.home)]) -> Response:
    courses = courses_of(desk, answer.stories)
    return show(request, desk, "home.html", answer=answer, courses=courses)


@router.get("/reports")
def reports(
    request: Request, desk: DeskNow, answer: Annotated[ReportList, Depends(answering.reports)]
) -> Response:
    outlets = desk.browse.outlets()
    given = dict(request.query_params)
    return show(
        request, desk, "reports.html",
        answer=answer, outlets=outlets, given=given, more=next_part(request, answer.after),
    )  # fmt: skip


@router.get("/reports/{id}")
def report(
    request: Request,
    desk: DeskNow,
    answer: Annotated[ReadingAnswer, Depends(answering.report)],
    at: Annotated[str | None, Query(pattern=r"^\d{1,9}-\d{1,9}$")] = None,
) -> Response:
    text = answer.report.text
    place = place_asked(at, text) if at else None
    statements = sorted(answer.statements, key=order_of)
    versions = desk.details.versions(answer.report.id)
    return show(
        request, desk, "report.html",
        answer=answer, report=answer.report, statements=statements, versions=versions,
        paragraphs=light_report(answer.report, text, statements, place),
        numbers={one.id: n for n, one in enumerate(statements, 1)}, beside=beside(desk, answer.report.id),
        names=names_in(desk, answer.report.version), entity_kinds=list(EntityKind),
        stories=desk.browse.story_names(limit=200),
        restricted=desk.record.decide.restricted(answer.report.id),
        redacted=desk.record.decide.redacted(answer.report.id),
        sealed=desk.queries.hidden_words(answer.report.id) if desk.edits else [],
        current=any(one.current and one.id == answer.report.version for one in versions),
    )  # fmt: skip


def place_asked(at: str, text: str) -> tuple[int, int]:
    """`10-21` as a place of the text. Raises SpanError where it is not in it."""
    start, _, end = at.partition("-")
    span = Span(int(start), int(end), text)
    return span.start, span.end


def beside(desk: Desk, report: str) -> Beside:
    """The story of a report, what it rests on and what rests on it."""
    try:
        story = desk.record.story(report)
    except NotFound:
        return Beside(None, [], [])
    copies = copies_with(desk.record.store, report)
    others = [one for one in story.reports if one != report][:MOST_BESIDE]
    fronts = desk.details.heads(others)
    heads = [answer_head(one, *fronts[one]) for one in others]
    return Beside(story, [answer_copy(copy) for copy in copies], heads)


@router.get("/reports/{id}/lit.css")
def report_style(answer: Annotated[ReadingAnswer, Depends(answering.report)]) -> Response:
    """Lights the statement that the address points to, without script."""
    statements = sorted(answer.statements, key=order_of)
    return Response("\n".join(light_rules(statements)) + "\n", media_type="text/css")


@router.get("/reports/{id}/original")
def original(desk: DeskNow, id: str) -> Response:  # noqa: A002
    """The bytes as they came, to be kept as a file: never shown as a page of this server."""
    found = desk.queries.report(id)
    if not found.original.data:
        raise NotFound("the bytes as they came are kept back: words of it are hidden", where=id)
    ending = {"text/html": "html", "text/plain": "txt", "application/pdf": "pdf", "message/rfc822": "eml"}
    name = f"{found.id}.{ending.get(found.original.media_type, 'bin')}"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    return Response(found.original.data, headers=headers, media_type="application/octet-stream")


@router.get("/statements")
def statements(
    request: Request, desk: DeskNow, answer: Annotated[StatementList, Depends(answering.statements)]
) -> Response:
    return show(
        request, desk, "statements.html",
        answer=answer, passages=passages_of(desk, answer.items), given=dict(request.query_params),
        outlets=desk.browse.outlets(), kinds=list(Kind), acts=list(Act),
        more=next_part(request, answer.after),
    )  # fmt: skip


@router.get("/statements/{id}")
def statement(
    request: Request, desk: DeskNow, answer: Annotated[FoundStatement, Depends(answering.statement)]
) -> Response:
    try:
        saying = desk.record.saying(answer.id).saying
    except NotFound:
        saying = None
    text = desk.details.texts([answer.report.version])[answer.report.version]
    roles = {role: getattr(answer, role).spans for role in ROLES}
    return show(
        request, desk, "statement.html",
        answer=answer, passages=passages_of(desk, [answer]), saying=saying, around=light_around(text, answer),
        written={role: places_as_written(spans, text) for role, spans in roles.items()},
        names=names_in(desk, answer.report.version), kinds=list(Kind), acts=list(Act),
        entity_kinds=list(EntityKind), others=said_by_the_same(desk, answer, saying),
    )  # fmt: skip


def names_in(desk: Desk, version: str) -> list[str]:
    """Whom a report names, in the order of names."""
    mentioned = desk.queries.reading(version).mentions
    return sorted({mention.name for mention in mentioned if mention.name})


def said_by_the_same(desk: Desk, statement: FoundStatement, saying: Saying | None) -> list[FoundStatement]:
    """What else the speaker says in other reports: what may be the same saying."""
    if statement.speaker is None:
        return []
    known = set(saying.renderings) if saying else set()
    part = desk.statements(Asked(by=statement.speaker.id), limit=100)
    return [one for one in part.items if one.report.id != statement.report.id and one.id not in known]


@router.get("/people")
def people(
    request: Request, desk: DeskNow, answer: Annotated[SpeakerList, Depends(answering.people)]
) -> Response:
    return show(
        request, desk, "people.html",
        answer=answer, given=dict(request.query_params), more=next_part(request, answer.after),
    )  # fmt: skip


@router.get("/people/{id}")
def person(
    request: Request,
    desk: DeskNow,
    answer: Annotated[EntityAnswer, Depends(answering.person)],
    after: After = None,
) -> Response:
    said = desk.statements(Asked(by=answer.id), after, 50)
    members = desk.details.members(answer.members[:MOST_MEMBERS])
    forms = desk.details.forms(answer.members[:MOST_MEMBERS])
    texts = desk.details.texts({form.version for form in forms})
    evidence: dict[str, list[tuple[Form, Markup]]] = {}
    for form in forms:
        place = light_places(texts[form.version], [(form.start, form.end)])
        evidence.setdefault(form.words, []).append((form, place))
    return show(
        request, desk, "person.html",
        members=members, heads=desk.details.fronts({one.version for one in members}),
        likely=[one.entity for one in desk.browse.people(limit=200).items if one.entity.id != answer.id],
        answer=answer, said=said, passages=passages_of(desk, said.items), evidence=evidence,
        more=next_part(request, said.after),
    )  # fmt: skip


@router.get("/search")
def search(
    request: Request, desk: DeskNow, answer: Annotated[SearchAnswer, Depends(answering.search)]
) -> Response:
    passages = passages_of(desk, answer.statements.items)
    return show(request, desk, "search.html", answer=answer, passages=passages)


@router.get("/decisions")
def decisions(
    request: Request, desk: DeskNow, answer: Annotated[deciding.DecisionList, Depends(deciding.decisions)]
) -> Response:
    return show(request, desk, "decisions.html", answer=answer, conflicts=deciding.conflicts(desk).items)


@router.get("/review")
def review(
    request: Request, desk: DeskNow, answer: Annotated[StatementList, Depends(reviewing.review)]
) -> Response:
    passages = passages_of(desk, answer.items)
    more = next_part(request, answer.after)
    return show(request, desk, "review.html", answer=answer, passages=passages, more=more)


@router.get("/accuracy")
def accuracy(
    request: Request, desk: DeskNow, answer: Annotated[reviewing.AccuracyAnswer, Depends(reviewing.accuracy)]
) -> Response:
    return show(request, desk, "accuracy.html", answer=answer)


@router.get("/id/{id}")
def anything(desk: DeskNow, id: str) -> Response:  # noqa: A002
    """The page of whatever has this id. Raises NotFound."""
    noun = desk.queries.find(id)
    return RedirectResponse(PLACES[noun] + id if noun in PLACES else f"/decisions#{id}", status_code=303)
