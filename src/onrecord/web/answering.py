"""What each address answers, as data. A page is given the same answer (`pages`)."""

from __future__ import annotations

from onrecord.errors import UsageError
from onrecord.store.asked import Asked
from onrecord.views import answers
from onrecord.views.contract import EntityAnswer, FoundStatement, ReadingAnswer
from onrecord.views.listing import (
    HomeAnswer,
    OutletAnswer,
    OutletList,
    ReportList,
    SearchAnswer,
    SpeakerList,
    StatementList,
)
from onrecord.web.asked import After, AskedNow, Limit, Words
from onrecord.web.desk import DeskNow, list_people, list_reports, list_stories

# How many of each kind a search shows before one asks for more.
FIRST = 5

# How many stories the home page shows.
FIRST_STORIES = 12


def home(desk: DeskNow) -> HomeAnswer:
    """What the record holds, its stories and its newest reports."""
    reports, statements = desk.browse.size()
    newest = list_reports(desk.browse.reports(newest=True, limit=8))
    return HomeAnswer(
        reports=reports,
        statements=statements,
        speakers=desk.browse.people(limit=1).total,
        outlets=len(desk.browse.outlets()),
        stories=list_stories(desk.browse.stories(limit=FIRST_STORIES)).items,
        newest=newest.items,
    )


def reports(
    desk: DeskNow,
    about: Words = None,
    outlet: str | None = None,
    newest: bool = False,
    after: After = None,
    limit: Limit = 50,
) -> ReportList:
    """The reports by day of publication."""
    part = desk.browse.reports(
        about=about or None, outlet=outlet or None, newest=newest, after=after, limit=limit
    )
    return list_reports(part)


def report(desk: DeskNow, id: str) -> ReadingAnswer:  # noqa: A002
    """A report with all that was found in it."""
    return desk.reading(id)


def statements(desk: DeskNow, asked: AskedNow, after: After = None, limit: Limit = 50) -> StatementList:
    """The statements that fit all that is asked, in the order in which they were made."""
    return desk.statements(asked, after, limit)


def statement(desk: DeskNow, id: str) -> FoundStatement:  # noqa: A002
    """A statement with the report it stands in."""
    return desk.found((desk.browse.statement(id),))[0]


def people(desk: DeskNow, named: str | None = None, after: After = None, limit: Limit = 100) -> SpeakerList:
    """Who speaks; those who say most come first."""
    return list_people(desk.browse.people(named=named or None, after=after, limit=limit))


def person(desk: DeskNow, id: str) -> EntityAnswer:  # noqa: A002
    """A person or other source across reports."""
    desk.expect(id, "person", "entity")
    return answers.answer_entity(desk.queries.entity(id))


def outlets(desk: DeskNow) -> OutletList:
    """The outlets; those of most reports come first."""
    return OutletList(items=[OutletAnswer(name=name, reports=n) for name, n in desk.browse.outlets()])


def search(desk: DeskNow, q: Words = None) -> SearchAnswer:
    """The first statements, reports and speakers that the words find."""
    words = q or ""
    nothing = StatementList(items=[], after=None, total=0)
    found, told = nothing, ReportList(items=[], after=None, total=0)
    try:
        found = desk.statements(Asked(about=words), limit=FIRST)
        told = list_reports(desk.browse.reports(about=words, newest=True, limit=FIRST))
    except UsageError:
        pass  # no word to look for yet: one is still typing
    named = list_people(desk.browse.people(named=words, limit=FIRST))
    return SearchAnswer(words=words, statements=found, reports=told, speakers=named)
