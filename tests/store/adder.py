"""Adds reports to a record one by one, over and over; run by test_kills, which kills it."""

from __future__ import annotations

import sys

from onrecord.store import open_store
from tests.store.conftest import add, make_reports


def add_all(path: str, count: int) -> None:
    with open_store(path) as store:
        print("open", flush=True)
        add(store, *make_reports(count))


if __name__ == "__main__":
    add_all(sys.argv[1], int(sys.argv[2]))
