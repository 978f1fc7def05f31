"""Names within one report: which of them call the same one, and by what full name.

"Lopez Obrador" and "AMLO" are forms of "Andrés Manuel López Obrador" where the report prints that.
A last name that two people of the report have is given to neither, unless title, gender or place tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.lexicon import fold
from onrecord.reading.name_words import (
    COUNTRY_NAMES,
    FIRST_NAMES,
    TITLES,
    acronyms_of,
    clean_name,
    find_title,
    fullest_form,
    guess_gender,
    is_acronym,
    is_short_form,
    split_words,
)
from onrecord.record import EntityKind

if TYPE_CHECKING:
    from collections.abc import Sequence


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

    A name that could mean two of them has no entry in `who`; `doubtful` says between whom. `fits` has
    all whom a name could mean, where these are several. `sure` is the probability that an entry is right.
    """

    known: tuple[Known, ...]
    who: dict[tuple[int, int], int]
    sure: dict[tuple[int, int], float]
    doubtful: dict[tuple[int, int], tuple[int, ...]]
    fits: dict[tuple[int, int], tuple[int, ...]]


def group_mentions(text: str, names: Sequence[NameIn], *, headline_end: int = 0) -> NameGroups:
    """Group the names of a text by whom they mean. The names are whole ones, without overlap."""
    located = [Located(*clean_name(text, n.start, n.end), n) for n in names]
    located = [
        place for place in located if place.start < place.end and split_words(text[place.start : place.end])
    ]
    groups = _Grouping(text, headline_end)
    for place in sorted(located, key=lambda p: (-len(groups.words(p)), p.start)):
        if place.name.kind is EntityKind.PERSON and len(groups.words(place)) > 1:
            groups.add_full_name(place)
    for person in groups.known:
        groups.settle(person)
    singles = [p for p in located if p.name.kind is EntityKind.PERSON and len(groups.words(p)) == 1]
    for place in sorted(singles, key=lambda p: p.start):
        groups.add_single_name(place)
    for place in located:
        # A body of one word that is a slip of somebody's last name: "Wines" for "Wimes".
        if place.name.kind is not EntityKind.PERSON and groups.is_slip(place):
            groups.add_single_name(place)
    for person in groups.known:
        groups.settle(person)
    for i, person in enumerate(groups.known):
        for letters in acronyms_of(person.name):
            if len(letters) > 2:
                groups.by_acronym.setdefault(letters, i)
    people = len(groups.known)
    bodies = [p for p in located if p.name.kind is not EntityKind.PERSON and p.key not in groups.who]
    for place in sorted(bodies, key=lambda p: (-len(groups.words(p)), p.start)):
        groups.add_body(place)
    for body in groups.known[people:]:
        body.mentions.sort()
        body.name = groups.printed(body)
    return NameGroups(tuple(groups.known), groups.who, groups.sure, groups.doubtful, groups.fits)


def group_names(text: str, names: Sequence[NameIn], *, headline_end: int = 0) -> dict[NameIn, str | None]:
    """The fullest form in the report of what each name means; None where it could mean two people."""
    groups = group_mentions(text, names, headline_end=headline_end)
    places = {n: groups.who.get((n.start, n.end)) for n in names}
    return {n: groups.known[who].name if who is not None else None for n, who in places.items()}


@dataclass(frozen=True, slots=True)
class Located:
    """A name as found, and `[start, end)` of it without titles."""

    start: int
    end: int
    name: NameIn

    @property
    def key(self) -> tuple[int, int]:
        return self.name.start, self.name.end


