"""Pronouns: he, she, it, they, who and I, to whom they fit best among those named or talking so far."""

from __future__ import annotations

import re

from onrecord.lexicon import fold
from onrecord.reading.names import Known
from onrecord.reading.phrases import PRONOUNS, ROLES, WORD, noun_kind, singular
from onrecord.reading.scene import NOBODY, Answer, Place, Scene
from onrecord.record import EntityKind

WRITER = "the writer"


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
    for i in range(len(scene.groups.known), len(scene.known)):
        if scene.known[i].gender == "writer":
            return Answer(i, 0.8, "the writer of the report")
    scene.known.append(Known(EntityKind.PERSON, scene.writer or WRITER, "writer", set(), [(start, end)]))
    return Answer(len(scene.known) - 1, 0.8, "the writer of the report")


def _relative(scene: Scene, word: str, start: int) -> Answer:
    """Who or which: the name, or the source, that stands just before."""
    sentence = max(scene.text.rfind("\n", 0, start), start - 160)
    for at, who in sorted(scene.talking, reverse=True):
        ends = [end for s in scene.sources for span in s.spans if (end := span.end) and span.start == at]
        if ends and 0 <= start - max(ends) <= 3:
            return Answer(who, 0.85, "the source just before")
    before = WORD.findall(scene.text[sentence + 1 : start])
    names = [n for n in scene.groups.who if sentence <= n[0] and n[1] <= start]
    if not before:
        return NOBODY
    touching = [n for n in names if not WORD.search(scene.text[n[1] : start].replace("’s", ""))]
    if touching:
        return Answer(scene.groups.who[max(touching)], 0.9, "the name just before")
    head, plural = singular(fold(before[-1]))
    if word != "which" and before[-1].islower() and noun_kind(head, plural) in ("crowd", "role"):
        kind = EntityKind.GROUP if noun_kind(head, plural) == "crowd" else EntityKind.UNNAMED
        at = scene.text.rindex(before[-1], 0, start)
        gender = ROLES.get(head, "").replace("-", "")
        return Answer(
            scene.describe(kind, at, at + len(before[-1]), gender), 0.6, "those described just before"
        )
    fit = [n for n in names if scene.is_person(n) is (word != "which")]
    if fit and not re.search(r"[a-z]{4}[.!?]\s", scene.text[max(fit)[1] : start]):
        return Answer(scene.groups.who[max(fit)], 0.75, "the nearest fitting name before")
    return NOBODY


def _they(scene: Scene, word: str, start: int) -> Answer:
    """They: those who were talking last, if they are several or a body."""
    for at, who in sorted(scene.talking, reverse=True):
        one = scene.known[who]
        if at >= start or (scene.in_content(at) and not scene.in_content(start)):
            continue
        if one.kind in (EntityKind.GROUP, EntityKind.ORGANIZATION):
            return Answer(who, 0.75, "the several who were talking last")
        break
    return Answer(
        scene.describe(EntityKind.GROUP, start, start + len(word), "p"), 0.5, "several, not told who"
    )


def _standing_out(scene: Scene, sort: str, start: int) -> Answer:
    """He, she, it: of those named or talking so far who fit, the one that stands out."""
    points: dict[int, float] = {}
    kinds = {"n": (EntityKind.ORGANIZATION, EntityKind.DOCUMENT)}.get(
        sort, (EntityKind.PERSON, EntityKind.UNNAMED)
    )
    last = scene.last_talking(start, *kinds)
    talked = {who for at, who in scene.talking if at < start}
    for who, one in enumerate(scene.known):
        if not _fits(one, sort) or (sort == "n" and who not in talked and one.kind is EntityKind.PLACE):
            continue
        places = [m for m in one.mentions if m[0] < start]
        places += [(at, at + 1) for at, w in scene.talking if w == who and at < start]
        if places:
            points[who] = _points(scene, one, sort, places, start)
            points[who] += 1.5 if who == last else 0.4 if who in talked else 0.0
    if not points:
        return NOBODY
    ranked = sorted(points.items(), key=lambda p: (-p[1], p[0]))
    lead = ranked[0][1] - ranked[1][1] if len(ranked) > 1 else 3.0
    if lead < 0.2:
        return NOBODY
    score = 0.9 if lead > 1.5 else 0.8 if lead > 0.7 else 0.65
    return Answer(ranked[0][0], score, "the one the pronoun fits who was talking or named last")


def _fits(one: Known, sort: str) -> bool:
    if sort in "mf":
        return one.kind in (EntityKind.PERSON, EntityKind.UNNAMED) and one.gender in ("", sort)
    return one.kind in (EntityKind.ORGANIZATION, EntityKind.DOCUMENT, EntityKind.PLACE)


def _points(scene: Scene, one: Known, sort: str, places: list[Place], start: int) -> float:
    quoted = scene.in_content(start)
    points = max(_mention_points(scene, m, start, quoted) for m in places)
    points += 0.12 * min(len(places), 6)
    if sort in "mf" and not one.gender:
        points -= 0.9
    if one.kind is EntityKind.UNNAMED:
        points -= 0.6
    return points


def _mention_points(scene: Scene, mention: Place, start: int, quoted: bool) -> float:
    """How much a mention stands out for a pronoun at `start`: how near, as what, inside whose words."""
    between = scene.text[mention[1] : start]
    sentences = len(re.findall(r"[.!?][”\"’']?\s+(?=[A-Z“\"‘])", between)) + between.count("\n\n")
    points = -0.55 * min(sentences, 8)
    if scene.in_content(mention[0]) and not quoted:
        points -= 1.2
    before = scene.text[max(0, mention[0] - 25) : mention[0]]
    if re.search(r"(?:^|[.!?”\"\n][\s“\"]*)(?:[\w.]+ ){0,3}$", before):
        points += 0.8
    if re.search(r"\b(?:of|for|at|in|from|with|on|by|to|about|against)\s+(?:\w+\.? )?$", before):
        points -= 0.5
    if scene.text[mention[1] : mention[1] + 2] in ("'s", "’s"):
        points -= 0.5
    return points
