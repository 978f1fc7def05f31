"""Names made whole: what is marked of a name is widened to all of it, and what is no name is left out."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from onrecord.lexicon import fold, read_words
from onrecord.reading.name_words import (
    COUNTRY_OF,
    FIRST_NAMES,
    PARTICLES,
    TITLES,
    clean_name,
    find_title,
    is_acronym,
    split_words,
)
from onrecord.reading.names import NameIn
from onrecord.record import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from onrecord.record import Span

_ROLES = read_words("reading/data/roles.tsv")
_BODIES = read_words("reading/data/bodies.tsv")
_DOCUMENTS = read_words("reading/data/documents.txt")
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=\s)|[^\W_]+(?:[-'’&/.][^\W_]+)*")
_CAPITAL = r"(?:[A-ZÀ-Þ][\w’'-]*|[A-Z]\.)"
# "Council" goes on with "of Churches", "Center" with "for Strategic and International Studies".
_CAPITALS = rf"{_CAPITAL}(?:[ \xa0](?:(?:and|of|the|&)[ \xa0])*{_CAPITAL}){{0,5}}"
GOES_ON = re.compile(rf"[ \xa0](?:of|for|on)(?:[ \xa0](?:the|a|an))?[ \xa0]{_CAPITALS}")
_OF_CAPITALS = re.compile(rf"[ \xa0](?:the[ \xa0])?{_CAPITALS}")
# "Grupo de Puebla", and "Puebla Group".
_LEADS_TO = re.compile(r"[A-ZÀ-Þ][\w’-]+[ \xa0]d(?:e|el|a|o|u|es)(?:[ \xa0](?:la|los|las))?[ \xa0]$")
# What is marked before a name and is none of it: "of Defence", "gaffer Stu Quill".
_NO_BEGINNING = re.compile(r"(?:of|for|in|at|by|the)[ \xa0](?=[A-ZÀ-Þ])")
_NEXT_CAPITAL = re.compile(r"[ \xa0]([A-Z][a-z]+)(?!\w)")
_JUNIOR = re.compile(r",?[ \xa0](?:Jr\.?|Sr\.?|II|III)(?!\w)")
_LAST_NAME = re.compile(rf"(?:\.[ \xa0])(?:{_CAPITAL}[ \xa0]?)?[A-ZÀ-Þ][\w’'-]+")


def make_whole(text: str, names: Sequence[NameIn]) -> list[NameIn]:
    """The names of a text, each as far as it goes and of one kind everywhere; in order, none overlapping."""
    widened = sorted({_widen(text, n) for n in names}, key=lambda n: (n.start, -n.end))
    joined = _join(text, widened)
    return _agree_on_kinds(text, [n for n in joined if _is_name(text, n)])


_CAPITALS_BEFORE = re.compile(r"(?:^|[ \xa0])(?:[Tt]he|[Aa]n?)[ \xa0]((?:[A-ZÀ-Þ][\w-]*[ \xa0]){1,3})$")


def widen_in_sources(text: str, names: Sequence[NameIn], sources: Iterable[Span]) -> list[NameIn]:
    """Bodies that are sources take in the capitalised words before them: "Yuan" of "The Control Yuan".

    Only behind an article: without one a capital may be that of the sentence. The names are whole ones.
    """
    spans = sorted({(s.start, s.end) for s in sources})
    ends = {n.end for n in names}
    out: list[NameIn] = []
    for name in names:
        around = next((s for s in spans if s[0] < name.start and name.end <= s[1]), None)
        before = _CAPITALS_BEFORE.search(text[around[0] : name.start]) if around else None
        if around and before and name.kind is EntityKind.ORGANIZATION:
            start = around[0] + before.start(1)
            words = set(split_words(before.group(1)))
            if not words & (TITLES.keys() | _ROLES | COUNTRY_OF.keys()) and not ends & set(
                range(start, name.start)
            ):
                name = NameIn(start, name.end, name.kind)
        out.append(name)
    return out


def is_people_word(name: str) -> bool:
    """A name of no one in particular: "Mexicans", "Republicans"."""
    word = fold(name)
    single = word.removesuffix("s")
    return " " not in word and word != single and (single in COUNTRY_OF or single in _ROLES)


def _widen(text: str, name: NameIn) -> NameIn:
    """To the ends of its words, to what an initial or "of" leads to, to the first name before a last name."""
    start, end = name.start, name.end
    if begins := _NO_BEGINNING.match(text, start, end):
        start = begins.end()
    while (
        start and re.match(r"\w|[.'’-](?=\w)", text[start - 1 : start + 1]) and text[start - 1] not in "\n "
    ):
        start -= 1
    while end < len(text) and (
        text[end].isalnum() or (text[end] in "'’-." and text[end + 1 : end + 2].isalpha())
    ):
        if re.match(r"['’]s\b", text[end : end + 3]):
            break
        end += 1
    if text[end - 1 : end + 1].endswith(".") and re.search(r"(?:[A-Z]\.)+[A-Z]$", text[start:end]):
        end += 1
    if name.kind is EntityKind.PERSON:
        if re.search(r"\b[A-Z]$", text[start:end]) and (more := _LAST_NAME.match(text, end)):
            end = more.end()
        if more := _JUNIOR.match(text, end):
            end = more.end()
        first = re.search(r"([A-ZÀ-Þ][\w’-]+)[ \xa0]$", text[max(0, start - 25) : start])
        if first and fold(first.group(1)) in FIRST_NAMES:
            start -= len(first.group())
    elif lead := _LEADS_TO.search(text, max(0, start - 30), start):
        start = lead.start()
    if name.kind is EntityKind.ORGANIZATION:
        more = _NEXT_CAPITAL.match(text, end)
        if more and fold(more.group(1)) in _BODIES:
            end = more.end()
        last = (split_words(text[start:end]) or [""])[-1]
        pattern = _OF_CAPITALS if last in ("of", "for") else GOES_ON
        if last in _BODIES | {"of", "for"} and (more := pattern.match(text, end)):
            end = more.end()
    return NameIn(start, end, name.kind)


def _join(text: str, names: Sequence[NameIn]) -> list[NameIn]:
    """Names that touch are one, and so are two halves of a body's name around "and"."""
    joined: list[NameIn] = []
    for name in names:
        before = joined[-1] if joined else None
        if before is None or not _is_one(text, before, name):
            if before is None or name.start >= before.end:
                joined.append(name)
            continue
        body = EntityKind.ORGANIZATION in (before.kind, name.kind)
        kind = EntityKind.ORGANIZATION if body else before.kind
        joined[-1] = NameIn(before.start, max(before.end, name.end), kind)
    return joined


