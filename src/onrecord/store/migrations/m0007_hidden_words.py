"""Version 7: words of a report may be hidden, and shown again."""

from __future__ import annotations

from sqlalchemy import Connection


def migrate(connection: Connection) -> None:
    text = 'TEXT COLLATE "C"' if connection.dialect.name == "postgresql" else "TEXT"
    for step in (
        f"ALTER TABLE versions ADD COLUMN hidden {text}",
        "CREATE INDEX versions_hidden ON versions (sha256) WHERE hidden IS NOT NULL",
        f"""CREATE TABLE sealed (
    version {text} NOT NULL,
    text {text} NOT NULL,
    front {text} NOT NULL,
    location {text} NOT NULL,
    reading {text},
    PRIMARY KEY (version),
    FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE)""",
        f"""CREATE TABLE sealed_judgements (
    judgement {text} NOT NULL,
    reason {text} NOT NULL,
    value {text},
    PRIMARY KEY (judgement),
    FOREIGN KEY(judgement) REFERENCES judgements (id) ON DELETE CASCADE)""",
    ):
        connection.exec_driver_sql(step)
