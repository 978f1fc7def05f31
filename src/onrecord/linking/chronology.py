"""The chronology of a story: what happened, what was said, what was published, each line with its sentences.

A pure function of the reports, their readings and the sayings: the day on which it is made changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.edtf import Edtf
from onrecord.linking.chronology_events import LONGEST, cut_clause, find_events
from onrecord.linking.embedding import compare_words
from onrecord.linking.passages import find_sentences
from onrecord.linking.rarity import find_words, rarity
from onrecord.linking.stories_order import StoryTime, order_reports, published_day
from onrecord.record import ChronologyLine, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from onrecord.linking.chronology_events import Event
    from onrecord.linking.stories_order import Place
    from onrecord.record import Reading, Report, Saying, Statement

# How like two clauses must be (see `_likeness`) to tell one event: on one day, and where a day of one lies
# in the longer time of the other.
_ALIKE, _ALIKE_WITHIN = 0.5, 0.65
# The same of two stretches of time that overlap: "the last three weeks" of two reports.
_ALIKE_OVERLAPPING = 0.8
# Two words are as good as one from this cosine on.
_NEAR = 0.6
# What a common word still weighs, in bits.
_LEAST_BITS = 2.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with what it is sorted by: its time, the order of the kinds, its report's and its own place."""

    line: ChronologyLine
    at: tuple[Place, int, int, int]


def build_chronology(
    story_id: str, reports: Sequence[tuple[Report, Reading]], sayings: Iterable[Saying]
) -> list[ChronologyLine]:
    """The lines of a story in the order of time: happened before said before published on one day.

    Known years come first, then days of unknown year, unless a report of the story tells near which year
    they lie. Of sayings, the renderings in these reports are told. A line's text is in a report's own words;
    its evidence are whole sentences.
    """
    ordered = order_reports(report for report, _ in reports)
    rank = {report.id: i for i, report in enumerate(ordered)}
    by_id = {report.id: (report, reading) for report, reading in reports}
    told = [by_id[report.id] for report in ordered]
    builder = _Builder(story_id, StoryTime.of(ordered), rank, {r.id: r for r in ordered})
    lines = [
        *builder.happened([event for report, reading in told for event in find_events(report, reading)]),
        *builder.said(told, sayings),
        *builder.published(),
    ]
    return [line.line for line in sorted(lines, key=lambda line: (line.at, line.line.text))]


@dataclass(frozen=True, slots=True)
class _Builder:
    story: str
    time: StoryTime
    rank: Mapping[str, int]
    reports: Mapping[str, Report]

    def happened(self, events: Sequence[Event]) -> Iterator[_Line]:
        """A line for each event, however many reports tell it."""
        for group in self._merge(events):
            value = min((event.value for event in group), key=self._exactness)
            first = min(group, key=lambda e: (self._is_headline(e), self.rank[e.report], e.order))
            evidence = self._evidence((event.report, event.sentence) for event in group)
            yield self._line(first.text, evidence, 0, happened=value)

    def _merge(self, events: Sequence[Event]) -> list[list[Event]]:
        """Events in groups that tell the same; each joins the group with the event that it is most like."""
        groups: list[list[Event]] = []
        for event in sorted(events, key=lambda e: (self.time.place(e.value), self.rank[e.report], e.order)):
            scored = [(self._alike(event, other), -i) for i, group in enumerate(groups) for other in group]
            best, place = max(scored, default=(0.0, 0))
            if best > 0:
                groups[-place].append(event)
            else:
                groups.append([event])
        return groups

    def _alike(self, a: Event, b: Event) -> float:
        """How much two events are one, above what is needed for it; 0: they are two."""
        if a.sentence == b.sentence and a.report == b.report:
            return 0.0
        first, second = self.time.fill(a.value), self.time.fill(b.value)
        if first == second:
            needed = _ALIKE
        elif first.contains(second) or second.contains(first) or _both_before(first, second):
            needed = _ALIKE_WITHIN
        elif _overlap(first, second):
            needed = _ALIKE_OVERLAPPING
        else:
            return 0.0
        return max(0.0, _likeness(a.words, b.words) - needed)

    def _exactness(self, value: Edtf) -> tuple[bool, int, Place, str]:
        """The most exact of several values first, those of known year before all."""
        place = self.time.place(value)
        return not value.is_known, (place[2] - place[1]).days, place, value.value

    def _is_headline(self, event: Event) -> bool:
        headline = self.reports[event.report].front.headline
        return headline is not None and event.sentence.text.strip("*_# ") in headline

    def said(self, told: Sequence[tuple[Report, Reading]], sayings: Iterable[Saying]) -> Iterator[_Line]:
        """A line for each saying whose day is known. One inside another of that day is told with it."""
        statements = {s.id: (report, s) for report, reading in told for s in reading.statements}
        lines: dict[tuple[str, int, str], _Line] = {}
        for saying in sorted(sayings, key=lambda saying: saying.id):
            renderings = [statements[one] for one in saying.renderings if one in statements]
            renderings.sort(key=lambda r: (_in_headline(*r), self.rank[r[0].id], r[1].content[0].start))
            if saying.said is None or all(_in_headline(*r) for r in renderings):
                continue
            if all(s.within is not None and _same_day(s, statements[s.within][1]) for _, s in renderings):
                continue
            evidence = {(r.id, sentence) for r, s in renderings for sentence in _sentences(r, s)}
            if not evidence:
                continue  # its words are hidden
            said = self._not_later(saying.said, renderings, self._evidence(evidence)[0][0])
            # Two things said in one sentence on one day are one line.
            report, statement = renderings[0]
            key = report.id, _main_sentence(report, statement).start, said.value
            if (same := lines.get(key)) is not None:
                evidence |= set(same.line.evidence)
            text = _tell(report, statement) if same is None else min(same.line.text, _tell(report, statement))
            lines[key] = self._line(text, self._evidence(evidence), 1, said=said)
        yield from lines.values()

    def _not_later(self, said: Edtf, renderings: Sequence[tuple[Report, Statement]], first: str) -> Edtf:
        """The day of a saying; where its first report came before that, the day which that report tells."""
        published = published_day(self.reports[first])
        if published is None or self.time.place(said) <= self.time.place(published):
            return said
        days = [s.said.value for report, s in renderings if report.id == first and s.said is not None]
        until = "" if "/" in published.value else "/"
        return min(days, key=self._exactness, default=Edtf(f"{until}{published}"))

    def published(self) -> Iterator[_Line]:
        """A line for each report whose day is known, with its headline."""
        for report in self.reports.values():
            day = published_day(report)
            sentences = find_sentences(report.text)
            if day is not None and sentences:
                first = Span(sentences[0].start, sentences[0].end, report.text)
                title = report.front.headline or cut_clause(first, first)
                yield self._line(" ".join(title.split()), ((report.id, first),), 2, published=day)

    def _evidence(self, found: Iterable[tuple[str, Span]]) -> tuple[tuple[str, Span], ...]:
        return tuple(sorted(set(found), key=lambda one: (self.rank[one[0]], one[1])))

    def _line(
        self,
        text: str,
        evidence: tuple[tuple[str, Span], ...],
        kind: int,
        *,
        happened: Edtf | None = None,
        said: Edtf | None = None,
        published: Edtf | None = None,
    ) -> _Line:
        value = happened or said or published
        assert value is not None
        if published is None:
            published = published_day(self.reports[evidence[0][0]])
        line = ChronologyLine(self.story, happened, said, published, text, evidence)
        report, span = evidence[0]
        return _Line(line, (self.time.place(value), kind, self.rank[report], span.start))