def _is_one(text: str, before: NameIn, name: NameIn) -> bool:
    if name.start < before.end:
        return True
    between = text[before.end : name.start]
    kinds = before.kind, name.kind
    first, last = split_words(text[before.start : before.end]), split_words(text[name.start : name.end])
    if between in (" ", "\xa0"):
        if text[name.start].islower() and last[0] in PARTICLES:
            # "Vale" and "de Sorna"
            return True
        # "Latin American" and "Union of Reporters"; but "NPC" and "President Agnes Phoya".
        body = kinds[1] is EntityKind.ORGANIZATION and bool(set(last) & _BODIES)
        return (kinds[0] is kinds[1] and kinds[0] in (EntityKind.PERSON, None)) or (
            body and kinds[0] is not EntityKind.PERSON and not set(first) & _BODIES
        )
    # "House Oversight and Government Reform Committee"
    halves = bool(last) and last[-1] in _BODIES and len(first) > 1 and first[-1] not in _BODIES
    return kinds == (EntityKind.ORGANIZATION,) * 2 and between in (" and ", " & ") and halves


def _is_name(text: str, name: NameIn) -> bool:
    """It has a capital, means nobody in general, and is not a noun of the lists alone ("New Poll")."""
    start, end = clean_name(text, name.start, name.end)
    words = split_words(text[start:end])
    if not words or not any(c.isupper() for c in text[start:end]) or is_people_word(text[start:end]):
        return False
    last = words[-1].removesuffix("s")
    if " ".join(words) in _ROLES:
        return False
    if last in _ROLES | _DOCUMENTS and name.kind is not EntityKind.PERSON and len(words) < 4:
        return False
    if last in _ROLES and len(words) > 1 and words[0] not in FIRST_NAMES and not set(words) & _BODIES:
        return False
    return not (len(words) == 1 and (last in _ROLES | _DOCUMENTS | _BODIES or words[0] in TITLES))


