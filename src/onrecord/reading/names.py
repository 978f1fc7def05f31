"""Names within one report: which of them call the same one, and by what full name.

"Lopez Obrador" and "AMLO" are forms of "Andrés Manuel López Obrador" where the report prints that.
A last name that two people of the report have is given to neither, unless title, gender or place tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from onrecord.lexicon import fold, read_pairs, read_table, read_words
from onrecord.record import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TITLES = read_pairs("data/titles.tsv")
FIRST_NAMES = read_pairs("data/first_names.tsv")
PARTICLES = read_words("data/particles.txt")
SUFFIXES = read_words("data/suffixes.txt")
# Titles that stay where the name would otherwise be a bare first name.
_KEPT_TITLES = frozenset(
    [
        "pope",
        "king",
        "queen",
        "prince",
        "princess",
        "sister",
        "father",
        "st",
        "lady",
        "lord",
        "sheikh",
        "emperor",
        "empress",
    ]
)
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]\.(?=\s)|[^\W_]+(?:[-'’&/.][^\W_]+)*")
_TITLE_BEFORE = re.compile(r"([^\W\d_]+(?:[ \xa0][^\W\d_]+)?)\.?[ \xa0]+$")


@dataclass(frozen=True, slots=True)
class NameIn:
    """A name that stands in the text, as the network found it. `kind` None: a name of something else."""

    start: int
    end: int
    kind: EntityKind | None


@dataclass(slots=True)
class Known:
    """Somebody whom the report names or describes. `name` is the fullest form the report gives.

    `gender` is m, f, n (a body, a document), p (several) or "" (not known); `titles` are folded;
    `mentions` are `[start, end)` in the order of the text.
    """

    kind: EntityKind
    name: str
    gender: str = ""
    titles: set[str] = field(default_factory=set)
    mentions: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NameGroups:
    """Who is named in a report, and whom each name means: `who[(start, end)]` is an index into `known`.

    A name that could mean two of them has no entry in `who`; `doubtful` says between whom. `sure` is
    the probability that an entry is right.
    """

    known: tuple[Known, ...]
    who: dict[tuple[int, int], int]
    sure: dict[tuple[int, int], float]
    doubtful: dict[tuple[int, int], tuple[int, ...]]


def split_words(text: str) -> list[str]:
    """The words of a name, folded: "López Obrador" is ["lopez", "obrador"]."""
    return [re.sub(r"'s?$", "", fold(word)) for word in _WORD.findall(text)]


def is_description(name: str) -> bool:
    """The name is the report's own words for somebody it does not name ("a spokesman")."""
    return not name[:1].isupper() and not any(c.isupper() for c in name.split(" ")[0])


def clean_name(text: str, start: int, end: int) -> tuple[int, int]:
    """`[start, end)` of the name alone, without determiners, titles and the possessive."""
    tail = re.search(r"(?:['’]s?|[\s,.;:(]+)$", text[start:end])
    while (tail and tail.group().strip() != ".") or (
        tail and not re.search(r"\b(?:[A-Z]|Jr|Sr|Inc|Co|Ltd)\.$", text[start:end])
    ):
        end = start + tail.start()
        tail = re.search(r"(?:['’]s?|[\s,.;:(]+)$", text[start:end])
    while match := re.match(r"([^\W\d_]+)\.?(?:[ \xa0]+|-)(?=[^\W_])", text[start:end]):
        word = fold(match.group(1))
        rest = split_words(text[start + match.end() : end])
        bare_first = len(rest) == 1 and word in _KEPT_TITLES
        if word not in ("the", "a", "an", "then") and (word not in TITLES or bare_first or not rest):
            break
        start += match.end()
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
    return FIRST_NAMES.get(first, FIRST_NAMES.get(first.split("-")[0], "")) if len(words) > 1 else ""


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


def _nicknames() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1].split()) for row in read_table("data/nicknames.tsv")}


def group_mentions(text: str, names: Sequence[NameIn], *, headline_end: int = 0) -> NameGroups:
    """Group the names of a text by whom they mean."""
    cleaned = [(clean_name(text, n.start, n.end), n) for n in sorted(names, key=lambda n: (n.start, -n.end))]
    known: list[Known] = []
    who: dict[tuple[int, int], int] = {}
    sure: dict[tuple[int, int], float] = {}
    doubtful: dict[tuple[int, int], tuple[int, ...]] = {}
    people = [(span, n) for span, n in cleaned if n.kind is EntityKind.PERSON and span[0] < span[1]]
    others = [(span, n) for span, n in cleaned if n.kind is not EntityKind.PERSON and span[0] < span[1]]
    _group_people(text, people, known, who, sure, doubtful, headline_end)
    _group_bodies(text, others, known, who, sure)
    return NameGroups(tuple(known), who, sure, doubtful)


