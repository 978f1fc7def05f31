import json
from pathlib import Path

from tests.cli.conftest import COUNCIL, Run


def test_a_line_for_each_report_and_a_summary(run: Run) -> None:
    ended = run("add", "council.txt", "protest.txt")
    assert ended.code == 0
    first, second = ended.out.splitlines()
    assert first.startswith("new ")
    assert first.endswith("Riverton council to close its only library")
    assert "Hundreds march" in second
    assert ended.err == "2 reports with 4 statements; 2 new.\n"


def test_adding_again_changes_nothing(record: Run) -> None:
    assert record("add", "council.txt").err == "1 report with 2 statements; 1 unchanged.\n"


def test_one_failed_input_is_a_line_and_the_rest_goes_in(run: Run, folder: Path) -> None:
    (folder / "empty.txt").touch()
    ended = run("add", "empty.txt", "nowhere.txt", "council.txt")
    assert ended.code == 1
    failed = ended.err.splitlines()
    assert failed[0].startswith("empty.txt: ")
    assert failed[1].startswith("nowhere.txt: ")
    assert failed[2] == "1 report with 2 statements; 1 new, 2 failed."


def test_nothing_in_is_another_ending(run: Run) -> None:
    ended = run("add", "nowhere.txt")
    assert ended.code == 2
    assert ended.out == ""


def test_what_is_no_report_in_a_folder_is_no_failure(run: Run, folder: Path) -> None:
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(50))
    ended = run("add", ".")
    assert ended.code == 0
    assert ended.err == "2 reports with 4 statements; 2 new, 1 left out (no reports).\n"


def test_json_for_programs(run: Run) -> None:
    ended = run("add", "council.txt", "nowhere.txt", "--json")
    answer = json.loads(ended.out)
    assert [(one["outcome"], one["statements"]) for one in answer["reports"]] == [("new", 2)]
    assert [(one["where"], one["skipped"]) for one in answer["failures"]] == [("nowhere.txt", False)]


def test_what_the_user_knows(run: Run) -> None:
    run("add", "council.txt", "--published", "2024-03-13", "--outlet", "The Riverton Echo")
    front = json.loads(run("reports", "--json").out)[0]
    assert (front["published"], front["outlet"]) == ("2024-03-13", "The Riverton Echo")


def test_a_list_on_standard_input(run: Run) -> None:
    assert run("add", "-", stdin="council.txt\nprotest.txt\n").err.startswith("2 reports")


def test_a_date_that_is_none(run: Run) -> None:
    ended = run("add", "council.txt", "--published", "yesterday")
    assert ended.code == 2
    assert "write 2024-03-14" in ended.err


def test_a_headline_cannot_drive_the_terminal(run: Run, folder: Path) -> None:
    (folder / "hostile.txt").write_text(COUNCIL.replace("Riverton council", "\x1b[2JRiverton council", 1))
    assert "\x1b" not in run("add", "hostile.txt").out


def test_a_report_can_be_read_without_a_record(run: Run, folder: Path) -> None:
    assert "We have no money left for it" in run("read", "council.txt").out
    answer = json.loads(run("read", "council.txt", "--json").out)
    assert answer["report"]["dateline"] == {"place": "RIVERTON", "date": "2024-03-14", "agency": "TNS"}
    assert [one["speaker"]["name"] for one in answer["statements"]] == ["Ana Quell", "Tomas Brandt"]
    assert list(folder.glob("*.sqlite")) == []


def test_reading_takes_one_report(run: Run) -> None:
    ended = run("read", ".")
    assert ended.code == 2
    assert "more than one report" in ended.err
    assert run("read", "nowhere.txt").code == 1
