"""`onrecord stories`, `sayings`, `chronology` and `compare`: what several reports tell together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from onrecord.cli.options import Where, json_option, open_for_reading, print_json, record_option

if TYPE_CHECKING:
    from onrecord.face import Record
    from onrecord.record import Front


@click.command(short_help="List the stories: reports about one matter.")
@record_option
@json_option
def stories(location: Where | None, as_json: bool) -> None:
    """List the stories of the record: reports about one developing matter. Those of most reports come first.

    \b
    Example:
      onrecord stories
    """
    from onrecord.views import answers, terminal, terminal_across

    with open_for_reading(location) as record:
        found = record.stories()
        if as_json:
            print_json(answers.answer_story(story) for story in found)
        else:
            terminal_across.print_stories(terminal.open_console(), found, _fronts(record))


@click.command(short_help="List what several reports say somebody said.")
@click.option("--story", metavar="ID", help="Of this story, or of the story of this report.")
@click.option("--by", metavar="NAME", help="Said by whoever goes by this name, or has this id.")
@click.option("--all", "every", is_flag=True, help="Also what one report alone says, once.")
@record_option
@json_option
def sayings(location: Where | None, as_json: bool, story: str | None, by: str | None, every: bool) -> None:
    """List what was said once and stands in several statements, by the day on which it was said.

    Each with how many reports carry it and how many of these are independent of one another.

    \b
    Examples:
      onrecord sayings --by "Ana Quell"
      onrecord sayings --story t0123456789abcdef --json
    """
    from onrecord.views import answers, terminal, terminal_across

    with open_for_reading(location) as record:
        found = record.rendered(story=story, by=by, shared=not every)
        if as_json:
            print_json(answers.answer_saying(one.saying) for one in found)
        else:
            terminal_across.print_sayings(terminal.open_console(), found)


@click.command(short_help="What happened, was said and was published, in order.")
@click.argument("story", required=False)
@record_option
@json_option
def chronology(location: Where | None, as_json: bool, story: str | None) -> None:
    """Show what happened, what was said and what was published, in the order of time.

    STORY is the id of a story or of one of its reports; without it, every story is shown. Each line tells
    which reports it rests on; with --json, which sentences.

    \b
    Example:
      onrecord chronology t0123456789abcdef
    """
    from onrecord.views import answers, terminal, terminal_across

    with open_for_reading(location) as record:
        chosen = record.stories() if story is None else [record.story(story)]
        if as_json:
            print_json(
                answers.answer_chronology(line) for one in chosen for line in record.chronology(one.id)
            )
            return
        console, fronts = terminal.open_console(), _fronts(record)
        for one in chosen:
            if story is None:
                terminal_across.print_stories(console, [one], fronts)
                console.print()
            terminal_across.print_chronology(console, record.chronology(one.id), fronts)
            console.print()


@click.command(short_help="Set reports side by side.")
@click.argument("reports", nargs=-1, required=True, metavar="ID...")
@record_option
@json_option
def compare(location: Where | None, as_json: bool, reports: tuple[str, ...]) -> None:
    """Set reports side by side: what both say, with what differs in words; figures; what each adds; copies.

    Of a difference in words what changes the meaning comes first: a lost "not", another number, "may" for
    "will". The id of a story stands for its reports, a file or folder as it was added for what came from it.

    \b
    Examples:
      onrecord compare r0123456789abcdef r123456789abcdef0
      onrecord compare reports/
    """
    from onrecord.views import across, terminal, terminal_across

    with open_for_reading(location) as record:
        together = record.compare(*record.reports_meant(reports))
        if as_json:
            click.echo(across.answer_together(together).as_json())
        else:
            terminal_across.print_together(terminal.open_console(), together)


def _fronts(record: Record) -> dict[str, Front]:
    return {one.report: one.front for one in record.reports()}
