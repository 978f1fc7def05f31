"""Version 2: what is compared across reports by which keys; sayings, stories; a judgement's value."""

from __future__ import annotations

from sqlalchemy import Connection

_STEPS = (
    "ALTER TABLE judgements ADD COLUMN value TEXT",
    "ALTER TABLE judgements ADD COLUMN judged_one TEXT",
    "ALTER TABLE judgements ADD COLUMN judged_other TEXT",
    "ALTER TABLE record DROP COLUMN entities_current",
    "ALTER TABLE people ADD COLUMN alike TEXT",
    "CREATE INDEX people_alike ON people (alike, id)",
    """CREATE TABLE unlinked (
    report TEXT NOT NULL,
    PRIMARY KEY (report),
    FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE)""",
    """CREATE TABLE outdated (
    about TEXT NOT NULL,
    item TEXT NOT NULL,
    PRIMARY KEY (about, item))""",
    """CREATE TABLE link_items (
    sequence INTEGER NOT NULL,
    about TEXT NOT NULL,
    id TEXT NOT NULL,
    report TEXT NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (sequence),
    UNIQUE (about, id),
    FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE)""",
    "CREATE INDEX ix_link_items_report ON link_items (report)",
    """CREATE TABLE link_keys (
    "key" BIGINT NOT NULL,
    item INTEGER NOT NULL,
    PRIMARY KEY ("key", item)) WITHOUT ROWID""",
    """CREATE TABLE sayings (
    id TEXT NOT NULL,
    said TEXT,
    repeat_of TEXT,
    day_order TEXT NOT NULL,
    PRIMARY KEY (id))""",
    """CREATE TABLE saying_members (
    statement TEXT NOT NULL,
    saying TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (statement),
    FOREIGN KEY(statement) REFERENCES statements (id) ON DELETE CASCADE,
    FOREIGN KEY(saying) REFERENCES sayings (id) ON DELETE CASCADE)""",
    "CREATE INDEX ix_saying_members_saying ON saying_members (saying)",
    """CREATE TABLE stories (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (id))""",
    """CREATE TABLE story_members (
    report TEXT NOT NULL,
    story TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (report),
    FOREIGN KEY(report) REFERENCES reports (id) ON DELETE CASCADE,
    FOREIGN KEY(story) REFERENCES stories (id) ON DELETE CASCADE)""",
    "CREATE INDEX ix_story_members_story ON story_members (story)",
    """CREATE TABLE uncorrected (
    version TEXT NOT NULL,
    front TEXT,
    reading TEXT,
    PRIMARY KEY (version),
    FOREIGN KEY(version) REFERENCES versions (id) ON DELETE CASCADE)""",
    """CREATE TABLE register_entries (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    aliases TEXT NOT NULL,
    roles TEXT NOT NULL,
    wikidata TEXT,
    PRIMARY KEY (id))""",
    """CREATE TABLE register_names (
    words TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (words, entry),
    FOREIGN KEY(entry) REFERENCES register_entries (id) ON DELETE CASCADE)""",
    "CREATE INDEX ix_register_names_entry ON register_names (entry)",
    # All are compared anew, with what this version knows. What people judged stays.
    "DELETE FROM judgements WHERE author LIKE 'onrecord-%'",
    "INSERT INTO unlinked (report) SELECT id FROM reports",
)


def migrate(connection: Connection) -> None:
    for step in _STEPS:
        connection.exec_driver_sql(step)
