"""The pages of what several reports tell together: stories, sayings, two reports side by side."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from onrecord.edtf import Edtf
from onrecord.linking.passages import match_passages
from onrecord.views.across import answer_head
from onrecord.views.contract import ChronologyAnswer, ComparisonAnswer, SayingShown, WordingAnswer
from onrecord.views.listing import (
    ChronologyList,
    ContradictionList,
    DifferenceList,
    SayingList,
    StoryList,
    StoryWhole,
)
from onrecord.views.passages import find_paragraphs
from onrecord.views.strip import Day, draw_days
from onrecord.views.wording import show_text
from onrecord.web import story_parts, together
from onrecord.web.desk import Desk, DeskNow
from onrecord.web.pages import next_part, passages_of, show
from onrecord.web.story_parts import courses_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.record import Report
    from onrecord.store.details import Spoken
    from onrecord.views.contract import FoundStatement
    from onrecord.views.listing import ListAnswer
    from onrecord.views.strip import Strip

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True)
class Said:
    """What one speaker says in a story. `id` and `name` are None where the speaker is not known."""

    id: str | None
    name: str | None
    statements: tuple[FoundStatement, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A statement in the strip of time: where it leads, and its number, report first."""

    address: str
    label: str
    kind: str
    speaker_name: str | None


@dataclass(frozen=True, slots=True)
class Square:
    """A report in the strip of time."""

    id: str
    number: int
    headline: str | None


@dataclass(frozen=True, slots=True)
class Facing:
    """One of two reports side by side, as HTML by paragraph with the matching passages lit."""

    report: Report
    paragraphs: tuple[Markup, ...]


@router.get("/stories")
def stories(
    request: Request, desk: DeskNow, answer: Annotated[StoryList, Depends(together.stories)]
) -> Response:
    return show(
        request, desk, "stories.html",
        answer=answer, courses=courses_of(desk, answer.items), more=next_part(request, answer.after),
    )  # fmt: skip


@router.get("/stories/{id}")
def story(
    request: Request,
    desk: DeskNow,
    answer: Annotated[StoryWhole, Depends(story_parts.story)],
    spoken: story_parts.SpokenNow,
) -> Response:
    statements = {one.id: one for one in (*answer.statements, *answer.contradictions.statements)}
    groups = group_by_speaker(answer.statements)
    return show(
        request, desk, "story.html",
        answer=answer, strip=draw_story(answer, spoken), passages=passages_of(desk, statements.values()),
        groups=groups, silent=answer.speakers[len(groups) :], by_id=statements,
        heads={one.id: one for one in answer.reports}, added={one.report: one for one in answer.added},
        counted={one.id: one.statements for one in answer.speakers}, copies=copies_by_report(answer),
        days=group_by_day(answer.chronology.items), diffs=diffs_of(answer.sayings.items),
        numbers={one.id: n for n, one in enumerate(answer.reports, 1)},
    )  # fmt: skip


def show_part(
    request: Request, desk: Desk, id_: str, section: str, answer: ListAnswer, **context: Any
) -> HTMLResponse:
    """A further part of a list of a story, on a page of its own."""
    kept = desk.record.story(id_)
    fronts = desk.details.heads(kept.reports)
    return show(
        request, desk, "story_part.html",
        story=kept, section=section, answer=answer, more=next_part(request, answer.after),
        heads={one: answer_head(one, *front) for one, front in fronts.items()},
        numbers={one: n for n, one in enumerate(kept.reports, 1)}, **context,
    )  # fmt: skip


@router.get("/stories/{id}/chronology")
def chronology(
    request: Request,
    desk: DeskNow,
    id: str,  # noqa: A002
    answer: Annotated[ChronologyList, Depends(story_parts.chronology)],
) -> Response:
    return show_part(request, desk, id, "chronology", answer, days=group_by_day(answer.items))


@router.get("/stories/{id}/sayings")
def sayings(
    request: Request,
    desk: DeskNow,
    id: str,  # noqa: A002
    answer: Annotated[SayingList, Depends(story_parts.sayings)],
) -> Response:
    return show_part(request, desk, id, "sayings", answer, diffs=diffs_of(answer.items))


@router.get("/stories/{id}/figures")
def figures(
    request: Request,
    desk: DeskNow,
    id: str,  # noqa: A002
    answer: Annotated[DifferenceList, Depends(story_parts.differences)],
) -> Response:
    return show_part(request, desk, id, "figures", answer)


@router.get("/stories/{id}/against")
def against(
    request: Request,
    desk: DeskNow,
    id: str,  # noqa: A002
    answer: Annotated[ContradictionList, Depends(story_parts.contradictions)],
) -> Response:
    passages = passages_of(desk, answer.statements)
    by_id = {one.id: one for one in answer.statements}
    return show_part(request, desk, id, "against", answer, passages=passages, by_id=by_id)


@router.get("/sayings/{id}")
def saying(
    request: Request, desk: DeskNow, answer: Annotated[SayingShown, Depends(together.saying)]
) -> Response:
    passages = passages_of(desk, answer.statements)
    return show(request, desk, "saying.html", answer=answer, passages=passages, diffs=diffs_of([answer]))


@router.get("/compare")
def compare(
    request: Request, desk: DeskNow, answer: Annotated[ComparisonAnswer, Depends(together.compare)]
) -> Response:
    left, right = (desk.queries.report(one.id) for one in answer.reports)
    facing, matches = face(left, right)
    statements = [one for saying in answer.sayings for one in saying.statements]
    shared = {one.id for one in statements}
    alone = {
        one.id: [said for said in together.statements_of(desk, one.version) if said.id not in shared]
        for one in answer.reports
    }
    return show(
        request, desk, "compare.html",
        answer=answer, facing=facing, matches=matches, passages=passages_of(desk, statements),
        diffs=diffs_of(answer.sayings), heads={one.id: one for one in answer.reports}, alone=alone,
    )  # fmt: skip


