"""`onrecord reports`, `statements` and `show`: what the record answers."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import click

from onrecord.cli.options import DateType, Where, json_option, open_for_reading, print_json, record_option
from onrecord.record import Act, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.edtf import Edtf
    from onrecord.face import Record
    from onrecord.record import Front
    from onrecord.store.kept import Attributed

# How many statements are fetched at once: a screen of them.
_AT_ONCE = 50


@click.command(short_help="List the reports.")
@click.option("--about", metavar="WORDS", help="Only those whose text holds these words.")
@record_option
@json_option
def reports(location: Where | None, about: str | None, as_json: bool) -> None:
    """List the reports of the record, in the order in which they were published.

    \b
    Examples:
      onrecord reports
      onrecord reports --about "dam warning"
    """
    from onrecord.views import answers, terminal

    with open_for_reading(location) as record:
        listed = record.reports(about=about)
        if as_json:
            print_json(answers.answer_listed(one) for one in listed)
        else:
            terminal.print_reports(terminal.open_console(), listed)


@click.command(short_help="List who said what, and when.")
@click.option("--by", metavar="NAME", help="Said by whoever goes by this name, or has this id.")
@click.option(
    "--about", metavar="WORDS", help='With these words in what was said; "in quotes": in that order.'
)
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in Kind]),
    help="How much of it stands in quotation marks.",
)
@click.option(
    "--act",
    type=click.Choice([act.value for act in Act]),
    metavar="ACT",
    help=f"What kind of saying: {', '.join(Act)}.",
)
@click.option("--since", type=DateType(), metavar="DATE", help="Said on this day or later.")
@click.option("--until", type=DateType(), metavar="DATE", help="Said on this day or before.")
@click.option("--report", metavar="ID", help="In this report, or this version of one.")
@click.option("--story", metavar="ID", help="In this story, or in the story of this report.")
@record_option
@json_option
def statements(
    location: Where | None,
    as_json: bool,
    by: str | None,
    about: str | None,
    kind: str | None,
    act: str | None,
    since: Edtf | None,
    until: Edtf | None,
    report: str | None,
    story: str | None,
) -> None:
    """List the statements that fit all that is asked, in the order in which they were made.

    Where the day of a statement is not known, the day of its report counts.

    \b
    Examples:
      onrecord statements --by "Ana Quell"
      onrecord statements --about asylum --kind direct --since 2024-03
      onrecord statements --act deny --json
    """
    from onrecord.views import answers, terminal

    with open_for_reading(location) as record:
        found = record.statements(
            by=by,
            about=about,
            kind=Kind(kind) if kind else None,
            act=Act(act) if act else None,
            since=since,
            until=until,
            report=report,
            story=story and record.story(story).id,
        )
        printed = _with_fronts(record, found)
        if as_json:
            print_json(answers.answer_found(one.report, front, *one[1:]) for front, one in printed)
        else:
            console = terminal.open_console()
            for front, one in printed:
                terminal.print_statement(console, front, *one[1:])
                console.print()


def _with_fronts(record: Record, found: Iterator[Attributed]) -> Iterator[tuple[Front, Attributed]]:
    """Statements with the front matter of their reports, few at a time, so that the first come soon."""
    while some := list(islice(found, _AT_ONCE)):
        fronts = record.store.queries.fronts({one.report for one in some})
        yield from ((fronts[one.report], one) for one in some)


@click.command(short_help="Show anything that has an id, with its evidence.")
@click.argument("id_", metavar="ID")
@record_option
@json_option
def show(location: Where | None, id_: str, as_json: bool) -> None:
    """Show a report, a statement, a person, a saying, a story or a judgement, with what it rests on.

    Ids are in all that the other commands print; the first letter tells what they name: r report,
    v version of a report, s statement, e person or other source, y saying, t story, j judgement.

    \b
    Example:
      onrecord show s0123456789abcdef
    """
    with open_for_reading(location) as record:
        if as_json:
            click.echo(record.show(id_).as_json())
        else:
            _show(record, id_)


def _show(record: Record, id_: str) -> None:
    from onrecord.views import terminal, terminal_across

    console = terminal.open_console()
    queries = record.store.queries
    match queries.find(id_):
        case "report" | "version":
            terminal.print_reading(console, queries.report(id_), queries.reading(id_))
        case "statement":
            found = queries.statement(id_)
            terminal.print_evidence(console, queries.report(found.statement.version), *found[1:])
        case "saying":
            terminal_across.print_rendered(console, record.saying(id_))
        case "story":
            fronts = {one.report: one.front for one in record.reports(story=id_)}
            terminal_across.print_story(console, record.story(id_), fronts)
        case "judgement":
            click.echo(record.show(id_).as_json(indent=2))
        case _:
            entity = queries.entity(id_)
            its = _with_fronts(record, record.statements(by=entity.id))
            said = [(front, one.statement) for front, one in its]
            terminal.print_entity(console, entity, said)
