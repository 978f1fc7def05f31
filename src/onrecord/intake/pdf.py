"""PDF files: their text layer as a report, without what a printer put at the edges of the pages."""

from __future__ import annotations

import ctypes
import re
import threading
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pypdfium2
import pypdfium2.raw as pdfium

from onrecord.errors import InputTooLarge, NotAReport
from onrecord.intake.days import find_day
from onrecord.intake.edges import Page, Printed, without_edges
from onrecord.intake.front import finish_report
from onrecord.intake.layout import Hyphens, Line, Paragraph, find_paragraphs, join_lines
from onrecord.intake.text import clean
from onrecord.intake.traced import Traced
from onrecord.record import Front, Original, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.intake.given import Given

MOST_PAGES = 200
# More points than this over a space, in one place on several lines, part columns.
GUTTER = 20.0
# What parts the headline in a page's title from its section and the outlet.
PARTS = re.compile(r"\s+[-|–—·]+\s+|:\s+")

# PDFium is not made for several threads.
_one_at_a_time = threading.Lock()


def read_pdf(original: Original, given: Given) -> Report:
    """The report of a PDF's text layer; offsets are of the layers of its pages, one after another.

    Raises NotAReport where it is locked, damaged, has no text or none that can be read, InputTooLarge
    where it has more than 200 pages.
    """
    with _one_at_a_time:
        pages, missing = _read_pages(original)
    layer = "".join(page.layer for page in pages)
    _check_text(layer, original.location)
    kept, printed = without_edges(pages)
    paragraphs = find_paragraphs(kept)
    hyphens = Hyphens(kept)
    source = Traced.of(layer)
    texts = [clean(join_lines(paragraph, source, hyphens)) for paragraph in paragraphs]
    body, known = _with_headline(paragraphs, texts, printed)
    text = Traced.joined([part for part in body if part.text], "\n\n")
    notes = []
    if missing:
        notes.append(f"no text on page {', '.join(map(str, missing))}: a picture, or damaged")
    if b"%%EOF" not in original.data[-2048:]:
        notes.append("the file seems to be cut off; text may be missing at its end")
    offsets = text.offsets("pdf", tuple(page.start for page in pages))
    return finish_report(original, text.text, offsets, given=given, known=known, notes=tuple(notes))


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A character of a page's text layer and where it stands, in points from the lower left corner."""

    char: str
    x: float
    y: float
    hyphen: bool


