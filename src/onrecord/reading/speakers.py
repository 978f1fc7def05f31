"""Speakers: who each source of a report is. In doubt, nobody.

A source is taken apart (phrases), then looked up: a name among the report's names (names), a
description among the roles the report gives them (roles, descriptions), a pronoun among those who were
just talking or named (pronouns). Every answer has its reason, and as its score about the share of
answers for that reason that were right on the development reports.
"""

from __future__ import annotations

import re
from bisect import insort
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.lexicon import fold, read_words
from onrecord.reading.descriptions import resolve_description
from onrecord.reading.name_words import find_title, split_words
from onrecord.reading.names import NameIn, group_mentions
from onrecord.reading.nouns import ALSO, POSSESSIVES, PRONOUNS, ROLES, WORD
from onrecord.reading.phrases import Phrase, parse_phrase
from onrecord.reading.pronouns import resolve_pronoun
from onrecord.reading.scene import NOBODY, Answer, Place, Scene, SourceIn, set_scene
from onrecord.reading.whole_names import make_whole, widen_in_sources
from onrecord.record import EntityKind, Mention, Span, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["NameIn", "Resolved", "SourceIn", "find_mentions", "resolve_sources"]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who a source is. `speaker` None: in doubt. `members` are those of a joint source, as far as named."""

    speaker: Speaker | None
    addressee: str | None = None
    on_behalf_of: str | None = None
    via: str | None = None
    members: tuple[str, ...] = ()


def resolve_sources(
    text: str,
    sources: Sequence[SourceIn],
    names: Sequence[NameIn],
    *,
    headline_end: int = 0,
    writer: str | None = None,
    issuer: str | None = None,
) -> list[Resolved]:
    """Who the source of each statement is; one answer a source, in the same order.

    `names` are the names found in the text. `headline_end` is where the headline ends, 0 without one.
    `writer` is the report's byline: who says "I" outside of quotations. `issuer` is the body that a release
    is of: who says "we".
    """
    scene = set_scene(text, sources, names, headline_end, writer)
    scene.issuer = _find_issuer(scene, issuer)
    phrases = {i: _parse(scene, source) for i, source in enumerate(sources) if source.spans}
    for index in _in_order(scene, phrases):
        if phrase := phrases.get(index):
            answer = _identify(scene, index, phrase)
        else:
            answer = _same_words(scene, sources[index])
        scene.answers[index] = answer
        if answer.who >= 0 and sources[index].spans:
            insort(scene.talking, (sources[index].spans[0].start, answer.who))
    return [_as_resolved(scene, i, phrases.get(i)) for i in range(len(sources))]


def _find_issuer(scene: Scene, issuer: str | None) -> int:
    """The body whose release it is: its outlet, or the body named on its first line."""
    bodies = [i for i, one in enumerate(scene.groups.known) if one.kind is EntityKind.ORGANIZATION]
    for i in bodies:
        if issuer is not None and split_words(scene.known[i].name) == split_words(issuer):
            return i
    first = scene.text.split("\n", 1)[0]
    if first.isupper() and len(first) < _LETTERHEAD:
        above = " ".join(split_words(first))
        for i in bodies:
            if above.startswith(" ".join(split_words(scene.known[i].name))):
                return i
        name = _AFTER_SENDER.sub("", first).strip(" |–—-")
        printed = re.search(rf"\b{re.escape(name.title())}\b", scene.text) if " " in name else None
        if printed:
            return scene.describe(EntityKind.ORGANIZATION, *printed.span(), "n")
    return -1


# What a letterhead calls the paper itself, behind the name of its sender.
_AFTER_SENDER = re.compile(
    r"\b(?:(?:PRESS|NEWS|MEDIA) )?(?:RELEASE|BULLETIN|NEWSLETTER|STATEMENT|UPDATE|BRIEFING|NOTICE|ALERT)\b.*"
)


# Longer first lines in capitals are headlines, in characters.
_LETTERHEAD = 80


def _in_order(scene: Scene, phrases: dict[int, Phrase]) -> Iterable[int]:
    """The body before the headline, since it tells who is meant there; "I" after whoever says it."""

    def turn(index: int) -> tuple[int, int]:
        phrase = phrases.get(index)
        if phrase is None:
            return 2, index
        if phrase.kind == "pronoun" and PRONOUNS[phrase.head] in ("i", "we"):
            return 3, index
        start = scene.sources[index].spans[0].start
        if phrase.kind == "document" and start < scene.opening_end and phrase.determiner != "the":
            # "A new poll" is the one that the report names further down.
            return 2, index
        return int(scene.sources[index].spans[0].start < scene.headline_end), index

    return sorted(range(len(scene.sources)), key=turn)


def _parse(scene: Scene, source: SourceIn) -> Phrase:
    start, end = source.spans[0].start, source.spans[-1].end
    names = scene.names_in(start, end)
    return parse_phrase(scene.text, start, end, names, {n for n in names if scene.is_person(n)})


def _identify(scene: Scene, index: int, phrase: Phrase) -> Answer:
    """Who a source is, as an index into the scene's `known`."""
    spans = scene.sources[index].spans
    start, end = spans[0].start, spans[-1].end
    if phrase.kind == "pronoun":
        return resolve_pronoun(scene, index, phrase.head, start)
    if phrase.kind == "joint":
        return Answer(scene.describe(EntityKind.GROUP, start, end, "p"), 0.9, "several sources together")
    if phrase.name is not None and not _tells_against(scene, phrase):
        return _by_name(scene, phrase.name)
    return NOBODY if phrase.kind == "none" else resolve_description(scene, index, phrase, start, end)


