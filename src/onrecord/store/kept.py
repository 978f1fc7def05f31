"""What the store answers besides the nouns of `record`: how an add went, listings, counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from onrecord.record import Entity, EntityKind, Front, Statement


class Added(StrEnum):
    """What adding a report did to the record."""

    NEW = "new"
    UNCHANGED = "unchanged"
    NEW_VERSION = "new version"
    UPDATED = "updated"


class Attributed(NamedTuple):
    """A statement, the id of the report it stands in, and its speaker across reports (None: not known).

    The speaker is without members: there may be thousands.
    """

    report: str
    statement: Statement
    speaker: Entity | None


@dataclass(frozen=True, slots=True)
class LocalPerson:
    """Whom one version of a report calls by one name: what judgements about entities are about.

    `forms` are the words that point to them in that report, in its order; `statements` how many are theirs.
    """

    id: str
    report: str
    version: str
    kind: EntityKind
    name: str
    forms: tuple[str, ...]
    statements: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A report in a listing: its current version without text and original.

    `added` is when this version came into the record (UTC), `versions` how many the record holds.
    """

    report: str
    version: str
    front: Front
    location: str
    fetched: datetime
    added: datetime
    model: str
    statements: int
    versions: int


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went with a report. `wiped`: no byte of it is left in the record's files.

    Not wiped: another program was reading. It is done when that closes the record, or by the next writer.
    """

    versions: int
    statements: int
    judgements: int
    wiped: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a record holds. Statements and people are those of current versions."""

    reports: int
    versions: int
    statements: int
    people: int
    entities: int
    judgements: int


@dataclass(frozen=True, slots=True)
class Rescue:
    """What was saved: versions of reports, those of them that were read anew, decisions of people.

    `lost` are the versions that were not, in words; `undecided` how many rows of judgements were not.
    """

    versions: int
    read_anew: int
    decisions: int
    lost: tuple[str, ...]
    undecided: int

    @property
    def summary(self) -> str:
        """In a line."""
        told = f"{self.versions} versions of reports saved, {self.read_anew} of them read anew"
        told += f", {self.decisions} decisions of people; {len(self.lost)} versions lost"
        return told + (f", {self.undecided} rows of judgements lost" if self.undecided else "")

    def as_told(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "versions": self.versions,
            "read_anew": self.read_anew,
            "decisions": self.decisions,
            "lost": list(self.lost),
            "judgements_lost": self.undecided,
        }
