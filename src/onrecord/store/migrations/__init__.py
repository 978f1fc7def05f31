"""Migrations: from the tables of an older version to those of this one, step by step.

Numbered functions of our own rather than alembic: most of what a step does here (search tables,
triggers, refilling columns from kept reports) is hand-written SQL for alembic too, its generated
parts do not know them, and it costs 0.9 s at every start that looks for its version. A new record is made
from `tables` as they are; a step is `m0002_what_it_does.py` with a function `migrate(connection)`,
listed in STEPS, and never changed once released. Records on PostgreSQL begin at version 5: the steps after
it are written in SQL that both databases understand, with `text_type` for a column of text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, update

from onrecord.store.migrations import (
    m0002_memory_across_reports,
    m0003_archives,
    m0004_counts_for_lists,
    m0005_guests,
    m0006_told_parts,
    m0007_hidden_words,
)
from onrecord.store.tables import record

Step = Callable[[Connection], None]

# The version that a step leads to.
STEPS: Mapping[int, Step] = {
    2: m0002_memory_across_reports.migrate,
    3: m0003_archives.migrate,
    4: m0004_counts_for_lists.migrate,
    5: m0005_guests.migrate,
    6: m0006_told_parts.migrate,
    7: m0007_hidden_words.migrate,
}


def text_type(connection: Connection) -> str:
    """How a column of text is declared, so that it sorts by its bytes."""
    return 'TEXT COLLATE "C"' if connection.dialect.name == "postgresql" else "TEXT"


def migrate(connection: Connection, *, found: int, wanted: int, steps: Mapping[int, Step] = STEPS) -> None:
    """Take the tables from one version to a later one, in the caller's transaction: all steps or none."""
    for version in range(found + 1, wanted + 1):
        steps[version](connection)
        connection.execute(update(record).values(version=version))
