"""The scene of a report: who is named in it, what it calls them, and who was talking so far."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.lexicon import fold
from onrecord.reading.name_words import clean_name
from onrecord.reading.names import Known, NameGroups, NameIn, group_mentions
from onrecord.reading.nouns import ROLES, WORD
from onrecord.reading.phrases import spans_between
from onrecord.reading.roles import Role, are_near, canonical, find_roles
from onrecord.reading.whole_names import make_whole, widen_in_sources
from onrecord.record import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    `opening_end` is where the first two paragraphs below the headline end. `names` are the places of
    all names; `quoted` has a 1 for every character inside what somebody said; `breaks` are the ends of
    sentences, those of paragraphs twice. `echoes` are the pronouns followed so far, as in `talking`, and
    `followed` is how far. `issuer` is the body that the report is a release of, -1: none. `turns` are where
    the names stand that begin a turn of a transcript.
    """

    text: str
    sources: Sequence[SourceIn]
    headline_end: int
    opening_end: int
    writer: str | None
    groups: NameGroups
    roles: list[Role]
    by_noun: dict[str, list[Role]]
    says: dict[int, frozenset[str]]
    known: list[Known]
    names: list[Place]
    quoted: bytearray
    breaks: list[int]
    turns: frozenset[int]
    talking: list[Place] = field(default_factory=list)
    echoes: list[Place] = field(default_factory=list)
    followed: int = 0
    issuer: int = -1
    answers: dict[int, Answer] = field(default_factory=dict)

    def in_content(self, at: int) -> bool:
        """The place stands inside what somebody said."""
        return bool(self.quoted[at])

    def sentences_between(self, start: int, end: int) -> int:
        """How many sentences end between two places; a paragraph's end counts twice."""
        return bisect_left(self.breaks, end) - bisect_left(self.breaks, start)

    def roles_near(self, head: str) -> Iterator[Role]:
        """The roles of a noun and of the nouns that the same one may be called by."""
        for noun, roles in self.by_noun.items():
            if noun == head or are_near(noun, head):
                yield from roles

    def learn(self, role: Role) -> None:
        """Keep what somebody turned out to be called, for the descriptions that follow."""
        self.roles.append(role)
        self.by_noun.setdefault(role.head, []).append(role)
        self.says[role.who] = self.says.get(role.who, frozenset()) | role.says | {role.head}

    def names_in(self, start: int, end: int) -> list[Place]:
        """The names inside a stretch, in the order of the text."""
        return spans_between(self.names, start, end)

    def named_before(self, start: int, at: int) -> list[Place]:
        """The names that mean one, from `start` on, that end before a place."""
        return [n for n in spans_between(self.names, start, at) if n[1] <= at and n in self.groups.who]

    def talked(self, before: int) -> Iterator[Place]:
        """Who was a source before a place, the last first: (place, index into known)."""
        return reversed(self.talking[: bisect_left(self.talking, (before, -1))])

    def is_person(self, name: Place) -> bool:
        who = self.groups.who.get(name)
        return who is None or self.known[who].kind is EntityKind.PERSON

    def last_talking(self, before: int, *kinds: EntityKind) -> int:
        """Who of some kinds was a source last before a place; -1: nobody. The writer does not count, nor do,
        in the report's own voice, those who talk only inside somebody's words.
        """
        for at, who in self.talked(before):
            if self.in_content(at) and not self.in_content(before):
                continue
            if self.known[who].kind in kinds and self.known[who].gender != "writer":
                return who
        return -1

    def describe(self, kind: EntityKind, start: int, end: int, gender: str = "") -> int:
        """Somebody whom the report does not name, by its own words; the same words mean the same again."""
        words = re.sub(r"\s+", " ", self.text[start:end]).strip(" ,;:–—.")
        first = words.split(" ")[0]
        named = any(n[0] == start for n in self.names_in(start, end)) or self._is_proper(first)
        lower = kind in (EntityKind.GROUP, EntityKind.UNNAMED) or fold(first) in _LOWERED
        if lower and not named:
            shouted = first.isupper() and len(first) > 1
            words = first.lower() + words[len(first) :] if shouted else words[:1].lower() + words[1:]
        for i in range(len(self.groups.known), len(self.known)):
            if (self.known[i].name, self.known[i].kind) == (words, kind) and kind is not EntityKind.UNNAMED:
                self.known[i].mentions.append((start, end))
                return i
        self.known.append(Known(kind, words, gender, set(), [(start, end)]))
        return len(self.known) - 1

    def _is_proper(self, word: str) -> bool:
        """A word with a capital also within sentences, or letters: "Trump", the "US" of "US officials"."""
        if not word[:1].isupper() or fold(word) in _LOWERED:
            return False
        letters = word.isupper() and 1 < len(word) < 4 and not self.text.isupper()
        inside = re.search(rf"[a-z,] {re.escape(word)}\b", self.text)
        return letters or (inside is not None and not re.search(rf"\b{word.lower()}\b", self.text))


