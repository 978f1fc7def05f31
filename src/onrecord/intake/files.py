"""Every input that a user may name, as reports: the one way in. One bad input never stops the rest."""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from onrecord.errors import FetchRefused, OnrecordError
from onrecord.intake.archive import WHOLE, Range
from onrecord.intake.folders import Folders, say_error
from onrecord.intake.given import Given
from onrecord.intake.many import FAILED, NO_REPORT, Archives, tell_counts
from onrecord.intake.opening import Address, Archive, Failure, Limits, Opened, Part, Step, open_part
from onrecord.intake.sniff import SNIFFED, find_archive_format
from onrecord.record import Passed, Report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from onrecord.intake.fetch import Fetcher
    from onrecord.intake.many import Known

__all__ = ["Failure", "Limits", "Opener", "find_inputs", "walk_inputs"]

ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+://")

# However many inputs are opened ahead, their bytes are no more than this, or one input.
MOST_WAITING = 64_000_000


class Opener(Protocol):
    """What opens inputs (see `open_part`), up to `ahead` of them before they are asked for."""

    ahead: int

    def open(self, part: Part, limits: Limits) -> Callable[[], list[Opened]]:
        """Begin with a part; what comes back waits until it is open."""


class _OpenedHere:
    """Inputs opened one by one, in this process."""

    ahead = 0

    def open(self, part: Part, limits: Limits) -> Callable[[], list[Opened]]:
        return partial(open_part, part, limits)


def find_inputs(
    inputs: Sequence[str],
    *,
    given: Given,
    fetcher: Fetcher | None,
    now: datetime,
    limits: Limits | None = None,
    lines: Iterable[str] = (),
    opener: Opener | None = None,
    named: bool = True,
    within: Range = WHOLE,
) -> Iterator[Report | Failure]:
    """The reports of the inputs, in order, and what could not be read, each at its place.

    An input is the path of a file or folder, an http(s) address of a page or feed, or "-": then each of
    `lines` is one. `given` is what the user knows of all of them. `fetcher` None: addresses are refused.
    `now` is when it is taken in (UTC). What comes out does not depend on `opener`. `named` false: the files
    were found in folders, so that what is no report among them is left out and no fault. `within`: of web
    archives only these records.
    """
    found = walk_inputs(
        inputs, given=given, fetcher=fetcher, now=now, limits=limits, lines=lines, opener=opener, named=named,
        within=within,
    )  # fmt: skip
    return (one for one in found if not isinstance(one, Passed))


def walk_inputs(
    inputs: Sequence[str],
    *,
    given: Given,
    fetcher: Fetcher | None,
    now: datetime,
    limits: Limits | None = None,
    lines: Iterable[str] = (),
    opener: Opener | None = None,
    named: bool = True,
    known: Known | None = None,
    within: Range = WHOLE,
) -> Iterator[Report | Failure | Passed]:
    """As `find_inputs`, and behind what an archive gave how far it was gone through.

    Where the record is `known`, archives are gone on with where they were stopped, and pages that came before
    are not opened again.
    """
    limits = limits or Limits()
    finder = _Finder(given, fetcher, now, limits, Archives(given, now, limits, known, within))
    names = (name for one in inputs for name in (_listed(lines) if one == "-" else (one,)))
    return _in_order(finder, names, opener or _OpenedHere(), named=named)


