"""Statements gained and lost: the kept list is of the reports that are there, and repeats count."""

from __future__ import annotations

from evals.changes import KEPT, REPORTS, changes


def test_the_kept_list_names_reports_that_are_there() -> None:
    named = {line.split("\t")[0] for line in KEPT.read_text(encoding="utf-8").splitlines()}
    assert named == {f"{path.parent.name}/{path.stem}" for path in REPORTS.glob("*/*.txt")}


def test_what_is_found_twice_and_was_found_once_is_gained_once() -> None:
    assert changes(["a", "b"], ["b", "b", "c"]) == (["b", "c"], ["a"])
