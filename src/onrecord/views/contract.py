"""The contract: the JSON that every door gives, as models.

Fields may be added; none is renamed or taken away. Offsets are characters (Unicode code points, not
UTF-16 units or bytes) of `report.text`. Dates are EDTF. An answer whose spans do not hold the words
that they claim to hold cannot be built, nor read back.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from onrecord.record import Act, EntityKind, Kind, Verdict

Place = tuple[int, int]


class Answer(BaseModel):
    """What all answers share: they are frozen, and Python names that JSON spells otherwise are aliases."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    def as_json(self, *, indent: int | None = None) -> str:
        """The JSON of the contract. The same answer gives the same bytes."""
        return self.model_dump_json(by_alias=True, indent=indent)


class RoleAnswer(Answer):
    """The words of a source, cue or content. Not printed: no spans and an empty text."""

    spans: list[Place]
    text: str = Field(description='The words of the spans, pieces parted by " … ".')


class SpeakerAnswer(Answer):
    """Who said it. `id`: of the entity, or of the name in this report where no record knows it."""

    id: str
    name: str
    kind: EntityKind
    score: float
    reason: str


class StatementAnswer(Answer):
    """One statement. `speaker` null: the report does not tell, or it is in doubt."""

    id: str
    kind: Kind
    act: Act
    score: float
    source: RoleAnswer
    cue: RoleAnswer
    content: RoleAnswer
    speaker: SpeakerAnswer | None
    addressee: str | None
    on_behalf_of: str | None = Field(
        validation_alias="for", serialization_alias="for", description="Whom the source speaks for."
    )
    via: str | None = Field(description="The outlet or document that it came through.")
    said: str | None = Field(description="EDTF. Null: not known.")
    said_reason: str | None
    within: str | None = Field(description="Id of the statement in whose content this one stands.")


class DatelineAnswer(Answer):
    """Where and when a report says it was written, and the agency it credits. Null: not printed."""

    place: str | None
    date: str | None
    agency: str | None


class OriginalAnswer(Answer):
    """The bytes that the report was read from."""

    sha256: str
    media_type: str
    location: str
    fetched: datetime


class FrontAnswer(Answer):
    """Which version of which report, and its front matter. `read_from`: where each field was read."""

    id: str
    version: str
    headline: str | None
    lead: str | None
    byline: str | None
    dateline: DatelineAnswer | None
    published: str | None
    updated: str | None
    outlet: str | None
    url: str | None
    language: str | None
    read_from: dict[str, str]


class ReportAnswer(FrontAnswer):
    """A report in one version: its front matter and its text."""

    text: str
    original: OriginalAnswer
    notes: list[str]
    added: datetime | None = Field(description="When it came into the record. Null: it is in none.")
    versions: int = Field(description="How many versions of the report the record holds.")


class ListedReport(FrontAnswer):
    """A report of the record without its text. `model` names the network that read it."""

    location: str
    fetched: datetime
    added: datetime
    model: str
    statements: int
    versions: int


class SpannedAnswer(Answer):
    """Words at a place of `report.text`."""

    span: Place
    text: str


class MentionAnswer(SpannedAnswer):
    """Words that name or point to somebody. `name` null: it is not known to whom."""

    kind: EntityKind
    name: str | None


class DateAnswer(SpannedAnswer):
    """A time expression. `value` (EDTF) null: it cannot be known from this report."""

    value: str | None


class FigureAnswer(SpannedAnswer):
    """A number with what it counts."""

    value: int | float
    bound: Literal["exact", "at least", "at most", "about"]
    unit: str


class ReadingAnswer(Answer):
    """A report and all that was found in it. `model` names the network that read it."""

    report: ReportAnswer
    statements: list[StatementAnswer]
    mentions: list[MentionAnswer]
    dates: list[DateAnswer]
    figures: list[FigureAnswer]
    model: str
    notes: list[str]

    def spanned(self) -> Iterator[tuple[list[Place], str]]:
        """The places and the words of everything that stands in the text."""
        for statement in self.statements:
            for role in (statement.source, statement.cue, statement.content):
                yield role.spans, role.text
        for found in (*self.mentions, *self.dates, *self.figures):
            yield [found.span], found.text

    @model_validator(mode="after")
    def _spans_hold_their_words(self) -> Self:
        text = self.report.text
        for places, words in self.spanned():
            if any(not 0 <= start < end <= len(text) for start, end in places):
                raise ValueError(f"{places} lie outside a text of {len(text)} characters")
            if (there := " … ".join(text[start:end] for start, end in places)) != words:
                raise ValueError(f"{places} hold {there!r}, not {words!r}")
        return self


class EntityAnswer(Answer):
    """Somebody across reports. `members`: the ids that single reports' names had before they were joined."""

    id: str
    name: str
    kind: EntityKind
    forms: list[str]
    members: list[str]


