"""CSL-JSON: the reports as references, for Zotero, pandoc and all that cites by Citation Style Language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING, Any

from onrecord.views.exports.citing import cite
from onrecord.views.exports.times import date_parts

if TYPE_CHECKING:
    from onrecord.views.contract import ReadingAnswer
    from onrecord.views.exports.citing import Citation


def write_csl(out: IO[str], readings: Iterable[ReadingAnswer]) -> None:
    """A list with an item for each report, a line each. Names stay whole: none says which is the family's."""
    out.write("[")
    for number, reading in enumerate(readings):
        item = json.dumps(_item(cite(reading.report)), ensure_ascii=False, separators=(",", ":"))
        out.write(f"{',' if number else ''}\n{item}")
    out.write("\n]\n")


def _item(citation: Citation) -> dict[str, Any]:
    authors = citation.authors or ((citation.byline,) if citation.byline else ())
    item = {
        "id": citation.key,
        "type": "article-newspaper",
        "title": citation.title,
        "author": [{"literal": name} for name in authors],
        "container-title": citation.outlet,
        "source": citation.agency,
        "issued": _date(citation.published),
        "URL": citation.url,
        "accessed": _date(citation.accessed) if citation.url else None,
        "language": citation.language,
    }
    return {name: value for name, value in item.items() if value}


def _date(edtf: str | None) -> dict[str, Any] | None:
    """The parts of a plain date; any other as EDTF, which newer processors read and older ones pass over."""
    parts = date_parts(edtf)
    return {"date-parts": [parts]} if parts else {"edtf": edtf} if edtf else None
