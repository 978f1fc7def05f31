"""The page of a record on a server shows what the page of the same record in a file shows."""

from __future__ import annotations

import re
from pathlib import Path

from tests.views.made import load_story
from tests.web.conftest import keep, serving

PAGES = (
    "/",
    "/reports",
    "/statements",
    "/people",
    "/statements?q=asylum",
    "/review",
    "/api",
    "/api/stories",
    "/api/statements",
)
# The name of the record, and what a form carries against forgery.
_OWN = re.compile(r"\brecord(?:_\d+)?\b|name=\"csrf\" value=\"[^\"]*\"|http://[\d.:]+")


def test_pages_of_a_database_are_those_of_a_file(database: str, tmp_path: Path) -> None:
    shown: list[list[str]] = []
    for where in (database, str(tmp_path / "record.sqlite")):
        keep(where, load_story("asylum"))
        with serving(where) as served:
            pages = [served.get(page) for page in PAGES]
            assert {page.status_code for page in pages} == {200}, [p.status_code for p in pages]
            shown.append([_OWN.sub("", page.text) for page in pages])
    assert shown[0] == shown[1]
