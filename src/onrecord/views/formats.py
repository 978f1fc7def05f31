"""Exports: the record as JSON, JSON Lines or CSV, written report by report, however many there are."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from onrecord.views.answers import answer_record
from onrecord.views.contract import Place, ReadingAnswer, RecordAnswer, RoleAnswer, StatementAnswer

if TYPE_CHECKING:
    pass

FORMATS = ("json", "jsonl", "csv")

COLUMNS = (
    *("statement", "report", "version", "headline", "outlet", "published", "byline", "place", "agency"),
    *("url", "language", "speaker", "speaker_id", "speaker_kind", "speaker_score", "speaker_reason"),
    *("kind", "act", "score", "said", "said_reason", "addressee", "for", "via", "within"),
    *("source", "source_spans", "cue", "cue_spans", "content", "content_spans"),
)
Cell = str | float | None | list[Place]
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_json(out: IO[str], readings: Iterable[ReadingAnswer], beside: RecordAnswer | None = None) -> None:
    """A record as one object, a line for each report; only one report is held at a time.

    `beside` is the rest of the record: all but its reports.
    """
    out.write('{"reports":[')
    for number, reading in enumerate(readings):
        out.write(f"{',' if number else ''}\n{reading.as_json()}")
    rest = (beside or answer_record([])).as_json()
    out.write("\n]" + rest.removeprefix('{"reports":[]') + "\n")


def write_jsonl(out: IO[str], readings: Iterable[ReadingAnswer]) -> None:
    """A line for each report: the report with all that was found in it."""
    for reading in readings:
        out.write(reading.as_json() + "\n")


def write_csv(out: IO[str], readings: Iterable[ReadingAnswer]) -> None:
    """A row for each statement, with a header (RFC 4180: CRLF, quotes doubled). Open `out` with `newline=""`.

    Spans are JSON, `[[10, 21]]`. A cell that a spreadsheet would take for a formula, one that begins with
    = + - @, a tab or a line end, has an apostrophe put before it; nothing else is changed.
    """
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for reading in readings:
        for row in statement_rows(reading):
            rows.writerow(
                json.dumps(cell) if isinstance(cell, list) else defuse(cell)
                for cell in (row[column] for column in COLUMNS)
            )


def statement_rows(reading: ReadingAnswer) -> Iterator[dict[str, Cell]]:
    """The statements of a report as rows of a table, by COLUMNS."""
    front = _front_cells(reading)
    for statement in reading.statements:
        yield front | _statement_cells(statement)


def defuse(cell: str | float | None) -> str | float | None:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell


def _front_cells(reading: ReadingAnswer) -> dict[str, Cell]:
    report = reading.report
    return {
        "report": report.id,
        "version": report.version,
        "headline": report.headline,
        "outlet": report.outlet,
        "published": report.published,
        "byline": report.byline,
        "place": report.dateline.place if report.dateline else None,
        "agency": report.dateline.agency if report.dateline else None,
        "url": report.url,
        "language": report.language,
    }


def _statement_cells(statement: StatementAnswer) -> dict[str, Cell]:
    speaker = statement.speaker
    cells: dict[str, Cell] = {
        "statement": statement.id,
        "speaker": speaker.name if speaker else None,
        "speaker_id": speaker.id if speaker else None,
        "speaker_kind": speaker.kind.value if speaker else None,
        "speaker_score": speaker.score if speaker else None,
        "speaker_reason": speaker.reason if speaker else None,
        "kind": statement.kind.value,
        "act": statement.act.value,
        "score": statement.score,
        "said": statement.said,
        "said_reason": statement.said_reason,
        "addressee": statement.addressee,
        "for": statement.on_behalf_of,
        "via": statement.via,
        "within": statement.within,
    }
    roles: dict[str, RoleAnswer] = {
        "source": statement.source,
        "cue": statement.cue,
        "content": statement.content,
    }
    for name, role in roles.items():
        cells[name] = role.text
        cells[f"{name}_spans"] = role.spans
    return cells
