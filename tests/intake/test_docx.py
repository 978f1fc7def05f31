"""Word documents: what their author left in, without what was struck out or noted beside."""

from __future__ import annotations

import io
import zipfile

import pytest

from onrecord.edtf import Edtf
from onrecord.errors import InputTooLarge, NotAReport
from onrecord.intake.docx import read_docx
from onrecord.intake.given import Given

from .documents import BODY, HEADLINE, PARAGRAPHS, TEXT, docx_of, docx_of_report, original, paragraph

CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:creator>desk-pc-4</dc:creator><dcterms:created>2026-03-01T10:00:00Z</dcterms:created>"
    "<dcterms:modified>2026-03-05T10:00:00Z</dcterms:modified></cp:coreProperties>"
)


def test_headline_in_bold_and_paragraphs() -> None:
    report = read_docx(original(docx_of_report()), Given())
    assert report.text == TEXT
    assert report.front.headline == HEADLINE
    # Packed markup has no characters to lead back to.
    assert report.offsets.stretches == ()


def test_its_properties_tell_when_it_was_saved_and_not_when_it_was_published() -> None:
    report = read_docx(original(docx_of(paragraph(BODY), core=CORE)), Given())
    assert report.front.updated == Edtf.parse("2026-03-05")
    assert ("updated", "docx properties") in report.front.read_from
    assert report.front.published == Edtf.parse("XXXX-03-03")
    assert report.front.byline is None


def test_insertions_in_deletions_out_notes_last() -> None:
    run = "<w:r><w:t xml:space='preserve'>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("The board voted ") + f"<w:ins>{run.format('on Tuesday ')}</w:ins>"
        "<w:del><w:r><w:delText>on Monday </w:delText></w:r></w:del>"
        "<w:r><w:footnoteReference w:id='2'/></w:r>" + run.format("to keep the ferry.") + "</w:p>"
        "<w:tbl><w:tr><w:tc><w:p>"
        + run.format("Crossings")
        + "</w:p></w:tc><w:tc><w:p>"
        + run.format("4,100")
        + "</w:p></w:tc></w:tr></w:tbl>"
    )
    notes = "<w:footnote w:id='2'><w:p>" + run.format("The vote was 5 to 2.") + "</w:p></w:footnote>"
    report = read_docx(original(docx_of(body, notes=notes)), Given())
    assert report.text.startswith("The board voted on Tuesday to keep the ferry.")
    assert "Monday" not in report.text
    assert report.text.endswith("The vote was 5 to 2.")
    assert "Crossings" in report.text


def bomb() -> bytes:
    file = io.BytesIO(docx_of_report())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/picture.bmp", bytes(101_000_000))
    return file.getvalue()


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(InputTooLarge, match="more than 100 MB"):
        read_docx(original(bomb()), Given())


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (docx_of_report()[:-200], "damaged or cut off"),
        (docx_of("<w:p><w:unclosed></w:p>"), "damaged or cut off"),
        (docx_of("<w:p/>"), "holds no text"),
    ],
    ids=["cut off", "broken markup", "empty"],
)
def test_no_report(data: bytes, words: str) -> None:
    with pytest.raises(NotAReport, match=words):
        read_docx(original(data), Given())


def test_paragraphs_stay_apart() -> None:
    report = read_docx(original(docx_of("".join(map(paragraph, PARAGRAPHS)))), Given())
    assert report.text == BODY
