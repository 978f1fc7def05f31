"""What an assistant may ask of a record. Each method is a tool; its docstring is what the assistant reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from onrecord.edtf import Edtf
from onrecord.errors import UsageError
from onrecord.face import Record
from onrecord.mcp.cited import (
    Adds,
    ChronologyPage,
    CitedCopy,
    CitedSaying,
    CitedStatement,
    ComparisonPage,
    FoundPerson,
    FoundReport,
    FoundStory,
    PersonShown,
    SearchPage,
    StatementShown,
    StatementsPage,
    StoriesPage,
    TextPage,
    cite,
    cite_difference,
    cite_line,
    cite_statement,
    first_of,
)
from onrecord.record import Act, Kind
from onrecord.store.asked import Asked
from onrecord.store.browse import Browse
from onrecord.store.details import Details
from onrecord.views.across import answer_head
from onrecord.views.contract import JudgementAnswer, StoryShown
from onrecord.views.diffs import compare_renderings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.memory.asking import Rendered, Together
    from onrecord.record import Entity, Front, Report, Statement
    from onrecord.store import Attributed

T = TypeVar("T")

MOST = 100
# How many characters of a text come at once.
LONGEST = 8000
# How many reports and people come with the first page of a search.
FIRST = 5

Shown = TextPage | StatementShown | PersonShown | CitedSaying | StoryShown | JudgementAnswer


class Tools:
    """Made of an open record. What is "" is not given: the SDK reads other texts than `str` as JSON first."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._queries = record.store.queries
        self._browse = Browse(record.store)
        self._details = Details(record.store)

    def search(self, words: str, after: str = "", limit: int = 20) -> SearchPage:
        """Find statements whose content holds these words, with reports and people that they also find.

        Words in "quotation marks" must stand in that order. Accents and case do not count. Every statement
        comes with who said it and a citation: report, span, words, outlet, day of publication, address.
        `after` is the `after` of the page before; `limit` at most 100.
        """
        page = self._statements(Asked(about=words), after, limit)
        if after:
            return SearchPage(**dict(page), reports=[], people=[])
        reports = self._browse.reports(about=words, newest=True, limit=FIRST).items
        people = self._browse.people(named=words, limit=FIRST).items
        return SearchPage(
            **dict(page),
            reports=[
                FoundReport(
                    **dict(answer_head(one.report, one.version, one.front)), statements=one.statements
                )
                for one in reports
            ],
            people=[
                FoundPerson(
                    id=one.entity.id,
                    name=one.entity.name,
                    kind=one.entity.kind,
                    statements=one.statements,
                )
                for one in people
            ],
        )

    def statements(
        self,
        by: str = "",
        about: str = "",
        kind: Kind | None = None,
        act: Act | None = None,
        since: str = "",
        until: str = "",
        report: str = "",
        outlet: str = "",
        after: str = "",
        limit: int = 20,
    ) -> StatementsPage:
        """List who said what and when, with citations, in the order in which it was said.

        All that is given must fit: `by` a name or the id of a speaker, `about` words of what was said,
        `kind` how much of it stands in quotation marks, `act` what kind of saying, `since` and `until` days
        (2024-03-14, 2024-03 or 2024), `report` the id of a report, `outlet` its name as printed. Without a
        day of its own a statement has that of its report. `after` and `limit` as for search.
        """
        asked = Asked(
            by=by or None,
            about=about or None,
            kind=kind,
            act=act,
            since=Edtf.parse(since) if since else None,
            until=Edtf.parse(until) if until else None,
            report=report or None,
            outlet=outlet or None,
        )
        return self._statements(asked, after, limit)

    def stories(self, after: str = "", limit: int = 20) -> StoriesPage:
        """List the stories: reports about one developing matter, those of most reports first.

        `after` and `limit` as for search.
        """
        part = self._browse.stories(after=after or None, limit=_checked(limit))
        published = self._details.published([one for story in part.items for one in story.reports])
        listed = [
            FoundStory(
                id=story.id,
                name=story.name,
                reports=len(story.reports),
                first=first_of(published.get(one) for one in story.reports),
                last=first_of((published.get(one) for one in story.reports), last=True),
            )
            for story in part.items
        ]
        return StoriesPage(total=part.total, after=part.after, stories=listed)

    def chronology(self, story: str, after: str = "", limit: int = 40) -> ChronologyPage:
        """Tell what happened, was said and was published in a story, in the order of time, with citations.

        `story` is the id of a story or of one of its reports. *Happened*, *said* and *published* are three
        different dates. `after` and `limit` as for search.
        """
        known = self._record.story(story)
        together = self._record.together(known.id)
        lines, following = _page(together.chronology, after, limit)
        fronts = _fronts(together)
        return ChronologyPage(
            story=known.id,
            name=known.name,
            total=len(together.chronology),
            after=following,
            lines=[cite_line(line, fronts) for line in lines],
        )

    def compare(self, reports: list[str], after: str = "", limit: int = 20) -> ComparisonPage:
        """Set reports side by side, by their ids (or one id of a story: all its reports).

        What several of them say somebody said, with what differs in the words; figures with who gave them
        and whether they agree; what each has that no earlier one had; which rest on others. Everything with
        citations. `after` and `limit` are about the sayings, as for search.
        """
        ids = [one for id_ in reports for one in self._reports_of(id_)]
        together = self._record.compare(*ids)
        sayings, following = _page(together.sayings, after, limit)
        page = ComparisonPage(
            reports=[answer_head(one.id, one.version, one.front) for one, _ in together.reports],
            total=len(together.sayings),
            after=following,
            sayings=[_cite_saying(one) for one in sayings],
            differences=[],
            contradictions=[],
            adds=[],
            copies=[],
        )
        if after:
            return page
        fronts = _fronts(together)
        told = {s.id: (report, s) for report, reading in together.reports for s in reading.statements}
        return page.model_copy(
            update={
                "differences": [cite_difference(one, fronts) for one in together.differences],
                "contradictions": [f"{one.a} and {one.b}: {one.reason}" for one in together.contradictions],
                "adds": [
                    Adds(
                        report=one.report,
                        statements=[
                            _cite_told(*told[id_], together.speakers.get(id_))
                            for id_ in one.adds[:MOST]
                            if id_ in told
                        ],
                    )
                    for one in together.contributions
                ],
                "copies": [
                    CitedCopy(
                        report=one.report,
                        of=one.of,
                        kind=one.kind.value,
                        direction_known=one.direction_known,
                        reason=one.reason,
                    )
                    for one in together.copies
                ],
            }
        )

    def show(self, id: str, after: str = "", limit: int = 20) -> Shown:  # noqa: A002
        """Show whatever has this id: r a report, v a version of one, s a statement, e a person or other
        source, y a saying with its renderings, t a story, j a judgement.

        Of a report comes its text, a stretch at a time, with the statements in it; of a person what they
        said, a page at a time. `after` and `limit` as for search.
        """
        match self._queries.find(id):
            case "report" | "version":
                return self._text(id, after)
            case "statement":
                return self._statement(self._queries.statement(id))
            case "saying":
                return _cite_saying(self._record.saying(id))
            case "person" | "entity":
                who = self._queries.entity(id)
                page = self._statements(Asked(by=who.id), after, limit)
                forms = list(who.forms)
                return PersonShown(**dict(page), id=who.id, name=who.name, kind=who.kind, forms=forms)
            case _:
                shown = self._record.show(id)
                assert isinstance(shown, (StoryShown, JudgementAnswer))
                return shown

    def _reports_of(self, id_: str) -> Sequence[str]:
        return self._record.story(id_).reports if self._queries.find(id_) == "story" else [id_]

    def _statements(self, asked: Asked, after: str, limit: int) -> StatementsPage:
        part = self._browse.statements(asked, after=after or None, limit=_checked(limit))
        fronts = self._details.fronts({one.statement.version for one in part.items})
        found = [
            cite_statement(one.report, fronts[one.statement.version], one.statement, one.speaker)
            for one in part.items
        ]
        return StatementsPage(total=part.total, after=part.after, statements=found)

    def _text(self, id_: str, after: str) -> TextPage:
        report = self._queries.report(id_)
        start = _offset(after)
        end = _end_of_page(report.text, start)
        speakers = {one.statement.id: one.speaker for one in self._queries.statements(report=report.version)}
        return TextPage(
            report=answer_head(report.id, report.version, report.front),
            versions=self._details.listed(report.id).versions,
            start=start,
            text=report.text[start:end],
            length=len(report.text),
            after=str(end) if end < len(report.text) else None,
            statements=[
                _cite_told(report, one, speakers.get(one.id))
                for one in self._queries.reading(report.version).statements
                if start <= one.content[0].start < end
            ],
        )

    def _statement(self, found: Attributed) -> StatementShown:
        statement = found.statement
        report = self._queries.report(statement.version)
        spans = [span for role in (statement.source, statement.cue, statement.content) for span in role]
        start = report.text.rfind("\n\n", 0, min(span.start for span in spans)) + 2
        end = report.text.find("\n\n", max(span.end for span in spans))
        around = report.span(start if start > 1 else 0, end if end >= 0 else len(report.text))
        return StatementShown(
            **dict(_cite_told(report, statement, found.speaker)),
            speaker_reason=statement.speaker.reason if statement.speaker else None,
            said_reason=statement.said.reason if statement.said else None,
            addressee=statement.addressee,
            context=cite(report.id, report.front, around),
        )


