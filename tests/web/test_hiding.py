"""Words of a report are hidden in the browser: first shown, then nowhere, and shown again by an editor."""

from __future__ import annotations

import shutil
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from onrecord.face import open_record
from onrecord.mcp.tools import Tools
from onrecord.web.guests import Role
from tests.web.conftest import Served
from tests.web.test_guests import invite

WORDS = "asylum"


def report_of(served: Served) -> str:
    found: str = served.get(f"/api/statements?about={WORDS}").json()["items"][0]["report"]["id"]
    return found


def words_of_it_alone(served: Served, report: str) -> str:
    """A sentence that no other report has."""
    texts = {
        one["id"]: served.get(f"/api/reports/{one['id']}").json()["report"]["text"]
        for one in served.get("/api/reports?limit=500").json()["items"]
    }
    own = texts.pop(report).split("\n\n")[1].split(". ")
    words: str = max((one for one in own if not any(one in text for text in texts.values())), key=len)
    return words


def test_an_editor_hides_words_and_shows_them_again(page: Page, served_copy: Served) -> None:
    report = report_of(served_copy)
    address = f"{served_copy.address}/reports/{report}"
    before = served_copy.get(f"/api/reports/{report}").json()["report"]["text"]
    page.goto(address)
    page.get_by_text("Hide words of it").click()
    page.locator("#f-hide").fill(WORDS)
    page.get_by_role("button", name="Show what would be hidden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hide these words of the report?")
    expect(page.locator(".hiding .covered").first).to_contain_text("██████")
    assert served_copy.get(f"/api/reports/{report}").json()["report"]["text"] == before
    page.locator("#reason-redact").fill("a court order")
    page.get_by_role("button", name="Hide them").click()
    expect(page.locator(".done.restricted")).to_contain_text("a court order")
    expect(page.locator(".done.restricted")).to_contain_text(f"“{WORDS}”")  # for editors alone
    expect(page.locator(".text")).to_contain_text("██████")
    expect(page.locator(".text")).not_to_contain_text(WORDS)
    page.get_by_role("button", name="Show them again").click()
    expect(page.locator(".text")).to_contain_text(WORDS)
    assert served_copy.get(f"/api/reports/{report}").json()["report"]["text"] == before


def test_no_reader_finds_what_is_hidden(served_copy: Served) -> None:
    report = report_of(served_copy)
    reader, editor = invite(served_copy, Role.READER), invite(served_copy, Role.EDITOR)
    version = served_copy.get(f"/api/reports/{report}").json()["report"]["version"]
    words = words_of_it_alone(served_copy, report)
    shown = editor.post(f"/api/reports/{report}/redact", {"words": [words]}).json()
    assert (shown["decision"], shown["words"]) == (None, [words])
    done = editor.post(f"/api/reports/{report}/redact", {"words": [words], "confirm": True, "reason": "why"})
    assert done.json()["decision"]["reason"] == "why"
    for path in (
        f"/reports/{report}", f"/reports/{report}.json", f"/reports/{version}", f"/reports/{report}/versions",
        f"/stories/{report}", f"/api/stories/{report}", "/decisions", "/api/decisions", "/", "/review.json",
        "/api/statements?limit=500",
        *(f"/api/exports/{form}" for form in ("json", "csv", "jsonld", "dossier.md")),
    ):  # fmt: skip
        answer = reader.get(path)
        assert answer.status_code in (200, 403, 404), path
        assert words not in answer.text, path
    assert reader.get(f'/api/reports?about="{words}"').json()["total"] == 0
    assert reader.get(f"/reports/{version}/original").status_code == 404
    assert reader.get("/api/decisions").json()["items"][0]["what"].startswith("words hidden")


def test_an_assistant_is_told_nothing_that_is_hidden(kept: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(kept, tmp_path))
    with open_record(path) as record:
        report = next(one.report for one in record.statements(about=WORDS))
        text = record.store.queries.report(report).text
        words = max(text.split("\n\n")[-1].split(". "), key=len)
        record.decide.redact(report, [words], by="Ana")
    with open_record(path, create=False, for_readers=True) as record:
        assert words not in str(Tools(record).show(report))


@pytest.mark.parametrize(
    ("body", "status"), [({}, 400), ({"words": ["no such words"]}, 400), ({"places": [[5, 2]]}, 400)]
)
def test_what_cannot_be_hidden(served_copy: Served, body: dict[str, object], status: int) -> None:
    csrf = {"X-CSRF-Token": served_copy.get("/api/token").json()["token"]}
    address = f"{served_copy.address}/api/reports/{report_of(served_copy)}/redact"
    assert httpx2.post(address, json=body, headers=csrf, timeout=30).status_code == status
