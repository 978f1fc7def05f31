"""The record: one database of reports, what was said in them, and judgements. Entered by `open_store`.

SQLAlchemy stays inside this package, and is imported only when a record is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.store.kept import Added, Attributed, Counts, Forgotten, Listed, LocalPerson, Rescue

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.store.store import Store

__all__ = ["Added", "Attributed", "Counts", "Forgotten", "Listed", "LocalPerson", "Rescue", "open_store"]


def open_store(
    location: str | Path, *, create: bool = True, readonly: bool = False, for_readers: bool = False
) -> Store:
    """The record at a path or an address (postgresql://…), made where there is none if `create`.

    To be closed, best by `with`.
    `for_readers`: for reading only, without what is restricted (see `store.withheld`).
    Raises RecordError where there is none, or it is damaged, of a newer version, or not to be read.
    """
    from onrecord.store.store import open_place

    return open_place(location, create=create, readonly=readonly, for_readers=for_readers)
