"""Arranging: what a dossier says and in which order, before it is HTML or Markdown."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.record import Entity, EntityKind, Reading, Report, Span, Statement, joined_text, local_person_id
from onrecord.views.arrange_across import ArrangedTogether, Event, arrange_together

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from onrecord.edtf import Edtf
    from onrecord.memory.asking import Together


@dataclass(frozen=True, slots=True)
class DossierEntry:
    """A report of the dossier. `added` (UTC) and `versions` are what the record knows of it."""

    report: Report
    reading: Reading
    added: datetime | None = None
    versions: int = 1


@dataclass(frozen=True, slots=True)
class DossierInput:
    """All that a dossier is made of; the same input gives the same bytes.

    `entities` are whom the record takes the speakers for, by id of the statement. `made` is printed
    where it is given. `across` is what the reports of each story, or those that were asked for, tell
    together; all of them are among the entries.
    """

    title: str
    entries: tuple[DossierEntry, ...]
    entities: Mapping[str, Entity] = field(default_factory=dict)
    made: datetime | None = None
    across: tuple[Together, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A statement in its place in the dossier. `label` is report and statement by number: "2.7"."""

    label: str
    statement: Statement
    entry: DossierEntry
    entity: Entity | None

    @property
    def key(self) -> str:
        """The label as part of an address within the page."""
        return self.label.replace(".", "-")

    @property
    def spans(self) -> list[Span]:
        """All places of the statement, in the order of the text."""
        return sorted([*self.statement.source, *self.statement.cue, *self.statement.content])

    @property
    def words(self) -> str:
        """What was said, on one line."""
        return " ".join(joined_text(self.statement.content).split())

    @property
    def cue(self) -> str:
        """The reporting words, on one line; "" where none are printed."""
        return " ".join(joined_text(self.statement.cue).split())

    @property
    def speaker_name(self) -> str | None:
        if self.entity:
            return self.entity.name
        return self.statement.speaker.name if self.statement.speaker else None


@dataclass(frozen=True, slots=True)
class NumberedReport:
    """A report by its number in the dossier, with its statements in the order of the text."""

    number: int
    entry: DossierEntry
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SpeakerGroup:
    """All that one speaker said, by day. `forms` are other names the record knows; empty: none."""

    number: int
    name: str
    kind: EntityKind
    forms: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """What was said, published, and happened on one date. `date` None: not known."""

    date: Edtf | None
    published: tuple[NumberedReport, ...]
    said: tuple[Line, ...]
    happened: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Arranged:
    """A dossier in reading order. `unnamed` are sources without a name, `unknown` lines without a speaker."""

    title: str
    made: datetime | None
    reports: tuple[NumberedReport, ...]
    speakers: tuple[SpeakerGroup, ...]
    unnamed: tuple[SpeakerGroup, ...]
    unknown: tuple[Line, ...]
    days: tuple[Day, ...]
    across: tuple[ArrangedTogether, ...] = ()

    @property
    def lines(self) -> list[Line]:
        return [line for report in self.reports for line in report.lines]

    @property
    def outlets(self) -> list[str]:
        """The outlets that are known, each once, in the order of the reports."""
        known = (report.entry.report.front.outlet for report in self.reports)
        return list(dict.fromkeys(outlet for outlet in known if outlet))


def arrange(dossier: DossierInput) -> Arranged:
    """Reports by day of publication, statements by place in the text, speakers by how much they say."""
    entries = sorted(dossier.entries, key=lambda entry: _date_key(entry.report.front.published))
    reports = tuple(_number(number, entry, dossier.entities) for number, entry in enumerate(entries, 1))
    lines = [line for report in reports for line in report.lines]
    groups = _group_by_speaker(lines)
    named = [group for group in groups if group.kind is not EntityKind.UNNAMED]
    unnamed = [group for group in groups if group.kind is EntityKind.UNNAMED]
    unknown = tuple(line for line in lines if line.speaker_name is None)
    by_id = {report.entry.report.id: report for report in reports}
    across = tuple(arrange_together(number, one, by_id) for number, one in enumerate(dossier.across, 1))
    happened = [event for one in across for event in one.events if event.kind == "happened"]
    days = _group_by_day(reports, lines, happened)
    return Arranged(dossier.title, dossier.made, reports, tuple(named), tuple(unnamed), unknown, days, across)


def _number(number: int, entry: DossierEntry, entities: Mapping[str, Entity]) -> NumberedReport:
    in_order = sorted(
        entry.reading.statements, key=lambda s: (min([*s.source, *s.cue, *s.content]), s.content)
    )
    lines = (
        Line(f"{number}.{place}", statement, entry, entities.get(statement.id))
        for place, statement in enumerate(in_order, 1)
    )
    return NumberedReport(number, entry, tuple(lines))


def _group_by_speaker(lines: list[Line]) -> list[SpeakerGroup]:
    """Those who say most first; of two who say as much, whoever speaks first."""
    by_speaker: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        speaker = line.statement.speaker
        if line.entity:
            by_speaker[line.entity.id].append(line)
        elif speaker:
            # Without a record that says so, the same name in two reports is not the same person.
            by_speaker[local_person_id(line.statement.version, speaker.kind, speaker.name)].append(line)
    groups = []
    for number, said in enumerate(sorted(by_speaker.values(), key=len, reverse=True), 1):
        entity, speaker = said[0].entity, said[0].statement.speaker
        name = said[0].speaker_name or ""
        kind = entity.kind if entity else speaker.kind if speaker else EntityKind.PERSON
        forms = tuple(form for form in entity.forms if form != name) if entity else ()
        by_day = sorted(said, key=lambda line: _date_key(_said(line)))
        groups.append(SpeakerGroup(number, name, kind, forms, tuple(by_day)))
    return groups


def _group_by_day(
    reports: tuple[NumberedReport, ...], lines: list[Line], events: list[Event]
) -> tuple[Day, ...]:
    said: defaultdict[Edtf | None, list[Line]] = defaultdict(list)
    published: defaultdict[Edtf | None, list[NumberedReport]] = defaultdict(list)
    for line in lines:
        said[_said(line)].append(line)
    for report in reports:
        published[report.entry.report.front.published].append(report)
    happened: defaultdict[Edtf | None, list[Event]] = defaultdict(list)
    for event in events:
        happened[event.date].append(event)
    dates = sorted({*said, *published, *happened}, key=_date_key)
    return tuple(
        Day(date, tuple(published[date]), tuple(said[date]), tuple(happened[date])) for date in dates
    )


def _said(line: Line) -> Edtf | None:
    return line.statement.said.value if line.statement.said else None


def _date_key(date: Edtf | None) -> tuple[bool, tuple[object, ...]]:
    """Known dates in order, what is not known last."""
    return (date is None, date.sort_key if date else ())
