"""The desk: one open record, the same for every request, and how its nouns become answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import Depends
from starlette.requests import Request

from onrecord.errors import NotFound
from onrecord.store.asked import Asked
from onrecord.store.browse import Browse
from onrecord.store.details import Details
from onrecord.views import answers
from onrecord.views.listing import ReportList, SpeakerList, SpeaksAnswer, StatementList, StoryList

if TYPE_CHECKING:
    from onrecord.face import Record
    from onrecord.record import Story
    from onrecord.store import Attributed, Listed
    from onrecord.store.browse import Speaks
    from onrecord.store.paging import Part
    from onrecord.store.queries import Queries
    from onrecord.views.contract import FoundStatement, ReadingAnswer
    from onrecord.web.guests import Guest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """A record with the ways to ask it, for whoever asks. `csrf` is what a change must carry."""

    record: Record
    browse: Browse
    details: Details
    csrf: str
    guest: Guest

    @property
    def writable(self) -> bool:
        """Who asks may decide."""
        return self.guest.role.decides and not self.record.store.readonly

    @property
    def edits(self) -> bool:
        """Who asks may restrict and forget."""
        return self.guest.role.edits and not self.record.store.readonly

    def author(self, given: str | None) -> str | None:
        """Who decides: a guest in their own name, the owner in the name that is given, if any."""
        return self.guest.name or given

    @property
    def queries(self) -> Queries:
        return self.record.store.queries

    @property
    def name(self) -> str:
        return self.record.store.name

    def statements(self, asked: Asked, after: str | None = None, limit: int = 50) -> StatementList:
        part = self.browse.statements(asked, after=after, limit=limit)
        return StatementList(items=self.found(part.items), after=part.after, total=part.total)

    def found(self, statements: tuple[Attributed, ...]) -> list[FoundStatement]:
        """The statements with the reports they stand in."""
        fronts = self.details.fronts({one.statement.version for one in statements})
        return [
            answers.answer_found(one.report, fronts[one.statement.version], one.statement, one.speaker)
            for one in statements
        ]

    def reading(self, id: str) -> ReadingAnswer:  # noqa: A002
        """A report (in its current version, or the version of that id) with all that was found in it."""
        report = self.queries.report(id)
        known = self.details.listed(report.id)
        said = self.browse.statements(Asked(report=report.version), limit=len(report.text)).items
        entities = {one.statement.id: one.speaker for one in said}
        return answers.answer_reading(
            report,
            self.queries.reading(report.version),
            lambda statement: entities.get(statement.id),
            added=known.added if known.version == report.version else None,
            versions=known.versions,
        )

    def expect(self, id: str, *nouns: str) -> None:  # noqa: A002
        """Raises NotFound where the id names nothing, or something else than is asked for."""
        if self.queries.find(id) not in nouns:
            raise NotFound(f"this id names no {nouns[0]}", where=id)


def list_reports(part: Part[Listed]) -> ReportList:
    items = [answers.answer_listed(one) for one in part.items]
    return ReportList(items=items, after=part.after, total=part.total)


def list_stories(part: Part[Story]) -> StoryList:
    items = [answers.answer_story(one) for one in part.items]
    return StoryList(items=items, after=part.after, total=part.total)


def list_people(part: Part[Speaks]) -> SpeakerList:
    items = [
        SpeaksAnswer(
            id=one.entity.id,
            name=one.entity.name,
            kind=one.entity.kind,
            forms=list(one.entity.forms),
            statements=one.statements,
            reports=one.reports,
        )
        for one in part.items
    ]
    return SpeakerList(items=items, after=part.after, total=part.total)


def desk_of(request: Request) -> Desk:
    """The desk of whoever asks; readers have one at which what is restricted does not exist."""
    guest = request.state.guest
    state = request.app.state
    desk = state.desk if guest.role.decides else state.readers_desk
    assert isinstance(desk, Desk)
    return replace(desk, guest=guest)


DeskNow = Annotated[Desk, Depends(desk_of)]
