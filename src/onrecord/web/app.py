"""The application: one record, opened once, behind the guard."""

from __future__ import annotations

import secrets
from contextlib import asynccontextmanager
from importlib.metadata import version
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from onrecord.errors import RecordError
from onrecord.face import open_record
from onrecord.store.browse import Browse
from onrecord.web import api, forms, pages, story_pages
from onrecord.web.desk import Desk
from onrecord.web.faults import add_handlers
from onrecord.web.guard import Guard, is_loopback, own_names

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from onrecord.face import Record


def create_app(record: str | Path, *, host: str = "127.0.0.1", token: str | None = None) -> Guard:
    """The page and the API over a record that is there, as an ASGI application.

    `host` is what the server is bound to. With `token`, nothing is answered to who does not know it; a
    server that others can reach must have one. Raises RecordError where there is no record, ValueError for
    a host that others can reach without a token.
    """
    if token is None and not is_loopback(host):
        raise ValueError("a server that others can reach needs a token")
    opened, writable = _open(record)

    @asynccontextmanager
    async def live(app: FastAPI) -> AsyncIterator[None]:
        with opened:
            yield

    app = FastAPI(
        title="Onrecord",
        summary="Who said what, to whom and when: the record as data.",
        version=version("onrecord"),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=live,
    )
    app.state.desk = Desk(opened, Browse(opened.store), secrets.token_urlsafe(24), writable)
    add_handlers(app)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.include_router(story_pages.router)
    app.include_router(forms.router)
    app.add_api_route("/static/dossier.css", _dossier_style, include_in_schema=False)
    app.mount("/static", StaticFiles(packages=[("onrecord.web", "static")]))
    return Guard(app, own_names(host), token)


def _open(record: str | Path) -> tuple[Record, bool]:
    """The record for reading and writing, or for reading where it cannot be written."""
    try:
        return open_record(record, create=False), True
    except RecordError:
        return open_record(record, create=False, readonly=True), False


def _dossier_style() -> Response:
    """The style that pages and dossiers share."""
    style = files("onrecord.views").joinpath("templates/dossier.css").read_bytes()
    return Response(style, media_type="text/css")
