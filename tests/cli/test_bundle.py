"""Bundles on the command line: made, checked, changed and told, and added to another record."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import open_record
from onrecord.store.check import digest
from tests.cli.conftest import Run


@pytest.fixture
def fingerprint(record: Run, folder: Path) -> str:
    """A record with decisions in it, bundled and signed."""
    council = json.loads(record("reports", "--about", "disgrace", "--json").out)[0]["id"]
    record("date", council, "2024-03-13", "--by", "ana", "--reason", "as the paper has it")
    record("people", "merge", "Irene Moss", "Tomas Brandt", "--by", "ana")
    fingerprint = record("key", "newsroom.pem").out.strip()
    ended = record("bundle", "-o", "library.zip", "--key", "newsroom.pem", "--title", "The library")
    assert (ended.code, ended.out) == (0, "library.zip\n")
    assert ended.err == f"signed by {fingerprint}\n"
    return fingerprint


def test_as_it_was_made(record: Run, fingerprint: str) -> None:
    ended = record("verify", "library.zip")
    assert ended.code == 0
    assert ended.out.endswith(f"Signed by {fingerprint}.\n")
    assert record("verify", "library.zip", "--signer", fingerprint.upper()).code == 0
    other = record("verify", "library.zip", "--signer", "0" * 64)
    assert other.code == 1
    assert f"it is signed by another key, {fingerprint}" in other.out
    assert record("verify", "library.zip", "--signer", "abc").code == 2
    assert json.loads(record("verify", "library.zip", "--json").out)["intact"]
    assert record("key", "newsroom.pem").out.strip() == fingerprint


def test_the_first_changed_byte(record: Run, folder: Path, fingerprint: str) -> None:
    data = bytearray((folder / "library.zip").read_bytes())
    at = data.index(b"money left")
    data[at] = ord("h")
    (folder / "library.zip").write_bytes(data)
    ended = record("verify", "library.zip", "--signer", fingerprint)
    assert ended.code == 1
    [first, *_] = ended.out.splitlines()[1:]
    assert first.startswith("  dossier.html was changed, at byte ")
    assert first.endswith(f"(byte {at} of library.zip): was 6d “m”, is 68 “h”")
    told = json.loads(record("verify", "library.zip", "--json").out)
    assert (told["intact"], told["signer"]) == (False, None)
    assert [(one["path"], one["bundle_offset"]) for one in told["changes"]] == [("dossier.html", at)]
    refused = record("add", "library.zip", "--record", "other.sqlite")
    assert refused.code == 2
    assert "was changed since it was made" in refused.err


def test_another_record_is_made_of_it(record: Run, folder: Path, fingerprint: str) -> None:
    ended = record("add", "library.zip", "--record", "other.sqlite")
    assert ended.code == 0, ended.err
    assert "2 reports with 4 statements; 2 new." in ended.err
    with open_record(folder / "onrecord.sqlite") as one, open_record(folder / "other.sqlite") as other:
        assert digest(one.store) == digest(other.store)
        assert one.decide.log() == other.decide.log()
        assert [str(report.front.published) for report in other.reports()] == ["2024-03-13", "2024-03-15"]


def test_what_is_no_bundle(record: Run) -> None:
    for name in ("council.txt", "nowhere.zip"):
        ended = record("verify", name)
        assert ended.code == 2
        assert ended.err.startswith(f"onrecord: {name}: ")


def test_a_bundle_that_is_not_signed_says_so(record: Run) -> None:
    ended = record("bundle", "-o", "plain.zip", "--hashes-only")
    assert "not signed" in ended.err
    assert "Not signed" in record("verify", "plain.zip").out
    signed_by = record("verify", "plain.zip", "--signer", "0" * 64)
    assert (signed_by.code, "it is not signed" in signed_by.out) == (1, True)
    refused = record("add", "plain.zip", "--record", "other.sqlite")
    assert refused.code == 2
    assert "hashes of the originals only" in refused.err
