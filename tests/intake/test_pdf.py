"""PDFs, made with fpdf2: paragraphs as they were written, without what stands at the edges of pages."""

from __future__ import annotations

import pytest

from onrecord.edtf import Edtf
from onrecord.errors import InputTooLarge, NotAReport
from onrecord.intake.given import Given
from onrecord.intake.pdf import read_pdf
from onrecord.record import Report

from .documents import BODY, HEADLINE, PARAGRAPHS, TEXT, Sheet, original, pdf_of, pdf_of_lines


def read(data: bytes) -> Report:
    return read_pdf(original(data), Given())


def test_headline_and_paragraphs() -> None:
    report = read(pdf_of())
    assert report.text == TEXT
    assert report.front.headline == HEADLINE
    assert report.front.dateline is not None
    assert report.front.dateline.place == "SANDHOLM"
    assert report.offsets.unit == "pdf"


def test_words_lead_back_to_their_page() -> None:
    report = read(pdf_of([f"Report number {n}. {p}" for n in range(8) for p in PARAGRAPHS]))
    assert len(report.offsets.pages) > 1
    for words, page in ((HEADLINE, 1), ("Report number 0", 1), ("Report number 7", 3)):
        start = report.text.rindex(words)
        back = report.offsets.original(start, start + len(words))
        assert back is not None
        assert back[1] - back[0] == len(words)
        assert report.offsets.page(back[0]) == page


def test_a_page_that_a_browser_printed() -> None:
    title = f"3/9/26, 4:15 PM {HEADLINE} - Sandholm Courier"
    report = read(pdf_of(PARAGRAPHS, head=title, foot="https://courier.example/harbour/ferry {page}/1"))
    assert report.text == TEXT
    assert report.front.headline == HEADLINE
    assert report.front.outlet == "Sandholm Courier"
    assert report.front.url == "https://courier.example/harbour/ferry"
    # The day it was printed is not the day it was published.
    assert report.front.published == Edtf.parse("XXXX-03-03")


def test_running_heads_and_page_numbers_are_no_text() -> None:
    many = [f"({n}) {p}" for n in range(6) for p in PARAGRAPHS]
    report = read(pdf_of(many, head="SANDHOLM COURIER   Wednesday, March 4, 2026", foot="- {page} -"))
    assert report.text == "\n\n".join([HEADLINE, *many])
    assert report.front.published == Edtf.parse("2026-03-04")


COLUMNS = (
    [
        "The board of the harbour",
        "voted on Tuesday to keep",
        "the ferry for a year.",
        "Ana Smith, who chairs it,",
    ],
    [
        "said the vote was close.",
        "The operator runs it at a",
        "loss of 4,100 crowns, and",
        "says so in a letter.",
    ],
)
IN_ORDER = (
    "The board of the harbour voted on Tuesday to keep the ferry for a year.",
    "Ana Smith, who chairs it, said the vote was close. The operator runs it at a loss of 4,100 crowns,"
    " and says so in a letter.",
)


@pytest.mark.parametrize("by_row", [False, True], ids=["set column by column", "set row by row"])
def test_two_columns(by_row: bool) -> None:
    placed = [(20 + 60 * column, 40 + 5 * row, COLUMNS[column][row]) for column in (0, 1) for row in range(4)]
    if by_row:
        placed.sort(key=lambda line: line[1])
    assert read(pdf_of_lines(placed)).text == "\n\n".join(IN_ORDER)


def test_paragraphs_marked_by_indents() -> None:
    lines = [
        "The board of the harbour voted",
        "to keep the ferry. It will run",
        "Ana Smith chairs the board. She",
    ]
    lines += [
        "said that the vote was close.",
        "A decision is due in April, and",
        "it may be put off for a year.",
    ]
    placed = [(23 if n in (0, 2, 4) else 20, 40 + 4.5 * n, line) for n, line in enumerate(lines)]
    assert read(pdf_of_lines(placed)).text.split("\n\n") == [
        "The board of the harbour voted to keep the ferry. It will run",
        "Ana Smith chairs the board. She said that the vote was close.",
        "A decision is due in April, and it may be put off for a year.",
    ]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["The vote was unani-", "mous. It is unanimous now, she said."], "unanimous. It is"),
        (["It is a long-", "term plan for the harbour of the town."], "a long-term plan"),
        (["The chair is Ana Smith-", "Jones, of the harbour board of the town."], "Ana Smith-Jones, of"),
        (["She sees a link be-", "tween them. A be-all plan lies between the two."], "link between them"),
        (["Nobody asked the ferry-", "man, who was at sea with all the others."], "the ferry-man, who"),
        (
            ["har-", "bour and fer-", "ry and is-", "land and oper-", "ator of the town of Sandholm"],
            "harbour and ferry and",
        ),
    ],
    ids=[
        "the word stands elsewhere",
        "compound",
        "name",
        "prefix that is a word",
        "in doubt",
        "hyphenated text",
    ],
)
def test_hyphens_at_line_ends(lines: list[str], words: str) -> None:
    placed = [(20.0, 40 + 4.5 * n, line) for n, line in enumerate(lines)]
    assert words in read(pdf_of_lines(placed)).text


def locked() -> bytes:
    sheet = Sheet()
    sheet.set_encryption(owner_password="o", user_password="u")
    sheet.add_page()
    sheet.set_font("helvetica", size=11)
    sheet.multi_cell(0, 6, BODY)
    return sheet.bytes()


def drawn() -> bytes:
    sheet = Sheet()
    sheet.add_page()
    sheet.rect(20, 20, 80, 80)
    return sheet.bytes()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (locked(), "locked with a password; save or print it without one"),
        (drawn(), "no text, only pictures (a scan?); run an OCR program"),
        (pdf_of()[:300], "damaged or cut off; get it again"),
        (b"%PDF-1.7 nothing", "damaged or cut off"),
    ],
    ids=["locked", "pictures", "cut off", "no PDF"],
)
def test_no_report(data: bytes, words: str) -> None:
    with pytest.raises(NotAReport) as error:
        read(data)
    assert words in str(error.value)
    assert str(error.value).startswith("made/report: ")


def test_a_file_cut_off_at_its_end_is_told() -> None:
    whole = pdf_of()
    report = read(whole[: whole.rindex(b"xref")])
    assert report.text == TEXT
    assert report.notes == ("the file seems to be cut off; text may be missing at its end",)


def test_a_book_is_no_report() -> None:
    sheet = Sheet()
    for _ in range(201):
        sheet.add_page()
    with pytest.raises(InputTooLarge, match="201 pages, more than the limit of 200"):
        read(sheet.bytes())


def test_a_page_without_text_is_told() -> None:
    sheet = Sheet()
    sheet.add_page()
    sheet.set_font("helvetica", size=11)
    sheet.multi_cell(0, 6, BODY)
    sheet.add_page()
    assert read(sheet.bytes()).notes == ("no text on page 2: a picture, or damaged",)
