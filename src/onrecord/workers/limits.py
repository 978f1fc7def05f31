"""The ends of what one report may take, and how they are kept to on this system."""

from __future__ import annotations

import importlib.util
import signal
from dataclasses import dataclass

# How a worker that was out of memory ends.
OUT_OF_MEMORY = 77


def can_limit() -> bool:
    """Whether the system itself ends a process that has computed for long enough."""
    return importlib.util.find_spec("resource") is not None


@dataclass(frozen=True, slots=True)
class Ends:
    """What one task may take: `seconds` of computing, and `memory` bytes beside what a worker is loaded with.

    Computing is what counts: on a busy machine a report is given as much of it as on an idle one.
    """

    seconds: float = 10.0
    memory: int = 1_000_000_000

    @property
    def waiting(self) -> float:
        """Seconds by the clock, for what hangs without computing or where the system limits no computing."""
        return self.seconds * (12 if can_limit() else 3)

    def explain(self, code: int | None, *, timed_out: bool) -> str:
        """Why a worker is gone, from how it ended, in words for whoever named the input."""
        if timed_out or code == -getattr(signal, "SIGXCPU", 0):
            return f"it takes more than {self.seconds:g} seconds of computing, which is the limit; left out"
        if code == OUT_OF_MEMORY:
            return f"it takes more than {self.memory / 1e9:g} GB of memory, which is the limit; left out"
        if code == -getattr(signal, "SIGKILL", 0):
            return "the system ended its reading, most likely for want of memory; left out"
        return f"its reading broke off ({code}); left out; please report this as a fault of Onrecord"
