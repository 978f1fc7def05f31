"""`onrecord forget`: what must go, goes."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.options import count, record_option


@click.command(short_help="Delete a report and all that came of it.")
@click.argument("id_", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@record_option
def forget(location: Path | None, id_: str, yes: bool) -> None:
    """Delete a report for good: its versions, originals, statements, and what was judged of them by anybody.

    Shows what will be deleted and asks first. Afterwards no byte of it is left in the record's files;
    copies that you made of them are your own.

    \b
    Example:
      onrecord forget r0123456789abcdef
    """
    from onrecord.errors import UsageError
    from onrecord.face import open_record
    from onrecord.views.terminal import open_console, print_reports

    with open_record(location, create=False) as record:
        listed = [one for one in record.reports() if one.report == id_]
        if not listed:
            kind = record.store.queries.find(id_)
            raise UsageError(f"is a {kind}: only whole reports are forgotten, by their id", where=id_)
        if not yes:
            print_reports(open_console(), listed)
            if decided := record.decide.count(id_):
                click.echo(f"{count(decided, 'decision')} about it would go too; `onrecord log` lists them.")
            click.confirm("Delete this report with all its versions?", abort=True)
        gone = record.forget(id_)
    went = (
        count(gone.versions, "version"),
        count(gone.statements, "statement"),
        count(gone.judgements, "judgement"),
    )
    click.echo(f"Deleted: {', '.join(went)}.")
    if not gone.wiped:
        click.echo("Another program has the record open; the last bytes go when it closes it.", err=True)
