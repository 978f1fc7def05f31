"""Handing on and forgetting from the page."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import httpx2
from playwright.sync_api import Page, expect

from tests.web.conftest import Served


def test_every_form_can_be_fetched_of_all_and_of_some(served: Served) -> None:
    found = served.get("/api/statements?about=asylum").json()["items"][0]["report"]["id"]
    story = served.get(f"/api/stories/{found}").json()["id"]
    for form in served.get("/api/exports").json()["items"]:
        for of in ("", f"?of={found}", f"?of={story}"):
            answer = served.get(f"/api/exports/{form['name']}{of}")
            assert answer.status_code == 200, (form, of, answer.text)
            assert answer.headers["content-disposition"].startswith("attachment")
            assert form["ending"] in answer.headers["content-disposition"]
            assert "sandbox" in answer.headers["content-security-policy"]
            assert answer.content
    rows = list(csv.DictReader(io.StringIO(served.get(f"/export/csv?of={found}").text)))
    assert {row["report"] for row in rows} == {found}
    assert len(rows) == len(served.get(f"/api/reports/{found}").json()["statements"])
    with zipfile.ZipFile(io.BytesIO(served.get(f"/export/bundle?of={found}").content)) as bundle:
        assert "index.html" in bundle.namelist()
    dossier = json.loads(served.get(f"/export/dossier.json?of={found}").text)
    assert found in json.dumps(dossier)


def test_what_cannot_be_handed_on_is_told(served: Served) -> None:
    assert served.get("/api/exports/docx").status_code == 404
    assert served.get("/api/exports/csv?of=r0").status_code == 404
    statement = served.get("/api/statements").json()["items"][0]["id"]
    assert served.get(f"/api/exports/csv?of={statement}").status_code == 404


def test_a_report_leads_to_its_exports(page: Page, served: Served) -> None:
    found = served.get("/api/statements?about=asylum").json()["items"][0]["report"]["id"]
    page.goto(f"{served.address}/reports/{found}")
    page.get_by_role("link", name="hand on", exact=True).click()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="dossier.md").click()
    assert fetched.value.suggested_filename.endswith(".md")
    headline = served.get(f"/api/reports/{found}").json()["report"]["headline"]
    assert headline in fetched.value.path().read_text("utf-8")


def test_a_report_is_forgotten_after_what_goes_is_shown(page: Page, served_copy: Served) -> None:
    report = served_copy.get("/api/statements?about=asylum").json()["items"][0]["report"]["id"]
    loss = served_copy.get(f"/api/reports/{report}/forget").json()
    assert loss["versions"] == 1
    assert loss["statements"] == len(served_copy.get(f"/api/reports/{report}").json()["statements"])
    assert loss["sayings"] > 0
    total = served_copy.get("/api/reports").json()["total"]
    page.goto(f"{served_copy.address}/reports/{report}")
    page.get_by_role("link", name="Forget this report").click()
    expect(page.locator(".goes").first).to_contain_text(f"{loss['statements']} statements")
    page.get_by_role("button", name="Delete").click()
    assert page.url.endswith("/forget")  # nothing goes before the box is ticked
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Delete").click()
    expect(page.locator(".done")).to_contain_text("forgotten")
    assert served_copy.get("/api/reports").json()["total"] == total - 1
    assert served_copy.get(f"/api/reports/{report}").status_code == 404


def test_forgetting_asks_to_be_confirmed(served_copy: Served) -> None:
    report = served_copy.get("/api/reports").json()["items"][0]["id"]
    csrf = {"X-CSRF-Token": served_copy.get("/api/token").json()["token"]}
    address = f"{served_copy.address}/api/reports/{report}/forget"
    assert httpx2.post(address, json={}, headers=csrf).status_code == 400
    assert httpx2.post(address, json={"confirm": True}, headers=csrf, timeout=30).status_code == 200
    assert httpx2.post(address, json={"confirm": True}, headers=csrf).status_code == 404
