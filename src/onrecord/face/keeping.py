"""Keeping a record sound: looking for what is wrong with it, and saving what can be read of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import UsageError
from onrecord.face import open_record
from onrecord.face.reading import start_workers
from onrecord.settings import read_settings

if TYPE_CHECKING:
    from onrecord.store import Rescue


def check(
    location: str | Path | None = None, *, watch: Callable[[int, int], None] | None = None
) -> Iterator[str]:
    """What is wrong with the record in a file, in words; nothing where it is sound. Nothing is changed.

    `watch` is told how many versions of reports are done, and of how many. Raises RecordError where it cannot
    be opened, or is damaged so that the rest of it cannot be looked at: then `save_readable` may help.
    """
    from onrecord.store.check import check as look

    with open_record(location, create=False) as record:
        yield from look(record.store, watch=watch)


def save_readable(
    location: str | Path | None,
    new: str | Path,
    *,
    watch: Callable[[int, int], None] = lambda done, of: None,
) -> Rescue:
    """Write what can be read of a damaged record into a new one, and say what was saved and what is lost.

    The damaged file stays as it is. Raises UsageError where there is a file at `new`, RecordError where the
    old one cannot be read at all.
    """
    from onrecord.saving import save_readable as save
    from onrecord.store.salvage import open_damaged

    if Path(new).exists():
        raise UsageError("is there already: name a file that is not", where=str(new))
    path = location if location is not None else read_settings(os.environ).record
    with open_damaged(path) as salvage, open_record(new) as record:
        return save(salvage, record.store, start_workers(1), now=datetime.now(UTC), watch=watch)
