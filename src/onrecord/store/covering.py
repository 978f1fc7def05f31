"""Hiding: words of a report covered by blocks, in its text and in all that repeats them.

A covered text is as long as before, so that every place in it stays what it was. What is read in it keeps
its places; whoever would be named by hidden words is not known.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from onrecord.lexicon import fold
from onrecord.record import Hidden, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from onrecord.record import Reading, Report, Statement

BLOCK = "█"
Place = tuple[int, int]


def find_places(text: str, words: str) -> list[Place]:
    """Where these words stand in a text, as whole words, whatever the spaces between them."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    if not pattern:
        return []
    return [match.span() for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text)]


def join_places(places: Iterable[Place]) -> list[Place]:
    """The same places in order, those that overlap or touch as one."""
    joined: list[Place] = []
    for start, end in sorted(set(places)):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def cover(text: str, places: Iterable[Place]) -> str:
    """The text with a block in the place of every letter and mark there; spaces stay."""
    pieces, at = [], 0
    for start, end in join_places(places):
        pieces += [text[at:start], re.sub(r"\S", BLOCK, text[start:end])]
        at = end
    return "".join((*pieces, text[at:]))


class Cover:
    """Covers hidden words wherever else they are repeated: in names, reasons, addresses."""

    def __init__(self, phrases: Collection[str]) -> None:
        spelled = sorted({" ".join(phrase.split()) for phrase in phrases} - {""}, key=lambda p: (-len(p), p))
        patterns = (r"[\W_]+".join(re.escape(word) for word in phrase.split()) for phrase in spelled)
        self._words = re.compile(
            "|".join(rf"(?<!\w){one}(?!\w)" for one in patterns) or "(?!)", re.IGNORECASE
        )
        plain = (r"[\W_]*".join(re.findall(r"\w+", fold(phrase))) for phrase in spelled)
        self._plain = re.compile("|".join(one for one in plain if one) or "(?!)")

    def text(self, text: str) -> str:
        """A text with the phrases covered, however their words are parted."""
        return self._words.sub(lambda match: re.sub(r"\S", BLOCK, match.group()), text)

    def holds(self, text: str | None) -> bool:
        """The text repeats a phrase, also as addresses spell it."""
        return text is not None and bool(self._words.search(text) or self._plain.search(fold(text)))


def cover_report(report: Report, places: Sequence[Place], words: Cover) -> Report:
    """A report with its words covered; its ids stay those of the text as it came."""
    front = report.front
    parts: dict[str, Any] = {
        part: value and words.text(value)
        for part, value in (
            ("headline", front.headline), ("lead", front.lead), ("byline", front.byline),
            ("outlet", front.outlet),
        )
    }  # fmt: skip
    if front.dateline is not None:
        line = front.dateline
        place, agency = (value and words.text(value) for value in (line.place, line.agency))
        parts["dateline"] = replace(line, place=place, agency=agency)
    if words.holds(front.url):
        parts["url"] = None
    gone = {part for part, value in parts.items() if value is None}
    read_from = tuple((part, where) for part, where in front.read_from if part not in gone)
    original = report.original
    if words.holds(original.location):
        original = replace(original, location=BLOCK)
    return replace(
        report,
        text=cover(report.text, places),
        front=replace(front, **parts, read_from=read_from),
        original=original,
        hidden=Hidden(report.id, report.version, tuple(sorted(set(places)))),
    )


def cover_reading(reading: Reading, text: str, hidden: Sequence[Place], words: Cover) -> Reading:
    """What was read, in the covered text: at the same places, without who and what hidden words name."""

    def is_hidden(span: Span) -> bool:
        return any(span.start < end and start < span.end for start, end in hidden)

    return replace(
        reading,
        statements=tuple(_cover_statement(one, text, is_hidden, words) for one in reading.statements),
        mentions=tuple(
            replace(one, span=again(one.span, text), name=None if words.holds(one.name) else one.name)
            for one in reading.mentions
            if not is_hidden(one.span)
        ),
        dates=tuple(
            replace(one, span=again(one.span, text)) for one in reading.dates if not is_hidden(one.span)
        ),
        figures=tuple(
            replace(one, span=again(one.span, text), unit=words.text(one.unit))
            for one in reading.figures
            if not is_hidden(one.span)
        ),
        notes=tuple(words.text(one) for one in reading.notes),
    )


def _cover_statement(one: Statement, text: str, is_hidden: Callable[[Span], bool], words: Cover) -> Statement:
    speaker, said = one.speaker, one.said
    if speaker is not None and (words.holds(speaker.name) or any(is_hidden(span) for span in one.source)):
        speaker = None
    return replace(
        _moved(one, text),
        speaker=speaker and replace(speaker, reason=words.text(speaker.reason)),
        said=said and replace(said, reason=words.text(said.reason)),
        addressee=None if words.holds(one.addressee) else one.addressee,
        on_behalf_of=None if words.holds(one.on_behalf_of) else one.on_behalf_of,
        via=None if words.holds(one.via) else one.via,
    )


def _moved(one: Statement, text: str) -> Statement:
    source, cue, content = (
        tuple(again(span, text) for span in spans) for spans in (one.source, one.cue, one.content)
    )
    return replace(one, source=source, cue=cue, content=content)


def again(span: Span, text: str) -> Span:
    """The same place in another text of the same length."""
    return Span(span.start, span.end, text)


def uncover_reading(reading: Reading, text: str) -> Reading:
    """What was read in a covered text, in the text as it came: at the same places."""
    return replace(
        reading,
        statements=tuple(_moved(one, text) for one in reading.statements),
        mentions=tuple(replace(one, span=again(one.span, text)) for one in reading.mentions),
        dates=tuple(replace(one, span=again(one.span, text)) for one in reading.dates),
        figures=tuple(replace(one, span=again(one.span, text)) for one in reading.figures),
    )


def cover_value(value: Any, texts: Mapping[str, str], words: Cover, text: str | None = None) -> Any:
    """What a person decided, as JSON has it: places with the words of covered texts, the rest covered."""
    match value:
        case [int(start), int(end), str(inside)]:
            fits = text is not None and end <= len(text)
            return [start, end, text[start:end] if fits and text is not None else words.text(inside)]
        case str():
            return words.text(value)
        case list():
            return [cover_value(one, texts, words, text) for one in value]
        case dict():
            was = value.get("was") or value
            text = texts.get(was.get("version", ""), text) if isinstance(was, dict) else text
            return {name: cover_value(one, texts, words, text) for name, one in value.items()}
    return value
