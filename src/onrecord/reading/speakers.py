"""Speakers: who each source of a report is. In doubt, nobody.

A source is taken apart (phrases), then looked up: a name among the report's names (names), a
description among the roles the report gives them (roles), a pronoun among those who were just talking
or named. Every answer comes with its reason and with the share of such answers that were right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.lexicon import fold
from onrecord.reading.names import (
    Known,
    NameGroups,
    NameIn,
    clean_name,
    group_mentions,
)
from onrecord.reading.phrases import BODIES, PRONOUNS, ROLES, WORD, Phrase, parse_phrase, singular
from onrecord.reading.roles import Role, canonical, find_roles, match_role
from onrecord.record import EntityKind, Mention, Span, Speaker

if TYPE_CHECKING:
    from collections.abc import Sequence

WRITER = "the writer"


@dataclass(frozen=True, slots=True)
class SourceIn:
    """One statement's roles, as far as speakers need them. Statements come in the order of the text."""

    spans: tuple[Span, ...]
    contents: tuple[Span, ...]
    cue: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who a source is. `speaker` None: in doubt. `members` are those of a joint source, as far as named."""

    speaker: Speaker | None
    addressee: str | None = None
    on_behalf_of: str | None = None
    via: str | None = None
    members: tuple[str, ...] = ()


@dataclass(slots=True)
class _Scene:
    """What is known of a report while its sources are gone through."""

    text: str
    sources: Sequence[SourceIn]
    headline_end: int
    groups: NameGroups
    names: dict[tuple[int, int], tuple[int, int]]
    roles: list[Role]
    says: dict[int, frozenset[str]]
    known: list[Known]
    inside: list[tuple[int, int]]
    writer: str | None
    # Who was found to be the source so far: (place, index into known), in the order of finding.
    talking: list[tuple[int, int]] = field(default_factory=list)
    answers: dict[int, tuple[int, Resolved]] = field(default_factory=dict)


def resolve_sources(
    text: str,
    sources: Sequence[SourceIn],
    names: Sequence[NameIn],
    *,
    headline_end: int = 0,
    writer: str | None = None,
) -> list[Resolved]:
    """Who the source of each statement is; one answer a source, in the same order.

    `names` are the names found in the text. `headline_end` is where the headline ends, 0 without one.
    `writer` is the report's byline: who says "I" outside of quotations.
    """
    scene = _set_scene(text, sources, names, headline_end, writer)
    below = [i for i, s in enumerate(sources) if not s.spans or s.spans[0].start >= headline_end]
    above = [i for i, s in enumerate(sources) if i not in set(below)]
    # The body tells who is meant in the headline.
    for index in (*below, *above):
        scene.answers[index] = _resolve(scene, index)
    return [scene.answers[i][1] for i in range(len(sources))]


def _set_scene(
    text: str, sources: Sequence[SourceIn], names: Sequence[NameIn], headline_end: int, writer: str | None
) -> _Scene:
    groups = group_mentions(text, names, headline_end=headline_end)
    cleaned = {(n.start, n.end): clean_name(text, n.start, n.end) for n in names}
    roles = find_roles(text, groups, cleaned)
    says: dict[int, frozenset[str]] = {}
    for role in roles:
        says[role.who] = says.get(role.who, frozenset()) | role.says | {role.head}
    for i, one in enumerate(groups.known):
        says[i] = says.get(i, frozenset()) | canonical(frozenset(fold(w) for w in WORD.findall(one.name)))
        if not one.gender and one.kind is EntityKind.PERSON:
            told = {ROLES[r.head] for r in roles if r.who == i and ROLES.get(r.head, "-") != "-"}
            one.gender = told.pop() if len(told) == 1 else ""
    inside = [(c.start, c.end) for s in sources for c in s.contents]
    return _Scene(
        text, sources, headline_end, groups, cleaned, roles, says, list(groups.known), inside, writer
    )


def _resolve(scene: _Scene, index: int) -> tuple[int, Resolved]:
    """The answer for one source, and whom it makes the one talking (-1: nobody)."""
    source = scene.sources[index]
    if not source.spans:
        return -1, Resolved(None)
    start, end = source.spans[0].start, source.spans[-1].end
    inside = _names_in(scene, start, end)
    phrase = parse_phrase(scene.text, start, end, inside)
    who, score, reason = _identify(scene, index, phrase, start, end)
    if who >= 0:
        scene.talking.append((start, who))
    speaker = None
    if who >= 0:
        one = scene.known[who]
        kind = EntityKind.ORGANIZATION if one.kind is EntityKind.PLACE else one.kind
        speaker = Speaker(one.name, kind, round(score, 2), reason)
    return who, Resolved(
        speaker,
        addressee=_find_addressee(scene, source),
        on_behalf_of=_find_principal(scene, phrase, who),
        via=_find_via(scene, source),
        members=_members(scene, phrase),
    )


def _names_in(scene: _Scene, start: int, end: int) -> list[tuple[int, int]]:
    """The names inside a stretch, longest first where they overlap, in the order of the text."""
    found = [
        n for n in scene.groups.who.keys() | scene.groups.doubtful.keys() if start <= n[0] and n[1] <= end + 2
    ]
    kept: list[tuple[int, int]] = []
    for name in sorted(found, key=lambda n: (n[0] - n[1], n[0])):
        if all(name[1] <= k[0] or k[1] <= name[0] for k in kept):
            kept.append(name)
    return sorted(kept)


Answer = tuple[int, float, str]
NOBODY: Answer = (-1, 0.0, "")


def _identify(scene: _Scene, index: int, phrase: Phrase, start: int, end: int) -> Answer:
    """Who a phrase means: an index into `known`, the score and the reason."""
    if phrase.kind == "pronoun":
        return _by_pronoun(scene, index, phrase.head, start)
    if phrase.name is not None:
        return _by_name(scene, phrase.name)
    if phrase.kind == "joint":
        return _new(scene, EntityKind.GROUP, start, end), 0.9, "several sources together"
    if phrase.kind in ("role", "body", "document", "crowd", "other"):
        return _by_description(scene, index, phrase, start, end)
    return NOBODY


def _by_name(scene: _Scene, name: tuple[int, int]) -> Answer:
    who = scene.groups.who.get(name)
    if who is not None:
        return who, scene.groups.sure[name], "named"
    # Two of that last name: the one who was talking just before, if it is one of them.
    fits = scene.groups.doubtful[name]
    last = [w for at, w in scene.talking if at < name[0] and w in fits]
    if last:
        return last[-1], 0.7, "named by last name only; the one of that name who spoke last"
    return NOBODY


def _new(scene: _Scene, kind: EntityKind, start: int, end: int, gender: str = "") -> int:
    """Somebody whom the report describes only, by its own words."""
    words = re.sub(r"\s+", " ", scene.text[start:end]).strip(" ,;:–—")
    first = words.split(" ")[0]
    if (
        (
            kind in (EntityKind.GROUP, EntityKind.UNNAMED)
            or fold(first)
            in (
                "the",
                "a",
                "an",
                "his",
                "her",
                "their",
                "its",
            )
        )
        and not any(s <= start < e for s, e in scene.names)
        and not first.isupper()
    ):
        words = words[:1].lower() + words[1:]
    for i in range(len(scene.groups.known), len(scene.known)):
        if scene.known[i].name == words and scene.known[i].kind is kind and kind is not EntityKind.UNNAMED:
            scene.known[i].mentions.append((start, end))
            return i
    scene.known.append(Known(kind, words, gender, set(), [(start, end)]))
    return len(scene.known) - 1


def _by_description(scene: _Scene, index: int, phrase: Phrase, start: int, end: int) -> Answer:
    """A source without a name: "the president", "A spokesman", "the letter", "Republicans"."""
    headline = start < scene.headline_end
    definite = (
        phrase.determiner in ("the", "this", "that", "its", "his", "her", "their")
        or headline
        or phrase.owner is not None
    )
    core = phrase.core[0], phrase.core[1]
    if phrase.kind == "document":
        return _by_document(scene, phrase, start, end)
    if phrase.kind == "crowd" and phrase.head not in BODIES:
        return _new(scene, EntityKind.GROUP, start, end, "p"), 0.9, "several people, not named"
    if phrase.kind in ("role", "other", "body") and (definite or not phrase.determiner):
        found = _by_role(scene, phrase, start)
        if found[0] >= 0:
            return found
    if phrase.kind == "body":
        if headline and (first := _first_below(scene, {EntityKind.ORGANIZATION})) >= 0:
            return first, 0.6, "the first body that speaks below the headline"
        return _new(scene, EntityKind.ORGANIZATION, *core, "n"), 0.7, "described"
    if phrase.kind == "role":
        if headline and (first := _first_below(scene, {EntityKind.PERSON})) >= 0:
            return first, 0.6, "the first person who speaks below the headline"
        if definite and phrase.owner is None and (last := _last_person(scene, start, phrase.head)) >= 0:
            return last, 0.6, "described; the one who spoke last"
        return (
            _new(scene, EntityKind.UNNAMED, start, end, ROLES.get(phrase.head, "").replace("-", "")),
            0.85,
            "not named",
        )
    if phrase.owner is not None and phrase.head not in BODIES and phrase.owner in scene.groups.who:
        return scene.groups.who[phrase.owner], 0.7, "whose words they are"
    if phrase.owner is not None and fold(scene.text[slice(*phrase.owner)]) in PRONOUNS:
        return _by_pronoun(scene, index, fold(scene.text[slice(*phrase.owner)]), start)
    words = WORD.findall(scene.text[slice(*core)])
    if len(words) > (phrase.determiner != "") and all(
        w[:1].isupper() for w in words[phrase.determiner != "" :]
    ):
        begin = scene.text.index(words[phrase.determiner != ""], core[0])
        return _new(scene, EntityKind.ORGANIZATION, begin, core[1], "n"), 0.6, "a name that is in no list"
    if re.fullmatch(r"[a-z]+(?:ed|id|ys|ts|ds)", phrase.head) and len(words) == 1:
        last = _last_person(scene, start, "")
        return (last, 0.6, "no source is printed; the one who spoke last") if last >= 0 else NOBODY
    return _new(scene, EntityKind.UNNAMED, start, end), 0.5, "not named"


def _by_document(scene: _Scene, phrase: Phrase, start: int, end: int) -> Answer:
    """A document: an earlier one that it takes up, or by its own words."""
    wanted = canonical(phrase.says)
    for at, who in reversed(scene.talking):
        one = scene.known[who]
        if one.kind is EntityKind.DOCUMENT and at < start and phrase.determiner in ("the", "this", "that"):
            words = canonical(frozenset(singular(fold(w))[0] for w in WORD.findall(one.name)))
            if phrase.head in words and wanted <= words:
                return who, 0.75, "the document named before"
    return _new(scene, EntityKind.DOCUMENT, start, end, "n"), 0.8, "a document"


def _by_role(scene: _Scene, phrase: Phrase, start: int) -> Answer:
    """The one whom the report gives this role; of several the one it fits best or who spoke last."""
    fits: dict[int, float] = {}
    for role in scene.roles:
        fit = match_role(phrase.head, phrase.says, role, scene.says[role.who])
        if fit > 0.5 and (role.start < start or start < scene.headline_end):
            fits[role.who] = max(fits.get(role.who, 0.0), fit)
    if not fits:
        return NOBODY
    best = max(fits.values())
    close = [w for w, fit in fits.items() if fit > best - 0.06]
    if len(close) == 1:
        return close[0], 0.9 if best >= 0.75 else 0.75, f"the only {phrase.head} that fits"
    last = [w for at, w in scene.talking if at < start and w in close]
    if last:
        return last[-1], 0.7, f"the {phrase.head} who spoke last"
    if start < scene.headline_end:
        return (
            min(close, key=lambda w: scene.known[w].mentions[0]),
            0.7,
            f"the first {phrase.head} below the headline",
        )
    near = [w for w in close if scene.known[w].mentions and scene.known[w].mentions[0][0] < start]
    if len(near) == 1:
        return near[0], 0.7, f"the {phrase.head} named so far"
    return NOBODY


def _first_below(scene: _Scene, kinds: set[EntityKind]) -> int:
    return next((w for at, w in sorted(scene.talking) if scene.known[w].kind in kinds), -1)


def _last_person(scene: _Scene, start: int, head: str) -> int:
    """The person who spoke last before a place, if the noun does not tell against it."""
    gender = ROLES.get(head, "-")
    for at, who in reversed(scene.talking):
        if at < start and scene.known[who].kind in (EntityKind.PERSON, EntityKind.UNNAMED):
            fits = gender == "-" or scene.known[who].gender in ("", gender)
            return who if fits else -1
    return -1


def _by_pronoun(scene: _Scene, index: int, word: str, start: int) -> Answer:
    sort = PRONOUNS[word]
    if sort in ("i", "we"):
        return _by_first_person(scene, index, sort, start)
    if sort == "you":
        return _new(scene, EntityKind.GROUP, start, start + len(word), "p"), 0.6, "whoever is spoken to"
    if sort == "w":
        return _by_relative(scene, start)
    return _by_salience(scene, sort, start)


def _by_first_person(scene: _Scene, index: int, sort: str, start: int) -> Answer:
    """Inside somebody's words "I" is that somebody; outside, the writer."""
    for other, source in enumerate(scene.sources):
        if (
            other != index
            and any(c.start <= start < c.end for c in source.contents)
            and other in scene.answers
        ):
            who = scene.answers[other][0]
            if who >= 0 and (sort == "i" or scene.known[who].kind is not EntityKind.PERSON):
                return who, 0.85, "the one whose words these are"
            if who >= 0:
                return (
                    _new(scene, EntityKind.GROUP, start, start + 2, "p"),
                    0.6,
                    "the one talking, with others",
                )
            return NOBODY
    for i in range(len(scene.groups.known), len(scene.known)):
        if scene.known[i].name == (scene.writer or WRITER):
            return i, 0.8, "the writer of the report"
    scene.known.append(Known(EntityKind.PERSON, scene.writer or WRITER, "", set(), [(start, start + 1)]))
    return len(scene.known) - 1, 0.8, "the writer of the report"


