"""What people changed in a reading: the statements as they left them, whatever a network finds there.

An edit is a judgement about a statement whose `value` holds, as JSON, what finds its place again:
`read` the statement as the network `model` had it (null: a person added it), `was` as it stood when
it was edited, and `given` the parts that the person gave. `given` null: it is no statement. A pure
function of reading and judgements, so that edits survive every newer reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from onrecord.edtf import Edtf
from onrecord.record import (
    Act,
    Dated,
    EntityKind,
    Judgement,
    Kind,
    Reading,
    Span,
    Speaker,
    Statement,
    joined_text,
)

# What a person can give; the first three are its place.
ROLES = ("source", "cue", "content")
PARTS = (*ROLES, "kind", "act", "speaker", "said")

# How much of two contents must be common, of all that is in either, for them to be one statement read
# otherwise; less is enough where they have a cue in common.
_MUCH, _LITTLE = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit, read back. `given` None: it is no statement; `read` None: no network had found it."""

    judgement: Judgement
    model: str
    read: Statement | None
    was: Statement
    given: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A newer reading is at odds with an edit: what it has instead, in words."""

    judgement: Judgement
    what: str


def write_edit(was: Statement, given: Mapping[str, Any] | None, *, model: str, read: Statement | None) -> str:
    """The `value` of an edit's judgement. `given` are some of PARTS, each as a `Statement` has it."""
    return json.dumps(
        {
            "model": model,
            "read": None if read is None else _statement_value(read),
            "was": _statement_value(was),
            "given": None if given is None else {part: _part_value(given[part]) for part in given},
        },
        ensure_ascii=False,
    )


def edited_version(judgement: Judgement) -> str:
    """The version in which the statement stands that an edit is about."""
    return str(json.loads(judgement.value or "")["was"]["version"])


def edits_of(
    version: str, text: str, judgements: Iterable[Judgement], *, texts: Mapping[str, str] | None = None
) -> list[Edit]:
    """The edits that stand in one version of a report, in the order in which they were made.

    `judgements` are those about its statements; `texts` are those of the report's other versions, by id.
    An edit of another version is one of this too if the words that it is about are there, just once.
    Raises SpanError where words that it is about are not those of the text.
    """
    edits = []
    for judgement in judgements:
        if judgement.about != "statement" or judgement.withdrawn is not None or not judgement.value:
            continue
        value = json.loads(judgement.value)
        other = value["was"]["version"]
        if other != version:
            if texts is None or other not in texts:
                continue
            value = _moved(value, texts[other], version, text)
        if value is not None:
            edits.append(_edit_of(judgement, value, text))
    return sorted(edits, key=lambda edit: (edit.judgement.at, edit.judgement.id))


def _edit_of(judgement: Judgement, value: Mapping[str, Any], text: str) -> Edit:
    given = value["given"]
    return Edit(
        judgement,
        value["model"],
        None if value["read"] is None else _statement_of(value["read"], text),
        _statement_of(value["was"], text),
        None if given is None else {part: _part_of(part, given[part], text) for part in given},
    )


def _moved(value: dict[str, Any], old: str, version: str, text: str) -> dict[str, Any] | None:
    """The value of an edit with its places in another text; None where its words are not there just once."""
    parts = [part for part in (value["read"], value["was"], value["given"]) if part]
    spans = [span for part in parts for role in ROLES for span in part.get(role, ())]
    start, end = min(span[0] for span in spans), max(span[1] for span in spans)
    words = old[start:end]
    if text.count(words) != 1:
        return None
    by = text.index(words) - start
    for span in spans:
        span[0], span[1] = span[0] + by, span[1] + by
    for part in (value["read"], value["was"]):
        if part:
            part |= {"version": version, "within": None}
    return value


