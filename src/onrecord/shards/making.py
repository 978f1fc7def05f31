"""Making a shard: its inputs are opened and read as `add` does it, and kept as its table."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import InputTooLarge, NotAReport
from onrecord.intake.files import find_inputs
from onrecord.intake.given import Given
from onrecord.intake.opening import Failure
from onrecord.shards.files import Manifest, find_shard, is_whole, write_shard
from onrecord.shards.plan import Piece, Settings, Shard
from onrecord.shards.tables import ReadReport, Row

if TYPE_CHECKING:
    from onrecord.intake.archive import Range
    from onrecord.record import Reading, Report
    from onrecord.workers.pool import Workers


@dataclass(frozen=True, slots=True)
class Made:
    """A shard that is there. `before`: it was already. `damaged`: it was, and had to be made anew."""

    manifest: Manifest
    before: bool = False
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Lost:
    """A shard that could not be made, and why. Its inputs are missing until it is made."""

    shard: str
    why: str


def make_shard(folder: Path, shard: Shard, settings: Settings, workers: Workers) -> Made:
    """See to it that a shard is there, as it was made: one whose table was changed is made anew.

    Raises RecordError where it cannot be written.
    """
    known = find_shard(folder, shard.name)
    if known is not None and is_whole(folder, known):
        return Made(known, before=True)
    manifest = write_shard(folder, shard, settings, read_pieces(shard, settings, workers))
    return Made(manifest, damaged=known is not None)


def read_pieces(shard: Shard, settings: Settings, workers: Workers) -> Iterator[Row]:
    """What `add` would keep of the shard's inputs, in their order, and what gave no report."""
    given = Given(published=settings.published, outlet=settings.outlet)
    found = _find(shard, given, workers)
    waiting: deque[Callable[[], Row]] = deque()
    for one in found:
        waiting.append(_ask(one, workers))
        if len(waiting) > workers.ahead:
            yield waiting.popleft()()
    while waiting:
        yield waiting.popleft()()


def _find(shard: Shard, given: Given, workers: Workers) -> Iterator[Report | Failure]:
    for kind, pieces in groupby(shard.pieces, key=_kind_of):
        if kind is None:
            yield from (piece for piece in pieces if isinstance(piece, Failure))
            continue
        named, within = kind
        paths = [piece.path for piece in pieces if isinstance(piece, Piece)]
        yield from find_inputs(
            paths, given=given, fetcher=None, now=shard.planned, opener=workers, named=named, within=within
        )


def _kind_of(piece: Piece | Failure) -> tuple[bool, Range] | None:
    return (piece.named, piece.within) if isinstance(piece, Piece) else None


def _ask(found: Report | Failure, workers: Workers) -> Callable[[], Row]:
    """Begin to read a report; what comes back waits for it."""
    if isinstance(found, Failure):
        return lambda: found
    # The original is not read, and may be large.
    reading: Callable[[], Reading] = workers.read(replace(found, original=replace(found.original, data=b"")))

    def wait() -> Row:
        try:
            return ReadReport(found, reading())
        except (InputTooLarge, NotAReport) as error:
            return Failure(found.original.location, error.what)

    return wait
