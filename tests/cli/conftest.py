"""The command line as a user meets it: what it prints, where, and how it ends."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onrecord import open_record
from onrecord.cli import main

COUNCIL = """Riverton council to close its only library

By Dana Okafor

RIVERTON, March 14, 2024 (TNS) - The Riverton council will close the town's only library in June.

"We have no money left for it," said Mayor Ana Quell.

Tomas Brandt, who leads the opposition, said the decision was a disgrace.
"""
PROTEST = """Hundreds march for Riverton library

RIVERTON, March 15, 2024 (TNS) - Hundreds marched through Riverton on Friday.

Ana Quell said that the council would listen to them.

"We will not go away," said Irene Moss, a teacher.
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that one is in, with two reports; no record yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ONRECORD_RECORD", raising=False)
    (tmp_path / "council.txt").write_text(COUNCIL, encoding="utf-8")
    (tmp_path / "protest.txt").write_text(PROTEST, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line with this on its standard input."""

    def run_command(*arguments: str, stdin: str = "") -> Ended:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), "utf-8"))
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, printed.out, printed.err)

    return run_command


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with both reports."""
    folder = tmp_path_factory.mktemp("kept")
    for name, text in (("council.txt", COUNCIL), ("protest.txt", PROTEST)):
        (folder / name).write_text(text, encoding="utf-8")
    with open_record(folder / "onrecord.sqlite") as record:
        assert len(list(record.add(folder / "council.txt", folder / "protest.txt"))) == 2
    return folder / "onrecord.sqlite"


@pytest.fixture
def record(run: Run, kept: Path, folder: Path) -> Run:
    """The same, where both reports are in the record."""
    shutil.copy(kept, folder)
    return run


def answer(run: Run, *arguments: str) -> Any:
    """What a command answers as JSON."""
    ended = run(*arguments, "--json")
    assert ended.code == 0, ended.err
    return json.loads(ended.out)
