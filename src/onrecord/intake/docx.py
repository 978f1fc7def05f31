"""Word documents (.docx) as reports: insertions and footnotes in, deletions, comments and pictures out."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import mammoth

from onrecord.edtf import Edtf
from onrecord.errors import DateError, InputTooLarge, NotAReport
from onrecord.intake.htmlblocks import read_blocks
from onrecord.intake.plain import finish_blocks
from onrecord.record import Front

if TYPE_CHECKING:
    from onrecord.intake.given import Given
    from onrecord.record import Original, Report

MOST_UNPACKED = 100_000_000
MOST_PARTS = 5_000
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p.lead:fresh > strong
comment-reference => !
"""

MODIFIED = "{http://purl.org/dc/terms/}modified"


def read_docx(original: Original, given: Given) -> Report:
    """The report of a Word document. It has no way back to the original: that is packed markup.

    Its properties tell when it was last saved, which is kept as `updated` and never taken for the day
    of publication; whose computer it was is not taken for the byline. Raises NotAReport where it is
    damaged, locked or empty, InputTooLarge where it would unpack to more than 100 MB.
    """
    where = original.location
    try:
        with zipfile.ZipFile(io.BytesIO(original.data)) as package:
            _check_size(package, where)
            updated = _read_updated(package)
        page = mammoth.convert_to_html(
            io.BytesIO(original.data),
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=lambda image: [],
        ).value
    except InputTooLarge:
        raise
    # What mammoth meets in a damaged document comes out of it as almost any error.
    except Exception as error:
        raise NotAReport(
            "the Word document is damaged or cut off; open it in a word processor, save it anew and add that",
            where=where,
        ) from error
    blocks = read_blocks(page)
    if not blocks:
        raise NotAReport("the Word document holds no text", where=where)
    read_from = () if updated is None else (("updated", "docx properties"),)
    return finish_blocks(original, blocks, given, known=Front(updated=updated, read_from=read_from))


def _check_size(package: zipfile.ZipFile, where: str) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise InputTooLarge(
            f"it would unpack to more than {MOST_UNPACKED // 1_000_000} MB; save its text alone and add that",
            where=where,
        )


def _read_updated(package: zipfile.ZipFile) -> Edtf | None:
    """The day the document was last saved, by its properties."""
    try:
        properties = ElementTree.fromstring(package.read("docProps/core.xml"))
        return Edtf.parse((properties.findtext(MODIFIED) or "")[:10])
    except (KeyError, ElementTree.ParseError, DateError):
        return None