def _both_before(a: Edtf, b: Edtf) -> bool:
    """Of both only an end is known: they may be one time."""
    return a.value.startswith("/") and b.value.startswith("/")


def _overlap(a: Edtf, b: Edtf) -> bool:
    """Both are stretches with two known ends, of which some of each lies in the other."""
    if any("/" not in one.value or one.earliest_day() is None or one.latest_day() is None for one in (a, b)):
        return False
    return a.sort_key[1] <= b.sort_key[2] and b.sort_key[1] <= a.sort_key[2]


def _likeness(a: Sequence[str], b: Sequence[str]) -> float:
    """The share of the weight of the words of the shorter that the longer has too, or has near ones, 0 to 1.

    Words weigh their rarity.
    """
    short, long = sorted((sorted(set(a)), sorted(set(b))), key=lambda words: (len(words), words))
    weights = [max(0.0, rarity(word) - _LEAST_BITS) for word in short]
    whole = sum(weights)
    if not whole or not long:
        return 0.0
    best = compare_words(short, long).max(axis=1)
    return sum(w * float(c) for w, c in zip(weights, best, strict=True) if c >= _NEAR) / whole


def _same_day(statement: Statement, outer: Statement) -> bool:
    if statement.said is None or outer.said is None:
        return statement.said is outer.said
    return statement.said.value == outer.said.value


def _in_headline(report: Report, statement: Statement) -> bool:
    headline = report.front.headline
    return headline is not None and statement.content[0].end <= len(headline)


def _sentences(report: Report, statement: Statement) -> list[Span]:
    """The sentences in which a statement stands."""
    parts = (*statement.source, *statement.cue, *statement.content)
    spans = (Span(s.start, s.end, report.text) for s in find_sentences(report.text))
    return [span for span in spans if any(span.overlaps(part) for part in parts)]


def _main_sentence(report: Report, statement: Statement) -> Span:
    """The sentence in which what was said begins."""
    content = statement.content[0]
    return next((s for s in _sentences(report, statement) if s.overlaps(content)), content)


def _tell(report: Report, statement: Statement) -> str:
    """A statement in its report's words, with the speaker's name in front where the words do not tell it."""
    sentences = _sentences(report, statement)
    whole = Span(sentences[0].start, sentences[-1].end, report.text) if sentences else statement.content[0]
    if len(whole.text) > LONGEST or "\n" in whole.text:
        whole = _main_sentence(report, statement)
    text = cut_clause(whole, statement.content[0])
    speaker = statement.speaker
    if speaker is None or set(find_words(speaker.name)[-1:]) <= set(find_words(text)):
        return text
    return f"{speaker.name}: {text}"
