"""People on the command line: who speaks, and who is said to be who."""

from __future__ import annotations

from tests.cli.conftest import Run, answer


def names(run: Run) -> list[str]:
    return [person["name"] for person in answer(run, "people")]


def test_people_are_recognised_across_reports(record: Run) -> None:
    found = answer(record, "people")
    assert found[0]["name"] == "Ana Quell"
    assert (found[0]["statements"], len(found[0]["reports"])) == (2, 2)
    assert [one["name"] for one in answer(record, "people", "--named", "moss")] == ["Irene Moss"]
    assert record("people").out.startswith("Ana Quell  2 statements\n")


def test_those_who_are_only_spoken_about_come_when_asked_for(record: Run) -> None:
    speak = answer(record, "people")
    everyone = answer(record, "people", "--all")
    assert {one["name"] for one in speak} == {"Ana Quell", "Tomas Brandt", "Irene Moss"}
    assert everyone[:3] == speak
    assert all(one["statements"] == 0 for one in everyone[3:])
    assert len(everyone) > 3


def test_merge_rename_split_and_undo(record: Run) -> None:
    before = answer(record, "people")
    merged = record("people", "merge", "Irene Moss", "Tomas Brandt", "--reason", "pen name", "--by", "ana")
    assert merged.code == 0, merged.err
    assert "one: " in merged.out
    assert len(names(record)) == len(before) - 1
    assert record("people", "rename", "Moss", "I. M. Brandt", "--by", "ana").code == 0
    assert "I. M. Brandt" in names(record)
    assert record("people", "split", "I. M. Brandt", "--out", "Irene Moss", "--by", "ana").code == 0
    assert "Irene Moss" in names(record)
    for _ in range(3):
        assert record("undo", "--by", "ana").out.startswith("undone: j")
    assert answer(record, "people") == before
    log = answer(record, "log")
    assert [entry["reason"] for entry in log] == ["pen name", "no reason given", "no reason given"]
    assert all(entry["withdrawn"] for entry in log)
    assert record("log").out.count("undone") == 3


def test_a_name_of_nobody_or_of_several(record: Run) -> None:
    nobody = record("people", "merge", "Ana Quell", "Zed")
    assert nobody.code == 1
    assert "Zed: nobody in the record goes by this name" in nobody.err
    assert record("people", "merge", "Ana Quell", "Irene Moss", "--by", "onrecord-me").code == 2
    assert record("people", "--json", "merge", "Ana Quell", "Irene Moss").code == 2
