import gzip
from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.evaluation.rows import read_rows


def test_rows_of_a_plain_and_of_a_packed_file(tmp_path: Path) -> None:
    text = '{"id": "a", "text": "A"}\n\n{"id": "b", "text": "B"}\n'
    (tmp_path / "rows.jsonl").write_text(text, encoding="utf-8")
    (tmp_path / "rows.jsonl.gz").write_bytes(gzip.compress(text.encode()))
    for name in ("rows.jsonl", "rows.jsonl.gz"):
        assert [row["id"] for row in read_rows(tmp_path / name, fields=("id", "text"))] == ["a", "b"]


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"id": "a"}', "line 1: needs the fields id, text"),
        ('["a"]', "line 1: needs the fields id, text"),
        ("id,text", "line 1: is no JSON"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, line: str, what: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match=what):
        list(read_rows(path, fields=("id", "text")))


def test_a_file_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"id": "a", "text": "A"}\n' * 1000)[:40])
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_rows(path, fields=("id", "text")))
