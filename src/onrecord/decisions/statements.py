"""A person's edit of a statement, and a statement that was missed, as judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from onrecord.decisions.whom import Whom
from onrecord.errors import UsageError
from onrecord.linking.decisions import Given
from onrecord.record import Dated, EntityKind, Judgement, Kind, Statement, Verdict
from onrecord.store.decided import Decided
from onrecord.store.edits import ROLES, write_edit

if TYPE_CHECKING:
    from onrecord.record import Reading, Report, Span
    from onrecord.store.store import Store

# [start, end) offsets of the report's text.
Places = Sequence[tuple[int, int]]
# A statement is kept as it stands, or is none.
Wish = Literal["accept", "reject"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a person gives of a statement: places of its roles, kind, act, the name of the speaker, the day.

    `speaker_kind`: what the speaker is, where the record does not know the name.
    """

    parts: Mapping[str, Any]
    speaker_kind: EntityKind | None = None


def edit_statement(store: Store, id_: str, wanted: Change | Wish, given: Given) -> list[Judgement]:
    """Raises NotFound, SpanError, and UsageError where nothing would change."""
    was = store.queries.statement(id_).statement
    report, reading = store.queries.report(was.version), store.queries.reading(was.version)
    ties: list[Judgement] = []
    parts: dict[str, Any] | None = None
    if wanted == "accept":
        parts = _as_it_stands(was)
    elif isinstance(wanted, Change):
        parts, ties = _read_change(store, report, wanted, given)
        if not parts.get("content", was.content):
            raise UsageError("a statement has a content; `reject` says that there is none", where=id_)
        if all(_without_reason(getattr(was, part)) == _without_reason(parts[part]) for part in parts):
            raise UsageError("the statement says this already; `accept` keeps it so", where=id_)
        new = replace(was, **parts)
        if new.id != was.id and any(statement.id == new.id for statement in reading.statements):
            raise UsageError(f"another statement has these words: {new.id}", where=id_)
    read = Decided(store).own_statement(report, was)
    return [_judge(was, parts, reading.model, read, given), *ties]


def add_statement(store: Store, id_: str, change: Change, given: Given) -> list[Judgement]:
    """Raises NotFound, SpanError, and UsageError where the record has it already."""
    report = store.queries.report(id_)
    reading = store.queries.reading(report.version)
    parts, ties = _read_change(store, report, change, given)
    if not parts["content"]:
        raise UsageError("a statement needs a content: what was said", where=id_)
    around = _innermost(reading, parts["content"])
    new = Statement(version=report.version, score=1.0, within=around, **parts)
    if any(statement.id == new.id for statement in reading.statements):
        raise UsageError("the record has this statement already: edit it", where=new.id)
    return [_judge(new, {}, reading.model, None, given), *ties]


def _read_change(
    store: Store, report: Report, change: Change, given: Given
) -> tuple[dict[str, Any], list[Judgement]]:
    """The parts as a statement has them, and what ties the speaker to who she is elsewhere."""
    parts: dict[str, Any] = {}
    ties: list[Judgement] = []
    for part, value in change.parts.items():
        if part in ROLES:
            parts[part] = tuple(report.span(start, end) for start, end in sorted(value))
        elif part == "speaker" and value is not None:
            parts[part], ties = Whom(store).speaker(report, value, change.speaker_kind, given)
        elif part == "said" and value is not None:
            parts[part] = Dated(value, f"given by {given.author}: {given.reason}")
        else:
            parts[part] = value
    if parts.get("content") and "kind" not in parts:
        parts["kind"] = _kind_of(report.text, parts["content"])
    return parts, ties


def _judge(
    was: Statement, parts: dict[str, Any] | None, model: str, read: Statement | None, given: Given
) -> Judgement:
    verdict = Verdict.DIFFERENT if parts is None else Verdict.SAME
    value = write_edit(was, parts, model=model, read=read)
    pair = (was.id, was.id)
    return Judgement("statement", pair, verdict, 1.0, given.reason, given.author, given.at, value=value)


def _as_it_stands(was: Statement) -> dict[str, Any]:
    """All of a statement; a day of no known year stays open, for the report may be dated later."""
    parts = (*ROLES, "kind", "act", "speaker")
    said = {"said": was.said} if was.said and was.said.value.is_known else {}
    return {part: getattr(was, part) for part in parts} | said


def _without_reason(value: Any) -> Any:
    """What is compared of a part: a speaker or a day is the same for whatever reason."""
    if isinstance(value, Dated):
        return value.value
    return (value.name, value.kind) if hasattr(value, "reason") else value


def _kind_of(text: str, content: Sequence[Span]) -> Kind:
    from onrecord.reading.contents import find_kind
    from onrecord.reading.quotes import find_quotations

    return find_kind(text, content, find_quotations(text))


def _innermost(reading: Reading, content: Sequence[Span]) -> str | None:
    """The shortest statement in whose content all of this one stands."""
    around = [
        other
        for other in reading.statements
        if all(any(span.covers(own) for span in other.content) for own in content)
    ]
    return min(around, key=lambda s: sum(span.end - span.start for span in s.content)).id if around else None
