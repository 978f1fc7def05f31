"""`onrecord check`, `copy` and `forget`: the record is sound, it moves, and what must go, goes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from onrecord.cli.options import PlaceType, Where, count, json_option, record_option


@click.command(
    short_help="Check that the record is sound.",
    epilog="Exit status: 0 when it is sound, 1 when something is wrong, 2 when it was asked wrongly.",
)
@click.option(
    "--save",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="NEWFILE",
    help="Write what can be read of a damaged record into a new one.",
)
@record_option
@json_option
@click.pass_context
def check(ctx: click.Context, location: Where | None, save: Path | None, as_json: bool) -> None:
    """Check that the record is sound: the file, every span, every hash, every id, and all that is derived.

    Every original is held against its hash, every statement, mention, date and figure against the text that
    it points into, every id against what it names, every row that points to another against that one, and
    word search, keys, groups and stories against what they are made of. Nothing is changed.

    Where the file is damaged, say by a failing disk, --save reads it report by report, writes all that
    can be read into a new record with what people decided, and names each report that is lost, so that it can
    be added again. What was read in a report is read anew where that is damaged. The old file stays as it is.

    \b
    Examples:
      onrecord check
      onrecord check --record dam.sqlite --save saved.sqlite
    """
    from onrecord.errors import RecordError
    from onrecord.face import keeping

    found: list[str] = []
    with _counting("versions looked at") as watch:
        try:
            for wrong in keeping.check(location, watch=watch):
                found.append(wrong)
                if not as_json:
                    click.echo(wrong)
        except RecordError as error:
            if not error.where or not Path(error.where).is_file():
                raise
            found.append(f"{error.what}; the rest was not looked at")
            if not as_json:
                click.echo(found[-1])
    saved = None
    if save is not None:
        with _counting("versions saved") as watch:
            saved = keeping.save_readable(location, save, watch=watch)
    if as_json:
        told = saved and {"file": str(save), **saved.as_told()}
        click.echo(json.dumps({"sound": not found, "wrong": found, "saved": told}, ensure_ascii=False))
    else:
        click.echo("The record is sound." if not found else f"{count(len(found), 'thing')} wrong.", err=True)
        if saved is not None:
            for lost in saved.lost:
                click.echo(f"lost: {lost}")
            click.echo(f"{save}: {saved.summary}", err=True)
        elif found:
            click.echo("To write what can be read into a new record: onrecord check --save NEWFILE", err=True)
    ctx.exit(1 if found else 0)


@contextmanager
def _counting(what: str) -> Iterator[Callable[[int, int], None]]:
    """Shows how many are done, and of how many, on the terminal if somebody watches one."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn(what), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)


@click.command(short_help="Copy a record into a file or a database.")
@click.argument("from_", metavar="FROM", type=PlaceType(dir_okay=False, path_type=Path))
@click.argument("to", metavar="TO", type=PlaceType(dir_okay=False, path_type=Path))
def copy(from_: Where, to: Where) -> None:
    """Copy a whole record: from a file to a PostgreSQL database, back, or to another of the same kind.

    FROM and TO are paths or addresses (postgresql://user@host/name). TO is made where there is none, and must
    be empty. All goes with it: originals, decisions with their log, what is restricted, the register,
    and the guests with their roles and tokens. FROM stays as it is, and may be used meanwhile. When it is
    stopped, TO is still empty. For a safety copy of a file while it is used, this is the way as well.

    \b
    Examples:
      onrecord copy onrecord.sqlite postgresql://team@db.example/dam
      onrecord copy postgresql://team@db.example/dam backup.sqlite
    """
    from onrecord.face import open_record

    with open_record(from_, create=False, readonly=True) as record:
        copied = record.copy(to)
        total = next(copied).of
        with click.progressbar(length=total, file=sys.stderr) as bar:
            done = 0
            for step in copied:
                bar.update(step.rows - done)
                done = step.rows
        counts = record.store.queries.counts()
    click.echo(f"{count(counts.reports, 'report')} with {count(counts.statements, 'statement')} copied.")


@click.command(short_help="Delete a report and all that came of it.")
@click.argument("id_", metavar="ID")
@click.option("--yes", is_flag=True, help="Do not ask.")
@record_option
def forget(location: Where | None, id_: str, yes: bool) -> None:
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
