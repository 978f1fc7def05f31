"""Reading without a record: one report, or many into shards; and who fetches and reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.edtf import Edtf
    from onrecord.intake.fetch import Fetcher
    from onrecord.intake.given import Given
    from onrecord.record import Reading, Report
    from onrecord.shards.batch import Batch, Maker
    from onrecord.workers.pool import Workers


def read(
    source: str | Path,
    *,
    published: Edtf | None = None,
    outlet: str | None = None,
    allow_private: bool = False,
) -> tuple[Report, Reading]:
    """One report and what is said in it, without a record. `source` is a path or an address.

    `published` and `outlet` beat what the report says of itself; `allow_private` lets addresses of the
    own network be fetched. Raises OnrecordError where no one report can be read from the source.
    """
    from onrecord.pipeline import read_one

    given = make_given(published, outlet)
    with open_fetcher(allow_private=allow_private) as fetcher:
        return read_one(str(source), start_workers(1), fetcher, given=given, now=datetime.now(UTC))


@contextmanager
def batch(
    *inputs: str | Path,
    out: str | Path,
    ray: str | None = None,
    jobs: int | None = None,
    published: Edtf | None = None,
    outlet: str | None = None,
) -> Iterator[Batch]:
    """Read the reports of files, folders and archives into shards in the folder `out`, for `Record.load`.

    A context manager: entering it plans the shards, and iterating over it makes those that are missing, and
    tells of each. `jobs` processes of this machine read (None: one); with `ray` ("local", "auto" or an
    address) the cluster does, so many shards at a time (None: as many as it has processors). Where it was
    stopped, the same call goes on. Raises UsageError where another batch is at work in the folder or it was
    begun with other settings, and where a library is missing; RecordError where it cannot be written.
    """
    from onrecord.shards.batch import Here, open_batch

    names = [str(name) for name in inputs]
    with ExitStack() as held:
        if ray is None:
            maker: Maker = Here(start_workers(jobs or 1))
        else:
            from onrecord.shards.on_ray import join

            maker = held.enter_context(join(ray, shards=jobs))
        now = datetime.now(UTC)
        yield held.enter_context(
            open_batch(names, Path(out), maker, now=now, published=published, outlet=outlet)
        )


def start_workers(jobs: int) -> Workers:
    """The processes that read, so many; they stand ready for the next call."""
    from onrecord.workers.pool import standing_workers

    return standing_workers(jobs)


def make_given(published: Edtf | None, outlet: str | None) -> Given:
    """What whoever adds a report says of it; it beats what the report says of itself."""
    from onrecord.intake.given import Given

    return Given(published=published, outlet=outlet)


@contextmanager
def open_fetcher(*, allow_private: bool) -> Iterator[Fetcher]:
    """What fetches addresses, for as long as it is held."""
    from onrecord.intake.fetch import Fetcher

    with Fetcher(allow_private=allow_private) as fetcher:
        yield fetcher
