"""Version 5: who may enter the page of the record."""

from __future__ import annotations

from sqlalchemy import Connection


def migrate(connection: Connection) -> None:
    connection.exec_driver_sql("""CREATE TABLE guests (
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    token TEXT NOT NULL,
    PRIMARY KEY (name))""")