def _agree_on_kinds(text: str, names: Sequence[NameIn]) -> list[NameIn]:
    """Give names of the same words the kind that most of them have; after a title it is a person."""
    votes: dict[str, Counter[EntityKind | None]] = {}
    keys: list[tuple[NameIn, str]] = []
    titled: set[str] = set()
    for name in [*names, *_find_acronyms(text, names)]:
        start, end = clean_name(text, name.start, name.end)
        words = split_words(text[start:end])
        title = find_title(text, start) or find_title(text, name.start)
        person = bool(title) and len(words) < 4 and not set(words) & _BODIES
        keys.append((name, " ".join(words)))
        votes.setdefault(keys[-1][1], Counter())[EntityKind.PERSON if person else name.kind] += 1
        if person and len(words) == 1:
            titled.add(words[0])
    kinds = {key: count.most_common(1)[0][0] for key, count in votes.items()}
    ends = {n.end for n in names if n.kind is EntityKind.PERSON}
    towns = {k for n, k in keys if _TOWN_OF.search(text, max(0, n.start - 40), n.start)}
    behind = {k for n, k in keys if n.start - 4 in ends and text[n.start - 4 : n.start] == " of "}
    for key, kind in kinds.items():
        words = key.split()
        if key in towns and kind is EntityKind.PERSON:
            kinds[key] = EntityKind.PLACE
            continue
        alone = len(words) == 1 and key not in titled and not any(k.endswith(f" {key}") for k in kinds)
        if key in behind and alone and kind is EntityKind.PERSON:
            # "Ana Quell of Halden"
            kinds[key] = EntityKind.ORGANIZATION
            continue
        # "Mr. Ban" makes Ban Ki-moon a person; "Halden Biologics" makes Halden a body.
        if 1 < len(words) < 4 and {words[0], words[-1]} & titled and not set(words) & _BODIES:
            kinds[key] = EntityKind.PERSON
        elif len(words) == 1 and kind is EntityKind.PERSON and key not in titled:
            longer = [k for w, k in kinds.items() if w.startswith(f"{key} ")]
            owners = [k for w, k in kinds.items() if w.endswith(f" {key}") and k is EntityKind.PERSON]
            if longer and not owners and set(longer) == {EntityKind.ORGANIZATION}:
                kinds[key] = EntityKind.ORGANIZATION
    return sorted((NameIn(n.start, n.end, kinds[key]) for n, key in keys), key=lambda n: n.start)


# What stands before the name of a place, and of no person.
_TOWN_OF = re.compile(
    r"\b(?:mayor|governor|town|city|village|province|district|region|island|port|suburb|county|municipality|"
    r"outskirts|streets|residents) of (?:the )?$",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\(([A-Z][A-Za-z.&]{1,9})\)")


def _find_acronyms(text: str, names: Sequence[NameIn]) -> Iterator[NameIn]:
    """Names missed beside their acronym, and the acronym: "Alliance to Reclaim Our Schools (AROS)"."""
    covered = {(n.start, n.end) for n in names}
    for match in _BRACKETED.finditer(text):
        words = list(_WORD.finditer(text, max(0, match.start() - 90), match.start()))
        for first in reversed(words):
            full = text[first.start() : match.start()].strip()
            if first.group()[0].isupper() and is_acronym(match.group(1), full):
                if not any(n.start <= first.start() and n.end >= match.start() - 1 for n in names):
                    yield NameIn(first.start(), first.start() + len(full), EntityKind.ORGANIZATION)
                for place in re.finditer(rf"\b{re.escape(match.group(1))}\b", text):
                    if place.span() not in covered:
                        covered.add(place.span())
                        yield NameIn(*place.span(), EntityKind.ORGANIZATION)
                break
