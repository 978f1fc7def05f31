"""A bundle of a small record with decisions of people in it; nothing here needs the network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord import Record, open_record
from onrecord.record import Verdict
from onrecord.views.bundle.signing import make_key
from tests.memory.conftest import COURIER, COURIER_LATER, LANTERN, LIBRARY, POST, add


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bundles")


@pytest.fixture(scope="session")
def record(folder: Path) -> Iterator[Record]:
    """Four reports, one in two versions, and decisions about them: one undone, one about two stories."""
    with open_record(folder / "harbour.sqlite") as opened:
        add(opened.store, [LANTERN, POST], [COURIER, COURIER_LATER], [LIBRARY])
        decide = opened.decide
        register = folder / "register.csv"
        register.write_text("name,aliases\nAna Maria Quell,Ana Quell\nIrene Quell,\nZed Nobody,\n")
        decide.import_register(register)
        decide.merge("Ana Quell", "Irene Quell", reason="the same engineer", by="ana")
        decide.rename("Irene Quell", "A. M. Quell-Fenwright", by="ben")
        denied = LANTERN.reading.statements[1]
        decide.edit(denied.id, speaker="Harbour Board", reason="he spoke for it", by="ana")
        decide.judge("story", LANTERN.report.id, LIBRARY.report.id, Verdict.DIFFERENT, by="ana")
        decide.judge("saying", denied.id, POST.reading.statements[1].id, Verdict.DIFFERENT, by="ana")
        decide.undo(by="ben")
        yield opened


@pytest.fixture(scope="session")
def key(folder: Path) -> Path:
    make_key(folder / "newsroom.pem")
    return folder / "newsroom.pem"


@pytest.fixture(scope="session")
def signed(folder: Path, record: Record, key: Path) -> Path:
    record.bundle(folder / "signed.zip", key=key, title="The culvert at Wrathmoor")
    return folder / "signed.zip"


@pytest.fixture(scope="session")
def unsigned(folder: Path, record: Record) -> Path:
    record.bundle(folder / "unsigned.zip")
    return folder / "unsigned.zip"
