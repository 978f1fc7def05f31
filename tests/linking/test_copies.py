"""Copies: which report rests on which, and in which direction."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.linking.copies import MIN_SHARED, derive_copies, find_keys, judge
from onrecord.record import (
    Copy,
    CopyKind,
    Dateline,
    Front,
    Judgement,
    OffsetMap,
    Original,
    Reading,
    Report,
    Verdict,
)

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)

PARAGRAPHS = (
    "The council of Varnholm voted on Monday to close the salt harbour, after an inspector found "
    "cracks in four "
    "of the nine piers.",
    "“I have walked those boards for forty years and I would not walk them today,” said harbourmaster Oda "
    "Brandvik, who had asked for new timber in three letters.",
    "The county engineer, Tomas Relling, said the repair would take eleven months and cost about six million "
    "crowns, of which the county had set aside one.",
    "Fishermen will land their catch at Skarvik, thirty kilometres to the north, until the work is done, the "
    "council said in a note to the boat owners.",
    "Brandvik's deputy, Ine Moldestad, denied that the harbour office had been told of the cracks before the "
    "storm in January. The inspector's notes, she said, were dated the week after.",
    "Relling promised a first drawing by the end of April. The council meets again on the second Tuesday of "
    "May to hear him.",
)  # fmt: skip
TEXT = "\n\n".join(("Varnholm closes its salt harbour", *PARAGRAPHS))
OTHER_WORDS = (
    "Salt harbour shut over rotten piers\n\nBoats may no longer tie up in Varnholm. Cracks run "
    "through nearly half "
    "of its piers, and the people who run the town have had enough of waiting, the Skarvik Courier "
    "reported.\n\n"
    "Oda Brandvik, who runs the port, told the Courier she had begged for wood three times. Almost a year of "
    "work lies ahead, Tomas Relling thinks; the bill is six million.\n\nIne Moldestad of the port "
    "office says "
    "nobody warned her before the January storm. Skarvik gets the fish for now."
)
SAME_EVENT = (
    "No more salt from Varnholm\n\nIt smells of tar and wet rope on the quay, and nobody is at "
    "work. Since Monday "
    "evening a chain hangs between the bollards.\n\nOda Brandvik looks at it and shrugs. “I would "
    "not walk them "
    "today,” she says of the boards. A man from the county came, measured, shook his head.\n\nWhat "
    "it will cost, "
    "Tomas Relling does not like to say aloud. Six, he says then. Six million."
)


def report(text: str, **front: object) -> Report:
    original = Original(text.encode(), "text/plain", "test", NOON)
    return Report(text, Front(language="en", **front), original, OffsetMap("text"))  # type: ignore[arg-type]


def on(day: str) -> Edtf:
    return Edtf.parse(day)


def verdict(a: Report, b: Report) -> tuple[str, str, str | None] | None:
    """The verdict, the kind, and the id of the origin; the same both ways round."""
    there, back = (judge(as_read(x), as_read(y), at=NOON) for x, y in ((a, b), (b, a)))
    assert there == back
    if there is None:
        return None
    value = json.loads(there.value or "")
    return there.verdict.value, value["kind"], value["of"]


def as_read(one: Report) -> tuple[Report, Reading]:
    return one, Reading(one.version, "none")


def compared(a: Report, b: Report) -> bool:
    return len(find_keys(a) & find_keys(b)) >= MIN_SHARED


EDITS = {
    "cut": "\n\n".join(PARAGRAPHS[:2]),
    "re-ordered": "\n\n".join(("Harbour closed", *reversed(PARAGRAPHS))),
    "synonyms": TEXT.replace("said", "stated")
    .replace("close", "shut")
    .replace("about", "some")
    .replace("asked for", "requested")
    .replace("said", "noted")
    .replace("promised", "pledged"),
    "rewritten in part": "\n\n".join((*PARAGRAPHS[:4], "What comes then, nobody on the quay could tell us.")),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_text_is_found_again_however_edited(edit: str) -> None:
    original, edited = report(TEXT), report(EDITS[edit])
    assert compared(original, edited)
    assert verdict(original, edited) == ("same", "copy", None)


def test_the_later_one_is_the_copy() -> None:
    first = report(TEXT, published=on("2024-03-11"))
    later = report(EDITS["cut"], published=on("XXXX-03-12"))
    assert verdict(first, later) == ("same", "copy", first.id)


def test_the_one_that_credits_is_the_copy() -> None:
    wire = report(TEXT, outlet="Nordland Press", published=on("2024-03-11"))
    paper = report(
        EDITS["re-ordered"],
        outlet="Skarvik Courier",
        published=on("2024-03-11"),
        dateline=Dateline(agency="NP"),
    )
    assert verdict(wire, paper) == ("same", "copy", wire.id)


def test_without_day_and_credit_the_direction_cannot_be_told() -> None:
    day = on("2024-03-11")
    assert verdict(report(TEXT, published=day), report(EDITS["cut"], published=day)) == ("same", "copy", None)


def test_other_words_with_credit_are_a_rewrite() -> None:
    first = report(TEXT, outlet="Skarvik Courier", published=on("2024-03-11"))
    rewrite = report(OTHER_WORDS, outlet="Daily Lamp", published=on("2024-03-12"))
    assert compared(first, rewrite)
    assert verdict(first, rewrite) == ("same", "rewrite", first.id)


def test_other_words_about_one_event_are_nothing() -> None:
    assert verdict(report(TEXT), report(SAME_EVENT)) is None
    assert verdict(report(TEXT, outlet="Nordland Press"), report(OTHER_WORDS, outlet="Daily Lamp")) is None


def test_a_report_rewrites_nothing_that_came_out_later() -> None:
    later = report(TEXT, outlet="Skarvik Courier", published=on("2024-03-14"))
    assert verdict(later, report(OTHER_WORDS, outlet="Daily Lamp", published=on("2024-03-12"))) is None


def test_a_shared_quotation_is_no_copy() -> None:
    quotation = "“" + " ".join(["We came with a map that was wrong and a mule that was right."] * 6) + "”"
    assert verdict(report(f"{TEXT}\n\n{quotation}"), report(f"{SAME_EVENT}\n\n{quotation}")) is None


def test_one_outlet_on_one_matter() -> None:
    a, b = (report(t, outlet="Radio Varnholm") for t in (TEXT, SAME_EVENT))
    assert verdict(a, b) == ("same", "same-outlet", None)


def test_the_reason_is_in_plain_words() -> None:
    found = judge(as_read(report(TEXT)), as_read(report(EDITS["re-ordered"])), at=NOON)
    assert found is not None
    assert found.reason == "of 9 sentences 8 are word for word; which came first cannot be told"


def test_a_person_beats_the_model() -> None:
    a, b = report(TEXT), report(EDITS["cut"])
    found = judge(as_read(a), as_read(b), at=NOON)
    assert found is not None
    by_hand = replace(found, verdict=Verdict.DIFFERENT, author="ana", value=None)
    assert derive_copies([a.id, b.id], [found]) != []
    assert derive_copies([a.id, b.id], [found, by_hand]) == []


def test_who_rewrites_a_report_and_its_copy_has_it_from_the_report() -> None:
    def says(report: str, of: str, kind: CopyKind) -> Judgement:
        value = json.dumps({"kind": kind.value, "of": of})
        first, second = sorted((report, of))
        return Judgement(
            "copy", (first, second), Verdict.SAME, 0.9, "", "onrecord-copies-1", NOON, value=value
        )

    judgements = [says("r2", "r1", CopyKind.COPY), *(says("r3", of, CopyKind.REWRITE) for of in ("r1", "r2"))]
    copies = derive_copies(["r1", "r2", "r3"], judgements)
    assert [(copy.report, copy.of) for copy in copies] == [("r2", "r1"), ("r3", "r1")]


REPORTS = [
    report(TEXT, outlet="Skarvik Courier", published=on("2024-03-11")),
    report(EDITS["cut"], published=on("2024-03-12")),
    report(EDITS["re-ordered"], outlet="Radio Varnholm"),
    report(OTHER_WORDS, outlet="Daily Lamp", published=on("2024-03-12")),
    report(SAME_EVENT, outlet="Radio Varnholm"),
]


def copies_of(reports: list[Report], *, at_once: int = 99) -> list[Copy]:
    """Added so many at a time, each new one compared with all that share its keys."""
    known: list[Report] = []
    judgements: list[Judgement] = []
    for start in range(0, len(reports), at_once):
        for new in reports[start : start + at_once]:
            judged = (judge(as_read(new), as_read(old), at=NOON) for old in known if compared(new, old))
            judgements.extend(judgement for judgement in judged if judgement is not None)
            known.append(new)
    return derive_copies([one.id for one in known], judgements)


@settings(max_examples=20, deadline=None)
@given(st.permutations(REPORTS), st.integers(1, 5))
def test_any_order_and_any_batch_size_give_the_same_copies(reports: list[Report], at_once: int) -> None:
    assert copies_of(reports, at_once=at_once) == copies_of(REPORTS)


def test_forgetting_a_report_is_never_having_added_it() -> None:
    judgements = [
        found for a, b in combinations(REPORTS, 2) if (found := judge(as_read(a), as_read(b), at=NOON))
    ]
    for gone in REPORTS:
        left = [one for one in REPORTS if one is not gone]
        assert derive_copies([one.id for one in left], judgements) == copies_of(left)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_has_keys_and_a_symmetric_verdict(a: str, b: str) -> None:
    assert find_keys(report(a)) == find_keys(report(a))
    verdict(report(a), report(b))


def test_of_reports_of_unknown_outlet_one_may_be_the_credited_one_but_not_two() -> None:
    def may_be(of: str) -> Judgement:
        value = json.dumps({"kind": "rewrite", "of": of, "by_name": False})
        return Judgement("copy", (of, "r9"), Verdict.SAME, 0.7, "", "onrecord-copies-1", NOON, value=value)

    assert [(c.report, c.of) for c in derive_copies(["r1", "r2", "r9"], [may_be("r1")])] == [("r9", "r1")]
    assert derive_copies(["r1", "r2", "r9"], [may_be("r1"), may_be("r2")]) == []
    assert derive_copies(["r2", "r9"], [may_be("r1"), may_be("r2")]) != []


def test_a_report_that_took_in_one_piece_of_a_release_is_no_copy() -> None:
    release = (
        "The repair of the nine piers is paid for by the county alone. " * 2 + "Nobody will lose a berth."
    )
    a, b = ("\n\n".join((text[:250], release)) for text in (TEXT, SAME_EVENT))
    found = verdict(report(a), report(b))
    assert found is None or found[0] == "unsure"
