"""Parquet: a statement a row, with typed columns, for data frames and databases. Needs `[parquet]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from onrecord.edtf import Edtf
from onrecord.errors import UsageError
from onrecord.views.formats import COLUMNS, statement_rows

if TYPE_CHECKING:
    from onrecord.views.contract import ReadingAnswer

# Statements that are held before they are written.
BATCH = 10_000
# The dates of a row, which are also given as days.
DATES = ("published", "said")


def write_parquet(out: IO[bytes], readings: Iterable[ReadingAnswer]) -> None:
    """A row for each statement: the columns of the CSV, scores as numbers, spans as lists of [start, end).

    Dates stay EDTF; beside `published` and `said` stand the first and the last day that each may be, empty
    where that is not known. Raises UsageError where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import ParquetWriter
    except ImportError as error:
        raise UsageError("Parquet needs a library more: pip install 'onrecord[parquet]'") from error

    places = pa.list_(pa.struct({"start": pa.int32(), "end": pa.int32()}))
    kinds = {"score": pa.float64(), "_spans": places}
    columns = [
        (name, next((kinds[end] for end in kinds if name.endswith(end)), pa.string())) for name in COLUMNS
    ]
    days = [(f"{name}_{end}", pa.date32()) for name in DATES for end in ("first", "last")]
    schema = pa.schema(columns + days)
    with ParquetWriter(out, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for reading in readings:
            rows += _rows(reading)
            if len(rows) >= BATCH:
                writer.write_table(pa.Table.from_pylist(rows, schema))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema))


def _rows(reading: ReadingAnswer) -> Iterator[dict[str, Any]]:
    for row in statement_rows(reading):
        cells: dict[str, Any] = dict(row)
        for name in COLUMNS:
            if name.endswith("_spans"):
                cells[name] = [{"start": start, "end": end} for start, end in cells[name]]
        for name in DATES:
            date = Edtf(cells[name]) if cells[name] else None
            cells[f"{name}_first"] = date.earliest_day() if date else None
            cells[f"{name}_last"] = date.latest_day() if date else None
        yield cells
