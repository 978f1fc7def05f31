"""Answers on a terminal: in colour and wrapped where somebody watches, plain lines where a program reads.

Nothing that a report prints can drive the terminal: control characters are shown as signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord.reading.document import find_sentences
from onrecord.views.passages import ROLES, cut_segments, find_passages, marks_of
from onrecord.views.wording import KIND_MEANING, put_date, show_text

if TYPE_CHECKING:
    from onrecord.record import Entity, Front, Reading, Report, Span, Statement
    from onrecord.store.kept import Listed

# Told apart by underline and weight too, not by colour alone.
STYLES = {"source": "underline blue", "cue": "italic yellow", "content": "bold"}


def open_console(out: TextIO | None = None) -> Console:
    """A console on `out`, or on standard output: at most 100 columns, colours only on a terminal."""
    console = Console(file=out, markup=False, highlight=False, emoji=False, soft_wrap=False)
    if console.is_terminal:
        console.width = min(console.width, 100)
    return console


def print_reading(console: Console, report: Report, reading: Reading) -> None:
    """One report: its front matter, then its statements in the order of the text."""
    _print_front(console, report.id, report.front)
    for note in (*report.notes, *reading.notes):
        print_words(console, f"Note: {note}", style="yellow")
    counted = len(reading.statements)
    print_words(
        console, f"{counted} statement{'' if counted == 1 else 's'}, read by {reading.model}", style="dim"
    )
    for statement in reading.statements:
        print_words(console, "")
        print_statement(console, report.front, statement)


def print_statement(
    console: Console, front: Front, statement: Statement, entity: Entity | None = None
) -> None:
    """A statement in three lines or more: who, what, and where it stands."""
    head = Text()
    head.append(clean(_speaker_name(statement, entity)), style="bold")
    if cue := _join(statement.cue):
        head.append(" ").append(clean(cue), style=STYLES["cue"])
    head.append(f"  {statement.kind}, {statement.act}", style="dim")
    if statement.said:
        head.append(f", said {put_date(statement.said.value)}", style="dim")
    print_words(console, head)
    print_words(console, _join(statement.content), indent=2)
    where = f"{front.outlet or 'outlet not known'}, published {put_date(front.published)} · {statement.id}"
    print_words(console, where, indent=2, style="dim")


def print_evidence(
    console: Console, report: Report, statement: Statement, entity: Entity | None = None
) -> None:
    """A statement with all that it rests on: its sentences, places, reasons and scores."""
    print_statement(console, report.front, statement, entity)
    print_words(console, "")
    for place in find_passages(
        find_sentences(report.text), [*statement.source, *statement.cue, *statement.content]
    ):
        print_words(console, mark_passage(report.text, place, statement), indent=2)
    print_words(console, "")
    for role in ROLES:
        spans: Sequence[Span] = getattr(statement, role)
        places = ", ".join(f"[{span.start}, {span.end})" for span in spans)
        words = Text(clean(_join(spans)) or "not printed", style=STYLES[role] if spans else "dim")
        _print_row(console, role, Text.assemble(words, f"  {places}"))
    speaker = statement.speaker
    rows = {
        "kind": f"{statement.kind}: {KIND_MEANING[statement.kind]}",
        "speaker": f"{speaker.reason} ({speaker.score:.2f})" if speaker else "the report does not tell",
        "said": f"{statement.said.value} ({statement.said.reason})" if statement.said else "not known",
        "to": statement.addressee,
        "for": statement.on_behalf_of,
        "via": statement.via,
        "inside": statement.within,
        "score": f"{statement.score:.2f}",
    }
    for name, value in rows.items():
        if value:
            _print_row(console, name, Text(clean(value)))
    print_words(console, "")
    _print_front(console, report.id, report.front)


def print_reports(console: Console, listed: Iterable[Listed]) -> None:
    """Reports, two lines each."""
    for report in listed:
        front = report.front
        counted = f"{report.statements} statement{'' if report.statements == 1 else 's'}"
        about = [put_date(front.published) if front.published else "day not known"]
        about += [front.outlet or "outlet not known", counted]
        if report.versions > 1:
            about.append(f"{report.versions} versions")
        print_words(console, Text(clean(front.headline or "No headline"), style="bold"))
        print_words(console, " · ".join([*about, report.report]), indent=2, style="dim")


def print_people(console: Console, people: Iterable[tuple[Entity, int]]) -> None:
    """Entities, each with how many statements are theirs."""
    for entity, statements in people:
        counted = f"{statements} statement{'' if statements == 1 else 's'}"
        print_words(console, Text(clean(entity.name), style="bold").append(f"  {counted}", style="not bold"))
        forms = ", ".join(form for form in entity.forms if form != entity.name)
        also = [f"also {forms}"] if forms else []
        print_words(console, " · ".join([entity.kind.value, *also, entity.id]), indent=2, style="dim")


def print_entity(
    console: Console,
    entity: Entity,
    statements: Sequence[tuple[Front, Statement]],
) -> None:
    """An entity and all that it said."""
    print_people(console, [(entity, len(statements))])
    for front, statement in statements:
        print_words(console, "")
        print_statement(console, front, statement, entity)


def mark_passage(text: str, place: tuple[int, int], statement: Statement) -> Text:
    """A stretch of a report on one line, with the parts of a statement in their styles."""
    marked = Text()
    for segment in cut_segments(*place, marks_of(statement, "")):
        style = " ".join(STYLES[role] for role in ROLES if role in {mark.role for mark in segment.marks})
        words = show_text(text[segment.start : segment.end]).replace("\n", " ").replace("\t", " ")
        marked.append(words, style=style or "dim")
    return marked


def _print_front(console: Console, report: str, front: Front) -> None:
    print_words(console, Text(clean(front.headline or "No headline"), style="bold"))
    dateline = front.dateline
    parts = [
        front.outlet or "outlet not known",
        f"published {put_date(front.published)}",
        f"updated {put_date(front.updated)}" if front.updated else None,
        dateline.place if dateline else None,
        f"agency {dateline.agency}" if dateline and dateline.agency else None,
        front.byline,
        front.language,
        front.url,
        report,
    ]
    print_words(console, " · ".join(part for part in parts if part), style="dim")


def _print_row(console: Console, name: str, words: Text) -> None:
    """A name and what it says; on a terminal the lines of a long one stand under one another."""
    if console.is_terminal:
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_column(width=8)
        row.add_row(name, words)
        console.print(row)
    else:
        print_words(console, Text(f"{name:<8}  ").append_text(words))


def print_words(console: Console, words: str | Text, *, indent: int = 0, style: str = "") -> None:
    """Wrapped on a terminal; elsewhere one line stays one line, for `grep`. A str is cleaned here."""
    text = Text(clean(words), style=style) if isinstance(words, str) else words
    if console.is_terminal:
        console.print(Padding(text, (0, 0, 0, indent)) if indent else text)
    else:
        console.print(Text(" " * indent).append_text(text), soft_wrap=True)


def _speaker_name(statement: Statement, entity: Entity | None) -> str:
    if entity:
        return entity.name
    return statement.speaker.name if statement.speaker else "Speaker not known"


def _join(spans: Sequence[Span]) -> str:
    return " … ".join(span.text for span in spans)


def clean(words: str) -> str:
    """On one line, with nothing in it that steers."""
    return " ".join(show_text(words).split())
