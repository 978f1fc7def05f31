from __future__ import annotations

import csv
import io
import json

import pytest

from onrecord.record import Entity, EntityKind, Reading
from onrecord.views.answers import answer_reading, answer_record
from onrecord.views.contract import ReadingAnswer, RecordAnswer
from onrecord.views.formats import COLUMNS, defuse, write_csv, write_json, write_jsonl
from tests.views.made import Story, make_report, make_statement


def read_rows(written: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written, newline="")))


def test_json_written_in_parts_is_the_whole_record(asylum: Story) -> None:
    readings = [answer_reading(*read) for read in asylum]
    entities = [Entity("e1", "Joaquín Arrieta", EntityKind.PERSON, (), ())]
    out = io.StringIO()
    write_json(out, iter(readings), answer_record([], entities=entities))
    assert RecordAnswer.model_validate_json(out.getvalue()) == answer_record(readings, entities=entities)
    assert "Joaquín" in out.getvalue()


def test_json_of_an_empty_record() -> None:
    out = io.StringIO()
    write_json(out, [])
    assert set(map(str, json.loads(out.getvalue()).values())) == {"[]"}


def test_json_lines_hold_a_report_each(asylum: Story) -> None:
    readings = [answer_reading(*read) for read in asylum]
    out = io.StringIO()
    write_jsonl(out, readings)
    assert [ReadingAnswer.model_validate_json(line) for line in out.getvalue().splitlines()] == readings


def test_csv_has_a_row_for_each_statement_with_its_places(asylum: Story) -> None:
    out = io.StringIO(newline="")
    write_csv(out, [answer_reading(*read) for read in asylum])
    rows = read_rows(out.getvalue())
    statements = [(report, statement) for report, reading in asylum for statement in reading.statements]
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(statements)
    for row, (report, statement) in zip(rows, statements, strict=True):
        assert (row["report"], row["statement"]) == (report.id, statement.id)
        assert row["said"] == (str(statement.said.value) if statement.said else "")
        words = [report.text[start:end] for start, end in json.loads(row["content_spans"])]
        assert row["content"] == " … ".join(words)


def test_no_cell_of_csv_is_a_formula() -> None:
    report = make_report("@SUM(1+9) says: “go on”.", headline="=HYPERLINK(1)", outlet="-1+2")
    row = {"source": [[0, 9]], "cue": [[10, 14]], "content": [[16, 23]], "kind": "direct", "act": "inform"}
    reading = Reading(report.version, "by-hand", (make_statement(report, row),))
    out = io.StringIO(newline="")
    write_csv(out, [answer_reading(report, reading)])
    (read,) = read_rows(out.getvalue())
    assert (read["headline"], read["outlet"], read["source"]) == ("'=HYPERLINK(1)", "'-1+2", "'@SUM(1+9)")
    assert read["content"] == "“go on”"
    assert out.getvalue().count("\r\n") == 2


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＝1"])
def test_start_of_a_formula_is_defused(cell: str) -> None:
    assert defuse(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["a=1", "", "“-”", 0.9, None])
def test_other_cells_stay_as_they_are(cell: str | float | None) -> None:
    assert defuse(cell) == cell
