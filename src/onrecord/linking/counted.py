"""Figures in their context: what a report counts, in which words, and who gives the number there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from onrecord.linking.hours import find_hours
from onrecord.linking.passages import Sentence, find_sentences
from onrecord.linking.rarity import find_words, rarity
from onrecord.numbers import read_number
from onrecord.record import Figure, Reading, Report, Span, Statement, joined_text

# How many words on either side of a figure tell most of what it counts.
_NEAR = 7
# A word rarer than this tells something, in bits.
_TELLING_BITS = 4.5
_SENTENCE_WORDS = 7
_NOT_COMPARED = frozenset({"years old"})


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of one report. `close` are the words about it, the nearest first.

    `near` are those of them that tell something, sorted; `by` is who gives it.
    """

    report: str
    figure: Figure
    close: tuple[str, ...]
    near: tuple[str, ...]
    by: str | None


def find_counted(report: Report, reading: Reading) -> list[Counted]:
    """The figures and hours of the day of one report, in the order of its text."""
    sentences = find_sentences(report.text)
    figures = [f for f in reading.figures if not _is_left_out(f, report.text)]
    figures += [f for f in find_hours(report.text) if _is_told(f, sentences)]
    found = []
    for figure in sorted(figures, key=lambda f: f.span):
        sentence = _sentence_of(figure.span, sentences)
        start, end = (sentence.start, sentence.end) if sentence else (figure.span.start, figure.span.end)
        before = find_words(report.text[start : figure.span.start])
        after = find_words(report.text[figure.span.end : end])
        close = _by_nearness(before[-_NEAR:], after[:_NEAR])
        near = _telling([*before[-_NEAR:], *after[:_NEAR]])
        by = _given_by(figure.span, reading.statements)
        found.append(Counted(report.id, figure, close, near, by))
    return found


def _is_left_out(figure: Figure, text: str) -> bool:
    """Ages tell people apart, and "not one" counts nothing."""
    before = text[max(0, figure.span.start - 5) : figure.span.start].casefold()
    return figure.unit in _NOT_COMPARED or (figure.value == 1 and before.endswith(("not ", "no ")))


def _is_told(hour: Figure, sentences: Sequence[Sentence]) -> bool:
    """The hour stands in a sentence, not in the line that says when the report was published."""
    sentence = _sentence_of(hour.span, sentences)
    return sentence is not None and len(sentence.words) >= _SENTENCE_WORDS


def _sentence_of(span: Span, sentences: Sequence[Sentence]) -> Sentence | None:
    return next((s for s in sentences if s.start <= span.start and span.end <= s.end), None)


def _by_nearness(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """What follows a number tells more of what it counts than what stands before it."""
    ranked = [(float(place), word) for place, word in enumerate(after)]
    ranked += [(place + 1.5, word) for place, word in enumerate(reversed(before))]
    return tuple(word for _, word in sorted(ranked))


def _telling(words: Iterable[str]) -> tuple[str, ...]:
    """The words that tell something, sorted; numbers do not."""
    return tuple(sorted({w for w in words if rarity(w) >= _TELLING_BITS and read_number(w) is None}))


def _given_by(span: Span, statements: Iterable[Statement]) -> str | None:
    """Who gave a figure: the speaker, else the words for the source, of the smallest statement around it."""
    holding = [s for s in statements if any(content.covers(span) for content in s.content)]
    if not holding:
        return None
    inner = min(holding, key=lambda s: (sum(c.end - c.start for c in s.content), s.id))
    if inner.speaker:
        return inner.speaker.name
    return joined_text(inner.source) or None
