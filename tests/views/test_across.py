"""What several reports tell together: in the dossier's three forms, and as words that differ."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from onrecord.face import Record, open_record
from onrecord.linking.wording import RunKind, compare_wording
from onrecord.views.contract import RecordAnswer
from onrecord.views.diffs import cut_pieces, set_side_by_side
from tests.memory.conftest import COURIER, LANTERN, LIBRARY, POST, add


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with open_record(tmp_path_factory.mktemp("across") / "harbour.sqlite") as record:
        add(record.store, [LANTERN, POST, COURIER, LIBRARY])
        yield record


def write(record: Record, path: Path, *ids: str) -> str:
    record.dossier(path, ids)
    return path.read_text(encoding="utf-8")


class Anchors(HTMLParser):
    """The ids of a page, and the places in it that its links lead to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value and value.startswith("#"):
                self.targets.add(value[1:])


def test_the_page_of_a_story(record: Record, tmp_path: Path) -> None:
    story = record.story(LANTERN.report.id)
    page = write(record, tmp_path / "story.html", story.id)
    assert f"<h1><bdi>{story.name}</bdi></h1>" in page
    for part in (
        "<b>2</b> independent of 3 reports",
        "Evening Post is a copy of Lantern",
        "<mark>was</mark> warned about the Wrathmoor culvert",
        "<b>quotation marks</b>",
        '18 boats</td><td><a class="num"',
        "adds 0 statements to the earlier ones, leaves out 1 saying",
        '<li class="published" id="c1-',
    ):
        assert part in page
    assert "library" not in page.casefold()
    anchors = Anchors(page)
    assert len(anchors.ids) == len(set(anchors.ids))
    assert anchors.targets <= set(anchors.ids)


def test_all_stories_of_several_reports_are_told(record: Record, tmp_path: Path) -> None:
    page = write(record, tmp_path / "all.html")
    assert page.count('<section class="across"') == 1
    assert "<h1><bdi>" + record.story(LANTERN.report.id).name in page
    one = write(record, tmp_path / "one.html", LANTERN.report.id)
    assert "Across the reports" not in one
    assert "<h1><bdi>harbour</bdi></h1>" in one


def test_as_markdown(record: Record, tmp_path: Path) -> None:
    text = write(record, tmp_path / "two.md", LANTERN.report.id, POST.report.id)
    for line in (
        "## Across the reports",
        "Reports: 1 (Lantern), 2 (Evening Post).",
        "- 2.2: that the Harbour Board **was** warned about the Wrathmoor culvert",
        "  - style: 1",
        "  - 18 boats in 2 (Evening Post)",
        "- 2 (Evening Post) adds 0, leaves out 1",
    ):
        assert f"\n{line}\n" in text


def test_as_json(record: Record, tmp_path: Path) -> None:
    data = json.loads(write(record, tmp_path / "all.json"))
    assert RecordAnswer.model_validate(data)
    counted = {name: len(part) for name, part in data.items() if name not in ("reports", "entities")}
    assert counted["stories"] == counted["copies"] == counted["differences"] == 1
    assert counted["sayings"] == 2
    assert counted["contributions"] == 3
    assert counted["chronology"] > 3
    assert all(one["text"] for line in data["chronology"] for one in line["evidence"])


def test_pieces_are_the_words_of_the_content(record: Record) -> None:
    for rendered in record.rendered(shared=True):
        for compared in set_side_by_side(rendered):
            words = " … ".join(span.text for span in compared.told.statement.content)
            assert "".join(piece.text for piece in compared.pieces) == words
        first, second, *_ = rendered.renderings
        runs = compare_wording(first, second).runs
        differ = [run for run in runs if run.kind is not RunKind.EQUAL and run.b]
        assert bool(differ) == any(p.kind in ("replaced", "only") for p in cut_pieces(second, runs, "b"))
