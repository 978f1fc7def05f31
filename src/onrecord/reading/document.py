"""Sentences of a report: where each begins and ends, by rules that know quotations and abbreviations.

Own rules, because the measured libraries either keep a whole quotation as one sentence or are no
longer kept; figures in docs/network.md.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from onrecord.reading.quotes import paragraphs

# A sentence's last marks with the quotation marks, brackets and note numbers that close behind them.
_STOP = re.compile(r"(?P<mark>[.!?…]+)(?P<closing>[\"'”’»)\]]*(?:\s?\[\d+\])*)(?P<gap>\s+)(?=(?P<next>\S))")
_LAST_WORD = re.compile(r"[\w.&'’-]+$")
_OPENS = re.compile(r"[\"'“‘«(\[¿¡]*")
# After a quotation that ends with "?" or "!", the clause that says who asked.
_SAYING = re.compile(
    r"(?:[A-Z][\w.’'-]+\s+){1,5}(?:said|asked|says|asks|wrote|told|added|replied|wondered|tweeted)\b"
)
# Words that begin a sentence after an abbreviation that may also end one ("in the U.S. The").
_STARTERS = frozenset(
    """The A An In On At But And He She It They We I This That These Those His Her Its Their If When While
    After Before As For With Since Although However Mr Mrs Ms Dr""".split()
)
_BOTH = re.compile(
    r"(?:[A-Za-z]\.){1,}[A-Za-z]?$|^(?:a\.m|p\.m|inc|co|corp|ltd|jr|sr|etc|bros|al)$", re.IGNORECASE
)


@cache
def _abbreviations() -> frozenset[str]:
    listed = files("onrecord.reading") / "data" / "abbreviations.txt"
    return frozenset(listed.read_text(encoding="utf-8").split())


def find_sentences(text: str) -> list[tuple[int, int]]:
    """`[start, end)` of every sentence, in characters of the text; none crosses a paragraph."""
    return list(_sentences(text))


@lru_cache(maxsize=16)  # several steps of one reading ask for the same text's
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for start, end in paragraphs(text):
        first = start
        for stop in _STOP.finditer(text, start, end):
            if _ends_sentence(text, first, stop):
                found.append((first, stop.start("gap")))
                first = stop.end("gap")
        found.append((first, end))
    return tuple(found)


def sentences_around(sentences: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """`[start, end)` of the sentences that a span touches, or the span itself where it touches none."""
    touched = [s for s in sentences if s[0] < end and start < s[1]]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)


def _ends_sentence(text: str, first: int, stop: re.Match[str]) -> bool:
    opening = _OPENS.match(text, stop.end("gap"))
    after = opening.end() if opening else stop.end("gap")
    following = text[after : after + 60]
    if not following or following[0].islower():
        return False
    if stop["mark"] != ".":
        if "…" in stop["mark"] or ".." in stop["mark"]:
            return following[0].isupper() and not stop["closing"].startswith(")")
        return not (stop["closing"] and _SAYING.match(following))
    if stop["closing"]:
        return True
    word = _LAST_WORD.search(text, first, stop.start())
    last = word.group() if word else ""
    next_word = re.match(r"\w*", following)
    starts = next_word is not None and next_word.group() in _STARTERS
    if len(last) == 1 and last.isalpha() and last.isupper():
        return last == "I" and starts
    if _BOTH.search(last):
        return starts or after > stop.end("gap")
    if last.lower() in _abbreviations():
        # "No." and months are abbreviations only before a number; most others never end a sentence.
        if last.lower() in ("no", "nos", "sun", "mar", "may", "miss", "ill", "co", "ind", "ed", "dec"):
            return not (following[0].isdigit() or last[0].isupper()) or (starts and last.islower())
        return False
    return True
