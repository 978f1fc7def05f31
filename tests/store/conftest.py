"""Reports, readings and records for the tests of the store, built by hand from the nouns."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from onrecord.edtf import Edtf
from onrecord.record import (
    Act,
    Dated,
    Dateline,
    DateMention,
    EntityKind,
    Figure,
    Front,
    Kind,
    Mention,
    OffsetMap,
    Original,
    Reading,
    Report,
    Span,
    Speaker,
    Statement,
)
from onrecord.store import Added, open_store
from onrecord.store.dialect import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.store.store import Store

NOW = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
MODEL = "test-1"

# Who, what they said, with what word, and what sort of saying it is.
SAYINGS = (
    ("Zoë Łęcka", "the bridge is safe", "said", Act.INFORM),
    ("Andrés Manuel Ortega", "nobody was warned", "denied", Act.DENY),
    ("Mary Lee", "the river will rise again", "warned", Act.INFORM),
    ("the Leeds Port Company", "repairs will be paid", "promised", Act.PROMISE),
)


def make_report(
    name: str = "bridge",
    *,
    extra: str = "",
    published: str | None = "2024-03-04",
    given: bool = False,
    outlet: str = "The Lantern",
    fetched: datetime = NOW,
) -> Report:
    """A report on a bridge; `extra` makes its text another one, `given` its front matter the user's."""
    lines = [f"{who} {cue} {what} near {name}." for who, what, cue, _ in SAYINGS]
    text = "\n\n".join([f"News of {name}", f"PORT HALE, March 4 — 18 people crossed.{extra}", *lines])
    where = "user" if given else "meta"
    front = Front(
        headline=f"News of {name}",
        dateline=Dateline("PORT HALE", Edtf.parse("XXXX-03-04"), None),
        outlet=outlet,
        url=f"https://lantern.example/{name}",
        language="en",
        published=Edtf.parse(published) if published else None,
        read_from=(
            ("headline", "text"), ("dateline", "text"), ("outlet", where), ("url", "meta"),
            ("language", "text"), *((("published", where),) if published else ()),
        ),
    )  # fmt: skip
    return Report(
        text=text,
        front=front,
        original=Original(f"<p>{text}".encode(errors="replace"), "text/html", f"{name}.html", fetched),
        offsets=OffsetMap("html", ((0, len(text), 3, 3 + len(text)),)),
        notes=("read by hand",),
    )


def read_by_hand(report: Report, *, model: str = MODEL) -> Reading:
    """What a reader would find in a report of `make_report`."""
    statements = []
    for who, what, cue, act in SAYINGS:
        line = report.text.index(f"{who} {cue}")
        kind = EntityKind.ORGANIZATION if "Company" in who else EntityKind.PERSON
        said = None
        if act is Act.DENY and report.front.published:
            said = Dated(report.front.published, "on the day of publication")
        statements.append(
            Statement(
                version=report.version,
                kind=Kind.INDIRECT,
                act=act,
                score=0.9,
                source=(find_span(report, who, line),),
                cue=(find_span(report, cue, line),),
                content=(find_span(report, what, line), find_span(report, "near", line)),
                speaker=Speaker(who, kind, 0.8, "named in the same sentence"),
                said=said,
            )
        )
    inner = Statement(
        version=report.version,
        kind=Kind.INDIRECT,
        act=Act.INFORM,
        score=0.6,
        source=(),
        cue=(),
        content=(find_span(report, "nobody"),),
        within=statements[1].id,
    )
    return Reading(
        version=report.version,
        model=model,
        statements=(*statements, inner),
        mentions=(
            *(Mention(s.source[0], s.speaker.kind, s.speaker.name) for s in statements if s.speaker),
            Mention(find_span(report, "nobody"), EntityKind.PERSON, None),
        ),
        dates=(DateMention(find_span(report, "March 4"), Edtf.parse("XXXX-03-04")),),
        figures=(Figure(find_span(report, "18 people"), 18.0, "exact", "people"),),
        notes=("all found",),
    )


def find_span(report: Report, words: str, start: int = 0) -> Span:
    place = report.text.index(words, start)
    return report.span(place, place + len(words))


def add(store: Store, *reports: Report, model: str = MODEL, after: timedelta = timedelta()) -> list[Added]:
    with store.writer() as writer:
        return [writer.add(r, read_by_hand(r, model=model), now=NOW + after) for r in reports]


def make_reports(count: int) -> list[Report]:
    return [make_report(f"place{number}") for number in range(count)]


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty record, in each database in turn."""
    sqlite = request.param == "sqlite"
    with open_store(tmp_path / "record.db" if sqlite else request.getfixturevalue("database")) as opened:
        yield opened


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """An empty record in a file, where a test is of files."""
    with open_store(tmp_path / "record.db") as opened:
        yield opened


def path_of(store: Store) -> Path:
    """The file of a record."""
    assert isinstance(store.place, Path)
    return store.place


def where_of(store: Store) -> str:
    """What opens the record again."""
    return store.place.address if isinstance(store.place, Server) else str(store.place)


def change(store: Store, sql: str) -> None:
    """Change a record as somebody would who does not keep to its rules."""
    if isinstance(store.place, Server):
        address = store.place.address.replace("reader@", "keeper@")
        with psycopg.connect(address) as connection:
            connection.execute("SET session_replication_role = replica")  # foreign keys are not looked at
            connection.execute(sql.encode())
    else:
        with closing(sqlite3.connect(store.place)) as file, file:
            file.execute(sql)


@contextmanager
def two_stores() -> Iterator[tuple[Store, Store]]:
    """Two empty records, for tests that hypothesis runs many times."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(folder, "one.db")) as one,
        open_store(Path(folder, "other.db")) as other,
    ):
        yield one, other
