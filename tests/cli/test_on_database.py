"""The same commands on a record in a file and on one of a server answer alike."""

from __future__ import annotations

import re
from pathlib import Path

from tests.cli.conftest import Run

ASKED = (
    ("reports",),
    ("statements", "--by", "Ana Quell"),
    ("statements", "--about", "library", "--json"),
    ("people",),
    ("stories",),
    ("sayings",),
    ("chronology",),
    ("conflicts",),
    ("check",),
)
# Of a decision its time and the ids that come of it; of a check where the record is and how large.
_OWN = re.compile(r"\bj[0-9a-f]{16}\b|\d{4}-\d\d-\d\d \d\d:\d\d|\S*(?:postgresql://|\.sqlite)\S*")


def session(run: Run, record: str) -> list[str]:
    """What is printed in a session: two reports, three decisions, one taken back, all questions."""

    def ask(*arguments: str) -> str:
        ended = run(*arguments, "--record", record)
        assert ended.code == 0, ended.err
        return _OWN.sub("", ended.out)

    printed = [ask("add", "council.txt", "protest.txt")]
    statement = re.search(r"\bs[0-9a-f]{16}\b", ask("statements", "--by", "Irene Moss"))
    assert statement is not None
    printed += [
        ask("edit", statement.group(), "--act", "promise", "--reason", "she vows it"),
        ask("people", "merge", "Ana Quell", "Irene Moss"),
        ask("undo"),
        ask("people", "rename", "Ana Quell", "Mayor Quell"),
        ask("log"),
    ]
    return [*printed, *(ask(*question) for question in ASKED)]


def test_a_database_answers_as_a_file(run: Run, database: str, folder: Path) -> None:
    there, here = session(run, database), session(run, str(folder / "record.sqlite"))
    assert there == here
    for name, record in (("there.csv", database), ("here.csv", str(folder / "record.sqlite"))):
        assert run("export", "--format", "csv", "-o", name, "--record", record).code == 0
    assert Path("there.csv").read_bytes() == Path("here.csv").read_bytes()


def test_a_database_that_is_not_there_is_told(run: Run, database: str) -> None:
    ended = run("reports", "--record", re.sub(r"/record_\d+", "/nowhere", database))
    assert ended.code != 0
    assert "nowhere" in ended.err
