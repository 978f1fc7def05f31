"""Gold sets and predictions: JSON Lines, gzipped or not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from onrecord.errors import UsageError


def read_rows(path: Path, *, fields: Collection[str]) -> Iterator[dict[str, Any]]:
    """The rows of a file, each with at least these fields.

    Raises UsageError, naming the line, where one is no JSON object or lacks a field, or where the file
    cannot be read.
    """
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as lines
        ):
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _read_row(line, fields, f"{path}, line {number}")
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot be read: {error}", where=str(path)) from error


def _read_row(line: str, fields: Collection[str], where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"is no JSON: {error}", where=where) from error
    if not isinstance(row, dict) or any(field not in row for field in fields):
        raise UsageError(f"needs the fields {', '.join(fields)}", where=where)
    return row
