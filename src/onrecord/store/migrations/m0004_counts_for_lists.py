"""Version 4: what lists show and sort by is kept with what they list, so that long ones open at once."""

from __future__ import annotations

from sqlalchemy import Connection

_SAID = "FROM entity_members AS m JOIN statements AS s ON s.speaker = m.person WHERE m.entity = entities.id"

STEPS = (
    "ALTER TABLE reports ADD COLUMN outlet TEXT",
    "ALTER TABLE reports ADD COLUMN day_order TEXT NOT NULL DEFAULT 'Y'",
    "ALTER TABLE reports ADD COLUMN statements INTEGER NOT NULL DEFAULT 0",
    """UPDATE reports SET
    outlet = (SELECT outlet FROM versions WHERE versions.id = reports.current),
    day_order = (SELECT day_order FROM versions WHERE versions.id = reports.current),
    statements = (SELECT count(*) FROM statements WHERE version = reports.current)""",
    "CREATE INDEX ix_reports_current ON reports (current)",
    "CREATE INDEX reports_by_day ON reports (day_order, id)",
    "CREATE INDEX reports_of_outlet ON reports (outlet, day_order, id)",
    "DROP INDEX ix_statements_speaker",
    "DROP INDEX ix_statements_version",
    "CREATE INDEX statements_of_version ON statements (version, said)",
    "CREATE INDEX statements_by_day ON statements (day_order, version, position)",
    "CREATE INDEX statements_of_act ON statements (act, day_order, version, position)",
    "CREATE INDEX statements_of_kind ON statements (kind, day_order, version, position)",
    "CREATE INDEX statements_of_speaker ON statements (speaker, day_order, version, position)",
    "CREATE INDEX statements_of_days ON statements (last_day) WHERE first_day != last_day",
    "ALTER TABLE entities ADD COLUMN statements INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE entities ADD COLUMN reports INTEGER NOT NULL DEFAULT 0",
    f"UPDATE entities SET statements = (SELECT count(*) {_SAID})",
    f"UPDATE entities SET reports = (SELECT count(DISTINCT s.version) {_SAID})",
    "CREATE INDEX entities_by_statements ON entities (statements DESC, name, id)",
    "ALTER TABLE saying_members ADD COLUMN doubt FLOAT NOT NULL DEFAULT 0",
    """UPDATE saying_members SET doubt =
    (SELECT 1 - s.score * coalesce(s.speaker_score, 0.5) FROM statements AS s WHERE s.id = statement)
    * (SELECT count(*) FROM saying_members AS m WHERE m.saying = saying_members.saying)""",
    "CREATE INDEX saying_members_by_doubt ON saying_members (doubt DESC, statement)",
    "ALTER TABLE stories ADD COLUMN reports INTEGER NOT NULL DEFAULT 0",
    "UPDATE stories SET reports = (SELECT count(*) FROM story_members AS m WHERE m.story = stories.id)",
    "CREATE INDEX stories_by_reports ON stories (reports DESC, name, id)",
)


def migrate(connection: Connection) -> None:
    for step in STEPS:
        connection.exec_driver_sql(step)
