"""Short reports marked up by hand, with their names by capitals, for the tests of speakers."""

from __future__ import annotations

import re

from onrecord.reading.names import NameIn
from onrecord.reading.speakers import SourceIn
from onrecord.record import EntityKind, Span

_PLACES = frozenset(("Quill", "Mexico", "Norland", "Norway"))
_BODIES = re.compile(r"Council|Party|Union|Times|Post|Biologics|Court")
_NAME = re.compile(
    r"(?:[A-ZÁÉÍÓÚ][\w’-]*[a-zíóáéúñ]+|[A-Z]{3,})(?: (?:de )?(?:[A-ZÁÉÍÓÚ][\w’-]*[a-zíóáéúñ]+))*"
)
_NO_NAMES = frozenset(
    (
        "The",
        "A",
        "An",
        "He",
        "She",
        "It",
        "They",
        "I",
        "We",
        "His",
        "Her",
        "But",
        "Mayor",
        "Secretary",
        "State",
    )
)


def names_of(text: str) -> list[NameIn]:
    """Names by their capitals, which the short texts of this file keep simple."""
    found = []
    for match in _NAME.finditer(text):
        start = match.start()
        words = match.group()
        while words.split(" ")[0] in _NO_NAMES and " " in words:
            start += len(words.split(" ")[0]) + 1
            words = words.split(" ", 1)[1]
        if words in _NO_NAMES:
            continue
        kind = EntityKind.PLACE if words in _PLACES else EntityKind.PERSON
        kind = EntityKind.ORGANIZATION if _BODIES.search(words) else kind
        found.append(NameIn(start, match.end(), kind))
    return found


def read(marked: str) -> tuple[str, list[SourceIn]]:
    """A text with its statements marked: {source}, <cue>, [content]; a "|" parts two statements."""
    text, sources = "", []
    roles: dict[str, list[tuple[int, int]]] = {"{": [], "<": [], "[": []}
    opened = 0
    current = {k: list(v) for k, v in roles.items()}
    statements = []
    for c in marked:
        if c == "|":
            statements.append(current)
            current = {k: [] for k in roles}
        elif c in roles:
            opened = len(text)
        elif c in "}>]":
            current[{"}": "{", ">": "<", "]": "["}[c]].append((opened, len(text)))
        else:
            text += c
    statements.append(current)
    for one in statements:
        if any(one.values()):
            spans = [tuple(Span(s, e, text) for s, e in one[k]) for k in ("{", "[", "<")]
            sources.append(SourceIn(*spans))
    return text, sources
