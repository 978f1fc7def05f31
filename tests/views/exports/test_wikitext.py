from __future__ import annotations

import io
from typing import Any

import mwparserfromhell
import pytest
from hypothesis import given, settings
from mwparserfromhell.nodes import HTMLEntity, Tag, Template, Text

from onrecord.edtf import Edtf
from onrecord.record import Dateline, Kind
from onrecord.views.contract import ReadingAnswer
from onrecord.views.exports.wikitext import escape_wikitext, write_wikipedia, write_wikiquote
from onrecord.views.exports.words import one_line

from .hostile import make_reading, readings, words

FRONT: dict[str, Any] = {
    "headline": "Council | goes",
    "byline": "By Dana Okafor and Joe Lind",
    "outlet": "The Echo",
    "url": "https://echo.example/1?a=b|c",
    "published": Edtf("2024-03-15"),
    "language": "en",
    "dateline": Dateline("RIVERTON", None, "TNS"),
}


def wikiquote(*handed: ReadingAnswer) -> str:
    out = io.StringIO()
    write_wikiquote(out, handed)
    return out.getvalue()


def wikipedia(*handed: ReadingAnswer) -> str:
    out = io.StringIO()
    write_wikipedia(out, handed)
    return out.getvalue()


def test_a_quotation_with_its_source() -> None:
    assert wikiquote(make_reading('"We go,"', said="2024-03-14", **FRONT)) == (
        "== Ana Quell ==\n"
        '* "We go"\n'
        "** Said on 14 March 2024. {{cite news |author1=Dana Okafor |author2=Joe Lind"
        " |title=Council &#124; goes |work=The Echo |agency=TNS |place=RIVERTON |date=15 March 2024 |url=https://echo.example/1?a=b%7Cc"
        " |language=en}}\n\n"
    )


def test_the_template_has_all_that_is_known() -> None:
    (template,) = mwparserfromhell.parse(wikiquote(make_reading('"x"', **FRONT))).filter_templates()
    assert template.name.strip() == "cite news"
    assert template.get("title").value.strip_code().strip() == "Council | goes"
    assert template.get("url").value.strip() == "https://echo.example/1?a=b%7Cc"


def test_speakers_by_name_and_their_quotations_by_the_day_said() -> None:
    days = {"Two": "2024-03-15", "Last, without a day": None, "One": "2024-03-14"}
    told = [make_reading(f'"{said}"', said=day, speaker="Émile Bo") for said, day in days.items()]
    speaker = told[0].statements[0].speaker
    same = [one.statements[0].model_copy(update={"speaker": speaker}) for one in told]
    handed = [one.model_copy(update={"statements": [s]}) for one, s in zip(told, same, strict=True)]
    text = wikiquote(make_reading('"Three"', speaker="Zoe Adams"), *handed)
    assert [line for line in text.splitlines() if line.startswith(("==", '* "'))] == [
        *("== Émile Bo ==", '* "One"', '* "Two"', '* "Last, without a day"'),
        *("== Zoe Adams ==", '* "Three"'),
    ]


def test_what_is_not_quoted_or_whose_is_not_known_is_no_quotation() -> None:
    assert wikiquote(make_reading("that x", kind="indirect"), make_reading('"x"', speaker=None)) == ""


def test_the_same_words_of_one_speaker_are_given_once_with_each_source() -> None:
    first, other = make_reading('"We go."'), make_reading('"We go,"')
    speaker = first.statements[0].speaker
    same = other.statements[0].model_copy(update={"speaker": speaker})
    text = wikiquote(first, other.model_copy(update={"statements": [same]}))
    assert text.count("\n* ") == 1
    assert text.count("\n** ") == 2


def test_a_report_is_cited_once_in_full() -> None:
    reading = make_reading("that they go", kind="indirect", said="XXXX-03-14", **FRONT)
    (statement,) = reading.statements
    again = statement.model_copy(update={"id": "s0", "said": None, "kind": Kind.DIRECT})
    text = wikipedia(reading.model_copy(update={"statements": [statement, again]}))
    key = reading.report.id
    assert "* 14 March (year not known): that they go<ref" in text
    assert text.count("{{cite news") == 1
    assert f'<ref name="{key}" />' in text
    assert text.endswith("== References ==\n{{reflist}}\n")


def test_a_day_or_name_that_is_not_known_is_left_out() -> None:
    text = wikiquote(make_reading('"x"', published=Edtf("XXXX-03-14"), byline="Staff reports"))
    assert text.endswith("** {{cite news |author=Staff reports |title=No headline}}\n\n")


@pytest.mark.parametrize("line", ["* a", "# a", ": a", "; a", "= a =", "----", "{| a", "| a", " a"])
def test_no_line_begins_with_markup(line: str) -> None:
    written = escape_wikitext(line)
    assert written[0] not in "*#:;=-{| "
    assert mwparserfromhell.parse(written).strip_code() == " ".join(line.split())


@given(words)
@settings(max_examples=150, deadline=None)
def test_words_show_as_they_are(text: str) -> None:
    """Nothing but text and entities, as the parser sees it, and those give the words again."""
    parsed = mwparserfromhell.parse(f'* "{escape_wikitext(text)}"\n')
    kinds = {type(node) for node in parsed.nodes[1:]}
    assert kinds <= {Text, HTMLEntity}
    assert parsed.strip_code(collapse=False) == f' "{one_line(text)}"\n'


@given(readings())
@settings(max_examples=60, deadline=None)
def test_pages_hold_only_the_templates_and_references_that_were_meant(reading: ReadingAnswer) -> None:
    for text in (wikiquote(reading), wikipedia(reading)):
        parsed = mwparserfromhell.parse(text)
        assert {str(one.name).strip() for one in parsed.filter_templates()} <= {"cite news", "reflist"}
        assert not parsed.filter_wikilinks()
        assert not parsed.filter_comments()
        tags = {str(one.tag) for one in parsed.filter(forcetype=Tag)}
        assert tags <= {"ref", "li"}
        for template in parsed.filter(forcetype=Template):
            title = template.get("title", None)
            if title is not None:
                expected = one_line(reading.report.headline or "") or "No headline"
                assert title.value.strip_code(collapse=False).strip() == expected
