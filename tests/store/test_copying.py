"""A copied record is the same record: every answer, export, decision and guest."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from onrecord.edtf import Edtf
from onrecord.errors import UsageError
from onrecord.face import Record, open_record
from onrecord.store.check import check, digest
from onrecord.store.guests import list_guests
from onrecord.views.exports import FORMS
from onrecord.web.guests import Guests, Role
from tests.memory.conftest import COURIER, COURIER_LATER, LANTERN, LIBRARY, POST, add


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record with versions, decisions, one of them undone, a register, a guest and a restricted report."""
    folder = tmp_path_factory.mktemp("copied")
    with open_record(folder / "harbour.sqlite") as opened:
        add(opened.store, [LANTERN, POST], [COURIER, COURIER_LATER], [LIBRARY])
        (folder / "register.csv").write_text("name,aliases\nAna Maria Quell,Ana Quell\nIrene Quell,\n")
        opened.decide.import_register(folder / "register.csv")
        opened.decide.merge("Ana Quell", "Irene Quell", reason="the same engineer", by="ana")
        opened.decide.edit(LANTERN.reading.statements[1].id, speaker="Harbour Board", by="ana")
        opened.decide.date(LIBRARY.report.id, Edtf("2024-03-06"), by="ben")
        opened.decide.undo(by="ben")
        opened.decide.restrict(LIBRARY.report.id, by="ana")
        Guests(opened.store).invite("Bo", Role.REVIEWER)
    return folder / "harbour.sqlite"


def exports_of(record: Record) -> dict[str, bytes]:
    handed = {}
    for form in FORMS:
        if FORMS[form].binary:
            data = io.BytesIO()
            record.export(form, data)
            handed[form] = data.getvalue()
        else:
            text = io.StringIO(newline="")
            record.export(form, text)
            handed[form] = text.getvalue().encode()
    return handed


def bundle_of(record: Record, path: Path) -> bytes:
    record.bundle(path, title="Harbour")
    return path.read_bytes()


def test_there_and_back_it_is_the_same(file: Path, database: str, tmp_path: Path) -> None:
    back = tmp_path / "back.sqlite"
    with open_record(file) as record:
        steps = list(record.copy(database))
        assert steps[0].rows == 0
        assert steps[-1].rows == steps[-1].of > 100
    with open_record(database) as team:
        list(team.copy(back))
    with open_record(file) as first, open_record(database) as team, open_record(back) as last:
        wanted, bundle = exports_of(first), bundle_of(first, tmp_path / "one.zip")
        for copy in (team, last):
            assert digest(copy.store) == digest(first.store)
            assert exports_of(copy) == wanted
            assert bundle_of(copy, tmp_path / "other.zip") == bundle
            assert list(copy.store.queries.judgements()) == list(first.store.queries.judgements())
            assert list(copy.decide.log()) == list(first.decide.log())
            assert copy.decide.restricted(LIBRARY.report.id)
            assert list_guests(copy.store) == list_guests(first.store)
            assert list(check(copy.store)) == []
        assert {one.statement.id for one in team.statements(about='"oldcastle maps"')} == {
            LIBRARY.reading.statements[0].id
        }


def test_readers_of_the_copy_are_told_as_little(file: Path, database: str) -> None:
    with open_record(file) as record:
        list(record.copy(database))
    with open_record(file, for_readers=True) as here, open_record(database, for_readers=True) as there:
        assert exports_of(there) == exports_of(here)
        assert there.store.queries.counts() == here.store.queries.counts()
        assert LIBRARY.report.id not in {one.report for one in there.reports()}


def test_the_copy_goes_on_as_the_first_would(file: Path, database: str, tmp_path: Path) -> None:
    with open_record(file) as record:
        list(record.copy(database))
        list(record.copy(tmp_path / "other.sqlite"))
    with open_record(database) as team, open_record(tmp_path / "other.sqlite") as other:
        for one in (team, other):
            one.forget(POST.report.id)
            one.decide.rename("Tobias Fenwright", "T. Fenwright", by="ana")
            add(one.store, [POST])
        assert digest(team.store, withdrawn=False) == digest(other.store, withdrawn=False)


def test_only_an_empty_record_is_copied_into(file: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.sqlite"
    with open_record(file) as record:
        list(record.copy(there))
        with pytest.raises(UsageError, match="is not empty"):
            list(record.copy(there))
        with pytest.raises(UsageError, match="is not empty"):
            list(record.copy(file))


def test_what_was_stopped_left_nothing(file: Path, tmp_path: Path) -> None:
    there = tmp_path / "there.sqlite"
    with open_record(file) as record:
        copying = record.copy(there)
        next(copying)
        next(copying)
        copying.close()
        with open_record(there) as other:
            assert other.store.queries.counts().judgements == 0
        list(record.copy(there))