def group_names(text: str, names: Sequence[NameIn], *, headline_end: int = 0) -> dict[NameIn, str | None]:
    """The fullest form in the report of what each name means; None where it could mean two people."""
    groups = group_mentions(text, names, headline_end=headline_end)
    return {
        n: groups.known[groups.who[n.start, n.end]].name if (n.start, n.end) in groups.who else None
        for n in names
    }


Located = tuple[tuple[int, int], NameIn]


def _group_people(
    text: str,
    people: Sequence[Located],
    known: list[Known],
    who: dict[tuple[int, int], int],
    sure: dict[tuple[int, int], float],
    doubtful: dict[tuple[int, int], tuple[int, ...]],
    headline_end: int,
) -> None:
    """Long names first, so that the short ones find the full ones."""
    words_of: list[list[str]] = []
    singles: list[Located] = []
    for span, name in sorted(people, key=lambda p: (-len(split_words(text[slice(*p[0])])), p[0])):
        words = split_words(text[slice(*span)])
        if len(words) < 2 and words != [] and "-" not in words[0]:
            singles.append((span, name))
            continue
        fits = [i for i, full in enumerate(words_of) if words and is_short_form(words, full)]
        if len(fits) > 1:
            exact = [i for i in fits if words_of[i] == words]
            fits = exact or fits
        if len(fits) > 1:
            fits = _tell_apart(text, span, fits, known, headline_end)
        if len(fits) > 1:
            doubtful[name.start, name.end] = tuple(fits)
            continue
        if not fits:
            known.append(Known(EntityKind.PERSON, ""))
            words_of.append(words)
        _add(text, span, name, fits[0] if fits else len(known) - 1, known, who, sure, 0.97)
    for person in known:
        _settle(text, person)
    for span, name in sorted(singles):
        word = split_words(text[slice(*span)])[0]
        fits = [i for i, full in enumerate(words_of) if len(full) > 1 and is_short_form([word], full)]
        fits = [i for i in fits if word in words_of[i]] or fits
        if not fits:
            fits = [i for i, full in enumerate(words_of) if len(full) == 1 and full[0] == word]
        if not fits and text[slice(*span)].isupper():
            fits = [i for i, k in enumerate(known) if _is_acronym(word, k.name)]
        if not fits:
            fits = [i for i, full in enumerate(words_of) if full[0] == word]
        score = 0.95
        if len(fits) > 1:
            several, fits = fits, _tell_apart(text, span, fits, known, headline_end)
            score = 0.8
            if len(fits) != 1:
                doubtful[name.start, name.end] = tuple(fits or several)
                continue
        if not fits:
            known.append(Known(EntityKind.PERSON, ""))
            words_of.append([word])
        _add(text, span, name, fits[0] if fits else len(known) - 1, known, who, sure, score)
    for person in known:
        _settle(text, person)


def _tell_apart(
    text: str, span: tuple[int, int], fits: list[int], known: Sequence[Known], headline_end: int
) -> list[int]:
    """Which of several people of one last name is meant: by title, gender and who was named so far."""
    title = find_title(text, span[0])
    gender = TITLES.get(title, "-")
    if gender != "-":
        fits = [i for i in fits if known[i].gender in (gender, "")] or fits
        if len(fits) > 1:
            fits = [i for i in fits if known[i].gender == gender] or fits
    elif title:
        fits = [i for i in fits if title in known[i].titles] or fits
    if len(fits) > 1:
        before = [i for i in fits if any(s < span[0] for s, _ in known[i].mentions)]
        # A headline names the one whom the report is about: the first who is named below it.
        if not before and span[0] < headline_end:
            return [min(fits, key=lambda i: known[i].mentions[0])]
        fits = before or fits
    if len(fits) > 1:
        counts = sorted((len(known[i].mentions), i) for i in fits)
        if counts[-1][0] >= 3 * counts[-2][0]:
            return [counts[-1][1]]
    return fits


def _add(
    text: str,
    span: tuple[int, int],
    name: NameIn,
    index: int,
    known: Sequence[Known],
    who: dict[tuple[int, int], int],
    sure: dict[tuple[int, int], float],
    score: float,
) -> None:
    who[name.start, name.end] = index
    sure[name.start, name.end] = score
    known[index].mentions.append(span)
    for start in {name.start, span[0]}:
        if title := find_title(text, start):
            known[index].titles.add(title)
    known[index].titles.update(w for w in split_words(text[name.start : span[0]]) if w in TITLES)


