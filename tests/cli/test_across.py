"""The doors onto several reports: stories, sayings, chronology, compare, show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli import onrecord
from onrecord.store import open_store
from tests.memory.conftest import COURIER, LANTERN, LIBRARY, POST, add


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("across") / "record.sqlite"
    with open_store(path) as store:
        add(store, [LANTERN, POST, COURIER, LIBRARY])
    return path


def ask(record: Path, *arguments: str) -> Result:
    return CliRunner().invoke(onrecord, [*arguments, "--record", str(record)])


def as_data(record: Path, *arguments: str) -> list[dict[str, object]]:
    answered = json.loads(ask(record, *arguments, "--json").stdout)
    return answered if isinstance(answered, list) else [answered]


def test_stories_with_their_days(record: Path) -> None:
    lines = ask(record, "stories").stdout.splitlines()
    assert lines[1].startswith("  3 reports · 4 March 2024 to 6 March 2024 · t")
    assert [len(story["reports"]) for story in as_data(record, "stories")] == [3, 1]  # type: ignore[arg-type]


def test_sayings_tell_how_many_reports_are_independent(record: Path) -> None:
    said = ask(record, "sayings", "--by", "Ana Quell").stdout
    assert "Ana Maria Quell  4 March 2024\n" in said
    assert "3 reports, 2 independent: Evening Post is a copy of Lantern" in said
    shared = as_data(record, "sayings", "--story", POST.report.id)
    assert [saying["reports"] for saying in shared if saying["independent"] == 2] == [3]
    assert len(as_data(record, "sayings", "--all")) > len(as_data(record, "sayings")) == len(shared)


def test_a_chronology_of_one_story_or_of_all(record: Path) -> None:
    told = ask(record, "chronology", LANTERN.report.id).stdout
    assert "5 March 2024  published\n  Quay closed\n  Evening Post\n" in told
    assert "library" not in told.casefold()
    assert "Library roof" in ask(record, "chronology").stdout
    line = as_data(record, "chronology", LANTERN.report.id)[0]
    assert line["evidence"]


def test_reports_side_by_side(record: Path) -> None:
    shown = ask(record, "compare", LANTERN.report.id, POST.report.id).stdout
    assert shown.startswith("[1] Harbour dredging\n    Lantern, published 4 March 2024")
    for part in (
        "The same sayings",
        "[2] that the Harbour Board was warned about the Wrathmoor culvert",
        "1 change of style",
        "[1] 18 boats\n  [2] 18 boats",
        "[2] adds 0 statements",
        "[2] is a copy of [1]",
    ):
        assert part in shown
    [data] = as_data(record, "compare", LANTERN.report.id, POST.report.id)
    assert set(data) == {
        "reports", "sayings", "differences", "contributions", "contradictions", "copies",
    }  # fmt: skip
    [story] = (one for one in as_data(record, "stories") if len(one["reports"]) == 3)  # type: ignore[arg-type]
    assert ask(record, "compare", str(story["id"])).stdout.startswith("[1] Harbour dredging")


def test_one_report_is_not_compared(record: Path) -> None:
    assert "two reports or more" in str(ask(record, "compare", POST.report.id).exception)


def test_a_saying_and_a_story_are_shown(record: Path) -> None:
    [saying] = (one for one in as_data(record, "sayings") if one["reports"] == 3)
    shown = ask(record, "show", str(saying["id"])).stdout
    assert "    Lantern, published 4 March 2024 · s" in shown
    assert "quotation marks: " in shown
    assert len(as_data(record, "show", str(saying["id"]))[0]["statements"]) == 3  # type: ignore[arg-type]
    [story, _] = as_data(record, "stories")
    assert "Evening Post, published 5 March 2024 · r" in ask(record, "show", str(story["id"])).stdout


def test_statements_of_a_story(record: Path) -> None:
    assert len(as_data(record, "statements", "--story", COURIER.report.id)) == 8


def test_reports_are_compared_by_the_files_they_came_from(record: Path) -> None:
    by_files = as_data(record, "compare", "harbour dredging.txt", "quay closed.txt")
    assert by_files == as_data(record, "compare", LANTERN.report.id, POST.report.id)
    refused = ask(record, "compare", "other.txt", "quay closed.txt").exception
    assert "other.txt: nothing in the record has this id" in str(refused)
