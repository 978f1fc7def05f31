"""Pronouns: he, she, it, they, who and I, to whom they fit best among those named or talking so far."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice

from onrecord.lexicon import fold
from onrecord.reading.names import Known
from onrecord.reading.nouns import PRONOUNS, ROLES, WORD, noun_kind, singular
from onrecord.reading.scene import NOBODY, Answer, Place, Scene
from onrecord.record import EntityKind

WRITER = "the writer"
# Of the sorts of pronouns, one for words that fit men and women: "the senator".
ANYBODY = "a"


def resolve_pronoun(scene: Scene, index: int, word: str, start: int) -> Answer:
    """Whom the pronoun at `start`, the source of statement `index`, means."""
    sort = PRONOUNS[word]
    if sort in ("i", "we"):
        return _first_person(scene, index, sort, start, start + len(word))
    if sort == "you":
        return Answer(
            scene.describe(EntityKind.GROUP, start, start + len(word), "p"), 0.6, "whoever is spoken to"
        )
    if sort == "w":
        return _relative(scene, word, start)
    if sort == "p":
        return _they(scene, word, start)
    return _standing_out(scene, sort, start)


def _first_person(scene: Scene, index: int, sort: str, start: int, end: int) -> Answer:
    """Inside somebody's words "I" is that somebody; outside, the writer."""
    around = [
        (sum(c.end - c.start for c in s.contents), i)
        for i, s in enumerate(scene.sources)
        if i != index and any(c.start <= start < c.end for c in s.contents)
    ]
    for _, outer in sorted(around):
        answer = scene.answers.get(outer, NOBODY)
        if answer.who < 0:
            return NOBODY
        if sort == "i" or scene.known[answer.who].kind is EntityKind.ORGANIZATION:
            return Answer(answer.who, min(answer.score, 0.85), "the one whose words these are")
        return Answer(scene.describe(EntityKind.GROUP, start, end, "p"), 0.6, "the one talking, with others")
    if sort == "we" and scene.issuer >= 0:
        return Answer(scene.issuer, 0.85, "the body whose release it is")
    for i in range(len(scene.groups.known), len(scene.known)):
        if scene.known[i].gender == "writer":
            return Answer(i, 0.8, "the writer of the report")
    scene.known.append(Known(EntityKind.PERSON, scene.writer or WRITER, "writer", set(), [(start, end)]))
    return Answer(len(scene.known) - 1, 0.8, "the writer of the report")


def _relative(scene: Scene, word: str, start: int) -> Answer:
    """Who or which: the name, or the source, that stands just before."""
    sentence = max(scene.text.rfind("\n", 0, start) + 1, start - 160)
    for index, source in enumerate(scene.sources):
        if source.spans and 0 <= start - source.spans[-1].end <= 3 and index in scene.answers:
            answer = scene.answers[index]
            return Answer(answer.who, min(answer.score, 0.85), "the source just before")
    before = list(WORD.finditer(scene.text, sentence, start))
    names = scene.named_before(sentence, start)
    if not before:
        return NOBODY
    touching = [n for n in names if not WORD.search(scene.text[n[1] : start].replace("’s", ""))]
    if touching:
        return Answer(scene.groups.who[max(touching)], 0.85, "the name just before")
    head, plural = singular(fold(before[-1].group()))
    if word != "which" and before[-1].group().islower() and noun_kind(head, plural) in ("crowd", "role"):
        kind = EntityKind.GROUP if noun_kind(head, plural) == "crowd" else EntityKind.UNNAMED
        gender = ROLES.get(head, "").replace("-", "")
        return Answer(scene.describe(kind, *before[-1].span(), gender), 0.6, "those described just before")
    return NOBODY


def _they(scene: Scene, word: str, start: int) -> Answer:
    """They: those who were talking last, if they are several or a body."""
    for at, who in scene.talked(start):
        one = scene.known[who]
        if scene.in_content(at) and not scene.in_content(start):
            continue
        if one.kind in (EntityKind.GROUP, EntityKind.ORGANIZATION):
            return Answer(who, 0.55, "the several who were talking last")
        if one.kind is not EntityKind.DOCUMENT:
            break
    several = scene.describe(EntityKind.GROUP, start, start + len(word), "p")
    return Answer(several, 0.5, "several, not told who")


