"""What a change is asked with, as data and as a form. Unknown fields are refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, TypeVar

from fastapi.exceptions import RequestValidationError

from onrecord.errors import UsageError
from onrecord.record import Act, EntityKind, Kind, Verdict
from onrecord.views.contract import Answer, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T", bound="Answer")

_WRITTEN_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})(?:\s*\|.*)?")


class Ask(Answer, extra="forbid"):
    """What all changes share: why, and who decides (none: whoever runs the server)."""

    reason: str = ""
    by: str | None = None


class StatementChange(Ask):
    """Accept a statement as it stands, reject it, or correct it; of its parts only what is given changes.

    Places are [start, end) of the report's text. `speaker` null: the report does not tell; `speaker_kind`
    is asked for where the record does not know the name. `said` is EDTF.
    """

    accept: bool = False
    reject: bool = False
    source: tuple[Place, ...] = ()
    cue: tuple[Place, ...] = ()
    content: tuple[Place, ...] = ()
    speaker: str | None = None
    speaker_kind: EntityKind | None = None
    kind: Kind | None = None
    act: Act | None = None
    said: str | None = None


class MissedStatement(Ask):
    """A statement that was missed, by its places in the report's text."""

    content: tuple[Place, ...]
    source: tuple[Place, ...] = ()
    cue: tuple[Place, ...] = ()
    speaker: str | None = None
    speaker_kind: EntityKind | None = None
    act: Act = Act.INFORM
    said: str | None = None


class ReportDate(Ask):
    """When a report was published (EDTF), or by whom, or both."""

    published: str | None = None
    outlet: str | None = None


class ReportMove(Ask):
    """To the story of this id."""

    story: str


class Merge(Ask):
    """Who is one: ids, or names that only one has."""

    who: list[str]


class Split(Ask):
    """Which members are somebody else: ids of members, names, or ids of reports."""

    out: list[str]


class Rename(Ask):
    """What somebody is to be called."""

    name: str


class PairVerdict(Ask):
    """Whether two statements or sayings are one ("saying") or one repeated ("repeat"), two reports copies…"""

    about: Literal["saying", "repeat", "copy", "story"]
    a: str
    b: str
    verdict: Verdict


class Restrict(Ask):
    """Keep from readers."""


class Redact(Ask):
    """Hide words wherever they stand in a report, and places of it; not done before `confirm` is true."""

    words: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    confirm: bool = False


class Forget(Answer, extra="forbid"):
    """Delete for good; `confirm` must be true."""

    confirm: bool = False


class Undo(Ask):
    """Take a decision back."""


def read_ask(kind: type[T], values: Mapping[str, object]) -> T:
    """Raises RequestValidationError where a value is none that the change knows."""
    try:
        return kind.model_validate(values)
    except ValueError as error:
        faults = getattr(error, "errors", None)
        if faults is None:
            raise
        found = [fault | {"loc": ("form", *fault["loc"])} for fault in faults()]
        raise RequestValidationError(found) from error


def form_values(form: Mapping[str, str]) -> dict[str, object]:
    """The fields of a form that were filled in, without those that are not of the change itself."""
    return {name: value for name, value in form.items() if value and name not in ("csrf", "back", "do")}


def places_written(written: str, text: str, near: int) -> list[Place]:
    """Places as a person writes them, one a line: the words as they are printed, or `10-21 | words`.

    Of several places with the same words that nearest to `near` is meant. Raises UsageError where the
    words are not in the text.
    """
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    return [_place_written(line, text, near) for line in lines]


def _place_written(line: str, text: str, near: int) -> Place:
    if match := _WRITTEN_PLACE.fullmatch(line):
        return int(match[1]), int(match[2])
    words = r"\s+".join(re.escape(word) for word in line.split())
    found = [match.span() for match in re.finditer(words, text)]
    if not found:
        raise UsageError("these words are not in the report as they are written", where=line)
    return min(found, key=lambda place: abs(place[0] - near))


def hiding_written(written: str) -> dict[str, object]:
    """What is to be hidden as a person writes it, one a line: words, or a place as `10-21 | words`."""
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    places = [(int(match[1]), int(match[2])) for line in lines if (match := _WRITTEN_PLACE.fullmatch(line))]
    return {"words": [line for line in lines if not _WRITTEN_PLACE.fullmatch(line)], "places": places}


def places_as_written(places: Sequence[Place], text: str) -> str:
    """The other way round: a line for each place, that a person can cut down or add to."""
    return "\n".join(f"{start}-{end} | {' '.join(text[start:end].split())}" for start, end in places)
