"""When a statement was said, by what its report tells; in doubt, nothing.

In this order: a time that stands with the cue, outside of what was said; the occasion that the same speaker
has beside it; an occasion told of the speaker in the sentence before or after; the day on the dateline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.edtf import Edtf, Precision
from onrecord.reading import said_words as words
from onrecord.reading.headlines import tell_headlines
from onrecord.reading.news_day import NewsDay, find_news_day, is_own_paper
from onrecord.reading.pronouns import WRITER
from onrecord.reading.said_cue import find_nearest, find_with_cue, is_long_ago
from onrecord.reading.said_scene import (
    SaidScene,
    dated,
    day_of,
    holds,
    is_day,
    is_quoted,
    names_unknown_day,
    overlaps,
    sentence_of,
    set_scene,
)
from onrecord.record import Dated, DateMention, EntityKind, Front, Span, Statement

# A day longer ago than this, in days, is no occasion that other statements of the report share.
RECENT = 10


def date_said(
    text: str,
    statements: Sequence[Statement],
    sentences: Sequence[tuple[int, int]],
    dates: Sequence[DateMention],
    front: Front,
) -> list[Dated | None]:
    """When each statement was said, with the reason; None where the report does not tell.

    `sentences` and `dates` are those of the text.
    """
    scene = set_scene(text, statements, sentences, dates, front)
    own = [
        find_with_cue(scene, statement) or _beside(scene, statement) or _at_occasion_before(scene, statement)
        for statement in statements
    ]
    news_day = find_news_day(text, front, *_days_told(scene, own)) if _is_of_its_day(scene, own) else None
    said = [
        found
        if found or _is_apart(scene, i, own)
        else _with_speaker(scene, i, own) or _of_the_news(scene, statements[i], news_day)
        for i, found in enumerate(own)
    ]
    return tell_headlines(text, front.headline, statements, own, said)


def _days_told(scene: SaidScene, own: Sequence[Dated | None]) -> tuple[set[Edtf], set[Edtf]]:
    """The days that something was said on, and those that the report names otherwise in its own voice,
    without a number: "yesterday", "on Monday". What is told as another occasion is not of the news.
    """
    pairs = list(zip(scene.statements, own, strict=True))
    said = {f.value for s, f in pairs if f and _is_shared(scene, s, f) and not is_quoted(scene, s)}
    others = [s for s, found in pairs if found and not _is_shared(scene, s, found)]
    named = {
        mention.value
        for mention in scene.dates
        if mention.value
        and not re.search(r"\d", mention.span.text)
        and not any(overlaps(mention.span, s.content) for s in scene.statements)
        and not any(_shares_sentence(scene, s, mention.span) for s in others)
    }
    return said, named


def _shares_sentence(scene: SaidScene, statement: Statement, span: Span) -> bool:
    start, end = sentence_of(scene, statement)
    return start <= span.start < end


def _with_speaker(scene: SaidScene, index: int, own: Sequence[Dated | None]) -> Dated | None:
    """The occasion of the same speaker's last dated statement before it, else of the first after it."""
    who = _who(scene.statements[index])
    if words.IN_WRITING.search(_around_cue(scene, scene.statements[index])):
        return None
    if any(words.BEFORE_THAT.search(cue.text) for cue in scene.statements[index].cue):
        return None
    same = [
        other
        for other, found in enumerate(own)
        if found
        and _who(scene.statements[other]) == who
        and _is_shared(scene, scene.statements[other], found)
    ]
    if who is None or not same:
        return None
    nearest = max((other for other in same if other < index), default=same[0])
    found = own[nearest]
    return found and Dated(found.value, f"the same speaker’s occasion: {found.reason}")


def _is_apart(scene: SaidScene, index: int, own: Sequence[Dated | None]) -> bool:
    """Told of a day that the report does not tell: of long ago, or with what the same one said on some day
    "earlier this week". It was not said on the day of the news, nor on another occasion of the speaker.
    """
    statement = scene.statements[index]
    mention = find_nearest(scene, statement, [*scene.dates, *scene.past])
    if mention is not None and (mention.value is None or is_long_ago(scene, statement, mention)):
        return True
    if _is_recalled(scene, statement):
        return True
    who = _who(statement)
    for other, found in reversed(list(zip(scene.statements[:index], own[:index], strict=True))):
        if who is None or _who(other) != who:
            continue
        if found is not None:
            return found.value.precision is Precision.INTERVAL
        if names_unknown_day(scene, other):
            return True
    return False


def _is_recalled(scene: SaidScene, statement: Statement) -> bool:
    """What somebody else tells of, and of long ago: "he first offered it a year ago, the radio says"."""
    told = [m.span for m in (*scene.dates, *scene.past) if words.LONG_AGO.search(m.span.text)]
    return any(holds(outer, statement) for outer in scene.statements if outer is not statement) and any(
        overlaps(span, statement.content) for span in told
    )


