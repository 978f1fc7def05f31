"""Exports: the record as JSON, JSON Lines or CSV, written report by report, however many there are."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from onrecord.views.answers import answer_record
from onrecord.views.contract import ReadingAnswer, RoleAnswer, StatementAnswer

if TYPE_CHECKING:
    from onrecord.record import Entity, Judgement

FORMATS = ("json", "jsonl", "csv")

COLUMNS = (
    *("statement", "report", "version", "headline", "outlet", "published", "byline", "place", "agency"),
    *("url", "language", "speaker", "speaker_id", "speaker_kind", "speaker_score", "speaker_reason"),
    *("kind", "act", "score", "said", "said_reason", "addressee", "for", "via", "within"),
    *("source", "source_spans", "cue", "cue_spans", "content", "content_spans"),
)
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_json(
    out: TextIO,
    readings: Iterable[ReadingAnswer],
    *,
    entities: Iterable[Entity] = (),
    judgements: Iterable[Judgement] = (),
) -> None:
    """The whole record as one object, a line for each report; only one report is held at a time."""
    out.write('{"reports":[')
    for number, reading in enumerate(readings):
        out.write(f"{',' if number else ''}\n{reading.as_json()}")
    rest = answer_record([], entities=entities, judgements=judgements).as_json()
    out.write("\n]" + rest.removeprefix('{"reports":[]') + "\n")


def write_jsonl(out: TextIO, readings: Iterable[ReadingAnswer]) -> None:
    """A line for each report: the report with all that was found in it."""
    for reading in readings:
        out.write(reading.as_json() + "\n")


def write_csv(out: TextIO, readings: Iterable[ReadingAnswer]) -> None:
    """A row for each statement, with a header (RFC 4180: CRLF, quotes doubled). Open `out` with `newline=""`.

    Spans are JSON, `[[10, 21]]`. A cell that a spreadsheet would take for a formula, one that begins with
    = + - @, a tab or a line end, has an apostrophe put before it; nothing else is changed.
    """
    rows = csv.DictWriter(out, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    for reading in readings:
        front = _front_cells(reading)
        for statement in reading.statements:
            cells = front | _statement_cells(statement)
            rows.writerow({column: defuse(cells[column]) for column in COLUMNS})


def defuse(cell: str | float | None) -> str | float | None:
    """A cell that no spreadsheet takes for a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return "'" + cell
    return cell


def _front_cells(reading: ReadingAnswer) -> dict[str, str | float | None]:
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


def _statement_cells(statement: StatementAnswer) -> dict[str, str | float | None]:
    speaker = statement.speaker
    cells: dict[str, str | float | None] = {
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
        cells[f"{name}_spans"] = json.dumps(role.spans)
    return cells
