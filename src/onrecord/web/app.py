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
from onrecord.store.details import Details
from onrecord.web import api, forms, handing_on, hiding, pages, parting, story_pages, versions
from onrecord.web.desk import Desk
from onrecord.web.faults import add_handlers
from onrecord.web.guard import Guard, is_loopback, own_names
from onrecord.web.guests import OWNER, Guest, Guests, Role

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
    opened = _open(record)
    shown = open_record(record, create=False, for_readers=True)

    @asynccontextmanager
    async def live(app: FastAPI) -> AsyncIterator[None]:
        with opened, shown:
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
    csrf = secrets.token_urlsafe(24)
    app.state.desk = _desk(opened, csrf, OWNER)
    app.state.readers_desk = _desk(shown, csrf, Guest(None, Role.READER))
    add_handlers(app)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.include_router(story_pages.router)
    app.include_router(versions.router)
    app.include_router(handing_on.router)
    app.include_router(forms.router)
    app.include_router(parting.router)
    app.include_router(hiding.router)
    app.add_api_route("/static/dossier.css", _dossier_style, include_in_schema=False)
    app.mount("/static", StaticFiles(packages=[("onrecord.web", "static")]))
    return Guard(app, own_names(host), Guests(opened.store), token)


def _desk(record: Record, csrf: str, guest: Guest) -> Desk:
    return Desk(record, Browse(record.store), Details(record.store), csrf, guest)


def _open(record: str | Path) -> Record:
    """The record for reading and writing, or for reading where it cannot be written."""
    try:
        return open_record(record, create=False)
    except RecordError:
        return open_record(record, create=False, readonly=True)


def _dossier_style() -> Response:
    """The style that pages and dossiers share."""
    style = files("onrecord.views").joinpath("templates/dossier.css").read_bytes()
    return Response(style, media_type="text/css")
