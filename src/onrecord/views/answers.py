"""Answers: from the nouns to the models of the contract, for every door."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.record import (
    ChronologyLine,
    Contribution,
    Copy,
    Dateline,
    DateMention,
    Difference,
    Entity,
    Figure,
    Front,
    Judgement,
    Mention,
    Reading,
    Report,
    Saying,
    Span,
    Statement,
    Story,
    joined_text,
    local_person_id,
)
from onrecord.views import contract
from onrecord.views.contract import (
    ChangeAnswer,
    ChronologyAnswer,
    ContradictionAnswer,
    ContributionAnswer,
    CopyAnswer,
    DateAnswer,
    DatelineAnswer,
    DifferenceAnswer,
    EntityAnswer,
    Evidence,
    FigureAnswer,
    FoundStatement,
    JudgementAnswer,
    ListedReport,
    MentionAnswer,
    OriginalAnswer,
    PersonAnswer,
    Place,
    ReadingAnswer,
    RecordAnswer,
    ReportAnswer,
    ReportHead,
    RoleAnswer,
    RunAnswer,
    SayingAnswer,
    SpeakerAnswer,
    StatementAnswer,
    StoryAnswer,
    WordingAnswer,
)

if TYPE_CHECKING:
    from datetime import datetime

    from onrecord.linking.contradictions import Contradiction
    from onrecord.linking.wording import Wording
    from onrecord.store.kept import Listed

EntityOf = Callable[[Statement], Entity | None]


def answer_role(spans: Sequence[Span]) -> RoleAnswer:
    return RoleAnswer(spans=[(span.start, span.end) for span in spans], text=joined_text(spans))


def answer_speaker(statement: Statement, entity: Entity | None = None) -> SpeakerAnswer | None:
    """Who said it: the entity where the record knows one, else the name that the report gives."""
    speaker = statement.speaker
    if speaker is None:
        return None
    return SpeakerAnswer(
        id=entity.id if entity else local_person_id(statement.version, speaker.kind, speaker.name),
        name=entity.name if entity else speaker.name,
        kind=entity.kind if entity else speaker.kind,
        score=speaker.score,
        reason=speaker.reason,
    )


def answer_statement(statement: Statement, entity: Entity | None = None) -> StatementAnswer:
    """`entity`: whom the record takes the speaker for; None where it knows nobody."""
    return StatementAnswer(
        id=statement.id,
        kind=statement.kind,
        act=statement.act,
        score=statement.score,
        source=answer_role(statement.source),
        cue=answer_role(statement.cue),
        content=answer_role(statement.content),
        speaker=answer_speaker(statement, entity),
        addressee=statement.addressee,
        on_behalf_of=statement.on_behalf_of,
        via=statement.via,
        said=str(statement.said.value) if statement.said else None,
        said_reason=statement.said.reason if statement.said else None,
        within=statement.within,
    )


def answer_found(
    report: str, front: Front, statement: Statement, entity: Entity | None = None
) -> FoundStatement:
    """A statement with the report it stands in: the report's id and its front matter."""
    return FoundStatement(
        **dict(answer_statement(statement, entity)),
        report=ReportHead(
            id=report,
            version=statement.version,
            headline=front.headline,
            outlet=front.outlet,
            published=_text_or_none(front.published),
            url=front.url,
        ),
    )


def answer_dateline(dateline: Dateline) -> DatelineAnswer:
    return DatelineAnswer(place=dateline.place, date=_text_or_none(dateline.date), agency=dateline.agency)


def answer_report(report: Report, *, added: datetime | None = None, versions: int = 1) -> ReportAnswer:
    """`added` and `versions` are the record's; a report that is in no record has neither."""
    original = report.original
    return ReportAnswer(
        **_front_fields(report.id, report.version, report.front),
        text=report.text,
        original=OriginalAnswer(
            sha256=original.sha256,
            media_type=original.media_type,
            location=original.location,
            fetched=original.fetched,
        ),
        notes=list(report.notes),
        added=added,
        versions=versions,
    )


def answer_listed(listed: Listed) -> ListedReport:
    """A report as the record lists it."""
    return ListedReport(
        **_front_fields(listed.report, listed.version, listed.front),
        location=listed.location,
        fetched=listed.fetched,
        added=listed.added,
        model=listed.model,
        statements=listed.statements,
        versions=listed.versions,
    )


def _front_fields(report: str, version: str, front: Front) -> dict[str, Any]:
    return {
        "id": report,
        "version": version,
        "headline": front.headline,
        "lead": front.lead,
        "byline": front.byline,
        "dateline": answer_dateline(front.dateline) if front.dateline else None,
        "published": _text_or_none(front.published),
        "updated": _text_or_none(front.updated),
        "outlet": front.outlet,
        "url": front.url,
        "language": front.language,
        "read_from": dict(front.read_from),
    }


def answer_reading(
    report: Report,
    reading: Reading,
    entity_of: EntityOf | None = None,
    *,
    added: datetime | None = None,
    versions: int = 1,
) -> ReadingAnswer:
    """A report with what was found in it. Raises ValueError where the reading is of another text."""
    return ReadingAnswer(
        report=answer_report(report, added=added, versions=versions),
        statements=[answer_statement(s, entity_of(s) if entity_of else None) for s in reading.statements],
        mentions=[answer_mention(mention) for mention in reading.mentions],
        dates=[answer_date(date) for date in reading.dates],
        figures=[answer_figure(figure) for figure in reading.figures],
        model=reading.model,
        notes=list(reading.notes),
    )


def answer_mention(mention: Mention) -> MentionAnswer:
    return MentionAnswer(
        span=_place(mention.span), text=mention.span.text, kind=mention.kind, name=mention.name
    )