def apply_edits(reading: Reading, edits: Iterable[Edit]) -> Reading:
    """The reading with what people made of it: every edit is in it, none is lost.

    An edit is about the statement of the same id, or else the one that has most of its content. It keeps the
    words that the person saw, or gave; what she did not give follows the reading. Where the reading has
    no such statement, it is there nevertheless.
    """
    made = list(edits)
    if not made:
        return reading
    entries, _ = _replay(reading, made)
    return replace(reading, statements=_tidy(entries))


def find_disagreements(reading: Reading, edits: Iterable[Edit]) -> list[Disagreement]:
    """Where a network has something else than what a person decided on, and than what she decided.

    `reading` is the network's own. The network that the person corrected does not disagree anew.
    """
    _, found = _replay(reading, edits)
    return found


def find_read(reading: Reading, edits: Iterable[Edit], statement: str) -> Statement | None:
    """What a network's own reading has of a statement as people left it; None: a person added it."""
    entries, _ = _replay(reading, edits)
    return next((entry.read for entry in entries if entry.now.id == statement), None)


@dataclass(slots=True)
class _Entry:
    """A statement as it stands now, as the network read it (None: it did not), and its ids so far."""

    now: Statement
    read: Statement | None
    ids: set[str]
    by_hand: bool = False


def _replay(reading: Reading, edits: Iterable[Edit]) -> tuple[list[_Entry], list[Disagreement]]:
    entries = [_Entry(statement, statement, {statement.id}) for statement in reading.statements]
    found: list[Disagreement] = []
    for edit in edits:
        entry = _find(edit, entries, reading.model)
        if edit.model != reading.model and (what := _compare(edit, entry.read if entry else None)):
            found.append(Disagreement(edit.judgement, f"{reading.model} {what}"))
        if edit.given is None:
            if entry is not None:
                entries.remove(entry)
                _point_within(entries, entry.ids, entry.now.within)
            continue
        if entry is None:
            entry = _Entry(edit.was, None, {edit.was.id})
            _insert(entries, entry)
        entry.now = _changed(edit, entry)
        entry.ids |= {entry.now.id, edit.was.id}
        entry.by_hand = True
    return entries, found


def _find(edit: Edit, entries: Iterable[_Entry], model: str) -> _Entry | None:
    """Of the same id, or of about the same words if no other edit is about it."""
    same = next((entry for entry in entries if entry.now.id == edit.was.id), None)
    if same is not None or (edit.read is None and edit.model == model):
        return same
    free = (entry for entry in entries if not entry.by_hand)
    near = [(_nearness(edit.was, entry.now), entry) for entry in free]
    best, entry = max(near, key=lambda one: one[0], default=(0.0, None))
    return entry if best > 0 else None


def _nearness(a: Statement, b: Statement) -> float:
    return _compare_places(_places(a.content), _places(a.cue), b)


def _compare_places(content: set[int], cue: set[int], other: Statement) -> float:
    """What two contents have in common, of all that is in either; 0 where that is too little."""
    others = _places(other.content)
    common = len(content & others) / len(content | others)
    same_cue = bool(cue & _places(other.cue))
    return common + same_cue if common >= (_LITTLE if same_cue else _MUCH) else 0.0