def _by_relative(scene: _Scene, start: int) -> Answer:
    """The name, or the one described, that stands just before "who"."""
    before = [
        n for n in scene.groups.who if n[1] <= start and not re.search(r"[.!?;\n“]", scene.text[n[1] : start])
    ]
    if before:
        name = max(before, key=lambda n: n[1])
        gap = scene.text[name[1] : start]
        return scene.groups.who[name], 0.9 if len(gap) < 5 else 0.6, "the name just before"
    return NOBODY


def _by_salience(scene: _Scene, sort: str, start: int) -> Answer:
    """He, she, it, they: of those named or talking so far who fit, the one that stands out."""
    points: dict[int, float] = {}
    last = next((w for at, w in reversed(scene.talking) if at < start and _fits(scene.known[w], sort)), -1)
    in_content = any(s <= start < e for s, e in scene.inside)
    for who, one in enumerate(scene.known):
        if not _fits(one, sort):
            continue
        places = [m for m in one.mentions if m[0] < start]
        if who == last:
            places += [(at, at + 1) for at, w in scene.talking if w == who and at < start]
        if not places:
            continue
        score = max(_mention_points(scene, m, start, in_content) for m in places)
        score += 0.15 * min(len(places), 6)
        score += 1.6 if who == last else 0.0
        score -= 0.8 if sort in "mf" and one.gender == "" else 0.0
        points[who] = score
    if not points:
        return NOBODY
    ranked = sorted(points.items(), key=lambda p: -p[1])
    lead = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 3.0
    if lead < 0.25:
        return NOBODY
    score = 0.9 if lead > 1.5 else 0.8 if lead > 0.7 else 0.65
    return ranked[0][0], score, "the pronoun's nearest fitting source or name"


