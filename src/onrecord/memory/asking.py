"""What several reports tell together, worked out when it is asked: sayings, their sources, copies."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from onrecord.linking.chronology import build_chronology
from onrecord.linking.contradictions import Contradiction, find_contradictions
from onrecord.linking.contributions import find_contributions
from onrecord.linking.copies import derive_copies
from onrecord.linking.differences import find_differences
from onrecord.linking.independence import count_independent
from onrecord.linking.stories_order import order_reports
from onrecord.record import (
    ChronologyLine,
    Contribution,
    Copy,
    Difference,
    Entity,
    Report,
    Saying,
    Story,
    Told,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from onrecord.record import Reading
    from onrecord.store.memory import KeptSaying
    from onrecord.store.store import Store

# How many sayings are worked out at once.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Rendered:
    """A saying with the statements that carry it, in the order of publication.

    `speakers` are whom the record takes those who speak for, by id of the statement.
    """

    saying: Saying
    renderings: tuple[Told, ...]
    speakers: Mapping[str, Entity]


@dataclass(frozen=True, slots=True)
class Together:
    """What reports tell together. `story`: whose they are; None: of no one story.

    `reports` are in the order of publication, `sayings` those that more than one statement of theirs
    renders, with these renderings; the counts of a saying are of the whole record. `speakers` are as those
    of `Rendered`, of all statements of the reports.
    """

    story: Story | None
    reports: tuple[tuple[Report, Reading], ...]
    sayings: tuple[Rendered, ...]
    copies: tuple[Copy, ...]
    differences: tuple[Difference, ...]
    contributions: tuple[Contribution, ...]
    contradictions: tuple[Contradiction, ...]
    chronology: tuple[ChronologyLine, ...]
    speakers: Mapping[str, Entity]


def find_copies(store: Store, reports: Collection[str] | None = None) -> list[Copy]:
    """Which of these reports, or of all, rest on which others of them; by id of the report and the other."""
    if reports is None:
        judged = list(store.queries.judgements("copy"))
        return derive_copies({one for judgement in judged for one in judgement.pair}, judged)
    return derive_copies(reports, store.memory.judgements_on(reports, "copy"))


def copies_with(store: Store, report: str) -> list[Copy]:
    """The copies that a report has a part in, whatever stories the others are of."""
    return _copies_by_report(store, {report}).get(report, [])


def find_sayings(
    store: Store, *, reports: Collection[str] | None = None, by: str | None = None, shared: bool = False
) -> Iterator[Rendered]:
    """The sayings that these reports carry, or that somebody said, or all; by day said, then id.

    `shared`: only those of more renderings than one. Raises NotFound where nobody goes by that name.
    """
    kept = store.memory.sayings(reports=reports, by=by, shared=shared)
    for start in range(0, len(kept), _BATCH):
        yield from render(store, kept[start : start + _BATCH])


def find_saying(store: Store, id_: str) -> Rendered:
    """The saying of that id, or the one that a statement of that id renders. Raises NotFound."""
    return render(store, [store.memory.saying(id_)])[0]


def render(store: Store, kept: Iterable[KeptSaying]) -> list[Rendered]:
    """Sayings with who said them, how many reports carry them, and how many of these are independent."""
    kept = list(kept)
    statements = {statement for one in kept for statement in one.renderings}
    told = {one.statement.id: one for one in store.memory.told(statements)}
    speakers = store.memory.speakers(statements)
    copies = _copies_by_report(store, {one.report for one in told.values()})
    return [_render(one, told, speakers, copies) for one in kept]


def _copies_by_report(store: Store, reports: Collection[str]) -> dict[str, list[Copy]]:
    """The copies that each report has a part in; the other one may be any report of the record."""
    judged = store.memory.judgements_of(reports, "copy")
    found: defaultdict[str, list[Copy]] = defaultdict(list)
    for copy in derive_copies({one for judgement in judged for one in judgement.pair}, judged):
        found[copy.report].append(copy)
        found[copy.of].append(copy)
    return found


def _render(
    kept: KeptSaying,
    told: Mapping[str, Told],
    speakers: Mapping[str, Entity],
    copies: Mapping[str, list[Copy]],
) -> Rendered:
    renderings = [told[statement] for statement in kept.renderings if statement in told]
    fronts = {one.report: one.front for one in renderings}
    own = {one.statement.id: speakers[one.statement.id] for one in renderings if one.statement.id in speakers}
    named = Counter(entity.id for entity in own.values())
    rest_on = {copy for report in fronts for copy in copies.get(report, ())}
    independence = count_independent(fronts, sorted(rest_on, key=lambda copy: (copy.report, copy.of)))
    saying = Saying(
        id=kept.id,
        speaker=max(sorted(named), key=lambda entity: named[entity]) if named else None,
        said=kept.said,
        renderings=kept.renderings,
        repeat_of=kept.repeat_of,
        reports=len(fronts),
        independent=independence.count,
        reason=independence.reason,
    )
    return Rendered(saying, tuple(sorted(renderings, key=_place)), own)


def _place(told: Told) -> tuple[bool, tuple[object, ...], str, int]:
    published = told.front.published
    first = min(told.statement.content)
    return published is None, published.sort_key if published else (), told.report, first.start


def tell_story(store: Store, id_: str) -> Together:
    """What the reports of a story tell together. Raises NotFound."""
    story = store.memory.story(id_)
    return tell_together(store, story.reports, story=story)


def tell_together(store: Store, reports: Iterable[str], *, story: Story | None = None) -> Together:
    """What these reports tell together, whatever story they are of. Raises NotFound."""
    told = {
        report.id: (report, store.queries.reading(one))
        for one in reports
        for report in [store.queries.report(one)]
    }
    if story is None and len(of := {store.memory.story(one).id for one in told}) == 1:
        story = store.memory.story(of.pop())
    name = story.id if story else ""
    pairs = [told[report.id] for report in order_reports(report for report, _ in told.values())]
    own = [Told(s, report.id, report.front) for report, reading in pairs for s in reading.statements]
    carried = store.memory.sayings(reports=list(told))
    ids = {one.statement.id for one in own}
    several = [one for one in carried if sum(statement in ids for statement in one.renderings) > 1]
    # How many sources they have costs most, and is told of those alone that several statements here carry.
    shared = [_only_of(one, told) for one in render(store, several)]
    known = {one.saying.id: one.saying for one in shared}
    sayings = [
        known.get(one.id) or Saying(one.id, None, one.said, one.renderings, one.repeat_of, 1, 1, "")
        for one in carried
    ]
    return Together(
        story=story,
        reports=tuple(pairs),
        sayings=tuple(one for one in shared if len(one.renderings) > 1),
        copies=tuple(find_copies(store, list(told))),
        differences=tuple(find_differences(name, pairs)),
        contributions=tuple(find_contributions(pairs, sayings)),
        contradictions=tuple(find_contradictions(own, sayings)),
        chronology=tuple(build_chronology(name, pairs, sayings)),
        speakers=store.memory.speakers(ids),
    )


def _only_of(rendered: Rendered, reports: Collection[str]) -> Rendered:
    kept = tuple(told for told in rendered.renderings if told.report in reports)
    return replace(rendered, renderings=kept)
