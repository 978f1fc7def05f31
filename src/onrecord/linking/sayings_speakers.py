"""Whether two statements of different reports have one speaker, as far as the two tell."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from onrecord.lexicon import fold, read_pairs, read_words
from onrecord.linking.names import DIFFERENT_TO, SAME_FROM, compare_bodies, compare_names
from onrecord.linking.rarity import find_words
from onrecord.record import EntityKind

if TYPE_CHECKING:
    from onrecord.record import Speaker, Statement

_BODIES = (EntityKind.ORGANIZATION, EntityKind.PLACE)
_NAMELESS = (EntityKind.UNNAMED, EntityKind.GROUP)


class SpeakerTie(StrEnum):
    """SAME: one name. PART: the name of one is a part of the other's. LIKE: the name or description of one
    can be the other's. FOR: somebody and the body they speak for. OPEN: somebody and a body or document, and
    nothing tells whether one speaks for the other. UNKNOWN: one statement has no speaker. OTHER: two of a
    kind with two names.
    """

    SAME = "same"
    PART = "part"
    LIKE = "like"
    FOR = "for"
    OPEN = "open"
    UNKNOWN = "unknown"
    OTHER = "other"


def compare_speakers(a: Statement, b: Statement) -> SpeakerTie:
    """How the speakers of two statements are tied; the order of the two does not matter."""
    if a.speaker is None or b.speaker is None:
        return SpeakerTie.UNKNOWN
    one, other = a.speaker, b.speaker
    if one.kind in _NAMELESS or other.kind in _NAMELESS:
        alike = _describing(a) & _describing(b)
        of_a_kind = one.kind is other.kind
        return SpeakerTie.LIKE if alike else SpeakerTie.OTHER if of_a_kind else SpeakerTie.OPEN
    if one.kind is other.kind or (one.kind in _BODIES and other.kind in _BODIES):
        people = one.kind is EntityKind.PERSON
        score, _ = compare_names(one.name, other.name) if people else compare_bodies(one.name, other.name)
        if score >= SAME_FROM or fold(one.name) == fold(other.name):
            return SpeakerTie.SAME
        if people and _is_part(one.name, other.name):
            return SpeakerTie.PART
        if score > DIFFERENT_TO:
            return SpeakerTie.LIKE
    if _speaks_for(a, other) or _speaks_for(b, one):
        return SpeakerTie.FOR
    return SpeakerTie.OTHER if one.kind is other.kind else SpeakerTie.OPEN


def _is_part(name: str, other: str) -> bool:
    """All words of one stand in the other: "Quell" and "Ana Quell"."""
    words, others = set(find_words(name)), set(find_words(other))
    return words <= others or others <= words


def _describing(statement: Statement) -> frozenset[str]:
    """The telling words of the speaker's name and of the source, without a plural's s."""
    name = statement.speaker.name if statement.speaker else ""
    text = " ".join((name, *(span.text for span in statement.source)))
    words = frozenset(find_words(text)) - read_words("linking/data/function_words.txt")
    return frozenset(word.removesuffix("s") for word in words)


def _speaks_for(statement: Statement, body: Speaker) -> bool:
    """What stands around the source's name says that it speaks for the body, or is a part of it."""
    if body.kind not in _BODIES:
        return False
    for_whom = statement.on_behalf_of
    if for_whom and compare_bodies(for_whom, body.name)[0] >= SAME_FROM:
        return True
    name = [w for w in find_words(body.name) if w not in read_words("linking/data/function_words.txt")]
    letters = "".join(word[0] for word in name)
    said_of = _describing(statement)
    shared = sum(word.removesuffix("s") in said_of for word in name)
    return shared * 2 >= len(name) > 0 or (len(letters) > 2 and letters in said_of)


def names_of_source(statement: Statement) -> frozenset[str]:
    """The folded words that name whoever speaks and, in the source, the body they speak for; no first names.

    Somebody whom the report does not name has the words of the description.
    """
    speaker = statement.speaker
    if speaker is None:
        return frozenset()
    plain = read_words("linking/data/function_words.txt") | read_pairs("data/titles.tsv").keys()
    source = " ".join(span.text for span in statement.source)
    printed = " ".join(word for word in source.split() if word[:1].isupper())
    own = find_words(speaker.name)
    kept = own[-1:] if speaker.kind is EntityKind.PERSON else own
    named = [*kept, *(w for w in find_words(printed) if w not in read_pairs("data/first_names.tsv"))]
    return frozenset(word for word in named if word not in plain and len(word) > 1)
