"""JSON Lines and Parquet: a report each row, bad rows named by their place, the rest read."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from onrecord.intake.files import Failure, find_inputs
from onrecord.intake.given import Given
from onrecord.intake.rows import Row, find_lines, is_rows
from onrecord.record import Report

from .documents import HEADLINE, NOW, TEXT, page_of

URL = "https://courier.example/ferry"
ROWS: list[dict[str, str | None]] = [
    {"url": URL, "published": "2026-03-03", "text": TEXT},
    {"url": f"{URL}/page", "published": "2026-03-03T22:10:00Z", "html": page_of().decode()},
    {"text": TEXT.replace("Sandholm", "Easthaven"), "outlet": "The Courier", "byline": "Lena Orr"},
    {"url": f"{URL}/none", "published": "2026-03-03", "text": None},
    {"url": f"{URL}/day", "published": "last week", "text": TEXT},
    {"url": "ferry", "text": TEXT},
    {"url": f"{URL}/last", "text": TEXT},
]
WRONG = {
    4: "it has neither text nor html",
    5: "published is no date: 'last week'",
    6: "url is no web address",
}


def lines(rows: list[dict[str, str | None]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def table(rows: list[dict[str, str | None]]) -> bytes:
    names = sorted({name for row in rows for name in row})
    out = io.BytesIO()
    columns = {name: [row.get(name) for row in rows] for name in names}
    parquet.write_table(pyarrow.table(columns), out, row_group_size=2)
    return out.getvalue()


def read(path: Path) -> list[Report | Failure]:
    return list(find_inputs([str(path)], given=Given(), fetcher=None, now=NOW))


@pytest.mark.parametrize(
    ("data", "noun"),
    [(lines(ROWS), "line"), (gzip.compress(lines(ROWS)), "line"), (table(ROWS), "row")],
    ids=["jsonl", "jsonl.gz", "parquet"],
)
def test_each_row_is_a_report_and_bad_ones_are_named(tmp_path: Path, data: bytes, noun: str) -> None:
    path = tmp_path / "rows"
    path.write_bytes(data)
    found = read(path)
    told = {one.where: one.what for one in found if isinstance(one, Failure)}
    for number, what in WRONG.items():
        assert told.pop(f"{path}, {noun} {number}").startswith(what)
    assert told == {str(path): "left out: 3 that could not be read"}
    first, page, unnamed, last = (one for one in found if isinstance(one, Report))
    assert (first.text, first.front.url, str(first.front.published)) == (TEXT, URL, "2026-03-03")
    assert (page.front.headline, page.original.media_type) == (HEADLINE, "text/html")
    assert str(page.front.published) == "2026-03-03"
    assert (unnamed.front.outlet, unnamed.front.byline) == ("The Courier", "Lena Orr")
    assert unnamed.original.location == f"{path}, {noun} 3"
    assert last.front.url == f"{URL}/last"
    assert last.notes[-1] == f"from {path}, {noun} 7"


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(
        lines(ROWS[:1]) + b'{"url": "https://courier.example/x", "text": "cut\n' + lines(ROWS[6:])
    )
    _, bad, last, _ = read(path)
    assert bad == Failure(f"{path}, line 2", "it is no JSON object; each line is one report")
    assert isinstance(last, Report)


def test_a_line_past_the_limit_is_named_and_skipped() -> None:
    data = lines([{"text": "short"}, {"text": "x" * 500}, {"text": "short too"}])
    first, long, last = find_lines(io.BytesIO(data), most_bytes=100)
    assert isinstance(first, Row)
    assert not isinstance(long, Row)
    assert (long.name, long.what) == ("line 2", "more than 0.0001 MB, which is the limit")
    assert isinstance(last, Row)
    assert [row.name for row in find_lines(io.BytesIO(data), most_bytes=100, after=long.at)] == ["line 3"]


def test_damaged_files_give_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "rows"
    path.write_bytes(gzip.compress(lines(ROWS))[:-20])
    *_, failure = read(path)
    assert isinstance(failure, Failure)
    assert "the gzip file is damaged or cut off" in failure.what
    path.write_bytes(table(ROWS)[:-30])
    (failure,) = read(path)
    assert isinstance(failure, Failure)
    assert "the Parquet file is damaged or cut off" in failure.what
    out = io.BytesIO()
    parquet.write_table(pyarrow.table({"name": ["x"]}), out)
    path.write_bytes(out.getvalue())
    (failure,) = read(path)
    assert failure == Failure(str(path), "the Parquet file has no column text or html")


def test_words_that_are_not_utf8_are_one_bad_row(tmp_path: Path) -> None:
    words = pyarrow.array([b"\x88 is no letter", TEXT.encode()]).cast(pyarrow.string(), safe=False)
    path = tmp_path / "rows.parquet"
    parquet.write_table(pyarrow.table({"text": words}), path)
    bad, report, _ = read(path)
    assert bad == Failure(f"{path}, row 1", "its words are not in UTF-8")
    assert isinstance(report, Report)


def test_what_is_rows() -> None:
    assert is_rows(lines(ROWS))
    assert is_rows(gzip.compress(lines(ROWS))[:200])
    assert not is_rows(b'{"name": "a package", "version": 1}\n')
    assert not is_rows(b'{"text": 1}\n')
    assert not is_rows(TEXT.encode())
