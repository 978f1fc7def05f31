"""Version 6: what the reports of a story tell together is kept, so that large stories open at once."""

from __future__ import annotations

from sqlalchemy import Connection


def migrate(connection: Connection) -> None:
    binary = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    text = 'TEXT COLLATE "C"' if connection.dialect.name == "postgresql" else "TEXT"
    connection.exec_driver_sql(f"""CREATE TABLE told_parts (
    story {text} NOT NULL,
    about {text} NOT NULL,
    number INTEGER NOT NULL,
    packed {binary} NOT NULL,
    PRIMARY KEY (story, about, number),
    FOREIGN KEY(story) REFERENCES stories (id) ON DELETE CASCADE)""")
    # Told with the next that is added or decided; until then whenever somebody asks.
    connection.exec_driver_sql(
        "INSERT INTO outdated (about, item) SELECT 'told', id FROM stories WHERE reports > 1"
    )
