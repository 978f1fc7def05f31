"""The extract of a bundle: what an empty record needs to become the one that it was made of, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from onrecord.edtf import Edtf
from onrecord.errors import OnrecordError, UsageError
from onrecord.linking.judgements import MODEL_PREFIX
from onrecord.linking.register import Entry, Role
from onrecord.record import (
    Dated,
    Dateline,
    DateMention,
    EntityKind,
    Figure,
    Front,
    Judgement,
    Mention,
    OffsetMap,
    Original,
    Reading,
    Report,
    Span,
    Speaker,
    Statement,
    Verdict,
)
from onrecord.store.extract import Decided, OwnVersion
from onrecord.views.answers import answer_reading
from onrecord.views.contract import Answer, ReadingAnswer, ReportAnswer, RoleAnswer, StatementAnswer


class OffsetsAnswer(Answer):
    """Where each stretch of a text stands in the original; see `onrecord.record.OffsetMap`."""

    unit: str
    stretches: list[tuple[int, int, int, int]]
    pages: list[int]


class KeptVersion(Answer):
    """A version as intake and the network left it: what people decided is in `decided`."""

    reading: ReadingAnswer
    offsets: OffsetsAnswer


class KeptJudgement(Answer):
    """What a person judged. `reports` are those that the two of the pair belong to.

    `at` is as it was given: the id is made of it. `value` is JSON in a text. `judged` is the pair as it was
    judged, where a newer reading has the two under the ids of `pair`.
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
    at: str
    withdrawn: datetime | None
    value: str | None
    judged: tuple[str, str] | None
    reports: tuple[str | None, str | None]


class KeptEntry(Answer):
    """Somebody in the register. `roles` are what and when (EDTF; "": not known)."""

    id: str
    name: str
    kind: EntityKind
    aliases: list[str]
    roles: list[tuple[str, str]]
    wikidata: str | None


class ExtractAnswer(Answer):
    """The extract. `versions` are in the order in which they came in, `decided` in that of time.

    `entries` are those of the register that bear on whom the reports name.
    """

    format: Literal[1] = 1
    versions: list[KeptVersion]
    decided: list[KeptJudgement]
    entries: list[KeptEntry]


def answer_extract(
    versions: Iterable[OwnVersion], decided: Iterable[Decided], entries: Iterable[Entry]
) -> ExtractAnswer:
    return ExtractAnswer(
        versions=[answer_version(one.report, one.reading, added=one.added) for one in versions],
        decided=[_answer_decided(one) for one in decided],
        entries=[
            KeptEntry(
                id=entry.id,
                name=entry.name,
                kind=entry.kind,
                aliases=list(entry.aliases),
                roles=[(role.what, role.when) for role in entry.roles],
                wikidata=entry.wikidata,
            )
            for entry in entries
        ],
    )


def answer_version(report: Report, reading: Reading, *, added: datetime | None = None) -> KeptVersion:
    """All that is kept of a version but the bytes of its original. `added` None: it is in no record."""
    offsets = report.offsets
    return KeptVersion(
        reading=answer_reading(report, reading, added=added),
        offsets=OffsetsAnswer(
            unit=offsets.unit, stretches=list(offsets.stretches), pages=list(offsets.pages)
        ),
    )


def _answer_decided(one: Decided) -> KeptJudgement:
    judgement = one.judgement
    return KeptJudgement.model_validate(
        {
            "id": judgement.id,
            "about": judgement.about,
            "pair": judgement.pair,
            "verdict": judgement.verdict,
            "score": judgement.score,
            "reason": judgement.reason,
            "author": judgement.author,
            "at": judgement.at.isoformat(),
            "withdrawn": judgement.withdrawn,
            "value": judgement.value,
            "judged": judgement.judged,
            "reports": one.reports,
        }
    )


def read_extract(written: bytes) -> ExtractAnswer:
    """Raises UsageError where it is none, or one of a newer Onrecord."""
    try:
        return ExtractAnswer.model_validate_json(written)
    except ValueError as error:
        first = str(error).splitlines()[0]
        raise UsageError(f"extract.json is not one that this version of Onrecord reads ({first})") from error


def versions_of(extract: ExtractAnswer, originals: Mapping[str, bytes]) -> list[OwnVersion]:
    """The versions as nouns; `originals` are bytes by their SHA-256.

    Raises UsageError where an original is not there, or an id is not that of what it names.
    """
    return [_version_of(one, originals) for one in extract.versions]


