"""The pages for reading, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.conftest import Served

AXE = Path(__file__).parent / "axe" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def ids(served: Served) -> dict[str, str]:
    """An id of each noun of the story."""
    statement = served.get("/api/statements?about=asylum").json()["items"][0]
    story = served.get(f"/api/stories/{statement['report']['id']}").json()
    saying = served.get(f"/api/sayings/{story['sayings']['items'][0]['id']}").json()
    return {
        "report": statement["report"]["id"],
        "statement": statement["id"],
        "person": statement["speaker"]["id"],
        "saying": saying["id"],
        "story": story["id"],
        "pair": f"a={story['reports'][0]['id']}&b={story['reports'][1]['id']}",
    }


def reading_pages(served: Served) -> list[str]:
    known = ids(served)
    foreign = served.get("/api/reports?outlet=ar").json()["items"][0]
    return [
        "/",
        "/search?q=asylum",
        "/reports",
        f"/reports/{known['report']}",
        f"/reports/{foreign['id']}",
        "/statements",
        "/statements?kind=direct",
        f"/statements/{known['statement']}",
        "/people",
        f"/people/{known['person']}",
        "/stories",
        f"/stories/{known['story']}",
        f"/sayings/{known['saying']}",
        f"/compare?{known['pair']}",
        "/review",
        "/decisions",
        "/accuracy",
        "/api",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_and_complain_of_nothing(
    browser: Browser, served: Served, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    # In the dark nothing but the colours is other than in the light.
    checks = TAGS if scheme == "light" else {"type": "rule", "values": ["color-contrast"]}
    axe = AXE.read_text("utf-8")
    paths = reading_pages(served)
    for path in paths if scheme == "light" else paths[::3]:
        answer = page.goto(served.address + path)
        assert answer is not None
        assert answer.status == 200, path
        page.evaluate(axe)
        found = page.evaluate(
            "checks => axe.run({runOnly: checks}).then(r => r.violations.map(v => "
            "[v.id, v.nodes.map(n => n.html + n.failureSummary).slice(0, 3)]))",
            checks,
        )
        assert found == [], path
    assert complaints == []
    context.close()


def test_no_page_is_wider_than_a_telephone(browser: Browser, served: Served) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    for path in reading_pages(served):
        page.goto(served.address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    context.close()


def test_everything_can_be_read_without_script(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(served.address)
    page.locator("#q").fill("asylum")
    page.locator(".big-find button").click()
    expect(page).to_have_url(f"{served.address}/search?q=asylum")
    page.locator(".card .label").first.click()
    statement = page.url.partition("#")[2]
    assert statement.startswith("s")
    # The statement that the address points to stands out.
    page.wait_for_load_state("load")
    colours = page.locator(".text *").evaluate_all(
        "all => all.map(one => getComputedStyle(one).backgroundColor)"
    )
    assert "rgb(251, 228, 141)" in colours
    expect(page.locator(".text .c1").first).not_to_have_css("background-color", "rgb(251, 228, 141)")
    page.locator(".list .who").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert "/people/" in page.url
    context.close()


def test_search_finds_as_one_types_and_back_leads_back(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/reports")
    page.goto(f"{served.address}/statements")
    every = page.locator("#found .card").count()
    page.locator("#about").press_sequentially("asylum")
    expect(page.locator("#found .card")).not_to_have_count(every)
    expect(page).to_have_url(f"{served.address}/statements?about=asylum")
    some = page.locator("#found .card").count()
    assert 0 < some < every
    page.reload()
    expect(page.locator("#found .card")).to_have_count(some)
    expect(page.locator("#about")).to_have_value("asylum")
    page.goto(f"{served.address}/people")
    page.go_back()
    expect(page.locator("#found .card")).to_have_count(some)


def test_home_searches_in_place(page: Page, served: Served, complaints: list[str]) -> None:
    page.goto(served.address)
    page.locator("#q").press_sequentially("asylum")
    expect(page.locator("#found .card").first).to_be_visible()
    assert complaints == []


def test_a_statement_lights_up_in_the_text_under_the_pointer(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/reports/{ids(served)['report']}")
    page.locator(".list > li").nth(1).hover()
    expect(page.locator(".text .content.lit").first).to_be_visible()
    assert set(page.locator(".text .lit.content").evaluate_all("all => all.map(e => e.className)")) == {
        "content c2 lit"
    }


def test_pages_go_by_keys(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/reports/{ids(served)['report']}")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator(".list a.words").nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#s"))
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()


def test_a_hostile_report_stays_text(page: Page, served: Served, complaints: list[str]) -> None:
    report = served.get("/api/reports?about=egnp").json()
    listed = [one for one in served.get("/api/reports").json()["items"] if "script" in one["headline"]]
    assert len(listed) == 1
    assert report["total"] in (0, 1)
    for path in ("/", "/reports", "/statements", "/people", f"/reports/{listed[0]['id']}"):
        page.goto(served.address + path)
        assert page.locator("main script, main img, main svg[onload], main a[href^=javascript]").count() == 0
    assert "{{ 7 * 7 }}" in page.locator(".text").inner_text()
    assert "\u202e" not in page.content()
    assert complaints == []


def test_text_runs_the_way_of_its_letters(page: Page, served: Served) -> None:
    report = served.get("/api/reports?outlet=ar").json()["items"][0]
    page.goto(f"{served.address}/reports/{report['id']}")
    direction = "element => getComputedStyle(element).direction"
    assert page.locator(".text p").first.evaluate(direction) == "rtl"
    assert page.locator("h1").evaluate(direction) == "rtl"
    assert page.locator(".text").get_attribute("lang") == "ar"


def test_a_story_leads_to_its_evidence(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/stories/{ids(served)['story']}")
    page.locator(".chronology .evidence").first.click()
    place = page.locator(".text .place")
    expect(place.first).to_be_in_viewport()
    page.go_back()
    page.locator("button", has_text="Side by side").click()
    expect(page.locator(".facing > article")).to_have_count(2)


def test_two_reports_side_by_side_have_lines_between_what_they_share(page: Page, served: Served) -> None:
    page.goto(f"{served.address}/compare?{ids(served)['pair']}")
    pairs = page.locator(".pair[id^=a]")
    assert pairs.count() > 0
    expect(page.locator(".lines path")).to_have_count(pairs.count())
    page.locator(".facing mark").first.hover()
    expect(page.locator(".facing mark.lit")).to_have_count(2)
    expect(page.locator(".lines path.lit")).to_have_count(1)
    pairs.first.click()
    assert page.url.endswith("#b1")
