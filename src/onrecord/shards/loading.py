"""Loading: shards go into a record as `add` would have put their inputs in, and nothing is read again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import UsageError
from onrecord.intake.opening import Failure
from onrecord.pipeline import Kept, add_found
from onrecord.reading.network import read_name
from onrecord.shards.files import Manifest, find_shard, is_whole, read_shard, set_aside
from onrecord.shards.plan import read_plan
from onrecord.shards.tables import Row, require_parquet

if TYPE_CHECKING:
    from onrecord.record import Reading, Report
    from onrecord.store.kept import Added
    from onrecord.store.store import Store
    from onrecord.workers.pool import Workers


@dataclass(frozen=True, slots=True)
class Loaded:
    """A shard that is in the record: what adding its reports did, and what gave none."""

    shard: str
    added: Counter[Added]
    statements: int
    failures: tuple[Failure, ...] = field(repr=False)


class _ReadBefore:
    """The readings of a shard, for the pipeline to keep: a `Reader` that has read already."""

    ahead = 0

    def __init__(self, workers: Callable[[], Workers]) -> None:
        self._workers = workers
        self._last: tuple[Report, Reading] | None = None

    def open(self, rows: Iterator[Row]) -> Iterator[Report | Failure]:
        for row in rows:
            if isinstance(row, Failure):
                yield row
            else:
                self._last = row
                yield row.report

    def read(self, report: Report) -> Callable[[], Reading]:
        """The reading in the shard; anew where the record knows more of the report than its shard did."""
        assert self._last is not None
        known, reading = self._last
        if (known.version, known.front) == (report.version, report.front):
            return lambda: reading
        return self._workers().read(report)

    def drop(self) -> None:
        self._last = None


def load_shards(
    store: Store, folder: Path, workers: Callable[[], Workers], *, now: datetime
) -> Generator[Loaded]:
    """Put the shards of a folder into the record, in the order of their plan; yields each that is in.

    A shard that the record has already changes nothing, so that what was stopped goes on. `workers` are asked
    for where a report must be read anew. Raises UsageError where there are no shards, they were read by
    another network, or one is missing or damaged; those before it are in.
    """
    require_parquet()
    plan = read_plan(folder)
    if plan is None:
        raise UsageError("there are no shards here: `onrecord batch` makes them", where=str(folder))
    settings, shards = plan
    if settings["reader"] != read_name():
        raise UsageError(
            f"was read by {settings['reader']}, and this Onrecord reads with {read_name()}: "
            "load it with the one that it was made with, or make the batch anew",
            where=str(folder),
        )
    for shard in shards:
        manifest = _require_whole(folder, shard.name)
        yield _load(store, folder, manifest, workers, now=now)


def _require_whole(folder: Path, name: str) -> Manifest:
    manifest = find_shard(folder, name)
    if manifest is None:
        raise UsageError(
            "is not made yet: give the same `onrecord batch` command again, then load again",
            where=f"shard {name}",
        )
    if not is_whole(folder, manifest):
        set_aside(folder, name)
        raise UsageError(
            "is damaged, its table is not the one that was written; it was set aside: "
            "give the same `onrecord batch` command again, which makes it anew, then load again",
            where=f"shard {name}",
        )
    return manifest


def _load(
    store: Store, folder: Path, manifest: Manifest, workers: Callable[[], Workers], *, now: datetime
) -> Loaded:
    reader = _ReadBefore(workers)
    added: Counter[Added] = Counter()
    statements = 0
    failures = []
    for outcome in add_found(store, reader.open(read_shard(folder, manifest)), reader, now=now):
        if isinstance(outcome, Kept):
            added[outcome.added] += 1
            statements += outcome.statements
        else:
            failures.append(outcome)
    return Loaded(manifest.shard, added, statements, tuple(failures))