_LOWERED = frozenset(
    ("the", "a", "an", "his", "her", "their", "its", "this", "that", "these", "those", "our", "my")
)


def set_scene(
    text: str, sources: Sequence[SourceIn], names: Sequence[NameIn], headline_end: int, writer: str | None
) -> Scene:
    """Group the names, and collect what the text calls each of them."""
    whole = widen_in_sources(text, make_whole(text, names), (s for one in sources for s in one.spans))
    groups = group_mentions(text, whole, headline_end=headline_end)
    roles = find_roles(text, groups, {n: clean_name(text, *n) for n in groups.who})
    says: dict[int, frozenset[str]] = {}
    by_noun: dict[str, list[Role]] = {}
    for role in roles:
        by_noun.setdefault(role.head, []).append(role)
        says[role.who] = says.get(role.who, frozenset()) | role.says | {role.head}
    for i, one in enumerate(groups.known):
        says[i] = says.get(i, frozenset()) | canonical(frozenset(fold(w) for w in WORD.findall(one.name)))
        if not one.gender and one.kind is EntityKind.PERSON:
            told = {ROLES[r.head] for r in roles if r.who == i and ROLES.get(r.head, "-") != "-"}
            one.gender = told.pop() if len(told) == 1 else _gender_behind(text, groups, i)
    quoted = bytearray(len(text) + 1)
    for content in (c for s in sources for c in s.contents):
        quoted[content.start : content.end] = b"\x01" * (content.end - content.start)
    lines = [m.end() for m in _LONG_LINE.finditer(text, headline_end)][:2] or [len(text)]
    return Scene(
        text=text,
        sources=sources,
        headline_end=headline_end,
        opening_end=lines[-1],
        writer=writer,
        groups=groups,
        roles=roles,
        by_noun=by_noun,
        says=says,
        known=list(groups.known),
        names=sorted({*groups.who, *groups.doubtful}),
        quoted=quoted,
        breaks=sorted(
            [m.end() for m in _SENTENCE_END.finditer(text)] + [m.end() for m in _PARAGRAPH.finditer(text)]
        ),
        turns=frozenset(
            one.spans[0].start for one in sources if one.spans and [cue.text for cue in one.cue] == [":"]
        ),
    )


def _gender_behind(text: str, groups: NameGroups, who: int) -> str:
    """Man (m) or woman (f) by the pronouns behind the names, up to the next name; "" if they do not tell."""
    starts = sorted(start for start, _ in groups.who)
    counts = {"m": 0, "f": 0}
    for _, end in groups.known[who].mentions[:20]:
        after = bisect_left(starts, end)
        stop = min(starts[after] if after < len(starts) else len(text), end + 150)
        if pronoun := _PRONOUN.search(text, end, stop):
            counts["m" if pronoun.group(1) else "f"] += 1
    most, least = ("m", "f") if counts["m"] >= counts["f"] else ("f", "m")
    return most if counts[most] > 1 and counts[most] >= 4 * counts[least] else ""


_PRONOUN = re.compile(r"\b(?:(he|him|his|himself)|(?:she|hers?|herself))\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?:[.!?][”\"’']?|[.!?][”\"’']?\n+)\s+(?=[A-Z“\"‘])")
# Shorter lines are bylines and dates.
_LONG_LINE = re.compile(r"[^\n]{70,}\n*")
_PARAGRAPH = re.compile(r"\n\n")
