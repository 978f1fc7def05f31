"""`onrecord dossier` and `onrecord export`: the record is handed on."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import click

from onrecord.cli.options import Where, open_for_reading, record_option
from onrecord.views.exports import FORMS


@click.command(short_help="Write a dossier: a page, Markdown or JSON.")
@click.argument("reports", nargs=-1, metavar="[ID]...")
@click.option("-o", "--output", required=True, metavar="FILE", help="Where to; its ending says the form.")
@click.option(
    "--title",
    metavar="TEXT",
    help="What it is about. Without it: the story, or the name of the record's file.",
)
@record_option
def dossier(location: Where | None, reports: tuple[str, ...], output: str, title: str | None) -> None:
    """Write all that is said in the reports of these ids, or in all reports, as a document to hand on.

    The id of a story stands for its reports. What several reports tell together stands first: the same
    sayings with what differs in words and how many sources are independent, figures, contradictions, what
    each report adds, a chronology.

    FILE ends in .html (one page that needs no network and no script), .md (Markdown) or .json.

    \b
    Examples:
      onrecord dossier -o dossier.html
      onrecord dossier t0123456789abcdef -o dam.md --title "The dam at Kapiri"
    """
    with open_for_reading(location) as record:
        record.dossier(output, reports, title=title)
    click.echo(output)


@click.command(short_help="Write the record for other programs.")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    required=True,
    metavar="FORM",
    help="json (all that is known, one object), jsonl (a report a line), csv or parquet (a statement a row), "
    "jsonld (schema.org), annotations (W3C Web Annotation), ftm (FollowTheMoney), wikiquote or wikipedia "
    "(wikitext with sources), bibtex or csl-json (the reports as references).",
)
@click.option("-o", "--output", default="-", metavar="PATH", help="Where to; without it, standard output.")
@record_option
def export(location: Where | None, ids: tuple[str, ...], form: str, output: str) -> None:
    """Write the reports of these ids, or all reports, in a form that others work with.

    The id of a story stands for its reports.

    \b
    Examples:
      onrecord export --format csv -o statements.csv
      onrecord export --format jsonl | gzip > record.jsonl.gz
      onrecord export --format wikiquote t0123456789abcdef
    """
    from onrecord.face.handing_on import written_whole

    binary = FORMS[form].binary
    with open_for_reading(location) as record:
        if output != "-":
            with written_whole(output, binary=binary) as out:
                record.export(form, out, ids)
            return
        if binary:
            record.export(form, sys.stdout.buffer, ids)
            return
        if isinstance(sys.stdout, TextIOWrapper):
            # Rows of CSV end as the format says, not as the system does.
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        record.export(form, sys.stdout, ids)
