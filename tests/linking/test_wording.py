"""The word diff: what changes the meaning first, mere words last."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.linking.wording import Change, Run, RunKind, What, Wording, compare_wording
from onrecord.record import Span
from tests.linking.told import make_told

MEANING = [
    (
        What.NEGATION,
        "Prag | said | she had not signed the lease with the brewery",
        "Prag | indicated | that she signed the lease with the brewery",
    ),
    (
        What.NEGATION,
        'he | told reporters | "I have not ruled out a second inquiry."',
        "He | ruled out | a second inquiry",
    ),
    (What.NEGATION, "Orlo | said | the bridge is safe", "Orlo | said | the bridge isn't safe"),
    (What.MODAL, "she | said | the mill may close by June", "she | said | the mill will close by June"),
    (What.MODAL, "she | said | tenants should leave", "she | said | tenants must leave"),
    (
        What.QUANTIFIER,
        "he | said | some of the drivers had been paid",
        "he | said | every one of the drivers had been paid",
    ),
    (
        What.QUANTIFIER,
        "Oduya | says | all but one of the claims were settled",
        "Oduya | says | claims were settled",
    ),
    (
        What.NUMBER,
        "police | said | Seven boats were seized at dawn",
        "police | said | 9 boats were seized at dawn",
    ),
    (
        What.CONDITION,
        "it | found | the risk to the river is “serious unless the dyke is raised”",
        "it | found | the risk to the river is “serious”",
    ),
    (What.HEDGE, "she | called | the vote “largely fair”", "she | called | the vote “fair”"),
    (What.QUOTED_WORD, "Reyl | said | “He sold his vineyard”", "Reyl | said | “He sold his children”"),
    (
        What.NAME,
        "he | said | the letter went to Marta Weiss in April",
        "he | said | the letter went to Marta Blume in April",
    ),
]


@pytest.mark.parametrize(("what", "one", "other"), MEANING, ids=[row[0].value for row in MEANING])
def test_a_change_of_meaning_comes_first(what: What, one: str, other: str) -> None:
    wording = compare_wording(make_told(one, outlet="The Herald"), make_told(other, outlet="Wire"))
    assert wording.changes[0].what is what
    assert wording.changes_meaning


NO_CHANGE = [
    ("he | denied | that any letter had come", "he | said | no letter had come"),
    ("Nobody | said | nobody could have known", "she | said | that no one could have known"),
    ("she | said | the mill may close", "she | said | the mill might close"),
    ("he | promised | that the road would reopen", "he | promised | the road will reopen"),
    ("she | said | the term is three years", "she | said | the term is 36 months"),
    ("she | said | the pump weighs 40 pounds", "she | said | the pump weighs 18 kg"),
    ("it | said | Some 4,000 tents were sent", "it | said | about 4,000 tents were sent"),
    ("he | urged | people not to stop boiling water", "he | said | keep boiling water"),
    ("police | say | the sheets were signed in May", "police | say | the sheets were signed in spring"),
    ("she | said | “a noise like a truck”", "she | said | “a noise like a lorry”"),
]


@pytest.mark.parametrize(("one", "other"), NO_CHANGE)
def test_other_words_for_the_same_are_no_change_of_meaning(one: str, other: str) -> None:
    wording = compare_wording(make_told(one), make_told(other))
    assert not wording.changes_meaning, wording.changes[0]


def test_what_is_quoted_ends_with_its_marks() -> None:
    one = make_told("He | insisted | that “the ministry must act” since “Osei is frail”", outlet="A")
    other = make_told("the mayor | held | the ministry must act as Osei is frail", outlet="B")
    quoted = [c.a[0].text for c in compare_wording(one, other).changes if c.what is What.MARKS]
    assert quoted == ["the ministry must act", "Osei is frail"]


def test_words_quoted_by_one_and_paraphrased_by_the_other() -> None:
    one = make_told(
        "He | insisted | that “the ministry should act with patience” since “he is frail”", outlet="A"
    )
    other = make_told("the mayor | held | that the ministry should act with patience", outlet="B")
    change = compare_wording(one, other).changes[0]
    assert change.what is What.MARKS
    assert change.a[0].text == change.b[0].text == "the ministry should act with patience"
    assert change.sentence == (
        "“the ministry should act with patience” is quoted in that of A; "
        "that of B gives it in its own words: “the ministry should act with patience”"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("said", "stated"), ("says", "insists"), ("told reporters", "added"), ("urged", "asked")],
)
def test_cues_that_say_much_the_same_are_no_change(one: str, other: str) -> None:
    a, b = (
        make_told(f"Ide | {one} | he met the dealer twice"),
        make_told(f"Ide | {other} | he met the dealer twice"),
    )
    assert compare_wording(a, b).changes == ()


def test_a_stronger_cue_is_named() -> None:
    one = make_told("Ide | said | he met the dealer twice", outlet="The Herald")
    other = make_told("Ide | admitted | he met the dealer twice", outlet="Wire")
    (change,) = compare_wording(one, other).changes
    assert change.what is What.CUE
    assert change.sentence == "“admitted” in that of Wire says more than “said”"


def test_brackets_and_ellipses_are_named() -> None:
    one = make_told("it | wrote | “We hope (that) this holds. The rest (...) can wait.”", outlet="A")
    other = make_told("it | wrote | “We hope this holds. The rest can wait.”", outlet="B")
    assert [change.what for change in compare_wording(one, other).changes][:2] == [
        What.BRACKETS,
        What.ELLIPSIS,
    ]


def test_runs_are_in_the_order_of_the_text() -> None:
    one = make_told("she | said | the old dam failed at night")
    other = make_told("she | said | the dam burst at night, witnesses saw")
    runs = compare_wording(one, other).runs
    shown = [(run.kind, " ".join(s.text for s in run.a), " ".join(s.text for s in run.b)) for run in runs]
    assert shown[0] == (RunKind.EQUAL, "the", "the")
    assert shown[-1] == (RunKind.ONLY_B, "", "witnesses saw")


def test_the_same_words_differ_in_nothing() -> None:
    told = make_told("she | said | “We may not go, if at all.”", outlet="A")
    again = make_told("she | said | “We may not go, if at all.”", outlet="B")
    wording = compare_wording(told, again)
    assert wording.changes == ()
    assert [run.kind for run in wording.runs] == [RunKind.EQUAL]


WORDS = st.lists(
    st.sampled_from(
        "the mill may will not close every some seven 7 boats “ ” largely unless "
        "court (that) … said Weiss don't , .".split()
    ),
    min_size=1,
    max_size=12,
).map(" ".join)


@given(WORDS, WORDS)
def test_spans_verify_and_either_order_gives_the_mirror_image(one: str, other: str) -> None:
    lines = [f"she | said | x {words}" for words in (one, other)]
    a, b = make_told(lines[0], outlet="A"), make_told(lines[1], outlet="B")
    wording, turned = compare_wording(a, b), compare_wording(b, a)
    _check(wording, *lines)
    assert [(c.what, c.a, c.b, c.sentence) for c in wording.changes] == [
        (c.what, c.b, c.a, c.sentence) for c in turned.changes
    ]
    assert {(r.a, r.b) for r in wording.runs} == {(r.b, r.a) for r in turned.runs}


def _check(wording: Wording, one: str, other: str) -> None:
    parts: list[Run | Change] = [*wording.runs, *wording.changes]
    for text, sides in ((one, [p.a for p in parts]), (other, [p.b for p in parts])):
        for span in (span for side in sides for span in side):
            assert Span(span.start, span.end, text).text == span.text
    for sides in ([run.a for run in wording.runs], [run.b for run in wording.runs]):
        spans = [span for side in sides for span in side]
        assert all(before.end <= after.start for before, after in pairwise(spans))
