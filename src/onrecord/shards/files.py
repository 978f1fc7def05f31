"""A shard's files: the table, and a manifest beside it that says that the table is whole.

Both are written beside their place and moved into it, the manifest last: a shard without one is not there.
The same shard gives the same bytes, so that it does no harm if two write it.
"""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from onrecord.errors import OnrecordError, RecordError, UsageError
from onrecord.intake.opening import Failure
from onrecord.shards.tables import Row, read_failures, read_rows, write_rows

if TYPE_CHECKING:
    from onrecord.shards.plan import Settings, Shard

FOLDER = "shards"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a shard's table holds, and by which it is known again: its length in bytes and its SHA-256.

    `settings` are those it was read with (see `plan.Settings`), as JSON.
    """

    shard: str
    sha256: str
    size: int
    reports: int
    statements: int
    failures: int
    left_out: int
    settings: dict[str, Any]


def write_shard(folder: Path, shard: Shard, settings: Settings, rows: Iterable[Row]) -> Manifest:
    """Keep the rows of a shard. Raises RecordError where they cannot be written."""
    table = _table(folder, shard.name)
    counts = {"reports": 0, "statements": 0, "failures": 0, "left_out": 0}

    def counted() -> Iterator[Row]:
        for row in rows:
            if isinstance(row, Failure):
                counts["left_out" if row.skipped else "failures"] += 1
            else:
                counts["reports"] += 1
                counts["statements"] += len(row.reading.statements)
            yield row

    with _whole(table) as out:
        write_rows(out, counted())
    sha256, size = _hash(table)
    manifest = Manifest(shard.name, sha256, size, **counts, settings=settings.as_json())
    with _whole(_manifest(folder, shard.name)) as out:
        out.write(json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode() + b"\n")
    return manifest


def find_shard(folder: Path, name: str) -> Manifest | None:
    """The manifest of a shard that is there; None: it was not made, or not to its end."""
    try:
        told = json.loads(_manifest(folder, name).read_bytes())
        return Manifest(**told)
    except (FileNotFoundError, ValueError, TypeError):
        return None


def is_whole(folder: Path, manifest: Manifest) -> bool:
    """Whether the table is the one that was written."""
    try:
        return _hash(_table(folder, manifest.shard)) == (manifest.sha256, manifest.size)
    except OSError:
        return False


def read_shard(folder: Path, manifest: Manifest) -> Iterator[Row]:
    """The rows of a shard. Raises UsageError where a row is damaged."""
    table = _table(folder, manifest.shard)
    try:
        with table.open("rb") as stream:
            yield from read_rows(stream)
    except OnrecordError as error:
        raise UsageError(f"holds a row that {error.what}", where=str(table)) from error


def find_failures(folder: Path, manifest: Manifest) -> Iterator[Failure]:
    """The inputs of a shard that gave no report."""
    if manifest.failures or manifest.left_out:
        with _table(folder, manifest.shard).open("rb") as stream:
            yield from read_failures(stream)


def set_aside(folder: Path, name: str) -> None:
    """A shard that is damaged is as if it had not been made."""
    _manifest(folder, name).unlink(missing_ok=True)


def remove_parts(folder: Path) -> None:
    """Remove what was being written when whoever wrote it died."""
    for part in (folder / FOLDER).glob("*.part"):
        part.unlink(missing_ok=True)


def _table(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}.parquet"


def _manifest(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{name}.json"


def _hash(path: Path) -> tuple[str, int]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return digest, stream.tell()


@contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole in the end or not at all, also when the machine stops."""
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        with part.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        os.replace(part, path)
    except OSError as error:
        raise RecordError(f"cannot be written: {error.strerror}", where=str(path)) from error
    finally:
        part.unlink(missing_ok=True)
