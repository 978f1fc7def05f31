"""What a report says that its people and bodies are: "Mayor Ana Quell", "Ana Quell, the mayor"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.lexicon import fold, read_pairs, read_table, read_words
from onrecord.reading.name_words import CAPITAL_OF, COUNTRY_OF, FIRST_NAMES, TITLES, split_words
from onrecord.reading.names import Known, NameGroups
from onrecord.reading.nouns import ALSO, BODIES, DETERMINERS, ROLES, WORD, singular
from onrecord.reading.phrases import find_edge, spans_between
from onrecord.record import EntityKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_AFTER = re.compile(
    r"[’']?(?:[ \xa0]?\([^()\n]{1,25}\))?(?:,? who)?(?:,| is| was| became|, then|,? now)[ \xa0]+"
    r"(?:(?:\d{1,3}|who|is|was|has been|then|now|and),?[ \xa0]+)*"
)
_LEADS = re.compile(r",? who (?:now |also |still )?(heads|leads|chairs|runs|owns|founded|directs|edits)\b")
_DOES = {
    "heads": "head", "leads": "leader", "chairs": "chair", "runs": "head", "owns": "owner",
    "founded": "founder", "directs": "director", "edits": "editor",
}  # fmt: skip
_AGED = re.compile(
    r",[ \xa0](\d{1,3}),?(?=[ \xa0,.;:)]|$)"
    r"(?![ \xa0](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b)"
)
PARTIES = read_pairs("reading/data/parties.tsv")
# Titles cut short, and the noun they stand for: "Sen." is a senator.
_LONG = {row[0]: row[2] for row in read_table("data/titles.tsv") if len(row) > 2}


@dataclass(frozen=True, slots=True)
class Role:
    """`who` (an index into the names' `known`) is called `head`; `says` are the other words of it, folded.

    `start` is where it is said; `of` is whom else it names: the body of "spokesman for the council".
    """

    who: int
    head: str
    says: frozenset[str]
    start: int
    of: int | None = None


def canonical(words: frozenset[str]) -> frozenset[str]:
    """Words of a description, with countries, their adjectives and capitals as one."""
    return frozenset(
        f"country:{COUNTRY_OF.get(w) or CAPITAL_OF[w]}"
        if w in COUNTRY_OF or w in CAPITAL_OF
        else re.sub(r"(?:'s|s'|'|(?<=[a-z]{3})s)$", "", w)
        for w in words
    )


def find_roles(text: str, groups: NameGroups, names: Mapping[tuple[int, int], tuple[int, int]]) -> list[Role]:
    """What the text says around each name. `names` maps each name as found to the name without its titles."""
    roles: list[Role] = []
    spans = sorted(groups.who)
    for found in spans:
        who = groups.who[found]
        start, end = names[found]
        person = groups.known[who].kind is EntityKind.PERSON
        nouns = ROLES if person else {**ROLES, **dict.fromkeys(BODIES, "-")}
        for head, says, at in (*_before(text, start, spans, nouns), *_after(text, end, spans, nouns)):
            if person and not _can_be(groups.known[who], head):
                continue
            beside = _named_beside(text, at, (start, end), spans, groups, who)
            roles.append(Role(who, head, canonical(says), at, beside))
        if person:
            roles.extend(_shared(text, found, start, spans, groups))
        if not person:
            roles.extend(_own_nouns(who, groups.known[who].name, start))
        elif aged := _AGED.match(text, end):
            roles.append(Role(who, f"{aged.group(1)}-year-old", frozenset(), start))
    return roles


def _shared(
    text: str, found: tuple[int, int], start: int, spans: Sequence[tuple[int, int]], groups: NameGroups
) -> Iterator[Role]:
    """A noun for two: "my parents, Tom and Ana Quell", "lawyers Tom Hale and Ana Quell"."""
    after = spans_between(spans, found[1], found[1] + 60)
    pair = [found, after[0]] if after and text[found[1] : after[0][0]] == " and " else []
    nouns = WORD.findall(text[max(0, start - 60) : start].rstrip(" ,")) if pair else []
    head, plural = singular(fold(nouns[-1])) if nouns else ("", False)
    if plural and head in ROLES and re.search(r"[^\W\d_],? $", text[max(0, start - 3) : start]):
        for name in pair:
            one = groups.known[groups.who[name]]
            if one.kind is EntityKind.PERSON:
                # "James and Olive Meehan": a name alone is a first name here.
                one.gender = one.gender or FIRST_NAMES.get(split_words(one.name)[0], "")
                yield Role(groups.who[name], head, frozenset(), start)


def _can_be(person: Known, head: str) -> bool:
    """A man is no mother: what stands beside the name is said of somebody else."""
    return ROLES.get(head, "-") in ("-", person.gender or ROLES.get(head, "-"))


def _named_beside(
    text: str, at: int, place: tuple[int, int], spans: Sequence[tuple[int, int]], groups: NameGroups, who: int
) -> int | None:
    """Who else is named in the words of a role: those before the name, or up to the comma after it."""
    start, end = place
    stop = _CLAUSE_END.search(text, at) if at >= end else None
    limit = start if at < start else stop.start() if stop else len(text)
    beside = [n for n in spans_between(spans, at, limit) if groups.who[n] != who]
    return groups.who[beside[0]] if beside else None


_CLAUSE_END = re.compile(r"[,.;:(\n]")


def _own_nouns(who: int, name: str, start: int) -> Iterator[Role]:
    """The nouns in a body's own name: the Puebla Group is a group."""
    words = [fold(w) for w in WORD.findall(name)]
    for word in words:
        head = singular(word)[0]
        if head in BODIES:
            yield Role(who, head, canonical(frozenset(words) - {word}), start)


def _before(
    text: str, start: int, spans: Sequence[tuple[int, int]], nouns: Mapping[str, str]
) -> Iterator[tuple[str, frozenset[str], int]]:
    """What stands before a name: "Mexican Foreign Minister X", "the president of Mexico, X"."""
    line = max(text.rfind("\n", 0, start) + 1, start - 120)
    before = text[line:start]
    apposed = re.search(r"([^,;:.()“\"—–\n]+), (?:([^\W\d_]{2,9})\.? )?$", before)
    if apposed and fold(apposed.group(2) or "mr") in TITLES:
        begin = line + apposed.start(1)
        begin += len(apposed.group(1)) - len(apposed.group(1).lstrip(" -\xa0"))
        comma = line + apposed.end(1)
        edge = find_edge(text, begin, comma, spans_between(spans, begin, comma))
        if found := _noun_at_end(text[begin:edge], nouns):
            more = [fold(w) for w in WORD.findall(text[edge:comma])]
            opens = re.match(
                r"\s*(?:\w+\s+){0,6}?(?:the|a|an|his|her|its|their|our)\b", text[begin:edge], re.I
            )
            if opens or text[begin : begin + 2].strip()[:1].isupper() or "’s " in text[begin:edge]:
                yield found[0], found[1] | frozenset(more), begin
        if before.endswith(", "):
            return
    stop = [m.end() for m in re.finditer(r"[,;:()“”\"—–\n]|(?<=[a-z]{3})\. ", before)]
    begin = stop[-1] if stop else 0
    words = list(WORD.finditer(before, begin))
    for i in range(len(words) - 1, -1, -1):
        if not _fits_title(words[i].group()):
            begin = words[i].end()
            break
    if found := _noun_at_end(before[begin:], nouns):
        yield found[0], found[1], line + begin
        return
    # "Secretary of State X": the noun may stand before "of".
    of = re.search(r"([\w-]+(?: [\w-]+)?) of (?:the )?((?:[A-Z][\w.-]+ ?){1,4}) $", before)
    if of and (found := _noun_at_end(of.group(1), nouns)):
        yield found[0], found[1] | frozenset(fold(w) for w in WORD.findall(of.group(2))), line + of.start()


def _fits_title(word: str) -> bool:
    """The word can be part of what is said before a name: "former Quill police chief"."""
    folded = fold(word)
    if folded in DETERMINERS or folded in _ENDS_TITLE:
        return False
    noun = singular(re.sub(r"^ex-", "", folded))[0]
    listed = noun in ROLES or noun in BODIES or folded in TITLES or folded in _BEFORE_TITLES
    return word[:1].isupper() or "-" in word or listed


_ENDS_TITLE = frozenset(("of", "by", "for", "and", "said", "to", "with", "told", "as", "that"))
_BEFORE_TITLES = read_words("reading/data/before_titles.txt")


def _noun_at_end(words: str, nouns: Mapping[str, str]) -> tuple[str, frozenset[str]] | None:
    """The noun that a stretch ends with, and the words before it."""
    found = [fold(m.group()) for m in WORD.finditer(words)]
    found = [w if w in nouns else w.removeprefix("ex-") for w in found]
    for size in (3, 2, 1):
        if len(found) >= size:
            head = " ".join(found[-size:])
            head = _LONG.get(head, head)
            if head in nouns or (singular(head)[0] in nouns and not singular(head)[1]):
                return head, frozenset(found[:-size]) - DETERMINERS
    return None


def _after(
    text: str, end: int, spans: Sequence[tuple[int, int]], nouns: Mapping[str, str]
) -> Iterator[tuple[str, frozenset[str], int]]:
    """What stands behind it: "X, the mayor of Quill," and "X, 51, who heads the council"."""
    if leads := _LEADS.match(text, end):
        rest = re.split(r"[,;.(\n]", text[leads.end() : leads.end() + 120])[0]
        yield _DOES[leads.group(1)], frozenset(fold(w) for w in WORD.findall(rest)) - DETERMINERS, end
    opening = _AFTER.match(text, end)
    if not opening:
        return
    begin = opening.end()
    stop = re.search(r"[;:(“”\"—–\n]|,|(?<=[a-z]{2})\.(?:\s|$)", text[begin : begin + 160])
    limit = begin + stop.start() if stop else min(len(text), begin + 160)
    inner = spans_between(spans, begin, limit)
    at = begin
    for part in re.finditer(r"(.+?)(?: and | who | which |$)", text[begin:limit]):
        at = begin + part.start(1)
        edge = find_edge(text, at, begin + part.end(1), inner)
        if found := _noun_at_end(text[at:edge], nouns):
            more = frozenset(fold(w) for w in WORD.findall(text[edge : begin + part.end(1)])) - DETERMINERS
            yield found[0], found[1] | more, at
        # What follows is said of the same one only while nothing else comes between.
        if not found or part.group().endswith((" who ", " which ")):
            break


def are_near(noun: str, other: str) -> bool:
    """Two nouns that one person or one body may be called by: "lawmaker" and "senator"."""
    return other in ALSO.get(noun, ()) or noun in ALSO.get(other, ())


def match_role(head: str, says: frozenset[str], role: Role, all_says: frozenset[str]) -> float:
    """How well a description fits a role, 0 to 1. `all_says` is everything the report says of the one."""
    if head == role.head:
        fit = 0.8
    elif are_near(head, role.head):
        fit = 0.65
    else:
        return 0.0
    parties = [{PARTIES[w] for w in words if w in PARTIES} for words in (says, all_says)]
    if all(parties) and not parties[0] & parties[1]:
        # "The Democratic nominee" is not the Republican one.
        return 0.0
    wanted = {w for w in canonical(says) if w not in _EMPTY}
    if not wanted and any(singular(w)[0] in BODIES and w not in _OF_STATES for w in role.says):
        # "The president" is sooner the country's than the union's.
        fit -= 0.07
    for word in wanted:
        fit += (
            0.1
            if word in role.says
            else 0.07
            if word in all_says
            else -0.25
            if word.startswith("country:")
            else -0.12
        )
    return max(0.0, min(1.0, fit))


_OF_STATES = frozenset(("republic", "state", "nation", "country"))
_EMPTY = frozenset(("the", "former", "current", "new", "old", "own", "late", "then", "top", "here", "there"))