def _tells_against(scene: Scene, phrase: Phrase) -> bool:
    """The name beside the noun cannot be meant: "The mother of one of the dead, Tom Hale"."""
    gender = ROLES.get(phrase.head, "-")
    who = scene.groups.who.get(phrase.name or (0, 0))
    return gender != "-" and who is not None and scene.known[who].gender not in ("", gender)


def _by_name(scene: Scene, name: Place) -> Answer:
    """A name means whom the report's names say; of two of one last name, whom its title or turn tells."""
    fits = scene.groups.fits.get(name, ())
    if title := find_title(scene.text, name[0]) if fits else "":
        heads = {title, *ALSO.get(title, ())}
        held = {
            r.who for r in scene.roles if r.who in fits and (r.head in heads or title in ALSO.get(r.head, ()))
        }
        if len(held) == 1:
            return Answer(held.pop(), 0.9, f"the one of that last name who is {title}")
    who = scene.groups.who.get(name)
    if who is not None:
        reason = "named" if not fits else "named by last name; of those of that name the one meant so far"
        return Answer(who, scene.groups.sure[name], reason)
    last = next((w for _, w in scene.talked(name[0]) if w in fits), -1)
    if last >= 0:
        return Answer(last, 0.7, "named by last name; the one of that name who was talking last")
    return NOBODY


def _same_words(scene: Scene, source: SourceIn) -> Answer:
    """No source is printed, but the same words stand elsewhere with one: a quotation in a headline."""
    words = [w for span in source.contents for w in split_words(span.text)]
    for index, other in enumerate(scene.sources):
        theirs = " ".join(w for span in other.contents for w in split_words(span.text))
        if other.spans and len(words) > 1 and " ".join(words) in theirs:
            answer = scene.answers.get(index, NOBODY)
            return Answer(
                answer.who, min(answer.score, 0.85), "the same words are given to this source elsewhere"
            )
    return NOBODY