def _fits(one: Known, sort: str) -> bool:
    if sort in "mf":
        return one.kind in (EntityKind.PERSON, EntityKind.UNNAMED) and one.gender in ("", sort)
    if sort == "n":
        return one.kind in (EntityKind.ORGANIZATION, EntityKind.DOCUMENT, EntityKind.PLACE)
    return one.kind in (EntityKind.GROUP, EntityKind.ORGANIZATION)


def _mention_points(scene: _Scene, mention: tuple[int, int], start: int, in_content: bool) -> float:
    """How much a mention stands out for a pronoun at `start`."""
    between = scene.text[mention[1] : start]
    sentences = len(re.findall(r"[.!?][”\"’']?\s+(?=[A-Z“\"‘])", between)) + between.count("\n\n")
    points = -0.55 * sentences
    if any(s <= mention[0] < e for s, e in scene.inside) and not in_content:
        points -= 1.2
    before = scene.text[max(0, mention[0] - 25) : mention[0]]
    if re.search(r"(?:^|[.!?”\"\n][\s“\"]*)(?:[\w.]+ ){0,3}$", before):
        points += 0.8
    if re.search(r"\b(?:of|for|at|in|from|with|on|by|to|about|against)\s+(?:\w+\.? )?$", before):
        points -= 0.5
    if scene.text[mention[1] : mention[1] + 2] in ("'s", "’s"):
        points -= 0.5
    return points


