"""Exports: the record in the forms that others work with. What maps to what: docs/exports.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.views.contract import EntityAnswer, ReadingAnswer, SayingAnswer


class Form(NamedTuple):
    """A form of export: what it is in a few words, how its file's name ends, its media type.

    `binary`: it is written as bytes, not as text.
    """

    what: str
    ending: str
    media_type: str
    binary: bool = False


FORMS = {
    "json": Form("one object with all that is known", ".json", "application/json"),
    "jsonl": Form("a report a line", ".jsonl", "application/jsonl"),
    "csv": Form("a statement a row", ".csv", "text/csv"),
    "parquet": Form("a statement a row, typed", ".parquet", "application/vnd.apache.parquet", binary=True),
    "jsonld": Form("schema.org", ".jsonld", "application/ld+json"),
    "annotations": Form("W3C Web Annotation", ".annotations.jsonld", "application/ld+json"),
    "ftm": Form("FollowTheMoney, an entity a line", ".ftm.json", "application/json+ftm"),
    "wikiquote": Form("quotations by speaker, as wikitext", ".wikiquote.txt", "text/plain"),
    "wikipedia": Form("statements with references, as wikitext", ".wikipedia.txt", "text/plain"),
    "bibtex": Form("the reports as references", ".bib", "application/x-bibtex"),
    "csl-json": Form("the reports as references", ".csl.json", "application/vnd.citationstyles.csl+json"),
}


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed on: whole reports, the entities of the record, and the sayings that several carry.

    Each is gone through once, and only by the forms that show it; entities of whom no statement is
    handed on are left out.
    """

    readings: Iterable[ReadingAnswer]
    entities: Iterable[EntityAnswer] = ()
    sayings: Iterable[SayingAnswer] = ()


def write_export(form: str, out: IO[str] | IO[bytes], handed: Handed) -> None:
    """Write what is handed on in one of FORMS. `out` takes text, or bytes where the form is binary.

    Text has `\\n` for a line end, but for CSV: open it with `newline=""`. Raises UsageError for no such form,
    or where a library that the form needs is not installed.
    """
    from onrecord.views import formats
    from onrecord.views.exports import bibtex, csl, ftm, jsonld, parquet, web_annotations, wikitext

    if form == "parquet":
        return parquet.write_parquet(cast("IO[bytes]", out), handed.readings)
    text = cast("IO[str]", out)
    match form:
        case "json":
            formats.write_json(text, handed.readings)
        case "jsonl":
            formats.write_jsonl(text, handed.readings)
        case "csv":
            formats.write_csv(text, handed.readings)
        case "jsonld":
            jsonld.write_jsonld(text, handed)
        case "annotations":
            web_annotations.write_annotations(text, handed.readings)
        case "ftm":
            ftm.write_ftm(text, handed)
        case "wikiquote":
            wikitext.write_wikiquote(text, handed.readings)
        case "wikipedia":
            wikitext.write_wikipedia(text, handed.readings)
        case "bibtex":
            bibtex.write_bibtex(text, handed.readings)
        case "csl-json":
            csl.write_csl(text, handed.readings)
        case _:
            raise UsageError(f"a record is exported as {', '.join(FORMS)}, not as {form}")
    return None
