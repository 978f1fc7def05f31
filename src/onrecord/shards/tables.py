"""Rows of a shard: what `add` would keep of each input, as a Parquet table. Needs `[parquet]`.

A row is a report with its reading, its fields those of the contract (`views/contract.py`), or an input that
gave none, with the reason in `failure`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from types import NoneType, UnionType
from typing import IO, TYPE_CHECKING, Any, Literal, NamedTuple, Union, get_args, get_origin

from onrecord.errors import UsageError
from onrecord.intake.opening import Failure
from onrecord.views.bundle.extracts import KeptVersion, answer_version, version_of
from onrecord.views.contract import Answer

if TYPE_CHECKING:
    import pyarrow as pa

    from onrecord.record import Reading, Report

# A group of rows is held before it is written, and when it is read: so many rows, or bytes of originals.
MOST_ROWS = 100
MOST_BYTES = 16_000_000


class ReadReport(NamedTuple):
    """A report with its reading."""

    report: Report
    reading: Reading


Row = ReadReport | Failure


class FailureAnswer(Answer):
    """See `onrecord.Failure`."""

    where: str
    what: str
    skipped: bool


class ShardRow(Answer):
    """A row. `version` and `original` (the bytes as they came) are of a report, else there is a `failure`."""

    version: KeptVersion | None
    original: bytes | None
    failure: FailureAnswer | None


def write_rows(out: IO[bytes], rows: Iterable[Row]) -> None:
    """Write the rows, held by groups. The same rows give the same bytes."""
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    schema = _schema()
    with ParquetWriter(out, schema, compression="zstd") as writer:
        group: list[dict[str, Any]] = []
        size = 0
        for row in rows:
            made = _as_row(row).model_dump()
            group.append(made)
            size += len(made["original"] or b"")
            if len(group) == MOST_ROWS or size >= MOST_BYTES:
                writer.write_table(Table.from_pylist(group, schema))
                group, size = [], 0
        writer.write_table(Table.from_pylist(group, schema))


def read_rows(stream: IO[bytes]) -> Iterator[Row]:
    """The rows of a file. Raises UsageError where one is not what its ids name."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(stream) as file:
        for number in range(file.num_row_groups):
            for row in file.read_row_group(number).to_pylist(maps_as_pydicts="strict"):
                yield _of_row(ShardRow.model_validate(row))


def read_failures(stream: IO[bytes]) -> Iterator[Failure]:
    """What gave no report, without reading the rest."""
    from pyarrow.parquet import ParquetFile

    with ParquetFile(stream) as file:
        for number in range(file.num_row_groups):
            for row in file.read_row_group(number, columns=["failure"]).to_pylist():
                if row["failure"] is not None:
                    yield Failure(**row["failure"])


def require_parquet() -> None:
    """Raises UsageError where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError as error:
        raise UsageError('shards need a library more: pip install "onrecord[parquet]"') from error


def _as_row(row: Row) -> ShardRow:
    if isinstance(row, Failure):
        # The name of a file may be no text.
        where = row.where.encode("utf-8", "replace").decode()
        told = FailureAnswer(where=where, what=row.what, skipped=row.skipped)
        return ShardRow(version=None, original=None, failure=told)
    version = answer_version(row.report, row.reading)
    return ShardRow(version=version, original=row.report.original.data, failure=None)


def _of_row(row: ShardRow) -> Row:
    if row.failure is not None:
        return Failure(row.failure.where, row.failure.what, row.failure.skipped)
    if row.version is None or row.original is None:
        raise UsageError("a row that is neither a report nor a failure")
    return ReadReport(*version_of(row.version, row.original))


@lru_cache(maxsize=1)
def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema(list(_type_of(ShardRow)))


def _type_of(kind: Any) -> pa.DataType:
    """The type of a column that holds what a field of the contract holds."""
    import pyarrow as pa

    plain = {
        bool: pa.bool_(),
        bytes: pa.binary(),
        datetime: pa.timestamp("us", tz="UTC"),
        float: pa.float64(),
        int: pa.int64(),
        int | float: pa.float64(),
    }
    if kind in plain:
        return plain[kind]
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _type_of(Union[tuple(one for one in inside if one is not NoneType)])  # noqa: UP007
    if origin is Literal:
        return _type_of(type(inside[0]))
    if origin in (list, tuple):
        # The tuples of the contract are of one kind.
        return pa.list_(_type_of(inside[0]))
    if origin is dict:
        return pa.map_(_type_of(inside[0]), _type_of(inside[1]))
    if issubclass(kind, Answer):
        fields = kind.model_fields.items()
        return pa.struct([pa.field(name, _type_of(field.annotation)) for name, field in fields])
    assert issubclass(kind, str), kind
    return pa.string()
