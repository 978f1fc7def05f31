"""What is restricted is for readers as if it had been forgotten: in every list, count, search and export."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.errors import NotFound, RecordError, UsageError
from onrecord.face import Record, open_record
from onrecord.memory.telling import keep_told
from onrecord.store.asked import Asked
from onrecord.store.browse import Browse
from onrecord.views.exports import FORMS
from tests.store.conftest import where_of
from tests.views.made import load_story
from tests.web.conftest import keep

# Words that forms of export have of their own.
OF_FORMS = {"person", "report", "named", "within", "https", "document"}

# Which of the members of an entity are compared depends on who else there is.
ABOUT = ("saying", "copy", "story")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("withheld") / "story.sqlite"
    keep(path, load_story("asylum"))
    return path


@pytest.fixture
def record(kept: Path, tmp_path: Path) -> Iterator[Record]:
    with open_record(shutil.copy(kept, tmp_path / "all.sqlite")) as opened:
        yield opened


@pytest.fixture
def readers(record: Record) -> Iterator[Record]:
    with open_record(where_of(record.store), for_readers=True) as opened:
        yield opened


def answers(record: Record) -> dict[str, object]:
    """What a record answers, without what follows from the ids of groups."""
    browse = Browse(record.store)
    statements, reports = browse.statements(Asked(), limit=500), browse.reports(limit=500)
    speaks = browse.people(limit=500)
    stories = browse.stories(limit=500)
    return {
        "size": browse.size(),
        "outlets": browse.outlets(),
        "listed statements": (statements.total, {one.statement.id for one in statements.items}),
        "listed reports": (reports.total, {(one.report, one.statements) for one in reports.items}),
        "speakers": (speaks.total, {(s.entity.forms, s.statements, s.reports) for s in speaks.items}),
        "listed stories": (stories.total, {one.reports for one in stories.items}),
        "found": {word: browse.statements(Asked(about=word)).total for word in ("asylum", "the", "border")},
        "unsure": browse.unsure().total,
        "counts": replace(record.store.queries.counts(), judgements=0),
        "reports": [one.report for one in record.reports()],
        "statements": [one.statement.id for one in record.statements()],
        "people": {(one.entity.forms, one.statements, one.reports) for one in record.people(silent=True)},
        "sayings": {rendering for one in record.sayings() for rendering in one.renderings},
        "stories": {one.reports for one in record.stories()},
        "copies": record.copies(),
        "judged": {one.pair for about in ABOUT for one in record.store.queries.judgements(about)},
    }


def export(record: Record, form: str) -> str:
    if FORMS[form].binary:
        data = io.BytesIO()
        record.export(form, data)
        return data.getvalue().decode("latin-1")
    text = io.StringIO()
    record.export(form, text)
    return text.getvalue()


def test_readers_are_answered_as_if_it_had_been_forgotten(
    record: Record, readers: Record, tmp_path: Path
) -> None:
    for report in [one.report for one in record.reports()]:
        with open_record(shutil.copy(where_of(record.store), tmp_path / f"{report}.sqlite")) as without:
            without.forget(report)
            decision = record.decide.restrict(report, by="Ana")
            assert answers(readers) == answers(without)
        record.decide.undo(decision.id)
    assert answers(readers) == answers(record)


def test_no_word_of_it_is_left_in_any_export(record: Record, readers: Record, tmp_path: Path) -> None:
    reports = [record.store.queries.report(one.report) for one in record.reports()]
    words = {report.id: set(re.findall(r"[^\W\d_]{5,}", report.text)) for report in reports}
    hidden = reports[0].id
    others = set().union(*(words[report.id] for report in reports[1:]))
    before = {form: export(record, form) for form in FORMS}
    record.decide.restrict(hidden, by="Ana")
    secret = words[hidden] - others - OF_FORMS
    assert len(secret) > 10
    for form in FORMS:
        handed = export(readers, form)
        assert hidden not in handed, form
        assert not [word for word in secret if re.search(rf"\b{word}\b", handed)], form
        assert len(handed) <= len(before[form]), form
    bundle = tmp_path / "made.zip"
    readers.bundle(bundle)
    assert hidden.encode() not in bundle.read_bytes()


def test_a_statement_takes_its_report_with_it(record: Record, readers: Record) -> None:
    found = next(record.statements())
    story = record.story(found.report).id
    keep_told(record.store, story)
    assert readers.store.memory.told_part(story, "head") is not None
    decision = record.decide.restrict(found.statement.id, reason="an open case", by="Ana")
    assert readers.store.memory.told_part(story, "head") is None
    assert record.decide.restricted(found.report) == [decision]
    for id_ in (found.report, found.statement.id, found.statement.version, decision.id):
        with pytest.raises(NotFound):
            readers.store.queries.find(id_)
    assert list(record.decide.log()) == [decision]
    assert list(readers.decide.log()) == []
    with pytest.raises(UsageError, match="restricted already"):
        record.decide.restrict(found.statement.id, by="Ana")


def test_readers_cannot_write(readers: Record) -> None:
    report = next(readers.reports()).report
    with pytest.raises(RecordError, match="reading only"):
        readers.decide.restrict(report, by="Ana")


def test_a_name_known_only_from_there_finds_nobody(record: Record, readers: Record) -> None:
    by_report = {one.report: one for one in record.reports()}
    only = [p for p in record.people(silent=True) if len(p.reports) == 1 and len(by_report) > 1]
    person = only[0]
    record.decide.restrict(person.reports[0], by="Ana")
    assert not list(readers.people(named=person.entity.name, silent=True))
    with pytest.raises(NotFound):
        list(readers.statements(by=person.entity.name))
