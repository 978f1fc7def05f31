"""BibTeX: the reports as references, for LaTeX and reference managers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import IO, TYPE_CHECKING

from onrecord.edtf import Edtf
from onrecord.views.exports.citing import cite
from onrecord.views.exports.times import date_parts

if TYPE_CHECKING:
    from onrecord.views.contract import ReadingAnswer
    from onrecord.views.exports.citing import Citation

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# A brace is counted by BibTeX even behind a backslash, so it must have a name.
_SIGNS = str.maketrans(
    {
        **{sign: "\\" + sign for sign in "&%$#_"},
        "\\": "\\textbackslash{}",
        "{": "\\textbraceleft{}",
        "}": "\\textbraceright{}",
        "~": "\\textasciitilde{}",
        "^": "\\textasciicircum{}",
        "<": "\\textless{}",
        ">": "\\textgreater{}",
    }
)
# Signs that make another one where the next follows at once: '' is ”, -- is –, ?` is ¿.
_LIGATURE = re.compile(r"(['`,-](?=['`,-])|[?!](?=`))")


def write_bibtex(out: IO[str], readings: Iterable[ReadingAnswer]) -> None:
    """An entry for each report, in UTF-8, keyed by its id.

    A date is `year`, `month` and `day`; one that is less certain is in biblatex's `date`, which is EDTF, and
    one of unknown year is left out.
    """
    for reading in readings:
        citation = cite(reading.report)
        fields = _fields(citation)
        # An article without one of these is an error to some styles; a miscellany lacks nothing.
        kind = "article" if {"author", "journal", "year"} <= fields.keys() else "misc"
        if kind == "misc" and "journal" in fields:
            fields["howpublished"] = fields.pop("journal")
        lines = ",\n".join(f"  {name} = {value}" for name, value in fields.items())
        out.write(f"@{kind}{{{citation.key},\n{lines}\n}}\n\n")


def escape_latex(text: str) -> str:
    """The text with every sign that LaTeX or BibTeX takes for its own written as a command."""
    return _LIGATURE.sub(r"\1{}", text.translate(_SIGNS))


def _fields(citation: Citation) -> dict[str, str]:
    texts = {
        # Braces keep capitals in a title, and a byline that is no list of names in one piece.
        "title": f"{{{escape_latex(citation.title or 'No headline')}}}",
        "journal": citation.outlet and escape_latex(citation.outlet),
        "language": citation.language,
        "url": citation.url and citation.url,
        "urldate": citation.accessed if citation.url else None,
        "note": citation.agency and escape_latex(citation.agency),
    }
    if citation.authors:
        texts["author"] = " and ".join(map(escape_latex, citation.authors))
    elif citation.byline:
        texts["author"] = f"{{{escape_latex(citation.byline)}}}"
    fields = {name: f"{{{text}}}" for name, text in texts.items() if text}
    parts = date_parts(citation.published)
    if not parts and citation.published and Edtf(citation.published).is_known:
        fields["date"] = f"{{{citation.published}}}"
    for name, part in zip(("year", "month", "day"), parts, strict=False):
        fields[name] = MONTHS[part - 1] if name == "month" else f"{{{part}}}"
    return fields
