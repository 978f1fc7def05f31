"""Descriptions: "the president", "A spokesman", "the letter", to whom the report gives that role."""

from __future__ import annotations

import re

from onrecord.lexicon import fold, read_words
from onrecord.reading.name_words import COUNTRY_OF, is_acronym, is_short_form, split_words
from onrecord.reading.nouns import BODIES, CROWDS, DOCUMENTS, PRONOUNS, ROLES, WORD, singular
from onrecord.reading.phrases import Phrase, is_thing
from onrecord.reading.pronouns import ANYBODY, resolve_pronoun, stands_out
from onrecord.reading.roles import Role, are_near, canonical, match_role
from onrecord.reading.scene import NOBODY, Answer, Scene, SourceIn
from onrecord.reading.whole_names import GOES_ON
from onrecord.record import EntityKind, Span

_DEFINITE = frozenset(("the", "this", "that", "its", "his", "her", "their", "our", "my"))
_UTTERANCES = read_words("reading/data/utterances.txt")
# "A plea from Ana Quell"
_FROM = re.compile(r"\s*from\s")
_PEOPLE = (EntityKind.PERSON, EntityKind.UNNAMED)


def resolve_description(scene: Scene, index: int, phrase: Phrase, start: int, end: int) -> Answer:
    """Whom a source without a plain name means; by its own words if the report names nobody for it."""
    if (named := _missed_name(scene, phrase)).who >= 0:
        return named
    if (named := _unmarked_name(scene, phrase, end)).who >= 0:
        return named
    if phrase.owner is not None and phrase.head in _UTTERANCES:
        return _owner(scene, index, phrase, start)
    if (
        phrase.of in scene.groups.who
        and phrase.head in _UTTERANCES
        and _FROM.match(scene.text, phrase.core[1])
    ):
        return Answer(scene.groups.who[phrase.of], 0.75, "whose words they are")
    if phrase.kind == "document":
        return _document(scene, phrase, start, end)
    if phrase.kind == "crowd" and not _looks_proper(scene, phrase):
        return Answer(scene.describe(EntityKind.GROUP, start, end, "p"), 0.9, "several people, not named")
    found = _by_role(scene, phrase, start)
    if found.who >= 0:
        return found
    if phrase.kind == "body":
        return _body(scene, phrase, start, end)
    if phrase.kind == "role":
        other_words = _in_other_words(scene, phrase, start, end)
        found = other_words if other_words.who >= 0 else _named_next(scene, index, phrase, start)
        return found if found.who >= 0 else _person(scene, phrase, start, end)
    return _other(scene, index, phrase, start, end)


def _is_bare(scene: Scene, phrase: Phrase, start: int) -> bool:
    """Printed without an article, as headlines do, so that it may mean somebody named further down."""
    return start < scene.headline_end or not phrase.determiner


def _missed_name(scene: Scene, phrase: Phrase) -> Answer:
    """A name that the network did not mark here, but elsewhere."""
    printed = scene.text[slice(*phrase.core)].strip(" ,’'")
    words = split_words(printed)
    if not words or not printed[:1].isupper() or len(words) > 3 or phrase.kind in ("role", "document"):
        return NOBODY
    people = [i for i, k in enumerate(scene.groups.known) if k.kind is EntityKind.PERSON]
    if printed.isupper() and len(printed) > 2:
        short = [i for i in people if is_acronym(printed, scene.known[i].name)]
        if len(short) == 1:
            return Answer(short[0], 0.9, "the first letters of the name")
    fits = [i for i in people if is_short_form(words, split_words(scene.known[i].name))]
    fits = [i for i in fits if split_words(scene.known[i].name)[-len(words) :] == words] or fits
    if fold(printed).removeprefix("the ") in COUNTRY_OF and not fits:
        begin = phrase.core[0] + (4 if phrase.determiner else 0)
        return Answer(scene.describe(EntityKind.ORGANIZATION, begin, phrase.core[1], "n"), 0.95, "a country")
    if not fits:
        bodies = range(len(scene.groups.known))
        fits = [i for i in bodies if split_words(scene.known[i].name) == words]
    return Answer(fits[0], 0.95, "named") if len(fits) == 1 else NOBODY


