from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
from rich.console import Console

from onrecord.record import Entity, EntityKind, Reading
from onrecord.store.kept import Listed
from onrecord.views.terminal import (
    open_console,
    print_entity,
    print_evidence,
    print_people,
    print_reading,
    print_reports,
    print_statement,
)
from tests.views.made import Story, make_report, make_statement


def watched(width: int) -> tuple[Console, io.StringIO]:
    """A console as on a terminal of that width."""
    out = io.StringIO()
    return Console(
        file=out, force_terminal=True, width=width, color_system="standard", markup=False, highlight=False
    ), out


def piped() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return open_console(out), out


def test_piped_reading_is_plain_and_a_line_stays_a_line(asylum: Story) -> None:
    console, out = piped()
    report, reading = asylum[0]
    print_reading(console, report, reading)
    assert "\x1b" not in out.getvalue()
    lines = out.getvalue().splitlines()
    assert lines[0] == report.front.headline
    for statement in reading.statements:
        words = " ".join(" … ".join(span.text for span in statement.content).split())
        assert f"  {words}" in lines


@pytest.mark.parametrize("width", [40, 80])
def test_watched_reading_fits_its_terminal(asylum: Story, width: int) -> None:
    console, out = watched(width)
    print_reading(console, *asylum[0])
    lines = re.sub(r"\x1b\[[\d;]*m", "", out.getvalue()).splitlines()
    assert max(map(len, lines)) <= width


def test_statement_is_shown_with_its_sentence_places_and_reasons(asylum: Story) -> None:
    console, out = piped()
    report, reading = asylum[0]
    statement = reading.statements[5]
    print_evidence(console, report, statement)
    shown = out.getvalue()
    assert 'Foreign Ministry spokeswoman Alena Kravtsova said Tuesday that Vasluianu was "serving' in shown
    for span in (*statement.source, *statement.cue, *statement.content):
        assert f"[{span.start}, {span.end})" in shown
    assert "named in the source (0.93)" in shown
    assert report.id in shown


def test_hostile_report_does_not_drive_the_terminal() -> None:
    text = "Go \x1b]0;owned\x07\x1b[2J\x9b31m\r[red]said[/red]\u202e Ana :smile:"
    report = make_report(text, headline="\x1b[31mred\nAna: yes", outlet="\x1b[A", url="\x1b[8m")
    row = {
        "source": [[3, 20]],
        "cue": [[30, 34]],
        "content": [[0, len(text)]],
        "kind": "mixed",
        "act": "inform",
    }
    statement = make_statement(report, row | {"speaker": "\x1b[5m", "speaker_kind": "person"})
    entity = Entity("e1", "\x1b[1mA", EntityKind.PERSON, ("\x1b[2mB",), ())
    console, out = piped()
    print_reading(console, report, Reading(report.version, "by-hand", (statement,), notes=("\x1b[3m",)))
    print_evidence(console, report, statement)
    print_entity(console, entity, [(report.front, statement)])
    assert not set(out.getvalue()) & {"\x1b", "\x07", "\x9b", "\r", "\u202e"}
    assert "[red]said[/red]" in out.getvalue()
    assert ":smile:" in out.getvalue()


def test_reports_and_people_are_listed_with_their_ids(asylum: Story) -> None:
    report = asylum[2][0]
    at = datetime(2024, 3, 15, tzinfo=UTC)
    listed = Listed(report.id, report.version, report.front, "a.txt", at, at, "by-hand", 7, 2)
    console, out = piped()
    print_reports(console, [listed])
    headline, about = out.getvalue().splitlines()
    assert headline == report.front.headline
    assert (
        about == f"  11 March 2024 · Agencia Oriental de Noticias · 7 statements · 2 versions · {report.id}"
    )
    console, out = piped()
    entity = Entity("e1", "Joaquín Arrieta", EntityKind.PERSON, ("Arrieta", "Joaquín Arrieta"), ())
    print_people(console, [(entity, 1)])
    assert out.getvalue() == "Joaquín Arrieta  1 statement\n  person · also Arrieta · e1\n"


def test_statement_without_a_speaker_says_so(asylum: Story) -> None:
    report = make_report("Rain was expected, it was said.")
    row = {"source": [], "cue": [[19, 30]], "content": [[0, 17]], "kind": "indirect", "act": "inform"}
    console, out = piped()
    print_statement(console, report.front, make_statement(report, row))
    assert out.getvalue().startswith("Speaker not known it was said  indirect, inform\n  Rain was expected\n")
