"""`onrecord add` and `onrecord read`: reports go in."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import Where, clean, count, given_options, json_option, record_option

if TYPE_CHECKING:
    from onrecord.edtf import Edtf
    from onrecord.intake.files import Failure
    from onrecord.pipeline import Kept


@click.command(
    short_help="Add reports to the record.",
    epilog="Exit status: 0 when all went in, 1 when something failed, 2 when nothing went in.",
)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@given_options
@record_option
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes read, beside the one that keeps.",
)
@json_option
@click.pass_context
def add(
    ctx: click.Context,
    inputs: tuple[str, ...],
    location: Where | None,
    published: Edtf | None,
    outlet: str | None,
    allow_private: bool,
    jobs: int,
    as_json: bool,
) -> None:
    """Add reports to the record; it is made where there is none.

    \b
    An INPUT is
      a file      text, Markdown, HTML, PDF, Word (.docx), e-mail (.eml); also gzipped
      a folder    all such files in it and in the folders below
      an address  of a page, a PDF or a feed (RSS, Atom, JSON Feed)
      an archive  .warc or .warc.gz (needs: pip install "onrecord[warc]")
      rows        JSON Lines or Parquet of {"url", "published", "text" or "html"}, a report
                  each; also "headline", "outlet", "byline", "language", which fill in what
                  the report does not say (Parquet: pip install "onrecord[parquet]")
      a bundle    as `onrecord bundle` writes it (.zip), with what people decided
      -           a list of such inputs on standard input, one a line

    What is in the record already stays as it is, so the same command can be given again at any time, also
    after it was stopped: archives and rows go on where they were. Other text at the same address is a new
    version of the report; both are kept.

    \b
    Examples:
      onrecord add examples/stories/dam-failure
      onrecord add https://example.org/story --published 2024-03-14
      onrecord add scans/ --outlet "The Daily Beacon" --record beacon.sqlite
    """
    from onrecord.face import open_record
    from onrecord.intake.files import Failure

    tally = _Tally()
    with open_record(location) as record:
        outcomes = record.add(
            *inputs,
            published=published,
            outlet=outlet,
            allow_private=allow_private,
            lines=sys.stdin,
            jobs=jobs,
        )
        if as_json:
            click.echo('{"reports": [', nl=False)
        try:
            with _progress(outcomes) as shown:
                for outcome in shown:
                    # Counted before it is shown: whoever stops it at a line finds that line in the count.
                    tally.add(outcome, failures=as_json)
                    if isinstance(outcome, Failure):
                        if not outcome.skipped or outcome.known:
                            click.echo(clean(str(outcome)), err=True)
                    elif as_json:
                        click.echo(("," if tally.kept > 1 else "") + "\n" + _report_json(outcome), nl=False)
                    else:
                        click.echo(_line(outcome))
        finally:
            # However it ends, what it says it kept is kept.
            if as_json:
                click.echo(f'],\n"failures": {json.dumps(tally.failures, ensure_ascii=False)}}}')
            else:
                click.echo(tally.tell(), err=True)
    ctx.exit(2 if not tally.kept and not tally.known else 1 if tally.failed else 0)


@click.command(short_help="Read one report without a record.")
@click.argument("source", metavar="INPUT")
@given_options
@json_option
def read(source: str, published: Edtf | None, outlet: str | None, allow_private: bool, as_json: bool) -> None:
    """Read one report, without a record, and show what is said in it.

    INPUT is a file or an address, as for `onrecord add`.

    \b
    Examples:
      onrecord read report.html
      onrecord read https://example.org/story --json > story.json
    """
    from onrecord.face.reading import read as read_one

    report, reading = read_one(source, published=published, outlet=outlet, allow_private=allow_private)
    if as_json:
        from onrecord.views.answers import answer_reading

        click.echo(answer_reading(report, reading).as_json())
    else:
        from onrecord.views.terminal import open_console, print_reading

        print_reading(open_console(), report, reading)


@contextmanager
def _progress(outcomes: Iterable[Kept | Failure]) -> Iterator[Iterable[Kept | Failure]]:
    """The outcomes as they come, with a count of them on the terminal if somebody watches one."""
    if not sys.stderr.isatty():
        yield outcomes
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.completed} read"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        # Lines for a file or another program are not for the terminal's progress to show.
        redirect_stdout=sys.stdout.isatty(),
    ) as shown:
        yield shown.track(outcomes, total=None)


def _line(kept: Kept) -> str:
    statements = count(kept.statements, "statement")
    what = kept.report.front.headline or kept.report.original.location
    return clean(f"{kept.added:<11}  {kept.report.id}  {statements:>14}  {what}", spaces=True)


class _Tally:
    """What came of the inputs, in numbers: reports and texts are not held, there may be millions."""

    def __init__(self) -> None:
        self.kept = self.failed = self.skipped = self.known = self.statements = 0
        self.failures: list[dict[str, object]] = []
        self._how: Counter[str] = Counter()

    def add(self, outcome: Kept | Failure, *, failures: bool) -> None:
        from onrecord.intake.files import Failure

        if not isinstance(outcome, Failure):
            self.kept += 1
            self.statements += outcome.statements
            self._how[str(outcome.added)] += 1
            return
        self.known += outcome.known
        self.skipped += outcome.skipped and not outcome.known
        self.failed += not outcome.skipped
        if failures:
            told = {"where": outcome.where, "what": outcome.what, "skipped": outcome.skipped}
            self.failures.append(told)

    def tell(self) -> str:
        parts = [f"{self._how[added]} {added}" for added in sorted(self._how)]
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += [f"{self.skipped} left out (no reports)"] if self.skipped else []
        parts += [f"{count(self.known, 'archive')} known"] if self.known else []
        statements = count(self.statements, "statement")
        return f"{count(self.kept, 'report')} with {statements}; {', '.join(parts) or 'nothing found'}."


def _report_json(one: Kept) -> str:
    told = {
        "id": one.report.id,
        "version": one.report.version,
        "outcome": str(one.added),
        "headline": one.report.front.headline,
        "location": one.report.original.location,
        "statements": one.statements,
    }
    return json.dumps(told, ensure_ascii=False)
