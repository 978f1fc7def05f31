"""Several reports on a terminal: stories, sayings with what differs in words, chronology, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rich.text import Text

from onrecord.record import joined_text
from onrecord.views.arrange_across import time_of
from onrecord.views.diffs import set_side_by_side
from onrecord.views.terminal import clean, print_words
from onrecord.views.wording import put_date

if TYPE_CHECKING:
    from rich.console import Console

    from onrecord.memory.asking import Rendered, Together
    from onrecord.record import ChronologyLine, Copy, Difference, Front, Story

STYLES = {"equal": "", "replaced": "bold yellow underline", "only": "bold yellow underline", "gap": "dim"}


def print_stories(console: Console, stories: Iterable[Story], fronts: Mapping[str, Front]) -> None:
    """Stories, two lines each: the name, then how many reports from when to when."""
    for story in stories:
        days = sorted((d for one in story.reports if (d := fronts[one].published)), key=lambda d: d.sort_key)
        when = dict.fromkeys(map(put_date, (days[0], days[-1]))) if days else ("day not known",)
        about = [_counted(len(story.reports), "report"), " to ".join(when), story.id]
        print_words(console, Text(clean(story.name), style="bold"))
        print_words(console, " · ".join(about), indent=2, style="dim")


def print_story(console: Console, story: Story, fronts: Mapping[str, Front]) -> None:
    """A story and its reports, in the order of publication."""
    print_stories(console, [story], fronts)
    for report in story.reports:
        print_words(console, "")
        print_words(console, _headline(fronts[report]))
        print_words(console, f"{_whence(fronts[report])} · {report}", indent=2, style="dim")


def print_sayings(console: Console, sayings: Iterable[Rendered]) -> None:
    """Sayings in the words of the first report that carries them, three lines each."""
    for rendered in sayings:
        saying = rendered.saying
        print_words(console, _head(rendered))
        print_words(console, joined_text(rendered.renderings[0].statement.content), indent=2)
        print_words(console, f"{saying.reason} · {saying.id}", indent=2, style="dim")


def print_rendered(console: Console, rendered: Rendered, numbers: Mapping[str, int] | None = None) -> None:
    """A saying: who, how many reports, and each rendering with what it has otherwise than the first.

    `numbers`: of the reports, where these are numbered.
    """
    saying = rendered.saying
    print_words(console, _head(rendered))
    print_words(console, saying.reason, indent=2)
    if saying.repeat_of:
        print_words(console, f"says again what {saying.repeat_of} says", indent=2)
    for compared in set_side_by_side(rendered):
        told = compared.told
        number = f"[{numbers[told.report]}] " if numbers else ""
        words = Text(number, "dim")
        for piece in compared.pieces:
            words.append(clean_run(piece.text), STYLES[piece.kind])
        print_words(console, words, indent=2)
        where = told.statement.id if numbers else f"{_whence(told.front)} · {told.statement.id}"
        print_words(console, where, indent=4, style="dim")
        for change in compared.changes:
            meaning = "bold red" if change.what.is_of_meaning else "yellow"
            line = Text(f"{change.what.value}: ", meaning).append(clean(change.sentence), "default not bold")
            print_words(console, line, indent=4)
        if compared.style:
            print_words(console, _counted(len(compared.style), "change") + " of style", indent=4, style="dim")
    print_words(console, saying.id, indent=2, style="dim")


def clean_run(words: str) -> str:
    """As `clean`, with the blanks at the ends, since more words follow."""
    inner = clean(words)
    if not inner:
        return " " if words else ""
    return f"{' ' if words[0].isspace() else ''}{inner}{' ' if words[-1].isspace() else ''}"


def print_chronology(console: Console, lines: Iterable[ChronologyLine], fronts: Mapping[str, Front]) -> None:
    """What happened, was said and was published, each line with the reports that it rests on."""
    for line in lines:
        day, kind = time_of(line)
        print_words(console, Text(put_date(day), style="bold").append(f"  {kind}", "not bold dim"))
        print_words(console, line.text, indent=2)
        reports = dict.fromkeys(report for report, _ in line.evidence)
        print_words(
            console, " · ".join(name_report(fronts[report]) for report in reports), indent=2, style="dim"
        )


def print_together(console: Console, together: Together) -> None:
    """Reports side by side: same sayings, figures, contradictions, what each adds, copies."""
    numbers = {report.id: number for number, (report, _) in enumerate(together.reports, 1)}
    for report, _ in together.reports:
        print_words(console, Text(f"[{numbers[report.id]}] ", "dim").append(_headline(report.front)))
        print_words(console, f"{_whence(report.front)} · {report.id}", indent=4, style="dim")
    _print_title(console, "The same sayings", together.sayings)
    for rendered in together.sayings:
        print_rendered(console, rendered, numbers)
        print_words(console, "")
    differ = sorted(together.differences, key=lambda one: one.agree)
    _print_title(console, "Figures", differ)
    for difference in differ:
        _print_difference(console, difference, numbers)
    told = {one.id: one for _, reading in together.reports for one in reading.statements}
    of = {one.id: report.id for report, reading in together.reports for one in reading.statements}
    _print_title(console, "Contradictions", together.contradictions)
    for contradiction in together.contradictions:
        print_words(console, contradiction.reason)
        for one in (contradiction.a, contradiction.b):
            print_words(console, f"[{numbers[of[one]]}] {joined_text(told[one].content)}", indent=2)
    _print_title(console, "What each adds", together.contributions[1:])
    for contribution in together.contributions[1:]:
        number = numbers[contribution.report]
        print_words(console, f"[{number}] adds {_counted(len(contribution.adds), 'statement')}")
        for statement in contribution.adds:
            entity = together.speakers.get(statement)
            line = Text(clean(entity.name if entity else "Speaker not known"), style="bold")
            line.append(f"  {clean(joined_text(told[statement].content))}", "not bold")
            print_words(console, line, indent=4)
    _print_title(console, "Copies", together.copies)
    for copy in together.copies:
        print_words(console, tell_copy(copy, {report: f"[{number}]" for report, number in numbers.items()}))


def tell_copy(copy: Copy, names: Mapping[str, str]) -> str:
    """A copy in a sentence, with the names of the reports."""
    one, other = names[copy.report], names[copy.of]
    told = {
        "copy": f"{one} is a copy of {other}" if copy.direction_known else f"{one} and {other} have one text",
        "rewrite": f"{one} rewrites {other}"
        if copy.direction_known
        else f"{one} and {other} rest on each other",
        "same-outlet": f"{one} and {other} are of one outlet",
    }[copy.kind.value]
    return f"{told}: {copy.reason}"


def _print_title(console: Console, title: str, things: Sequence[object]) -> None:
    if things:
        print_words(console, "")
        print_words(console, Text(title, style="bold underline"))


def _print_difference(console: Console, difference: Difference, numbers: Mapping[str, int]) -> None:
    verdict = Text("agree", "green") if difference.agree else Text("differ", "bold red")
    print_words(console, Text(f"{clean(difference.what)}: ").append_text(verdict))
    for given in sorted(difference.values, key=lambda one: (numbers[one.report], one.span)):
        by = f", by {given.by}" if given.by else ""
        print_words(console, f"[{numbers[given.report]}] {given.span.text}{by}", indent=2)


def _head(rendered: Rendered) -> Text:
    """Who said it and when."""
    named = {entity.id: entity.name for entity in rendered.speakers.values()}
    head = Text(clean(named.get(rendered.saying.speaker or "", "Speaker not known")), style="bold")
    return head.append(f"  {put_date(rendered.saying.said)}", "not bold dim")


def _headline(front: Front) -> Text:
    return Text(clean(front.headline or "No headline"), style="bold")


def name_report(front: Front) -> str:
    """What a reader knows a report by: its outlet, else its headline."""
    return front.outlet or (
        f"“{shorten(front.headline, 50, placeholder='…')}”" if front.headline else "a report"
    )


def _outlet(front: Front) -> str:
    return front.outlet or "outlet not known"


def _whence(front: Front) -> str:
    return f"{_outlet(front)}, published {put_date(front.published)}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