_CAPITALS = re.compile(r"(?:[A-ZÀ-Þ][\w’'-]*|[A-Z]\.)(?:[ \xa0](?:[A-ZÀ-Þ][\w’'-]*|[A-Z]\.)){0,3}")


def _unmarked_name(scene: Scene, phrase: Phrase, end: int) -> Answer:
    """A name that no one marked, told by its capitals behind a noun: "local radio Lakeside FM"."""
    start, edge = phrase.core
    words = list(WORD.finditer(scene.text, start, edge))
    small = [i for i, w in enumerate(words) if w.group()[0].islower()]
    kind = EntityKind.PERSON if phrase.kind == "role" else EntityKind.ORGANIZATION
    beside = re.match(r", ", scene.text[edge:end])
    name = _CAPITALS.match(scene.text, edge + 2) if phrase.kind in ("role", "body") and beside else None
    if name and (name.end() == end or scene.text[name.end()] in ",;"):
        return Answer(scene.describe(kind, *name.span(), ""), 0.7, "the name beside the noun")
    if small and small[-1] < len(words) - 1 and len(words) - small[-1] < 4:
        noun = singular(fold(words[small[-1]].group()))[0]
        if noun in ROLES or noun in BODIES or noun in ("radio", "paper", "site", "daily"):
            kind = EntityKind.PERSON if noun in ROLES else EntityKind.ORGANIZATION
            first = words[small[-1] + 1].start()
            return Answer(scene.describe(kind, first, words[-1].end(), ""), 0.7, "the name behind the noun")
    return NOBODY


def _owner(scene: Scene, index: int, phrase: Phrase, start: int) -> Answer:
    """The one in the possessive: "her account", "Quell's remarks"."""
    assert phrase.owner is not None
    word = fold(scene.text[slice(*phrase.owner)])
    if word in PRONOUNS:
        return resolve_pronoun(scene, index, word, start)
    who = scene.groups.who.get(phrase.owner, -1)
    return Answer(who, 0.75, "whose words they are") if who >= 0 else NOBODY


def _by_role(scene: Scene, phrase: Phrase, start: int) -> Answer:
    """The one whom the report gives this role; of several the one it fits best or who was talking last."""
    bare = _is_bare(scene, phrase, start)
    definite = bare or phrase.determiner in _DEFINITE or phrase.owner is not None
    if not definite and start > scene.opening_end:
        return NOBODY
    fits: dict[int, float] = {}
    first: dict[int, int] = {}
    for role in scene.roles_near(phrase.head):
        fit = match_role(phrase.head, phrase.says, role, scene.says[role.who])
        if fit > 0.5 and not _is_of_other_gender(scene, phrase, role.who):
            fits[role.who] = max(fits.get(role.who, 0.0), fit)
            first[role.who] = min(first.get(role.who, role.start), role.start)
    earlier = {w: fit for w, fit in fits.items() if first[w] < start}
    if not bare and definite and earlier:
        fits = earlier
    if not fits:
        return NOBODY
    best = max(fits.values())
    close = [w for w, fit in fits.items() if fit > best - 0.06]
    sure = 0.95 if best >= 0.75 else 0.8
    if not earlier:
        # Named only further down: "A panel of judges", "his lawyer".
        sure = 0.85 if start < scene.headline_end else 0.75
    if len(close) == 1:
        return Answer(close[0], sure, f"the only {phrase.head} that fits")
    last = next((w for _, w in scene.talked(start) if w in close), -1)
    if last >= 0:
        return Answer(last, 0.7, f"the {phrase.head} who was talking last")
    if start < scene.headline_end or (not earlier and start < scene.opening_end):
        return Answer(min(close, key=lambda w: first[w]), 0.7, f"the first {phrase.head} named below")
    near = [w for w in close if scene.known[w].mentions and scene.known[w].mentions[0][0] < start]
    return Answer(near[0], 0.7, f"the {phrase.head} named so far") if len(near) == 1 else NOBODY


