"""Handing on: the record, a story, a report or a few as files, in every form that the record knows."""

from __future__ import annotations

import os
import re
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, TYPE_CHECKING, Annotated, NamedTuple, cast

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from onrecord.errors import NotFound
from onrecord.views.contract import Answer
from onrecord.views.exports import FORMS, Form
from onrecord.web.desk import Desk, DeskNow
from onrecord.web.pages import show

if TYPE_CHECKING:
    from collections.abc import Iterator

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Of = Annotated[
    list[str] | None,
    Query(description="Ids of reports, or of stories for all of theirs. Without any: the whole record."),
]

_CHUNK = 1 << 16
# What is made for people to read, or to check, beside the forms for programs.
DOCUMENTS = {
    "dossier.html": Form("the dossier as a page that needs no network; prints well", ".html", "text/html"),
    "dossier.md": Form("the dossier as Markdown", ".md", "text/markdown"),
    "dossier.json": Form("the dossier as data", ".json", "application/json"),
    "bundle": Form(
        "the dossier, its data and the originals in one file that `onrecord verify` checks to the byte",
        ".zip", "application/zip", binary=True,
    ),
}  # fmt: skip
ALL_FORMS = DOCUMENTS | FORMS


class ExportAnswer(Answer):
    """A form that can be asked for as /api/exports/{name}."""

    name: str
    what: str
    ending: str
    media_type: str


class ExportList(Answer):
    """The forms in which reports are handed on."""

    items: list[ExportAnswer]


class Chosen(NamedTuple):
    """What is handed on: its ids as asked for, the reports (none: all), and what it is called."""

    asked: list[str]
    reports: list[str]
    title: str


def exports(desk: DeskNow) -> ExportList:
    """The forms in which reports are handed on."""
    forms = ALL_FORMS.items()
    return ExportList(
        items=[
            ExportAnswer(name=name, what=one.what, ending=one.ending, media_type=one.media_type)
            for name, one in forms
        ]
    )


@router.get("/export")
def export_page(request: Request, desk: DeskNow, of: Of = None) -> Response:
    answer = exports(desk)
    return show(
        request, desk, "export.html",
        answer=answer, chosen=choose(desk, of), documents=set(DOCUMENTS), counts=desk.queries.counts(),
    )  # fmt: skip


@router.get("/export/{form}")
def export(desk: DeskNow, form: str, of: Of = None) -> Response:
    """Reports in one of the forms that /api/exports lists, as a file."""
    if form not in ALL_FORMS:
        raise NotFound(f"there is no such form; there are {', '.join(ALL_FORMS)}", where=form)
    chosen = choose(desk, of)
    kind = ALL_FORMS[form]
    name = re.sub(r"[^\w-]+", "-", chosen.title).strip("-")[:60] or "record"
    plain = name.encode("ascii", "ignore").decode().strip("-") or "record"
    headers = {
        "Content-Disposition": f'attachment; filename="{plain}{kind.ending}"; '
        f"filename*=UTF-8''{_quoted(name + kind.ending)}",
        # A dossier is never a page of this server.
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
    out = cast("IO[bytes]", TemporaryFile())  # noqa: SIM115  closed when it is sent
    try:
        _write(desk, form, chosen, out)
        out.seek(0)
    except BaseException:
        out.close()
        raise
    charset = "" if kind.binary else "; charset=utf-8"
    return StreamingResponse(_sent(out), headers=headers, media_type=kind.media_type + charset)


def choose(desk: Desk, of: list[str] | None) -> Chosen:
    """Raises NotFound where an id names no report or story."""
    asked = [one for one in of or () if one]
    for one in asked:
        desk.expect(one, "report", "story", "version")
    reports = desk.record.reports_meant(asked)
    reports = [desk.queries.report(one).id for one in reports]
    if len(asked) != 1:
        return Chosen(asked, reports, desk.name)
    if desk.queries.find(asked[0]) == "story":
        return Chosen(asked, reports, desk.record.story(asked[0]).name)
    headline = desk.queries.report(asked[0]).front.headline
    return Chosen(asked, reports, headline or asked[0])


def _write(desk: Desk, form: str, chosen: Chosen, out: IO[bytes]) -> None:
    if form in FORMS:
        if FORMS[form].binary:
            desk.record.export(form, out, chosen.reports)
            return
        text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        desk.record.export(form, text, chosen.reports)
        text.detach()
        return
    with TemporaryDirectory() as folder:
        path = Path(folder, f"made{DOCUMENTS[form].ending}")
        if form == "bundle":
            desk.record.bundle(path, chosen.reports, title=chosen.title)
        else:
            desk.record.dossier(path, chosen.reports, title=chosen.title)
        out.write(path.read_bytes())
        os.remove(path)


def _sent(out: IO[bytes]) -> Iterator[bytes]:
    with out:
        while chunk := out.read(_CHUNK):
            yield chunk


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="")
