"""Names across reports: how likely two of them call the same one, and why.

The same last name is never enough. What two names do not tell is left open (a score near one half).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from onrecord.lexicon import fold, read_pairs, read_table, read_words

if TYPE_CHECKING:
    from collections.abc import Sequence

SAME_FROM, DIFFERENT_TO = 0.85, 0.15
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’/&][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name, folded: its words without titles, "jr" and the like, the gender titles tell."""

    words: tuple[str, ...]
    suffix: str = ""
    gender: str = ""

    @property
    def family(self) -> str:
        """The last word; the particles before it are not compared."""
        return self.words[-1]


@cache
def parse_person(name: str) -> PersonName:
    """Take a person's name apart. "Dr. Ana de la Quell Jr." is (ana, quell), jr."""
    titles, suffixes = read_pairs("data/titles.tsv"), read_words("data/suffixes.txt")
    particles = read_words("data/particles.txt")
    last, comma, first = name.partition(",")
    if comma and first.strip() and fold(first).strip() not in suffixes:
        # "Quell, Ana"
        name = f"{first} {last}"
    words: list[str] = []
    for match in _WORD.finditer(name.replace("-", " ")):
        initials = re.fullmatch(r"(?:[^\W\d_]\.){2,}", match.group())
        words += list(fold(match.group())) if initials else [fold(match.group())]
    gender = ""
    while len(words) > 1 and words[0] in titles:
        gender = titles[words.pop(0)].replace("-", "") or gender
    suffix = words.pop() if len(words) > 2 and words[-1] in suffixes else ""
    suffix = {"junior": "jr", "senior": "sr"}.get(suffix, suffix)
    kept = [w for i, w in enumerate(words) if w not in particles or i == len(words) - 1]
    return PersonName(tuple(kept or words) or (fold(name),), suffix, gender)


def compare_names(a: str, b: str) -> tuple[float, str]:
    """How likely two names of people call one person, 0 to 1, and the reason in words."""
    one, two = parse_person(a), parse_person(b)
    if one.gender and two.gender and one.gender != two.gender:
        return 0.05, "titles of a man and of a woman"
    if one.words == two.words and one.suffix == two.suffix:
        if len(one.words) > 1:
            return 0.97, "the same name"
        return 0.6, "the same single name, which is not enough"
    if one.suffix != two.suffix:
        return 0.08, f"{max(one.suffix, two.suffix)} tells them apart"
    short, long = sorted((one.words, two.words), key=len)
    if len(short) == 1:
        return _compare_single(short[0], long, a, b)
    return _compare_full(short, long)


def _compare_single(word: str, long: Sequence[str], a: str, b: str) -> tuple[float, str]:
    single = a if fold(a) == word else b
    if len(word) >= 4 and single.isupper() and word == "".join(w[0] for w in long):
        return 0.9, "the initials of the name"
    if _same_word(word, long[-1]):
        return 0.5, "the same last name, which is not enough"
    if word in long:
        return 0.4, "a part of the name, which is not enough"
    return 0.02, "other names"


def _compare_full(short: Sequence[str], long: Sequence[str]) -> tuple[float, str]:
    if len(short) == len(long) and all(_same_word(x, y) for x, y in zip(short, long, strict=True)):
        return 0.92, "the same name in another spelling"
    if sorted(short) == sorted(long):
        return _compare_order(short)
    same_family = _same_word(short[-1], long[-1])
    if same_family:
        given = _compare_given(short[:-1], long[:-1])
        if given is not None:
            return given
    if joined := _joined(short, long):
        return joined
    if len(short) >= 2 and _double_family(short, long):
        return 0.9, "the two last names of the longer one"
    if not same_family and _same_given(short[0], long[0]) and _same_word(short[-1], long[-2]):
        # "Ana Quell" and "Ana Quell Ibarra", but not "Paul Ryan" and "Paul Ryan Meier", "Kim Jong Un".
        if len(short[-1]) > 4 and short[-1] not in read_pairs("data/first_names.tsv"):
            return 0.87, "the first of two last names"
        return 0.4, "a part of the name, which is not enough"
    if same_family:
        return 0.03, "the same last name with another first name"
    near = (
        Levenshtein.distance(short[-1], long[-1], score_cutoff=1) <= 1
        and min(len(short[-1]), len(long[-1])) > 3
    )
    if near and _same_given(short[0], long[0]):
        return 0.45, "last names one letter apart: a slip or another person"
    return 0.01, "other names"


def _compare_order(words: Sequence[str]) -> tuple[float, str]:
    first_names = read_pairs("data/first_names.tsv")
    if all(w in first_names for w in words):
        return 0.3, "the same words in another order, each of them a first name"
    return 0.88, "the same words, last name first"


def _joined(short: Sequence[str], long: Sequence[str]) -> tuple[float, str] | None:
    """Names written as one word or two: "Kim Jong-un" and "Kim Jongun", "Quell Ibarra" and "Quell-Ibarra"."""
    if skeleton("".join(short)) == skeleton("".join(long)):
        return 0.92, "the same name, written together or apart"
    if short[0] == long[0] and skeleton("".join(short[1:])) == skeleton("".join(long[1:])):
        return 0.92, "the same name, written together or apart"
    return None


def _double_family(short: Sequence[str], long: Sequence[str]) -> bool:
    """All of the shorter name stands at the end of the longer, and none of it is a first name."""
    if len(long) <= len(short) or not all(
        _same_word(x, y) for x, y in zip(short, long[-len(short) :], strict=True)
    ):
        return False
    return short[0] not in read_pairs("data/first_names.tsv")


