"""Where an operation is killed: a record in a file, one on a server, or a folder of shards."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from benchmarks.kill_operations import Kind, Told
from onrecord.decisions import Decisions
from onrecord.shards.files import FOLDER, find_shard, is_whole
from onrecord.shards.plan import read_plan
from onrecord.store import open_store
from onrecord.store.check import check, digest
from tests.server import OwnServer

PLACES = ("sqlite", "postgresql", "server")


class Place(Protocol):
    """Something that is whole after every kill."""

    location: str

    def faults(self) -> Iterator[str]:
        """What is wrong with it. Raises RecordError where it cannot be opened."""

    def holds(self) -> Told:
        """What it holds, each with a size by which half of it would show."""

    def digest(self) -> str: ...


class Places(Protocol):
    """Makes places of one sort."""

    def new(self) -> Place: ...

    def copy(self, place: Place) -> Place: ...

    def drop(self, place: Place) -> None: ...


def places_on(kind: Kind, on: str, folder: Path, server: OwnServer | None) -> Places:
    if kind is Kind.SHARDS:
        return _Folders(folder)
    if on == "sqlite":
        return _Files(folder)
    assert server is not None
    return _Databases(server)


class _Record:
    def __init__(self, location: str) -> None:
        self.location = location

    def faults(self) -> Iterator[str]:
        # For writing, as who goes on opens it: it may have been killed before it made its tables.
        with open_store(self.location) as store:
            yield from check(store)

    def holds(self) -> Told:
        with open_store(self.location) as store:
            held = {one.version: one.statements for one in store.queries.listing()}
            return held | {one.reason: 1 for one in Decisions(store).log()}

    def digest(self) -> str:
        with open_store(self.location) as store:
            return digest(store)


class _Files:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def new(self) -> Place:
        self._made += 1
        return _Record(str(self._folder / f"record-{self._made}.db"))

    def copy(self, place: Place) -> Place:
        made = self.new()
        if Path(place.location).exists():
            shutil.copy(place.location, made.location)
        return made

    def drop(self, place: Place) -> None:
        for path in self._folder.glob(f"{Path(place.location).name}*"):
            path.unlink()


class _Database(_Record):
    def __init__(self, server: OwnServer, name: str) -> None:
        super().__init__(server.address(name))
        self.name = name


class _Databases:
    def __init__(self, server: OwnServer) -> None:
        self._server = server

    def new(self) -> Place:
        return _Database(self._server, self._server.make_database())

    def copy(self, place: Place) -> Place:
        assert isinstance(place, _Database)
        return _Database(self._server, self._server.make_database(template=place.name))

    def drop(self, place: Place) -> None:
        assert isinstance(place, _Database)
        self._server.run(f"DROP DATABASE {place.name} WITH (FORCE)")


class _Shards:
    def __init__(self, folder: Path) -> None:
        self.location = str(folder)
        self._folder = folder

    def faults(self) -> Iterator[str]:
        for path in sorted((self._folder / FOLDER).glob("*.json")):
            manifest = find_shard(self._folder, path.stem)
            if manifest is None or not is_whole(self._folder, manifest):
                yield f"the shard {path.stem} is not whole"

    def holds(self) -> Told:
        made = (find_shard(self._folder, path.stem) for path in (self._folder / FOLDER).glob("*.json"))
        return {one.shard: one.statements for one in made if one is not None}

    def digest(self) -> str:
        total = hashlib.sha256()
        plan = read_plan(self._folder)
        for shard in plan[1] if plan else ():
            total.update(f"{shard.name} {find_shard(self._folder, shard.name)}\n".encode())
        left = sorted(path.name for path in (self._folder / FOLDER).glob("*.part"))
        total.update(f"{left}".encode())
        return total.hexdigest()


class _Folders:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0

    def new(self) -> Place:
        self._made += 1
        folder = self._folder / f"shards-{self._made}"
        folder.mkdir()
        return _Shards(folder)

    def copy(self, place: Place) -> Place:
        return self.new()  # a batch begins with nothing

    def drop(self, place: Place) -> None:
        shutil.rmtree(place.location)
