"""Version 3: how far archives were gone through."""

from __future__ import annotations

from sqlalchemy import Connection


def migrate(connection: Connection) -> None:
    connection.exec_driver_sql(
        """CREATE TABLE archives (
    id TEXT NOT NULL,
    location TEXT NOT NULL,
    model TEXT NOT NULL,
    passed BIGINT NOT NULL,
    counts TEXT NOT NULL,
    whole INTEGER NOT NULL,
    PRIMARY KEY (id))"""
    )
