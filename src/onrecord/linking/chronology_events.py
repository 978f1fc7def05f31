"""What one report tells to have happened, or to be still to come, and when: its dated sentences.

The day of publication and the day on which something was said are no events; a time that stands in what
somebody said is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from onrecord.edtf import Edtf
from onrecord.lexicon import read_words
from onrecord.linking.passages import find_sentences
from onrecord.linking.rarity import find_words
from onrecord.linking.stories_order import published_day
from onrecord.record import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.record import DateMention, Reading, Report, Statement

# A line of a chronology is cut to about so many characters, at the borders of clauses.
LONGEST = 180
# Fewer words in small letters beside the date: a byline, a date line, a heading. One that ends as a sentence
# does may have one less.
_LEAST_WORDS = 3
# A date this many characters from a cue, with nothing set off between them, belongs to it.
_BESIDE = 40
_OCCASION = re.compile(
    r"\b(?:statement|interview|conference|briefing|speech|hearing|testimony)(?: (?:on|late|early))?\s$", re.I
)
# Clauses that are shorter than this are filled up, if need be by a part of the next one.
_SHORTEST = 90

_BORDER = re.compile(
    r"[;:—–]\s|,\s(?=(?:and|but|or|who|whom|whose|which|where|when|while|after|before|as|since|with|in|on|at"
    r"|according|saying|said|\w+ing|\w+ed)\b)|,\s"
)
_QUOTED = re.compile(r"“[^”]*”?|«[^»]*»?|\"[^\"]*\"?|(?<!\w)‘(?:[^’]|’(?=\w))*’?")
_SMALL_WORD = re.compile(r"\b[^\W\d_A-ZÀ-Þ][^\W\d_]+")
_AFTER_DATELINE = re.compile(r"\s*(?:\([^)]{1,40}\)\.?\s*)?(?:[-–—]|--|:)")
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][^a-z\n]{2,}[^.;:\n]{0,60}?(?:\([^)\n]{1,40}\)\.?\s*(?:--?|[–—:])+|\s(?:--?|[–—])+)\s+(?=[\"“‘A-ZÀ-Þ])"
    r"|[A-ZÀ-Þ][^\n]{2,80}?\([A-Z][^)\n]{1,20}\)\.?\s*(?:--?|[–—])+\s+"
)
# A time that is told without a day: it lies before the report.
_PAST = re.compile(
    r"\b(?:ago|earlier|before that|the previous (?:day|week|month|year)|last (?:week|month|year))\b", re.I
)
_BOUND = re.compile(
    r"\b(?:before|after|at|until|since) (?:the )?(?:end|start|beginning|close|outbreak|fall|expiry)"
    r" of [^,.;:()“”\"]{3,60}",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that one report tells to have happened at `value`; `sentence` is its evidence.

    `text` is a clause of the report; `words` its plain words without those of the time; `order` its place.
    """

    report: str
    value: Edtf
    text: str
    words: tuple[str, ...]
    sentence: Span
    order: int


def find_events(report: Report, reading: Reading) -> list[Event]:
    """The dated events of a report and what it says is still to come, in the order of its text."""
    text, published = report.text, published_day(report)
    sentences = [Span(s.start, s.end, text) for s in find_sentences(text)]
    found: dict[tuple[int, str], Event] = {}
    for sentence in sentences:
        ended = sentence.text.rstrip('"”’»)')[-1:] in (".", "!", "?")
        if len(_SMALL_WORD.findall(sentence.text)) < _LEAST_WORDS - ended:
            continue
        statements = [s for s in reading.statements if any(sentence.overlaps(c) for c in s.content)]
        dates = [d for d in reading.dates if sentence.covers(d.span)]
        for value, place in _times(sentence, dates, statements, published, text):
            event = _make(report.id, value, sentence, place, [d.span for d in dates])
            found.setdefault((sentence.start, str(value)), event)
    return list(found.values())


def _make(report: str, value: Edtf, sentence: Span, place: Span, dates: Sequence[Span]) -> Event:
    clause = cut_clause(sentence, place, [date for date in dates if date != place])
    return Event(
        report=report,
        value=value,
        text=clause,
        words=tuple(find_words(clause.replace(place.text, " "))),
        sentence=sentence,
        order=place.start,
    )


def _times(
    sentence: Span,
    dates: Sequence[DateMention],
    statements: Sequence[Statement],
    published: Edtf | None,
    text: str,
) -> Iterator[tuple[Edtf, Span]]:
    """The times of a sentence at which something happened, with their places."""
    until = _interval("", published)
    for date in dates:
        if _is_dateline(sentence, date.span) or _is_when_said(date, statements, published, text):
            continue
        if _is_bare(date.span, [other.span for other in dates], statements):
            continue
        if date.value is not None:
            yield date.value, date.span
        elif until is not None and _PAST.search(date.span.text):
            yield until, date.span
    for bound in _BOUND.finditer(sentence.text):
        place = Span(sentence.start + bound.start(), sentence.start + bound.end(), text)
        if until is not None and not any(date.span.overlaps(place) for date in dates):
            yield until, place
    pending = _pending().search(sentence.text)
    if pending is not None and not any(date.value is not None for date in dates):
        place = Span(sentence.start + pending.start(), sentence.start + pending.end(), text)
        since = _interval(published, "..")
        if since is not None and not _in_marks(sentence, place):
            yield since, place


