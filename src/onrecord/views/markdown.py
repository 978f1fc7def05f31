"""A dossier as Markdown: source, cue and content of each statement told in words, not in colours."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.reading.document import find_sentences
from onrecord.record import joined_text
from onrecord.views.arrange import Arranged, Line, NumberedReport, SpeakerGroup
from onrecord.views.markdown_across import write_together
from onrecord.views.passages import find_paragraphs, find_passages
from onrecord.views.wording import link_address, put_date, put_location, show_markdown


def write_lines(dossier: Arranged) -> Iterator[str]:
    """The lines of the document, without line ends."""
    yield f"# {show_markdown(dossier.title)}"
    yield ""
    yield (
        f"Reports: {len(dossier.reports)}. Outlets: {len(dossier.outlets)}. "
        f"Statements: {len(dossier.lines)}. Named speakers: {len(dossier.speakers)}."
    )
    if dossier.made:
        yield f"Made {dossier.made:%Y-%m-%d %H:%M} UTC."
    yield from _head("Reports")
    for report in dossier.reports:
        yield from _write_front(report)
    if dossier.across:
        yield from _head("Across the reports")
        for one in dossier.across:
            yield from write_together(one)
    passages = {key: text for report in dossier.reports for key, text in _find_passages(report).items()}
    yield from _head("Statements by speaker")
    for group in dossier.speakers:
        yield from _write_group(group, passages)
    if dossier.unnamed:
        yield from _head("Unnamed sources")
        for group in dossier.unnamed:
            yield from _write_group(group, passages)
    if dossier.unknown:
        yield from _head("Speaker not known")
        for line in dossier.unknown:
            yield from _write_statement(line, passages[line.key])
    yield from _head("Statements by time")
    yield from _write_days(dossier)
    yield from _head("Full texts")
    for report in dossier.reports:
        text = report.entry.report.text
        yield f"### Report {report.number}: {_headline(report)}"
        yield ""
        for start, end in find_paragraphs(text):
            yield f"> {show_markdown(text[start:end])}"
            yield ">"
        yield ""


def _head(words: str) -> tuple[str, str, str]:
    return "", f"## {words}", ""


def _headline(report: NumberedReport) -> str:
    return show_markdown(report.entry.report.front.headline or "No headline")


def _write_front(numbered: NumberedReport) -> Iterator[str]:
    entry, report = numbered.entry, numbered.entry.report
    front, read_from = report.front, dict(report.front.read_from)
    dateline = front.dateline
    fields = {
        "outlet": front.outlet or "not known",
        "published": put_date(front.published),
        "updated": front.updated and put_date(front.updated),
        "place": dateline and dateline.place,
        "dateline": dateline and dateline.date and put_date(dateline.date),
        "agency": dateline and dateline.agency,
        "byline": front.byline,
        "language": front.language,
        "original": f"{report.original.media_type}, {put_location(report.original.location)}",
    }
    yield f"### {numbered.number}. {_headline(numbered)}"
    yield ""
    for name, value in fields.items():
        if value:
            where = f" (read from: {show_markdown(read_from[name])})" if name in read_from else ""
            yield f"- {name}: {show_markdown(value)}{where}"
    if front.url:
        yield f"- address: {f'<{front.url}>' if link_address(front.url) else show_markdown(front.url)}"
    yield f"- SHA-256 of the original: `{report.original.sha256}`"
    yield f"- version: `{report.version}`, one of {entry.versions}"
    yield f"- read by: {show_markdown(entry.reading.model)}"
    for note in (*report.notes, *entry.reading.notes):
        yield f"- note: {show_markdown(note)}"
    yield ""


def _write_group(group: SpeakerGroup, passages: dict[str, str]) -> Iterator[str]:
    yield f"### {show_markdown(group.name)}"
    yield ""
    also = f"; also {show_markdown(', '.join(group.forms))}" if group.forms else ""
    yield f"{group.kind.capitalize()}, statements: {len(group.lines)}{also}"
    yield ""
    for line in group.lines:
        yield from _write_statement(line, passages[line.key])


def _write_statement(line: Line, passage: str) -> Iterator[str]:
    statement, front = line.statement, line.entry.report.front
    said = (
        f"{put_date(statement.said.value)} ({statement.said.reason})"
        if statement.said
        else "on a day not known"
    )
    outlet = f"in {front.outlet}" if front.outlet else "outlet not known"
    about = [
        f"{statement.kind}, {statement.act}",
        f"said {said}",
        f"{outlet}, published {put_date(front.published)}",
        f"to {statement.addressee}" if statement.addressee else "",
        f"for {statement.on_behalf_of}" if statement.on_behalf_of else "",
        f"via {statement.via}" if statement.via else "",
    ]
    yield f"**{line.label}** {show_markdown('; '.join(part for part in about if part))}"
    yield ""
    yield f"> {show_markdown(passage)}"
    yield ""
    for role in ("source", "cue", "content"):
        spans = getattr(statement, role)
        places = ", ".join(f"{span.start}–{span.end}" for span in spans)
        yield (
            f"- {role}: {show_markdown(joined_text(spans))} ({places})" if spans else f"- {role}: not printed"
        )
    speaker = statement.speaker
    why = f"{speaker.reason}, {100 * speaker.score:.0f} %" if speaker else "the report does not tell"
    yield f"- speaker: {show_markdown(why)}; statement: {100 * statement.score:.0f} %; `{statement.id}`"
    yield ""


def _write_days(dossier: Arranged) -> Iterator[str]:
    for day in dossier.days:
        if not (day.said or day.published):
            continue
        yield f"### {show_markdown(put_date(day.date)) if day.date else 'Day not known'}"
        yield ""
        for report in day.published:
            outlet = report.entry.report.front.outlet or "an outlet not known"
            yield f"- published by {show_markdown(outlet)}: {_headline(report)}"
        for line in day.said:
            name = show_markdown(line.speaker_name or "speaker not known")
            yield f"- **{name}** {show_markdown(line.cue)}: {show_markdown(line.words)} ({line.label})"
        yield ""


def _find_passages(numbered: NumberedReport) -> dict[str, str]:
    text = numbered.entry.report.text
    sentences = find_sentences(text)
    return {
        line.key: " […] ".join(text[start:end] for start, end in find_passages(sentences, line.spans))
        for line in numbered.lines
    }