_HE_OR_SHE = re.compile(r"\b(?:(he|him|his|himself)|(?:she|hers?|herself))\b", re.IGNORECASE)


def _follow(scene: Scene, until: int) -> None:
    """Find whom the pronouns of the report's own voice mean, up to a place: they keep one in mind."""
    for match in _HE_OR_SHE.finditer(scene.text, scene.followed, until):
        scene.followed = match.end()
        if not scene.in_content(match.start()):
            who = _rank(scene, "m" if match.group(1) else "f", match.start())
            if who.who >= 0:
                scene.echoes.append((match.start(), who.who))
    scene.followed = max(scene.followed, until)


def _standing_out(scene: Scene, sort: str, start: int) -> Answer:
    """He, she, it: of those named or talking so far who fit, the one that stands out."""
    if sort in "mf" and start >= scene.headline_end:
        _follow(scene, start)
    answer = _rank(scene, sort, start)
    if _another_between(scene, answer.who, start) or _newcomer_between(scene, sort, answer.who, start):
        return NOBODY
    return answer


def stands_out(scene: Scene, sort: str, start: int) -> Answer:
    """Who stands out at a place by far, among those named or talking just before it."""
    answer = _rank(scene, sort, start, least=0.8)
    if answer.who < 0 or _another_between(scene, answer.who, start):
        return NOBODY
    mentions = scene.known[answer.who].mentions
    last = max(
        [m[1] for m in mentions[: bisect_left(mentions, (start, 0))][-1:]]
        + [at for at, w in islice(scene.talked(start), 3) if w == answer.who],
        default=-1,
    )
    return answer if last >= 0 and scene.sentences_between(last, start) <= _NEAR else NOBODY


# As many ends of sentences may lie before a word that stands for a name; those of paragraphs count twice.
_NEAR = 4


def _another_between(scene: Scene, who: int, start: int) -> bool:
    """Somebody who could not be told apart ("Jung", of two of that name) was talking since this one was
    named or talking last: the pronoun may well mean that one.
    """
    if who < 0:
        return False
    mentions = scene.known[who].mentions
    heard = [m[0] for m in mentions[: bisect_left(mentions, (start, 0))][-1:]]
    heard += [at for at, w in islice(scene.talked(start), 12) if w == who]
    since = max(heard, default=-1)
    return any(
        scene.answers[i].who < 0 and since < source.spans[0].start < start
        for i, source in enumerate(scene.sources)
        if source.spans and i in scene.answers and fold(source.spans[0].text) not in _RELATIVES
    )


_NEWCOMER = re.compile(
    r"(?:^|[.!?][”\"’]?\s|\n|, )(?:[\w’']+,? ){0,6}?\b(?:an?|one) (?:[\w-]+ ){0,2}?([a-z-]+)"
    r"(?: from [^.,;\n]{1,30}| of [^.,;\n]{1,30}| at [^.,;\n]{1,30})? "
    r"(?:(?:who|that) |[a-z]+ed\b|said\b|told\b|says\b|came\b|met\b|spoke\b)"
)


def _newcomer_between(scene: Scene, sort: str, who: int, start: int) -> bool:
    """Somebody without a name came up since, who does something: "Then a conscript talked to us. He …"."""
    if who < 0 or sort not in "mf" or scene.known[who].kind is not EntityKind.PERSON:
        return False
    mentions = scene.known[who].mentions
    heard = [m[1] for m in mentions[: bisect_left(mentions, (start, 0))][-1:]]
    heard += [at for at, w in islice(scene.talked(start), 3) if w == who]
    since = max(heard, default=-1)
    if since < 0:
        return False
    for match in _NEWCOMER.finditer(scene.text, since, start):
        gender = ROLES.get(match.group(1))
        if gender in (sort, "-") and not scene.in_content(match.start(1)):
            return True
    return False


_RELATIVES = frozenset(("who", "which", "that", "it", "they"))


