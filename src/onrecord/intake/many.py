"""Files of many reports, gone through record by record: web archives, JSON Lines, Parquet.

How far one was gone through is told on the way (`Step`), so that it is gone on with where it was stopped.
"""

from __future__ import annotations

import hashlib
import io
from collections import deque
from typing import TYPE_CHECKING, BinaryIO, Protocol

from onrecord.errors import OnrecordError
from onrecord.intake.archive import WHOLE, NoPage, Range, find_pages
from onrecord.intake.given import Given
from onrecord.intake.opening import Failure, Opened, Part, Step
from onrecord.intake.rows import BadRow, find_lines, find_parquet
from onrecord.intake.sniff import SNIFFED, Format, find_archive_format

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from onrecord.intake.opening import Limits
    from onrecord.record import Passed

DUPLICATE = "pages that came before"
NO_REPORT = "pages without an article"
FAILED = "that could not be read"
# How many of the last pages are remembered: more than may be open at once, before the record has them.
_RECENT = 1000


class Known(Protocol):
    """What intake asks of the record. The pipeline answers."""

    def passed(self, archive: str) -> Passed | None:
        """How far an archive was gone through before; None: not at all."""

    def holds_page(self, url: str, sha256: str) -> bool:
        """Whether a page of these bytes came from this address before."""


class Archives:
    """Goes through archives; it remembers the pages that came last, and asks what the record knows."""

    def __init__(
        self, given: Given, now: datetime, limits: Limits, known: Known | None, within: Range = WHOLE
    ) -> None:
        self._given = given
        self._now = now
        self._limits = limits
        self._known = known
        self._within = within
        self._recent: set[bytes] = set()
        self._order: deque[bytes] = deque()

    def find(self, stream: BinaryIO, where: str) -> Iterator[Opened]:
        """What an archive holds, each part followed by a step; where it was gone on with, only the rest."""
        archive = self._name(stream)
        before = self._known.passed(archive) if self._known else None
        if before is not None and before.whole:
            told = tell_counts(before.counts)
            what = "gone through to its end before" + (f" (left out: {told})" if told else "")
            yield Failure(where, what, skipped=True, known=True)
            return
        after = before.at if before else None
        if before is not None:
            yield Failure(where, "gone on with where it was stopped", skipped=True, known=True)
            yield Step(archive, where, before.at, before.counts)
        stream.seek(0)
        format_ = find_archive_format(stream.read(SNIFFED))
        try:
            if format_ is Format.ARCHIVE:
                yield from self._find_pages(stream, archive, where, after)
            else:
                yield from self._find_rows(stream, format_, archive, where, after)
        except OnrecordError as error:
            yield Failure(where, error.what)

    def _name(self, stream: BinaryIO) -> str:
        """The archive by its length, its first and last bytes, and what the user knows of its reports."""
        size = stream.seek(0, io.SEEK_END)
        digest = hashlib.sha256(f"{size} {self._given}\n".encode())
        for start in (0, max(0, size - SNIFFED)):
            stream.seek(start)
            digest.update(stream.read(SNIFFED))
        return digest.hexdigest()[:32]

    def _find_pages(self, stream: BinaryIO, archive: str, where: str, after: int | None) -> Iterator[Opened]:
        adds: dict[str, int] = {}
        at = -1 if after is None else after
        pages = find_pages(
            stream, where=where, most_bytes=self._limits.most_bytes, after=after, within=self._within
        )
        for page in pages:
            if page is NoPage.CUT_OFF:
                what = f"{page.value}; what came before that was read; get it again"
                yield Step(archive, where, max(at, 0), tuple(adds.items()))
                yield Failure(where, what)
                return
            if isinstance(page, NoPage):
                adds[page.value] = adds.get(page.value, 0) + 1
                continue
            if self._came_before(page.url, page.data):
                adds[DUPLICATE] = adds.get(DUPLICATE, 0) + 1
                continue
            place = "packed with others" if page.offset is None else f"record at byte {page.offset}"
            notes = [f"from the archive {where}, {place}"]
            if page.cut:
                notes.append("the archive holds only the beginning of the page")
            given = self._given.with_source(Given(url=page.url, source="warc header"))
            yield Part(
                page.data,
                page.url,
                given,
                page.fetched,
                format=Format.PAGE,
                archive=where,
                notes=tuple(notes),
                unsure=True,
            )
            if page.offset is not None and page.offset > at:
                # What is packed together cannot be gone on with within: it comes again from its beginning.
                at = page.offset
                yield Step(archive, where, at, tuple(adds.items()))
                adds = {}
        yield Step(archive, where, max(at, 0), tuple(adds.items()), whole=True)

    def _find_rows(
        self, stream: BinaryIO, format_: Format | None, archive: str, where: str, after: int | None
    ) -> Iterator[Opened]:
        if format_ is Format.PARQUET:
            rows = find_parquet(stream, where=where, after=after)
        else:
            rows = find_lines(stream, most_bytes=self._limits.most_bytes, after=after)
        at = after or 0
        for row in rows:
            at = row.at
            place = f"{where}, {row.name}"
            if isinstance(row, BadRow):
                yield Failure(place, row.what)
                yield Step(archive, where, at, ((FAILED, 1),))
                continue
            form = Format.PAGE if row.is_page else Format.TEXT
            given = self._given.with_source(row.given)
            notes = (f"from {place}",)
            yield Part(
                row.data, row.given.url or place, given, self._now, format=form, archive=place, notes=notes
            )
            yield Step(archive, where, at)
        yield Step(archive, where, at, whole=True)

    def _came_before(self, url: str, data: bytes) -> bool:
        """Whether these bytes came from this address already: there is nothing new in them."""
        if self._known is None:
            return False
        digest = hashlib.sha256(data)
        key = hashlib.sha256(url.encode("utf-8", "replace") + digest.digest()).digest()
        if key in self._recent:
            return True
        self._recent.add(key)
        self._order.append(key)
        if len(self._order) > _RECENT:
            self._recent.discard(self._order.popleft())
        # What the user gives may be new to the record.
        return self._given == Given() and self._known.holds_page(url, digest.hexdigest())


def tell_counts(counts: tuple[tuple[str, int], ...]) -> str:
    """What gave no report, in words; "" where there is none."""
    return ", ".join(f"{count:,} {what}" for what, count in counts if count)
