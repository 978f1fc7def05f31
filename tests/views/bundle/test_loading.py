"""What is bundled and what comes back of it: the same record, or the part of it that was asked for."""

from __future__ import annotations

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord import Failure, Record, UsageError, open_record
from onrecord.record import Judgement, Verdict
from onrecord.store.check import check, digest
from onrecord.views.bundle.checking import check_bundle, is_bundle, read_bundle
from onrecord.views.bundle.loading import extract_in
from tests.memory.conftest import COURIER, LANTERN, LIBRARY, POST


def test_an_empty_record_becomes_the_same(record: Record, signed: Path, tmp_path: Path) -> None:
    with open_record(tmp_path / "other.sqlite") as other:
        outcomes = list(other.add(signed))
        assert [str(one.added) for one in outcomes if not isinstance(one, Failure)] == [
            "new", "new", "new", "new version", "new",
        ]  # fmt: skip
        assert digest(other.store) == digest(record.store)
        assert list(check(other.store)) == []
        # The digest leaves times and ids of judgements out: those of people are the same too.
        assert other.decide.log() == record.decide.log()
        assert list(other.reports()) == list(record.reports())
        # Nothing changes when it comes again.
        again = list(other.add(signed))
        assert {str(one.added) for one in again if not isinstance(one, Failure)} == {"unchanged"}
        assert digest(other.store) == digest(record.store)


def test_a_bundle_of_that_record_is_the_same_file(
    signed: Path, key: Path, record: Record, tmp_path: Path
) -> None:
    with open_record(tmp_path / "harbour.sqlite") as other:
        list(other.add(signed))
        other.bundle(tmp_path / "again.zip", key=key, title="The culvert at Wrathmoor")
    assert (tmp_path / "again.zip").read_bytes() == signed.read_bytes()


def test_a_record_that_has_something_else_gets_it_too(record: Record, unsigned: Path, tmp_path: Path) -> None:
    with open_record(tmp_path / "other.sqlite") as other:
        record.bundle(tmp_path / "one.zip", [LIBRARY.report.id])
        list(other.add(tmp_path / "one.zip"))
        list(other.add(unsigned))
        assert digest(other.store) == digest(record.store)


def test_of_other_reports_nothing_is_in_it(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "one.zip"
    record.bundle(path, [LANTERN.report.id])
    files = check_bundle(read_bundle(path)).files
    everything = b"\n".join(files.values())
    assert b"Wrathmoor quay on Sunday" in everything
    for other in (POST, COURIER, LIBRARY):
        for word in (other.report.id, other.report.version, other.report.original.sha256):
            assert word.encode() not in everything
    assert b"Irene" not in everything
    told = json.loads(files["extract.json"])
    assert {judgement["about"] for judgement in told["decided"]} == {"entity", "statement"}
    assert [entry["name"] for entry in told["entries"]] == ["Ana Maria Quell"]


def test_a_story_stands_for_its_reports(record: Record, tmp_path: Path) -> None:
    story = record.story(LANTERN.report.id)
    record.bundle(tmp_path / "story.zip", [story.id])
    told = json.loads(check_bundle(read_bundle(tmp_path / "story.zip")).files["record.json"])
    assert {one["report"]["id"] for one in told["reports"]} == {*story.reports}
    assert [one["name"] for one in told["stories"]] == [story.name]
    assert told["chronology"]
    assert told["sayings"]


def test_what_was_forgotten_is_not_in_it(record: Record, unsigned: Path, tmp_path: Path) -> None:
    with open_record(tmp_path / "other.sqlite") as other:
        list(other.add(unsigned))
        other.forget(LIBRARY.report.id)
        other.bundle(tmp_path / "less.zip")
    everything = (tmp_path / "less.zip").read_bytes()
    assert b"Oldcastle" in unsigned.read_bytes()
    for word in (b"Oldcastle", b"brewery", LIBRARY.report.id.encode(), LIBRARY.report.version.encode()):
        assert word not in everything


def test_with_hashes_only_it_is_read_and_not_added(record: Record, tmp_path: Path) -> None:
    path = tmp_path / "hashes.zip"
    record.bundle(path, originals=False)
    checked = check_bundle(read_bundle(path))
    assert checked.changes == ()
    assert not [name for name in checked.files if name.startswith("originals/")]
    assert LANTERN.report.original.sha256.encode() in checked.files["index.html"]
    with pytest.raises(UsageError, match="hashes of the originals only"):
        extract_in(checked)


def test_any_program_opens_it(signed: Path) -> None:
    with zipfile.ZipFile(signed) as opened:
        assert opened.testzip() is None
        page = opened.read("index.html").decode()
        names = set(opened.namelist())
        originals = {opened.read(f"originals/{one.report.original.sha256}.txt") for one in (LANTERN, LIBRARY)}
    assert {"dossier.html", "dossier.json", "record.json", "extract.json", "manifest.json"} < names
    assert originals == {LANTERN.report.original.data, LIBRARY.report.original.data}
    assert '<a href="dossier.html">' in page
    assert "The culvert at Wrathmoor" in page
    assert "<script" not in page


def test_a_changed_bundle_is_not_added(signed: Path, tmp_path: Path) -> None:
    data = signed.read_bytes()
    (tmp_path / "changed.zip").write_bytes(data.replace(b"18 boats", b"80 boats", 1))
    with open_record(tmp_path / "other.sqlite") as other:
        [outcome] = other.add(tmp_path / "changed.zip")
        assert isinstance(outcome, Failure)
        assert "was changed since it was made" in outcome.what
        assert list(other.reports()) == []


def test_an_empty_record_gives_no_bundle(tmp_path: Path) -> None:
    with (
        open_record(tmp_path / "empty.sqlite") as empty,
        pytest.raises(UsageError, match="no reports in the record"),
    ):
        empty.bundle(tmp_path / "empty.zip")


def test_what_begins_like_a_bundle(signed: Path, tmp_path: Path) -> None:
    assert is_bundle(signed)
    assert not is_bundle(tmp_path / "nowhere.zip")
    assert not is_bundle("https://example.org/story\0")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("word/document.xml", "<w/>")
    assert not is_bundle(tmp_path / "other.zip")


def test_what_is_restricted_is_not_in_it(record: Record, unsigned: Path, tmp_path: Path) -> None:
    with open_record(tmp_path / "other.sqlite") as other:
        list(other.add(unsigned))
        restrict(other, LIBRARY.report.id)
        other.bundle(tmp_path / "less.zip")
        with pytest.raises(UsageError, match=f"{LIBRARY.report.id}: is restricted"):
            other.bundle(tmp_path / "none.zip", [LIBRARY.report.id])
    everything = (tmp_path / "less.zip").read_bytes()
    for word in (b"Oldcastle", b"brewery", b"restrict", LIBRARY.report.id.encode(), b"Zed Nobody"):
        assert word not in everything


def restrict(record: Record, report: str) -> None:
    """As `record.decide.restrict` does."""
    at = datetime(2030, 1, 1, tzinfo=UTC)
    judgement = Judgement("restriction", (report, report), Verdict.SAME, 1.0, "for the lawyers", "ana", at)
    with record.store.writer() as writer:
        writer.decide([judgement], now=at)
