"""What the reports of a story tell together, worked out once and kept until something of it changes.

Working it out takes seconds for a story of hundreds of reports, so it is done when reports are added; after
a decision, when somebody looks at the story. What depends on who is who (the names of speakers) is left out
and asked for anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from onrecord.errors import RecordError
from onrecord.linking.independence import count_independent
from onrecord.linking.wording import Change, Run, RunKind, What, Wording, compare_wording
from onrecord.memory.asking import tell_story
from onrecord.record import Span
from onrecord.store.told import in_parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.memory.asking import Rendered, Together
    from onrecord.record import Contribution
    from onrecord.store.store import Store
    from onrecord.store.writer import Writer

# The lists that are kept of a story, each of objects as JSON has them:
# "head": one, with `independence` and by report how much it `added`: how many statements no earlier report
#   has, and how many sayings that earlier ones have and it has not;
# "course": [place of the report, day published, day said, statements] for each report and day, EDTF or null;
# "chronology", "sayings" (several reports carry them), "differences", "contradictions", "copies".
# Of a saying, `first` are its first RENDERINGS in the story, `wordings` the later of these compared with the
# first of all; null past the first SAYINGS of a story.
LISTS = ("head", "course", "chronology", "sayings", "differences", "contradictions", "copies")


RENDERINGS = 5
SAYINGS = 100


def tell_waiting(store: Store, writer: Writer) -> None:
    """Work out and keep what the stories tell that something new touches; each is one transaction."""
    for story in store.memory.untold():
        writer.keep_told(story, work_out(store, story))


def keep_told(store: Store, story: str) -> None:
    """Keep what a story tells, unless it is kept, another program writes, or the record is for reading."""
    kept = store.memory.story(story)
    if store.readonly or len(kept.reports) < 2 or store.memory.told_part(kept.id, "head") is not None:
        return
    with suppress(RecordError), store.writer(wait=0) as writer:
        writer.keep_told(kept.id, work_out(store, kept.id))


class StoryTold:
    """The lists of a story, part by part: as they are kept, else worked out now. Raises NotFound."""

    def __init__(self, store: Store, story: str) -> None:
        self._store = store
        self.story = store.memory.story(story)
        self._lists: dict[str, Sequence[Any]] | None = None
        head = store.memory.told_part(self.story.id, "head")
        if head is None:
            self._lists = work_out(store, self.story.id)
            head = list(self._lists["head"])
        self.head: dict[str, Any] = head[0]

    def part(self, about: str, number: int = 0) -> list[Any]:
        """A part of a list; empty where it has no such part."""
        if self._lists is None:
            return self._store.memory.told_part(self.story.id, about, number) or []
        parts = in_parts_of(about, self._lists[about])
        return list(parts[number]) if number < len(parts) else []

    def whole(self, about: str) -> list[Any]:
        """The whole list: for one that is short."""
        return [one for number in range(self.head["parts"][about]) for one in self.part(about, number)]

    def rest(self, about: str, number: int = 0) -> tuple[int, str | None]:
        """How many the whole list has, and where what comes after a part begins; None: nothing does."""
        after = number + 1
        return self.head["totals"][about], str(after) if after < self.head["parts"][about] else None


def work_out(store: Store, story: str) -> dict[str, Sequence[Any]]:
    """The lists of a story. Raises NotFound."""
    told = tell_story(store, story)
    independence = count_independent({report.id: report.front for report, _ in told.reports}, told.copies)
    shared = [one for one in told.sayings if len({t.report for t in one.renderings}) > 1]
    lists: dict[str, Sequence[Any]] = {
        "course": _course(told),
        "chronology": [
            {
                "happened": line.happened and line.happened.value,
                "said": line.said and line.said.value,
                "published": line.published and line.published.value,
                "text": line.text,
                "evidence": [_place(report, span) for report, span in line.evidence],
            }
            for line in told.chronology
        ],
        "sayings": [_saying(one, compared=place < SAYINGS) for place, one in enumerate(shared)],
        "differences": [
            {
                "what": one.what,
                "unit": one.unit,
                "agree": one.agree,
                "reason": one.reason,
                "values": [[*_place(v.report, v.span), v.value, v.bound, v.by] for v in one.values],
            }
            for one in told.differences
        ],
        "contradictions": [{"a": one.a, "b": one.b, "reason": one.reason} for one in told.contradictions],
        "copies": [
            {
                "report": one.report,
                "of": one.of,
                "kind": one.kind.value,
                "direction_known": one.direction_known,
                "score": one.score,
                "reason": one.reason,
            }
            for one in told.copies
        ],
    }
    head = {
        "independence": {
            "count": independence.count,
            "groups": independence.groups,
            "reason": independence.reason,
        },
        "added": _added(told.contributions),
        "totals": {about: len(items) for about, items in lists.items()},
        "parts": {about: len(in_parts_of(about, items)) for about, items in lists.items()},
    }
    return {"head": [head], **lists}


def _saying(one: Rendered, *, compared: bool) -> dict[str, Any]:
    first, *later = one.renderings[:RENDERINGS]
    return {
        "id": one.saying.id,
        "said": one.saying.said and one.saying.said.value,
        "repeat_of": one.saying.repeat_of,
        "reports": one.saying.reports,
        "independent": one.saying.independent,
        "reason": one.saying.reason,
        "renderings": list(one.saying.renderings),
        "first": [t.statement.id for t in one.renderings[:RENDERINGS]],
        "wordings": [_write_wording(compare_wording(first, t)) for t in later] if compared else None,
    }


def _write_wording(wording: Wording) -> list[Any]:
    runs = [[run.kind.value, _ends(run.a), _ends(run.b)] for run in wording.runs]
    changes = [[one.what.value, _ends(one.a), _ends(one.b), one.sentence] for one in wording.changes]
    return [runs, changes]


def _ends(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def read_wording(kept: Sequence[Any], ids: tuple[str, str], texts: tuple[str, str]) -> Wording:
    """A wording as it was kept, of two renderings of these ids that stand in these texts."""

    def spans(ends: Iterable[Sequence[int]], text: str) -> tuple[Span, ...]:
        return tuple(Span(start, end, text) for start, end in ends)

    runs, changes = kept
    return Wording(
        *ids,
        tuple(Run(RunKind(kind), spans(x, texts[0]), spans(y, texts[1])) for kind, x, y in runs),
        tuple(Change(What(w), spans(x, texts[0]), spans(y, texts[1]), told) for w, x, y, told in changes),
    )


def _place(report: str, span: Span) -> list[Any]:
    return [report, span.start, span.end]


def _added(contributions: Iterable[Contribution]) -> dict[str, list[int]]:
    return {one.report: [len(one.adds), len(one.drops)] for one in contributions}


def _course(told: Together) -> list[list[Any]]:
    rows: list[list[Any]] = []
    for place, (report, reading) in enumerate(told.reports):
        published = report.front.published and report.front.published.value
        days: dict[str | None, int] = {}
        for statement in reading.statements:
            day = statement.said.value.value if statement.said else None
            days[day] = days.get(day, 0) + 1
        rows += [[place, published, day, number] for day, number in days.items()] or [
            [place, published, None, 0]
        ]
    return rows
