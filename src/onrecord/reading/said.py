"""When a statement was said, by what its report tells; in doubt, nothing.

In this order: a time that stands with the cue, outside of what was said; the occasion that the same speaker
has beside it; an occasion told of the speaker in the sentence before or after; the day on the dateline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from onrecord.edtf import STAND_IN_YEAR, Edtf, Precision
from onrecord.reading import said_words as words
from onrecord.reading.document import sentences_around
from onrecord.reading.headlines import tell_headlines
from onrecord.reading.news_day import NewsDay, find_news_day, is_own_paper
from onrecord.reading.pronouns import WRITER
from onrecord.record import Dated, DateMention, EntityKind, Front, Kind, Span, Statement

# Farther from the cue than this, in characters, a time belongs to something else of its sentence.
NEAR = 60
# A time no farther from the cue than this has at most a short word before it: "said in March".
BESIDE = 4
# A day longer ago than this, in days, is no occasion that other statements of the report share.
RECENT = 10

HALF_A_YEAR = 183


@dataclass(frozen=True, slots=True)
class _Scene:
    """What all statements of a report are dated against.

    `dates` are those that something may be said on, `unknown` the days named that the report does not tell,
    `past` the times of long ago to which no year is known.
    `lead_end` is where the paragraph with the dateline ends.
    """

    text: str
    statements: Sequence[Statement]
    sentences: list[tuple[int, int]]
    dates: list[DateMention]
    unknown: list[Span]
    past: list[DateMention]
    written: Edtf | None
    lead_end: int
    outlet: str | None
    byline: str | None


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
    dateline = front.dateline.date if front.dateline else None
    written = (
        dateline.resolve(front.published) if dateline and front.published else dateline or front.published
    )
    usable = [d for d in dates if _may_be_said(text, d, written)]
    unknown = [d.span for d in dates if d.value is None and words.NAMED_DAY.search(d.span.text)]
    past = [d for d in dates if d.value is None and words.LONG_AGO.search(d.span.text)]
    printed = [d.span.end for d in dates if _is_printed_date(text, d, written)]
    lead_end = text.find("\n\n", printed[-1]) if printed else 0
    scene = _Scene(
        text,
        statements,
        list(sentences),
        usable,
        unknown,
        past,
        written,
        lead_end,
        front.outlet,
        front.byline,
    )
    own = [
        _with_cue(scene, statement) or _beside(scene, statement) or _at_occasion_before(scene, statement)
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


def _days_told(scene: _Scene, own: Sequence[Dated | None]) -> tuple[set[Edtf], set[Edtf]]:
    """The days that something was said on, and those that the report names otherwise in its own voice,
    without a number: "yesterday", "on Monday". What is told as another occasion is not of the news.
    """
    pairs = list(zip(scene.statements, own, strict=True))
    said = {f.value for s, f in pairs if f and _is_shared(scene, s, f) and not _is_quoted(scene, s)}
    others = [s for s, found in pairs if found and not _is_shared(scene, s, found)]
    named = {
        mention.value
        for mention in scene.dates
        if mention.value
        and not re.search(r"\d", mention.span.text)
        and not any(_overlaps(mention.span, s.content) for s in scene.statements)
        and not any(_shares_sentence(scene, s, mention.span) for s in others)
    }
    return said, named


def _shares_sentence(scene: _Scene, statement: Statement, span: Span) -> bool:
    start, end = _sentence(scene, statement)
    return start <= span.start < end


def _may_be_said(text: str, mention: DateMention, written: Edtf | None) -> bool:
    """A time that something can have been said on: closed, not to come, not the report's printed date."""
    value = mention.value
    if value is None or ".." in str(value) or value.precision in (Precision.DECADE, Precision.CENTURY):
        return False
    if _is_printed_date(text, mention, written):
        return False
    first, last = _day(value, last=False), _day(written, last=True)
    if first is None or last is None or first <= last:
        return True
    # Of an unknown year, "in December" in a report of January is last year's.
    return not value.is_known and (first - last).days > HALF_A_YEAR


def _is_printed_date(text: str, mention: DateMention, written: Edtf | None) -> bool:
    """The date line or dateline of the report itself."""
    in_figures = re.search(r"\d", mention.span.text) is not None
    goes_on = words.DATELINE_GOES_ON.match(text, mention.span.end) is not None
    return written is not None and mention.value == written and in_figures and goes_on


def _day(value: Edtf | None, *, last: bool) -> date | None:
    """The first or last day of a value; of an unknown year, in the stand-in year."""
    if value is None:
        return None
    value = value if value.is_known else value.with_year(STAND_IN_YEAR)
    return value.latest_day() if last else value.earliest_day()


