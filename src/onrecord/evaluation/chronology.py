"""Chronologies scored on gold stories: the days that the gold has, and the days that it does not have.

There is no gold chronology. A line is right if a sentence that it cites holds a time of the gold, or a
statement, with its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from onrecord.edtf import Edtf
from onrecord.evaluation.gold_stories import GoldStory, gold_statements
from onrecord.intake.given import Given
from onrecord.intake.plain import read_plain
from onrecord.linking import sayings
from onrecord.linking.chronology import build_chronology
from onrecord.reading.network import Network
from onrecord.reading.reader import read_report
from onrecord.record import ChronologyLine, Original, Reading, Report, Saying, Span, Told

# Nothing that is scored depends on the day it is scored.
_AT = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class GoldDay:
    """A day of the gold: words of a report (by its id) that the gold gives it to."""

    report: str
    words: str
    day: Edtf


@dataclass(slots=True)
class ChronologyScore:
    """Counts of gold times and utterances with a day, and of lines whose sentences hold such ones."""

    times: int = 0
    times_told: int = 0
    happened: int = 0
    happened_right: int = 0
    utterances: int = 0
    utterances_told: int = 0
    said: int = 0
    said_right: int = 0

    def figures(self) -> dict[str, float]:
        """Shares, 0 to 1: of the gold that a line tells with its day; of lines whose day is the gold's."""
        return {
            "times told": _share(self.times_told, self.times),
            "days of events right": _share(self.happened_right, self.happened),
            "utterances told": _share(self.utterances_told, self.utterances),
            "days of sayings right": _share(self.said_right, self.said),
        }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def score_chronologies(
    stories: Iterable[GoldStory], network: Network
) -> tuple[ChronologyScore, list[dict[str, Any]]]:
    """The score of stories, and every line with what is wrong about it, if anything is."""
    score, rows = ChronologyScore(), []
    for story in stories:
        reports = {name: _take_in(text, f"{story.name}/{name}") for name, text in story.texts.items()}
        read = [(report, read_report(report, network)) for report in reports.values()]
        lines = build_chronology(story.name, read, find_sayings(read))
        times = list(_gold_times(story, reports))
        utterances = _gold_utterances(story, reports)
        _add_coverage(score, lines, times, utterances)
        names = {report.id: name for name, report in reports.items()}
        rows += [_row(line, _judge_line(score, line, times, utterances), names) for line in lines]
    return score, rows


def _take_in(text: str, name: str) -> Report:
    return read_plain(Original(text.encode(), "text/plain", name, _AT), Given())


def find_sayings(read: Sequence[tuple[Report, Reading]]) -> list[Saying]:
    """The sayings among the statements of some reports, every two compared that may be one."""
    told = [
        Told(s, report.id, report.front, report.text) for report, reading in read for s in reading.statements
    ]
    keys = [sayings.find_keys(one) for one in told]
    judgements = [
        judgement
        for (a, ours), (b, theirs) in combinations(zip(told, keys, strict=True), 2)
        if len(ours & theirs) >= sayings.MIN_SHARED
        if (judgement := sayings.judge(a, b, at=_AT)) is not None
    ]
    return sayings.derive_sayings(told, judgements, lambda statement: None, [])


def _gold_times(story: GoldStory, reports: Mapping[str, Report]) -> Iterator[GoldDay]:
    for name, given in story.gold["reports"].items():
        for one in given["dates"]:
            if one["value"]:
                yield GoldDay(reports[name].id, one["text"], Edtf(one["value"]))


def _gold_utterances(story: GoldStory, reports: Mapping[str, Report]) -> dict[str, list[GoldDay]]:
    """Of each utterance with a day, the words of each statement that carries it."""
    days = {name: one["said"] for name, one in story.gold["utterances"].items() if one["said"]}
    found: dict[str, list[GoldDay]] = {}
    for name, report in reports.items():
        for statement, utterance in gold_statements(story, name):
            if utterance in days:
                words = max((span.text for span in statement.content), key=len)
                found.setdefault(utterance, []).append(GoldDay(report.id, words, Edtf(days[utterance])))
    return found


def _add_coverage(
    score: ChronologyScore,
    lines: Sequence[ChronologyLine],
    times: Sequence[GoldDay],
    utterances: Mapping[str, Sequence[GoldDay]],
) -> None:
    for time in times:
        score.times += 1
        score.times_told += any(
            _agree(day, time.day) and (line.published is day or _cites(line, time))
            for line in lines
            if any(report == time.report for report, _ in line.evidence)
            for day in (line.happened, line.said, line.published)
        )
    for carried in utterances.values():
        score.utterances += 1
        score.utterances_told += any(
            _agree(line.said, one.day) and _cites(line, one) for line in lines for one in carried
        )


def _judge_line(
    score: ChronologyScore,
    line: ChronologyLine,
    times: Sequence[GoldDay],
    utterances: Mapping[str, Sequence[GoldDay]],
) -> str | None:
    """Count a line, and say what the gold has in place of its day, where it has another one."""
    if line.happened is not None:
        near = [time.day for time in times if _cites(line, time)]
        if not near or line.happened.value.startswith("/") or line.happened.value.endswith("/.."):
            return None  # before the report, or still to come: no day is told
        right = any(_agree(line.happened, day) for day in near)
        score.happened += 1
        score.happened_right += right
    elif line.said is not None:
        near = [one.day for carried in utterances.values() for one in carried if _cites(line, one)]
        if not near:
            return None
        right = any(_agree(line.said, day) for day in near)
        score.said += 1
        score.said_right += right
    else:
        return None
    return None if right else ", ".join(sorted({str(day) for day in near}))


def _cites(line: ChronologyLine, gold: GoldDay) -> bool:
    """A sentence of the line holds the gold's words, or is held by them."""
    return any(report == gold.report and _holds(span, gold.words) for report, span in line.evidence)


def _holds(span: Span, words: str) -> bool:
    one, other = " ".join(span.text.split()), " ".join(words.split())
    return other in one or one in other


def _agree(day: Edtf | None, gold: Edtf) -> bool:
    """The same days, or days within the gold's; one of the two may lack its year or be "about"."""
    if day is None:
        return False
    exact, wanted = (Edtf(one.value.replace("~", "")) for one in (day, gold))
    exact, wanted = exact.resolve(wanted), wanted.resolve(exact)
    return exact == wanted or wanted.contains(exact)


def _row(line: ChronologyLine, gold: str | None, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "story": line.story,
        **{kind: _written(getattr(line, kind)) for kind in ("happened", "said", "published")},
        "text": line.text,
        "evidence": [[names[report], [span.start, span.end]] for report, span in line.evidence],
        "gold": gold,
    }


def _written(day: Edtf | None) -> str | None:
    return None if day is None else str(day)
