"""Rows: the nouns as rows of the tables, and back. What comes back equals what went in."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import RowMapping

from onrecord.edtf import Edtf
from onrecord.record import (
    Act,
    Dated,
    Dateline,
    DateMention,
    EntityKind,
    Figure,
    Front,
    Hidden,
    Judgement,
    Kind,
    Mention,
    OffsetMap,
    Original,
    Reading,
    Report,
    Span,
    Speaker,
    Statement,
    Verdict,
    joined_text,
    local_person_id,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A row of a table, by the names of its columns.
Row = RowMapping

# Where a thing of no known day comes in the order of time: after years that are not known.
NO_DAY = "Y"


def as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_time(moment: datetime) -> str:
    """In UTC, so that texts compare as times do. A time without a zone is taken for UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat()


def pack(data: bytes) -> bytes:
    return zlib.compress(data, 6)


def unpack(packed: bytes) -> bytes:
    return zlib.decompress(packed)


def front_text(front: Front) -> str:
    """JSON of a front matter: equal where the front matter is equal."""
    line = front.dateline
    return as_json(
        {
            "headline": front.headline,
            "lead": front.lead,
            "byline": front.byline,
            "dateline": line and [line.place, _edtf_text(line.date), line.agency],
            "outlet": front.outlet,
            "url": front.url,
            "language": front.language,
            "published": _edtf_text(front.published),
            "updated": _edtf_text(front.updated),
            "read_from": front.read_from,
        }
    )


def front_of(text: str) -> Front:
    parts = json.loads(text)
    if parts["dateline"] is not None:
        place, day, agency = parts["dateline"]
        parts["dateline"] = Dateline(place, _edtf(day), agency)
    parts["published"] = _edtf(parts["published"])
    parts["updated"] = _edtf(parts["updated"])
    parts["read_from"] = tuple((field, where) for field, where in parts["read_from"])
    return Front(**parts)


def version_row(report: Report, *, added: datetime) -> dict[str, Any]:
    return {
        "id": report.version,
        "report": report.id,
        "text": report.text,
        "sha256": report.original.sha256,
        "media_type": report.original.media_type,
        "location": report.original.location,
        "fetched": as_time(report.original.fetched),
        "added": as_time(added),
        "hidden": as_json(report.hidden.places) if report.hidden else None,
        **front_columns(report.front),
        **intake_columns(report),
    }


def front_columns(front: Front) -> dict[str, Any]:
    return {
        "headline": front.headline,
        "outlet": front.outlet,
        "published": _edtf_text(front.published),
        "day_order": day_order(front.published),
        "front": front_text(front),
    }


def intake_columns(report: Report) -> dict[str, Any]:
    """How the text was got from the original."""
    offsets = report.offsets
    return {
        "offsets": pack(as_json([offsets.unit, offsets.stretches, offsets.pages]).encode()),
        "notes": as_json(report.notes),
    }


def report_of(row: Row) -> Report:
    """From a row of `versions` with the `packed` original."""
    unit, stretches, pages = json.loads(unpack(row["offsets"]))
    return Report(
        text=row["text"],
        front=front_of(row["front"]),
        original=Original(
            data=unpack(row["packed"]),
            media_type=row["media_type"],
            location=row["location"],
            fetched=datetime.fromisoformat(row["fetched"]),
        ),
        offsets=OffsetMap(unit, tuple((a, b, c, d) for a, b, c, d in stretches), tuple(pages)),
        notes=tuple(json.loads(row["notes"])),
        hidden=_hidden_of(row),
    )


def _hidden_of(row: Row) -> Hidden | None:
    if row["hidden"] is None:
        return None
    places = tuple((start, end) for start, end in json.loads(row["hidden"]))
    return Hidden(row["report"], row["id"], places)


def people_rows(reading: Reading) -> list[dict[str, Any]]:
    """Whom a version calls by name: its speakers, and those whom mentions with a name point to."""
    speakers = ((s.speaker.kind, s.speaker.name) for s in reading.statements if s.speaker)
    named = ((m.kind, m.name) for m in reading.mentions if m.name is not None)
    return [
        {
            "id": local_person_id(reading.version, kind, name),
            "version": reading.version,
            "kind": kind.value,
            "name": name,
        }
        for kind, name in dict.fromkeys((*speakers, *named))
    ]


def statement_rows(reading: Reading, published: Edtf | None) -> Iterator[dict[str, Any]]:
    for position, statement in enumerate(reading.statements):
        speaker, said = statement.speaker, statement.said
        day = said.value if said else published
        first, last = _days(day)
        yield {
            "id": statement.id,
            "version": statement.version,
            "position": position,
            "kind": statement.kind.value,
            "act": statement.act.value,
            "score": statement.score,
            "source": _spans_text(statement.source),
            "cue": _spans_text(statement.cue),
            "content": _spans_text(statement.content),
            "words": joined_text(statement.content),
            "speaker": speaker and local_person_id(statement.version, speaker.kind, speaker.name),
            "speaker_name": speaker and speaker.name,
            "speaker_kind": speaker and speaker.kind.value,
            "speaker_score": speaker and speaker.score,
            "speaker_reason": speaker and speaker.reason,
            "addressee": statement.addressee,
            "on_behalf_of": statement.on_behalf_of,
            "via": statement.via,
            "said": said and said.value.value,
            "said_reason": said and said.reason,
            "within": statement.within,
            "first_day": first,
            "last_day": last,
            "day_order": day_order(day),
        }