def _read_pages(original: Original) -> tuple[list[Page], list[int]]:
    """The pages, and the numbers (from 1) of those without text."""
    where = original.location
    try:
        document = pypdfium2.PdfDocument(original.data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise NotAReport(
                "it is locked with a password; save or print it without one from a PDF viewer and add that",
                where=where,
            ) from error
        raise NotAReport(
            "the PDF is damaged or cut off; get it again from where it came", where=where
        ) from error
    with document:
        if len(document) > MOST_PAGES:
            raise InputTooLarge(
                f"{len(document)} pages, more than the limit of {MOST_PAGES}; split it into its reports",
                where=where,
            )
        pages: list[Page] = []
        missing: list[int] = []
        start = 0
        for number in range(len(document)):
            try:
                page = _read_page(document, number, start)
            except pypdfium2.PdfiumError:
                page = Page(start, 0.0, "", ())
            if not page.layer.strip():
                missing.append(number + 1)
            start += len(page.layer)
            pages.append(page)
        return pages, missing


def _read_page(document: pypdfium2.PdfDocument, number: int, start: int) -> Page:
    page = document[number]
    text_page = page.get_textpage()
    try:
        glyphs = list(_read_glyphs(text_page))
        ranges = list(_split_lines(glyphs))
        gutters = _find_gutters(glyphs, ranges)
        ranges = [part for begin, end in ranges for part in _split_at(glyphs, begin, end, gutters)]
        lines = [_line(text_page, glyphs, begin, end, number, start) for begin, end in ranges]
        for gutter in gutters[:1]:
            lines = _by_column(lines, gutter)
        layer = "".join(glyph.char for glyph in glyphs) + "\n"
        return Page(start, page.get_height(), layer, tuple(lines))
    finally:
        text_page.close()
        page.close()


def _read_glyphs(text_page: pypdfium2.PdfTextPage) -> Iterator[_Glyph]:
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        hyphen = pdfium.FPDFText_IsHyphen(text_page, index) == 1
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        # One character each, so that an index of PDFium's is an offset of the layer.
        char = (
            "-" if hyphen else chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        )
        yield _Glyph(char, x.value, y.value, hyphen)


def _split_lines(glyphs: Sequence[_Glyph]) -> Iterator[tuple[int, int]]:
    """`[begin, end)` of each line, parted at line ends and after the hyphens of line ends."""
    begin = 0
    for index, glyph in enumerate(glyphs):
        if glyph.char in "\r\n" or glyph.hyphen:
            yield from _stripped(glyphs, begin, index + glyph.hyphen)
            begin = index + 1
    yield from _stripped(glyphs, begin, len(glyphs))


def _stripped(glyphs: Sequence[_Glyph], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The range without white space at its ends; nothing where no more is in it."""
    while begin < end and glyphs[begin].char.isspace():
        begin += 1
    while begin < end and glyphs[end - 1].char.isspace():
        end -= 1
    if begin < end:
        yield begin, end


def _gaps(glyphs: Sequence[_Glyph], begin: int, end: int) -> Iterator[int]:
    """Where a line that was set across two columns may be parted: after spaces too wide for one."""
    for index in range(begin + 2, end):
        if glyphs[index - 1].char.isspace() and glyphs[index].x - glyphs[index - 2].x > GUTTER:
            yield index


def _find_gutters(glyphs: Sequence[_Glyph], ranges: Sequence[tuple[int, int]]) -> list[float]:
    """Where columns begin that the file sets row by row: the same gap in four lines or more."""
    starts = Counter(round(glyphs[index].x) for begin, end in ranges for index in _gaps(glyphs, begin, end))
    return [float(x) for x, count in sorted(starts.items()) if count >= 4]


def _split_at(
    glyphs: Sequence[_Glyph], begin: int, end: int, gutters: Sequence[float]
) -> Iterator[tuple[int, int]]:
    for index in _gaps(glyphs, begin, end):
        if any(abs(glyphs[index].x - x) < 2 for x in gutters):
            yield from _stripped(glyphs, begin, index)
            begin = index
    yield from _stripped(glyphs, begin, end)


def _by_column(lines: Sequence[Line], gutter: float) -> list[Line]:
    """The left column before the right one, between the lines that run across both."""
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.base):
        if line.left < gutter - 2 < line.right:
            ordered += [*left, *right, line]
            left, right = [], []
        else:
            (right if line.left >= gutter - 2 else left).append(line)
    return [*ordered, *left, *right]


def _line(
    text_page: pypdfium2.PdfTextPage, glyphs: Sequence[_Glyph], begin: int, end: int, page: int, start: int
) -> Line:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text_page, begin, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    size = round(2 * pdfium.FPDFText_GetFontSize(text_page, begin) * scale) / 2
    last = end - 1
    right = text_page.get_charbox(last)[2]
    return Line(
        page=page,
        start=start + begin,
        end=start + end,
        text="".join(glyph.char for glyph in glyphs[begin:end]),
        left=glyphs[begin].x,
        right=right,
        base=glyphs[begin].y,
        size=size,
        bold=pdfium.FPDFText_GetFontWeight(text_page, begin) >= 600,
        hyphen=glyphs[last].hyphen,
    )


def _check_text(layer: str, where: str) -> None:
    letters = sum(char.isalpha() for char in layer)
    if letters < 20:
        raise NotAReport(
            "its pages hold no text, only pictures (a scan?); run an OCR program over it and add the result",
            where=where,
        )
    strange = sum(char == "\ufffd" or "\ue000" <= char < "\uf900" for char in layer)
    if strange > 0.3 * letters:
        raise NotAReport(
            "its fonts do not tell which letters they draw; run an OCR program over it and add the result",
            where=where,
        )


def _with_headline(
    paragraphs: Sequence[Paragraph], texts: Sequence[Traced], printed: Printed
) -> tuple[list[Traced], Front]:
    """The text from its headline on, and the front matter that type and edges tell."""
    place = _headline_place(paragraphs, texts, printed.title)
    headline = None if place is None else texts[place].text
    published, outlet = printed.published, _outlet(printed.title, headline)
    body = list(texts)
    if place is not None:
        for text in texts[:place]:
            # A masthead; on a printed page all sorts of dates stand above the headline.
            if published is None and printed.title is None and len(text.text) < 100:
                day = find_day(text.text)
                published = day[2] if day else None
        # Above the headline stand the outlet's name and the ways to its other pages.
        body = [text for text in texts[:place] if len(text.text) > 100] + body[place:]
        body.insert(0, body.pop(body.index(texts[place])))
    values = {"headline": headline, "outlet": outlet, "url": printed.url, "published": published}
    origin = {"headline": "type", "outlet": "page head", "url": "page foot", "published": "page head"}
    read_from = tuple((name, origin[name]) for name, value in values.items() if value is not None)
    return body, Front(
        headline=headline, outlet=outlet, url=printed.url, published=published, read_from=read_from
    )


def _headline_place(
    paragraphs: Sequence[Paragraph], texts: Sequence[Traced], title: str | None
) -> int | None:
    """Which paragraph is the headline: what the title names, else the largest type near the top, or bold."""
    if title is not None:
        named = [number for number, text in enumerate(texts) if _names(title, text.text)]
        # Where none is what the page calls itself, none is taken for it.
        return max(named, key=lambda number: paragraphs[number].size, default=None)
    able = [
        number
        for number, paragraph in enumerate(paragraphs[:12])
        if paragraph.lines[0].page == 0 and " " in texts[number].text and len(texts[number].text) <= 250
    ]
    sizes = Counter[float]()
    for paragraph, text in zip(paragraphs, texts, strict=True):
        sizes[paragraph.size] += len(text.text)
    usual = sizes.most_common(1)[0][0]
    largest = max(able, key=lambda number: paragraphs[number].size, default=None)
    if largest is not None and paragraphs[largest].size >= 1.15 * usual:
        return largest
    first_bold = next((number for number in able if paragraphs[number].bold), None)
    return first_bold if first_bold is not None and not all(p.bold for p in paragraphs) else None


def _names(title: str, text: str) -> bool:
    """The title of the page is this, perhaps with section and outlet after it, or nearly this."""
    whole, part = _plain(title), _plain(text)
    if len(part) > 8 and whole.startswith(part):
        rest = whole[len(part) :]
        return not rest or PARTS.match(rest) is not None
    named, printed = set(PARTS.split(whole)[0].split()), set(part.split())
    return len(named) > 3 and len(named & printed) >= 0.7 * max(len(named), len(printed))


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("’", "'").split())


def _outlet(title: str | None, headline: str | None) -> str | None:
    """The outlet that a page's title names after the headline."""
    if title is None or headline is None or not _plain(title).startswith(_plain(headline)):
        return None
    parts = PARTS.split(title[len(headline) :])
    outlet = parts[-1].strip() if len(parts) > 1 and not title.endswith("…") else ""
    return outlet if any(char.isalpha() for char in outlet) else None