def _members(scene: _Scene, phrase: Phrase) -> tuple[str, ...]:
    """The names of those who speak together."""
    found: list[str] = []
    for item in phrase.items:
        part = parse_phrase(scene.text, *item, _names_in(scene, *item))
        if part.name is not None and part.name in scene.groups.who:
            found.append(scene.known[scene.groups.who[part.name]].name)
    return tuple(found)


def _find_principal(scene: _Scene, phrase: Phrase, who: int) -> str | None:
    """Whom a spokesperson or lawyer speaks for."""
    if phrase.head and phrase.of in scene.groups.who and phrase.kind == "role":
        return scene.known[scene.groups.who[phrase.of]].name
    return None


_TOLD = re.compile(
    r"\b(?:told|tells|telling|asked|asks|urged|urges|called on|calls on|informed|assured|warned|reminded|"
    r"begged|ordered|advised|invited|thanked|promised|wrote to)\b[ \xa0]*",
    re.I,
)


def _find_addressee(scene: _Scene, source: SourceIn) -> str | None:
    """Whom it was said to: the name behind told, asked, urged, unless that is an outlet."""
    name = _name_behind_cue(scene, source)
    return (
        scene.known[name].name
        if name is not None and scene.known[name].kind is not EntityKind.ORGANIZATION
        else None
    )


