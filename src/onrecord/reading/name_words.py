"""The words of names: their forms, titles, acronyms, and what they tell of gender and country."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from onrecord.lexicon import fold, read_pairs, read_table, read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

TITLES = read_pairs("data/titles.tsv")
FIRST_NAMES = read_pairs("data/first_names.tsv")
ROLE_NOUNS = read_words("reading/data/roles.tsv")
PARTICLES = read_words("data/particles.txt")
SUFFIXES = read_words("data/suffixes.txt")
# Titles that stay where the name would otherwise be a bare first name.
_KEPT_TITLES = frozenset(
    ("pope", "king", "queen", "prince", "princess", "sister", "father", "lady", "lord", "sheikh", "emperor")
)
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=\s)|[^\W_]+(?:[-'’&/.][^\W_]+)*")
_TITLE_BEFORE = re.compile(r"([^\W\d_]+(?:[ \xa0][^\W\d_]+)?)\.?[ \xa0]+$")


def split_words(text: str) -> list[str]:
    """The words of a name, folded: "López Obrador" is ["lopez", "obrador"]."""
    return list(_split(text))


@lru_cache(maxsize=1 << 14)
def _split(text: str) -> tuple[str, ...]:
    return tuple(re.sub(r"'s?$", "", fold(word)) for word in _WORD.findall(text))


def is_description(name: str) -> bool:
    """The name is the report's own words for somebody it does not name: "a spokesman", "46 percent"."""
    words = name.split(" ")
    return not any(c.isupper() for c in words[0]) and not (words[0][:1].isdigit() and words[-1][:1].isupper())


_TAIL = re.compile(r"(?:['’]s?|[\s,;:(“”\"]+)$")
_TITLE_AT = re.compile(r"([^\W\d_]+)\.?(?:[ \xa0]+|-)(?=[^\W_])")


_NOUN_AT = re.compile(r"[a-z][a-z-]+[ \xa0](?=[A-ZÀ-Þ])")


