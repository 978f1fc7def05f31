"""Decisions on the command line: what one types, what it says, and how it is taken back."""

from __future__ import annotations

from tests.cli.conftest import Run, answer


def test_a_statement_is_corrected_and_found_by_what_it_says_now(record: Run) -> None:
    [said] = answer(record, "statements", "--by", "Irene Moss")
    assert record("edit", said["id"], "--speaker", "Ana Quell", "--act", "promise").code == 0
    assert [one["id"] for one in answer(record, "statements", "--by", "Irene Moss")] == []
    mine = {one["id"]: one for one in answer(record, "statements", "--by", "Ana Quell")}
    assert mine[said["id"]]["act"] == "promise"
    assert record("edit", said["id"], "--act", "promise").code == 2
    assert record("edit", said["id"]).code == 2
    assert record("undo").code == 0
    assert answer(record, "statements", "--by", "Irene Moss") == [said]


def test_a_statement_goes_and_another_is_added(record: Run) -> None:
    [said] = answer(record, "statements", "--by", "Irene Moss")
    assert record("edit", said["id"], "--not-a-statement", "--reason", "a chant").code == 0
    assert said["id"] not in {one["id"] for one in answer(record, "statements")}
    report = said["report"]["id"]
    text = answer(record, "show", report)["report"]["text"]
    start = text.index("Hundreds marched")
    place = f"{start}-{start + len('Hundreds marched through Riverton')}"
    added = record("edit", report, "--add", "--content", place, "--speaker", "the TNS desk")
    assert added.code == 2
    assert "--speaker-kind" in added.err
    known = ("--speaker", "the TNS desk", "--speaker-kind", "organization")
    assert record("edit", report, "--add", "--content", place, *known).code == 0
    [new] = answer(record, "statements", "--by", "TNS desk")
    assert new["content"]["text"] == "Hundreds marched through Riverton"
    assert new["kind"] == "indirect"
    assert record("edit", report, "--add", "--content", "9-5").code == 1
    assert record("edit", report, "--add", "--content", "here").code == 2


def test_two_statements_are_one_saying(record: Run) -> None:
    one, other = (said["id"] for said in answer(record, "statements")[:2])
    assert record("judge", "saying", one, other, "same").code == 0
    assert record("judge", "saying", one, one, "same").code == 2
    assert record("judge", "copy", "r0", "r1", "same").code == 1
    assert "saying same" in record("log").out


def test_a_report_is_dated_and_its_statements_follow(record: Run) -> None:
    report = answer(record, "reports")[0]["id"]
    before = answer(record, "show", report)
    assert record("date", report, "2023-05-06", "--outlet", "The Riverton Echo").code == 0
    after = answer(record, "show", report)["report"]
    assert (after["published"], after["outlet"]) == ("2023-05-06", "The Riverton Echo")
    assert record("add", "council.txt").out.startswith("unchanged")
    assert record("date", report).code == 2
    assert record("undo").code == 0
    assert answer(record, "show", report) == before


def test_nothing_disagrees_with_what_was_just_decided(record: Run) -> None:
    assert record("people", "merge", "Ana Quell", "Irene Moss").code == 0
    assert answer(record, "conflicts") == []
    assert record("conflicts").out == ""


def test_forgetting_says_that_decisions_go_too(record: Run) -> None:
    [said] = answer(record, "statements", "--by", "Irene Moss")
    record("edit", said["id"], "--accept")
    ended = record("forget", said["report"]["id"], stdin="n\n")
    assert "1 decision" in ended.out + ended.err
    assert record("forget", said["report"]["id"], "--yes").code == 0
    assert answer(record, "log") == []
