from __future__ import annotations

import csv
import io
import sys
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given, settings
from pyarrow.parquet import read_table

from onrecord.edtf import Edtf
from onrecord.errors import UsageError
from onrecord.views.contract import ReadingAnswer
from onrecord.views.exports.parquet import write_parquet
from onrecord.views.formats import COLUMNS, write_csv

from .hostile import make_reading, readings


def table(*handed: ReadingAnswer) -> pa.Table:
    out = io.BytesIO()
    write_parquet(out, handed)
    out.seek(0)
    return read_table(out)


def test_a_row_for_each_statement_with_typed_columns(reports: list[ReadingAnswer]) -> None:
    read = table(*reports)
    assert read.num_rows == sum(len(reading.statements) for reading in reports)
    assert read.column_names[: len(COLUMNS)] == list(COLUMNS)
    assert read.schema.field("score").type == pa.float64()
    assert read.schema.field("said_first").type == pa.date32()
    texts = {reading.report.version: reading.report.text for reading in reports}
    for row in read.to_pylist():
        places = [(span["start"], span["end"]) for span in row["content_spans"]]
        assert " … ".join(texts[row["version"]][start:end] for start, end in places) == row["content"]


def test_the_days_that_a_date_may_be() -> None:
    (row,) = table(make_reading("x", said="XXXX-03-14", published=Edtf("2024-02"))).to_pylist()
    assert (row["said"], row["said_first"], row["said_last"]) == ("XXXX-03-14", None, None)
    assert (row["published_first"], row["published_last"]) == (date(2024, 2, 1), date(2024, 2, 29))


def test_an_empty_record_has_the_same_columns() -> None:
    assert table().schema == table(make_reading("x")).schema


def test_without_its_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install 'onrecord\[parquet\]'"):
        table()


@given(readings())
@settings(max_examples=40, deadline=None)
def test_it_holds_what_the_csv_holds(reading: ReadingAnswer) -> None:
    out = io.StringIO(newline="")
    write_csv(out, [reading])
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    for cells, row in zip(rows, table(reading).to_pylist(), strict=True):
        for name in ("content", "headline", "speaker", "outlet"):
            assert cells[name].removeprefix("'") == (row[name] or "").removeprefix("'")
