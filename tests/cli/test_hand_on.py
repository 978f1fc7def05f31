import csv
import json
from pathlib import Path

import pytest

from onrecord.views.exports import FORMS
from tests.cli.conftest import Run


@pytest.mark.parametrize("ending", ["html", "md", "json"])
def test_a_dossier_in_each_form(record: Run, folder: Path, ending: str) -> None:
    ended = record("dossier", "-o", f"library.{ending}")
    assert (ended.code, ended.out) == (0, f"library.{ending}\n")
    text = (folder / f"library.{ending}").read_text(encoding="utf-8")
    assert "Irene Moss" in text
    assert "Hundreds march for Riverton library" in text


def test_a_dossier_of_some_reports_with_a_title(record: Run, folder: Path) -> None:
    council = json.loads(record("reports", "--json").out)[0]["id"]
    record("dossier", council, "-o", "council.md", "--title", "The library of Riverton")
    text = (folder / "council.md").read_text(encoding="utf-8")
    assert text.startswith("# The library of Riverton")
    assert "Tomas Brandt" in text
    assert "Irene Moss" not in text


def test_another_ending_is_refused(record: Run, folder: Path) -> None:
    ended = record("dossier", "-o", "library.pdf")
    assert ended.code == 2
    assert ended.err == "onrecord: library.pdf: a dossier ends in .html, .md, .json\n"
    assert not (folder / "library.pdf").exists()


def test_a_folder_that_is_not_there(record: Run) -> None:
    ended = record("dossier", "-o", "nowhere/library.html")
    assert (ended.code, ended.err) == (
        1,
        "onrecord: nowhere/library.html: cannot be written: No such file or directory\n",
    )


def test_a_report_that_is_not_there_leaves_no_file(record: Run, folder: Path) -> None:
    assert record("dossier", "r0000000000000000", "-o", "library.html").code == 1
    assert not (folder / "library.html").exists()


def test_the_whole_record_as_json(record: Run, folder: Path) -> None:
    record("export", "--format", "json", "-o", "all.json")
    whole = json.loads((folder / "all.json").read_text(encoding="utf-8"))
    assert len(whole["reports"]) == 2
    assert {
        "reports",
        "entities",
        "sayings",
        "copies",
        "stories",
        "differences",
        "chronology",
        "judgements",
        "contributions",
        "contradictions",
    } == set(whole)


def test_a_report_a_line_and_a_statement_a_row(record: Run, folder: Path) -> None:
    record("export", "--format", "jsonl", "-o", "all.jsonl")
    lines = (folder / "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert [len(json.loads(line)["statements"]) for line in lines] == [2, 2]
    record("export", "--format", "csv", "-o", "all.csv")
    with (folder / "all.csv").open(encoding="utf-8", newline="") as rows:
        assert [row["speaker"] for row in csv.DictReader(rows)] == [
            "Ana Quell", "Tomas Brandt", "Ana Quell", "Irene Moss",
        ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_the_record_in_every_form(record: Run, folder: Path, form: str) -> None:
    assert record("export", "--format", form, "-o", "all").code == 0
    assert b"Ana Quell" in (folder / "all").read_bytes() or form in ("bibtex", "csl-json")
    assert b"library" in (folder / "all").read_bytes() or form == "wikiquote"


def test_a_part_of_the_record(record: Run, folder: Path) -> None:
    council, protest = (one["id"] for one in json.loads(record("reports", "--json").out))
    assert "Hundreds" not in record("export", "--format", "bibtex", council).out
    part = json.loads(record("export", "--format", "json", protest).out)
    assert [one["report"]["id"] for one in part["reports"]] == [protest]
    assert {one["name"] for one in part["entities"]} == {"Ana Quell", "Irene Moss"}
    story = json.loads(record("stories", "--json").out)[0]["id"]
    both = json.loads(record("export", "--format", "json", story).out)
    assert [one["report"]["id"] for one in both["reports"]] == [council, protest]
    assert [one["id"] for one in both["stories"]] == [story]


def test_the_whole_record_tells_what_reports_tell_together(record: Run) -> None:
    whole = json.loads(record("export", "--format", "json").out)
    assert len(whole["stories"]) == 1
    assert whole["chronology"]
    assert {one for saying in whole["sayings"] for one in saying["renderings"]} == {
        one["id"] for report in whole["reports"] for one in report["statements"]
    }


def test_an_export_of_what_is_not_there_leaves_no_file(record: Run, folder: Path) -> None:
    assert record("export", "--format", "ftm", "r0000000000000000", "-o", "all.ftm").code == 1
    assert not (folder / "all.ftm").exists()
