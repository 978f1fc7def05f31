"""Words that a person hid are nowhere: in no text, search, count or export; undone, all is as it was."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.face import Record, open_record
from onrecord.lexicon import fold
from onrecord.memory.linking import remember
from onrecord.record import Reading
from onrecord.store.asked import Asked
from onrecord.store.browse import Browse
from onrecord.store.check import check, digest
from onrecord.store.covering import BLOCK, Cover, cover, find_places
from onrecord.store.kept import Added
from onrecord.views.exports import FORMS
from tests.store.conftest import MODEL, make_report, read_by_hand, where_of
from tests.views.made import load_story
from tests.web.conftest import keep

NOW = datetime(2024, 3, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hidden") / "story.sqlite"
    keep(path, load_story("asylum"))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def record(request: pytest.FixtureRequest, kept: Path, tmp_path: Path) -> Iterator[Record]:
    if request.param == "sqlite":
        where: str = shutil.copy(kept, str(tmp_path / "all.sqlite"))
    else:
        where = request.getfixturevalue("database")
        keep(where, load_story("asylum"))
    with open_record(where) as opened:
        yield opened


def speaker_of(record: Record) -> tuple[str, str]:
    """A report and the name of somebody whom it alone names."""
    texts = {one.report: fold(record.store.queries.report(one.report).text) for one in record.reports()}
    for person in record.people():
        name = person.entity.name
        told_in = [report for report, text in texts.items() if fold(name.split()[-1]) in text]
        if len(name.split()) > 1 and len(told_in) == 1 and told_in == list(person.reports):
            return told_in[0], name
    raise AssertionError("nobody")


def handed_on(record: Record) -> str:
    """All that a record hands on, in every form."""
    told = []
    for form in FORMS:
        out: io.BytesIO | io.StringIO = io.BytesIO() if FORMS[form].binary else io.StringIO()
        record.export(form, out)
        value = out.getvalue()
        told.append(value.decode("latin-1") if isinstance(value, bytes) else value)
    return "\n".join([*told, record.whole().as_json(), *(one.reason for one in record.decide.log())])


def test_hidden_words_are_nowhere_until_it_is_undone(record: Record, tmp_path: Path) -> None:
    report, name = speaker_of(record)
    family = name.split()[-1]
    statement = next(one.statement for one in record.statements(by=name))
    record.decide.edit(statement.id, accept=True, reason=f"{family} said so", by="Ben")
    before = digest(record.store, withdrawn=False)
    assert family in handed_on(record)
    found = record.decide.redaction(report, [name, family])
    assert found.statements
    assert digest(record.store, withdrawn=False) == before
    decision = record.decide.redact(report, [name, family], reason="a witness", by="Ana")
    assert record.decide.redacted(report) == [decision]
    with open_record(where_of(record.store), for_readers=True) as readers:
        for seen in (record, readers):
            assert not re.search(rf"\b{family}\b", handed_on(seen), re.IGNORECASE)
            browse = Browse(seen.store)
            assert browse.statements(Asked(about=family)).total == 0
            assert browse.reports(about=family).total == 0
            assert browse.people(named=family).total == 0
            assert BLOCK in seen.store.queries.report(report).text
        assert readers.store.queries.report(report).original.data == b""
        assert readers.store.queries.hidden_words(report) == []
    assert record.store.queries.hidden_words(report)
    with pytest.raises(UsageError, match="hidden words"):
        record.bundle(tmp_path / "made.zip", [report])
    record.bundle(tmp_path / "rest.zip")
    assert list(check(record.store)) == []
    record.decide.undo(decision.id, by="Ana")
    assert digest(record.store, withdrawn=False) == before
    assert list(check(record.store)) == []


def test_what_comes_again_and_a_new_version_are_hidden_too(tmp_path: Path) -> None:
    came = make_report()
    name = "Zoë Łęcka"
    with open_record(tmp_path / "record.sqlite") as record:
        with record.store.writer() as writer:
            writer.add(came, read_by_hand(came), now=NOW)
            remember(record.store, writer, now=NOW)
        record.decide.redact(came.id, [name], by="Ana")
        with record.store.writer() as writer:
            known = record.store.queries.as_known(came)
            assert name not in known.text
            assert record.store.queries.has(came, MODEL)
            again = record.store.queries.reading(came.id)
            assert writer.add(came, again, now=NOW) is Added.UNCHANGED
            later = replace(came, text=f"{came.text}\n\nCorrected: {name} was misspelt.")
            known = record.store.queries.as_known(later)
            assert name not in known.text
            assert writer.add(later, Reading(known.version, MODEL), now=NOW) is Added.NEW_VERSION
            remember(record.store, writer, now=NOW)
        assert name not in handed_on(record)
        assert list(check(record.store)) == []
        [decision] = record.decide.redacted(came.id)
        record.decide.undo(decision.id, by="Ana")
        assert record.store.queries.report(later.version).text == later.text
        assert list(check(record.store)) == []


def test_two_redactions_hold_apart(record: Record) -> None:
    report, name = speaker_of(record)
    text = record.store.queries.report(report).text
    first = record.decide.redact(report, [name], by="Ana")
    place = (0, text.index(" "))
    second = record.decide.redact(report, places=[place], by="Ana")
    record.decide.undo(first.id, by="Ana")
    hidden = record.store.queries.report(report)
    assert hidden.text == cover(text, [place])
    assert name in hidden.text
    record.decide.undo(second.id, by="Ana")
    assert record.store.queries.report(report).text == text


def test_only_what_is_there_can_be_hidden(record: Record) -> None:
    report, _ = speaker_of(record)
    with pytest.raises(UsageError, match="not in the report"):
        record.decide.redact(report, ["no such words"], by="Ana")
    with pytest.raises(UsageError, match="which words"):
        record.decide.redact(report, by="Ana")


def test_words_are_covered_however_they_are_parted() -> None:
    text = "Ana Kovač spoke.\nAna  Kovač's lawyer; Kovačs did not."
    assert [text[a:b] for a, b in find_places(text, "Ana Kovač")] == ["Ana Kovač", "Ana  Kovač"]
    words = Cover(["Ana Kovač"])
    assert words.text("Said by ana kovač.") == f"Said by {BLOCK * 3} {BLOCK * 5}."
    assert words.holds("https://paper.example/2024/ana-kovac-speaks")
    assert not words.holds("https://paper.example/2024/ana-speaks")
    assert Cover([]).text("all of it") == "all of it"