def _as_resolved(scene: Scene, index: int, phrase: Phrase | None) -> Resolved:
    answer, source = scene.answers[index], scene.sources[index]
    speaker = None
    if answer.who >= 0:
        one = scene.known[answer.who]
        # A country or a capital that says something is its government.
        kind = EntityKind.ORGANIZATION if one.kind is EntityKind.PLACE else one.kind
        speaker = Speaker(one.name, kind, round(answer.score, 2), answer.reason)
    told = _told(scene, source)
    outlet = told is not None and scene.known[told].kind is EntityKind.ORGANIZATION
    return Resolved(
        speaker,
        addressee=scene.known[told].name if told is not None and not outlet else None,
        on_behalf_of=_principal(scene, phrase, answer.who),
        via=scene.known[told].name if told is not None and outlet else None,
        members=tuple(_members(scene, phrase)),
    )


def _members(scene: Scene, phrase: Phrase | None) -> Iterable[str]:
    """The names of those who speak together."""
    for item in phrase.items if phrase else ():
        names = scene.names_in(*item)
        part = parse_phrase(scene.text, *item, names, set(names))
        if part.name is not None and part.name in scene.groups.who:
            yield scene.known[scene.groups.who[part.name]].name


_SPEAKS_FOR = read_words("reading/data/spokespeople.txt")


def _principal(scene: Scene, phrase: Phrase | None, who: int) -> str | None:
    """Whom a spokesperson or lawyer speaks for."""
    if phrase and phrase.kind == "role" and phrase.head in _SPEAKS_FOR:
        for place in (phrase.of, phrase.owner):
            if place in scene.groups.who:
                return scene.known[scene.groups.who[place]].name
    for role in scene.roles:
        if role.who == who and role.head in _SPEAKS_FOR and role.of is not None and role.of != who:
            return scene.known[role.of].name
    return None


_TOLD = re.compile(
    r"\b(?:told|tells?|telling|asked|asks?|urged|urges?|call(?:ed|s)? on|informed|informs|assured|assures|"
    r"warned|warns|reminded|begged|ordered|advised|invited|thanked|thanks|(?:wrote|said) to)\b[ \xa0]*",
    re.IGNORECASE,
)


def _told(scene: Scene, source: SourceIn) -> int | None:
    """The one named right behind told, asked, urged."""
    for cue in source.cue:
        match = _TOLD.search(scene.text, cue.start, cue.end + 1)
        behind = scene.names_in(match.end(), match.end() + 60) if match else []
        behind = [n for n in behind if n in scene.groups.who]
        if match and behind:
            between = scene.text[match.end() : min(behind)[0]]
            # "told police he saw Quell" was not told to Quell.
            others = PRONOUNS.keys() & {fold(word) for word in WORD.findall(between)}
            if not others - POSSESSIVES and not re.search(r"[,.;:“\"]|\b(?:to|that)\b", between):
                return scene.groups.who[min(behind)]
    return None


def find_mentions(
    text: str,
    sources: Sequence[SourceIn],
    names: Sequence[NameIn],
    resolved: Sequence[Resolved],
    *,
    headline_end: int = 0,
) -> tuple[Mention, ...]:
    """Every name of the text and every source, with whom it means, in the order of the text.

    `resolved` are the answers of `resolve_sources` for the same sources.
    """
    names = widen_in_sources(text, make_whole(text, names), (s for one in sources for s in one.spans))
    groups = group_mentions(text, names, headline_end=headline_end)
    found: dict[Place, Mention] = {}
    for source, answer in zip(sources, resolved, strict=True):
        for span in source.spans[:1]:
            kind = answer.speaker.kind if answer.speaker else EntityKind.UNNAMED
            known_as = answer.speaker.name if answer.speaker else None
            found[span.start, span.end] = Mention(span, kind, known_as)
    for name in names:
        who = groups.who.get((name.start, name.end))
        known = groups.known[who] if who is not None else None
        kind = known.kind if known else name.kind or EntityKind.ORGANIZATION
        mention = Mention(Span(name.start, name.end, text), kind, known.name if known else None)
        found.setdefault((name.start, name.end), mention)
    return tuple(found[place] for place in sorted(found))
