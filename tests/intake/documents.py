"""Documents for tests, made here: an invented report as a PDF, a Word document, a mail, an archive."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

import fpdf

from onrecord.record import Original

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime(2026, 4, 2, 9, 30, tzinfo=UTC)
HEADLINE = "Harbour board of Sandholm votes to keep the night ferry"
PARAGRAPHS = (
    "SANDHOLM, March 3 (Nordpress) -- The harbour board of Sandholm voted on Tuesday to keep the night ferry"
    " to Vestry Island until the end of the year, after a hearing that lasted for more than five hours.",
    '"We could not look the nurses in the eye and tell them to swim," said Ingrid Halvorsen, who chairs the'
    ' board. "The ferry stays, and the money will have to be found elsewhere."',
    "The vote was 5 to 2. Rute Moreira, who opposed it, said that the board had no right to spend what the"
    " long-term budget does not hold.",
    "The operator, Blue Strait Lines, did not respond to a request for comment. In a letter to the board last"
    " week it wrote that each crossing costs it 4,100 crowns.",
    "A decision on the summer timetable is expected in April.",
)
BODY = "\n\n".join(PARAGRAPHS)
TEXT = f"{HEADLINE}\n\n{BODY}"


def original(data: bytes, location: str = "made/report") -> Original:
    return Original(data, "application/octet-stream", location, NOW)


def page_of(headline: str = HEADLINE, paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    body = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><title>{headline}</title></head>"
        f"<body><article><h1>{headline}</h1>{body}</article></body></html>"
    ).encode()


class Sheet(fpdf.FPDF):
    """A PDF in the making. `head` and `foot` stand on each page; "{page}" in them counts."""

    def __init__(self, head: str = "", foot: str = "") -> None:
        super().__init__(format="A4")
        self._head, self._foot = head, foot
        self.set_auto_page_break(True, margin=25)
        self.set_creation_date(NOW)

    def header(self) -> None:
        if self._head:
            self.set_font("helvetica", size=8)
            self.text(10, 9, self._head.format(page=self.page_no()))
            self.set_y(20)

    def footer(self) -> None:
        if self._foot:
            self.set_font("helvetica", size=8)
            self.text(10, 291, self._foot.format(page=self.page_no()))

    def bytes(self) -> bytes:
        return bytes(self.output())


def pdf_of(paragraphs: Sequence[str] = PARAGRAPHS, *, head: str = "", foot: str = "") -> bytes:
    """A headline in large type, and paragraphs parted by space."""
    sheet = Sheet(head, foot)
    sheet.add_page()
    sheet.set_font("helvetica", size=18)
    sheet.multi_cell(0, 9, HEADLINE)
    sheet.ln(4)
    sheet.set_font("helvetica", size=11)
    for paragraph in paragraphs:
        sheet.multi_cell(0, 5.5, paragraph)
        sheet.ln(3)
    return sheet.bytes()


def pdf_of_lines(lines: Sequence[tuple[float, float, str]]) -> bytes:
    """Lines at `(x, y)` millimetres from the upper left corner, in the order they are given."""
    sheet = Sheet()
    sheet.add_page()
    sheet.set_font("helvetica", size=10)
    for x, y, text in lines:
        sheet.text(x, y, text)
    return sheet.bytes()


def docx_of(body: str, *, core: str = "", notes: str = "") -> bytes:
    """A Word document of WordprocessingML paragraphs."""
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {word}><w:body>{body}</w:body></w:document>",
    }
    if notes:
        parts["word/_rels/document.xml.rels"] = (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r2" '
            f'Type="{office}/footnotes" Target="footnotes.xml"/></Relationships>'
        )
        parts["word/footnotes.xml"] = f"<w:footnotes {word}>{notes}</w:footnotes>"
    if core:
        parts["docProps/core.xml"] = core
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return file.getvalue()


def paragraph(text: str, style: str = "", run: str = "") -> str:
    """A paragraph of a Word document. `style`: its style's name; `run`: how its words are set ("<w:b/>")."""
    about = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{about}<w:r><w:rPr>{run}</w:rPr><w:t>{escape(text)}</w:t></w:r></w:p>"


def docx_of_report() -> bytes:
    return docx_of(paragraph(HEADLINE, run="<w:b/>") + "".join(map(paragraph, PARAGRAPHS)))


def warc_record(
    url: str, body: bytes, *, kind: str = "response", http: str = "Content-Type: text/html"
) -> bytes:
    block = f"HTTP/1.1 200 OK\r\n{http}\r\n\r\n".encode() + body
    header = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2019-03-04T05:06:07Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return header.encode() + block + b"\r\n\r\n"