def _find_via(scene: _Scene, source: SourceIn) -> str | None:
    """The outlet that it was told to."""
    name = _name_behind_cue(scene, source)
    return (
        scene.known[name].name
        if name is not None and scene.known[name].kind is EntityKind.ORGANIZATION
        else None
    )


def _name_behind_cue(scene: _Scene, source: SourceIn) -> int | None:
    for cue in source.cue:
        if match := _TOLD.search(scene.text, cue.start, cue.end + 1):
            for name, who in scene.groups.who.items():
                if (
                    name[0] >= match.end()
                    and not re.search(r"[,.;:“\"]|\b(?:to|that)\b", scene.text[match.end() : name[0]])
                    and name[0] - match.end() < 40
                ):
                    return who
    return None


def find_mentions(
    text: str, sources: Sequence[SourceIn], names: Sequence[NameIn], *, headline_end: int = 0
) -> tuple[Mention, ...]:
    """Every name of the text and every source, with whom it means, in the order of the text."""
    groups = group_mentions(text, names, headline_end=headline_end)
    found: dict[tuple[int, int], Mention] = {}
    for source, answer in zip(
        sources, resolve_sources(text, sources, names, headline_end=headline_end), strict=True
    ):
        for span in source.spans[:1]:
            kind = answer.speaker.kind if answer.speaker else EntityKind.UNNAMED
            found[span.start, span.end] = Mention(span, kind, answer.speaker.name if answer.speaker else None)
    for name in names:
        who = groups.who.get((name.start, name.end))
        known = groups.known[who] if who is not None else None
        kind = known.kind if known else name.kind or EntityKind.ORGANIZATION
        found.setdefault(
            (name.start, name.end),
            Mention(Span(name.start, name.end, text), kind, known.name if known else None),
        )
    return tuple(found[place] for place in sorted(found))