def _at_occasion_before(scene: SaidScene, statement: Statement) -> Dated | None:
    """Said "at the hearing": on the day that an earlier sentence gives a hearing."""
    start, end = sentence_of(scene, statement)
    said = [part for part in statement.content if start <= part.start < end]
    at = next(
        (m for m in words.POINTS_BACK.finditer(scene.text, start, end) if not _covers(said, m.start())), None
    )
    if at is None:
        return None
    noun = re.compile(rf"\b(?:an?|his|her|its|their|\w+’s|\w+'s) (?:\w+ )?{at[1]}\b", re.IGNORECASE)
    for first, last in reversed([place for place in scene.sentences if place[1] <= start]):
        if noun.search(scene.text, first, last):
            days = [d for d in scene.dates if first <= d.span.start < last and is_day(d)]
            return dated(days[0], f"“{at[0]}”, told of before with “{days[0].span.text}”") if days else None
    return None


def _covers(spans: Sequence[Span], place: int) -> bool:
    return any(span.start <= place < span.end for span in spans)


def _is_shared(scene: SaidScene, statement: Statement, found: Dated) -> bool:
    """A recent day, and not told as one occasion apart from the others: "had said", "insisted again"."""
    if any(words.ANOTHER_OCCASION.search(cue.text) for cue in statement.cue) or is_quoted(scene, statement):
        return False
    first, last = day_of(found.value, last=False), day_of(scene.written, last=True)
    return (
        first is not None
        and last is not None
        and found.value.precision == Precision.DAY
        and (last - first).days <= RECENT
    )


def _around_cue(scene: SaidScene, statement: Statement) -> str:
    """The words of the sentence outside of what was said."""
    start, end = sentence_of(scene, statement)
    kept = list(scene.text[start:end])
    for part in statement.content:
        kept[max(0, part.start - start) : max(0, part.end - start)] = " " * len(part.text)
    return "".join(kept)


def _who(statement: Statement) -> str | None:
    if statement.speaker:
        return statement.speaker.name
    source = " ".join(span.text for span in statement.source).lower()
    return None if not source or source in words.PRONOUNS else source


def _beside(scene: SaidScene, statement: Statement) -> Dated | None:
    """An occasion told of the speaker in the sentence before or after: "made the announcement on Monday"."""
    name = statement.speaker.name.split()[-1] if statement.speaker else None
    first = sentence_of(scene, statement)[0]
    here = next((i for i, (start, _) in enumerate(scene.sentences) if start == first), None)
    if name is None or here is None:
        return None
    for number in (here - 1, here + 1):
        if not 0 <= number < len(scene.sentences):
            continue
        start, end = scene.sentences[number]
        sentence = scene.text[start:end]
        told = words.OCCASION.search(sentence) and re.search(
            rf"\b{re.escape(name)}\b|^(?:He|She)\b", sentence
        )
        if not told or any(overlaps(Span(start, end, scene.text), s.cue) for s in scene.statements):
            continue
        for mention in scene.dates:
            if start <= mention.span.start < end and is_day(mention):
                return dated(mention, f"told of the speaker beside it: “{sentence}”")
    return None


def _is_of_its_day(scene: SaidScene, own: Sequence[Dated | None]) -> bool:
    """The lead of a dateline puts what was said to no day that is unknown."""
    return not any(
        names_unknown_day(scene, statement)
        for statement in scene.statements
        if sentence_of(scene, statement)[0] < scene.lead_end
    )


def _of_the_news(scene: SaidScene, statement: Statement, news_day: NewsDay | None) -> Dated | None:
    """The day of the report's news, where nothing points to another; about that day where it is not sure."""
    cue = " ".join(span.text for span in statement.cue)
    if scene.written and _is_issuer(scene, statement) and scene.written.precision is Precision.DAY:
        return Dated(scene.written, f"the report is its own, of {scene.written}")
    if news_day is None or re.search(r"\bhad\b", cue, re.IGNORECASE) or names_unknown_day(scene, statement):
        return None
    if is_quoted(scene, statement) or _is_of_any_time(statement, cue):
        return None
    sure = news_day.sure and words.OPEN_TIME.search(cue) is None
    value = news_day.value if sure else Edtf(f"{news_day.value}~")
    return Dated(value, news_day.reason)


def _is_issuer(scene: SaidScene, statement: Statement) -> bool:
    """The one who speaks issues the report: its outlet, or the writer who says "we"."""
    speaker = statement.speaker
    if speaker is None:
        return False
    return speaker.name in (scene.outlet, WRITER, scene.byline) or is_own_paper(scene.text, speaker.name)


def _is_of_any_time(statement: Statement, cue: str) -> bool:
    """It may be much older than the news of it: what stands in a report or law, or is a body's count."""
    kind = statement.speaker.kind if statement.speaker else None
    source = " ".join(span.text for span in statement.source)
    if kind is EntityKind.DOCUMENT:
        return words.ISSUED.search(source) is None
    if kind is EntityKind.GROUP and not words.DETERMINED.search(source) and source[:1].islower():
        return words.HOLDS.search(cue) is not None
    return kind is EntityKind.ORGANIZATION and re.search(r"\baccording\b|\bby the\b", cue, re.I) is not None
