"""The command line. Each command is a function; what it needs is imported when it runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from onrecord.cli.across import chronology, compare, sayings, stories
from onrecord.cli.add import add, read
from onrecord.cli.ask import reports, show, statements
from onrecord.cli.bundle import bundle, key, verify
from onrecord.cli.decide import conflicts, date, edit, judge, log, redact, undo
from onrecord.cli.evaluate import evaluate
from onrecord.cli.hand_on import dossier, export
from onrecord.cli.keep import check, copy, forget
from onrecord.cli.many import batch, load
from onrecord.cli.mcp import mcp
from onrecord.cli.people import people
from onrecord.cli.serve import serve
from onrecord.errors import OnrecordError, UsageError

SECTIONS = {
    "Put reports in": (add, read, batch, load),
    "Ask the record": (reports, statements, people, show),
    "Ask across reports": (stories, sayings, compare, chronology),
    "Correct it": (edit, date, judge, undo, log, conflicts),
    "Hand it on": (dossier, export, bundle, verify, key),
    "Read and correct it in a browser": (serve,),
    "Let an assistant ask it": (mcp,),
    "Keep it": (check, copy, redact, forget),
    "Measure": (evaluate,),
}


class Sectioned(click.Group):
    """A group whose help lists its commands by what they are for, in the order one needs them."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(one.name or "", one.get_short_help_str(70)) for one in commands])


@click.group(
    cls=Sectioned, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="onrecord")
def onrecord() -> None:
    """News reports in, a sourced record out: who said what, to whom and when.

    A record is one file, or a database of a team. It keeps every report as it came, every statement in it
    with the place of its words, and who made it. Nothing leaves this machine; an address is fetched only
    when you give one.

    \b
    Begin with:
      onrecord add report.html https://example.org/story
      onrecord statements --by "Ana Quell"
      onrecord dossier -o dossier.html
    """


for _commands in SECTIONS.values():
    for _command in _commands:
        onrecord.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and exit: 0 done, 1 it failed, 2 it was asked wrongly, 130 it was stopped."""
    try:
        code = onrecord.main(arguments, prog_name="onrecord", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except OnrecordError as error:
        click.secho(f"onrecord: {error}", err=True)
        code = 2 if isinstance(error, UsageError) else 1
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        code = 130
    except BrokenPipeError:
        # Whoever read has seen enough.
        _drop_output()
        code = 1
    except OSError as error:
        click.secho(f"onrecord: the answer cannot be written: {error.strerror or error}", err=True)
        _drop_output()
        code = 1
    sys.exit(code or 0)


def _drop_output() -> None:
    """What Python would still write at its end goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
