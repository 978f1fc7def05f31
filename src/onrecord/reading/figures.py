"""Figures: the numbers of a report with what they count and how they are bounded.

Dates, times of day, telephone numbers, scores and numbers in names are none. What a number counts is the
first plural noun after it, as printed but for its number and the name of a measure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from onrecord.numbers import NUMBER, read_number
from onrecord.reading.figure_words import (
    AFTER_ONE,
    BEFORE_OVER,
    BOUNDS,
    BOUNDS_AFTER,
    CURRENCIES,
    DOZENS,
    NAMES,
    STOPS,
    UNITS,
    VAGUE_NUMBERS,
    VOTING,
)
from onrecord.reading.times import find_time_places
from onrecord.record import Figure, Span


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


_NUMBER = re.compile(
    rf"(?<![\w.,/:])(?<![A-Za-z]-)(?:(?P<bound>{_any_of(BOUNDS)})\s)?(?P<currency>(?:US|A|C|NZ|HK)?[{''.join(CURRENCIES)}]\s?)?"
    rf"(?P<number>{_any_of(DOZENS)}|{_any_of(VAGUE_NUMBERS)}|half\san?(?!\s?(?:million|billion|dozen))|{NUMBER})"
    r"(?!\w|[/:]\d|[.,]\d|[-\s](?:thirds?|quarters?|fifths?|tenths?)\b)",
    re.IGNORECASE,
)
# "18kg" and "4m" have no gap between number and unit.
_GLUED = re.compile(r"(?<![\w.,/:-])(?P<number>\d[\d,.]*)(?P<unit>kg|km|cm|mm)(?!\w)")
_AGE = re.compile(
    r"(?<=[a-zà-ž]), (?P<a>\d\d)(?=,|\.(?:\s|$))|\b[Aa]ged (?P<b>\d{1,3})\b|(?<=[a-z]) \((?P<c>\d\d)\)"
)
_OLD = re.compile(r"[-\s]years?[-\s]olds?\b", re.IGNORECASE)
_UNIT = re.compile(
    rf"\s?%|[-\s](?:{_any_of(u for u in UNITS if u.isalpha() or ' ' in u)})(?!\w)", re.IGNORECASE
)
_HYPHENED = re.compile(r"-([a-z]{2,})(?![\w])")
_WORD = re.compile(r"[-\s]((?:[A-Z]\.)+|[A-Za-zÀ-ž][\w’'-]*)")
_AFTER = re.compile(rf"\s(?P<bound>{_any_of(BOUNDS_AFTER)})\b", re.IGNORECASE)
_LENGTH = re.compile(
    rf"(?:{NUMBER})(?:\s\w+)?[-\s](?:hour|day|week|month|year|decade|minute)s?(?:[-\s]long)?", re.I
)
_NO_FIGURE = re.compile(r"(?<!\S)\S*(?:://|www\.|@)\S+|\+?\d[\d()]*(?:[\s-]\d{2,}){2,}")


def find_figures(text: str) -> list[Figure]:
    """The figures of a report's text, in its order, not overlapping. A range gives its two ends.

    `unit` is empty where nothing is named that is counted ("the toll stands at 19").
    """
    taken = sorted(
        [match.span() for match in _NO_FIGURE.finditer(text)]
        + [place for place in find_time_places(text) if not _LENGTH.fullmatch(text[place[0] : place[1]])]
    )
    figures: list[Figure] = []
    floor = 0
    for figure in sorted([*_find_ages(text), *_find_counts(text)], key=lambda f: f.span):
        if figure.span.start >= floor and not _meets(taken, figure.span):
            figures.append(figure)
            floor = figure.span.end
    return [figure for figure in _with_ranges(figures, text) if figure.unit or _stands_alone(figure, text)]


def _meets(places: list[tuple[int, int]], span: Span) -> bool:
    """One of the places, which are in order, shares a character with the span."""
    after = bisect_left(places, (span.end, 0))
    return any(end > span.start for _, end in places[max(0, after - 2) : after])


def _find_ages(text: str) -> Iterator[Figure]:
    for match in _AGE.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        yield Figure(Span(start, end, text), float(text[start:end]), "exact", "years old")


def _find_counts(text: str) -> Iterator[Figure]:
    end = 0
    for match in _NUMBER.finditer(text):
        words = " ".join(match["number"].lower().split())
        value = _worth(words)
        if value is None or match.start() < end:
            continue
        start, bound = _bound_before(match, text)
        if words in VAGUE_NUMBERS and bound == "exact":
            bound = "about"
        after = _AFTER.match(text, match.end())
        if after:
            bound = BOUNDS_AFTER[" ".join(after["bound"].lower().split())]
        end = after.end() if after else match.end()
        if match["currency"]:
            unit = CURRENCIES[match["currency"].strip()[-1]]
        else:
            unit, end = _unit_after(text, end, value, of=words in VAGUE_NUMBERS)
        yield Figure(Span(start, end, text), value, bound, unit)
    for match in _GLUED.finditer(text):
        glued = read_number(match["number"])
        if glued is not None:
            yield Figure(Span(match.start(), match.end(), text), glued, "exact", UNITS[match["unit"]])


def _bound_before(match: re.Match[str], text: str) -> tuple[int, str]:
    """Where a figure begins with its bound, and which it is."""
    if not match["bound"]:
        return match.start(), "exact"
    words = " ".join(match["bound"].lower().split())
    before = re.search(r"([\w’']+)\s$", text[max(0, match.start() - 20) : match.start()])
    if words in ("over", "under") and before and before[1].lower() not in BEFORE_OVER:
        return match.start("currency" if match["currency"] else "number"), "exact"
    return match.start(), BOUNDS[words]


def _worth(words: str) -> float | None:
    if words in ("half a", "half an"):
        return 0.5
    if re.match(r"0\d", words):  # a code
        return None
    return VAGUE_NUMBERS.get(words) or DOZENS.get(words) or read_number(words)


def _unit_after(text: str, start: int, value: float, *, of: bool) -> tuple[str, int]:
    """The unit of a number that ends at `start` ("" for none), and where the words that name it end."""
    if old := _OLD.match(text, start):
        return "years old", old.end()
    if unit := _UNIT.match(text, start):
        return UNITS[re.sub(r"[-\s]+", " ", unit.group().lower()).strip()], unit.end()
    if hyphened := _HYPHENED.match(text, start):
        return _plural(hyphened[1].lower()), hyphened.end()
    end = start
    for _ in range(5):
        word = _WORD.match(text, end)
        if word is None:
            break
        lower = word[1].lower()
        if of and lower in ("of", "the"):
            end = word.end()
            continue
        if lower in STOPS:
            break
        end = word.end()
        if value in (1, 0.5):
            return (_plural(lower), end) if lower in AFTER_ONE else ("", start)
        if lower in UNITS or _looks_plural(lower):
            return UNITS.get(lower, word[1] if word[1].istitle() else lower), end
    return "", start


def _looks_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "’s", "'s"))


def _plural(word: str) -> str:
    if word in UNITS or _looks_plural(word):
        return UNITS.get(word, word)
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def _with_ranges(figures: list[Figure], text: str) -> Iterator[Figure]:
    """Two numbers of one range get the unit of the second; two without a unit are a score and left out."""
    place = 0
    while place < len(figures):
        first, last = figures[place], figures[place + 1] if place + 1 < len(figures) else None
        ends = _as_range(first, last, text) if last else None
        yield from [first] if ends is None else ends
        place += 1 if ends is None else 2


def _as_range(first: Figure, last: Figure, text: str) -> list[Figure] | None:
    """The two as ends of a range, nothing for a score; None where they are two figures of their own."""
    link = text[first.span.end : last.span.start].strip()
    if link not in ("-", "–", "to", "and") or first.unit not in ("", last.unit):
        return None
    if not last.unit and link == "to" and _is_vote(first, text):
        return [replace(first, unit="votes"), replace(last, unit="votes")]
    if not last.unit and link in ("-", "–"):
        return []
    # "And" makes a range only after "between".
    lead = text[max(0, first.span.start - 9) : first.span.start]
    if (
        not last.unit
        or first.value >= last.value
        or (link == "and" and not lead.lower().endswith("between "))
    ):
        return None
    return [replace(first, unit=last.unit, bound="at least"), replace(last, bound="at most")]


def _is_vote(figure: Figure, text: str) -> bool:
    around = text[max(0, figure.span.start - 60) : figure.span.end + 30]
    return not VOTING.isdisjoint(re.findall(r"[a-z]+", around.lower()))


def _stands_alone(figure: Figure, text: str) -> bool:
    """A number that counts nothing named is a figure if it is no small word and is in no name."""
    if figure.bound != "exact":
        return figure.value > 1
    if not re.search(r"\d", figure.span.text) and figure.value <= 12:
        return False
    before = re.search(r"(\w+)(\.?)[\s(]$", text[max(0, figure.span.start - 20) : figure.span.start])
    if before and (before[1].lower() in NAMES or (before[1][0].isupper() and not before[2])):
        return False
    return not re.match(r"\s[A-Z]", text[figure.span.end : figure.span.end + 2])
