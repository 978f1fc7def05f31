"""The dossier in a real browser: nothing but the file, no network, no script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from onrecord.views.dossier import as_html
from tests.views.made import Story
from tests.views.test_dossier import dossier_of, hostile


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("the page tests need Chromium: apt-get install --no-install-recommends chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="module")
def file(asylum: Story, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "dossier.html"
    path.write_text(as_html(dossier_of([*asylum, hostile()])), "utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_page_asks_for_nothing_and_complains_of_nothing(browser: Browser, file: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file)
    assert asked == [file]
    assert said == []
    context.close()


def test_click_on_a_statement_lights_its_words_in_the_text(page: Page, file: str) -> None:
    page.goto(file)
    colour = "element => getComputedStyle(element).backgroundColor"
    content, other = page.locator(".text .c3-6").first, page.locator(".text .c3-7").first
    before = content.evaluate(colour)
    page.locator("#s3-6 a.label").click()
    assert page.url.endswith("#t3-6")
    assert content.evaluate(colour) != before
    assert other.evaluate(colour) == before
    box = content.bounding_box()
    assert box is not None
    assert 0 <= box["y"] <= 900 - box["height"]


def test_source_cue_and_content_differ_by_more_than_colour(page: Page, file: str) -> None:
    page.goto(f"{file}#t3-6")
    lines = "element => [getComputedStyle(element).textDecorationStyle, getComputedStyle(element).boxShadow]"
    looks = [str(page.locator(f".text .{role}3-6").first.evaluate(lines)) for role in "sqc"]
    assert len(set(looks)) == 3


def test_number_in_the_text_leads_back_to_the_statement(page: Page, file: str) -> None:
    page.goto(f"{file}#t3-6")
    page.locator('.text a[href="#s3-6"]').click()
    assert page.url.endswith("#s3-6")
    assert page.locator("#s3-6").is_visible()


def test_phone_needs_no_sideways_scroll(browser: Browser, file: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(file)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_text_can_be_copied_as_it_was_printed(browser: Browser, file: str, asylum: Story) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(file)
    texts = page.locator(".text").evaluate_all("all => all.map(element => element.textContent)")
    assert {report.text for report, _ in asylum} <= set(texts)
    context.close()


def test_printed_it_begins_on_the_first_page_and_is_cut_off_nowhere(page: Page, file: str) -> None:
    page.goto(file)
    pages = pypdfium2.PdfDocument(page.pdf(format="A4", prefer_css_page_size=True))
    first = pages[0].get_textpage().get_text_bounded()
    assert "Reports" in first, "the list of reports has gone to a page of its own"
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # what is between the margins of a sheet
    wider = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(wider)
    strip = page.locator(".strip > .scroll")
    assert strip.evaluate("element => element.scrollWidth <= element.clientWidth")