def _settle(text: str, person: Known) -> None:
    """Choose the fullest form and tell the gender, once the mentions are known."""
    person.mentions.sort()
    person.name = fullest_form(text[slice(*m)] for m in person.mentions)
    genders = {TITLES[t] for t in person.titles if TITLES[t] != "-"}
    person.gender = genders.pop() if len(genders) == 1 else guess_gender(person.name)


def fullest_form(forms: Iterable[str]) -> str:
    """The longest of the forms of a name; accents beat none, small letters capitals, the first the later."""

    def key(form: str) -> tuple[int, int, int, bool]:
        words = split_words(form)
        accents = sum(ord(c) > 127 and c.isalpha() for c in form)
        return sum(len(w) > 1 for w in words), len(words), sum(map(len, words)), not form.isupper(), accents  # type: ignore[return-value]

    best = max((re.sub(r"\s+", " ", f) for f in forms), key=key)
    if best.isupper() and len(best) > 5 and " " not in best:
        return best.capitalize()
    return best


def _is_acronym(word: str, name: str) -> bool:
    """The word is made of the initials of the name, small words counted or not."""
    parts = [w for w in re.split(r"[\s\-‐–]+", name) if w]
    long = fold("".join(p[0] for p in parts))
    short = fold("".join(p[0] for p in parts if p[0].isupper()))
    return len(word) >= 2 and len(parts) > 1 and fold(word) in (long, short)


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
    split = [
        (n, [a for a in adj.split(",") if a], cap, [a for a in al.split(",") if a])
        for n, adj, cap, al in rows
    ]
    return tuple(Country(n, tuple(adj), cap, tuple(al)) for n, adj, cap, al in split)


COUNTRY_OF = {
    fold(form): country.name
    for country in read_countries()
    for form in (country.name, *country.adjectives, *country.aliases)
}
CAPITAL_OF = {fold(c.capital): c.name for c in read_countries() if c.capital}
_COUNTRY_NAMES = {fold(form): c.name for c in read_countries() for form in (c.name, *c.aliases)}


def _group_bodies(
    text: str,
    names: Sequence[Located],
    known: list[Known],
    who: dict[tuple[int, int], int],
    sure: dict[tuple[int, int], float],
) -> None:
    """Bodies and places: by country, by words, by the letters of an acronym."""
    first = len(known)
    keys: list[tuple[str, ...]] = []
    for span, name in sorted(names, key=lambda p: (-len(split_words(text[slice(*p[0])])), p[0])):
        words = tuple(
            w for w in split_words(text[slice(*span)]) if w not in ("inc", "ltd", "plc", "llc", "co", "corp")
        )
        if not words:
            continue
        country = _COUNTRY_NAMES.get(fold(text[slice(*span)]))
        if country:
            words = (f"country:{country}",)
        fits = [i for i, key in enumerate(keys) if key == words]
        if not fits and not country:
            fits = [
                i for i, key in enumerate(keys) if _is_part(words, key) and name.kind is not EntityKind.PLACE
            ]
            if len(fits) != 1:
                fits = []
        printed = text[slice(*span)]
        if not fits and len(words) == 1 and sum(c.isupper() for c in printed) >= 2:
            fits = [i for i, k in enumerate(known[first:]) if _is_acronym(words[0], _printed(text, k))]
            fits = fits[:1]
        if not fits:
            kind = EntityKind.PLACE if name.kind is EntityKind.PLACE or country else EntityKind.ORGANIZATION
            known.append(Known(kind, printed, gender="n"))
            keys.append(words)
        index = first + fits[0] if fits else len(known) - 1
        who[name.start, name.end] = index
        sure[name.start, name.end] = 0.95
        known[index].mentions.append(span)
    for body in known[first:]:
        body.mentions.sort()
        body.name = _printed(text, body)


def _printed(text: str, body: Known) -> str:
    forms = [re.sub(r"\s+", " ", text[slice(*m)]) for m in body.mentions]
    return max(forms, key=lambda f: (len(f) if "." not in f else 2, f.isupper())) if forms else body.name


def _is_part(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """The words begin or end the longer name of a body: "Halden" of "Halden Biologics"."""
    n = len(words)
    if n >= len(full) or full[0].startswith("country:"):
        return False
    return full[:n] == words or (full[-n:] == words)
