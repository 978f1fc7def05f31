"""Property tests take the time they need; in continuous integration they try the same examples each run.

Records on PostgreSQL are made in a server of the tests' own, which starts where one is asked for.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from onrecord.store import open_store
from tests.server import own_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.server import OwnServer

settings.register_profile("onrecord", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("onrecord")


@pytest.fixture(scope="session")
def server() -> Iterator[OwnServer]:
    with own_server() as running:
        yield running


@pytest.fixture(scope="session")
def empty_record(server: OwnServer) -> str:
    """A database with the tables of a record, of which others are made quickly."""
    name = server.make_database()
    open_store(server.address(name)).close()
    return name


@pytest.fixture
def database(server: OwnServer, empty_record: str) -> str:
    """The address of a new, empty record."""
    return server.address(server.make_database(template=empty_record))
