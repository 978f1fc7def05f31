"""What is withheld from readers: restricted reports, and whatever the record knows only through them.

A person restricts a report, or a statement and with it the report that prints its words. Readers ask the
same questions as all others, of connections in which every table is overlaid by a view without what is
withheld: so no list, count, search or export can forget to leave it out.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from onrecord.store.dialect import overlay

if TYPE_CHECKING:
    from sqlalchemy import Engine

# What such a judgement is about; its pair is the id of the report or statement, twice.
RESTRICTION = "restriction"

_HIDDEN = "(SELECT report FROM withheld)"
_HIDDEN_VERSIONS = f"(SELECT id FROM main.versions WHERE report IN {_HIDDEN})"
_HIDDEN_PEOPLE = f"(SELECT id FROM main.people WHERE version IN {_HIDDEN_VERSIONS})"
_HIDDEN_STATEMENTS = f"(SELECT id FROM main.statements WHERE version IN {_HIDDEN_VERSIONS})"
# Groups that have a member in a withheld report: what they are called and when may come from there.
_ENTITIES = f"(SELECT entity FROM main.entity_members WHERE person IN {_HIDDEN_PEOPLE})"
_SAYINGS = f"(SELECT saying FROM main.saying_members WHERE statement IN {_HIDDEN_STATEMENTS})"
_STORIES = f"(SELECT story FROM main.story_members WHERE report IN {_HIDDEN})"

# Those members of a group that are shown.
_PEOPLE = "main.people AS p JOIN entity_members AS m ON p.id = m.person WHERE m.entity ="
_EMPTY = zlib.compress(b"").hex()


def _first(column: str) -> str:
    """Of a saying, what its first rendering that is shown has."""
    return (
        f"CASE WHEN y.id IN {_SAYINGS} THEN (SELECT s.{column} FROM saying_members AS m "
        f"JOIN main.statements AS s ON s.id = m.statement WHERE m.saying = y.id "
        f"ORDER BY s.said IS NULL, m.position LIMIT 1) ELSE y.{column} END AS {column}"
    )


def _said(count: str, column: str) -> str:
    """Of an entity, how much its members that are shown say."""
    return (
        f"CASE WHEN e.id IN {_ENTITIES} THEN (SELECT {count} FROM entity_members AS m "
        f"JOIN main.statements AS s ON s.speaker = m.person WHERE m.entity = e.id) "
        f"ELSE e.{column} END AS {column}"
    )


# Stories of which something that is told follows from a withheld report: it is of them, carries a saying of
# theirs, or is copied by or a copy of one of theirs.
_TOUCHED = f"""(SELECT story FROM main.story_members WHERE report IN {_HIDDEN} UNION
    SELECT y.story FROM main.saying_members AS m JOIN main.statements AS s ON s.id = m.statement
    JOIN main.versions AS v ON v.id = s.version JOIN main.story_members AS y ON y.report = v.report
    WHERE m.saying IN {_SAYINGS} UNION
    SELECT y.story FROM main.judgements AS j JOIN main.story_members AS y ON y.report = j.one_report
    WHERE j.about = 'copy' AND j.other_report IN {_HIDDEN} UNION
    SELECT y.story FROM main.judgements AS j JOIN main.story_members AS y ON y.report = j.other_report
    WHERE j.about = 'copy' AND j.one_report IN {_HIDDEN})"""


def _without(table: str, column: str, hidden: str) -> str:
    return f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} WHERE {column} NOT IN {hidden}"


_VIEWS = (
    f"""CREATE TEMP VIEW withheld AS SELECT one_report AS report FROM main.judgements
    WHERE about = '{RESTRICTION}' AND withdrawn IS NULL AND one_report IS NOT NULL""",
    _without("reports", "id", _HIDDEN),
    _without("versions", "report", _HIDDEN),
    _without("unlinked", "report", _HIDDEN),
    _without("link_items", "report", _HIDDEN),
    *(
        _without(table, "version", _HIDDEN_VERSIONS)
        for table in ("readings", "uncorrected", "people", "statements", "mentions", "dates", "figures")
    ),
    _without("entity_members", "person", _HIDDEN_PEOPLE),
    _without("saying_members", "statement", _HIDDEN_STATEMENTS),
    _without("story_members", "report", _HIDDEN),
    _without("told_parts", "story", _TOUCHED),
    f"""CREATE TEMP VIEW judgements AS SELECT * FROM main.judgements
    WHERE coalesce(one_report, '') NOT IN {_HIDDEN} AND coalesce(other_report, '') NOT IN {_HIDDEN}""",
    # What is hidden is for nobody but who may show it again.
    "CREATE TEMP VIEW sealed AS SELECT * FROM main.sealed WHERE 1 = 0",
    "CREATE TEMP VIEW sealed_judgements AS SELECT * FROM main.sealed_judgements WHERE 1 = 0",
    # An original that also holds a withheld report (a feed, a mailbox), or words that are hidden, is withheld
    # as a whole.
    f"""CREATE TEMP VIEW originals AS SELECT sha256, CASE WHEN sha256 IN
    (SELECT sha256 FROM main.versions WHERE report IN {_HIDDEN}
    UNION SELECT sha256 FROM main.versions WHERE hidden IS NOT NULL)
    THEN x'{_EMPTY}' ELSE packed END AS packed
    FROM main.originals""",
    f"""CREATE TEMP VIEW entities AS SELECT e.id, CASE WHEN e.id IN {_ENTITIES}
    AND NOT EXISTS (SELECT 1 FROM {_PEOPLE} e.id AND p.name = e.name)
    THEN (SELECT p.name FROM {_PEOPLE} e.id ORDER BY length(p.name) DESC, p.name LIMIT 1)
    ELSE e.name END AS name, e.kind, CASE WHEN e.id IN {_ENTITIES} THEN
    (SELECT json_group_array(name) FROM
    (SELECT DISTINCT p.name AS name FROM {_PEOPLE} e.id ORDER BY p.name) AS names)
    ELSE e.forms END AS forms, {_said("count(*)", "statements")},
    {_said("count(DISTINCT s.version)", "reports")} FROM main.entities AS e WHERE e.id NOT IN {_ENTITIES}
    OR EXISTS (SELECT 1 FROM entity_members AS m WHERE m.entity = e.id)""",
    f"""CREATE TEMP VIEW entity_words AS SELECT * FROM main.entity_words AS w
    WHERE w.entity NOT IN {_ENTITIES} OR EXISTS (SELECT 1 FROM {_PEOPLE} w.entity AND EXISTS
    (SELECT 1 FROM main.name_words AS n WHERE n.name = p.name AND n.word = w.word))""",
    f"""CREATE TEMP VIEW name_words AS SELECT * FROM main.name_words AS w WHERE w.name NOT IN
    (SELECT name FROM main.people WHERE version IN {_HIDDEN_VERSIONS})
    OR EXISTS (SELECT 1 FROM people AS p WHERE p.name = w.name)""",
    f"""CREATE TEMP VIEW sayings AS SELECT y.id, {_first("said")}, CASE WHEN y.repeat_of IN {_SAYINGS}
    AND NOT EXISTS (SELECT 1 FROM saying_members AS m WHERE m.saying = y.repeat_of)
    THEN NULL ELSE y.repeat_of END AS repeat_of, {_first("day_order")} FROM main.sayings AS y
    WHERE y.id NOT IN {_SAYINGS} OR EXISTS (SELECT 1 FROM saying_members AS m WHERE m.saying = y.id)""",
    f"""CREATE TEMP VIEW stories AS SELECT y.id, CASE WHEN y.id IN {_STORIES} THEN
    (SELECT coalesce(v.headline, substr(v.text, 1, instr(v.text || char(10), char(10)) - 1))
    FROM story_members AS m JOIN main.reports AS r ON r.id = m.report JOIN main.versions AS v
    ON v.id = r.current WHERE m.story = y.id ORDER BY v.headline IS NULL, m.position LIMIT 1)
    ELSE y.name END AS name, CASE WHEN y.id IN {_STORIES} THEN
    (SELECT count(*) FROM story_members AS m WHERE m.story = y.id) ELSE y.reports END AS reports
    FROM main.stories AS y
    WHERE y.id NOT IN {_STORIES} OR EXISTS (SELECT 1 FROM story_members AS m WHERE m.story = y.id)""",
)


def withhold(engine: Engine) -> None:
    """From now on this engine's connections are those of readers: they cannot see what is withheld."""
    overlay(engine, _VIEWS)
