"""Names as they are looked up: without regard to accents and case, by whole words."""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not take apart into a letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

_WORD = re.compile(r"\w+")


def fold_words(name: str) -> tuple[str, ...]:
    """The words of a name: "Andrés López-Obrador" gives andres, lopez, obrador."""
    # Some capitals are seen as such only once they are taken apart: "🄐".
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return tuple(_WORD.findall(plain.translate(_PLAIN)))


def is_named(asked: str, name: str) -> bool:
    """Every word that was asked for stands in the name, in that order: "Ana Quell" in "Ana Maria Quell"."""
    words = iter(fold_words(name))
    asked_words = fold_words(asked)
    return bool(asked_words) and all(word in words for word in asked_words)