def draw_story(story: StoryWhole, spoken: Iterable[Spoken]) -> Strip[Dot, Square] | None:
    """The strip of time of a story: a dot leads to its statement, on this page where it stands there."""
    shown = {one.id for one in story.statements}
    published: defaultdict[str | None, list[Square]] = defaultdict(list)
    for number, head in enumerate(story.reports, 1):
        published[head.published].append(Square(head.id, number, head.headline))
    said: defaultdict[str | None, list[Dot]] = defaultdict(list)
    place: Counter[str] = Counter()
    numbers = {one.id: number for number, one in enumerate(story.reports, 1)}
    for one in spoken:
        place[one.report] += 1
        address = f"#{one.id}" if one.id in shown else f"/statements/{one.id}"
        label = f"{numbers[one.report]}.{place[one.report]}"
        said[one.said].append(Dot(address, label, one.kind, one.speaker_name))
    known = sorted(Edtf(day) for day in {*published, *said} if day is not None)
    return draw_days([Day(day, tuple(published[day.value]), tuple(said[day.value])) for day in known])


def group_by_speaker(statements: Iterable[FoundStatement]) -> list[Said]:
    """Who says most comes first; whose speaker is not known, last."""
    groups: defaultdict[str | None, list[FoundStatement]] = defaultdict(list)
    for one in statements:
        groups[one.speaker.id if one.speaker else None].append(one)
    said = [
        Said(id_, group[0].speaker.name if group[0].speaker else None, tuple(group))
        for id_, group in groups.items()
    ]
    return sorted(said, key=lambda one: (one.id is None, -len(one.statements)))


def group_by_day(lines: Iterable[ChronologyAnswer]) -> list[tuple[str | None, list[ChronologyAnswer]]]:
    """Neighbouring lines of one day together, in the order in which they come."""
    days: list[tuple[str | None, list[ChronologyAnswer]]] = []
    for line in lines:
        day = line.happened or line.said or line.published
        if not days or days[-1][0] != day:
            days.append((day, []))
        days[-1][1].append(line)
    return days


def copies_by_report(answer: StoryWhole) -> dict[str, list[str]]:
    """By report: on which others it rests, in words."""
    numbers = {one.id: n for n, one in enumerate(answer.reports, 1)}
    words = {"copy": "a copy of", "rewrite": "a rewrite of", "same-outlet": "of the outlet of"}
    told: defaultdict[str, list[str]] = defaultdict(list)
    for copy in answer.copies:
        known = "" if copy.direction == "known" or copy.kind == "same-outlet" else ", or the other way round"
        told[copy.report].append(f"{words[copy.kind]} {numbers[copy.of]}{known} ({copy.reason})")
    return told


def diffs_of(sayings: Iterable[SayingShown]) -> dict[tuple[str, str], Markup]:
    """By the ids of two renderings: the words of the second, with what is not as in the first marked."""
    return {(one.a, one.b): mark_diff(one) for saying in sayings for one in saying.wordings}


def mark_diff(wording: WordingAnswer) -> Markup:
    """The words of both in one line: <del> are only in the first, <ins> only in the second."""
    return Markup(" ").join(_mark_runs(wording))


def _mark_runs(wording: WordingAnswer) -> Iterator[Markup]:
    for run in wording.runs:
        if run.kind == "equal":
            yield escape(show_text(run.b.text.replace(" … ", " ")))
            continue
        if run.a.text:
            yield Markup("<del>{}</del>").format(show_text(run.a.text.replace(" … ", " ")))
        if run.b.text:
            yield Markup("<ins>{}</ins>").format(show_text(run.b.text.replace(" … ", " ")))


def face(left: Report, right: Report) -> tuple[tuple[Facing, Facing], int]:
    """Two reports with their matching passages lit, each leading to the other; and how many there are."""
    passages = match_passages(left.text, right.text)
    ours = [(one.a.start, one.a.end, n, one.score) for n, one in enumerate(passages, 1)]
    theirs = [(one.b.start, one.b.end, n, one.score) for n, one in enumerate(passages, 1)]
    return (
        Facing(left, tuple(_light_matches(left.text, ours, "a", "b"))),
        Facing(right, tuple(_light_matches(right.text, theirs, "b", "a"))),
    ), len(passages)


def _light_matches(
    text: str, places: list[tuple[int, int, int, float]], side: str, other: str
) -> Iterator[Markup]:
    # A sentence may be like two of the other text: it stands once, with both numbers.
    by_place: defaultdict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
    for start, end, number, score in sorted(places):
        by_place[start, end].append((number, score))
    for start, end in find_paragraphs(text):
        pieces: list[Markup] = []
        at = start
        for (first, last), numbers in sorted(by_place.items()):
            if first < at or last > end:
                continue
            pieces.append(escape(show_text(text[at:first])))
            whole = all(score == 1 for _, score in numbers)
            for number, _ in numbers:
                pieces.append(
                    Markup('<a class="pair" id="{}{}" href="#{}{}" aria-label="Passage {}: its like">{}</a>')
                    .format(side, number, other, number, number, number)
                )  # fmt: skip
            lit = Markup('<mark class="{}" data-pairs="{}">{}</mark>')
            words = show_text(text[first:last])
            listed = " ".join(str(number) for number, _ in numbers)
            pieces.append(lit.format("whole" if whole else "near", listed, words))
            at = last
        pieces.append(escape(show_text(text[at:end])))
        yield Markup("").join(pieces)
