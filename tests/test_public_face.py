"""What is public is a tested fact, and what Python can do is what the command line can do."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

import onrecord

VERBS = {"batch", "check", "open_record", "read", "save_readable"}
NOUNS = set(
    "Act Added Attributed ChronologyLine Contribution Copy CopyKind Dated DateMention Dateline Difference "
    "Edtf Entity EntityKind Failure Figure Forgotten Front Judgement Kind Listed Mention OffsetMap Original "
    "Person Reading Record Report ReportedValue Rescue Saying Span Speaker Statement Story Told "
    "Verdict".split()
)
ERRORS = set(
    "DateError FetchRefused InputTooLarge ModelError NotAReport NotFound OnrecordError RecordError SpanError "
    "UsageError".split()
)
TEXT = """Riverton council to close its only library

RIVERTON, March 14, 2024 (TNS) - The Riverton council will close the town's only library in June.

"We have no money left for it," said Mayor Ana Quell.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "council.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_what_is_public() -> None:
    assert set(onrecord.__all__) == VERBS | NOUNS | ERRORS


def test_all_that_is_public_is_documented() -> None:
    for name in onrecord.__all__:
        assert getattr(onrecord, name).__doc__, name


def test_every_error_is_an_onrecord_error() -> None:
    for name in ERRORS:
        assert issubclass(getattr(onrecord, name), onrecord.OnrecordError)


def test_a_record_has_the_verbs_of_the_command_line() -> None:
    verbs = {name for name in vars(onrecord.Record) if not name.startswith("_")}
    assert verbs == {
        "add", "bundle", "chronology", "compare", "contradictions", "contributions", "copies", "copy",
        "decide", "differences", "dossier", "export", "forget", "load", "people", "readings", "rendered",
        "reports", "reports_meant", "saying", "sayings", "show", "statements", "stories", "story", "together",
        "whole",
    }  # fmt: skip


def test_importing_it_is_quick() -> None:
    code = "import sys, onrecord; print({'numpy', 'sqlalchemy', 'pydantic', 'click'} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "set()\n"


def test_one_report_without_a_record(report: Path) -> None:
    read, reading = onrecord.read(report, outlet="The Riverton Echo")
    assert (read.front.outlet, str(read.front.published)) == ("The Riverton Echo", "2024-03-14")
    statement = reading.statements[0]
    assert statement.content[0].text == '"We have no money left for it,"'
    assert statement.speaker is not None
    assert statement.speaker.name == "Ana Quell"


def test_a_record_from_first_to_last(report: Path, tmp_path: Path) -> None:
    with onrecord.open_record(tmp_path / "library.sqlite") as record:
        outcomes = list(record.add(report, tmp_path / "nowhere.txt"))
        assert [isinstance(outcome, onrecord.Failure) for outcome in outcomes] == [False, True]
        assert [found.statement.kind for found in record.statements(by="Quell")] == [onrecord.Kind.DIRECT]
        assert next(record.people()).entity.name == "Ana Quell"
        listed = next(record.reports(about="library"))
        assert record.show(listed.report) == next(record.readings())
        record.dossier(tmp_path / "library.html")
        exported = io.StringIO()
        record.export("csv", exported)
        assert record.forget(listed.report).statements == 1
        assert list(record.reports()) == []
    assert "Ana Quell" in (tmp_path / "library.html").read_text(encoding="utf-8")
    assert "Ana Quell" in exported.getvalue()


def test_whoever_stops_half_way_keeps_what_was_added(report: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(TEXT.replace("Ana Quell", "Tomas Brandt"), encoding="utf-8")
    with onrecord.open_record(tmp_path / "library.sqlite") as record:
        outcomes = record.add(report, other)
        next(outcomes)
        outcomes.close()
        assert next(record.people()).entity.name == "Ana Quell"
        added = [
            outcome for outcome in record.add(report, other) if not isinstance(outcome, onrecord.Failure)
        ]
        assert [str(outcome.added) for outcome in added] == ["unchanged", "new"]


def test_a_record_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(onrecord.RecordError, match="there is no record here"):
        onrecord.open_record(tmp_path / "none.sqlite", create=False)