def _version_of(kept: KeptVersion, originals: Mapping[str, bytes]) -> OwnVersion:
    told = kept.reading.report
    data = originals.get(told.original.sha256)
    if data is None:
        raise UsageError(
            "holds the hashes of the originals only, and a record keeps originals: "
            "ask for a bundle that has them"
        )
    if told.added is None:
        raise UsageError(f"{told.id} in extract.json is not what its id names")
    try:
        return OwnVersion(*version_of(kept, data), told.added)
    except OnrecordError as error:
        raise UsageError(f"{told.id} in extract.json {error.what}") from error


def version_of(kept: KeptVersion, data: bytes) -> tuple[Report, Reading]:
    """A version and its reading as nouns; `data` is its original.

    Raises UsageError where they do not fit together, or an id is not that of what it names.
    """
    told = kept.reading.report
    try:
        report = Report(
            text=told.text,
            front=_front_of(told),
            original=Original(data, told.original.media_type, told.original.location, told.original.fetched),
            offsets=OffsetMap(kept.offsets.unit, tuple(kept.offsets.stretches), tuple(kept.offsets.pages)),
            notes=tuple(told.notes),
        )
        reading = _reading_of(report, kept.reading)
    except OnrecordError as error:
        raise UsageError(f"does not fit together: {error}") from error
    names = (report.id, report.version, report.original.sha256, [one.id for one in reading.statements])
    stated = (told.id, told.version, told.original.sha256, [one.id for one in kept.reading.statements])
    if names != stated:
        raise UsageError("is not what its id names")
    return report, reading


def _front_of(told: ReportAnswer) -> Front:
    line = told.dateline
    return Front(
        headline=told.headline,
        lead=told.lead,
        byline=told.byline,
        dateline=Dateline(line.place, _edtf(line.date), line.agency) if line else None,
        outlet=told.outlet,
        url=told.url,
        language=told.language,
        published=_edtf(told.published),
        updated=_edtf(told.updated),
        read_from=tuple(told.read_from.items()),
    )


def _reading_of(report: Report, told: ReadingAnswer) -> Reading:
    text = report.text
    return Reading(
        version=report.version,
        model=told.model,
        statements=tuple(_statement_of(report, one) for one in told.statements),
        mentions=tuple(Mention(Span(*one.span, text), one.kind, one.name) for one in told.mentions),
        dates=tuple(DateMention(Span(*one.span, text), _edtf(one.value)) for one in told.dates),
        figures=tuple(
            Figure(Span(*one.span, text), float(one.value), one.bound, one.unit) for one in told.figures
        ),
        notes=tuple(told.notes),
    )


def _statement_of(report: Report, told: StatementAnswer) -> Statement:
    def spans(role: RoleAnswer) -> tuple[Span, ...]:
        return tuple(Span(start, end, report.text) for start, end in role.spans)

    who = told.speaker
    return Statement(
        version=report.version,
        kind=told.kind,
        act=told.act,
        score=told.score,
        source=spans(told.source),
        cue=spans(told.cue),
        content=spans(told.content),
        speaker=Speaker(who.name, who.kind, who.score, who.reason) if who else None,
        addressee=told.addressee,
        on_behalf_of=told.on_behalf_of,
        via=told.via,
        said=None if told.said is None else Dated(Edtf.parse(told.said), told.said_reason or ""),
        within=told.within,
    )


def decided_of(extract: ExtractAnswer) -> list[Decided]:
    """What people judged, as nouns. Raises UsageError where an id is not that of the judgement."""
    found = []
    for told in extract.decided:
        try:
            at = datetime.fromisoformat(told.at)
        except ValueError as error:
            raise UsageError(f"{told.id} in extract.json has no time") from error
        judgement = Judgement(
            about=told.about,
            pair=told.pair,
            verdict=told.verdict,
            score=told.score,
            reason=told.reason,
            author=told.author,
            at=at,
            withdrawn=told.withdrawn,
            value=told.value,
            judged=told.judged,
        )
        if judgement.id != told.id or told.author.startswith(MODEL_PREFIX):
            raise UsageError(f"{told.id} in extract.json is not a decision of a person")
        found.append(Decided(judgement, told.reports))
    return found


def entries_of(extract: ExtractAnswer) -> list[Entry]:
    """The entries of the register, as nouns."""
    return [
        Entry(
            told.id,
            told.name,
            told.kind,
            tuple(told.aliases),
            tuple(Role(what, when) for what, when in told.roles),
            told.wikidata,
        )
        for told in extract.entries
    ]


def _edtf(value: str | None) -> Edtf | None:
    return None if value is None else Edtf.parse(value)
