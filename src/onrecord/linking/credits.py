"""Credits: which outlets a report names as where it has something from, and what its own outlet is called."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.lexicon import fold, read_pairs, read_words
from onrecord.linking.passages import find_sentences
from onrecord.record import Front, Report

_NAME = r"[A-Z][\w&’'-]*(?:\s(?:of\s(?:the\s)?|de\s(?:la\s)?|&\s|and\s)?[A-Z\d][\w&’'-]*(?:\.\d)?){0,4}"
# Up to four words that describe the outlet: "local paper", "the state news agency", "Portugal's".
_DESCRIBED = rf"(?P<described>(?:(?:[a-z][\w-]*|[A-Z]\w*['’]s)\s){{0,4}}?)(?:[Tt]he\s)?(?P<name>{_NAME})"
_AFTER = r"(?P<after>(?:\s(?:news|state))?(?:\s[a-z]+)?)"
# Whoever stands here may be an outlet: "told", "first reported by".
_CREDITS = (
    re.compile(rf"\b(?:told|tells|telling)\s{_DESCRIBED}{_AFTER}"),
    re.compile(
        r"\b(?:interview (?:with|to|in)|(?:speaking|spoke|talking|talked|statement) to"
        r"|(?:seen|obtained|reported|published|cited|carried|revealed|broadcast) by"
        rf"|citing|quoting|(?:reported|appeared) in)\s{_DESCRIBED}{_AFTER}"
    ),
    re.compile(
        rf"(?P<described>(?:[A-Za-z]\w*\s){{0,3}}?)\b(?:[Tt]he\s)?(?P<name>{_NAME})"
        r"(?P<after>(?:\snews agency)?)\s(?:has\s|had\s|first\s)?(?:reported|reports|revealed|learned)\b"
    ),
    re.compile(
        rf"(?P<described>)\b(?:[Tt]he\s)?(?P<name>{_NAME})['’]s (?P<after>readers|report|reporter|website)\b"
    ),
)
# Here stands anybody; an outlet has it in its name or beside it that it is one.
_IF_OUTLET = (
    re.compile(rf"\b(?:[Aa]ccording to|quoted by|[Oo]n|[Ii]n)\s{_DESCRIBED}{_AFTER}"),
    re.compile(
        rf"(?P<described>(?:[A-Za-z]\w*\s){{0,3}}?)\b(?:[Tt]he\s)?(?P<name>{_NAME})"
        r"(?P<after>(?:\s(?:news agency|newspaper|radio|television))?)\s(?:has\s|had\s)?"
        r"(?:said|says|wrote|writes|quoted|quotes|cited|published|broadcast|understands)\b"
    ),
)
# Of a name that initials stand for, one is there: "CP" is Continental Press and no cape post.
_AGENCY_WORDS = frozenset(("press", "agency", "agencia", "agence", "agentur", "wire", "news", "service"))
# How a report speaks of its own outlet.
_SELF = re.compile(
    r"\bthis (?:newspaper|paper|page|station|website|site|magazine|reporter|correspondent|column)\b"
    r"|\btold (?:us|me)\b"
)
# An outlet that was named before.
_AGAIN = re.compile(
    r"\b(?:told|to|by) the "
    r"(?:newspaper|paper|station|broadcaster|radio station|agency|magazine|website|weekly|daily)\b"
)
_HOST = re.compile(r"(?:\b|@)((?:[\w-]+\.)+[a-z]{2,})\b")


@dataclass(frozen=True, slots=True)
class Credit:
    """`[start, end)` of a text credits somebody by `name`.

    `is_outlet`: the name, or what stands beside it, says that it is an outlet or agency.
    """

    start: int
    end: int
    name: str
    is_outlet: bool


@lru_cache(maxsize=256)
def find_credits(text: str) -> tuple[Credit, ...]:
    """What a text has from outlets that it names, in the order of the text."""
    found: dict[int, Credit] = {}
    for pattern in (*_CREDITS, *_IF_OUTLET):
        for match in pattern.finditer(text):
            name = re.sub(r"^\w+['’]s\s|['’]s$", "", match["name"])
            is_outlet = _is_outlet(name, f"{match['described']} {match['after']}")
            if (is_outlet or pattern in _CREDITS) and fold(name) not in _days_and_months():
                found.setdefault(match.start("name"), Credit(match.start(), match.end(), name, is_outlet))
    return tuple(found[start] for start in sorted(found))


def _is_outlet(name: str, beside: str) -> bool:
    """The name ends in a word such as Gazette, or begins with one such as Radio, or has one beside it."""
    if not read_words("linking/data/outlet_nouns.txt").isdisjoint(fold(beside).split()):
        return True
    places = read_pairs("linking/data/outlet_words.tsv")
    words = [fold(word) for word in re.findall(r"\w+", name)]
    return "last" in places.get(words[-1], "") or "first" in places.get(words[0], "")


def _days_and_months() -> frozenset[str]:
    return read_words("linking/data/days_and_months.txt")


@dataclass(frozen=True, slots=True)
class CreditOf:
    """A report credits another's outlet, so many times, in these sentences (their words).

    `certain` false: what the other's outlet is called is not known, so that it may be the one.
    """

    name: str
    times: int
    sentences: tuple[frozenset[str], ...]
    certain: bool


def find_credit_of(report: Report, other: Report) -> CreditOf | None:
    """How a report credits another's outlet or agency in its text; None where it does not."""
    own, others = own_names(report) | {squash(_agency(report.front) or "")}, own_names(other)
    foreign = [c for c in find_credits(report.text) if not is_named(c.name, own)]
    certain = bool(others)
    named = [c for c in foreign if (is_named(c.name, others) if certain else c.is_outlet)]
    if not named:
        return None
    sentences = find_sentences(report.text)
    touched = {i for c in named for i, s in enumerate(sentences) if s.start < c.end and c.start < s.end}
    if len({squash(c.name)[-4:] for c in foreign if c.is_outlet}) == 1:
        # With one outlet credited, "the broadcaster" is that one.
        touched |= {i for i, s in enumerate(sentences) if _AGAIN.search(report.text, s.start, s.end)}
    credited = tuple(sentences[i].vocabulary for i in sorted(touched))
    return CreditOf(max((c.name for c in named), key=lambda n: (len(n), n)), len(touched), credited, certain)


