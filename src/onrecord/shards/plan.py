"""The plan: which shards the inputs are cut into. The same inputs give the same plan on every machine."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import RecordError, UsageError
from onrecord.intake.archive import WHOLE, Range, cut_ranges, is_archive
from onrecord.intake.files import ADDRESS
from onrecord.intake.folders import Folders
from onrecord.intake.opening import Failure
from onrecord.intake.sniff import SNIFFED

if TYPE_CHECKING:
    from onrecord.edtf import Edtf

PLAN = "plan.jsonl"
FORMAT = 1
# A shard is what is lost when whoever reads it dies: about a minute of reading. Web archives are cut into
# ranges of so many bytes: a few hundred pages, which are mostly packed.
MOST_FILES = 100
MOST_BYTES = 64_000_000
RANGE = 8_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What the reading of every shard of a folder depends on, beside the inputs.

    `reader` is the network's name, `onrecord` the version of the program. `published` (EDTF) and `outlet`
    are what the user knows of all reports; None: nothing.
    """

    reader: str
    onrecord: str
    published: Edtf | None = None
    outlet: str | None = None

    def as_json(self) -> dict[str, str | int | None]:
        return {
            "format": FORMAT,
            "reader": self.reader,
            "onrecord": self.onrecord,
            "published": self.published.value if self.published else None,
            "outlet": self.outlet,
        }


