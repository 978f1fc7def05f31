"""The API: every answer under /api, and beside its page with `.json`; one OpenAPI description of it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from onrecord.views.contract import (
    Answer,
    ComparisonAnswer,
    EntityAnswer,
    FoundStatement,
    ReadingAnswer,
    SayingShown,
)
from onrecord.views.listing import (
    ChronologyList,
    ContradictionList,
    DifferenceList,
    HomeAnswer,
    OutletList,
    ReportList,
    SayingList,
    SearchAnswer,
    SpeakerList,
    StatementList,
    StoryList,
    StoryWhole,
)
from onrecord.web import (
    answering,
    deciding,
    handing_on,
    hiding,
    parting,
    reviewing,
    story_parts,
    together,
    versions,
)
from onrecord.web.rendering import render

# The path of the page and in the API, what answers, and the answer's model.
ANSWERS: tuple[tuple[str, Callable[..., Answer], type[Answer]], ...] = (
    ("/index", answering.home, HomeAnswer),
    ("/search", answering.search, SearchAnswer),
    ("/reports", answering.reports, ReportList),
    ("/reports/{id}", answering.report, ReadingAnswer),
    ("/reports/{id}/versions", versions.versions, versions.VersionList),
    ("/reports/{id}/forget", parting.would_forget, parting.ForgetAnswer),
    ("/statements", answering.statements, StatementList),
    ("/statements/{id}", answering.statement, FoundStatement),
    ("/people", answering.people, SpeakerList),
    ("/people/{id}", answering.person, EntityAnswer),
    ("/stories", together.stories, StoryList),
    ("/stories/{id}", story_parts.story, StoryWhole),
    ("/stories/{id}/chronology", story_parts.chronology, ChronologyList),
    ("/stories/{id}/sayings", story_parts.sayings, SayingList),
    ("/stories/{id}/figures", story_parts.differences, DifferenceList),
    ("/stories/{id}/against", story_parts.contradictions, ContradictionList),
    ("/sayings/{id}", together.saying, SayingShown),
    ("/compare", together.compare, ComparisonAnswer),
    ("/decisions", deciding.decisions, deciding.DecisionList),
    ("/conflicts", deciding.conflicts, deciding.ConflictList),
    ("/review", reviewing.review, StatementList),
    ("/accuracy", reviewing.accuracy, reviewing.AccuracyAnswer),
    ("/outlets", answering.outlets, OutletList),
    ("/exports", handing_on.exports, handing_on.ExportList),
)
# Where a change is posted, and what makes it.
CHANGES: tuple[tuple[str, Callable[..., Answer]], ...] = (
    ("/statements/{id}", deciding.change_statement),
    ("/reports/{id}/statements", deciding.add_statement),
    ("/reports/{id}/date", deciding.date_report),
    ("/reports/{id}/story", deciding.move_report),
    ("/reports/{id}/restrict", deciding.restrict),
    ("/statements/{id}/restrict", deciding.restrict),
    ("/reports/{id}/redact", hiding.redact),
    ("/reports/{id}/forget", parting.forget),
    ("/people", deciding.merge_people),
    ("/people/{id}/split", deciding.split_person),
    ("/people/{id}/name", deciding.rename_person),
    ("/judgements", deciding.judge_pair),
    ("/decisions/{id}/undo", deciding.undo),
)
FAULT: dict[str, object] = {
    "description": "What went wrong, where, and what to do.",
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["error"],
                "properties": {
                    "error": {
                        "type": "object",
                        "required": ["what", "where", "do"],
                        "properties": {
                            "what": {"type": "string"},
                            "where": {"type": ["string", "null"]},
                            "do": {"type": "string"},
                        },
                    }
                },
            }
        }
    },
}

router = APIRouter()


def _endpoint(answering_: Callable[..., Answer]) -> Callable[..., Response]:
    def endpoint(answer: Annotated[Answer, Depends(answering_)]) -> Response:
        return Response(answer.as_json(), media_type="application/json")

    endpoint.__name__ = answering_.__name__
    endpoint.__doc__ = answering_.__doc__
    return endpoint


def add_answers(api: APIRouter) -> None:
    """Each answer at its two addresses; only that under /api is described."""
    for path, answering_, model in ANSWERS:
        faults: dict[int | str, dict[str, object]] = {400: FAULT, 404: FAULT, 422: FAULT}
        responses: dict[int | str, dict[str, object]] = {200: {"model": model}, **faults}
        endpoint = _endpoint(answering_)
        api.add_api_route(f"/api{path}", endpoint, responses=responses, response_class=Response)
        api.add_api_route(f"{path}.json", endpoint, include_in_schema=False, response_class=Response)


def add_changes(api: APIRouter) -> None:
    """Each change under /api, where its body is JSON; the forms of the pages end in `forms`."""
    responses: dict[int | str, dict[str, object]] = dict.fromkeys((400, 403, 404, 413, 422, 503), FAULT)
    for path, change in CHANGES:
        api.add_api_route(f"/api{path}", change, methods=["POST"], responses=responses)
    files: dict[int | str, dict[str, object]] = dict.fromkeys((400, 404, 422), FAULT)
    files[200] = {"description": "The file.", "content": {"*/*": {}}}
    api.add_api_route("/api/exports/{form}", handing_on.export, responses=files, response_class=Response)
    answer: dict[int | str, dict[str, object]] = {200: {"model": deciding.TokenAnswer}}
    api.add_api_route("/api/token", _endpoint(deciding.token), responses=answer, response_class=Response)


@router.get("/api", include_in_schema=False)
def describe(request: Request) -> Response:
    """The OpenAPI description; for a browser a page that lists the addresses."""
    description = request.app.openapi()
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse(description)
    return HTMLResponse(render("api.html", path="/api", data="/api/openapi.json", paths=description["paths"]))


@router.get("/api/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    return JSONResponse(request.app.openapi())


add_answers(router)
add_changes(router)