def _listed(lines: Iterable[str]) -> Iterator[str]:
    return (line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


@dataclass(slots=True)
class _Waiting:
    """Something found that is not handed out yet; `input` is the number of the input it came from."""

    input: int
    item: Opened
    opened: Callable[[], list[Opened]] | None = None


def _in_order(
    finder: _Finder, names: Iterable[str], opener: Opener, *, named: bool
) -> Iterator[Report | Failure | Passed]:
    """All that is found, in the order of the inputs, with parts opened ahead of their turn."""
    asked: list[str] = []
    gave: set[int] = set()  # the inputs that gave a report
    passing = _Passing()

    def walk() -> Iterator[_Waiting]:
        for number, name in enumerate(names):
            asked.append(name)
            for item in finder.find(name):
                yield _Waiting(number, item)

    walking = walk()
    waiting: deque[_Waiting] = deque()
    while True:
        _open_ahead(waiting, walking, opener, finder.limits)
        if not waiting:
            return
        first = waiting.popleft()
        match first.item:
            case Part():
                assert first.opened is not None
                inner: Iterable[Opened] = passing.watch(first.item, first.opened())
            case Address():
                # Only now: whatever came before it may have named the same address.
                inner = finder.fetch(first.item)
            case Archive():
                inner = finder.archives.find(io.BytesIO(first.item.data), first.item.where)
            case Step():
                gave.add(first.input)
                passed = passing.add(first.item)
                yield passed
                if passed.whole and (left_out := tell_counts(passed.counts)):
                    yield Failure(passed.where, f"left out: {left_out}", skipped=True)
                continue
            case Report():
                gave.add(first.input)
                yield first.item
                continue
            case Failure():
                name = asked[first.input]
                is_asked = named and first.item.where in (name, str(Path(name)))
                if is_asked and first.input not in gave and not first.item.known:
                    # Somebody who names it takes it for a report.
                    yield replace(first.item, skipped=False)
                else:
                    yield first.item
                continue
        waiting.extendleft(reversed([_Waiting(first.input, item) for item in inner]))


def _open_ahead(
    waiting: deque[_Waiting], walking: Iterator[_Waiting], opener: Opener, limits: Limits
) -> None:
    """Begin to open the first of what waits, and as much behind it as the opener takes."""
    size = 0
    for number in range(opener.ahead + 1):
        if number == len(waiting):
            found = next(walking, None)
            if found is None:
                return
            waiting.append(found)
        one = waiting[number]
        if isinstance(one.item, Part):
            size += len(one.item.data)
            if number and size > MOST_WAITING:
                return
            one.opened = one.opened or opener.open(one.item, limits)


class _Passing:
    """Counts what the records of archives gave beside reports, as they are handed out."""

    def __init__(self) -> None:
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._since: Counter[str] = Counter()  # of what was opened since the last step

    def watch(self, part: Part, opened: list[Opened]) -> list[Opened]:
        """What was opened, without what is no report where nobody said that it is one."""
        if part.archive is None:
            return opened
        failures = [one for one in opened if isinstance(one, Failure)]
        skipped = [one for one in failures if one.skipped]
        self._since += Counter({NO_REPORT: len(skipped), FAILED: len(failures) - len(skipped)})
        return [one for one in opened if one not in skipped]

    def add(self, step: Step) -> Passed:
        counts = self._counts[step.archive]
        counts.update(dict(step.adds))
        counts += self._since
        self._since.clear()
        told = tuple(sorted(counts.items()))
        return Passed(step.archive, step.where, step.at, told, step.whole)


class _Finder:
    """One run through the inputs; it remembers which addresses and folders it has been to."""

    def __init__(
        self, given: Given, fetcher: Fetcher | None, now: datetime, limits: Limits, archives: Archives
    ) -> None:
        self.limits = limits
        self.archives = archives
        self._given = given
        self._fetcher = fetcher
        self._now = now
        self._fetched: set[str] = set()
        self._folders = Folders()

    def find(self, name: str) -> Iterator[Opened]:
        """What an input names, not opened yet."""
        if ADDRESS.match(name):
            yield Address(name, self._given, 0)
        else:
            yield from self._find_in(Path(name))

    def _find_in(self, path: Path) -> Iterator[Opened]:
        for found in self._folders.walk(path):
            if isinstance(found, Failure):
                yield found
                continue
            try:
                yield from self._find_in_file(found)
            except (OSError, ValueError) as error:
                yield Failure(str(found), say_error(error))

    def _find_in_file(self, path: Path) -> Iterator[Opened]:
        with path.open("rb") as stream:
            start = stream.read(SNIFFED)
            if find_archive_format(start) is not None:
                yield from self.archives.find(stream, str(path))
                return
            data = start + stream.read(max(0, self.limits.most_bytes + 1 - len(start)))
        if len(data) > self.limits.most_bytes:
            limit = f"{self.limits.most_bytes / 1_000_000:g} MB"
            yield Failure(str(path), f"more than {limit}, which is the limit; split it into its reports")
            return
        yield Part(data, str(path), self._given, self._now)

    def fetch(self, address: Address) -> Iterator[Opened]:
        """What an address answers, unless it was asked before."""
        url = address.url.partition("#")[0]
        if url in self._fetched:
            return
        self._fetched.add(url)
        try:
            if self._fetcher is None:
                raise FetchRefused(
                    "addresses are not fetched here; save the page and add the file", where=url
                )
            fetched = self._fetcher.fetch(url)
        except OnrecordError as error:
            yield Failure(error.where or url, error.what)
            return
        if fetched.url != url and fetched.url in self._fetched:
            return
        self._fetched.add(fetched.url)
        yield Part(fetched.data, fetched.url, address.given, self._now, address.depth)
