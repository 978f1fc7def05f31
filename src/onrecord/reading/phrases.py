"""The words that name a source, taken apart: what their head is, what is said of it, whose it is.

"The president of Mexico, Andrés Manuel López Obrador" has the head "president", says "mexico" of it
and stands beside a name. No grammar is parsed: word lists and the places of the names are enough.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.lexicon import fold
from onrecord.reading.nouns import (
    CROWDS,
    DETERMINERS,
    POSSESSIVES,
    PRONOUNS,
    ROLES,
    WORD,
    noun_kind,
    singular,
)

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

_INDEFINITE = frozenset(("a", "an", "one", "another", "some", "someone"))
_EDGE_WORDS = frozenset(
    (
        *(
            "of",
            "for",
            "at",
            "in",
            "from",
            "with",
            "on",
            "by",
            "to",
            "near",
            "under",
            "over",
            "about",
            "against",
        ),
        *(
            "inside",
            "outside",
            "within",
            "among",
            "after",
            "before",
            "since",
            "during",
            "behind",
            "like",
            "as",
        ),
        *(
            "who",
            "whom",
            "which",
            "that",
            "whose",
            "where",
            "when",
            "familiar",
            "close",
            "is",
            "was",
            "has",
            "had",
        ),
        *(
            "responding",
            "seeking",
            "worried",
            "hearing",
            "published",
            "released",
            "seen",
            "conducted",
            "obtained",
        ),
    )
)
_BREAK = re.compile(r"[,;:()\[\]–—\n“”\"]| - |…")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a source's words say. `kind` tells which of the others hold.

    kind: "pronoun", "name" (it ends in a name), "joint", "role", "body", "document", "crowd", "owner"
    (only a possessor: "Trump's"), "other" (a head that is in no list) or "none" (no noun at all).
    `name` is `[start, end)` of the name that is meant; `items` the parts of a joint source; `owner`
    the name or pronoun in the possessive before the head; `of` the name after "of" or "for".
    `core` is the phrase up to its first comma, preposition or relative word.
    """

    kind: str
    head: str = ""
    says: frozenset[str] = frozenset()
    determiner: str = ""
    plural: bool = False
    name: tuple[int, int] | None = None
    items: tuple[tuple[int, int], ...] = ()
    owner: tuple[int, int] | None = None
    of: tuple[int, int] | None = None
    core: tuple[int, int] = (0, 0)


def may_be_same(one: str, other: str) -> bool:
    """The words of two sources of one sentence may mean the same one: "the minister" and "she"."""
    words, others = (
        {fold(w) for w in WORD.findall(t[: find_edge(t, 0, len(t), ())])} - DETERMINERS for t in (one, other)
    )
    if words & others or fold(one) in PRONOUNS:
        return True
    sort = PRONOUNS.get(fold(other), "")
    return sort != "" and not (sort in "mf" and is_thing(one))


# Endings of nouns for people that no list has: "a beekeeper", "the flautist".
_PERSON = re.compile(r".*(?:[eo]r|ist|ian|eer|man|woman|person|mate|ee|one|body)")


def is_thing(words: str) -> bool:
    """The words name no person and no body, as far as the lists tell: "Quell's conviction", "the report"."""
    core = WORD.findall(words[: find_edge(words, 0, len(words), ())])
    if not core or core[-1][0].isupper() or fold(core[-1]) in PRONOUNS:
        return False
    head, plural = singular(fold(core[-1]))
    kind = noun_kind(head, plural)
    return kind == "document" or (kind == "other" and not _PERSON.fullmatch(head))