class _Grouping:
    """The groups while they are made: long names first, so that the short ones find the full ones."""

    def __init__(self, text: str, headline_end: int) -> None:
        self.text = text
        self.headline_end = headline_end
        self.known: list[Known] = []
        self.words_of: list[tuple[str, ...]] = []
        # Whose names have a word with this first letter: all that a name can be a short form of.
        self.by_letter: dict[str, list[int]] = {}
        # Bodies by all their words, by their first and last word, and by their acronym.
        self.body_of: dict[tuple[str, ...], int] = {}
        self.by_edge: dict[str, list[int]] = {}
        self.by_acronym: dict[str, int] = {}
        self.who: dict[tuple[int, int], int] = {}
        self.sure: dict[tuple[int, int], float] = {}
        self.doubtful: dict[tuple[int, int], tuple[int, ...]] = {}
        self.fits: dict[tuple[int, int], tuple[int, ...]] = {}

    def words(self, place: Located) -> list[str]:
        return split_words(self.text[place.start : place.end])

    def add_full_name(self, place: Located) -> None:
        words = self.words(place)
        fits = [i for i in self.by_letter.get(words[-1][0], ()) if is_short_form(words, self.words_of[i])]
        exact = [i for i in fits if list(self.words_of[i]) == words]
        self._put(place, exact or fits, words, 0.97)

    def add_single_name(self, place: Located) -> None:
        word = self.words(place)[0]
        same_letter = [(i, self.words_of[i]) for i in self.by_letter.get(word[0], ())]
        many = [(i, full) for i, full in same_letter if len(full) > 1]
        fits = [i for i, full in many if is_short_form([word], full)]
        fits = [i for i in fits if word in self.words_of[i]] or fits
        fits = fits or [i for i, full in same_letter if full == (word,)]
        if not fits and self.text[place.start : place.end].isupper():
            fits = [i for i, one in enumerate(self.known) if is_acronym(word, one.name)]
        fits = fits or [i for i, full in many if full[0] == word]
        family = word.removesuffix("s")
        if not fits and (
            word in TITLES or (family != word and any(full[-1] == family for _, full in same_letter))
        ):
            # "The Chirambos" are nobody in particular.
            return
        self._put(place, fits, [word], 0.95 if len(fits) < 2 else 0.8)

    def is_slip(self, place: Located) -> bool:
        words = self.words(place)
        if len(words) != 1 or len(words[0]) < 5:
            return False
        near = (self.words_of[i] for i in self.by_letter.get(words[0][0], ()))
        return any(len(full) > 1 and is_short_form(words, full) and words[0] not in full for full in near)

    def _new(self, one: Known, words: Sequence[str]) -> None:
        for letter in {word[0] for word in words}:
            self.by_letter.setdefault(letter, []).append(len(self.known))
        self.known.append(one)
        self.words_of.append(tuple(words))

    def _put(self, place: Located, fits: list[int], words: list[str], score: float) -> None:
        """Put a name to the one it fits; to a new one if there is none; to nobody if it is in doubt."""
        if len(words) == 1:
            fits = [i for i in fits if not self._is_of_other_gender(place, i)]
            if _NO_KIN.match(self.text, place.end):
                # "Judge Quell (no relation)" is another than each who was named so far.
                fits = [i for i in fits if self.words_of[i] == tuple(words)]
        if len(fits) > 1:
            self.fits[place.key] = tuple(fits)
            fits = self._tell_apart(place, fits)
        if len(fits) > 1:
            self.doubtful[place.key] = tuple(fits)
            return
        if not fits:
            self._new(Known(EntityKind.PERSON, ""), words)
        self._add(place, fits[0] if fits else len(self.known) - 1, score)

    def _add(self, place: Located, index: int, score: float) -> None:
        self.who[place.key] = index
        self.sure[place.key] = score
        one = self.known[index]
        one.mentions.append((place.start, place.end))
        one.titles |= {t for at in (place.start, place.name.start) if (t := find_title(self.text, at))}
        one.titles |= {w for w in split_words(self.text[place.name.start : place.start]) if w in TITLES}

    def _tell_apart(self, place: Located, fits: list[int]) -> list[int]:
        """Which of several people of one last name is meant: by title, gender and who was named so far."""
        title = find_title(self.text, place.start)
        gender = TITLES.get(title, "-")
        if gender != "-":
            fits = [i for i in fits if self.known[i].gender in (gender, "")] or fits
            fits = [i for i in fits if self.known[i].gender == gender] or fits
        elif title:
            fits = [i for i in fits if title in self.known[i].titles] or fits
        if len(fits) > 1:
            before = [i for i in fits if any(s < place.start for s, _ in self.known[i].mentions)]
            # A headline names the one whom the report is about: the first who is named below it.
            if not before and place.start < self.headline_end:
                return [min(fits, key=lambda i: min(self.known[i].mentions))]
            fits = before or fits
        if len(fits) > 1:
            counts = sorted((len(self.known[i].mentions), i) for i in fits)
            if counts[-1][0] >= 3 * counts[-2][0]:
                return [counts[-1][1]]
        return fits

    def _is_of_other_gender(self, place: Located, who: int) -> bool:
        """The title tells: "Ms Quill" is not Tom Quill, even if no other Quill is named."""
        title = TITLES.get(find_title(self.text, place.start), "-")
        first = FIRST_NAMES.get(self.words_of[who][0], "") if len(self.words_of[who]) > 1 else ""
        return title != "-" and first != "" and first != title

    def settle(self, person: Known) -> None:
        """Choose the fullest form and tell the gender, once the mentions are known."""
        person.mentions.sort()
        person.name = fullest_form([self.text[slice(*m)] for m in person.mentions])
        genders = {TITLES[t] for t in person.titles if TITLES[t] != "-"}
        person.gender = genders.pop() if len(genders) == 1 else guess_gender(person.name)

    def add_body(self, place: Located) -> None:
        """Bodies and places: by country, by words, by the letters of an acronym."""
        printed = self.text[place.start : place.end]
        words = tuple(w for w in split_words(printed) if w not in _LEGAL_FORMS) or (fold(printed),)
        country = COUNTRY_NAMES.get(fold(printed))
        if country:
            words = (f"country:{country}",)
        index = self.body_of.get(words)
        if index is None and not country and place.name.kind is not EntityKind.PLACE:
            near = {i for word in {words[0], words[-1]} for i in self.by_edge.get(word, ())}
            # "NFL" is no part of "CBS Sports NFL": letters are not what a longer name ends with.
            parts = [
                i
                for i in sorted(near)
                if _is_part(words, self.words_of[i])
                and not (printed.isupper() and self.words_of[i][-len(words) :] == words)
            ]
            index = parts[0] if len(parts) == 1 else None
        if index is None and len(words) == 1 and sum(c.isupper() for c in printed) >= 2:
            index = self.by_acronym.get(words[0])
        if index is None:
            index = len(self.known)
            kind = (
                EntityKind.PLACE
                if place.name.kind is EntityKind.PLACE or country
                else EntityKind.ORGANIZATION
            )
            self.known.append(Known(kind, printed, gender="n"))
            self.words_of.append(words)
            self.body_of[words] = index
            for word in {words[0], words[-1]}:
                self.by_edge.setdefault(word, []).append(index)
            for letters in acronyms_of(printed):
                self.by_acronym.setdefault(letters, index)
        self.who[place.key] = index
        self.sure[place.key] = 0.95
        self.known[index].mentions.append((place.start, place.end))

    def printed(self, body: Known) -> str:
        """The longest form of a body's name; of a country, its full name if the report prints it anywhere."""
        forms = [re.sub(r"\s+", " ", self.text[slice(*m)]) for m in body.mentions]
        country = next((c for f in forms if (c := COUNTRY_NAMES.get(fold(f)))), None)
        if country and country in self.text:
            return country
        return max(forms, key=lambda f: (len(f) if "." not in f else 2, f.isupper()), default=body.name)


_NO_KIN = re.compile(
    r",? \(?(?:(?:who|the two|they) (?:is|are) )?"
    r"(?:not (?:her |his |a )?(?:related|relatives?)|no (?:relation|kin)\b)"
)
_LEGAL_FORMS = frozenset(("inc", "ltd", "plc", "llc", "co", "corp", "a/s", "the"))


def _is_part(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """The words begin or end the longer name of a body: "Halden" of "Halden Biologics"."""
    n = len(words)
    if n >= len(full) or full[0].startswith("country:"):
        return False
    return words in (full[:n], full[-n:])
