"""A record with hand-marked reports, a server over it, and a browser in front."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from onrecord.edtf import Edtf
from onrecord.face import open_record
from onrecord.memory.linking import remember
from onrecord.record import Reading, Report
from onrecord.web.app import create_app
from tests.views.made import Story, load_story, make_report, make_statement
from tests.views.test_dossier import hostile

NOW = datetime(2024, 3, 16, 12, tzinfo=UTC)


def foreign() -> Story:
    """Reports in letters that run the other way and that know no spaces."""
    texts = {
        "ar": "قال الوزير إن الجسر آمن وإن أحدا لم يطلب إغلاقه.",
        "ja": "市長は「橋は安全だ」と述べた。記者団は説明を求めた。",
    }
    story: Story = []
    for language, text in texts.items():
        report = make_report(
            text, headline=text[:12], language=language, published=Edtf.parse("2024-03-15"), outlet=language
        )
        row = {"source": [[0, 3]], "cue": [[4, 6]], "content": [[7, 18]], "kind": "indirect", "act": "inform"}
        story.append((report, Reading(report.version, "by-hand", (make_statement(report, row),))))
    return story


def keep(path: Path | str, story: list[tuple[Report, Reading]]) -> None:
    with open_record(path) as record, record.store.writer() as writer:
        for report, reading in story:
            writer.add(report, reading, now=NOW)
        remember(record.store, writer, now=NOW)


@dataclass(frozen=True)
class Served:
    """A server: its address, and the record behind it."""

    address: str
    record: Path | str

    def get(self, path: str, **headers: str) -> httpx2.Response:
        return httpx2.get(self.address + path, headers=headers, timeout=20)


@contextmanager
def serving(record: Path | str, **options: str) -> Iterator[Served]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    config = uvicorn.Config(create_app(record, **options), log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", record)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with a story of three reports, one that means harm, and two in other scripts."""
    path = tmp_path_factory.mktemp("kept") / "border.sqlite"
    keep(path, [*load_story("asylum"), hostile(), *foreign()])
    return path


@pytest.fixture(scope="session")
def served(kept: Path) -> Iterator[Served]:
    """For reading alone: what changes a record is tried on a copy."""
    with serving(kept) as server:
        yield server


@pytest.fixture
def served_copy(kept: Path, tmp_path: Path) -> Iterator[Served]:
    with serving(Path(shutil.copy(kept, tmp_path))) as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.fail("the page tests need Chromium: apt-get install --no-install-recommends chromium")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield running
        running.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complains of while a test looks at pages."""
    return []


@pytest.fixture
def page(browser: Browser, complaints: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    opened = context.new_page()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: complaints.append(dialog.message))
    yield opened
    context.close()
