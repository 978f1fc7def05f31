"""The batch: inputs are planned, and every shard of the plan is made, here or on many machines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from onrecord.errors import RecordError, UsageError
from onrecord.reading.network import read_name
from onrecord.shards.files import FOLDER, find_failures, find_shard, remove_parts
from onrecord.shards.making import Lost, Made, make_shard
from onrecord.shards.plan import MOST_FILES, RANGE, Settings, Shard, plan_shards, read_plan, write_plan
from onrecord.shards.tables import require_parquet

if TYPE_CHECKING:
    from onrecord.edtf import Edtf
    from onrecord.intake.opening import Failure
    from onrecord.workers.pool import Workers


class Maker(Protocol):
    """What makes shards: it sees to it that each is there, and tells of each as soon as it is."""

    def make(self, folder: Path, shards: Iterator[Shard], settings: Settings) -> Iterator[Made | Lost]: ...


class Here:
    """The workers of this machine make one shard after another, all of them one shard together."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    def make(self, folder: Path, shards: Iterator[Shard], settings: Settings) -> Iterator[Made | Lost]:
        try:
            for shard in shards:
                yield make_shard(folder, shard, settings, self._workers)
        except BaseException:
            self._workers.drop()
            raise


class Batch:
    """A folder of shards while it is being filled; made by `open_batch`. Iterating makes what is missing.

    `len` is how many shards the inputs are cut into. Every one is told of once: as made, found as it was
    written (it is looked at), or lost.
    """

    def __init__(self, folder: Path, settings: Settings, maker: Maker, shards: int) -> None:
        self.folder = folder
        self.settings = settings
        self._maker = maker
        self._shards = shards

    def __len__(self) -> int:
        return self._shards

    def __iter__(self) -> Iterator[Made | Lost]:
        plan = read_plan(self.folder)
        assert plan is not None
        return self._maker.make(self.folder, plan[1], self.settings)

    def failures(self) -> Iterator[Failure]:
        """The inputs that gave no report, of all shards that are there, in the order of the inputs."""
        plan = read_plan(self.folder)
        for shard in plan[1] if plan else ():
            manifest = find_shard(self.folder, shard.name)
            if manifest is not None:
                yield from find_failures(self.folder, manifest)


@contextmanager
def open_batch(
    inputs: Sequence[str],
    folder: Path,
    maker: Maker,
    *,
    now: datetime,
    published: Edtf | None = None,
    outlet: str | None = None,
    most_files: int = MOST_FILES,
    archive_range: int = RANGE,
) -> Iterator[Batch]:
    """Plan the inputs in a folder, which is made where there is none, and hold it for this batch.

    Raises UsageError where another batch is at work in it, or what is in it was read with other settings.
    """
    require_parquet()
    settings = Settings(read_name(), version("onrecord"), published, outlet)
    try:
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RecordError(f"cannot be made: {error.strerror}", where=str(folder)) from error
    with _held(folder):
        before = read_plan(folder)
        if before is not None:
            _require_settings(before[0], settings, folder)
        known = before[1] if before else ()
        shards = plan_shards(
            inputs, folder, now=now, before=known, most_files=most_files, archive_range=archive_range
        )
        count = write_plan(folder, settings, shards)
        remove_parts(folder)
        try:
            yield Batch(folder, settings, maker, count)
        finally:
            remove_parts(folder)


def _require_settings(found: dict[str, object], wanted: Settings, folder: Path) -> None:
    names = {
        "reader": "the network",
        "onrecord": "Onrecord",
        "published": "--published",
        "outlet": "--outlet",
    }
    for name, value in wanted.as_json().items():
        if found.get(name) != value:
            what = names.get(name, f"--{name}")
            raise UsageError(
                f"was begun with another setting ({what}: {found.get(name)}, now {value}): "
                "give that one again, or another folder",
                where=str(folder),
            )


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder for this process alone; the system lets go of it however the process ends."""
    with closing(sqlite3.connect(folder / "batch.lock", timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise UsageError(
                "another batch is at work in this folder: wait until it is done", where=str(folder)
            ) from error
        yield
