"""Wikitext: quotations by speaker for Wikiquote, statements with references for Wikipedia."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

from onrecord.edtf import Edtf
from onrecord.lexicon import fold
from onrecord.record import Kind
from onrecord.views.exports.citing import Citation, cite
from onrecord.views.exports.times import plain_date
from onrecord.views.exports.words import bare_words, one_line
from onrecord.views.wording import put_date

if TYPE_CHECKING:
    from onrecord.views.contract import ReadingAnswer

# As entities they are read by people only, wherever in a line or a template they stand.
_SIGNS = str.maketrans({sign: f"&#{ord(sign)};" for sign in "&<>[]{}|~=_"})
# Two of them are italics; a colon behind these words makes a link; these words are links of their own.
_STEERING = re.compile(
    r"''+|//|\b(?:https?|ftps?|ircs?|news|mailto|tel|sms|urn|geo|magnet|ssh|git):|\b(?:RFC|PMID|ISBN)\b", re.I
)
_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Words of somebody, with the reports that carry them: (when said, citation)."""

    words: str
    direct: bool
    sources: list[tuple[str | None, Citation]]


def write_wikiquote(out: IO[str], readings: Iterable[ReadingAnswer]) -> None:
    """A section a speaker, by name; in it the quotations by the day said, each with its sources.

    Only what stands wholly in quotation marks, of speakers that are known. The same words of one
    speaker are given once.
    """
    for name, quoted in _by_speaker(readings):
        told = [one for one in quoted if one.direct]
        if told:
            out.write(f"== {escape_wikitext(name)} ==\n")
        for one in told:
            out.write(f'* "{escape_wikitext(one.words)}"\n')
            for said, citation in one.sources:
                when = f"Said {_on(said)}. " if said else ""
                out.write(f"** {when}{cite_news(citation)}\n")
        if told:
            out.write("\n")


def write_wikipedia(out: IO[str], readings: Iterable[ReadingAnswer]) -> None:
    """A section a speaker, by name; in it the statements by the day said, each with references.

    What is not quoted word for word stands without quotation marks, in the words of the report: it is to
    be put in one's own. Statements of unknown speakers are left out.
    """
    cited: set[str] = set()
    for name, quoted in _by_speaker(readings):
        out.write(f"== {escape_wikitext(name)} ==\n")
        for one in quoted:
            words = escape_wikitext(one.words)
            said = next((said for said, _ in one.sources if said), None)
            when = f"{escape_wikitext(put_date(Edtf(said)))}: " if said else ""
            out.write(f"* {when}" + (f'"{words}"' if one.direct else words))
            for key, citation in {citation.key: citation for _, citation in one.sources}.items():
                known = key in cited
                out.write(
                    f'<ref name="{key}" />' if known else f'<ref name="{key}">{cite_news(citation)}</ref>'
                )
                cited.add(key)
            out.write("\n")
        out.write("\n")
    if cited:
        out.write("== References ==\n{{reflist}}\n")


def cite_news(citation: Citation) -> str:
    """{{cite news}} with all that is known; https://en.wikipedia.org/wiki/Template:Cite_news."""
    names = citation.authors or ((citation.byline,) if citation.byline else ())
    many = len(names) > 1
    fields = {
        **{f"author{number if many else ''}": name for number, name in enumerate(names, 1)},
        "title": citation.title or "No headline",
        "work": citation.outlet,
        "agency": citation.agency,
        "place": citation.place,
        "date": _put(citation.published),
    }
    told = [f"|{name}={escape_wikitext(value)}" for name, value in fields.items() if value]
    if citation.url:
        told.append(f"|url={quote(citation.url, safe=':/?#@!$&()*+,;=%-._')}")
        told += [f"|access-date={_put(citation.accessed)}"] if citation.accessed else []
    if citation.language:
        told.append(f"|language={citation.language}")
    return f"{{{{cite news {' '.join(told)}}}}}"


def escape_wikitext(text: str) -> str:
    """The text on one line of wikitext that shows as it is: no mark-up, template, tag, link or signature."""
    line = _STEERING.sub(_spelled, one_line(text).translate(_SIGNS))
    # At the beginning of a line these make lists, rules and headings.
    return re.sub(r"^[*#:;=\- ]", lambda match: f"&#{ord(match[0])};", line)


def _spelled(match: re.Match[str]) -> str:
    first, rest = match[0][0], match[0][1:]
    return "&#39;" * len(match[0]) if first == "'" else f"&#{ord(first)};{rest}"


def _by_speaker(readings: Iterable[ReadingAnswer]) -> Iterator[tuple[str, list[_Quoted]]]:
    names: dict[str, str] = {}
    found: defaultdict[str, dict[tuple[bool, str], _Quoted]] = defaultdict(dict)
    for reading in readings:
        citation = cite(reading.report)
        for statement in reading.statements:
            if statement.speaker is None:
                continue
            # A comma before a closing mark belongs to the sentence around the quotation.
            words = bare_words(statement, reading.report.text).rstrip(",").replace(", … ", " … ")
            direct = statement.kind is Kind.DIRECT
            same = (direct, _NO_WORD.sub(" ", fold(words)))
            names[statement.speaker.id] = statement.speaker.name
            quoted = found[statement.speaker.id].setdefault(same, _Quoted(words, direct, []))
            quoted.sources.append((statement.said, citation))
    for id_, name in sorted(names.items(), key=lambda one: (fold(one[1]), one[0])):
        yield name, sorted((_in_order(one) for one in found[id_].values()), key=_place)


def _in_order(quoted: _Quoted) -> _Quoted:
    return _Quoted(quoted.words, quoted.direct, sorted(quoted.sources, key=_source_place))


def _place(quoted: _Quoted) -> tuple[object, ...]:
    return (*_source_place(quoted.sources[0]), quoted.words)


def _source_place(source: tuple[str | None, Citation]) -> tuple[object, ...]:
    """By the day said, then by the day published; what is not known comes last."""
    said, citation = source
    return (*_date_place(said), *_date_place(citation.published), citation.key)


def _date_place(edtf: str | None) -> tuple[object, ...]:
    return (edtf is None, Edtf(edtf).sort_key if edtf else ())


def _on(said: str) -> str:
    """`on 14 March 2024`, `in March 2024`, `about 2021`."""
    plain = plain_date(said)
    before = "" if plain is None else "on " if len(plain) == 10 else "in "
    return before + escape_wikitext(put_date(Edtf(said)))


def _put(edtf: str | None) -> str | None:
    """A date as the template takes it; None where it is less than a calendar date."""
    plain = plain_date(edtf)
    return put_date(Edtf(plain)) if plain else None