def _interval(first: Edtf | str | None, last: Edtf | str | None) -> Edtf | None:
    """An interval with one known end; None where that end is no single day."""
    if first is None or last is None or "/" in f"{first}{last}":
        return None
    return Edtf(f"{first}/{last}")


@cache
def _pending() -> re.Pattern[str]:
    """The phrases that tell of something still to come, whether or not its day is known."""
    phrases = sorted(read_words("linking/data/pending.txt"), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE)


def _in_marks(sentence: Span, place: Span) -> bool:
    start, end = place.start - sentence.start, place.end - sentence.start
    return any(q.start() < start and end < q.end() for q in _QUOTED.finditer(sentence.text))


def _is_dateline(sentence: Span, date: Span) -> bool:
    """The date stands in the dateline, before the report begins."""
    start, end = date.start - sentence.start, date.end - sentence.start
    return (
        not _SMALL_WORD.search(sentence.text[:start].replace(" de ", " "))
        and _AFTER_DATELINE.match(sentence.text, end) is not None
    )


def _is_when_said(
    date: DateMention, statements: Sequence[Statement], published: Edtf | None, text: str
) -> bool:
    """The date tells when something was said, not what happened then.

    It stands outside of what was said, and is the day on which it was said or stands beside the cue.
    """
    if date.value is None or any(_is_told(date.span, s) for s in statements):
        return False
    if published is not None and _is_after(date.value, published):
        return False
    for statement in statements:
        said = statement.said
        if statement.cue and said and (said.value == date.value or date.value.contains(said.value)):
            return True
        if any(_is_beside(date.span, cue, text) for cue in statement.cue):
            return True
        if statement.cue and _OCCASION.search(text[: date.span.start]):
            return True
    return False


def _is_told(date: Span, statement: Statement) -> bool:
    """The date is a part of what was said; not where that begins with it behind the cue."""
    return any(
        content.overlaps(date)
        and not (content.start == date.start and any(0 <= date.start - c.end <= 1 for c in statement.cue))
        for content in statement.content
    )


def _is_after(value: Edtf, day: Edtf) -> bool:
    """It begins after a day; False where one of the two lacks its year."""
    return value.is_known == day.is_known and value.sort_key[1] > day.sort_key[2]


def _is_beside(date: Span, cue: Span, text: str) -> bool:
    first, last = sorted((date, cue))
    between = text[first.end : last.start]
    return last.start - first.end <= _BESIDE and not re.search(r"[.,;:—–\"“”]", between)


def _is_bare(date: Span, dates: Sequence[Span], statements: Sequence[Statement]) -> bool:
    """The date is nearly all that was said: "Today, not after Christmas"."""
    for content in (c for s in statements for c in s.content if c.covers(date)):
        said = content.text
        for other in dates:
            said = said.replace(other.text, " ")
        if len(_SMALL_WORD.findall(said)) < _LEAST_WORDS:
            return True
    return False


def cut_clause(sentence: Span, place: Span, others: Sequence[Span] = ()) -> str:
    """The sentence, or where it is long the clauses about a place in it, "…" where something is cut off.

    It goes on behind the place only up to the next of the `others`, times of which other lines tell.
    """
    start = _behind_dateline(sentence.text)
    start = start if sentence.start + start <= place.start else 0
    text = sentence.text[start:]
    if len(text) <= LONGEST and not others:
        return _tidy(text)
    borders = [0, *_borders(text), len(text)]
    at = place.start - sentence.start - start
    first = max(b for b in borders if b <= at)
    last = min(b for b in borders if b > at)
    limit = min(
        (o.start - sentence.start - start for o in others if o.start > place.start), default=len(text)
    )
    last = max([last, *(b for b in borders if b <= min(limit, LONGEST))])
    if last <= LONGEST:
        first = 0
    else:
        first = min([b for b in borders if b <= first and last - b <= LONGEST], default=first)
    if (last - first < _SHORTEST and limit == len(text)) or last - first > 2 * LONGEST:
        last = _end_of_word(text, min(len(text), first + LONGEST))
    return ("… " if first else "") + _tidy(text[first:last]) + (" …" if last < len(text) else "")


def _end_of_word(text: str, end: int) -> int:
    return end if end == len(text) else text.rfind(" ", 0, end)


def _behind_dateline(text: str) -> int:
    """Where a sentence begins behind "OSKELD, Feb. 8 (CP) — "; 0 where it has no dateline."""
    match = _DATELINE.match(text)
    return match.end() if match else 0


def _borders(text: str) -> list[int]:
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    ends = (match.end() for match in _BORDER.finditer(text))
    return [end for end in ends if not any(a < end < b for a, b in quoted)]


def _tidy(text: str) -> str:
    return " ".join(text.split()).rstrip(" ,;:—–")
