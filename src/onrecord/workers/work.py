"""A worker: opens and reads what comes on its standard input. `python -m onrecord.workers.work`."""

from __future__ import annotations

import importlib
import math
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnrecordError
from onrecord.intake.opening import Limits, Opened, Part, open_part
from onrecord.reading.reader import read_report
from onrecord.workers.frames import receive, send
from onrecord.workers.limits import OUT_OF_MEMORY, Ends, can_limit

if TYPE_CHECKING:
    from onrecord.reading.network import Network
    from onrecord.record import Reading, Report


@lru_cache(maxsize=1)
def _network() -> Network:
    from onrecord.reading.network import load

    return load()


def open_(part: Part, limits: Limits) -> list[Opened]:
    return open_part(part, limits)


def read(report: Report) -> Reading:
    return read_report(report, _network())


# How libraries written in C++ tell it.
NO_MEMORY = re.compile(r"bad_?alloc|allocate memory", re.IGNORECASE)
TASKS: dict[str, Callable[..., Any]] = {"open": open_, "read": read}


def main() -> None:
    """Answer tasks until there are no more. Each is `(name, arguments, ends)`."""
    # Whoever stops `onrecord add` stops it; that ends the workers.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _prepare()
    loaded = _size()
    while True:
        try:
            name, arguments, ends = receive(tasks)
        except EOFError:
            return
        if can_limit():
            _limit(ends, loaded)
        try:
            answer: object = TASKS[name](*arguments)
        except OnrecordError as error:
            answer = error
        # A door: a fault of reading one report must not stop the others.
        except Exception as error:
            if isinstance(error, MemoryError) or NO_MEMORY.search(str(error)):
                # What the libraries made of it nobody knows: another process goes on.
                os._exit(OUT_OF_MEMORY)
            answer = RuntimeError(f"{type(error).__name__}: {error}".rstrip(": "))
        try:
            send(answers, answer)
        except BrokenPipeError:
            return


def _prepare() -> None:
    """Load what the first report would wait for, and what must not count as memory of a report."""
    for module in ("onrecord.intake.page", "onrecord.intake.plain"):
        importlib.import_module(module)
    try:
        _network()
    except OnrecordError:
        return  # told to whoever asks for a reading


def _size() -> int | None:
    """The bytes of address space that this process is loaded with; None: the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as pages:
            return int(pages.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return None


def _limit(ends: Ends, loaded: int | None) -> None:
    """Let the system end this process, wherever it is, after so much computing; and bound its memory."""
    import resource

    def limit(what: int, most: int) -> None:
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))

    limit(resource.RLIMIT_CPU, math.ceil(time.process_time() + ends.seconds))
    limit(resource.RLIMIT_CORE, 0)
    if loaded is not None:
        limit(resource.RLIMIT_AS, loaded + ends.memory)


if __name__ == "__main__":
    main()