def _compare_given(short: Sequence[str], long: Sequence[str]) -> tuple[float, str] | None:
    """Given and middle names of two names of one last name; None where they differ."""
    if len(short) > len(long):
        short, long = long, short
    first, other = short[0], long[0]
    initial = len(first) == 1 or len(other) == 1
    if initial and first[0] == other[0]:
        middles = [(x, y) for x, y in zip(short[1:], long[1:], strict=False)]
        if middles and all(x[0] == y[0] for x, y in middles):
            return 0.9, "the same last name, all initials fit"
        return 0.6, "the same last name and an initial, which is not enough"
    if not _same_given(first, other):
        # Known by a middle name: "F. Scott", "James Danforth Quell" as "Danforth Quell".
        if len(short) == 1 and len(long) > 1 and any(_same_given(first, w) for w in long[1:] if len(w) > 1):
            return 0.86, "the same last name and a middle name"
        return None
    for x, y in zip(short[1:], long[1:], strict=False):
        if x[0] != y[0] or (len(x) > 1 and len(y) > 1 and not _same_given(x, y)):
            # "Andrés López" of "Andrés Manuel López" lacks one; "George W." and "George H. W." have others.
            if any(_same_given(x, z) for z in long[2:]) and len(x) > 1:
                continue
            return 0.08, "another middle name"
    if len(short[1:]) < len(long[1:]) and short[1:] and short[-1][0] != long[len(short) - 1][0]:
        return 0.08, "another middle name"
    return 0.93, "the same first and last name"


def _same_given(a: str, b: str) -> bool:
    if a == b or _same_word(a, b):
        return True
    groups = _given_groups()
    return bool(groups.get(a, frozenset()) & groups.get(b, frozenset()))


@cache
def _given_groups() -> dict[str, frozenset[str]]:
    """Each given name, with the names it is a spelling or a short form of."""
    groups: dict[str, set[str]] = {}
    for row in read_table("linking/data/variants.tsv"):
        for word in (row[0], *row[1].split()):
            groups.setdefault(word, {word}).add(row[0])
    for short, full in read_table("data/nicknames.tsv"):
        groups.setdefault(short, {short}).update(full.split())
    for word in [w for group in groups.values() for w in group]:
        groups.setdefault(word, {word})
    return {word: frozenset(group) for word, group in groups.items()}


def _same_word(a: str, b: str) -> bool:
    return a == b or (len(a) > 2 and len(b) > 2 and skeleton(a) == skeleton(b))


# Spellings of one sound in names brought over from other alphabets, the longest first.
_SOUNDS = (
    ("tsch", "č"), ("tch", "č"), ("sch", "š"), ("ch", "č"), ("sh", "š"), ("zh", "ž"), ("ph", "f"),
    ("kh", "h"), ("dh", "d"), ("gh", "g"), ("ts", "z"), ("tz", "z"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
    ("ij", "i"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("w", "v"),
    ("y", "i"), ("j", "i"), ("x", "ks"), ("æ", "a"), ("ø", "o"),
    ("ß", "s"), ("đ", "d"), ("ð", "d"), ("ı", "i"),
)  # fmt: skip


@cache
def skeleton(word: str) -> str:
    """A folded word with the spellings of one sound made one: Zelensky, Zelenskyy and Zelenskiy are equal."""
    for spelling, sound in _SOUNDS:
        word = word.replace(spelling, sound)
    word = re.sub(r"^[kg](?=ad+af)", "k", word)
    word = re.sub(r"^ie", "e", word)  # Yekaterina, Ekaterina
    return re.sub(r"(.)\1+", r"\1", word).replace("'", "")


def compare_bodies(a: str, b: str) -> tuple[float, str]:
    """How likely two names of organizations or countries call one, and the reason."""
    one, two = body_words(a), body_words(b)
    if one == two or (set(one) == set(two) and len(set(one)) > 1):
        return 0.95, "the same name"
    short, long = sorted((one, two), key=len)
    if len(short) == 1 and len(long) > 1:
        full = fold(a if one is long else b)
        letters = "".join(w[0] for w in _WORD.findall(full) if w[0].isalpha())
        if short[0] in (letters, "".join(w[0] for w in long)):
            return (0.86 if len(short[0]) > 3 else 0.6), "the first letters of its words"
    if short and set(short) < set(long):
        return 0.55, "a part of the name, which is not enough"
    return 0.02, "other names"


@cache
def body_words(name: str) -> tuple[str, ...]:
    """The words of a body's name that are compared: folded, translated, without legal forms."""
    countries = _country_names()
    plain = fold(name).removeprefix("the ")
    if plain in countries:
        return (f"country:{countries[plain]}",)
    pairs, empty = read_pairs("linking/data/body_words.tsv"), read_words("linking/data/legal_forms.txt")
    words = [re.sub(r"'s?$", "", w) for w in re.findall(r"[^\W_]+(?:['/&.-][^\W_]+)*", fold(name))]
    kept = [pairs.get(w, w) for w in words if w not in empty]
    return tuple(kept or words) or (fold(name),)


@cache
def _country_names() -> dict[str, str]:
    rows = [(*row, "", "", "")[:4] for row in read_table("data/countries.tsv")]
    return {fold(form): row[0] for row in rows for form in (row[0], *row[3].split(",")) if form}