def _is_of_other_gender(scene: Scene, phrase: Phrase, who: int) -> bool:
    gender = ROLES.get(phrase.head, "-")
    return gender != "-" and scene.known[who].gender in ("m", "f") and scene.known[who].gender != gender


def _body(scene: Scene, phrase: Phrase, start: int, end: int) -> Answer:
    """A body by a noun only: the one just spoken of, if no noun of its name is against it."""
    if phrase.head in ("panel", "bench") and phrase.of in scene.groups.who:
        return Answer(scene.groups.who[phrase.of], 0.7, f"the {phrase.head} of it")
    bare = start < scene.headline_end
    if (phrase.determiner == "the" or bare) and phrase.owner is None and phrase.of is None:
        fits = [
            w
            for w, k in enumerate(scene.known)
            if k.kind is EntityKind.ORGANIZATION and _may_be(scene, w, phrase)
        ]
        places = [(at, w) for at, w in scene.talking if w in fits and (at < start or bare)]
        if places:
            who = min(places)[1] if bare else max(places)[1]
            return Answer(who, 0.85, "the body that was talking last")
    if (other := _body_in_other_words(scene, phrase, start)).who >= 0:
        return other
    begin, stop = _proper_start(scene, phrase), phrase.core[1]
    if scene.text[stop - len(phrase.head)].isupper() and (more := GOES_ON.match(scene.text, stop - 1, end)):
        # "The Council of Churches": a name that no one marked.
        stop = more.end()
        begin += len(phrase.determiner) + 1 if begin == phrase.core[0] and phrase.determiner else 0
    elif more := _OF_OFFICE.match(scene.text, stop, end):
        stop = more.end()
    return Answer(scene.describe(EntityKind.ORGANIZATION, begin, stop, "n"), 0.7, "described")


# Nouns that a body may be called by: the first ones any, the others one that has no noun of its own.
_ANY_BODY = frozenset("body organisation organization".split())
_SOME_BODIES = frozenset("bloc entity group grouping".split()) | _ANY_BODY


def _body_in_other_words(scene: Scene, phrase: Phrase, start: int) -> Answer:
    """The body with a name that alone was talking just before: "The organization of progressive leaders"."""
    if phrase.head not in _SOME_BODIES or phrase.determiner != "the" or phrase.owner is not None:
        return NOBODY
    if scene.text[phrase.core[1] - len(phrase.head)].isupper():
        return NOBODY
    near: set[int] = set()
    for at, who in scene.talked(start):
        if scene.sentences_between(at, start) > _NEXT:
            break
        if scene.known[who].kind in (EntityKind.ORGANIZATION, EntityKind.GROUP) and not scene.in_content(at):
            near.add(who)
    if len(near) != 1:
        return NOBODY
    (who,) = near
    one = scene.known[who]
    named = one.kind is EntityKind.ORGANIZATION and one.name[:1].isupper()
    nouns = {singular(fold(w))[0] for w in WORD.findall(one.name)} & BODIES
    if not named or (phrase.head not in _ANY_BODY and nouns - _SOME_BODIES):
        return NOBODY
    return Answer(who, 0.7, "the body in other words that was talking just before")


# Nouns that a body has in its name, or that the report has for it, if they mean it.
_IN_NAME = read_words("reading/data/in_names.txt")


def _may_be(scene: Scene, who: int, phrase: Phrase) -> bool:
    """No body noun in the name is another than the description's, and nothing is said against it."""
    words = [singular(fold(w))[0] for w in WORD.findall(scene.known[who].name)]
    nouns = {w for w in words if w in BODIES}
    if phrase.head in _IN_NAME and phrase.head not in nouns:
        return False
    return bool(words) and scene.known[who].name[:1].isupper() and nouns <= {phrase.head} and not phrase.says


