"""Shards on a Ray cluster: a task makes one. The only importer of ray (extra "ray").

A task writes to the folder of shards, which all machines see under one path, and answers with the manifest
alone. Ray gives a task whose worker or machine died to another. Reports are opened and read within the limits
of time and memory of this machine: the task has a worker process for them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import OnrecordError, RecordError, UsageError
from onrecord.reading.network import read_name
from onrecord.shards.making import Lost, Made, make_shard
from onrecord.workers.pool import standing_workers

if TYPE_CHECKING:
    from onrecord.shards.plan import Settings, Shard

HERE = "local"
LOOPBACK = "127.0.0.1"
# Ray listens to the whole network unless it is told, before it is imported, that there are no clusters here.
FORMS_CLUSTERS = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
# What Ray on one machine may hold of objects, in bytes: its least, since ours are manifests.
OBJECTS = 80_000_000
# How often a shard whose worker died is begun again.
RETRIES = 3
# Ray gives its own helpers 15 seconds to start, which on a busy machine is too little (ray issue 65983).
STARTS = 3


class OnRay:
    """A connection to a cluster; `shards` are made at a time. Made by `join`."""

    def __init__(self, shards: int | None) -> None:
        self._shards = shards

    def make(self, folder: Path, shards: Iterator[Shard], settings: Settings) -> Iterator[Made | Lost]:
        import ray

        task = ray.remote(num_cpus=1, max_retries=RETRIES)(_make)
        here = Path.cwd()
        running: dict[Any, Shard] = {}
        try:
            while True:
                while len(running) < self._most() and (shard := next(shards, None)) is not None:
                    running[task.remote(folder.resolve(), shard, settings, here)] = shard
                if not running:
                    return
                done, _ = ray.wait(list(running), num_returns=1)
                for answer in done:
                    yield _outcome(answer, running.pop(answer))
        finally:
            for answer in running:
                ray.cancel(answer, force=True)

    def _most(self) -> int:
        """How many tasks are given out: a few more than can run, so that nobody waits for the next."""
        import ray

        if self._shards is not None:
            return self._shards
        there = ray.cluster_resources()  # type: ignore[no-untyped-call]
        return 2 + 2 * int(there.get("CPU", 1))


@contextmanager
def join(address: str, *, shards: int | None = None) -> Iterator[OnRay]:
    """Join the cluster of that address ("auto": the one of this machine), or start one here ("local").

    One that is started here can be reached from this machine alone, has no dashboard, and ends with the
    block; nobody is told of its use. Raises UsageError where ray is not installed, RecordError where the
    cluster cannot be joined.
    """
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if address == HERE or address.startswith(LOOPBACK):
        os.environ[FORMS_CLUSTERS] = "0"
    try:
        import ray
    except ImportError as error:
        raise UsageError('--ray needs Ray: pip install "onrecord[ray]"') from error
    try:
        if address == HERE:
            _start_here(shards)
        else:
            try:
                ray.init(address=address, log_to_driver=False)
            except (ConnectionError, RuntimeError, ValueError) as error:
                raise RecordError(f"no Ray cluster can be joined: {error}", where=address) from error
        yield OnRay(shards)
    finally:
        ray.shutdown()


def _start_here(cpus: int | None) -> None:
    import ray

    for left in reversed(range(STARTS)):
        try:
            ray.init(
                address=HERE,
                num_cpus=cpus,
                include_dashboard=False,
                log_to_driver=False,
                object_store_memory=OBJECTS,
            )
            return
        # Ray says it with no class of its own.
        except Exception as error:
            ray.shutdown()
            if not left:
                raise RecordError(f"Ray does not start here: {error}") from error


def _make(folder: Path, shard: Shard, settings: Settings, here: Path) -> Made | str:
    """Make a shard, on whichever machine this runs; or why it cannot be made."""
    if (read_name(), version("onrecord")) != (settings.reader, settings.onrecord):
        return f"another Onrecord is installed there ({version('onrecord')} with {read_name()})"
    try:
        # Names of inputs stand as the user gave them, also where they begin at the folder she is in.
        with chdir(here):
            # Kept for the next task; they end with this process, however it ends.
            return make_shard(folder, shard, settings, standing_workers(1))
    except OnrecordError as error:
        return str(error)
    except OSError as error:
        return f"{error.strerror}: {error.filename}"


def _outcome(answer: Any, shard: Shard) -> Made | Lost:
    import ray

    try:
        made: Made | str = ray.get(answer)
    except ray.exceptions.RayError as error:
        first = str(error).strip().splitlines()[0]
        return Lost(shard.name, f"whoever made it died {RETRIES + 1} times ({first})")
    return made if isinstance(made, Made) else Lost(shard.name, made)