def _rank(scene: Scene, sort: str, start: int, *, least: float = 0.2) -> Answer:
    points: dict[int, float] = {}
    # Those who talk with one another are not "he" and "she" to each other.
    turns = scene.turns if scene.in_content(start) else frozenset[int]()
    talked = [(at, who) for at, who in islice(scene.talked(start), 12) if at not in turns]
    last = -1 if turns else scene.last_talking(start, *_KINDS[sort])
    recent = {who for _, who in talked}
    echo = scene.echoes[-1] if scene.echoes else (-1, -1)
    for who, one in enumerate(scene.known):
        if (
            not _fits(one, sort)
            or one.name in (scene.writer or "")
            or (sort == "n" and who not in recent and one.kind is EntityKind.PLACE)
        ):
            continue
        places = [m for m in one.mentions[: bisect_left(one.mentions, (start, 0))] if m[0] > start - _REACH]
        places = [m for m in places if m[0] not in turns] + [(at, at + 1) for at, w in talked if w == who]
        if places:
            points[who] = _points(scene, one, sort, places[-12:], start)
            points[who] += 1.5 if who == last else 0.4 if who in recent else 0.0
            if who == echo[1] and echo[0] < start:
                points[who] += max(0.0, 1.2 - 0.4 * scene.sentences_between(echo[0], start))
    if not points:
        return NOBODY
    ranked = sorted(points.items(), key=lambda p: (-p[1], p[0]))
    lead = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 3.0
    if lead < least:
        return NOBODY
    score = 0.88 if lead > 1.5 else 0.7
    return Answer(ranked[0][0], score, "the one the pronoun fits who was talking or named last")


# A name farther back than this, in characters, is not what a pronoun means unless it was talking.
_REACH = 4000
_PEOPLE = (EntityKind.PERSON, EntityKind.UNNAMED)
_KINDS = {"m": _PEOPLE, "f": _PEOPLE, "n": (EntityKind.ORGANIZATION, EntityKind.DOCUMENT), ANYBODY: _PEOPLE}


def _fits(one: Known, sort: str) -> bool:
    if sort in "mf":
        return one.kind in _PEOPLE and one.gender in ("", sort)
    if sort == ANYBODY:
        return one.kind is EntityKind.PERSON and one.gender != "writer"
    return one.kind in (EntityKind.ORGANIZATION, EntityKind.DOCUMENT, EntityKind.PLACE)


def _points(scene: Scene, one: Known, sort: str, places: list[Place], start: int) -> float:
    quoted = scene.in_content(start)
    points = max(_mention_points(scene, m, start, quoted) for m in places)
    points += 0.12 * min(len(places), 6)
    if sort in "mf" and not one.gender:
        points -= 1.1
    if one.kind is EntityKind.UNNAMED:
        points -= 1.2
    return points


# A name that a verb follows, straight or after an aside: it is what its sentence is about.
_HAS_VERB = re.compile(
    r"(?:, (?:who|an?|the|\d)[^,.;\n]{1,80},)?[ \xa0](?:[a-z]{3,}(?:ed|es)|was|is|has|had|did|"
    r"does|says|keeps|spread|said|told|put|led|came|went|took|gave|made|won|lost|wrote|spoke|left|saw|got|sent|began|ran)\b"
)


# "He and Ana Quell had met": she is another than he.
_BESIDE = re.compile(r"\b(?:he|she) and (?:[\w.]+ )?$", re.IGNORECASE)


def _mention_points(scene: Scene, mention: Place, start: int, quoted: bool) -> float:
    """How much a mention stands out for a pronoun at `start`: how near, as what, inside whose words."""
    points = -0.55 * min(scene.sentences_between(mention[1], start), 8)
    if scene.in_content(mention[0]) and not quoted:
        points -= 1.2
    before = scene.text[max(0, mention[0] - 25) : mention[0]]
    if re.search(r"(?:^|[.!?”\"\n][\s“\"]*)(?:[\w.]+ ){0,3}$", before):
        points += 0.8
    if re.search(r"\b(?:of|for|at|in|from|with|on|by|to|about|against)\s+(?:\w+\.? )?$", before):
        points -= 0.5
    if _BESIDE.search(before):
        points -= 3
    behind = scene.text[mention[1] : mention[1] + 2]
    if behind in ("'s", "’s"):
        points -= 0.5
    elif not scene.in_content(mention[0]) and _HAS_VERB.match(scene.text, mention[1]):
        points += 0.3
    return points
