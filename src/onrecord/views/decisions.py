"""Decisions and conflicts as answers and in words, for every door."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from onrecord.record import Verdict
from onrecord.views.contract import Answer

if TYPE_CHECKING:
    from onrecord.linking.decisions import Decision
    from onrecord.record import Judgement

# How many characters of a statement are told.
_SHOWN = 60


class DecisionAnswer(Answer):
    """What a person decided at one moment. `withdrawn` null: it stands."""

    id: str
    about: str
    what: str
    reason: str
    author: str
    at: datetime
    withdrawn: datetime | None
    judgements: list[str]


class ConflictAnswer(Answer):
    """A decision that stands, and what a newer reading or model has instead."""

    decision: DecisionAnswer
    what: str


def answer_decision(decision: Decision) -> DecisionAnswer:
    return DecisionAnswer(
        id=decision.id,
        about=decision.about,
        what=tell_decision(decision),
        reason=decision.reason,
        author=decision.author,
        at=decision.at,
        withdrawn=decision.withdrawn,
        judgements=[judgement.id for judgement in decision.judgements],
    )


def answer_conflict(decision: Decision, what: str) -> ConflictAnswer:
    return ConflictAnswer(decision=answer_decision(decision), what=what)


def tell_decision(decision: Decision) -> str:
    """What was decided, in one line."""
    first = decision.judgements[0]
    match decision.about:
        case "statement":
            return _tell_edit(first)
        case "report":
            given = json.loads(first.value or "{}")
            return f"{first.pair[0]}: {', '.join(f'{part} {given[part]}' for part in given)}"
        case "redaction":
            given = json.loads(first.value or "{}")["places"]
            number = sum(len(places) for places in given.values())
            return f"words hidden in {first.pair[0]}: {number} place{'' if number == 1 else 's'}"
        case "restriction":
            return f"kept from readers: {first.pair[0]}"
        case "entity":
            return _tell_people(decision.judgements)
    pairs = [judgement for judgement in decision.judgements if judgement.verdict is not Verdict.SAME]
    told = pairs or decision.judgements
    items = dict.fromkeys(name for judgement in told for name in _names(judgement))
    return f"{first.about} {told[0].verdict}: {', '.join(items)}"


def _tell_people(judgements: tuple[Judgement, ...]) -> str:
    apart = [j for j in judgements if j.verdict is Verdict.DIFFERENT]
    if apart:
        names = dict.fromkeys(name for judgement in apart for name in _names(judgement))
        return f"not one: {', '.join(names)}"
    given = [json.loads(j.value or "{}").get("name") for j in judgements if j.pair[0] == j.pair[1]]
    if given:
        called = dict.fromkeys(name for judgement in judgements for name in _names(judgement))
        return f"called {given[0]}: {', '.join(called)}"
    return f"one: {', '.join(dict.fromkeys(name for j in judgements for name in _names(j)))}"


def _names(judgement: Judgement) -> list[str]:
    """The two that it is about, by name or words where its value tells them."""
    told = json.loads(judgement.value or "{}")
    one, other = judgement.judged or judgement.pair
    first = _tell_place(told.get("one"), one)
    return [first] if one == other else [first, _tell_place(told.get("other"), other)]


def _tell_place(place: dict[str, Any] | None, id_: str) -> str:
    if not place:
        return id_
    return str(place["name"]) if "name" in place else f"{id_} “{_short(place['words'])}”"


def _tell_edit(judgement: Judgement) -> str:
    value = json.loads(judgement.value or "{}")
    words = _short(" … ".join(span[2] for span in value["was"]["content"]))
    given = value["given"]
    if given is None:
        return f"no statement: {_quote(words)}"
    if value["read"] is None and not given:
        return f"a statement that was missed: {_quote(words)}"
    if len(given) > 1 and all(given[part] == value["was"][part] for part in given):
        return f"right as it stands: {_quote(words)}"
    parts = ", ".join(f"{part} {_tell_part(given[part])}" for part in given)
    return f"{_quote(words)}: {parts}"


def _tell_part(value: Any) -> str:
    match value:
        case None | []:
            return "none"
        case [str(name), *_]:
            return name
        case [[int(), int(), str()], *_]:
            return f"“{_short(' … '.join(span[2] for span in value))}”"
    return str(value)


def _quote(words: str) -> str:
    """In quotation marks, if it has none of its own."""
    return words if words[:1] in "\"“‘'«" else f"“{words}”"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
