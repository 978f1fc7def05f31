"""Answers: from the nouns to the models of the contract, for every door."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from onrecord.record import (
    Dateline,
    DateMention,
    Entity,
    Figure,
    Front,
    Judgement,
    Mention,
    Reading,
    Report,
    Span,
    Statement,
    joined_text,
    local_person_id,
)
from onrecord.views.contract import (
    DateAnswer,
    DatelineAnswer,
    EntityAnswer,
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
    SpeakerAnswer,
    StatementAnswer,
)

if TYPE_CHECKING:
    from datetime import datetime

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
    value = int(figure.value) if figure.value.is_integer() else figure.value
    return FigureAnswer.model_validate(
        {
            "span": _place(figure.span),
            "text": figure.span.text,
            "value": value,
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
        }
    )


def answer_record(
    readings: Iterable[ReadingAnswer],
    *,
    entities: Iterable[Entity] = (),
    judgements: Iterable[Judgement] = (),
) -> RecordAnswer:
    """The record as one object, in the order given."""
    return RecordAnswer(
        reports=list(readings),
        entities=[answer_entity(entity) for entity in entities],
        sayings=[],
        copies=[],
        stories=[],
        differences=[],
        chronology=[],
        judgements=[answer_judgement(judgement) for judgement in judgements],
    )


def _place(span: Span) -> Place:
    return span.start, span.end


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(value)
