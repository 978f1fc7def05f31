"""Arranging what several reports tell together: by their numbers in a dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from onrecord.views.diffs import set_side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onrecord.edtf import Edtf
    from onrecord.memory.asking import Rendered, Together
    from onrecord.record import ChronologyLine, Copy, Saying
    from onrecord.views.arrange import Line, NumberedReport
    from onrecord.views.diffs import Compared


@dataclass(frozen=True, slots=True)
class ArrangedSaying:
    """A saying with its renderings: each line with what it has otherwise than the first."""

    saying: Saying
    speaker_name: str | None
    renderings: tuple[tuple[Line, Compared], ...]

    @property
    def changes_meaning(self) -> bool:
        changes = (change for _, compared in self.renderings for change in compared.changes)
        return any(change.what.is_of_meaning for change in changes)


class GivenValue(NamedTuple):
    """What one report gives, in its words. `by`: who gave it there; None: the report."""

    report: NumberedReport
    words: str
    by: str | None


@dataclass(frozen=True, slots=True)
class ArrangedDifference:
    """One thing that several reports count."""

    what: str
    agree: bool
    values: tuple[GivenValue, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a chronology: what "happened", was "said" or "published" on a date, and who tells it.

    `key` is its place in the page, `evidence` the sentences it rests on.
    """

    key: str
    date: Edtf | None
    kind: str
    text: str
    evidence: tuple[tuple[NumberedReport, str], ...]


@dataclass(frozen=True, slots=True)
class ArrangedTogether:
    """What the reports of one story tell together. `name` None: of no one story."""

    number: int
    name: str | None
    reports: tuple[NumberedReport, ...]
    sayings: tuple[ArrangedSaying, ...]
    differences: tuple[ArrangedDifference, ...]
    contradictions: tuple[tuple[str, Line, Line], ...]
    additions: tuple[tuple[NumberedReport, tuple[Line, ...], int], ...]
    copies: tuple[tuple[Copy, NumberedReport, NumberedReport], ...]
    events: tuple[Event, ...]


def arrange_together(
    number: int, together: Together, reports: Mapping[str, NumberedReport]
) -> ArrangedTogether:
    """Sayings of which the meaning changes come first, figures that differ before those that agree.

    `reports`: those of the dossier, by id.
    """
    lines = {line.statement.id: line for one in reports.values() for line in one.lines}
    sayings = [_arrange_saying(rendered, lines) for rendered in together.sayings]
    sayings.sort(key=lambda one: (not one.changes_meaning, -one.saying.reports))
    differences = [
        ArrangedDifference(
            one.what,
            one.agree,
            tuple(
                GivenValue(reports[v.report], " ".join(v.span.text.split()), v.by)
                for v in sorted(one.values, key=lambda v: (reports[v.report].number, v.span))
            ),
        )
        for one in together.differences
    ]
    return ArrangedTogether(
        number=number,
        name=together.story.name if together.story else None,
        reports=tuple(reports[report.id] for report, _ in together.reports),
        sayings=tuple(sayings),
        differences=tuple(sorted(differences, key=lambda one: one.agree)),
        contradictions=tuple((one.reason, lines[one.a], lines[one.b]) for one in together.contradictions),
        additions=tuple(
            (reports[one.report], tuple(lines[s] for s in one.adds), len(one.drops))
            for one in together.contributions[1:]
        ),
        copies=tuple((one, reports[one.report], reports[one.of]) for one in together.copies),
        events=tuple(_arrange_events(number, together.chronology, reports)),
    )


def _arrange_saying(rendered: Rendered, lines: Mapping[str, Line]) -> ArrangedSaying:
    named = {entity.id: entity.name for entity in rendered.speakers.values()}
    compared = tuple((lines[one.told.statement.id], one) for one in set_side_by_side(rendered))
    return ArrangedSaying(rendered.saying, named.get(rendered.saying.speaker or ""), compared)


def _arrange_events(
    number: int, chronology: Iterable[ChronologyLine], reports: Mapping[str, NumberedReport]
) -> Iterable[Event]:
    for place, line in enumerate(chronology, 1):
        date, kind = time_of(line)
        evidence = tuple((reports[report], " ".join(span.text.split())) for report, span in line.evidence)
        yield Event(f"{number}-{place}", date, kind, line.text, evidence)


def time_of(line: ChronologyLine) -> tuple[Edtf | None, str]:
    """The date that a line stands at, and what was then: "happened", "said" or "published"."""
    if line.happened:
        return line.happened, "happened"
    return (line.said, "said") if line.said else (line.published, "published")
