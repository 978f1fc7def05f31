"""Faults: whatever goes wrong is answered as `{"error": {"what", "where", "do"}}` or as a page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from onrecord.errors import DateError, NotFound, OnrecordError, RecordError, SpanError, UsageError
from onrecord.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

_STATUS: tuple[tuple[type[OnrecordError], int, str], ...] = (
    (NotFound, 404, "look for it by its words or names"),
    (DateError, 400, "write a date like 2024-03-14, 2024-03 or 2024"),
    (UsageError, 400, "change what you asked for and ask again"),
    (SpanError, 400, "give a place inside the text"),
    (RecordError, 503, "see that the record is there and not in use, and ask again"),
)
_TITLES = {
    400: "That cannot be asked",
    401: "Not let in",
    403: "Refused",
    404: "Not in the record",
    405: "Not done here",
    413: "Too much at once",
    421: "Another server",
    422: "That cannot be asked",
    503: "The record cannot be read",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """What went wrong, where (None: in the request as a whole), and what to do about it."""

    status: int
    what: str
    where: str | None = None
    do: str = "go back and try another way"


def add_handlers(app: FastAPI) -> None:
    """Answer every error of an application as this module says."""

    def on_own(request: Request, error: Exception) -> Response:
        assert isinstance(error, OnrecordError)
        for kind, status, do in _STATUS:
            if isinstance(error, kind):
                return _answer(request, Refusal(status, error.what, error.where, do))
        return _answer(request, Refusal(500, error.what, error.where))

    def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        what = {404: "there is no page here", 405: "this cannot be done at this address"}
        do = {404: "begin at the home page", 403: "reload the page and do it again"}.get(
            error.status_code, "go back and try another way"
        )
        refusal = Refusal(
            error.status_code, what.get(error.status_code, str(error.detail)), request.url.path, do
        )
        return _answer(request, refusal, error.headers)

    def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:]) or str(first["loc"][0])
        return _answer(request, Refusal(422, str(first["msg"]), where, "change it and ask again"))

    def on_fault(request: Request, error: Exception) -> Response:
        what = f"a fault of Onrecord ({type(error).__name__})"
        return _answer(request, Refusal(500, what, request.url.path, "please report it"))

    app.add_exception_handler(OnrecordError, on_own)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(Exception, on_fault)


def _answer(request: Request, refusal: Refusal, headers: Mapping[str, str] | None = None) -> Response:
    return answer_refusal(refusal, request.url.path, request.headers, headers)


def answer_refusal(
    refusal: Refusal, path: str, asked: Mapping[str, str], headers: Mapping[str, str] | None = None
) -> Response:
    """As JSON where data was asked for, else as a page."""
    if wants_data(path, asked):
        error = {"what": refusal.what, "where": refusal.where, "do": refusal.do}
        body = json.dumps({"error": error}, ensure_ascii=False).encode("utf-8", "replace")
        return Response(body, refusal.status, headers, media_type="application/json")
    title = _TITLES.get(refusal.status, "Something went wrong")
    return HTMLResponse(render("fault.html", title=title, refusal=refusal), refusal.status, headers)


def wants_data(path: str, headers: Mapping[str, str]) -> bool:
    """The address or the headers ask for JSON, not for a page."""
    if path.endswith(".json") or path == "/api" or path.startswith("/api/"):
        return True
    accept = headers.get("accept", "")
    return "application/json" in accept and "text/html" not in accept
