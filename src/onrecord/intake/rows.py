"""Rows `{url, published, text or html, …}`: JSON Lines and Parquet, a report each, read row by row.

One of two importers of pyarrow (extra "parquet").
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from onrecord.edtf import Edtf
from onrecord.errors import DateError, NotAReport, UsageError
from onrecord.intake.given import Given
from onrecord.intake.unpack import GZIP_MAGIC

if TYPE_CHECKING:
    from collections.abc import Iterator

PARQUET_MAGIC = b"PAR1"
# What of a row is looked at.
COLUMNS = "url published text html headline title outlet byline author language".split()
_BODY = re.compile(rb"\"(?:text|html)\"\s*:\s*\"")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d.*")
# Rows of a Parquet file that are held at once.
_BATCH = 16


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its report as text or as a page, what the row tells of it, and where it is in its file."""

    data: bytes = field(repr=False)
    is_page: bool
    given: Given
    at: int
    name: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that holds no report: which one, and what is wrong with it."""

    at: int
    name: str
    what: str


def is_rows(start: bytes) -> bool:
    """Whether a file that begins so is JSON Lines of reports, packed or not."""
    if start.startswith(GZIP_MAGIC):
        try:
            start = zlib.decompressobj(wbits=31).decompress(start, len(start))
        except zlib.error:
            return False
    line, ended, _ = start.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not line.startswith(b"{") or _BODY.search(line) is None:
        return False
    return not ended or isinstance(_loaded(line), dict)


def find_lines(stream: BinaryIO, *, most_bytes: int, after: int | None = None) -> Iterator[Row | BadRow]:
    """The rows of a file of JSON Lines, which may be gzipped; `at` is the byte, unpacked, where one begins.

    `after`: only those behind the row that begins there. Raises NotAReport for a damaged packed file.
    """
    packed = stream.seek(0) == 0 and stream.read(2) == GZIP_MAGIC
    stream.seek(0)
    lines = cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if packed else stream
    number = at = 0
    try:
        while line := lines.readline(most_bytes + 1):
            number, begin = number + 1, at
            at += len(line)
            whole = len(line) <= most_bytes
            while not line.endswith(b"\n") and (rest := lines.readline(most_bytes)):
                at, line, whole = at + len(rest), rest, False
            if (after is not None and begin <= after) or (whole and not line.strip()):
                continue
            name = f"line {number}"
            if not whole:
                yield BadRow(begin, name, f"more than {most_bytes / 1e6:g} MB, which is the limit")
            elif not isinstance(row := _loaded(line), dict):
                yield BadRow(begin, name, "it is no JSON object; each line is one report")
            else:
                yield _read_row(row, begin, name)
    except (OSError, EOFError, zlib.error) as error:
        raise NotAReport("the gzip file is damaged or cut off; what came before that was read") from error


def find_parquet(stream: BinaryIO, *, where: str, after: int | None = None) -> Iterator[Row | BadRow]:
    """The rows of a Parquet file; `at` is the number of the row, from 1.

    `after`: only those behind that row. Raises UsageError where pyarrow is not installed, NotAReport where
    the file cannot be read or has no column that holds reports.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            'Parquet files need pyarrow; install it with: pip install "onrecord[parquet]"', where=where
        ) from error
    try:
        file = parquet.ParquetFile(stream)
        columns = [name for name in COLUMNS if name in file.schema_arrow.names]
        if not {"text", "html"} & set(columns):
            raise NotAReport("the Parquet file has no column text or html", where=where)
        number = 0
        for group in range(file.metadata.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if after is not None and number + rows <= after:
                number += rows
                continue
            for batch in file.iter_batches(_BATCH, row_groups=[group], columns=columns):
                for place in range(batch.num_rows):
                    number += 1
                    if after is not None and number <= after:
                        continue
                    try:
                        (row,) = batch.slice(place, 1).to_pylist()
                    except UnicodeDecodeError:
                        yield BadRow(number, f"row {number}", "its words are not in UTF-8")
                        continue
                    yield _read_row(row, number, f"row {number}")
    except (pyarrow.ArrowException, OSError) as error:
        raise NotAReport(
            f"the Parquet file is damaged or cut off ({error}); get it again", where=where
        ) from error


def _loaded(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _read_row(row: dict[str, Any], at: int, name: str) -> Row | BadRow:
    """The row with what it tells, or what is wrong with it."""
    told = {key: value for key, value in row.items() if value not in (None, "")}
    html, text, url = told.get("html"), told.get("text"), told.get("url")
    body = text if html is None else html
    if body is None:
        return BadRow(at, name, "it has neither text nor html")
    if not isinstance(body, str):
        return BadRow(at, name, f"{'text' if html is None else 'html'} is {type(body).__name__}, not words")
    if url is not None and not (isinstance(url, str) and url.startswith(("http://", "https://"))):
        return BadRow(at, name, f"url is no web address: {url!r}")
    try:
        published = _published(told.get("published"))
    except DateError:
        what = f"published is no date: {told['published']!r}; write 2024-03-14, 2024-03 or 2024"
        return BadRow(at, name, what)
    words = {name: value for name, value in told.items() if isinstance(value, str)}
    given = Given(
        published=published,
        outlet=words.get("outlet"),
        url=url,
        headline=words.get("headline", words.get("title")),
        byline=words.get("byline", words.get("author")),
        language=words.get("language"),
        source="row",
    )
    return Row(body.encode("utf-8", "replace"), html is not None, given, at, name)


def _published(value: object) -> Edtf | None:
    """A date as EDTF; of a moment its day. Raises DateError."""
    if value is None:
        return None
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    moment = _DAY.fullmatch(text)
    return Edtf.parse(moment[1] if moment else text)