def _cite_told(report: Report, statement: Statement, speaker: Entity | None) -> CitedStatement:
    return cite_statement(report.id, report.front, statement, speaker)


def _cite_saying(rendered: Rendered) -> CitedSaying:
    saying = rendered.saying
    return CitedSaying(
        id=saying.id,
        said=str(saying.said) if saying.said else None,
        reports=saying.reports,
        independent=saying.independent,
        why=saying.reason,
        renderings=[
            cite_statement(told.report, told.front, told.statement, rendered.speakers.get(told.statement.id))
            for told in rendered.renderings
        ],
        differences=[
            f"{wording.a} and {wording.b}: {change.sentence}"
            for wording in compare_renderings(rendered)
            for change in wording.changes
        ],
    )


def _fronts(together: Together) -> dict[str, Front]:
    return {report.id: report.front for report, _ in together.reports}


def _page(items: Sequence[T], after: str, limit: int) -> tuple[Sequence[T], str | None]:
    """A page of a list that is worked out as a whole, and where the next one begins."""
    start, end = _offset(after), _offset(after) + _checked(limit)
    return items[start:end], str(end) if end < len(items) else None


def _offset(after: str) -> int:
    if not after:
        return 0
    if not (after.isascii() and after.isdigit() and len(after) < 10):
        raise UsageError("no page ended there: give the `after` of the page before", where=after)
    return int(after)


def _checked(limit: int) -> int:
    if not 1 <= limit <= MOST:
        raise UsageError(f"`limit` is from 1 to {MOST}", where=str(limit))
    return limit


def _end_of_page(text: str, start: int) -> int:
    """Where a stretch that begins there ends: between paragraphs, if one ends in time."""
    end = start + LONGEST
    if end >= len(text):
        return len(text)
    between = text.rfind("\n\n", start, end)
    return between + 2 if between > start else end
