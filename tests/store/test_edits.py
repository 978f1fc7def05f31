"""What people make of a reading: it is there whatever another network reads, and told where they differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given as from_any
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.errors import SpanError
from onrecord.record import Act, Dated, EntityKind, Judgement, Kind, Reading, Speaker, Statement, Verdict
from onrecord.store.edits import Edit, apply_edits, edits_of, find_disagreements, write_edit
from tests.store.conftest import NOW, find_span, make_report, read_by_hand

REPORT = make_report()
READING = read_by_hand(REPORT)
NEWER = replace(READING, model="test-2")
QUELL = Speaker("Ana Quell", EntityKind.PERSON, 1.0, "given by ana: she said so")


def edit(was: Statement, given: dict[str, Any] | None, *, minutes: int = 0, added: bool = False) -> Judgement:
    read = None if added else next((s for s in READING.statements if s.id == was.id), was)
    value = write_edit(was, given, model=READING.model, read=read)
    verdict = Verdict.DIFFERENT if given is None else Verdict.SAME
    at = NOW + timedelta(minutes=minutes)
    return Judgement("statement", (was.id, was.id), verdict, 1.0, "by hand", "ana", at, value=value)


def edits(*judgements: Judgement) -> list[Edit]:
    return edits_of(REPORT.version, REPORT.text, judgements)


def edited(reading: Reading, *judgements: Judgement) -> tuple[Statement, ...]:
    return apply_edits(reading, edits(*judgements)).statements


def disagreements(reading: Reading, *judgements: Judgement) -> list[str]:
    return [one.what for one in find_disagreements(reading, edits(*judgements))]


def test_a_part_that_is_given_is_there_and_the_rest_stays() -> None:
    was = READING.statements[0]
    statements = edited(READING, edit(was, {"speaker": QUELL, "act": Act.DENY}))
    assert statements[0] == replace(was, speaker=QUELL, act=Act.DENY, score=1.0)
    assert statements[1:] == READING.statements[1:]


def test_what_is_no_statement_goes_and_what_stood_in_it_stands_alone() -> None:
    statements = edited(READING, edit(READING.statements[1], None))
    assert [s.id for s in statements] == [READING.statements[i].id for i in (0, 2, 3, 4)]
    assert statements[-1].within is None


def test_other_words_are_another_id_and_what_stood_in_it_follows() -> None:
    was = READING.statements[1]
    shorter = (find_span(REPORT, "nobody was warned"),)
    statements = edited(READING, edit(was, {"content": shorter}))
    assert statements[1].content == shorter
    assert statements[1].id != was.id
    assert statements[4].within == statements[1].id


def test_a_statement_that_was_missed_stands_where_it_comes_in_the_text() -> None:
    new = Statement(
        REPORT.version, Kind.INDIRECT, Act.INFORM, 1.0, (), (), (find_span(REPORT, "18 people crossed"),)
    )
    statements = edited(READING, edit(new, {}, added=True))
    assert statements[0] == new
    assert len(statements) == len(READING.statements) + 1
    # A newer network that finds it too finds nothing new.
    found = replace(NEWER, statements=(replace(new, score=0.7), *READING.statements))
    assert edited(found, edit(new, {}, added=True)) == statements
    assert disagreements(NEWER, edit(new, {}, added=True)) == []


def test_edits_of_one_statement_come_one_after_another_and_each_can_be_undone() -> None:
    was = READING.statements[0]
    first = edit(was, {"content": (find_span(REPORT, "the bridge is safe"),)})
    [now] = [s for s in edited(READING, first) if s.cue == was.cue]
    second = edit(now, {"act": Act.PROMISE}, minutes=1)
    both = edited(READING, first, second)[0]
    assert (both.content, both.act) == (now.content, Act.PROMISE)
    only_second = edited(READING, replace(first, withdrawn=NOW), second)[0]
    assert only_second.act is Act.PROMISE
    assert (
        edited(READING, replace(first, withdrawn=NOW), replace(second, withdrawn=NOW)) == READING.statements
    )


def test_what_a_newer_network_lost_is_there_nevertheless_and_told() -> None:
    without = replace(NEWER, statements=READING.statements[1:])
    change = edit(READING.statements[0], {"speaker": QUELL})
    assert edited(without, change)[0] == replace(READING.statements[0], speaker=QUELL, score=1.0)
    assert disagreements(without, change) == ["test-2 has no such statement"]


def test_what_a_newer_network_cuts_otherwise_keeps_the_words_that_were_seen() -> None:
    was = READING.statements[0]
    other = replace(was, content=was.content[:1], act=Act.HOPE, said=Dated(Edtf("2024-03-03"), "“Sunday”"))
    newer = replace(NEWER, statements=(other, *READING.statements[1:]))
    change = edit(was, {"speaker": QUELL})
    # What was not given follows the newer reading.
    assert edited(newer, change)[0] == replace(other, content=was.content, speaker=QUELL, score=1.0)
    assert disagreements(newer, change) == ["test-2 reads “the bridge is safe” there"]


def test_a_network_that_repeats_itself_does_not_disagree_anew() -> None:
    change = edit(READING.statements[0], {"speaker": QUELL})
    assert disagreements(NEWER, change, edit(READING.statements[2], None)) == []
    another = replace(READING.statements[0], speaker=replace(QUELL, name="Tom Hale"))
    newer = replace(NEWER, statements=(another, *READING.statements[1:]))
    assert disagreements(newer, change) == ["test-2 has another speaker: Tom Hale"]


def test_a_day_that_becomes_known_reaches_an_edited_statement() -> None:
    change = edit(READING.statements[0], {"act": Act.HOPE})
    dated = replace(READING.statements[0], said=Dated(Edtf("2024-03-04"), "the report's day"))
    newer = replace(READING, statements=(dated, *READING.statements[1:]))
    assert edited(newer, change)[0].said == dated.said


def test_an_edit_of_words_that_are_not_there_is_refused() -> None:
    change = edit(READING.statements[0], {"act": Act.HOPE})
    with pytest.raises(SpanError):
        edits_of(REPORT.version, REPORT.text.replace("safe", "shut"), [change])


GIVEN = st.one_of(
    st.none(),
    st.fixed_dictionaries(
        {},
        optional={
            "speaker": st.sampled_from([QUELL, None]),
            "act": st.sampled_from(list(Act)),
            "kind": st.sampled_from(list(Kind)),
            "said": st.sampled_from([None, Dated(Edtf("2024-03"), "given")]),
        },
    ).filter(bool),
)


@from_any(st.dictionaries(st.integers(0, 4), GIVEN), st.data())
def test_no_edit_is_lost_whatever_a_newer_network_reads(
    given: dict[int, dict[str, Any] | None], data: st.DataObject
) -> None:
    changes = [edit(READING.statements[i], part, minutes=i) for i, part in given.items()]
    kept = data.draw(st.lists(st.sampled_from(READING.statements), unique=True))
    cut = [replace(s, content=s.content[:1]) if data.draw(st.booleans()) else s for s in kept]
    cut = [replace(s, within=None) for s in cut]
    newer = replace(NEWER, statements=tuple(cut))
    by_id = {s.id: s for s in edited(newer, *changes)}
    for i, parts in given.items():
        id_ = READING.statements[i].id
        if parts is None:
            assert id_ not in by_id
        else:
            assert {part: getattr(by_id[id_], part) for part in parts} == parts
    assert edited(READING, *changes) == edited(replace(READING, model="test-2"), *changes)
    assert set(by_id) >= {s.within for s in by_id.values()} - {None}
