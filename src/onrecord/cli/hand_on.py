"""`onrecord dossier` and `onrecord export`: the record is handed on."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from pathlib import Path

import click

from onrecord.cli.options import open_for_reading, record_option


@click.command(short_help="Write a dossier: a page, Markdown or JSON.")
@click.argument("reports", nargs=-1, metavar="[ID]...")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to; its ending says the form.")
@click.option("--title", metavar="TEXT", help="What it is about. Without it: the name of the record's file.")
@record_option
def dossier(location: Path | None, reports: tuple[str, ...], output: str, title: str | None) -> None:
    """Write all that is said in the reports of these ids, or in all reports, as a document to hand on.

    FILE ends in .html (one page that needs no network and no script), .md (Markdown) or .json.

    \b
    Examples:
      onrecord dossier -o dossier.html
      onrecord dossier r0123456789abcdef -o dam.md --title "The dam at Kapiri"
    """
    with open_for_reading(location) as record:
        record.dossier(output, reports, title=title)
    click.echo(output)


@click.command(short_help="Write the whole record for other programs.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("json", "jsonl", "csv")),
    required=True,
    help="json: one object. jsonl: a report a line. csv: a statement a row.",
)
@click.option("-o", "--output", default="-", metavar="PATH", help="Where to; without it, standard output.")
@record_option
def export(location: Path | None, form: str, output: str) -> None:
    """Write the whole record: its reports, statements, people and judgements.

    \b
    Examples:
      onrecord export --format csv -o statements.csv
      onrecord export --format jsonl | gzip > record.jsonl.gz
    """
    from onrecord.face import written_whole

    with open_for_reading(location) as record:
        if output != "-":
            with written_whole(output) as out:
                record.export(form, out)
            return
        if isinstance(sys.stdout, TextIOWrapper):
            # Rows of CSV end as the format says, not as the system does.
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        record.export(form, sys.stdout)
