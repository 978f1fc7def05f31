"""What several reports tell together, as Markdown: words that differ are bold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from onrecord.views.wording import put_date, show_markdown

if TYPE_CHECKING:
    from onrecord.record import Copy
    from onrecord.views.arrange import Line, NumberedReport
    from onrecord.views.arrange_across import ArrangedSaying, ArrangedTogether
    from onrecord.views.diffs import Compared


def write_together(one: ArrangedTogether) -> Iterator[str]:
    """The lines of one story, or of the reports that were asked for, without line ends."""
    yield f"### {show_markdown(one.name or 'These reports')}"
    yield ""
    yield f"Reports: {', '.join(_name(report) for report in one.reports)}."
    yield ""
    yield from _section("The same sayings", [line for said in one.sayings for line in _write_saying(said)])
    yield from _section("Figures", _write_figures(one))
    yield from _section("Contradictions", _write_contradictions(one))
    yield from _section("What each report adds", _write_additions(one))
    yield from _section("Copies", [f"- {_tell(*copied)}" for copied in one.copies])
    yield from _section("Chronology", _write_events(one))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    lines = list(lines)
    if lines:
        yield from (f"#### {title}", "", *lines, "")


def _name(report: NumberedReport) -> str:
    outlet = report.entry.report.front.outlet
    return f"{report.number} ({show_markdown(outlet)})" if outlet else str(report.number)


def _write_saying(said: ArrangedSaying) -> Iterator[str]:
    saying = said.saying
    name = show_markdown(said.speaker_name or "Speaker not known")
    yield f"**{name}**, said {put_date(saying.said)}: {show_markdown(saying.reason)} `{saying.id}`"
    yield ""
    for line, compared in said.renderings:
        yield f"- {line.label}: {_words(compared)}"
        for change in compared.changes:
            yield f"  - {change.what.value}: {show_markdown(change.sentence)}"
        if compared.style:
            yield f"  - style: {len(compared.style)}"
    yield ""


def _words(compared: Compared) -> str:
    """The words, those that differ in bold; the blanks at their ends stay outside."""
    parts = []
    for piece in compared.pieces:
        inner = show_markdown(piece.text)
        before = " " if piece.text[:1].isspace() else ""
        after = " " if piece.text[-1:].isspace() and inner else ""
        differs = piece.kind in ("replaced", "only") and inner
        parts.append(f"{before}{f'**{inner}**' if differs else inner}{after}")
    return "".join(parts)


def _write_figures(one: ArrangedTogether) -> Iterator[str]:
    for difference in one.differences:
        yield f"- {show_markdown(difference.what)}: **{'agree' if difference.agree else 'differ'}**"
        for value in difference.values:
            by = f", citing {show_markdown(value.by)}" if value.by else ""
            yield f"  - {show_markdown(value.words)} in {_name(value.report)}{by}"


def _write_contradictions(one: ArrangedTogether) -> Iterator[str]:
    for reason, first, second in one.contradictions:
        yield f"- {show_markdown(reason)}"
        yield f"  - {_told(first)}"
        yield f"  - {_told(second)}"


def _write_additions(one: ArrangedTogether) -> Iterator[str]:
    for report, lines, drops in one.additions:
        yield f"- {_name(report)} adds {len(lines)}, leaves out {drops}"
        for line in lines:
            yield f"  - {_told(line)}"


def _told(line: Line) -> str:
    name = show_markdown(line.speaker_name or "Speaker not known")
    return f"**{name}**: {show_markdown(line.words)} ({line.label})"


def _tell(copy: Copy, report: NumberedReport, of: NumberedReport) -> str:
    known = {"copy": "is a copy of", "rewrite": "rewrites", "same-outlet": "is of one outlet with"}
    words = (
        known[copy.kind.value]
        if copy.direction_known or copy.kind.value == "same-outlet"
        else "shares text or facts with"
    )
    return f"{_name(report)} {words} {_name(of)}: {show_markdown(copy.reason)}"


def _write_events(one: ArrangedTogether) -> Iterator[str]:
    for event in one.events:
        reports = ", ".join(dict.fromkeys(_name(report) for report, _ in event.evidence))
        yield f"- {put_date(event.date)}, {event.kind}: {show_markdown(event.text)} ({reports})"
