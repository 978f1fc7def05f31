"""Speakers: short reports with invented names, and who their sources are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from onrecord.reading.name_words import is_description
from onrecord.reading.names import NameIn, group_names
from onrecord.reading.speakers import Resolved, SourceIn, find_mentions, resolve_sources
from onrecord.record import EntityKind, Span
from tests.reading.marked import names_of, read

if TYPE_CHECKING:
    pass


def resolve(marked: str, *, headline: str = "", writer: str | None = None) -> list[Resolved]:
    text, sources = read(marked)
    return resolve_sources(text, sources, names_of(text), headline_end=len(headline), writer=writer)


def speakers(marked: str, **more: str) -> list[str | None]:
    return [answer.speaker.name if answer.speaker else None for answer in resolve(marked, **more)]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("{Mayor Ana Quell} <said> [it was safe]. |{Quell} <added> [it would open].", ["Ana Quell"] * 2),
        (
            "{Ana Quell, the mayor of Quill,} <said> [no]. Rain fell. |{The mayor} <added> [never].",
            ["Ana Quell"] * 2,
        ),
        ("{Norwegian President Tor Lund} <said> [no]. |{The president} <said> [yes].", ["Tor Lund"] * 2),
        (
            "{The president of Norland, Tor Lund,} <said> [no]. |{The Norland president} <left>.",
            ["Tor Lund"] * 2,
        ),
        ("{Ana Quell} <said> [no] |to Tom Hale. {She} <added> [never].", ["Ana Quell"] * 2),
        ("{Tom Hale} <said> [no]. Ana Quell sat by. |{He} <added> [never].", ["Tom Hale"] * 2),
        ("Tom Hale met Ana Quell, |{who} <said> [no].", ["Ana Quell"]),
        ("{Tom Hale, 51,} <said> [no]. |{The 51-year-old} <laughed>.", ["Tom Hale"] * 2),
        ("[“No,”] <said> {Tom Hale, a lawyer and the father of two}.", ["Tom Hale"]),
        ("{A lawyer for Hale, Ana Quell,} <said> [no].", ["Ana Quell"]),
        ("{Secretary of State Ana Quell} <said> [no].", ["Ana Quell"]),
        ("{QUELL}: [Is it safe?] |{HALE}: [It is.] Ana Quell and Tom Hale met.", ["Ana Quell", "Tom Hale"]),
        ("{Norway} <denied> [it].", ["Norway"]),
        ("[“No,”] <said> {Lopez Ibarra}. He is Andrés Manuel López Ibarra.", ["Andrés Manuel López Ibarra"]),
        ("Andrés Manuel López Ibarra spoke. {AMLI} <said> [no].", ["Andrés Manuel López Ibarra"]),
        ("{The Quill Workers Union} <said> [no]. |{The union} <will strike>.", ["Quill Workers Union"] * 2),
        (
            "{Tom Hale, a Republican nominee,} <spoke>. |{The GOP nominee} <said> [no].",
            ["Tom Hale"] * 2,
        ),
        (
            "{Tom Hale, the Republican nominee,} <spoke>. |{The Democratic nominee} <said> [no].",
            ["Tom Hale", "the Democratic nominee"],
        ),
        ("Crooked Mary Hale sat. Mary Hale. Mary Hale. |{Mary Hale} <said> [no].", ["Mary Hale"]),
        ("{A fish seller who gave her name only as Ilda} <said> [no].", ["Ilda"]),
        ("[“No,”] <said> {gaffer Tom Hale}.", ["Tom Hale"]),
        ("My parents, Tom Hale and Ana Hale, were poor. |{My father} <said> [no].", ["Tom Hale"]),
        ("{Tom Hale, a cousin,} <said> [no]. Ms Hale sat by. |{She} <said> [yes].", ["Tom Hale", "Hale"]),
    ],
)
def test_who_a_source_is(marked: str, expected: list[str]) -> None:
    assert speakers(marked) == expected


@pytest.mark.parametrize(
    ("marked", "kind", "name"),
    [
        (
            "{A spokesman for the Quill Council} <said> [no].",
            EntityKind.UNNAMED,
            "a spokesman for the Quill Council",
        ),
        ("{Police officials} <said> [no].", EntityKind.GROUP, "police officials"),
        ("{Republicans} <said> [no].", EntityKind.GROUP, "republicans"),
        ("<According to> {the letter}, [no].", EntityKind.DOCUMENT, "the letter"),
        ("{46 percent} <said> [no].", EntityKind.GROUP, "46 percent"),
        ("{Ana Quell and Tom Hale} <said> [no].", EntityKind.GROUP, "Ana Quell and Tom Hale"),
    ],
)
def test_a_source_without_a_name_keeps_its_own_words(marked: str, kind: EntityKind, name: str) -> None:
    [answer] = resolve(marked)
    assert answer.speaker is not None
    assert (answer.speaker.kind, answer.speaker.name) == (kind, name)


def test_two_people_of_one_last_name_are_not_guessed_at() -> None:
    assert speakers("Ana Quell met Tom Quell. {Quell} <said> [no].") == [None]
    assert speakers("Ana Quell met Tom Quell. {Ms. Quell} <said> [no].") == ["Ana Quell"]


def test_a_pronoun_behind_a_name_of_two_people_is_not_guessed_at() -> None:
    said = speakers(
        "{Ana Osei} <said> [it was late].| Mona Lind and Vera Lind came.\n\n"
        "{Lind} <said> [nothing was ready].| {She} <said> [that nobody had called]."
    )
    assert said == ["Ana Osei", None, None]


def test_two_presidents_are_told_apart_by_what_they_preside() -> None:
    marked = (
        "{Tor Lund, the president of Norland,} <said> [no]. "
        "|{Ana Quell, president of the Quill Workers Union,} <said> [yes]. "
        "|{The president of the union} <left>."
    )
    assert speakers(marked) == ["Tor Lund", "Ana Quell", "Ana Quell"]


def test_a_headline_means_whom_the_body_names() -> None:
    headline = "Norwegian president says no"
    marked = (
        "{Norwegian president} <says> [no]\n\n|{The president of Norway, Tor Lund,} <said> [no] on Monday."
    )
    assert speakers(marked, headline=headline) == ["Tor Lund", "Tor Lund"]


def test_the_president_spoken_of_is_not_the_president_who_speaks() -> None:
    marked = (
        "{The president} <repeated> [the offer].\n\n"
        "|QUILL CITY (QNA)-- {The president of Norland, Tor Lund,} <called> [for calm]. "
        "|[“Before the end of President Rolf Meier’s term I wrote to him,”] {Lund} <said>. "
        "|{The president} <added> [that no answer came]."
    )
    assert speakers(marked) == ["Tor Lund"] * 4


_LEAD = "It rained all over the town and the river rose to the bridge, as it had not for thirty years."


def test_other_words_for_the_one_who_stands_out() -> None:
    start = f"{_LEAD}\n\n{_LEAD}\n\n{{Tom Hale}} <said> [no]. "
    assert speakers(f"{start}|{{The retired plumber}} <added> [never].") == ["Tom Hale"] * 2
    assert speakers(f"{start}|{{The plumber, 71,}} <added> [never].") == ["Tom Hale"] * 2
    # By itself it is whoever holds that office; and once introduced it is that one.
    assert speakers(f"{start}|{{The general}} <added> [never].")[1] == "the general"
    assert speakers(f"{start}A fat plumber came. |{{The fat plumber}} <added> [no].")[1] == "the fat plumber"


def test_a_lead_may_hold_the_name_back() -> None:
    lead = "{A mayor accused of taking money from builders who built by the sea} <swore> [he had not]."
    report = "Mayor swears\n\n" + lead + "\n\n|[“Never,”] <said> {Tom Hale}. |{The mayor} <added> [“No.”]"
    assert speakers(report, headline="Mayor swears") == ["Tom Hale"] * 3
    other = report.replace("{Tom Hale}", "{Governor Tom Hale}")
    assert speakers(other, headline="Mayor swears")[0] != "Tom Hale"


def test_somebody_new_is_not_whom_the_last_name_means() -> None:
    text = "{Tom Hale} <said> [no]. Then a conscript talked to us. |{He} <asked> [us to leave]."
    assert speakers(text) == ["Tom Hale", None]


def test_a_release_says_we() -> None:
    text, sources = read(
        "QUILL WORKERS UNION\nRelease\n\nThe Quill Workers Union met. |{We} <demand> [rain]."
    )
    names = names_of(text.replace("QUILL WORKERS UNION", "xxxxx xxxxxxx xxxxx"))
    for issuer in ("Quill Workers Union", None):
        answer = resolve_sources(text, sources, names, writer="Tom Hale", issuer=issuer)[0]
        assert answer.speaker is not None
        assert answer.speaker.name == "Quill Workers Union"


def test_whoever_is_quoted_says_i() -> None:
    text = "“I think no,” said Tom Hale."
    quoted, mine = Span(0, 13, text), Span(1, 2, text)
    sources = [SourceIn((mine,), (Span(9, 11, text),), ()), SourceIn((Span(19, 27, text),), (quoted,), ())]
    answers = resolve_sources(text, sources, names_of(text))
    assert [a.speaker and a.speaker.name for a in answers] == ["Tom Hale", "Tom Hale"]


def test_outside_of_quotations_the_writer_says_i() -> None:
    assert speakers("{I} <think> [no].", writer="Ana Quell") == ["Ana Quell"]


def test_a_quotation_without_a_source_is_whose_the_same_words_are_below() -> None:
    marked = "[“Not asked”]\n\n|[“We were told. Not asked,”] <said> {Ana Quell}."
    assert speakers(marked) == ["Ana Quell", "Ana Quell"]


def test_a_plea_from_somebody_is_whose_it_is() -> None:
    text = "{A plea from Tom Hale}: [Close the bridge].\n\nTom Hale <wrote> to the mayor."
    assert speakers(text) == ["Tom Hale"]


def test_the_head_of_a_body_is_named_behind_whose() -> None:
    text = "{the Norland Union, whose president, Ana Quell,} <says> [it will strike]."
    assert speakers(text) == ["Ana Quell"]


def test_the_mayor_is_not_the_town() -> None:
    text = "{The mayor of Hale Bay, Tom Quell,} <said> [no]. |{The mayor} <denied> [it]."
    assert speakers(text) == ["Tom Quell", "Tom Quell"]


def test_who_is_no_relation_is_another() -> None:
    text = "{Tom Quell} <said> [no]. |“[Sit down],” <said> {Judge Quell} (no relation)."
    assert speakers(text) == ["Tom Quell", "Quell"]


def test_who_is_named_beside_he_is_not_he() -> None:
    text = "{Tom Quell} <spoke>. |[He and Sam Hale had met twice], {he} <said>."
    assert speakers(text)[1] == "Tom Quell"


def test_a_body_in_other_words_is_the_only_one_that_was_talking() -> None:
    text = (
        "{The Norland Union} <voiced> [its support]. |{The organization of young fishers} <sent> [a message]."
    )
    assert speakers(text) == ["Norland Union", "Norland Union"]
    both = "{The Hale Party} <said> [no]. |" + text
    assert speakers(both)[2] == "the organization"


def test_a_group_keeps_the_capitals_of_its_names() -> None:
    text = "{Trump and US envoys} <said> [no]. |{US officials} <asked> [why Trump left]."
    assert speakers(text) == ["Trump and US envoys", "US officials"]


def test_whoever_is_quoted_by_another_is_not_talking() -> None:
    text, sources = read(
        "Rosa Hale met Rita Moss, and she was late.\n\n{Hale} <said> [that Moss denied the leak].|\n\n"
        "“[It is what she always does],” {she} <said>."
    )
    moss, denied, leak = (
        Span(at, at + len(words), text)
        for words in ("Moss", "denied", "the leak")
        for at in [text.index(words, text.index("that"))]
    )
    inner = SourceIn((moss,), (leak,), (denied,))
    answers = resolve_sources(text, [sources[0], inner, sources[1]], names_of(text))
    assert answers[2].speaker is not None
    assert answers[2].speaker.name == "Rosa Hale"


def test_names_inside_the_quotation_are_talked_about_not_talking() -> None:
    marked = "{Tom Hale} <spoke> [first]. |[“Rolf Meier is ill,”] {he} <said>."
    assert speakers(marked)[1] == "Tom Hale"


def test_to_whom_through_whom_and_for_whom() -> None:
    [told] = resolve("{Ana Quell} <told the Quill Times> [no].")
    assert (told.via, told.addressee) == ("Quill Times", None)
    [urged] = resolve("{Ana Quell} <urged Tom Hale> [to resign].")
    assert (urged.via, urged.addressee) == (None, "Tom Hale")
    [police] = resolve("{Ana Quell} <told> [police he saw Tom Hale].")
    assert police.addressee is None
    [unnamed] = resolve("{A spokesman for the Quill Council} <said> [no].")
    assert unnamed.on_behalf_of == "Quill Council"
    [named] = resolve("{Tom Hale, a spokesman for the Quill Council,} <said> [no].")
    assert (named.speaker and named.speaker.name, named.on_behalf_of) == ("Tom Hale", "Quill Council")
    [joint] = resolve("{Ana Quell and Tom Hale} <said> [no].")
    assert joint.members == ("Ana Quell", "Tom Hale")


def test_a_body_is_called_by_all_the_capitals_behind_its_article() -> None:
    text, sources = read("{The Control Yuan} <said> [no].")
    marked = [NameIn(text.index("Yuan"), text.index(" said"), EntityKind.ORGANIZATION)]
    answers = resolve_sources(text, sources, marked)
    assert [a.speaker.name for a in answers if a.speaker] == ["Control Yuan"]
    assert [m.name for m in find_mentions(text, sources, marked, answers)] == ["Control Yuan"] * 2


def test_a_body_in_capitals_is_no_pronoun() -> None:
    text, sources = read("The World Health Union (WHO) met. {WHO} <said> [no].")
    marked = [NameIn(4, text.index(" (WHO"), EntityKind.ORGANIZATION)]
    [answer] = resolve_sources(text, sources, marked)
    assert answer.speaker is not None
    assert answer.speaker.kind is EntityKind.ORGANIZATION


def test_a_thing_is_never_he_or_she() -> None:
    assert speakers("{The conviction} <showed> [that laws work]. |{She} <said> [it did].")[1] is None


def test_the_fullest_form_of_each_name() -> None:
    text = "Stu Marsh spoke. Stuart Marsh is ill. Mr Marsh left. Ana Quell and Tom Quell stayed. Quell sang."
    forms = group_names(text, names_of(text))
    by_words = {text[n.start : n.end]: name for n, name in forms.items()}
    assert by_words["Stu Marsh"] == "Stuart Marsh"
    assert by_words["Quell"] is None


def test_every_source_and_name_is_a_mention() -> None:
    text, sources = read("{The mayor, Ana Quell,} <said> [no] to Tom Hale. |{She} <left>.")
    names = names_of(text)
    mentions = find_mentions(text, sources, names, resolve_sources(text, sources, names))
    assert [(m.span.text, m.name) for m in mentions] == [
        ("The mayor, Ana Quell,", "Ana Quell"),
        ("Ana Quell", "Ana Quell"),
        ("Tom Hale", "Tom Hale"),
        ("She", "Ana Quell"),
    ]


def test_own_words_are_told_from_names() -> None:
    assert [
        is_description(name) for name in ("a spokesman", "46 percent", "Ana Quell", "1951 Refugee Pact")
    ] == [
        True,
        True,
        False,
        False,
    ]