def rests_on_agency(front: Front, other: Front) -> str | None:
    """The agency that a report carries and that the other comes from; None where that is not so."""
    agency = _agency(front)
    if not agency or not other.outlet or not _is_agency(other.outlet, agency):
        return None
    return None if front.outlet and _is_agency(front.outlet, agency) else f"the agency {agency}"


def name_same_agency(a: Front, b: Front) -> str | None:
    """The agency that two reports both credit, or that one credits and the other is by; None: no such."""
    agency, other = _agency(a), _agency(b)
    for one, another in ((agency, other), (agency, b.outlet), (other, a.outlet)):
        if one and another and _is_agency(another, one):
            return one
    return None


def credits_agency(front: Front) -> bool:
    """The report names an agency in its dateline."""
    return bool(_agency(front))


def _agency(front: Front) -> str | None:
    return front.dateline.agency if front.dateline else None


def _is_agency(name: str, agency: str) -> bool:
    """Two names of one agency, one of which may be the initials of the other."""
    if squash(name) == squash(agency):
        return True
    short, long = sorted((name, agency), key=len)
    words = [word for word in re.findall(r"\w+", fold(long)) if word != "the"]
    return "".join(w[0] for w in words) == squash(short) and not _AGENCY_WORDS.isdisjoint(words)


def name_same_outlet(a: Front, b: Front) -> str | None:
    """The outlet that two reports share, by name or by host; None where they do not or it is not known."""
    names, others = outlet_names(a), outlet_names(b)
    if not names & others:
        return None
    return a.outlet or b.outlet or min(names & others)


@lru_cache(maxsize=256)
def own_names(report: Report) -> frozenset[str]:
    """What the report's own outlet is called, squashed; empty where nothing tells.

    By its front matter; else by the addresses at its end, what it calls itself, and its agency.
    """
    if known := outlet_names(report.front):
        return known
    ending = report.text.split("\n\n")[-2:]
    names = {stem_of(host) for paragraph in ending for host in _HOST.findall(paragraph)}
    if _SELF.search(report.text):
        names |= {squash(credit.name) for credit in find_credits(report.text) if credit.is_outlet}
    return frozenset(names | {squash(_agency(report.front) or "")}) - {""}


def outlet_names(front: Front) -> frozenset[str]:
    """The outlet's name and the stem of its host, squashed; empty where neither is known."""
    host = re.sub(r"^\w+://", "", front.url).partition("/")[0] if front.url else ""
    return _names_of(front.outlet or "", host)


@lru_cache(maxsize=4096)
def _names_of(outlet: str, host: str) -> frozenset[str]:
    return frozenset({squash(outlet), stem_of(host) if host else ""} - {""})


def stem_of(host: str) -> str:
    """The name in a host: "www.thornsea-gazette.co.uk" gives "thornseagazette"."""
    labels = [label for label in host.casefold().split(".") if label != "www"]
    while len(labels) > 1 and (len(labels[-1]) <= 3 or labels[-1] in ("example", "info", "news")):
        labels.pop()
    return squash(labels[-1])


def squash(name: str) -> str:
    """A name as hosts have it: folded, no article, no spaces and marks: "Lakeside FM" gives "lakesidefm"."""
    return re.sub(r"[^\w]|_", "", re.sub(r"^the\s", "", fold(name)))


def is_named(name: str, names: frozenset[str]) -> bool:
    """A credit's name is one of a report's own names, or the ending of one ("the Gazette")."""
    plain = squash(name)
    initials = "".join(word[0] for word in re.findall(r"\w+", fold(name)) if word != "the")
    return any(
        plain == own
        or (len(initials) > 1 and initials == own)
        or (len(plain) > 3 and own.endswith(plain))
        or (len(own) > 3 and plain.endswith(own))
        for own in names
    )