def clean_name(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` of the name alone, without determiners, titles and the possessive.

    Empty where it is no name at all: "President", "Minister of Mines".
    """
    while tail := _TAIL.search(text[start:end]):
        end = start + tail.start()
    if text[start:end].endswith(".") and not re.search(r"\b(?:[A-Z]|Jr|Sr|Inc|Co|Ltd)\.$", text[start:end]):
        end -= 1
    while (noun := _NOUN_AT.match(text, start, end)) and noun.group()[:-1] in ROLE_NOUNS:
        start = noun.end()
    while match := _TITLE_AT.match(text[start:end]):
        word = fold(match.group(1))
        rest = split_words(text[start + match.end() : end])
        bare_first = len(rest) == 1 and word in _KEPT_TITLES
        if word not in ("the", "a", "an", "then") and (word not in TITLES or bare_first or not rest):
            break
        start += match.end()
        if rest[0] in ("of", "for") and word in TITLES:
            return start, start
    # "Norwegian President Tor Lund"
    found = list(_WORD.finditer(text, start, end))
    for i, title in enumerate(found[1:-1], 1):
        if fold(title.group()) in TITLES and all(fold(w.group()) in COUNTRY_OF for w in found[:i]):
            return found[i + 1].start(), end
    return start, end


def find_title(text: str, start: int) -> str:
    """The title just before a name, folded; "" where there is none."""
    match = _TITLE_BEFORE.search(text, max(0, start - 40), start)
    if not match:
        return ""
    words = fold(match.group(1)).split()
    two = " ".join(words)
    return two if two in TITLES else words[-1] if words[-1] in TITLES else ""


def guess_gender(name: str) -> str:
    """Whether the first name is a man's (m) or a woman's (f); "" where it does not tell."""
    words = split_words(name)
    if len(words) < 2 and name.split(" ")[0].upper() == name.split(" ")[0]:
        return ""
    first = words[0] if words else ""
    gender = FIRST_NAMES.get(first, FIRST_NAMES.get(first.split("-")[0], ""))
    # Alone, a man's first name may be a last name.
    return gender if len(words) > 1 or gender == "f" else ""


def is_short_form(short: Sequence[str], full: Sequence[str]) -> bool:
    """The words of a person's name are some of the fuller one's, in order, with its last name among them.

    Initials stand for a name, "Stu" for "Stuart"; one wrong letter in a long word is let pass.
    """
    if [w for w in short if w in SUFFIXES] != [w for w in full if w in SUFFIXES] and len(short) > 1:
        return False
    at = 0
    for word in short:
        while at < len(full) and not _same_word(word, full[at], first=at == 0):
            at += 1
        if at == len(full):
            return False
        at += 1
    return len(short) > 1 or not _same_word(short[0], full[0], first=True)


def _same_word(a: str, b: str, *, first: bool) -> bool:
    if a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)):
        return True
    if first and (b in _nicknames().get(a, ()) or a in _nicknames().get(b, ())):
        return True
    return min(len(a), len(b)) >= 5 and a[0] == b[0] and Levenshtein.distance(a, b, score_cutoff=1) <= 1


@cache
def _nicknames() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1].split()) for row in read_table("data/nicknames.tsv")}


def fullest_form(forms: Sequence[str]) -> str:
    """The fullest of the forms of a name: most words, printed most often, accented, in small letters."""
    spelled = [re.sub(r"\s+", " ", form) for form in forms]
    counts = Counter(spelled)

    def key(form: str) -> tuple[int, int, bool, int, int, int]:
        words = split_words(form)
        accents = sum(ord(c) > 127 and c.isalpha() for c in form)
        whole = sum(len(w) > 1 for w in words)
        return whole, len(words), not form.isupper(), accents, counts[form], len(form)

    # "Crooked Mary Quell", once, beside many of "Mary Quell": the word before is no name.
    kept = [form for form in counts if not _is_one_too_long(form, counts)]
    best = max(kept or counts, key=key)
    return best.capitalize() if best.isupper() and len(best) > 4 and best.isalpha() else best


def _is_one_too_long(form: str, counts: Counter[str]) -> bool:
    first, _, rest = form.partition(" ")
    begins = split_words(rest)[:1]
    return (
        counts[rest] >= 3 * counts[form]
        and " " in rest
        and fold(first) not in FIRST_NAMES
        and bool(begins)
        and begins[0] in FIRST_NAMES
    )


def acronyms_of(name: str) -> set[str]:
    """The first letters of a name's words, folded: of all of them, and of those with capitals."""
    parts = [w for w in re.split(r"[\s\-‐–]+", name) if w and w[0].isalnum()]
    found = ("".join(p[0] for p in some) for some in (parts, [p for p in parts if p[0].isupper()]))
    return {fold(letters) for letters in found if len(letters) > 1}


def is_acronym(word: str, name: str) -> bool:
    """The word is made of the first letters of the name, small words counted or not."""
    return fold(word) in acronyms_of(name)


@dataclass(frozen=True, slots=True)
class Country:
    """A country, its adjectives, its capital, its other names; all as they are printed."""

    name: str
    adjectives: tuple[str, ...]
    capital: str
    aliases: tuple[str, ...]


def read_countries() -> tuple[Country, ...]:
    """The countries of the world, and the two unions of them that speak as one."""
    rows = [(*row, "", "", "")[:4] for row in read_table("data/countries.tsv")]
    return tuple(
        Country(
            name, tuple(filter(None, adjectives.split(","))), capital, tuple(filter(None, aliases.split(",")))
        )
        for name, adjectives, capital, aliases in rows
    )


COUNTRY_OF = {fold(f): c.name for c in read_countries() for f in (c.name, *c.adjectives, *c.aliases)}
CAPITAL_OF = {fold(c.capital): c.name for c in read_countries() if c.capital}
COUNTRY_NAMES = {fold(f): c.name for c in read_countries() for f in (c.name, *c.aliases)}