def _proper_start(scene: Scene, phrase: Phrase) -> int:
    """Where the proper name in a description begins: at "Clinton" of "the Clinton campaign"."""
    start, end = phrase.core
    words = list(WORD.finditer(scene.text, start, end))
    for i, word in enumerate(words[:-1]):
        printed = word.group()
        proper = printed[0].isupper() or printed[0].isdigit()
        if proper and fold(printed) not in _OPENERS and (i or not phrase.determiner):
            return word.start()
    return start


# "The office of the president": without whose it is, an office is nobody's.
_OF_OFFICE = re.compile(r"[ \xa0]of[ \xa0](?:the[ \xa0])?[\w’'-]+")
_OPENERS = frozenset(
    ("the", "a", "an", "new", "another", "latest", "recent", "previous", "this", "that", "one", "two")
)


def _document(scene: Scene, phrase: Phrase, start: int, end: int) -> Answer:
    """A document: an earlier one that it takes up, a later one that it announces, or by its own words."""
    wanted = canonical(phrase.says) - _OPENERS
    ahead = _is_bare(scene, phrase, start) or start < scene.opening_end
    if phrase.determiner in ("the", "this", "that") or ahead:
        before = list(scene.talked(start))
        for _, who in (*before, *(scene.talking[len(before) :] if ahead else ())):
            one = scene.known[who]
            if one.kind is not EntityKind.DOCUMENT:
                continue
            words = canonical(frozenset(singular(fold(w))[0] for w in WORD.findall(one.name)))
            if phrase.head in words and wanted <= words:
                return Answer(who, 0.75, "the document named before")
        # "The study" right after "a survey of voters".
        last = before[0][1] if before and phrase.determiner == "the" and not wanted else -1
        if last >= 0 and scene.known[last].kind is EntityKind.DOCUMENT:
            return Answer(last, 0.6, "the document that was talking last")
    begin = _proper_start(scene, phrase)
    named = scene.text[begin].isupper() or scene.text[begin].isdigit()
    stop = phrase.core[1] if named and begin > start else end
    return Answer(scene.describe(EntityKind.DOCUMENT, begin, stop, "n"), 0.8, "a document")


def _in_other_words(scene: Scene, phrase: Phrase, start: int, end: int) -> Answer:
    """Words like "the Vermont senator", which the report has of nobody: whoever stands out there."""
    plain = phrase.determiner == "the" and phrase.of is None and phrase.owner is None and not phrase.plural
    aged = re.fullmatch(r",\s\d{1,3},?", scene.text[phrase.core[1] : end])
    # "The general" by itself is whoever holds that office.
    told = aged or (phrase.says - _OPENERS and phrase.core[1] >= end - 1)
    if not plain or not told or start < scene.opening_end:
        return NOBODY
    if re.search(
        rf"\b(?i:an?|one|another)\s(?:[\w-]+\s){{0,3}}{re.escape(phrase.head)}\b", scene.text[:start]
    ):
        return NOBODY
    gender = ROLES.get(phrase.head, "-")
    found = stands_out(scene, ANYBODY if gender == "-" else gender, start)
    if not aged and any(_is_another_office(phrase, r) for r in scene.roles if r.who == found.who):
        return NOBODY
    return (
        Answer(found.who, 0.7, "in other words, the one who stands out there") if found.who >= 0 else NOBODY
    )


def _named_next(scene: Scene, index: int, phrase: Phrase, start: int) -> Answer:
    """A headline or lead that holds the name back: whoever is first named as a source in the next words.

    "A mayor swore … . “Not one cent,” Ana Quell told judges."
    """
    if start >= scene.opening_end or phrase.plural:
        return NOBODY
    gender = ROLES.get(phrase.head, "-")
    lead = start if start >= scene.headline_end else scene.headline_end
    for other, source in enumerate(scene.sources):
        if not source.spans or source.spans[0].start <= lead or other == index:
            continue
        at = source.spans[0].start
        if scene.sentences_between(lead, at) > _NEXT:
            break
        who = _is_introduced(scene, source.spans[0])
        if who >= 0 and (gender == "-" or scene.known[who].gender in ("", gender)):
            if any(_is_another_office(phrase, role) for role in scene.roles if role.who == who):
                break
            scene.learn(Role(who, phrase.head, canonical(phrase.says), start))
            return Answer(who, 0.65, "named in the next words as the one who speaks")
        if (
            source.spans[0].start >= scene.headline_end
            and who < 0
            and not _is_same_words(scene, phrase, source)
        ):
            break
    return NOBODY


