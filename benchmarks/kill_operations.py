"""What is killed: everything that changes a record, on short reports made here, of invented people."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import onrecord
from onrecord.errors import NotFound, RecordError, UsageError
from onrecord.face import Record
from onrecord.intake.given import Given
from onrecord.intake.opening import open_part
from onrecord.memory.linking import remember
from onrecord.pipeline import Kept, add_inputs
from onrecord.reading import network as networks
from onrecord.reading.reader import read_report
from onrecord.record import Verdict
from onrecord.shards.batch import Here, open_batch
from onrecord.shards.loading import load_shards
from onrecord.shards.making import Made
from onrecord.store import open_store
from onrecord.store import tables as t
from onrecord.workers.pool import Workers
from tests.intake.documents import warc_record

if TYPE_CHECKING:
    from onrecord.intake.fetch import Fetcher
    from onrecord.intake.opening import Limits, Opened, Part
    from onrecord.record import Reading, Report
    from onrecord.store.store import Store

NOW = datetime(2024, 3, 14, 12, tzinfo=UTC)
OLD_TABLES = Path(__file__).parents[1] / "tests" / "store"
REPORTS = 10
# What a place holds or an operation has said to be kept: by name, with a size.
Told = dict[str, int]
Note = Callable[[str], None]


class Kind(Enum):
    """What an operation changes."""

    RECORD = "a record"
    SHARDS = "a folder of shards"


@dataclass(frozen=True)
class Operation:
    """`prepare` makes the place as it stands before; `do` is what is killed, and can be done again.

    Both are given the location of the place and a folder for what they need beside it.
    """

    name: str
    do: Callable[[str, Path, Note], None]
    prepare: Callable[[str, Path], None]
    kind: Kind = Kind.RECORD
    on: tuple[str, ...] = ("sqlite", "postgresql", "server")


class InProcess(Workers):
    """Opens and reads in this process: no process need be started.

    What was read before the process was forked is not read again, so that it is mostly killed in what changes
    a record: reading changes nothing.
    """

    def __init__(self) -> None:
        self.jobs, self.ahead = 1, 4

    def open(self, part: Part, limits: Limits) -> Callable[[], list[Opened]]:
        return partial(open_part, part, limits)

    def read(self, report: Report) -> Callable[[], Reading]:
        return partial(_read, report)

    def drop(self) -> None:
        """Nothing is done before it is waited for."""


_read_before: dict[tuple[str, str], Reading] = {}


def _read(report: Report) -> Reading:
    key = report.version, repr(report.front)
    if key not in _read_before:
        _read_before[key] = read_report(report, _network())
    return _read_before[key]


@cache
def _network() -> networks.Network:
    return networks.load()


def warm_up() -> None:
    """Load and read all that adding needs, for the processes that are forked from this one."""
    with tempfile.TemporaryDirectory() as name:
        full(str(Path(name, "record.db")), Path(name))
        add_archives(str(Path(name, "archives.db")), Path(name), lambda _: None)


_PLACES = ("Riverton", "Sandholm", "Kestrel Bay")
_MATTERS = ("library", "night ferry", "quarry")
_PEOPLE = ("Ana Quell", "Tomas Brandt", "Irene Moss", "Rute Moreira", "Dov Halloran", "Ingrid Sund")
_OUTLETS = ("The Lantern", "Nordpress", "The Daily Beacon", "Radio Kestrel")


def make_texts() -> Iterator[str]:
    """Reports on three matters; those of one matter share sayings and people."""
    for number in range(REPORTS):
        about = number % len(_MATTERS)
        place, matter = _PLACES[about], _MATTERS[about]
        mayor, other = _PEOPLE[about], _PEOPLE[(about + 1 + number) % len(_PEOPLE)]
        yield (
            f"{place} council is to close its {matter}, report {number}\n\n"
            f"By the staff of {_OUTLETS[number % len(_OUTLETS)]}\n\n"
            f"{place.upper()}, March {4 + number}, 2024 - The council of {place} will close the {matter}"
            f" in June, and {30 + number} people will lose their work.\n\n"
            f"“We have no money left for the {matter} of {place},” said Mayor {mayor} on Monday.\n\n"
            f"{other}, a teacher, said that closing the {matter} was a disgrace for Lane{number:02}x.\n"
        )


def write_texts(folder: Path) -> Path:
    texts = folder / "texts"
    texts.mkdir(exist_ok=True)
    for number, text in enumerate(make_texts()):
        (texts / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return texts


def write_archives(folder: Path) -> None:
    """Half of the reports as pages of a packed web archive, the others as JSON Lines."""
    pages, rows = [], []
    for number, text in enumerate(make_texts()):
        url = f"https://lantern.example/{number}"
        headline, *body = text.strip().split("\n\n")
        told = "".join(f"<p>{escape(one)}</p>" for one in body)
        page = f"<!doctype html><title>{headline}</title><article><h1>{headline}</h1>{told}</article>"
        if number % 2:
            rows.append(json.dumps({"url": url, "text": text}))
        else:
            pages.append(gzip.compress(warc_record(url, page.encode()), mtime=0))
    (folder / "pages.warc.gz").write_bytes(b"".join(pages))
    (folder / "rows.jsonl").write_text("\n".join(rows) + "\n", encoding="utf-8")


def nothing(location: str, folder: Path) -> None:
    """There is no record before."""
    write_texts(folder)
    write_archives(folder)


def full(location: str, folder: Path) -> None:
    """All reports are in."""
    nothing(location, folder)
    add(location, folder, lambda _: None)


def _no_fetcher() -> Fetcher:
    from onrecord.intake.fetch import Fetcher

    return Fetcher()


def _add(location: str, inputs: list[Path], note: Note) -> None:
    with open_store(location) as store, _no_fetcher() as fetcher:
        names = [str(one) for one in inputs]
        for one in add_inputs(store, names, InProcess(), fetcher, given=Given(), now=NOW):
            if isinstance(one, Kept):
                note(one.report.version)


def add(location: str, folder: Path, note: Note) -> None:
    _add(location, [folder / "texts"], note)


def add_archives(location: str, folder: Path, note: Note) -> None:
    _add(location, [folder / "pages.warc.gz", folder / "rows.jsonl"], note)


def add_jobs(location: str, folder: Path, note: Note) -> None:
    """As the command does it, with two processes that read."""
    with open_store(location) as store, _no_fetcher() as fetcher, Workers(2) as workers:
        for one in add_inputs(store, [str(folder / "texts")], workers, fetcher, given=Given(), now=NOW):
            if isinstance(one, Kept):
                note(one.report.version)


def batch(location: str, folder: Path, note: Note) -> None:
    inputs = [str(folder / name) for name in ("texts", "pages.warc.gz", "rows.jsonl")]
    with open_batch(inputs, Path(location), Here(InProcess()), now=NOW, most_files=4) as shards:
        for one in shards:
            if isinstance(one, Made):
                note(one.manifest.shard)


def make_shards(location: str, folder: Path) -> None:
    nothing(location, folder)
    (folder / "shards").mkdir()
    batch(str(folder / "shards"), folder, lambda _: None)


def load(location: str, folder: Path, note: Note) -> None:
    with open_store(location) as store:
        for _ in load_shards(store, folder / "shards", InProcess, now=NOW):
            pass


def migrate(location: str, folder: Path, note: Note) -> None:
    """Opening brings the tables up to this version, and the next writer compares all anew."""
    with open_store(location) as store, store.writer() as writer:
        remember(store, writer, now=NOW)


def old(version: int) -> Callable[[str, Path], None]:
    """Makes a record of all reports as that version kept them."""

    def make(location: str, folder: Path) -> None:
        new = folder / "new.db"
        full(str(new), folder)
        tables = (OLD_TABLES / f"version-{version}.sql").read_text()
        # The parts of a search table are made by it.
        made = [one for one in tables.split(";\n") if not re.match(r"CREATE TABLE '\w+_words_", one)]
        made.sort(key=lambda one: not one.startswith("CREATE TABLE"))
        with closing(sqlite3.connect(location)) as connection, connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(";\n".join(made))
            entities_current = ", 1" if version == 1 else ""
            connection.execute(f"INSERT INTO record VALUES ({version}, 0{entities_current})")
            connection.execute("ATTACH ? AS new", (str(new),))
            triggers = connection.execute("SELECT sql FROM new.sqlite_master WHERE type = 'trigger'")
            for (sql,) in triggers.fetchall():  # of word search, the same in all versions
                connection.execute(sql)
            for table in t.metadata.sorted_tables:
                there = [row[1] for row in connection.execute(f"PRAGMA main.table_info({table.name})")]
                names = ", ".join(f'"{name}"' for name in there if name in table.c)
                if there and table is not t.record:
                    connection.execute(
                        f"INSERT INTO main.{table.name} ({names}) SELECT {names} FROM new.{table.name}"
                    )
        with closing(sqlite3.connect(location)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    return make


def correct(location: str, folder: Path, note: Note) -> None:
    """Twelve decisions in turn; those that the log has already are not taken again."""
    with onrecord.open_record(location) as record:
        for number, decide in enumerate(_DECISIONS):
            reason = f"decision-{number}"
            if all(one.reason != reason for one in record.decide.log()):
                decide(record, reason)
            note(reason)
            if number in _UNDONE:
                [made] = [one for one in record.decide.log() if one.reason == reason]
                if made.withdrawn is None:
                    record.decide.undo(made.id)
        _settle(record.store)


def _settle(store: Store) -> None:
    """What every next change of a record does first: compare what a kill left undone."""
    with store.writer() as writer:
        remember(store, writer, now=NOW)


def _said_by(record: Record, who: str, number: int) -> str:
    return sorted(one.statement.id for one in record.statements(by=who))[number]


def _report(record: Record, number: int) -> str:
    return sorted(one.report for one in record.reports())[number]


_DECISIONS: tuple[Callable[[Record, str], object], ...] = (
    lambda record, why: record.decide.merge("Irene Moss", "Ingrid Sund", reason=why),
    lambda record, why: record.decide.rename("Ana Quell", "Ana Maria Quell", reason=why),
    lambda record, why: record.decide.split("Irene Moss", ["Ingrid Sund"], reason=why),
    lambda record, why: record.decide.edit(_said_by(record, "Quell", 0), reject=True, reason=why),
    lambda record, why: record.decide.edit(_said_by(record, "Brandt", 0), speaker="Rute Moreira", reason=why),
    lambda record, why: record.decide.edit(_said_by(record, "Brandt", 1), speaker=None, reason=why),
    lambda record, why: record.decide.merge("Dov Halloran", "Rute Moreira", reason=why),
    lambda record, why: record.decide.judge(
        "saying", _said_by(record, "Quell", 0), _said_by(record, "Quell", 1), Verdict.DIFFERENT, reason=why
    ),
    lambda record, why: record.decide.judge(
        "copy", _report(record, 0), _report(record, 1), Verdict.SAME, reason=why
    ),
    lambda record, why: record.decide.judge(
        "story", _report(record, 2), _report(record, 3), Verdict.SAME, reason=why
    ),
    lambda record, why: record.decide.edit(_said_by(record, "Halloran", 0), accept=True, reason=why),
    lambda record, why: record.decide.restrict(_report(record, 5), reason=why),
)
_UNDONE = (5, 6, 9)


def forget(location: str, folder: Path, note: Note) -> None:
    """Every third report, to the last byte."""
    with onrecord.open_record(location) as record:
        for report in _forgotten(folder):
            try:
                record.forget(report)
            except NotFound:
                continue  # before it was killed
        _settle(record.store)
    if Path(location).exists():
        _require_wiped(location, folder)


def _require_wiped(location: str, folder: Path) -> None:
    """No byte is left of what was forgotten."""
    left = [path.read_bytes() for path in Path(location).parent.glob(f"{Path(location).name}*")]
    for number, text in enumerate(make_texts()):
        report = json.loads((folder / "numbers.json").read_text())[str(number)]
        word = re.search(r"Lane\w+", text)
        assert word is not None
        if report in _forgotten(folder) and any(word[0].encode() in data for data in left):
            raise RecordError(f"{word[0]} of {report} is still in it", where=location)


def _forgotten(folder: Path) -> list[str]:
    """The ids are read once, before anything is forgotten."""
    return json.loads((folder / "forgotten.json").read_text())  # type: ignore[no-any-return]


def full_to_forget(location: str, folder: Path) -> None:
    full(location, folder)
    with onrecord.open_record(location) as record:
        numbers = {_number(record, one.report): one.report for one in record.reports()}
    (folder / "numbers.json").write_text(json.dumps(numbers))
    (folder / "forgotten.json").write_text(json.dumps(sorted(numbers.values())[::3]))


def _number(record: Record, report: str) -> int:
    return int(Path(record.store.queries.report(report).original.location).stem)


def copy(location: str, folder: Path, note: Note) -> None:
    with onrecord.open_record(folder / "source.db") as record:
        try:
            for _ in record.copy(location):
                pass
        except UsageError:
            if not _holds_reports(location):
                raise  # what was killed behind its end has copied all


def _holds_reports(location: str) -> bool:
    with open_store(location) as store:
        return any(True for _ in _versions(store))


def _versions(store: Store) -> Iterator[str]:
    return (one.version for one in store.queries.listing())


def source_to_copy(location: str, folder: Path) -> None:
    full(str(folder / "source.db"), folder)


_ALL = (
    Operation("add", add, nothing),
    Operation("add --jobs 2", add_jobs, nothing),
    Operation("archives", add_archives, nothing),
    Operation("batch", batch, nothing, Kind.SHARDS, ("sqlite",)),
    Operation("load", load, make_shards),
    *(
        # Records on PostgreSQL begin at this version: there is nothing to bring up.
        Operation(f"migrate {version}", migrate, old(version), on=("sqlite",))
        for version in range(1, t.VERSION)
    ),
    Operation("correct", correct, full),
    Operation("forget", forget, full_to_forget),
    Operation("copy", copy, source_to_copy),
)
OPERATIONS = {operation.name: operation for operation in _ALL}
