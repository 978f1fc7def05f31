"""The versions of a report: what each changed of the one before, word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

from fastapi import APIRouter, Depends
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from onrecord.views.contract import Answer
from onrecord.views.wording import show_text
from onrecord.web.desk import DeskNow
from onrecord.web.pages import show

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

# A word or a mark, with the space after it: it is the same word whatever the space.
_WORDS = re.compile(r"(?:\w+(?:['’.,-]\w+)*|[^\w\s])\s*")
# Paragraphs are paired when at least so much of the two is alike; each is tried with the next few.
_ALIKE = 0.4
_TRIED = 12
# Longer ones, in words, are not told word by word: that takes as long as the square of it.
_LONGEST = 3000


class ChangeAnswer(Answer):
    """A paragraph in pieces, in the order of reading: in both versions, only in the one before, or new."""

    pieces: list[tuple[Literal["same", "gone", "new"], str]]


class VersionAnswer(Answer):
    """A version. `changes` are the paragraphs that are not as in the one before; null for the first."""

    id: str
    headline: str | None
    published: str | None
    updated: str | None
    fetched: datetime
    current: bool
    statements: int
    changes: list[ChangeAnswer] | None


class VersionList(Answer):
    """The versions of a report in the order in which they were taken in."""

    report: str
    items: list[VersionAnswer]


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """A version with its changes as HTML."""

    told: VersionAnswer
    changes: list[Markup]


class Matched(NamedTuple):
    """The words of two paragraphs, and what matches them."""

    old: list[str]
    new: list[str]
    matcher: SequenceMatcher[str]


def versions(desk: DeskNow, id: str) -> VersionList:  # noqa: A002
    """The versions of a report, each with what it changed of the one before."""
    kept = desk.queries.versions(id)
    current = {one.id for one in desk.details.versions(id) if one.current}
    changes = [None, *(list(find_changes(one.text, other.text)) for one, other in pairwise(kept))]
    return VersionList(
        report=id,
        items=[
            VersionAnswer(
                id=one.version,
                headline=one.front.headline,
                published=str(one.front.published) if one.front.published else None,
                updated=str(one.front.updated) if one.front.updated else None,
                fetched=one.original.fetched,
                current=one.version in current,
                statements=len(desk.queries.reading(one.version).statements),
                changes=changed,
            )
            for one, changed in zip(kept, changes, strict=True)
        ],
    )


@router.get("/reports/{id}/versions")
def versions_page(
    request: Request, desk: DeskNow, answer: Annotated[VersionList, Depends(versions)]
) -> Response:
    shown = [ShownVersion(one, [mark_change(change) for change in one.changes or ()]) for one in answer.items]
    headline = next((one.headline for one in reversed(answer.items) if one.headline), None)
    return show(request, desk, "versions.html", answer=answer, shown=shown, headline=headline)


def find_changes(before: str, after: str) -> Iterator[ChangeAnswer]:
    """The paragraphs of two texts that are not the same, word by word where one is still like the other."""
    old, new = _paragraphs(before), _paragraphs(after)
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _pair_up(old[a:b], new[c:d])


def _pair_up(old: Sequence[str], new: Sequence[str]) -> Iterator[ChangeAnswer]:
    """Paragraphs that are told anew beside those that they came of; the rest is gone, or new."""
    waiting = list(old)
    for paragraph in new:
        alike = [_match(one, paragraph) for one in waiting[:_TRIED]]
        shares = [found.matcher.ratio() if found else 0.0 for found in alike]
        best = max(range(len(shares)), key=lambda i: shares[i], default=None)
        if best is None or shares[best] < _ALIKE or (found := alike[best]) is None:
            yield ChangeAnswer(pieces=[("new", paragraph)])
            continue
        for one in waiting[:best]:
            yield ChangeAnswer(pieces=[("gone", one)])
        yield ChangeAnswer(pieces=list(_tell_words(found)))
        waiting = waiting[best + 1 :]
    for one in waiting:
        yield ChangeAnswer(pieces=[("gone", one)])


def _match(old: str, new: str) -> Matched | None:
    """The words of the two against each other; None: they cannot be alike, or are too long to be told."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(a), len(b)) > _LONGEST:
        return None
    matcher = SequenceMatcher(None, [one.rstrip() for one in a], [one.rstrip() for one in b], autojunk=False)
    return Matched(a, b, matcher) if matcher.quick_ratio() >= _ALIKE else None


def _tell_words(found: Matched) -> Iterator[tuple[Literal["same", "gone", "new"], str]]:
    for kind, a, b, c, d in found.matcher.get_opcodes():
        if kind == "equal":
            yield "same", "".join(found.new[c:d])
            continue
        if b > a:
            yield "gone", "".join(found.old[a:b])
        if d > c:
            yield "new", "".join(found.new[c:d])


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def mark_change(change: ChangeAnswer) -> Markup:
    """The words of both in one line: <del> were there before, <ins> are new."""
    forms = {"same": Markup("{}"), "gone": Markup("<del>{}</del>"), "new": Markup("<ins>{}</ins>")}
    return Markup("").join(forms[kind].format(escape(show_text(words))) for kind, words in change.pieces)
