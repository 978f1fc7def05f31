"""The scene of a report: who is named in it, what it calls them, and who was talking so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.lexicon import fold
from onrecord.reading.names import Known, NameGroups, NameIn, clean_name, group_mentions, is_people_word
from onrecord.reading.phrases import ROLES, WORD
from onrecord.reading.roles import Role, canonical, find_roles
from onrecord.record import EntityKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.record import Span

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SourceIn:
    """One statement's roles, as far as speakers need them. Statements come in the order of the text."""

    spans: tuple[Span, ...]
    contents: tuple[Span, ...]
    cue: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a source means: an index into the scene's `known` (-1: nobody), how surely, and why."""

    who: int
    score: float = 0.0
    reason: str = ""


NOBODY = Answer(-1)


@dataclass(slots=True)
class Scene:
    """What is known of a report while its sources are gone through.

    `known` begins with those of `groups`; those who are only described come behind. `says` are all the
    words the report has for one. `talking` is who was found to be a source: (place, index into known).
    `opening_end` is where the first two paragraphs below the headline end.
    """

    text: str
    sources: Sequence[SourceIn]
    headline_end: int
    opening_end: int
    writer: str | None
    groups: NameGroups
    roles: list[Role]
    says: dict[int, frozenset[str]]
    known: list[Known]
    contents: list[Place]
    talking: list[Place] = field(default_factory=list)
    answers: dict[int, Answer] = field(default_factory=dict)

    def in_content(self, at: int) -> bool:
        """The place stands inside what somebody said."""
        return any(start <= at < end for start, end in self.contents)

    def names_in(self, start: int, end: int) -> list[Place]:
        """The names inside a stretch, the longest where they overlap, in the order of the text."""
        found = [n for n in (*self.groups.who, *self.groups.doubtful) if start <= n[0] and n[1] <= end + 2]
        kept: list[Place] = []
        for name in sorted(found, key=lambda n: (n[0] - n[1], n[0])):
            if all(name[1] <= k[0] or k[1] <= name[0] for k in kept):
                kept.append(name)
        return sorted(kept)

    def is_person(self, name: Place) -> bool:
        who = self.groups.who.get(name)
        return who is None or self.known[who].kind is EntityKind.PERSON

    def last_talking(self, before: int, *kinds: EntityKind) -> int:
        """Who of some kinds was a source last before a place; -1: nobody. The writer does not count."""
        for at, who in sorted(self.talking, reverse=True):
            if at < before and self.known[who].kind in kinds and self.known[who].gender != "writer":
                return who
        return -1

    def describe(self, kind: EntityKind, start: int, end: int, gender: str = "") -> int:
        """Somebody whom the report does not name, by its own words; the same words mean the same again."""
        words = re.sub(r"\s+", " ", self.text[start:end]).strip(" ,;:–—.")
        first = words.split(" ")[0]
        named = any(n[0] <= start < n[1] for n in self.groups.who)
        lower = kind in (EntityKind.GROUP, EntityKind.UNNAMED) or fold(first) in _LOWERED
        if lower and not named and not (first.isupper() and len(first) > 1 and fold(first) not in _LOWERED):
            words = words[:1].lower() + words[1:]
        for i in range(len(self.groups.known), len(self.known)):
            if (self.known[i].name, self.known[i].kind) == (words, kind) and kind is not EntityKind.UNNAMED:
                self.known[i].mentions.append((start, end))
                return i
        self.known.append(Known(kind, words, gender, set(), [(start, end)]))
        return len(self.known) - 1


_LOWERED = frozenset(
    ("the", "a", "an", "his", "her", "their", "its", "this", "that", "these", "those", "our", "my")
)


def set_scene(
    text: str, sources: Sequence[SourceIn], names: Sequence[NameIn], headline_end: int, writer: str | None
) -> Scene:
    """Group the names, and collect what the text calls each of them."""
    names = [n for n in names if not is_people_word(text[n.start : n.end])]
    groups = group_mentions(text, names, headline_end=headline_end)
    roles = find_roles(text, groups, {n: clean_name(text, *n) for n in groups.who})
    says: dict[int, frozenset[str]] = {}
    for role in roles:
        says[role.who] = says.get(role.who, frozenset()) | role.says | {role.head}
    for i, one in enumerate(groups.known):
        says[i] = says.get(i, frozenset()) | canonical(frozenset(fold(w) for w in WORD.findall(one.name)))
        if not one.gender and one.kind is EntityKind.PERSON:
            told = {ROLES[r.head] for r in roles if r.who == i and ROLES.get(r.head, "-") != "-"}
            one.gender = told.pop() if len(told) == 1 else ""
    breaks = [m.end() for m in re.finditer(r"\n+", text[headline_end:])][:3] or [len(text) - headline_end]
    return Scene(
        text=text,
        sources=sources,
        headline_end=headline_end,
        opening_end=headline_end + breaks[-1],
        writer=writer,
        groups=groups,
        roles=roles,
        says=says,
        known=list(groups.known),
        contents=[(c.start, c.end) for s in sources for c in s.contents],
    )