def _places(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def place_of(statement: Statement) -> dict[str, Any]:
    """What finds a statement again where another reading has it otherwise, for a judgement's `value`."""
    return {
        "version": statement.version,
        "cue": [(span.start, span.end) for span in statement.cue],
        "content": [(span.start, span.end) for span in statement.content],
        "words": " ".join(joined_text(statement.content).split()),
    }


def find_place(place: Mapping[str, Any], statements: Iterable[Statement]) -> Statement | None:
    """The statement of a version that has most of what `place_of` says; None where none has enough."""
    content, cue = (
        {at for start, end in place[role] for at in range(start, end)} for role in ("content", "cue")
    )
    near = [(_compare_places(content, cue, statement), statement) for statement in statements]
    best, statement = max(near, key=lambda one: one[0], default=(0.0, None))
    return statement if best > 0 else None


def _changed(edit: Edit, entry: _Entry) -> Statement:
    """The statement as the person left it."""
    given = edit.given or {}
    seen = {role: getattr(edit.was, role) for role in ROLES} if entry.now.id != edit.was.id else {}
    parts = {part: given[part] for part in PARTS if part in given}
    return replace(entry.now, **(seen | parts), score=1.0)


def _compare(edit: Edit, read: Statement | None) -> str:
    """What a network has otherwise than the person saw it and than she left it; "" where nothing."""
    if read is None:
        return "has no such statement" if edit.given is not None and edit.read is not None else ""
    before = edit.read or edit.was
    if edit.given is None:
        return "" if _same_place(read, before) else f"reads “{joined_text(read.content)}” there"
    after = replace(edit.was, **edit.given)
    if not _same_place(read, before) and not _same_place(read, after):
        return f"reads “{joined_text(read.content)}” there"
    for part in edit.given:
        has = _telling(part, read)
        if has not in (_telling(part, before), _telling(part, after)):
            return f"has another {part}: {has or 'none'}"
    return ""


def _same_place(a: Statement, b: Statement) -> bool:
    return (a.cue, a.content) == (b.cue, b.content)


def _telling(part: str, statement: Statement) -> str:
    """A part in words that are equal where the part is."""
    value = getattr(statement, part)
    match value:
        case Speaker():
            return value.name
        case Dated():
            return value.value.value
        case tuple():
            return f"“{joined_text(value)}”" if value else ""
    return "" if value is None else str(value)


def _insert(entries: list[_Entry], new: _Entry) -> None:
    """Where it comes in the order of the text."""
    start = new.now.content[0].start
    after = (place for place, entry in enumerate(entries) if entry.now.content[0].start > start)
    entries.insert(next(after, len(entries)), new)


def _point_within(entries: Iterable[_Entry], ids: set[str], to: str | None) -> None:
    for entry in entries:
        if entry.now.within in ids:
            entry.now = replace(entry.now, within=to)


def _tidy(entries: list[_Entry]) -> tuple[Statement, ...]:
    """Each statement once, a person's before a network's, and each within one that is there."""
    for entry in entries:
        if entry.by_hand:
            _point_within(entries, entry.ids, entry.now.id)
    by_hand = {entry.now.id for entry in entries if entry.by_hand}
    kept: dict[str, Statement] = {}
    for entry in entries:
        if entry.by_hand or entry.now.id not in by_hand:
            kept[entry.now.id] = entry.now
    return tuple(
        replace(s, within=None) if s.within is not None and (s.within not in kept or s.within == id_) else s
        for id_, s in kept.items()
    )


def _statement_value(statement: Statement) -> dict[str, Any]:
    parts = {part: _part_value(getattr(statement, part)) for part in PARTS}
    others = ("version", "score", "addressee", "on_behalf_of", "via", "within")
    return parts | {name: getattr(statement, name) for name in others}


def _part_value(value: Any) -> Any:
    match value:
        case Speaker():
            return [value.name, value.kind.value, value.score, value.reason]
        case Dated():
            return [value.value.value, value.reason]
        case tuple():
            return [(span.start, span.end, span.text) for span in value]
    return value


def _statement_of(value: Mapping[str, Any], text: str) -> Statement:
    return Statement(**{name: _part_of(name, value[name], text) for name in value})


def _part_of(name: str, value: Any, text: str) -> Any:
    if value is None:
        return None
    match name:
        case "source" | "cue" | "content":
            return tuple(Span.checked(start, end, words, text) for start, end, words in value)
        case "kind":
            return Kind(value)
        case "act":
            return Act(value)
        case "speaker":
            return Speaker(value[0], EntityKind(value[1]), value[2], value[3])
        case "said":
            return Dated(Edtf(value[0]), value[1])
    return value
