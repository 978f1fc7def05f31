"""Parts of lists: what a door answers that gives them page by page."""

from __future__ import annotations

from onrecord.record import EntityKind
from onrecord.views.contract import (
    Answer,
    ChronologyAnswer,
    ContradictionAnswer,
    CopyAnswer,
    DifferenceAnswer,
    FoundStatement,
    JudgementAnswer,
    ListedReport,
    ReportHead,
    SayingShown,
    StoryAnswer,
)


class ListAnswer(Answer):
    """What parts of lists share.

    `total` is how many the whole list has; 10,001 stands for more than 10,000. `after` is to be given back
    as `after` for the next part; null: this is the last.
    """

    total: int
    after: str | None


class StatementList(ListAnswer):
    """Statements in the order in which they were made."""

    items: list[FoundStatement]


class ReportList(ListAnswer):
    """Reports by day of publication."""

    items: list[ListedReport]


class SpeaksAnswer(Answer):
    """Somebody who speaks: how many statements, in how many reports."""

    id: str
    name: str
    kind: EntityKind
    forms: list[str]
    statements: int
    reports: int


class SpeakerList(ListAnswer):
    """Who speaks; those who say most come first."""

    items: list[SpeaksAnswer]


class OutletAnswer(Answer):
    """An outlet as the reports name it, and how many reports are its."""

    name: str
    reports: int


class OutletList(Answer):
    """The outlets; those of most reports come first."""

    items: list[OutletAnswer]


class SearchAnswer(Answer):
    """What holds the words: the first of each kind, and how many there are."""

    words: str
    statements: StatementList
    reports: ReportList
    speakers: SpeakerList


class HomeAnswer(Answer):
    """What the record holds, its stories and its newest reports."""

    reports: int
    statements: int
    speakers: int
    outlets: int
    stories: list[StoryAnswer]
    newest: list[ListedReport]


class JudgementList(Answer):
    """Judgements, newest first."""

    items: list[JudgementAnswer]


class StoryList(Answer):
    """Stories; those of most reports come first."""

    items: list[StoryAnswer]
    after: str | None
    total: int


class IndependenceAnswer(Answer):
    """How many reports do not rest on one another, which rest on which, and why, in one line."""

    count: int
    groups: list[list[str]]
    reason: str


class ChronologyList(ListAnswer):
    """Lines of a chronology, in the order of time."""

    items: list[ChronologyAnswer]


class SayingList(ListAnswer):
    """Sayings that several reports of a story carry, by day; each with its first renderings."""

    items: list[SayingShown]


class DifferenceList(ListAnswer):
    """What several reports of a story count; what differs comes first."""

    items: list[DifferenceAnswer]


class ContradictionList(ListAnswer):
    """Statements of a story of which not both can be so, and these statements."""

    items: list[ContradictionAnswer]
    statements: list[FoundStatement]


class AddedAnswer(Answer):
    """How many statements of a report no earlier one of its story has; how many of their sayings it lacks."""

    report: str
    adds: int
    drops: int


class SpeakingAnswer(Answer):
    """How many statements of a story are somebody's. Null: the speaker is not known."""

    id: str | None
    name: str | None
    statements: int


class StoryWhole(Answer):
    """A story: its reports in the order of publication, who speaks, and the first of all that they tell.

    Of each list `total` is how many it has; the rest is at the address of the story and its name. Of the
    `told` statements, `statements` are the first of those who say most; the rest is at /statements?story=.
    """

    id: str
    name: str
    reports: list[ReportHead]
    independence: IndependenceAnswer
    added: list[AddedAnswer]
    copies: list[CopyAnswer]
    speakers: list[SpeakingAnswer]
    told: int
    statements: list[FoundStatement]
    chronology: ChronologyList
    sayings: SayingList
    differences: DifferenceList
    contradictions: ContradictionList
