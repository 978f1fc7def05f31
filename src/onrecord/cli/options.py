"""What commands have in common: the record, dates and JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from onrecord.edtf import Edtf
from onrecord.errors import DateError

if TYPE_CHECKING:
    from onrecord.face import Record
    from onrecord.views.contract import Answer

Command = Callable[..., Any]

# A record's file, or the address of its database.
Where = str | Path


class DateType(click.ParamType[Edtf]):
    """A date known to the day, month, year, or less, in EDTF: 2024-03-14, 2024-03, 2024, XXXX-03-14."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Edtf:
        if isinstance(value, Edtf):
            return value
        try:
            return Edtf.parse(value)
        except DateError as error:
            self.fail(f"{error.what}; write 2024-03-14, 2024-03 or 2024", param, ctx)


class PlaceType(click.Path):
    """Where a record is: the path of a file, or the address of a database."""

    name = "record"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if "://" in str(value):
            return str(value)
        return super().convert(value, param, ctx)


def record_option(command: Command) -> Command:
    """`--record PATH`, handed to the command as `location`; None: what the surroundings say."""
    return click.option(
        "--record",
        "location",
        type=PlaceType(dir_okay=False, path_type=Path),
        metavar="PATH",
        help="The record's file, or postgresql://user@host/name for a database of a server. Without it: what "
        "ONRECORD_RECORD names, or onrecord.sqlite here.",
    )(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")(command)


def given_options(command: Command) -> Command:
    """What the user knows of the reports, and which addresses may be fetched."""
    private = click.option(
        "--allow-private",
        is_flag=True,
        help="Fetch addresses of your own network too; without it only those of the internet.",
    )
    return known_options(private(command))


def known_options(command: Command) -> Command:
    """What the user knows of the reports."""
    for option in (
        click.option("--outlet", metavar="NAME", help="Who published them, where they do not say it right."),
        click.option(
            "--published",
            type=DateType(),
            metavar="DATE",
            help="When they were published, where they do not say it, or not the year: 2024-03-14, 2024.",
        ),
    ):
        command = option(command)
    return command


def clean(words: str, *, spaces: bool = False) -> str:
    """One line, in which nothing that a report or a file's name holds can drive the terminal."""
    from onrecord.views.wording import show_text

    line = " ".join(words.splitlines()) if spaces else " ".join(words.split())
    return show_text(line)


def count(number: int, noun: str, several: str = "") -> str:
    """`1 report`, `2 reports`; `several`: the plural where it is not made with s."""
    return f"{number} {noun if number == 1 else several or noun + 's'}"


@contextmanager
def open_for_reading(location: Where | None) -> Iterator[Record]:
    from onrecord.face import open_record

    with open_record(location, create=False, readonly=True) as record:
        yield record


def print_json(answers: Iterable[Answer]) -> None:
    """A JSON list, an answer a line, written as they come."""
    before = "[\n"
    for answer in answers:
        click.echo(f"{before}{answer.as_json()}", nl=False)
        before = ",\n"
    click.echo("[]" if before == "[\n" else "\n]")
