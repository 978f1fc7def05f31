"""What a newer version of a report changed, word by word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.record import Reading
from onrecord.web.versions import ChangeAnswer, find_changes, mark_change
from tests.views.made import make_report
from tests.web.conftest import keep, serving

BEFORE = "Dam fails\n\nThree people died, police said.\n\nThe mayor was asked to speak."
AFTER = "Dam fails\n\nFive people died, police said on Friday.\n\nThe river is still rising <b>."


def side(changes: list[ChangeAnswer], kind: str) -> str:
    return " ".join("".join(w for k, w in one.pieces if k in ("same", kind)) for one in changes)


def test_changed_paragraphs_are_told_word_by_word() -> None:
    changes = list(find_changes(BEFORE, AFTER))
    told = " ".join(mark_change(one) for one in changes)
    assert "<del>Three </del><ins>Five </ins>people died, police said" in told
    assert "<ins>on Friday</ins>" in told
    assert "<del>The mayor was asked to speak.</del>" in told
    assert "&lt;b&gt;" in told
    assert "Dam fails" not in told


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from(["a b c", "a b d", "x y", "x y z.", "o"])),
    st.lists(st.sampled_from(["a b c", "x y w", "o", "q"])),
)
def test_both_versions_can_be_read_from_the_changes(old: list[str], new: list[str]) -> None:
    changes = list(find_changes("\n".join(old), "\n".join(new)))
    gone, came = side(changes, "gone").split(), side(changes, "new").split()
    # What is the same in both and stands in no changed paragraph is left out on both sides alike.
    assert len(" ".join(old).split()) - len(gone) == len(" ".join(new).split()) - len(came)
    assert list(find_changes("\n".join(old), "\n".join(old))) == []


def test_the_page_of_versions(tmp_path: Path) -> None:
    both = [make_report(text, url="https://lantern.example/dam") for text in (BEFORE, AFTER)]
    both[1] = replace(both[1], original=replace(both[1].original, fetched=datetime(2024, 3, 15, tzinfo=UTC)))
    keep(tmp_path / "dam.sqlite", [(one, Reading(one.version, "by-hand")) for one in both])
    with serving(tmp_path / "dam.sqlite") as server:
        report = both[0].id
        page = server.get(f"/reports/{report}/versions")
        assert page.status_code == 200
        assert "<del>Three </del><ins>Five </ins>" in page.text
        assert f'href="/reports/{report}/versions"' in server.get(f"/reports/{report}").text
        items = server.get(f"/api/reports/{report}/versions").json()["items"]
        assert [one["changes"] is None for one in items] == [True, False]
        assert [one["current"] for one in items].count(True) == 1
        assert server.get("/reports/r0/versions").status_code == 404
