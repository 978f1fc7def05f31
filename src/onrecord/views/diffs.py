"""Differences in words: a rendering of a saying with what it has otherwise than another one marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from onrecord.linking.wording import RunKind, compare_wording
from onrecord.views.passages import Mark, cut_segments

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.linking.wording import Change, Run, Wording
    from onrecord.memory.asking import Rendered
    from onrecord.record import Told

Side = Literal["a", "b"]


class Piece(NamedTuple):
    """Words of a content. `kind`: "equal", "replaced", "only" this one has them, "gap" between its parts."""

    text: str
    kind: str


class Compared(NamedTuple):
    """A rendering with its words, and what of it differs from the first one, what matters first.

    `changes` are those of meaning and of who vouches, `style` the rest. The first has none.
    """

    told: Told
    pieces: tuple[Piece, ...]
    changes: tuple[Change, ...]
    style: tuple[Change, ...]


def compare_renderings(rendered: Rendered) -> list[Wording]:
    """Each later rendering compared with the first."""
    first, *later = rendered.renderings
    return [compare_wording(first, one) for one in later]


def set_side_by_side(rendered: Rendered) -> list[Compared]:
    """The renderings in their order; the first has what the second has otherwise marked."""
    wordings = compare_renderings(rendered)
    first, *later = rendered.renderings
    shown = [Compared(first, tuple(cut_pieces(first, wordings[0].runs if wordings else (), "a")), (), ())]
    for told, wording in zip(later, wordings, strict=True):
        told_apart = tuple(change for change in wording.changes if not _is_style(change))
        style = tuple(change for change in wording.changes if _is_style(change))
        shown.append(Compared(told, tuple(cut_pieces(told, wording.runs, "b")), told_apart, style))
    return shown


def _is_style(change: Change) -> bool:
    return not change.what.is_of_meaning and change.what.value in ("style", "more", "ellipsis", "brackets")


def cut_pieces(told: Told, runs: Sequence[Run], side: Side) -> Iterator[Piece]:
    """The words of a content in their order, cut where another rendering begins to differ."""
    marks = [
        Mark(span.start, span.end, "", "replaced" if run.kind is RunKind.REPLACED else "only")
        for run in runs
        if run.kind is not RunKind.EQUAL
        for span in (run.a if side == "a" else run.b)
    ]
    for number, span in enumerate(told.statement.content):
        if number:
            yield Piece(" … ", "gap")
        for segment in cut_segments(span.start, span.end, marks):
            words = span.text[segment.start - span.start : segment.end - span.start]
            yield Piece(words, segment.marks[0].role if segment.marks else "equal")
