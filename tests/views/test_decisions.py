"""Decisions in words: one line that says what was decided."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from onrecord.linking.decisions import Decision, Given, give_name, judge_pair, put_together, take_apart
from onrecord.record import Act, Judgement, Verdict
from onrecord.store.edits import place_of, write_edit
from onrecord.views.decisions import answer_conflict, answer_decision, tell_decision
from tests.store.conftest import make_report, read_by_hand

GIVEN = Given("ana", "by hand", datetime(2024, 3, 5, 12, tzinfo=UTC))
STATEMENT = read_by_hand(make_report()).statements[0]


def person(name: str) -> dict[str, str]:
    return {"report": "r1", "kind": "person", "name": name}


PLACES = {"e1": person("Ana Quell"), "e2": person("Anna Quell"), "e3": person("Tom Hale")}


def told(*judgements: Judgement) -> str:
    return tell_decision(Decision("ana", GIVEN.at, judgements))


def edit(given: dict[str, object] | None, *, read: bool = True) -> Judgement:
    value = write_edit(STATEMENT, given, model="test-1", read=STATEMENT if read else None)
    pair = (STATEMENT.id, STATEMENT.id)
    return Judgement("statement", pair, Verdict.SAME, 1.0, "by hand", "ana", GIVEN.at, value=value)


def test_who_is_who() -> None:
    assert told(*put_together("entity", [["e1"], ["e2"]], GIVEN, [], PLACES)) == "one: Ana Quell, Anna Quell"
    parted = take_apart("entity", ["e3"], ["e1", "e2"], GIVEN, [], PLACES)
    assert told(*parted) == "not one: Ana Quell, Tom Hale, Anna Quell"
    assert told(*give_name(["e1"], "A. Q. Ibarra", GIVEN, PLACES)) == "called A. Q. Ibarra: Ana Quell"


def test_what_is_the_same() -> None:
    places = {"s1": place_of(STATEMENT)}
    one = judge_pair("saying", "s1", "s2", Verdict.SAME, GIVEN, [], places)
    assert told(one) == "saying same: s1 “the bridge is safe … near”, s2"
    assert told(judge_pair("copy", "r1", "r2", Verdict.DIFFERENT, GIVEN, [])) == "copy different: r1, r2"


def test_what_was_said() -> None:
    words = "“the bridge is safe … near”"
    assert told(edit({"act": Act.HOPE, "speaker": None})) == f"{words}: act hope, speaker none"
    assert told(edit({"cue": STATEMENT.cue})) == f"{words}: cue “said”"
    accepted = {part: getattr(STATEMENT, part) for part in ("cue", "content", "act", "speaker")}
    assert told(edit(accepted)) == f"right as it stands: {words}"
    assert told(edit(None)) == f"no statement: {words}"
    assert told(edit({}, read=False)) == f"a statement that was missed: {words}"


def test_when_it_was_published() -> None:
    value = json.dumps({"published": "2024-03", "outlet": "The Echo"})
    dated = Judgement("report", ("r1", "r1"), Verdict.SAME, 1.0, "log", "ana", GIVEN.at, value=value)
    assert told(dated) == "r1: published 2024-03, outlet The Echo"


def test_as_json() -> None:
    decision = Decision("ana", GIVEN.at, (edit(None),))
    answer = answer_decision(decision)
    assert (answer.id, answer.author, answer.reason) == (decision.id, "ana", "by hand")
    assert answer.withdrawn is None
    assert answer_conflict(decision, "test-2 has it otherwise").decision == answer