def _is_another_office(phrase: Phrase, role: Role) -> bool:
    """Who is governor is not "the exporters' chief"; who was minister may be "the challenger"."""
    return (
        phrase.head not in ("member", role.head)
        and not are_near(phrase.head, role.head)
        and not {"former", "ex"} & role.says
        and not re.match(r"\d", role.head)
    )


# The ends of sentences that may lie before the name; those of paragraphs count twice.
_NEXT = 5


def _is_introduced(scene: Scene, span: Span) -> int:
    """Whom a source names for the first time in the body; -1: it does not."""
    for name in scene.names_in(span.start, span.end):
        who = scene.groups.who.get(name, -1)
        if who < 0 or scene.known[who].kind is not EntityKind.PERSON:
            continue
        body = [m for m in scene.known[who].mentions if m[0] >= scene.headline_end]
        return who if body and body[0][0] >= span.start else -1
    return -1


def _is_same_words(scene: Scene, phrase: Phrase, source: SourceIn) -> bool:
    """The lead calls the one of the headline by the same noun again."""
    return re.search(rf"\b{re.escape(phrase.head)}\b", fold(source.spans[0].text)) is not None


def _person(scene: Scene, phrase: Phrase, start: int, end: int) -> Answer:
    """A person by a noun that the report gives to nobody: not named."""
    gender = ROLES.get(phrase.head, "").replace("-", "")
    return Answer(scene.describe(EntityKind.UNNAMED, start, end, gender), 0.85, "not named")


def _looks_proper(scene: Scene, phrase: Phrase) -> bool:
    """A plural that is in no list and has capitals throughout: "RealClearPolitics", "the Times"."""
    words = WORD.findall(scene.text[slice(*phrase.core)])[phrase.determiner != "" :]
    listed = (
        phrase.head in CROWDS or phrase.head in ROLES or phrase.head in BODIES or phrase.head in DOCUMENTS
    )
    inner = any(c.isupper() for w in words for c in w[1:]) or phrase.determiner == "the" or len(words) > 1
    return not listed and bool(words) and all(w[:1].isupper() for w in words) and inner


def _other(scene: Scene, index: int, phrase: Phrase, start: int, end: int) -> Answer:
    """A head that is in no list: a name the network missed, whose it is, or somebody not named."""
    core = scene.text[slice(*phrase.core)]
    words = WORD.findall(core)
    own = words[phrase.determiner != "" :]
    first = own[0] if own else ""
    seen_small = len(own) == 1 and re.search(rf"\b{re.escape(first.lower())}\b", scene.text)
    if own and all(w[:1].isupper() or w[:1] == "@" for w in own) and not seen_small:
        begin = scene.text.index(first, phrase.core[0])
        return Answer(
            scene.describe(EntityKind.ORGANIZATION, begin, phrase.core[1], "n"), 0.85, "a name in no list"
        )
    if re.fullmatch(r"[a-z]+(?:ed|aid|ys|ts|ds)", core.strip()):
        last = scene.last_talking(start, *_PEOPLE, EntityKind.ORGANIZATION)
        return (
            Answer(last, 0.6, "no source is printed; the one who was talking last") if last >= 0 else NOBODY
        )
    if phrase.plural:
        return Answer(scene.describe(EntityKind.GROUP, start, end, "p"), 0.7, "several people, not named")
    gender = "n" if is_thing(core) and not _WHO.match(scene.text, phrase.core[1]) else ""
    return Answer(scene.describe(EntityKind.UNNAMED, start, end, gender), 0.5, "not named")


# What tells that a noun of no list is a person.
_WHO = re.compile(r",? (?:who|whose|aged)\b|, \d{1,3},")
