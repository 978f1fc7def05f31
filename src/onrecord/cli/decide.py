"""What people decide of statements and reports: `judge`, `edit`, `date`, `redact`, `undo`, `log`, …"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from onrecord.cli.options import (
    Command,
    DateType,
    Where,
    count,
    json_option,
    open_for_reading,
    print_json,
    record_option,
)
from onrecord.record import Act, EntityKind, Kind, Verdict

if TYPE_CHECKING:
    from onrecord.decisions import Decisions
    from onrecord.edtf import Edtf
    from onrecord.linking.decisions import Decision


class SpanType(click.ParamType[tuple[int, int]]):
    """A place in a report's text: START-END, the end not included."""

    name = "span"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        start, dash, end = value.partition("-")
        if not (dash and start.isdecimal() and end.isdecimal()):
            self.fail(
                f"{value!r} is no place in a text; write START-END, as `onrecord show ID` prints them",
                param,
                ctx,
            )
        return int(start), int(end)


class DayOrNone(DateType):
    """A date, or "none"."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return "none" if value == "none" else super().convert(value, param, ctx)


def decision_options(command: Command) -> Command:
    """Who decides, and why; and the record."""
    for option in (
        record_option,
        click.option("--by", metavar="NAME", help="Who decides this. Without it: your login name."),
        click.option("--reason", default="", metavar="TEXT", help="Why; kept with it for ever."),
    ):
        command = option(command)
    return command


def carry_out(location: Where | None, decide: Callable[[Decisions], Decision]) -> None:
    """Carry a decision out and tell what it was."""
    from onrecord.face import open_record
    from onrecord.views.decisions import tell_decision

    with open_record(location, create=False) as record:
        decision = decide(record.decide)
    click.echo(f"{decision.id}  {_clean(tell_decision(decision))}")


def _print(decision: Decision, conflict: str | None = None) -> None:
    """A decision in two lines, and what disagrees with it in a third."""
    from onrecord.views.decisions import tell_decision

    undone = f" · undone {decision.withdrawn:%Y-%m-%d %H:%M}" if decision.withdrawn else ""
    click.echo(_clean(tell_decision(decision)))
    about = f"{decision.at:%Y-%m-%d %H:%M} · {decision.author}: {decision.reason} · {decision.id}"
    click.echo(f"  {_clean(about)}{undone}")
    if conflict:
        click.echo(f"  but {_clean(conflict)}")


def _clean(words: str) -> str:
    """On one line, with nothing in it that steers the terminal."""
    from onrecord.views.wording import show_text

    return " ".join(show_text(words).split())


@click.group(short_help="Say whether two things are the same.")
def judge() -> None:
    """Say whether two things are the same: sayings, copies, stories.

    Your verdict holds for ever and before that of any model; `onrecord conflicts` tells where one has
    another. `onrecord undo` takes it back.
    """


def _judge_command(about: str, help_: str, short: str, example: str) -> click.Command:
    @click.command(name=about, help=f"{help_}\n\n\b\nExample:\n  onrecord judge {example}", short_help=short)
    @click.argument("a", metavar="ID")
    @click.argument("b", metavar="ID")
    @click.argument("verdict", type=click.Choice([verdict.value for verdict in Verdict]))
    @decision_options
    def command(location: Where | None, a: str, b: str, verdict: str, reason: str, by: str | None) -> None:
        carry_out(location, lambda record: record.judge(about, a, b, Verdict(verdict), reason=reason, by=by))

    return command


for _command in (
    _judge_command(
        "saying",
        "Say whether two statements (or sayings) carry one thing said on one occasion.",
        "Two statements: one thing said?",
        "saying s0123456789abcdef s123456789abcdef0 same",
    ),
    _judge_command(
        "repeat",
        "Say whether two statements (or sayings) are one thing said again on another occasion.",
        "Two statements: said again?",
        "repeat s0123456789abcdef s123456789abcdef0 same",
    ),
    _judge_command(
        "copy",
        "Say whether one of two reports rests on the other.",
        "Two reports: does one rest on the other?",
        "copy r0123456789abcdef r123456789abcdef0 different",
    ),
    _judge_command(
        "story",
        "Say whether two reports (or stories) are about one matter.",
        "Two reports: one story?",
        "story r0123456789abcdef r123456789abcdef0 same",
    ),
):
    judge.add_command(_command)


@judge.command(short_help="Move a report to another story.")
@click.argument("report", metavar="REPORT")
@click.argument("story", metavar="STORY")
@decision_options
def move(location: Where | None, report: str, story: str, reason: str, by: str | None) -> None:
    """Move a report from the story that it is in to another.

    \b
    Example:
      onrecord judge move r0123456789abcdef t0123456789abcdef
    """
    carry_out(location, lambda record: record.move(report, story, reason=reason, by=by))


@judge.command("split", short_help="Make two stories of one.")
@click.argument("story", metavar="STORY")
@click.option("--out", required=True, multiple=True, metavar="REPORT", help="A report that goes out; repeat.")
@decision_options
def split_story(
    location: Where | None, story: str, out: tuple[str, ...], reason: str, by: str | None
) -> None:
    """Make a story of its own of some reports of a story.

    \b
    Example:
      onrecord judge split t0123456789abcdef --out r0123456789abcdef --out r123456789abcdef0
    """
    carry_out(location, lambda record: record.split_story(story, out, reason=reason, by=by))


@click.command(short_help="Correct a statement, reject it, or add one.")
@click.argument("id_", metavar="ID")
@click.option(
    "--speaker", metavar="NAME", help='Who said it, by name or id; "none": the report does not tell.'
)
@click.option(
    "--speaker-kind",
    type=click.Choice([kind.value for kind in EntityKind]),
    help="What the speaker is, where the record does not know the name.",
)
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="How much of it is quoted.")
@click.option(
    "--act",
    type=click.Choice([act.value for act in Act]),
    metavar="ACT",
    help=f"What kind of saying: {', '.join(Act)}.",
)
@click.option(
    "--source", type=SpanType(), multiple=True, metavar="START-END", help="The words that name who; repeat."
)
@click.option(
    "--cue", type=SpanType(), multiple=True, metavar="START-END", help="The reporting words; repeat."
)
@click.option("--content", type=SpanType(), multiple=True, metavar="START-END", help="What was said; repeat.")
@click.option("--said", type=DayOrNone(), metavar="DATE", help='When it was said; "none": not known.')
@click.option("--not-a-statement", "reject", is_flag=True, help="Nobody is reported to have said this.")
@click.option("--accept", is_flag=True, help="It is right as it stands.")
@click.option("--add", "missed", is_flag=True, help="ID is a report; add a statement that was missed.")
@decision_options
def edit(
    location: Where | None,
    id_: str,
    speaker: str | None,
    speaker_kind: str | None,
    kind: str | None,
    act: str | None,
    source: tuple[tuple[int, int], ...],
    cue: tuple[tuple[int, int], ...],
    content: tuple[tuple[int, int], ...],
    said: Any,
    reject: bool,
    accept: bool,
    missed: bool,
    reason: str,
    by: str | None,
) -> None:
    """Correct a statement, reject it, accept it, or add one that was missed.

    Only what you give changes. Places are characters of the report's text, as `onrecord show ID` prints
    them. It stays so when a newer version of Onrecord reads the report again and finds something else:
    `onrecord conflicts` then tells. `onrecord undo` takes it back.

    \b
    Examples:
      onrecord edit s0123456789abcdef --speaker "Ana Quell"
      onrecord edit s0123456789abcdef --speaker none --said 2024-03-14
      onrecord edit s0123456789abcdef --content 120-188 --content 204-240
      onrecord edit s0123456789abcdef --not-a-statement --reason "a headline of another report"
      onrecord edit r0123456789abcdef --add --content 300-344 --cue 345-349 --speaker Quell
    """
    given: dict[str, Any] = {
        "source": source or None, "cue": cue or None, "content": content or None,
        "speaker": speaker, "kind": kind and Kind(kind), "act": act and Act(act), "said": said,
    }  # fmt: skip
    parts: dict[str, Any] = {part: given[part] for part in given if given[part] is not None}
    parts |= {part: None for part in ("speaker", "said") if given[part] == "none"}
    known: dict[str, Any] = {"reason": reason, "by": by}
    if speaker_kind:
        known["speaker_kind"] = EntityKind(speaker_kind)
    if missed:
        if reject or accept or not content:
            raise click.UsageError("--add takes the places of a statement: give at least --content START-END")
        carry_out(location, lambda record: record.add(id_, **parts, **known))
    else:
        carry_out(location, lambda record: record.edit(id_, **parts, **known, reject=reject, accept=accept))


@click.command(short_help="Say when a report was published.")
@click.argument("report", metavar="REPORT")
@click.argument("published", type=DateType(), required=False, metavar="[DATE]")
@click.option("--outlet", metavar="NAME", help="Who published it.")
@decision_options
def date(
    location: Where | None,
    report: str,
    published: Edtf | None,
    outlet: str | None,
    reason: str,
    by: str | None,
) -> None:
    """Say when a report was published, or by whom, where it does not say it or not right.

    The report is read again, and the days of its statements follow. `onrecord undo` takes it back.

    \b
    Examples:
      onrecord date r0123456789abcdef 2024-03-14
      onrecord date r0123456789abcdef 2024 --outlet "The Daily Beacon" --reason "stamped on the cutting"
    """
    carry_out(location, lambda record: record.date(report, published, outlet=outlet, reason=reason, by=by))


@click.command(short_help="Hide words of a report.")
@click.argument("report", metavar="REPORT")
@click.option("--words", multiple=True, metavar="WORDS", help="Hide them wherever they stand.")
@click.option("--at", "places", multiple=True, type=SpanType(), metavar="START-END", help="Hide this place.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@decision_options
def redact(
    location: Where | None,
    report: str,
    words: tuple[str, ...],
    places: tuple[tuple[int, int], ...],
    yes: bool,
    reason: str,
    by: str | None,
) -> None:
    """Hide words of a report, say the name of a witness, from everybody who reads or searches the record.

    Shows what will be hidden and asks first. Blocks (█) stand in the place of the words, in all versions of
    the report, and in every page, search, count and export; what was read there keeps its place. The
    original is kept, but not shown to readers, and the report goes into no bundle. What the words were is
    kept apart in the record: `onrecord undo` gives them back. `onrecord forget` deletes a report for good.

    \b
    Examples:
      onrecord redact r0123456789abcdef --words "Ana Quell" --words Quell --reason "a witness"
      onrecord redact r0123456789abcdef --at 120-188
    """
    from onrecord.face import open_record

    if not yes:
        with open_record(location, create=False) as record:
            found = record.decide.redaction(report, words, places)
        for one in found.words:
            click.echo(f"  {_clean(one)}")
        number = sum(len(at) for at in found.places.values())
        told = f"{count(number, 'place')} in {count(len(found.places), 'version')}"
        told += f", {count(found.statements, 'statement')}"
        click.echo(told + (f"; repeated in: {', '.join(found.front)}" if found.front else ""))
        click.confirm("Hide these words?", abort=True)
    carry_out(location, lambda record: record.redact(report, words, places, reason=reason, by=by))


@click.command(short_help="Undo a decision.")
@click.argument("decision", required=False, metavar="[ID]")
@click.option("--by", metavar="NAME", help="Whose last one, where no ID is given. Without it: your own.")
@record_option
def undo(location: Where | None, decision: str | None, by: str | None) -> None:
    """Undo your last decision, or the one with this id; the record is as it would be without it.

    It is kept, as withdrawn: `onrecord log` lists it.

    \b
    Examples:
      onrecord undo
      onrecord undo j0123456789abcdef
    """
    from onrecord.face import open_record
    from onrecord.views.decisions import tell_decision

    with open_record(location, create=False) as record:
        undone = record.decide.undo(decision, by=by)
    click.echo(f"undone: {undone.id}  {_clean(tell_decision(undone))}")


@click.command(short_help="List who decided what, when and why.")
@record_option
@json_option
def log(location: Where | None, as_json: bool) -> None:
    """List what people decided in this record, in the order of time; what was undone too.

    \b
    Example:
      onrecord log
    """
    from onrecord.views.decisions import answer_decision

    with open_for_reading(location) as record:
        decisions = record.decide.log()
    if as_json:
        print_json(answer_decision(one) for one in decisions)
    else:
        for one in decisions:
            _print(one)


@click.command(short_help="List where a newer reading disagrees with a decision.")
@record_option
@json_option
def conflicts(location: Where | None, as_json: bool) -> None:
    """List where a newer network or model has it otherwise than a person decided.

    None of it is applied: what you decided holds. To follow the newer reading, undo the decision.

    \b
    Example:
      onrecord conflicts
    """
    from onrecord.views.decisions import answer_conflict

    with open_for_reading(location) as record:
        found = record.decide.conflicts()
    if as_json:
        print_json(answer_conflict(*one) for one in found)
    else:
        for decision, what in found:
            _print(decision, what)