class PersonAnswer(EntityAnswer):
    """An entity, how many statements are its own, and the reports that they stand in, by id."""

    statements: int
    reports: list[str]


class SayingAnswer(Answer):
    """One thing said on one occasion. `independent`: how many of its reports do not rest on another."""

    id: str
    speaker: str | None
    said: str | None
    renderings: list[str]
    repeat_of: str | None
    reports: int
    independent: int
    reason: str


class CopyAnswer(Answer):
    """A report that repeats another's text."""

    report: str
    of: str
    kind: Literal["copy", "rewrite", "same-outlet"]
    direction: Literal["known", "cannot tell"]
    score: float
    reason: str


class StoryAnswer(Answer):
    """Reports about one developing matter."""

    id: str
    name: str
    reports: list[str]


class ReportedValue(SpannedAnswer):
    """What one report gives for something that several give."""

    report: str
    value: int | float | str
    bound: Literal["exact", "at least", "at most", "about"]
    by: str | None = Field(None, description="Who gave it there. Null: the report itself.")


class DifferenceAnswer(Answer):
    """One thing counted or dated by several reports, and whether they agree."""

    story: str
    what: str
    unit: str
    values: list[ReportedValue]
    agree: bool
    reason: str = ""


class Evidence(Answer):
    """A place in a report."""

    report: str
    span: Place
    text: str = ""


class ChronologyAnswer(Answer):
    """One line of a chronology. *Happened*, *said* and *published* are three different dates."""

    story: str
    happened: str | None
    said: str | None
    published: str | None
    text: str
    evidence: list[Evidence]


class ContributionAnswer(Answer):
    """What a report of a story brings that no earlier one had, and what of those it leaves out."""

    story: str
    report: str
    adds: list[str] = Field(description="Ids of its own statements.")
    drops: list[str] = Field(description="Ids of sayings.")


class ContradictionAnswer(Answer):
    """Two statements of a story, by their ids, of which not both can be so."""

    story: str
    a: str
    b: str
    reason: str


class JudgementAnswer(Answer):
    """A verdict on a pair, by a model version or a person. `withdrawn` null: it stands.

    Of one thing the id stands twice; what is given for it is in `value`.
    """

    id: str
    about: Literal[
        "entity", "saying", "repeat", "copy", "story", "statement", "report", "restriction", "redaction"
    ]
    pair: tuple[str, str]
    verdict: Verdict
    score: float
    reason: str
    author: str
    at: datetime
    withdrawn: datetime | None
    value: JsonValue = None


class RecordAnswer(Answer):
    """A whole record, or the part of it that was asked for."""

    reports: list[ReadingAnswer]
    entities: list[EntityAnswer]
    sayings: list[SayingAnswer]
    copies: list[CopyAnswer]
    stories: list[StoryAnswer]
    differences: list[DifferenceAnswer]
    chronology: list[ChronologyAnswer]
    judgements: list[JudgementAnswer]
    contributions: list[ContributionAnswer] = []
    contradictions: list[ContradictionAnswer] = []


class ReportHead(Answer):
    """Which report a statement stands in, for answers that list statements of many."""

    id: str
    version: str
    headline: str | None
    outlet: str | None
    published: str | None
    url: str | None


class FoundStatement(StatementAnswer):
    """A statement of the record with the report it stands in."""

    report: ReportHead


class ChangeAnswer(Answer):
    """One thing that differs between two renderings, in a sentence. `meaning`: other things are said."""

    what: str
    meaning: bool
    a: RoleAnswer
    b: RoleAnswer
    sentence: str


class RunAnswer(Answer):
    """Words of two contents that stand for each other; one side is empty where only the other has them."""

    kind: Literal["equal", "replaced", "only a", "only b"]
    a: RoleAnswer
    b: RoleAnswer


class WordingAnswer(Answer):
    """Two renderings compared, by the ids of the statements; of `changes` what matters comes first."""

    a: str
    b: str
    changes: list[ChangeAnswer]
    runs: list[RunAnswer]


class SayingShown(SayingAnswer):
    """A saying with its renderings, by day of publication, and each later one compared with the first."""

    statements: list[FoundStatement]
    wordings: list[WordingAnswer]


class StoryShown(StoryAnswer):
    """A story with its reports, in the order of publication."""

    heads: list[ReportHead]


class ComparisonAnswer(Answer):
    """Reports side by side, in the order of publication. `sayings` are those that several of them carry."""

    reports: list[ReportHead]
    sayings: list[SayingShown]
    differences: list[DifferenceAnswer]
    contributions: list[ContributionAnswer]
    contradictions: list[ContradictionAnswer]
    copies: list[CopyAnswer]
