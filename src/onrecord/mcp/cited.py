"""Answers for assistants: short, and everything that is claimed with the place that it stands at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from onrecord.record import Act, Entity, EntityKind, Front, Kind, Span, Statement, joined_text
from onrecord.views.contract import Answer, Place, ReportHead

if TYPE_CHECKING:
    from onrecord.record import ChronologyLine, Difference


class Citation(Answer):
    """Words of a report and where they stand: `report.text[start:end]`, in characters."""

    report: str
    span: Place
    words: str
    headline: str | None
    outlet: str | None
    published: str | None
    url: str | None


class CitedStatement(Answer):
    """Who said what. `speaker` null: the report does not tell. `said` and `published` are EDTF dates.

    `score` is the probability that it is a statement with this source and content.
    """

    id: str
    speaker: str | None
    speaker_id: str | None
    said: str | None
    kind: Kind
    act: Act
    content: str
    source: str
    cue: str
    score: float
    citations: list[Citation]


class FoundReport(ReportHead):
    """A report in a list."""

    statements: int


class FoundPerson(Answer):
    """Somebody who speaks."""

    id: str
    name: str
    kind: EntityKind
    statements: int


class StatementsPage(Answer):
    """Statements, in the order in which they were made. `after` is to be given for the next page, if any."""

    total: int
    after: str | None
    statements: list[CitedStatement]


class SearchPage(StatementsPage):
    """What holds the words. Reports and people come with the first page alone."""

    reports: list[FoundReport]
    people: list[FoundPerson]


class FoundStory(Answer):
    """A story: how many reports, and the days of the first and the last."""

    id: str
    name: str
    reports: int
    first: str | None
    last: str | None


class StoriesPage(Answer):
    """Stories; those of most reports come first."""

    total: int
    after: str | None
    stories: list[FoundStory]


class CitedLine(Answer):
    """A line of a chronology. *Happened*, *said* and *published* are three different dates."""

    happened: str | None
    said: str | None
    published: str | None
    text: str
    citations: list[Citation]


class ChronologyPage(Answer):
    """The lines of a story's chronology."""

    story: str
    name: str
    total: int
    after: str | None
    lines: list[CitedLine]


class CitedFigure(Answer):
    """What one report gives for something that several count. `by`: who gave it there."""

    value: float | int | str
    bound: str
    by: str | None
    citation: Citation


class CitedDifference(Answer):
    """One thing that several reports count or date."""

    what: str
    unit: str
    agree: bool
    reason: str
    values: list[CitedFigure]


class CitedSaying(Answer):
    """One thing said once, as several reports have it. `differences`: in sentences, the graver ones first.

    `reports` carry it in the whole record, of which `independent` do not rest on one another.
    """

    id: str
    said: str | None
    reports: int
    independent: int
    why: str
    renderings: list[CitedStatement]
    differences: list[str]


class CitedCopy(Answer):
    """A report that rests on another."""

    report: str
    of: str
    kind: str
    direction_known: bool
    reason: str


class Adds(Answer):
    """What one report has that no earlier one of those compared had."""

    report: str
    statements: list[CitedStatement]


class ComparisonPage(Answer):
    """Reports side by side. All but `sayings` and `reports` comes with the first page alone."""

    reports: list[ReportHead]
    total: int
    after: str | None
    sayings: list[CitedSaying]
    differences: list[CitedDifference]
    contradictions: list[str]
    adds: list[Adds]
    copies: list[CitedCopy]


class TextPage(Answer):
    """A stretch of a report's text, from the character `start` on, with the statements that begin in it."""

    report: ReportHead
    versions: int
    start: int
    text: str
    length: int
    after: str | None
    statements: list[CitedStatement]


class StatementShown(CitedStatement):
    """A statement with the paragraphs that it stands in, and why speaker and day are taken to be these."""

    speaker_reason: str | None
    said_reason: str | None
    addressee: str | None
    context: Citation


class PersonShown(Answer):
    """Somebody across reports: the names they go by, and what they said."""

    id: str
    name: str
    kind: EntityKind
    forms: list[str]
    total: int
    after: str | None
    statements: list[CitedStatement]


def cite(report: str, front: Front, span: Span) -> Citation:
    return Citation(
        report=report,
        span=(span.start, span.end),
        words=span.text,
        headline=front.headline,
        outlet=front.outlet,
        published=str(front.published) if front.published else None,
        url=front.url,
    )


def cite_statement(report: str, front: Front, statement: Statement, speaker: Entity | None) -> CitedStatement:
    named = statement.speaker
    return CitedStatement(
        id=statement.id,
        speaker=speaker.name if speaker else named.name if named else None,
        speaker_id=speaker.id if speaker else None,
        said=str(statement.said.value) if statement.said else None,
        kind=statement.kind,
        act=statement.act,
        content=joined_text(statement.content),
        source=joined_text(statement.source),
        cue=joined_text(statement.cue),
        score=round(statement.score, 3),
        citations=[cite(report, front, span) for span in statement.content],
    )


def cite_line(line: ChronologyLine, fronts: dict[str, Front]) -> CitedLine:
    return CitedLine(
        happened=str(line.happened) if line.happened else None,
        said=str(line.said) if line.said else None,
        published=str(line.published) if line.published else None,
        text=line.text,
        citations=[cite(report, fronts[report], span) for report, span in line.evidence],
    )


def cite_difference(difference: Difference, fronts: dict[str, Front]) -> CitedDifference:
    return CitedDifference(
        what=difference.what,
        unit=difference.unit,
        agree=difference.agree,
        reason=difference.reason,
        values=[
            CitedFigure(
                value=given.value,
                bound=given.bound,
                by=given.by,
                citation=cite(given.report, fronts[given.report], given.span),
            )
            for given in difference.values
        ],
    )


def first_of(days: Iterable[str | None], *, last: bool = False) -> str | None:
    """The first or the last of those that are known."""
    known: Sequence[str] = sorted(day for day in days if day)
    return (known[-1] if last else known[0]) if known else None