def answer_date(date: DateMention) -> DateAnswer:
    return DateAnswer(span=_place(date.span), text=date.span.text, value=_text_or_none(date.value))


def answer_figure(figure: Figure) -> FigureAnswer:
    return FigureAnswer.model_validate(
        {
            "span": _place(figure.span),
            "text": figure.span.text,
            "value": whole(figure.value),
            "bound": figure.bound,
            "unit": figure.unit,
        }
    )


def answer_entity(entity: Entity) -> EntityAnswer:
    return EntityAnswer(
        id=entity.id,
        name=entity.name,
        kind=entity.kind,
        forms=list(entity.forms),
        members=list(entity.members),
    )


def answer_person(entity: Entity, statements: int, reports: Iterable[str]) -> PersonAnswer:
    """`statements`: how many are its own; `reports`: the ids of those it is in."""
    return PersonAnswer(**dict(answer_entity(entity)), statements=statements, reports=list(reports))


def answer_judgement(judgement: Judgement) -> JudgementAnswer:
    return JudgementAnswer.model_validate(
        {
            "id": judgement.id,
            "about": judgement.about,
            "pair": judgement.pair,
            "verdict": judgement.verdict,
            "score": judgement.score,
            "reason": judgement.reason,
            "author": judgement.author,
            "at": judgement.at,
            "withdrawn": judgement.withdrawn,
            "value": json.loads(judgement.value) if judgement.value else None,
        }
    )


def answer_saying(saying: Saying) -> SayingAnswer:
    return SayingAnswer(
        id=saying.id,
        speaker=saying.speaker,
        said=_text_or_none(saying.said),
        renderings=list(saying.renderings),
        repeat_of=saying.repeat_of,
        reports=saying.reports,
        independent=saying.independent,
        reason=saying.reason,
    )


def answer_copy(copy: Copy) -> CopyAnswer:
    return CopyAnswer(
        report=copy.report,
        of=copy.of,
        kind=copy.kind.value,
        direction="known" if copy.direction_known else "cannot tell",
        score=copy.score,
        reason=copy.reason,
    )


def answer_story(story: Story) -> StoryAnswer:
    return StoryAnswer(id=story.id, name=story.name, reports=list(story.reports))


def answer_difference(difference: Difference) -> DifferenceAnswer:
    return DifferenceAnswer(
        story=difference.story,
        what=difference.what,
        unit=difference.unit,
        values=[
            contract.ReportedValue.model_validate(
                {
                    "report": given.report,
                    "span": _place(given.span),
                    "text": given.span.text,
                    "value": whole(given.value),
                    "bound": given.bound,
                    "by": given.by,
                }
            )
            for given in difference.values
        ],
        agree=difference.agree,
        reason=difference.reason,
    )


def answer_chronology(line: ChronologyLine) -> ChronologyAnswer:
    return ChronologyAnswer(
        story=line.story,
        happened=_text_or_none(line.happened),
        said=_text_or_none(line.said),
        published=_text_or_none(line.published),
        text=line.text,
        evidence=[Evidence(report=report, span=_place(s), text=s.text) for report, s in line.evidence],
    )


def answer_contribution(story: str, contribution: Contribution) -> ContributionAnswer:
    """`story`: the id of the one whose reports are compared."""
    return ContributionAnswer(
        story=story,
        report=contribution.report,
        adds=list(contribution.adds),
        drops=list(contribution.drops),
    )


def answer_contradiction(story: str, contradiction: Contradiction) -> ContradictionAnswer:
    """`story`: the id of the one whose reports are compared."""
    return ContradictionAnswer(story=story, a=contradiction.a, b=contradiction.b, reason=contradiction.reason)


def answer_wording(wording: Wording) -> WordingAnswer:
    return WordingAnswer(
        a=wording.a,
        b=wording.b,
        changes=[
            ChangeAnswer(
                what=change.what.value,
                meaning=change.what.is_of_meaning,
                a=answer_role(change.a),
                b=answer_role(change.b),
                sentence=change.sentence,
            )
            for change in wording.changes
        ],
        runs=[
            RunAnswer(kind=run.kind.value, a=answer_role(run.a), b=answer_role(run.b)) for run in wording.runs
        ],
    )


def answer_record(
    readings: Iterable[ReadingAnswer],
    *,
    entities: Iterable[Entity] = (),
    sayings: Iterable[Saying] = (),
    copies: Iterable[Copy] = (),
    stories: Iterable[Story] = (),
    differences: Iterable[Difference] = (),
    chronology: Iterable[ChronologyLine] = (),
    contributions: Iterable[tuple[str, Contribution]] = (),
    contradictions: Iterable[tuple[str, Contradiction]] = (),
    judgements: Iterable[Judgement] = (),
) -> RecordAnswer:
    """The record as one object, in the order given; contributions and contradictions with a story's id."""
    return RecordAnswer(
        reports=list(readings),
        entities=[answer_entity(entity) for entity in entities],
        sayings=[answer_saying(saying) for saying in sayings],
        copies=[answer_copy(copy) for copy in copies],
        stories=[answer_story(story) for story in stories],
        differences=[answer_difference(difference) for difference in differences],
        chronology=[answer_chronology(line) for line in chronology],
        judgements=[answer_judgement(judgement) for judgement in judgements],
        contributions=[answer_contribution(story, one) for story, one in contributions],
        contradictions=[answer_contradiction(story, one) for story, one in contradictions],
    )


def whole(value: float | str) -> float | str:
    """Numbers without a fraction are whole ones."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _place(span: Span) -> Place:
    return span.start, span.end


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(value)
