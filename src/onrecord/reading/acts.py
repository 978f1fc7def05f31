"""Acts: what kind of saying a statement is, and whether a statement was made at all.

The cue tells most: "denied", "urged", "offered". Where it only says that something was said, the
content tells: a question mark, "please", "sorry", "I never". What nothing tells against is "inform".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from onrecord.lexicon import fold, read_pairs, read_table, read_words
from onrecord.record import Act, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from onrecord.record import Span

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|\?")
# Cues that say that something was said, not what was done by it.
_BARE = frozenset(
    ("say", "tell", "add", "state", "reply", "respond", "answer", "note", "declare", "insist", "repeat")
)
_SENTENCES = re.compile(r"[.!?]\s+\S")
_QUOTES = "\"'“”‘’«» ("


def find_act(cue: str, content: str, kind: Kind) -> Act:
    """The act of a statement, from the words of its cue and of its content."""
    words = _WORD.findall(fold(cue))
    lemmas = [_lemma(word) for word in words]
    by_cue = _by_cue(lemmas)
    if (told := _by_noun(words, content)) is not None and by_cue in (None, Act.INFORM):
        return told
    if by_cue is Act.QUESTION and not _asks(content):
        # "asked the minister to resign"
        return Act.REQUEST
    if by_cue is not None and not (by_cue is Act.REQUEST and content.strip(_QUOTES).endswith("?")):
        return by_cue
    if cue.strip() == ":" and _SENTENCES.search(content.strip()):
        # One does much in a whole turn of a transcript; what it ends with is what the next one answers.
        return Act.QUESTION if content.strip(_QUOTES).endswith("?") else Act.INFORM
    return _by_content(content.strip(), kind)


def is_made(text: str, cue: Sequence[Span], content: Sequence[Span]) -> bool:
    """Somebody said this, or declined to: not "did not say that", "is expected to announce", "may ask".

    `text` is the report's; `cue` and `content` are the statement's. Without a cue it was made.
    """
    if not cue:
        return True
    first = cue[0]
    before = fold(text[max(0, first.start - 60) : first.start])
    before = re.split(r"[.!?;:,\n“”\"()]|\b(?:and|but|who|that|which)\b", before)[-1]
    # What only the words before the cue say is not about this statement: the match must reach the cue.
    lead = len(before.strip()) + 1 if before.strip() else 0
    after = fold(text[cue[-1].end : cue[-1].end + 12]).strip()
    words = f"{before.strip()} {fold(' '.join(s.text for s in cue))}".strip()
    unmade = any(m.end() > lead for m in _NOT_MADE.finditer(words))
    return not unmade or bool(_REFUSED.search(f"{words} {after}"))


def only_names(cue: str) -> bool:
    """The words of a cue say how something is called, not that anybody said it: "known as", "nicknamed"."""
    return bool(_NAMES.search(fold(cue)))


_NAMES = re.compile(r"\b(?:(?:re|sur|nick|code-?)named?|dubbed|known|(?:en)?titled|named (?:after|for))\b")


def reports_a_saying(words: str) -> bool:
    """One of the words is a form of a listed reporting verb, or they hold a listed phrase ("hit back")."""
    found = _WORD.findall(fold(words))
    if any(word in _reporting_forms() for word in found):
        return True
    lemmas = [_lemma(word) for word in found]
    there = set(lemmas)
    phrases = (phrase for phrase, _ in _phrases() if len(phrase) > 1 and there.issuperset(phrase))
    return any(_holds(lemmas, phrase) for phrase in phrases)


_SAYING = (
    r"(?:address|announce|argue|ask|call|claim|declare|demand|deliver|disclose|give|issue|make|offer|present|"
    r"promise|propose|request|reveal|say|seek|speak|state|suggest|tell|testify|unveil|urge)"
)
_NOT_MADE = re.compile(
    rf"\b(?:(?:did|does|do|has|have|had|is|was|were|are)(?:n't| not| never)|never) "
    rf"(?:\w+ly )?(?:said|{_SAYING})"
    r"|\b(?:about|due|expected|going|likely|planning|poised|preparing|scheduled|set|slated|supposed|unlikely)"
    rf" to {_SAYING}"
    rf"|\b(?:may|might|could|will) (?:\w+ly )?{_SAYING}\b|\bif (?:he|she|they|it) {_SAYING}s?\b"
    # "responded by hitting him"
    r"|\b(?:answer|repl[iy]|respond|react|retaliat)(?:e|s|es|ed)* by \w+ing"
    # "waiting for the court to decide on"
    r"|\bawait(?:s|ed|ing)? .{1,50}? to \w+|\bwait(?:s|ed|ing)? for .{1,50}? to \w+"
)
# "did not say whether" is a refusal, which is reported as one.
_REFUSED = re.compile(
    r"(?:\bnot|n't) (?:immediately |yet )?(?:say|said|saying|comment|answer|respond|reply|give|disclose)\w*"
    r" (?:if|whether|how|who|what|when|where|why|much)\b"
)


@cache
def _forms() -> dict[str, str]:
    """Every form of the verbs of the list of acts, with its base form."""
    return _inflect({phrase.split()[0] for phrase in read_pairs("reading/data/acts.tsv")} | _BARE)


@cache
def _reporting_forms() -> frozenset[str]:
    """Every form of every verb that by itself reports a saying, an act or a finding."""
    listed = set(read_words("reading/data/reporting.txt")) | _BARE
    listed |= {phrase for phrase in read_pairs("reading/data/acts.tsv") if " " not in phrase}
    return frozenset(form for form, base in _inflect(listed).items() if base in listed)


def _inflect(bases: Set[str]) -> dict[str, str]:
    """The forms of English verbs, each with its base form; the irregular ones are listed."""
    forms: dict[str, str] = {}
    for base in bases:
        stem = base[:-1] if base.endswith("e") else base
        y = base[:-1] + "i" if re.search(r"[^aeiou]y$", base) else ""
        forms |= dict.fromkeys(
            (base, f"{base}s", f"{base}es", f"{stem}ed", f"{stem}ing", f"{y}es", f"{y}ed"), base
        )
        if re.fullmatch(r"[^aeiou]*[aeiou][bglmnpt]", base):
            forms |= dict.fromkeys((f"{base}{base[-1]}ed", f"{base}{base[-1]}ing"), base)
    for base, others in read_table("reading/data/irregular.tsv"):
        forms |= dict.fromkeys((base, *others.split()), base)
    return forms


def _lemma(word: str) -> str:
    return _forms().get(word, word)


@cache
def _phrases() -> tuple[tuple[tuple[str, ...], Act], ...]:
    """The cues of the list as lemmas, the longest first."""
    rows = [
        (tuple(_lemma(w) for w in phrase.split()), Act(act))
        for phrase, act in read_pairs("reading/data/acts.tsv").items()
    ]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


def _by_cue(lemmas: Sequence[str]) -> Act | None:
    """The act that the longest listed cue among the lemmas tells; its words may have others between them."""
    negated = any(w in ("not", "never") or w.endswith("n't") for w in lemmas)
    there = set(lemmas)
    for phrase, act in _phrases():
        if there.issuperset(phrase) and _holds(lemmas, phrase):
            return Act.DISAGREE if negated and act is Act.AGREE else act
    if negated and any(w in _BARE for w in lemmas):
        return Act.DECLINE
    return None


# What one does with an act that a noun names: "renewed the offer", "made an appeal", "again formulated".
_DOES = frozenset(
    "extend express formulate issue make present put reaffirm reiterate renew repeat submit voice".split()
)
_NOUNS = {
    "apology": Act.APOLOGISE,
    "appeal": Act.REQUEST,
    "approval": Act.AGREE,
    "backing": Act.AGREE,
    "call": Act.REQUEST,
    "demand": Act.REQUEST,
    "denial": Act.DENY,
    "gratitude": Act.THANK,
    "hope": Act.HOPE,
    "invitation": Act.OFFER,
    "offer": Act.OFFER,
    "plea": Act.REQUEST,
    "pledge": Act.PROMISE,
    "promise": Act.PROMISE,
    "proposal": Act.OFFER,
    "refusal": Act.DECLINE,
    "request": Act.REQUEST,
    "support": Act.AGREE,
    "thanks": Act.THANK,
    "threat": Act.THREATEN,
}
_NOUN_PHRASE = re.compile(
    rf"(?:(?:an?|the|this|that|his|her|its|their|our) (?:[\w-]+ ){{0,2}}?|[\w-]+['’]s (?:[\w-]+ ){{0,2}}?)"
    rf"(?P<noun>{'|'.join(_NOUNS)})\b"
)


@cache
def _forms_of_doing() -> frozenset[str]:
    return frozenset(form for form, base in _inflect(_DOES).items() if base in _DOES)


def _by_noun(cue: Sequence[str], content: str) -> Act | None:
    """The act that the content names by a noun, where the cue says that it was done: "the offer of help"."""
    named = _NOUN_PHRASE.match(fold(content).strip(_QUOTES)) if _forms_of_doing() & set(cue) else None
    return _NOUNS[named["noun"]] if named else None


def _holds(lemmas: Sequence[str], phrase: Sequence[str]) -> bool:
    """The words of a phrase stand among the lemmas in their order."""
    left = iter(lemmas)
    return all(word in left for word in phrase)


def _asks(content: str) -> bool:
    words = content.strip(_QUOTES)
    return words.endswith("?") or bool(
        re.match(r"(?i)(?:who|whom|whose|what|when|where|why|how|which|if|whether)\b", words)
    )


_REQUESTS = re.compile(
    r"(?i)(?:answer|bring|come|do not|don[’']t|free|give|go|keep|leave|let us|let[’']s|listen|look|not to|"
    r"please|release|remember|respect|save|stay|stop|take|tell|to|vote|wait|write)\b"
)
_DENIES = re.compile(
    r"(?i)^(?:that )?(?:\W*(?:he|i|it|mr \w+|ms \w+|ours|she|there|they|we) )?(?:\w+ )?"
    r"(?:(?:has|have|had|was|were|is|are|do|does|did) ?)?"
    r"(?:never|no (?:evidence|link|one|patient|pressure|such|truth)|"
    r"nobody (?:asked|could|did|phoned|telephoned|told)|"
    r"not (?:one|a single|a|an|the|something)|"
    r"(?:n[’']t|not) (?:accept|asked|done|guilty|involved|received?|responsible|taken?|trade|true))\b"
    r"|\b(?:untrue|lies to|no evidence|not one (?:cent|penny)|no truth|no link)\b"
)
_OFFERS = re.compile(
    r"(?i)\b(?:doors? (?:is|are|stands?|of|remains?)|ready to (?:help|receive|host)|will have a home)\b"
)
_THREATENS = re.compile(
    r"(?i)\b(?:consequences|face action|high court|legal action|no \w+ will|nobody goes back|ordinance|"
    r"pull out|retaliat\w+|stop work|"
    r"stoppage|strike|to court|until|(?:will|would) be filed|will not return)\b"
)


# "should a single resident be punished" is an if; what should have come is awaited.
_OUGHT = re.compile(r"(?i)\b(?:must|should) (?!an?\b|the\b|any\b|have\b|arrive|(?:be )?(?:ready|known)\b)\w+")
# Words before it, behind which a report in other words tells of a duty, and asks nothing itself.
_FAR = 8


def _by_content(content: str, kind: Kind) -> Act:
    words = content.strip(_QUOTES + ".,")
    if words.endswith("?"):
        return Act.QUESTION
    if re.search(r"(?i)\b(?:sorry|apologi[sz]e|ashamed|forgive me)\b", words):
        return Act.APOLOGISE
    if re.search(r"(?i)\b(?:thank|grateful|gratitude)", words[:60]):
        return Act.THANK
    if (_REQUESTS.match(words) and kind is not Kind.INDIRECT) or re.match(
        r"(?i)(?:please|do not|keep|come|not to)\b", words
    ):
        return Act.REQUEST
    ought = _OUGHT.search(words)
    if ought and (kind is not Kind.INDIRECT or words.count(" ", 0, ought.start()) < _FAR):
        return Act.REQUEST
    if _OFFERS.search(words):
        return Act.OFFER
    if _THREATENS.search(words) and re.search(
        r"(?i)\b(?:will|would|could|may|might|until|no|nobody)\b", words
    ):
        return Act.THREATEN
    if re.search(r"(?i)\bhope", words[:40]):
        return Act.HOPE
    if _DENIES.search(words):
        return Act.DENY
    return Act.INFORM
