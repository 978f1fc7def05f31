"""Nouns and pronouns that sources are called by, of the lists, and what kind of source each means."""

from __future__ import annotations

import re
from functools import lru_cache

from onrecord.lexicon import read_pairs, read_table, read_words

ROLES = {row[0]: row[1] for row in read_table("reading/data/roles.tsv")}
# Other nouns that one who is called by a noun may be called by.
ALSO = {
    **{row[0]: tuple(row[1].split()) for row in read_table("reading/data/bodies.tsv") if len(row) > 1},
    **{row[0]: tuple(row[2].split()) for row in read_table("reading/data/roles.tsv") if len(row) > 2},
}
BODIES = read_words("reading/data/bodies.tsv")
DOCUMENTS = read_words("reading/data/documents.txt")
CROWDS = read_words("reading/data/crowds.txt")
PRONOUNS = read_pairs("reading/data/pronouns.tsv")
DETERMINERS = frozenset(
    ("the", "a", "an", "this", "that", "these", "those", "its", "his", "her", "their", "our", "my")
)
POSSESSIVES = frozenset(("its", "his", "her", "their", "our", "my", "your", "whose"))
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’&/.][^\W_]+)*(?:['’](?!\w))?")


_NOUNS = ROLES.keys() | BODIES | DOCUMENTS


@lru_cache(maxsize=1 << 14)
def singular(word: str) -> tuple[str, bool]:
    """A folded noun in the singular, and whether it was plural: ("lawyer", True) for "lawyers"."""
    word = re.sub(r"'s?$", "", word)
    if word in _NOUNS:
        return word, False
    for plural, single in (
        ("ies", "y"),
        ("ches", "ch"),
        ("ses", "s"),
        ("women", "woman"),
        ("men", "man"),
        ("s", ""),
    ):
        if word.endswith(plural) and word[: -len(plural)] + single in _NOUNS:
            return word[: -len(plural)] + single, True
    return word, word.endswith("s") and not word.endswith("ss") and len(word) > 3


def noun_kind(head: str, plural: bool) -> str:
    """Which list a folded singular noun is in: "role", "body", "document", "crowd" or "other"."""
    if head in CROWDS or (plural and (head in ROLES or head in BODIES)):
        return "crowd"
    for kind, words in (("role", ROLES), ("document", DOCUMENTS), ("body", BODIES)):
        if head in words:
            return kind
    return "crowd" if plural else "other"