@dataclass(frozen=True, slots=True)
class Piece:
    """A file of a shard, or a range of a web archive. `named`: the user named it; else a folder held it.

    `size` (bytes) and `changed` (nanoseconds) are those it had when it was planned.
    """

    path: str
    named: bool
    size: int
    changed: int
    within: Range = WHOLE

    @property
    def weight(self) -> int:
        """How many bytes are read of it."""
        return (self.size if self.within.end is None else self.within.end) - self.within.begin


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are read at one go, and what was found in the folders between them that is none.

    `planned` is when they were first taken in (UTC): the reports bear it, whenever the shard is made.
    """

    pieces: tuple[Piece | Failure, ...]
    planned: datetime

    @property
    def name(self) -> str:
        """The name of its files: a hash of its pieces, so that a changed input is another shard."""
        told = json.dumps([_as_json(piece) for piece in self.pieces], ensure_ascii=False)
        return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()[:20]


def plan_shards(
    inputs: Sequence[str],
    out: Path,
    *,
    now: datetime,
    before: Iterable[Shard] = (),
    most_files: int = MOST_FILES,
    archive_range: int = RANGE,
) -> Iterator[Shard]:
    """The shards of the files and folders, in their order; what lies in `out` is none of them.

    A shard that was planned before keeps its time. Archives are cut into ranges of `archive_range` bytes or
    a little more, which takes going through those that were not planned before.
    """
    planned: dict[str, datetime] = {}
    cut: dict[tuple[str, int, int], list[Range]] = {}
    for shard in before:
        planned[shard.name] = shard.planned
        for piece in shard.pieces:
            if isinstance(piece, Piece) and piece.within != WHOLE:
                cut.setdefault((piece.path, piece.size, piece.changed), []).append(piece.within)

    def find_ranges(piece: Piece) -> Iterator[Piece]:
        if piece.size <= archive_range:
            yield piece
            return
        known = cut.get((piece.path, piece.size, piece.changed))
        for within in known or _cut(Path(piece.path), archive_range):
            yield replace(piece, within=within)

    for pieces in _group(_find_pieces(inputs, out.resolve(), find_ranges), most_files):
        shard = Shard(tuple(pieces), now)
        yield replace(shard, planned=planned.get(shard.name, now))


def _cut(path: Path, at_least: int) -> list[Range]:
    """The ranges of a web archive; any other file, or what cannot be read, is one."""
    try:
        with path.open("rb") as stream:
            if is_archive(stream.read(SNIFFED)):
                return list(cut_ranges(stream, where=str(path), at_least=at_least))
    except (OSError, UsageError):
        pass  # told by whoever reads it
    return [WHOLE]


def _find_pieces(
    inputs: Sequence[str], out: Path, find_ranges: Callable[[Piece], Iterator[Piece]]
) -> Iterator[Piece | Failure]:
    folders = Folders()
    for name in inputs:
        if ADDRESS.match(name):
            yield Failure(name, "addresses are not fetched in a batch; `onrecord add` takes them")
            continue
        path = Path(name)
        for found in folders.walk(path):
            if isinstance(found, Failure):
                yield found
            elif not found.resolve().is_relative_to(out):
                stat = found.stat()
                yield from find_ranges(Piece(str(found), found == path, stat.st_size, stat.st_mtime_ns))


def _group(pieces: Iterable[Piece | Failure], most_files: int) -> Iterator[list[Piece | Failure]]:
    group: list[Piece | Failure] = []
    size = 0
    for piece in pieces:
        weight = piece.weight if isinstance(piece, Piece) else 0
        cut = isinstance(piece, Piece) and piece.within != WHOLE
        if group and (len(group) == most_files or size + weight > MOST_BYTES or cut):
            yield group
            group, size = [], 0
        group.append(piece)
        size += MOST_BYTES if cut else weight
    if group:
        yield group


def write_plan(folder: Path, settings: Settings, shards: Iterable[Shard]) -> int:
    """Write the plan of a folder, whole or not at all; says how many shards it has.

    Raises RecordError where it cannot be written.
    """
    part = folder / f"{PLAN}.part"
    count = 0
    try:
        with part.open("w", encoding="utf-8", errors="surrogateescape") as out:
            out.write(json.dumps(settings.as_json(), ensure_ascii=False) + "\n")
            for count, shard in enumerate(shards, start=1):  # noqa: B007
                pieces = [_as_json(piece) for piece in shard.pieces]
                told = {"planned": shard.planned.isoformat(), "pieces": pieces}
                out.write(json.dumps(told, ensure_ascii=False) + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, folder / PLAN)
    except OSError as error:
        raise RecordError(f"cannot be written: {error.strerror}", where=str(folder / PLAN)) from error
    return count


def read_plan(folder: Path) -> tuple[dict[str, Any], Iterator[Shard]] | None:
    """The settings (as JSON) and the shards of a folder; None where no batch was begun in it.

    Raises UsageError where it cannot be read.
    """
    path = folder / PLAN
    if not path.exists():
        return None
    with path.open(encoding="utf-8", errors="surrogateescape") as lines:
        try:
            settings = json.loads(next(lines))
            known = settings["format"] == FORMAT
        except (StopIteration, ValueError, KeyError, TypeError) as error:
            raise UsageError("is no plan of a batch, or is damaged", where=str(path)) from error
    if not known:
        raise UsageError("was made by another version of Onrecord; use that one", where=str(path))
    return settings, _read_shards(path)


def count_shards(folder: Path) -> int:
    """How many shards the plan of a folder has; 0 where there is none."""
    plan = read_plan(folder)
    return sum(1 for _ in plan[1]) if plan else 0


def _read_shards(path: Path) -> Iterator[Shard]:
    with path.open(encoding="utf-8", errors="surrogateescape") as lines:
        next(lines)
        for line in lines:
            try:
                told = json.loads(line)
                pieces = tuple(_of_json(piece) for piece in told["pieces"])
                yield Shard(pieces, datetime.fromisoformat(told["planned"]))
            except (ValueError, KeyError, TypeError) as error:
                raise UsageError("is damaged; delete it and begin anew", where=str(path)) from error


def _as_json(piece: Piece | Failure) -> list[str | int | bool]:
    if isinstance(piece, Failure):
        return [piece.where, piece.what, piece.skipped]
    whole: list[str | int | bool] = [piece.path, piece.named, piece.size, piece.changed]
    return whole if piece.within == WHOLE else [*whole, piece.within.begin, piece.within.end or 0]


def _of_json(told: list[Any]) -> Piece | Failure:
    if len(told) == 3:
        return Failure(*told)
    path, named, size, changed, *cut = told
    begin, end = cut or WHOLE
    return Piece(path, named, size, changed, Range(begin, end or None))
