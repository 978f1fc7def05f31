"""Whether two statements of different reports have one speaker, as far as the two tell."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from onrecord.lexicon import fold, read_words
from onrecord.linking.names import DIFFERENT_TO, SAME_FROM, body_words, compare_bodies, compare_names
from onrecord.linking.rarity import find_words
from onrecord.record import EntityKind

if TYPE_CHECKING:
    from onrecord.record import Speaker, Statement

_BODIES = (EntityKind.ORGANIZATION, EntityKind.PLACE)
_NAMELESS = (EntityKind.UNNAMED, EntityKind.GROUP)


class SpeakerTie(StrEnum):
    """SAME: one name. LIKE: the name or description of one can be the other's. FOR: somebody and the body
    they speak for. UNKNOWN: one has none. OTHER: two.
    """

    SAME = "same"
    LIKE = "like"
    FOR = "for"
    UNKNOWN = "unknown"
    OTHER = "other"


def compare_speakers(a: Statement, b: Statement) -> SpeakerTie:
    """How the speakers of two statements are tied; the order of the two does not matter."""
    if a.speaker is None or b.speaker is None:
        return SpeakerTie.UNKNOWN
    one, other = a.speaker, b.speaker
    if one.kind in _NAMELESS or other.kind in _NAMELESS:
        return _compare_nameless(a, b)
    if one.kind is other.kind or (one.kind in _BODIES and other.kind in _BODIES):
        people = one.kind is EntityKind.PERSON
        score, _ = compare_names(one.name, other.name) if people else compare_bodies(one.name, other.name)
        if score >= SAME_FROM or fold(one.name) == fold(other.name):
            return SpeakerTie.SAME
        if score > DIFFERENT_TO:
            return SpeakerTie.LIKE
        return SpeakerTie.FOR if _speaks_for(a, other) or _speaks_for(b, one) else SpeakerTie.OTHER
    return SpeakerTie.FOR if _speaks_for(a, other) or _speaks_for(b, one) else SpeakerTie.OTHER


def _compare_nameless(a: Statement, b: Statement) -> SpeakerTie:
    """Somebody not named is never known to be the same; like words only do not speak against it."""
    assert a.speaker is not None
    assert b.speaker is not None
    words, others = _describing(a.speaker, a), _describing(b.speaker, b)
    return SpeakerTie.LIKE if words & others else SpeakerTie.OTHER


def _describing(speaker: Speaker, statement: Statement) -> set[str]:
    text = " ".join((speaker.name, *(span.text for span in statement.source)))
    return {w.removesuffix("s") for w in find_words(text)} - read_words("linking/data/function_words.txt")


def _speaks_for(statement: Statement, other: Speaker) -> bool:
    """The statement's source says that it speaks for the other, or is a part of it."""
    if other.kind not in _BODIES:
        return False
    words = set(body_words(other.name))
    if statement.on_behalf_of and compare_bodies(statement.on_behalf_of, other.name)[0] >= SAME_FROM:
        return True
    said_of = {w for span in statement.source for w in body_words(span.text)}
    letters = "".join(word[0] for word in find_words(other.name) if word not in ("of", "the", "for", "and"))
    return len(words & said_of) * 2 >= len(words) or (len(letters) > 2 and letters in said_of)