def _with_cue(scene: _Scene, statement: Statement) -> Dated | None:
    """The time that stands with the cue, unless it is of long before the news and told of something else."""
    mention = _nearest(scene, statement, scene.dates)
    if mention is None or _is_long_ago(scene, statement, mention):
        return None
    return _dated(mention, f"“{mention.span.text}” stands with “{statement.cue[0].text}”")


def _nearest(scene: _Scene, statement: Statement, among: Sequence[DateMention]) -> DateMention | None:
    """The time nearest to the cue in its sentence, outside of what was said, if no other cue is nearer."""
    if not statement.cue:
        return None
    start, end = _sentence(scene, statement)
    near = [
        (_distance(mention.span, statement), mention)
        for mention in among
        if start <= mention.span.start < end and _stands_with(scene, mention, statement)
    ]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _is_long_ago(scene: _Scene, statement: Statement, mention: DateMention) -> bool:
    """A time of a month or more before, which stands neither right beside the cue nor with an occasion."""
    cue = min(statement.cue, key=lambda part: _gap(mention.span, part))
    between = scene.text[cue.end : mention.span.start]
    beside = _gap(mention.span, cue) <= BESIDE or words.OCCASION.search(between) is not None
    return words.LONG_AGO.search(mention.span.text) is not None and not beside


def _sentence(scene: _Scene, statement: Statement) -> tuple[int, int]:
    """`[start, end)` of the sentence of the cue, or of the content where no cue is printed."""
    role = statement.cue or statement.content
    return sentences_around(scene.sentences, role[0].start, role[-1].end)


def _dated(mention: DateMention, reason: str) -> Dated | None:
    return Dated(mention.value, reason) if mention.value else None


def _stands_with(scene: _Scene, mention: DateMention, statement: Statement) -> bool:
    span, text = mention.span, scene.text
    if _overlaps(span, statement.content):
        return False
    if _overlaps(span, statement.source):
        return _names_document(statement, span)
    others = [other for other in scene.statements if other is not statement]
    if any(_overlaps(span, other.content) and not _holds(other, statement) for other in others):
        return False
    distance = _distance(span, statement)
    start, end = _sentence(scene, statement)
    rivals = [o for o in others if o.cue and start <= o.cue[0].start < end and not _same_words(o, statement)]
    if any(_distance(span, rival) < distance for rival in rivals):
        return False
    cue = min(statement.cue, key=lambda part: _gap(span, part))
    lead = text[start : span.start]
    opens = words.OPENING.fullmatch(lead) is not None
    if span.end <= cue.start and not opens:
        between = text[span.end : cue.start]
        if words.BREAK.search(between) and not (
            between.strip() == "," and cue.text.split()[0].endswith("ing")
        ):
            return False
    if mention.value and mention.value.precision == Precision.YEAR and distance > BESIDE:
        return False
    return (opens or distance <= NEAR) and not words.ASIDE.search(lead)


def _names_document(statement: Statement, span: Span) -> bool:
    """The time is that of a document which speaks: a 2019 inspection report."""
    source = next(part for part in statement.source if part.overlaps(span))
    before = source.text[: max(0, span.start - source.start)]
    return bool(words.DOCUMENT.search(source.text)) and not re.search(r"\b(?:who|which|since)\b", before)


def _overlaps(span: Span, role: Sequence[Span]) -> bool:
    return any(part.overlaps(span) for part in role)


def _holds(outer: Statement, inner: Statement) -> bool:
    return any(part.covers(cue) for part in outer.content for cue in inner.cue)


def _same_words(one: Statement, other: Statement) -> bool:
    return any(_overlaps(part, other.content) for part in one.content)


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _distance(span: Span, statement: Statement) -> int:
    return min(_gap(span, cue) for cue in statement.cue)


def _with_speaker(scene: _Scene, index: int, own: Sequence[Dated | None]) -> Dated | None:
    """The occasion of the same speaker's last dated statement before it, else of the first after it."""
    who = _who(scene.statements[index])
    if words.IN_WRITING.search(_around_cue(scene, scene.statements[index])):
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


def _is_apart(scene: _Scene, index: int, own: Sequence[Dated | None]) -> bool:
    """Told of a day that the report does not tell: of long ago, or with what the same one said on some day
    "earlier this week". It was not said on the day of the news, nor on another occasion of the speaker.
    """
    statement = scene.statements[index]
    mention = _nearest(scene, statement, [*scene.dates, *scene.past])
    if mention is not None and (mention.value is None or _is_long_ago(scene, statement, mention)):
        return True
    if _is_recalled(scene, statement):
        return True
    who = _who(statement)
    for other, found in reversed(list(zip(scene.statements[:index], own[:index], strict=True))):
        if who is None or _who(other) != who:
            continue
        if found is not None:
            return found.value.precision is Precision.INTERVAL
        if _names_unknown_day(scene, other):
            return True
    return False


