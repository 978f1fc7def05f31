"""The nouns of a comparison of two renderings: runs of words, changes, and the whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from onrecord.record import Span


class RunKind(StrEnum):
    """Of a run of words: in both alike, in both but otherwise, or in one only."""

    EQUAL = "equal"
    REPLACED = "replaced"
    ONLY_A = "only a"
    ONLY_B = "only b"


class What(StrEnum):
    """What a change is of, in the order in which a reader must see it."""

    NEGATION = "negation"
    MODAL = "modal"
    QUANTIFIER = "quantifier"
    NUMBER = "number"
    NAME = "name"
    DATE = "date"
    CONDITION = "condition"
    HEDGE = "hedge"
    QUOTED_WORD = "quoted word"
    CUE = "cue"
    MARKS = "quotation marks"
    BRACKETS = "brackets"
    ELLIPSIS = "ellipsis"
    MORE = "more"
    STYLE = "style"

    @property
    def order(self) -> int:
        return list(What).index(self)

    @property
    def is_of_meaning(self) -> bool:
        """The two say different things, with different certainty, or as something else ("admitted")."""
        return self.order <= What.CUE.order


@dataclass(frozen=True, slots=True)
class Run:
    """Words of the contents that stand for each other; one side is empty where only the other has them."""

    kind: RunKind
    a: tuple[Span, ...]
    b: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs, where it stands in either statement, and how a reader is told."""

    what: What
    a: tuple[Span, ...]
    b: tuple[Span, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Two renderings compared: `runs` in the order of the text, `changes` with what matters first."""

    a: str
    b: str
    runs: tuple[Run, ...]
    changes: tuple[Change, ...]

    @property
    def changes_meaning(self) -> bool:
        return bool(self.changes) and self.changes[0].what.is_of_meaning
