"""A story as answers: who says what in it, and the lists of what its reports tell together, part by part.

The lists are those that `memory.telling` keeps; here they get the words, names and reports that they are of.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends

from onrecord.linking.wording import compare_wording
from onrecord.memory.telling import StoryTold, keep_told, read_wording
from onrecord.store.details import Said, Spoken
from onrecord.store.kept import Attributed
from onrecord.store.paging import offset
from onrecord.views import answers
from onrecord.views.across import answer_head
from onrecord.views.contract import (
    ChronologyAnswer,
    ContradictionAnswer,
    CopyAnswer,
    DifferenceAnswer,
    SayingShown,
)
from onrecord.views.listing import (
    AddedAnswer,
    ChronologyList,
    ContradictionList,
    DifferenceList,
    IndependenceAnswer,
    SayingList,
    SpeakingAnswer,
    StoryWhole,
)
from onrecord.web.asked import After
from onrecord.web.desk import Desk, DeskNow
from onrecord.web.strips import draw_course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from onrecord.linking.wording import Wording
    from onrecord.record import Told
    from onrecord.views.contract import StoryAnswer
    from onrecord.web.strips import Course

# A story of more statements than this shows the first of those who say most.
SHOWN = 60
SHOWN_OF_EACH = 6


def spoken_in(desk: DeskNow, id: str) -> list[Spoken]:  # noqa: A002
    """What the reports of a story print, in short: asked for once for a page."""
    return desk.details.spoken(desk.record.story(id).id)


SpokenNow = Annotated[list[Spoken], Depends(spoken_in)]


def story(desk: DeskNow, id: str, spoken: SpokenNow) -> StoryWhole:  # noqa: A002
    """A story: its reports, who said what, and the first of what they tell together."""
    keep_told(desk.record.store, id)
    told = StoryTold(desk.record.store, id)
    kept = told.story
    fronts = desk.details.heads(kept.reports)
    speakers = speakers_of(spoken)
    shown = desk.browse.statements_of([one.sequence for one in first_of_each(spoken, speakers)])
    added = told.head["added"]
    return StoryWhole(
        id=kept.id,
        name=kept.name,
        reports=[answer_head(one, *fronts[one]) for one in kept.reports],
        independence=IndependenceAnswer.model_validate(told.head["independence"]),
        added=[AddedAnswer(report=one, adds=added[one][0], drops=added[one][1]) for one in kept.reports],
        copies=[_copy(one) for one in told.whole("copies")],
        speakers=speakers,
        told=len(spoken),
        statements=desk.found(shown),
        chronology=_chronology(desk, told),
        sayings=_sayings(desk, told),
        differences=_differences(desk, told),
        contradictions=_contradictions(desk, told),
    )


def chronology(desk: DeskNow, id: str, after: After = None) -> ChronologyList:  # noqa: A002
    """The chronology of a story, part by part."""
    return _chronology(desk, StoryTold(desk.record.store, id), offset(after))


def _chronology(desk: Desk, told: StoryTold, number: int = 0) -> ChronologyList:
    items, (total, after) = told.part("chronology", number), told.rest("chronology", number)
    texts = desk.details.current_texts({place[0] for line in items for place in line["evidence"]})
    lines = [
        ChronologyAnswer.model_validate(
            line
            | {
                "story": told.story.id,
                "evidence": [_put_place(texts, *one) for one in line["evidence"] if one[0] in texts],
            }
        )
        for line in items
    ]
    return ChronologyList(items=lines, total=total, after=after)


def sayings(desk: DeskNow, id: str, after: After = None) -> SayingList:  # noqa: A002
    """What several reports of a story carry, part by part; each saying with its first renderings."""
    return _sayings(desk, StoryTold(desk.record.store, id), offset(after))


def _sayings(desk: Desk, told: StoryTold, number: int = 0) -> SayingList:
    items, (total, after) = told.part("sayings", number), told.rest("sayings", number)
    first = {statement for one in items for statement in one["first"]}
    renderings = {one.statement.id: one for one in desk.record.store.memory.told(first)}
    texts = desk.details.texts({one.statement.version for one in renderings.values()})
    speakers = desk.details.speakers([statement for one in items for statement in one["renderings"]])
    found = desk.found(
        tuple(Attributed(one.report, one.statement, speakers.get(id_)) for id_, one in renderings.items())
    )
    by_id = {one.id: one for one in found}
    answered = []
    for one in items:
        shown = [renderings[each] for each in one["first"] if each in renderings]
        if len(shown) < len(one["first"]):
            continue  # the record was changed just now
        named = Counter(speakers[each].id for each in one["renderings"] if each in speakers)
        speaker = max(sorted(named), key=lambda entity: named[entity]) if named else None
        own = {name: value for name, value in one.items() if name not in ("first", "wordings")}
        answered.append(
            SayingShown(
                **own,
                speaker=speaker,
                statements=[by_id[each.statement.id] for each in shown],
                wordings=[answers.answer_wording(each) for each in _wordings(one["wordings"], shown, texts)],
            )
        )
    return SayingList(items=answered, total=total, after=after)


def differences(desk: DeskNow, id: str, after: After = None) -> DifferenceList:  # noqa: A002
    """What several reports of a story count, part by part."""
    return _differences(desk, StoryTold(desk.record.store, id), offset(after))


def _differences(desk: Desk, told: StoryTold, number: int = 0) -> DifferenceList:
    items, (total, after) = told.part("differences", number), told.rest("differences", number)
    texts = desk.details.current_texts({value[0] for one in items for value in one["values"]})
    found = [
        DifferenceAnswer.model_validate(
            one
            | {
                "story": told.story.id,
                "values": [_put_value(texts, *value) for value in one["values"] if value[0] in texts],
            }
        )
        for one in items
    ]
    return DifferenceList(items=found, total=total, after=after)


def contradictions(desk: DeskNow, id: str, after: After = None) -> ContradictionList:  # noqa: A002
    """Statements of a story against each other, part by part."""
    return _contradictions(desk, StoryTold(desk.record.store, id), offset(after))


def _contradictions(desk: Desk, told: StoryTold, number: int = 0) -> ContradictionList:
    items, (total, after) = told.part("contradictions", number), told.rest("contradictions", number)
    statements = desk.browse.statements_by_id({one[side] for one in items for side in ("a", "b")})
    return ContradictionList(
        items=[ContradictionAnswer(story=told.story.id, **one) for one in items],
        statements=desk.found(statements),
        total=total,
        after=after,
    )


def speakers_of(spoken: Sequence[Spoken]) -> list[SpeakingAnswer]:
    """Who says most comes first; what nobody is known to have said, last."""
    counted = Counter(one.speaker for one in spoken)
    names = {one.speaker: one.speaker_name for one in spoken}
    ordered = sorted(counted, key=lambda one: (one is None, -counted[one], names[one] or "", one or ""))
    return [SpeakingAnswer(id=one, name=names[one], statements=counted[one]) for one in ordered]


def first_of_each(spoken: Sequence[Spoken], speakers: Sequence[SpeakingAnswer]) -> list[Spoken]:
    """What a story shows of who said what: all, or of those who say most their first statements."""
    by_speaker: defaultdict[str | None, list[Spoken]] = defaultdict(list)
    for one in spoken:
        if len(spoken) <= SHOWN or len(by_speaker[one.speaker]) < SHOWN_OF_EACH:
            by_speaker[one.speaker].append(one)
    return [one for speaker in speakers for one in by_speaker[speaker.id]][:SHOWN]


def _copy(kept: dict[str, Any]) -> CopyAnswer:
    own = {name: value for name, value in kept.items() if name != "direction_known"}
    return CopyAnswer(**own, direction="known" if kept["direction_known"] else "cannot tell")


def _put_place(texts: dict[str, str], report: str, start: int, end: int) -> dict[str, Any]:
    return {"report": report, "span": (start, end), "text": texts[report][start:end]}


def _put_value(
    texts: dict[str, str], report: str, start: int, end: int, value: float, bound: str, by: str | None
) -> dict[str, Any]:
    shown = answers.whole(value)
    return _put_place(texts, report, start, end) | {"value": shown, "bound": bound, "by": by}


def _wordings(kept: list[Any] | None, told: Sequence[Told], texts: dict[str, str]) -> list[Wording]:
    """The later renderings compared with the first, as it was kept, or now."""
    first, *later = told
    if kept is None:
        return [compare_wording(first, one) for one in later]
    ids = [(first.statement.id, one.statement.id) for one in later]
    pairs = [(texts[first.statement.version], texts[one.statement.version]) for one in later]
    return [read_wording(*one) for one in zip(kept, ids, pairs, strict=True)]


def courses_of(desk: Desk, stories: Sequence[StoryAnswer]) -> dict[str, Course | None]:
    """A drawing of when things were said and reported in each of some stories, by id."""
    kept = desk.record.store.memory.told_lists([one.id for one in stories], "course")
    courses = {}
    for one in stories:
        rows = kept.get(one.id)
        told = desk.details.course(one.reports) if rows is None else [Said(*row) for row in rows]
        courses[one.id] = draw_course(told)
    return courses
