"""`onrecord people`: who speaks, and who is who among them: `merge`, `split`, `rename`, `import`."""

from __future__ import annotations

import click

from onrecord.cli.decide import carry_out, decision_options
from onrecord.cli.options import Where, count, json_option, open_for_reading, print_json, record_option


@click.group(invoke_without_command=True, short_help="List who speaks; say who is who.")
@click.option("--named", metavar="NAME", help="Only those who go by a name with these words.")
@click.option("--all", "silent", is_flag=True, help="Also those who are only spoken about.")
@record_option
@json_option
@click.pass_context
def people(
    ctx: click.Context, location: Where | None, named: str | None, silent: bool, as_json: bool
) -> None:
    """List the people, organizations and other sources who speak; those who say most come first.

    With a command: say who is who among them, or import a register that helps to know them.

    \b
    Examples:
      onrecord people
      onrecord people --named Quell
      onrecord people merge "Ana Quell" "Anna Quell-Ibarra" --reason "same chair of the council"
    """
    from onrecord.views import answers, terminal

    if ctx.invoked_subcommand is not None:
        if location or named or silent or as_json:
            raise click.UsageError(
                f"options stand behind the command: onrecord people {ctx.invoked_subcommand} …"
            )
        return
    with open_for_reading(location) as record:
        found = record.people(named=named, silent=silent)
        if as_json:
            print_json(answers.answer_person(one.entity, one.statements, one.reports) for one in found)
        else:
            terminal.print_people(terminal.open_console(), ((one.entity, one.statements) for one in found))


@people.command(short_help="Say that several are one.")
@click.argument("who", nargs=-1, required=True, metavar="WHO WHO...")
@decision_options
def merge(location: Where | None, who: tuple[str, ...], reason: str, by: str | None) -> None:
    """Say that several people, bodies or other sources are one.

    WHO is an id, or a name that only one of them has. It holds in every report, also in those that come
    later, and no later version of Onrecord parts them again. `onrecord undo` takes it back.

    \b
    Example:
      onrecord people merge "Ana Quell" "Anna Quell-Ibarra" --reason "same chair of the council"
    """
    carry_out(location, lambda record: record.merge(*who, reason=reason, by=by))


@people.command(short_help="Take somebody out of another.")
@click.argument("entity", metavar="WHO")
@click.option(
    "--out",
    required=True,
    multiple=True,
    metavar="MEMBER",
    help="A member's id, a name, or a report's id; repeat.",
)
@decision_options
def split(location: Where | None, entity: str, out: tuple[str, ...], reason: str, by: str | None) -> None:
    """Say that some of whom Onrecord takes for one are another.

    MEMBER is the name that they go by, the report in which they stand, or the id of a member (`onrecord
    show ID --json` lists them). What a merge had joined is as it was before.

    \b
    Examples:
      onrecord people split "Ana Quell" --out "Anna Quell-Ibarra"
      onrecord people split "Ana Quell" --out r0123456789abcdef --reason "the painter"
    """
    carry_out(location, lambda record: record.split(entity, out, reason=reason, by=by))


@people.command(short_help="Give somebody a name.")
@click.argument("entity", metavar="WHO")
@click.argument("name")
@decision_options
def rename(location: Where | None, entity: str, name: str, reason: str, by: str | None) -> None:
    """Say how somebody is called in the record, whatever the reports call them.

    \b
    Example:
      onrecord people rename "Andres Lopez" "Andrés Manuel López Obrador"
    """
    carry_out(location, lambda record: record.rename(entity, name, reason=reason, by=by))


@people.command("import", short_help="Import a register of people and bodies.")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False), metavar="FILE...")
@click.option("--remove", is_flag=True, help="Remove the register, with all that was known by it.")
@record_option
def import_register(location: Where | None, files: tuple[str, ...], remove: bool) -> None:
    """Import a register of people and bodies: their names, roles, and Wikidata ids.

    Two names that it lists for one person are one in the record, and two people of one name are held apart
    where the reports tell their roles. Its word counts before what names alone tell, after yours.

    \b
    A FILE is
      CSV    with a header: name, aliases, kind, roles, wikidata, id. Only name is needed; several
             aliases and roles are parted by ";", a role's time stands behind it in parentheses:
             Ana Quell,A. Q. Ibarra;Quell-Ibarra,person,mayor of Riverton (2019/2023),Q123,
      JSON   entities of FollowTheMoney, one a line (.ftm.json)

    \b
    Examples:
      onrecord people import council.csv
      onrecord people import sanctions.ftm.json
      onrecord people import --remove
    """
    from onrecord.face import open_record

    if remove == bool(files):
        raise click.UsageError("give a FILE, or --remove")
    with open_record(location, create=not remove) as record:
        for file in files:
            click.echo(f"{file}: {count(record.decide.import_register(file), 'entry', 'entries')}")
        if remove:
            click.echo(f"Removed: {count(record.decide.remove_register(), 'entry', 'entries')}.")
