"""Datelines: where and when a report was written, and the agency it credits, in the many forms they have."""

from __future__ import annotations

import re

from onrecord.intake.days import find_day, read_day
from onrecord.lexicon import read_words
from onrecord.record import Dateline

# Longer beginnings are sentences that happen to hold a dash.
LONGEST = 110
SEPARATOR = re.compile(r"\s*(?:\.?(?:-{2,3}|[—–])|\.-|:|\s-(?=\s))\s*")
AGENCY = re.compile(
    r"\(\s*(?P<round>[^\W\d_][\w .&'’/+-]{1,40}?)\s*\)|(?<=\s)/(?P<slash>[^\W\d_][\w .&'’-]{1,30})/"
)
PARTICLES = read_words("intake/data/place_particles.txt")
NO_PLACES = read_words("intake/data/no_places.txt")


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with; None where it begins with none, or none for certain.

    A place alone counts only in capitals ("LONDON —"); with a date or an agency in any case.
    """
    beginning = paragraph[: LONGEST + 5]
    for separator in SEPARATOR.finditer(beginning):
        if separator.start() == 0 or not paragraph[separator.end() : separator.end() + 1].strip():
            continue
        dateline = _read_head(beginning[: separator.start()])
        if dateline is not None:
            return dateline
    return _read_unseparated(beginning)


def read_place_and_day(line: str) -> Dateline | None:
    """A line that is a place and a date and nothing else: "Sundarpur, 17/08/2022"."""
    place, _, day = line.partition(", ")
    date = read_day(day) if read_day(line) is None else None  # "Thursday, November 17" names no place
    return Dateline(place.strip(), date) if date is not None and is_place(place) else None


def is_place(text: str) -> bool:
    """One to three names of one to five words, parted by commas or slashes."""
    names = re.split(r",\s*|/", text.strip())
    return len(names) <= 3 and all(_is_name(name) for name in names)


def _is_name(text: str) -> bool:
    words = text.split()
    if not 0 < len(words) <= 5 or not words[0][0].isupper():
        return False
    return (
        words[0].casefold() not in NO_PLACES
        and all(
            word[0].isupper() or word.casefold() in PARTICLES or "'" in word or "’" in word for word in words
        )
        and all(char.isalpha() or char in " .'’-" for char in text)
    )


def _read_head(head: str) -> Dateline | None:
    """The words before the separator: place, date and agency in any order, and nothing else."""
    agency = date = None
    if (found := AGENCY.search(head)) is not None:
        agency = found["round"] or found["slash"]
        head = head[: found.start()] + " " + head[found.end() :]
    if (day := find_day(head)) is not None:
        start, end, date = day
        head = head[:start] + head[end:]
    place = head.strip(" ,")
    if "." not in place[:-1]:  # the stop of "D.C." is the place's, the one of "Lima.-" is not
        place = place.rstrip(".")
    if not place:
        return Dateline(None, date, agency) if agency is not None else None
    if not is_place(place) or (agency is None and date is None and not _is_in_capitals(place)):
        return None
    return Dateline(place, date, agency)


def _read_unseparated(beginning: str) -> Dateline | None:
    """Place, date and agency with no dash after them: "La Habana, 4 ene (Prensa Norte) El ministro..."."""
    agency = AGENCY.search(beginning)
    if agency is None or not beginning[agency.end() : agency.end() + 2].strip()[:1].isupper():
        return None
    dateline = _read_head(beginning[: agency.end()])
    certain = dateline is not None and dateline.place and (dateline.date or _is_in_capitals(dateline.place))
    return dateline if certain else None


def _is_in_capitals(place: str) -> bool:
    """The first name of the place is; what follows it may be a country in plain spelling."""
    name = place.split(",")[0]
    return name.isupper() and sum(char.isalpha() for char in name) >= 4
