import json

from tests.cli.conftest import Run


def first_report(run: Run) -> str:
    return str(json.loads(run("reports", "--json").out)[0]["id"])


def test_it_shows_what_will_go_and_asks(record: Run) -> None:
    ended = record("forget", first_report(record), stdin="n\n")
    assert ended.code == 130
    assert "Riverton council to close its only library" in ended.out
    assert len(json.loads(record("reports", "--json").out)) == 2


def test_a_forgotten_report_is_gone_with_all_that_came_of_it(record: Run) -> None:
    ended = record("forget", first_report(record), "--yes")
    assert ended.out.startswith("Deleted: 1 version, 2 statements, ")
    assert len(json.loads(record("statements", "--json").out)) == 2
    assert record("people", "--named", "Brandt").out == ""
    quell = json.loads(record("people", "--named", "Quell", "--json").out)
    assert [one["statements"] for one in quell] == [1]


def test_only_reports_are_forgotten(record: Run) -> None:
    statement = json.loads(record("statements", "--json").out)[0]["id"]
    ended = record("forget", statement, "--yes")
    assert ended.code == 2
    assert "is a statement" in ended.err
    assert record("forget", "r0000000000000000", "--yes").code == 1