def _is_recalled(scene: _Scene, statement: Statement) -> bool:
    """What somebody else tells of, and of long ago: "he first offered it a year ago, the radio says"."""
    told = [m.span for m in (*scene.dates, *scene.past) if words.LONG_AGO.search(m.span.text)]
    return any(_holds(outer, statement) for outer in scene.statements if outer is not statement) and any(
        _overlaps(span, statement.content) for span in told
    )


def _at_occasion_before(scene: _Scene, statement: Statement) -> Dated | None:
    """Said "at the hearing": on the day that an earlier sentence gives a hearing."""
    start, end = _sentence(scene, statement)
    said = [part for part in statement.content if start <= part.start < end]
    at = next(
        (m for m in words.POINTS_BACK.finditer(scene.text, start, end) if not _covers(said, m.start())), None
    )
    if at is None:
        return None
    noun = re.compile(rf"\b(?:an?|his|her|its|their|\w+’s|\w+'s) (?:\w+ )?{at[1]}\b", re.IGNORECASE)
    for first, last in reversed([place for place in scene.sentences if place[1] <= start]):
        if noun.search(scene.text, first, last):
            days = [d for d in scene.dates if first <= d.span.start < last and _is_day(d)]
            return _dated(days[0], f"“{at[0]}”, told of before with “{days[0].span.text}”") if days else None
    return None


def _covers(spans: Sequence[Span], place: int) -> bool:
    return any(span.start <= place < span.end for span in spans)


def _is_day(mention: DateMention) -> bool:
    return mention.value is not None and mention.value.precision is Precision.DAY


def _is_shared(scene: _Scene, statement: Statement, found: Dated) -> bool:
    """A recent day, and not told as one occasion apart from the others: "had said", "insisted again"."""
    if any(words.ANOTHER_OCCASION.search(cue.text) for cue in statement.cue) or _is_quoted(scene, statement):
        return False
    first, last = _day(found.value, last=False), _day(scene.written, last=True)
    return (
        first is not None
        and last is not None
        and found.value.precision == Precision.DAY
        and (last - first).days <= RECENT
    )


def _around_cue(scene: _Scene, statement: Statement) -> str:
    """The words of the sentence outside of what was said."""
    start, end = _sentence(scene, statement)
    kept = list(scene.text[start:end])
    for part in statement.content:
        kept[max(0, part.start - start) : max(0, part.end - start)] = " " * len(part.text)
    return "".join(kept)


def _who(statement: Statement) -> str | None:
    if statement.speaker:
        return statement.speaker.name
    source = " ".join(span.text for span in statement.source).lower()
    return None if not source or source in words.PRONOUNS else source


def _beside(scene: _Scene, statement: Statement) -> Dated | None:
    """An occasion told of the speaker in the sentence before or after: "made the announcement on Monday"."""
    name = statement.speaker.name.split()[-1] if statement.speaker else None
    first = _sentence(scene, statement)[0]
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
        if not told or any(_overlaps(Span(start, end, scene.text), s.cue) for s in scene.statements):
            continue
        for mention in scene.dates:
            if start <= mention.span.start < end and _is_day(mention):
                return _dated(mention, f"told of the speaker beside it: “{sentence}”")
    return None


def _is_of_its_day(scene: _Scene, own: Sequence[Dated | None]) -> bool:
    """The lead of a dateline puts what was said to no day that is unknown."""
    return not any(
        _names_unknown_day(scene, statement)
        for statement in scene.statements
        if _sentence(scene, statement)[0] < scene.lead_end
    )


def _names_unknown_day(scene: _Scene, statement: Statement) -> bool:
    start, end = _sentence(scene, statement)
    return any(start <= span.start < end and not _overlaps(span, statement.content) for span in scene.unknown)


def _of_the_news(scene: _Scene, statement: Statement, news_day: NewsDay | None) -> Dated | None:
    """The day of the report's news, where nothing points to another; about that day where it is not sure."""
    cue = " ".join(span.text for span in statement.cue)
    if scene.written and _is_issuer(scene, statement) and scene.written.precision is Precision.DAY:
        return Dated(scene.written, f"the report is its own, of {scene.written}")
    if news_day is None or re.search(r"\bhad\b", cue, re.IGNORECASE) or _names_unknown_day(scene, statement):
        return None
    if _is_quoted(scene, statement) or _is_of_any_time(statement, cue):
        return None
    sure = news_day.sure and words.OPEN_TIME.search(cue) is None
    value = news_day.value if sure else Edtf(f"{news_day.value}~")
    return Dated(value, news_day.reason)


def _is_issuer(scene: _Scene, statement: Statement) -> bool:
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


def _is_quoted(scene: _Scene, statement: Statement) -> bool:
    """It is told in what somebody else said, in quotation marks: on a day that only that one knows."""
    return any(
        other.kind is Kind.DIRECT and _holds(other, statement)
        for other in scene.statements
        if other is not statement
    )
