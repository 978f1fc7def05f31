from __future__ import annotations

import io
import re

import pytest
from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings

from onrecord.edtf import Edtf
from onrecord.record import Dateline
from onrecord.views.contract import ReadingAnswer
from onrecord.views.exports.bibtex import write_bibtex
from onrecord.views.exports.words import one_line

from .hostile import make_reading, readings

DATES = ("date", "year", "month", "day")


def written(*handed: ReadingAnswer) -> str:
    out = io.StringIO()
    write_bibtex(out, handed)
    return out.getvalue()


def parsed(text: str) -> Library:
    """As a reader of the references sees them."""
    return parse_string(text, append_middleware=[LatexDecodingMiddleware()])


def test_an_entry_with_all_that_is_known() -> None:
    reading = make_reading(
        "x",
        headline="Profit & loss: 50% of {all}",
        byline="By Dana Okafor and Joe Lind",
        outlet="The Echo",
        url="https://echo.example/a_b?c=%20",
        published=Edtf("2024-03-15"),
        language="en",
        dateline=Dateline("RIVERTON", None, "TNS"),
    )
    assert written(reading) == (
        f"@article{{{reading.report.id},\n"
        "  title = {{Profit \\& loss: 50\\% of \\textbraceleft{}all\\textbraceright{}}},\n"
        "  journal = {The Echo},\n"
        "  language = {en},\n"
        "  url = {https://echo.example/a_b?c=%20},\n"
        "  note = {TNS},\n"
        "  author = {Dana Okafor and Joe Lind},\n"
        "  year = {2024},\n"
        "  month = mar,\n"
        "  day = {15}\n"
        "}\n\n"
    )


@pytest.mark.parametrize(
    ("published", "fields"),
    [
        (None, {}),
        ("XXXX-03-14", {}),
        ("2024-03", {"year": "2024", "month": "mar"}),
        ("2021~", {"date": "2021~"}),
        ("2021/2022", {"date": "2021/2022"}),
    ],
)
def test_dates(published: str | None, fields: dict[str, str]) -> None:
    reading = make_reading("x", published=Edtf(published) if published else None)
    (entry,) = parse_string(written(reading)).entries
    dates = {field.key: field.value for field in entry.fields if field.key in DATES}
    assert dates == fields


def test_what_lacks_a_part_of_an_article_is_a_miscellany() -> None:
    text = written(make_reading("x", outlet="The Echo", published=Edtf("2024")))
    assert text.startswith("@misc{")
    assert "howpublished = {The Echo}" in text


def test_a_byline_that_is_no_list_of_names_stays_whole() -> None:
    assert "author = {{Staff and agencies}}" in written(make_reading("x", byline="Staff and agencies"))


@given(readings())
@settings(max_examples=80, deadline=None)
def test_a_parser_reads_the_fields_as_they_were(reading: ReadingAnswer) -> None:
    library = parsed(written(reading))
    assert not library.failed_blocks
    (entry,) = library.entries
    assert entry.key == reading.report.id
    for name, value in (("title", reading.report.headline), ("journal", reading.report.outlet)):
        name = "howpublished" if name == "journal" and entry.entry_type == "misc" else name
        if value is not None and one_line(value):
            read = entry[name].removeprefix("{").removesuffix("}") if name == "title" else entry[name]
            assert bare(read) == bare(one_line(value))


def bare(text: str) -> str:
    """Without spaces and what this parser has no sign for: named braces, < and >, the caret of ASCII."""
    return re.sub(r"[\s{}<>]", "", text.replace("ˆ", "^"))