def spans_between(spans: Sequence[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """Those of some sorted spans that begin in a stretch and end in it or in the possessive behind it."""
    first, after = bisect_left(spans, (start, 0)), bisect_left(spans, (end, 0))
    return [span for span in spans[first:after] if span[1] <= end + 2]


def find_edge(
    text: str,
    start: int,
    end: int,
    names: Sequence[tuple[int, int]],
    people: Set[tuple[int, int]] = frozenset(),
) -> int:
    """Where the head's own part of a phrase ends: before the first comma, preposition or relative word.

    "Secretary of State Ana Quell" goes on to the name, since it is one of `people`, the names of persons.
    """
    for match in re.finditer(rf"{_BREAK.pattern}|{WORD.pattern}", text[start:end]):
        at = start + match.start()
        if at == start or any(s <= at < e for s, e in names):
            continue
        word = fold(match.group())
        if word == "of" and any(_TITLE_OF.fullmatch(text[at : n[0]]) for n in people if at < n[0] < end):
            continue
        if _BREAK.fullmatch(match.group()) or word in _EDGE_WORDS:
            return at
        # "workers deprived of liberty", "police investigating the case"
        if re.fullmatch(r"[a-z]{3,}(?:ing|ed)", match.group()) and _is_noun(text[start:at]):
            return at
    return end


# What may stand between "Secretary" and the name: "of State ", "of Foreign Affairs ".
_TITLE_OF = re.compile(r"of (?:the )?(?:[A-Z][\w-]*[ \xa0]|and[ \xa0]){1,4}")


def _is_noun(before: str) -> bool:
    words = WORD.findall(before)
    return bool(words) and noun_kind(*singular(fold(words[-1]))) != "other"


def parse_phrase(
    text: str,
    start: int,
    end: int,
    names: Sequence[tuple[int, int]],
    people: Set[tuple[int, int]] = frozenset(),
) -> Phrase:
    """Take the words of a source apart.

    `names` are the places of the names within it, none overlapping; `people` those that are persons'.
    """
    while start < end and not (text[start].isalnum() or text[start] in "@"):
        start += 1
    edge = find_edge(text, start, end, names, people)
    words = [(start + m.start(), start + m.end(), fold(m.group())) for m in WORD.finditer(text[start:edge])]
    if not words:
        return Phrase("none", core=(start, edge))
    determiner = words[0][2] if words[0][2] in DETERMINERS | _INDEFINITE else ""
    # "WHO" is a body, unless all is printed in capitals.
    acronym = (
        text[slice(*words[0][:2])] in ("IT", "US", "WHO")
        and text[start : end + 30].upper() != text[start : end + 30]
    )
    if len(words) == 1 and words[0][2] in PRONOUNS and not acronym:
        return Phrase("pronoun", head=words[0][2], core=(start, edge))
    if items := _find_items(text, start, end, names):
        return Phrase("joint", items=items, plural=True, core=(start, end))
    inside = [n for n in names if n[0] >= start and n[1] <= edge + 2 and n[0] < edge]
    last = inside[-1] if inside else None
    if person := _find_whose(text, edge, end, names, people):
        return Phrase("name", name=person, of=last, core=(start, edge))
    if last and last[1] >= words[-1][1] - 2:
        owner_only = text[last[0] : words[-1][1]].rstrip().endswith(("'s", "’s", "'", "’"))
        if not owner_only or words[-1][1] >= edge - 1:
            return Phrase("owner" if owner_only else "name", name=last, head="", core=(start, edge))
    apposition = _find_apposition(text, edge, end, names) or _find_given_name(text, edge, end, names)
    if re.match(r"(?i)(\w+) after \1\b", text[start:end]):
        return Phrase("crowd", head=words[0][2], plural=True, core=(start, edge))
    if words[-1][2] == "head" and (state := re.match(r" of (?:state|government)\b", text[edge:end], re.I)):
        edge += state.end()
        words[-1] = (words[-1][0], edge, fold(text[words[-1][0] : edge]))
    head, plural, first = _find_head(words)
    says = frozenset(w for _, _, w in words[:first] if w not in DETERMINERS)
    owner = next(
        (
            n
            for n in inside
            if text[n[1] : n[1] + 1] in "'’"
            or text[n[1] - 1] in "'’"
            or text[n[1] - 2 : n[1]] in ("'s", "’s")
        ),
        None,
    )
    if determiner in POSSESSIVES and owner is None:
        owner = (words[0][0], words[0][1])
    of, more = _find_complement(text, edge, end, names)
    kind = noun_kind(head, plural)
    if kind == "other" and determiner == "the" and _AGE.fullmatch(head):
        kind = "role"
    return Phrase(kind, head, says | more, determiner, plural, apposition, (), owner, of, (start, edge))


_AGE = re.compile(r"\d{1,3}-year-olds?")


def _find_head(words: Sequence[tuple[int, int, str]]) -> tuple[str, bool, int]:
    """The head noun, of up to three words, whether it is plural, and which word it begins with."""
    for size in (3, 2):
        if len(words) >= size:
            joined = " ".join(w for _, _, w in words[-size:])
            head, plural = singular(joined)
            if head in ROLES:
                return head, plural, len(words) - size
    head, plural = singular(words[-1][2])
    return head, plural, len(words) - 1


_NAMED = re.compile(
    r"\b(?:named|called|(?:identified|introduced) (?:only |just )?as|"
    r"gave (?:his|her|their) name (?:only |just )?as)\s$"
)


def _find_given_name(
    text: str, edge: int, end: int, names: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """The name that the phrase says somebody has: "a fish seller who gave her name only as Ilda"."""
    return next((n for n in names if n[0] >= edge and _NAMED.search(text, edge, n[0])), None)


def _find_apposition(
    text: str, edge: int, end: int, names: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """The name that stands by itself between commas after the head: "An attorney for Pagliano, X"."""
    for name in names:
        if name[0] <= edge:
            continue
        before = text[edge : name[0]]
        comma = max(before.rfind(", "), before.rfind("– "), before.rfind("— "), before.rfind(": "))
        if comma < 0 or re.search(r"\b(?:who|which|whose|where)\b", before):
            continue
        between = WORD.findall(before[comma + 1 :])
        after = text[name[1] : end].lstrip("'’s")
        if all(w[:1].isupper() or fold(w) in ("the", "then") for w in between) and (
            not after.strip()
            or after.lstrip()[:1] in ",(;:–—"
            or re.match(r"\s+(?:of|in|for|who|at)\b", after)
        ):
            if re.match(r"\s*,?\s+and\b", after) or re.search(r"\band\s*$", before):
                continue
            return name
    return None


# "the Lakeside union, whose president, Ana Quell": she is who speaks.
_WHOSE = re.compile(r",? whose (?:[a-z-]+[ \xa0]){0,3}?[a-z-]+,?[ \xa0](?:[A-Z][a-z]{1,4}\.?[ \xa0])?$")


def _find_whose(
    text: str, edge: int, end: int, names: Sequence[tuple[int, int]], people: Set[tuple[int, int]]
) -> tuple[int, int] | None:
    """The person that ends the phrase, named behind the body's "whose president"."""
    name = names[-1] if names else None
    if name is None or name not in people or text[name[1] : end].strip(" ,\xa0"):
        return None
    return name if _WHOSE.fullmatch(text, edge, name[0]) else None


def _find_complement(
    text: str, edge: int, end: int, names: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int] | None, frozenset[str]]:
    """The name after "of", "for", "at" right behind the head, and the words there."""
    match = re.match(r"\s*(?:of|for|at|from|in|with)\s+", text[edge:end])
    if not match:
        return None, frozenset()
    start = edge + match.end()
    stop = start + (
        m.start() if (m := re.search(r"[,;(\n]|\bwho\b|\bwhich\b", text[start:end])) else end - start
    )
    inside = [n for n in names if start <= n[0] < stop]
    words = frozenset(fold(w) for w in WORD.findall(text[start:stop])) - DETERMINERS - _EDGE_WORDS
    return (inside[0] if inside else None), words


def _find_items(
    text: str, start: int, end: int, names: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """The parts of "A and B", "A, B and C"; empty where the source is one."""
    if _ONE_BODY.match(text, start, end):
        return ()
    stop = re.search(r",?\s+(?:who|which|whose)\b|[;:(]", text[start:end])
    limit = start + stop.start() if stop else end
    joins = list(re.finditer(r",? (?:and|or|&|as well as|along with) |, (?=others\b)", text[start:limit]))
    joins = [m for m in joins if not any(s < start + m.start() and start + m.end() < e for s, e in names)]
    if not joins:
        return ()
    cut = joins[0]
    left, right = (start, start + cut.start()), (start + cut.end(), limit)
    parts: list[tuple[int, int]] = []
    at = left[0]
    for match in re.finditer(r", ", text[slice(*left)]):
        if any(s < left[0] + match.start() < e for s, e in names):
            continue
        parts.append((at, left[0] + match.start()))
        at = left[0] + match.end()
    parts.append((at, left[1]))
    if not all(_is_whole(text, part, names) for part in (*parts, right)):
        return ()
    # "Ana Quell, a lawyer and the mother of two" is one.
    if any(re.match(r"(?:the|an?|\d+)\b", text[slice(*part)]) for part in parts[1:]):
        return ()
    return (*parts, right)


# "The House Oversight and Government Reform Committee"
_ONE_BODY = re.compile(
    r"(?:[Tt]he )?(?:[A-Z][\w’'-]* )+(?:and|&) (?:[A-Z][\w’'-]* )+"
    r"(?:Committee|Commission|Ministry|Department|Council|Agency|Authority|Bureau|Office|Board|Institute|Association)$"
)


def _is_whole(text: str, part: tuple[int, int], names: Sequence[tuple[int, int]]) -> bool:
    """The part can stand alone: it is a name, a pronoun, or has a determiner or a plural head."""
    words = WORD.findall(text[slice(*part)])
    if not words:
        return False
    inner = [n for n in names if n[0] >= part[0] and n[1] <= part[1] + 2]
    edge = find_edge(text, part[0], part[1], inner)
    core = WORD.findall(text[part[0] : edge])
    if not core:
        return False
    if any(n[1] >= edge - 2 for n in inner if n[0] < edge):
        return True
    if len(core) == 1 and fold(core[0]) in PRONOUNS.keys() | CROWDS:
        return True
    if len(core) == 1 and core[0][:1].isupper() and noun_kind(*singular(fold(core[0]))) == "other":
        return True
    head, plural = singular(fold(core[-1]))
    kind = noun_kind(head, plural)
    return (
        kind == "crowd"
        or (plural and kind != "document")
        or (kind != "other" and fold(core[0]) in DETERMINERS)
    )