def statement_of(row: Row, text: str) -> Statement:
    """Raises SpanError where its words are not those of the text."""
    speaker = said = None
    if row["speaker_name"] is not None:
        speaker = Speaker(
            row["speaker_name"], EntityKind(row["speaker_kind"]), row["speaker_score"], row["speaker_reason"]
        )
    if row["said"] is not None:
        said = Dated(Edtf(row["said"]), row["said_reason"])
    return Statement(
        version=row["version"],
        kind=Kind(row["kind"]),
        act=Act(row["act"]),
        score=row["score"],
        source=_spans_of(row["source"], text),
        cue=_spans_of(row["cue"], text),
        content=_spans_of(row["content"], text),
        speaker=speaker,
        addressee=row["addressee"],
        on_behalf_of=row["on_behalf_of"],
        via=row["via"],
        said=said,
        within=row["within"],
    )


def mention_rows(reading: Reading) -> Iterator[dict[str, Any]]:
    for position, mention in enumerate(reading.mentions):
        person = None
        if mention.name is not None:
            person = local_person_id(reading.version, mention.kind, mention.name)
        yield {
            **_place(reading.version, position, mention.span),
            "kind": mention.kind.value,
            "name": mention.name,
            "person": person,
        }


def mention_of(row: Row, text: str) -> Mention:
    return Mention(_span_of(row, text), EntityKind(row["kind"]), row["name"])


def date_rows(reading: Reading) -> Iterator[dict[str, Any]]:
    for position, found in enumerate(reading.dates):
        yield {**_place(reading.version, position, found.span), "value": _edtf_text(found.value)}


def date_of(row: Row, text: str) -> DateMention:
    return DateMention(_span_of(row, text), _edtf(row["value"]))


def figure_rows(reading: Reading) -> Iterator[dict[str, Any]]:
    for position, figure in enumerate(reading.figures):
        yield {
            **_place(reading.version, position, figure.span),
            "value": figure.value,
            "bound": figure.bound,
            "unit": figure.unit,
        }


def figure_of(row: Row, text: str) -> Figure:
    return Figure(_span_of(row, text), row["value"], row["bound"], row["unit"])


def judgement_row(judgement: Judgement) -> dict[str, Any]:
    return {
        "id": judgement.id,
        "about": judgement.about,
        "one": judgement.pair[0],
        "other": judgement.pair[1],
        "verdict": judgement.verdict.value,
        "score": judgement.score,
        "reason": judgement.reason,
        "author": judgement.author,
        "at": judgement.at.isoformat(),
        "withdrawn": judgement.withdrawn and as_time(judgement.withdrawn),
        "value": judgement.value,
        "judged_one": judgement.judged and judgement.judged[0],
        "judged_other": judgement.judged and judgement.judged[1],
    }


def judgement_of(row: Row) -> Judgement:
    one, other = sorted((row["one"], row["other"]))
    return Judgement(
        about=row["about"],
        pair=(one, other),
        verdict=Verdict(row["verdict"]),
        score=row["score"],
        reason=row["reason"],
        author=row["author"],
        at=datetime.fromisoformat(row["at"]),
        withdrawn=datetime.fromisoformat(row["withdrawn"]) if row["withdrawn"] else None,
        value=row["value"],
        judged=(row["judged_one"], row["judged_other"]) if row["judged_one"] else None,
    )


def _place(version: str, position: int, span: Span) -> dict[str, Any]:
    return {
        "version": version,
        "position": position,
        "start": span.start,
        "end": span.end,
        "words": span.text,
    }


def _span_of(row: Row, text: str) -> Span:
    return Span.checked(row["start"], row["end"], row["words"], text)


def _spans_text(spans: Iterable[Span]) -> str:
    return as_json([(span.start, span.end, span.text) for span in spans])


def _spans_of(stored: str, text: str) -> tuple[Span, ...]:
    return tuple(Span.checked(start, end, words, text) for start, end, words in json.loads(stored))


def _edtf_text(value: Edtf | None) -> str | None:
    return None if value is None else value.value


def _edtf(value: str | None) -> Edtf | None:
    return None if value is None else Edtf(value)


def _days(value: Edtf | None) -> tuple[str | None, str | None]:
    """The first and last day; of an interval with one end known, the other is as far off as days go."""
    if value is None:
        return None, None
    first, last = value.earliest_day(), value.latest_day()
    if first is None and last is None:
        return None, None
    return (first or date.min).isoformat(), (last or date.max).isoformat()


def day_order(value: Edtf | None) -> str:
    """Text that sorts by time, as `Edtf.sort_key` does: days of unknown years after known ones."""
    if value is None:
        return NO_DAY
    unknown, first, last, _ = value.sort_key
    return f"{'X' if unknown else ''}{first.isoformat()}/{last.isoformat()}"
