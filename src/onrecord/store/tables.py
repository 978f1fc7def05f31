"""The tables of a record. Changing one means a new VERSION and a step in `migrations`.

Times are ISO 8601 text in UTC, days ISO text, dates EDTF text. Columns of JSON are text written by
`rows`. `sequence` is the order in which things came in: never a part of what is equal.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)
from sqlalchemy import Text as AnyText

VERSION = 7

metadata = MetaData()

# Texts are ordered by their bytes, whatever the database is used to.
Text = AnyText().with_variant(AnyText(collation="C"), "postgresql")


def _part_of(table: str, *, index: bool = False) -> Column[str]:
    """The id of the row it belongs to, with which it is removed."""
    target = ForeignKey(f"{table}.id", ondelete="CASCADE")
    return Column(table.removesuffix("s"), Text, target, nullable=False, index=index)


# One row. `version` is the version of the tables; `wipe_due` is 1 from the moment that something is
# forgotten until its bytes are gone.
record = Table(
    "record",
    metadata,
    Column("version", Integer, nullable=False),
    Column("wipe_due", Integer, nullable=False),
)

# One original may hold several reports (a feed, a mailbox), and the same bytes are kept once.
originals = Table(
    "originals",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("packed", LargeBinary, nullable=False),  # zlib
)

reports = Table(
    "reports",
    metadata,
    Column("id", Text, primary_key=True),
    # The id of a version; no foreign key, since versions point to reports already. `check` looks at it.
    Column("current", Text, nullable=False, index=True),
    # Of the current version, for lists: its outlet, where it comes in the order of time, its statements.
    Column("outlet", Text),
    Column("day_order", Text, nullable=False),
    Column("statements", Integer, nullable=False),
    Index("reports_by_day", "day_order", "id"),
    Index("reports_of_outlet", "outlet", "day_order", "id"),
)

versions = Table(
    "versions",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _part_of("reports", index=True),
    Column("text", Text, nullable=False),
    # The whole front matter is in `front`; what is asked for in queries stands beside it.
    Column("headline", Text),
    Column("outlet", Text),
    Column("published", Text),
    Column("day_order", Text, nullable=False),
    Column("front", Text, nullable=False),  # JSON
    Column("sha256", Text, ForeignKey("originals.sha256"), nullable=False, index=True),
    Column("media_type", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("fetched", Text, nullable=False),
    Column("offsets", LargeBinary, nullable=False),  # zlib of JSON
    Column("notes", Text, nullable=False),  # JSON
    Column("added", Text, nullable=False),
    # Which places of the text a person hid, as JSON: blocks stand there, and what they cover is in `sealed`.
    # NULL: none.
    Column("hidden", Text),
)

Index(
    "versions_hidden",
    versions.c.sha256,
    sqlite_where=versions.c.hidden.is_not(None),
    postgresql_where=versions.c.hidden.is_not(None),
)

# What people hid (see `hidden`), so that it can be shown again: the text, own front matter and place that a
# version came with, and what was read in it (NULL: it came later, and was read with its words hidden).
sealed = Table(
    "sealed",
    metadata,
    Column("version", Text, ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("front", Text, nullable=False),  # JSON
    Column("location", Text, nullable=False),
    Column("reading", Text),  # JSON
)

# What people wrote of such reports where it repeats what is hidden.
sealed_judgements = Table(
    "sealed_judgements",
    metadata,
    Column("judgement", Text, ForeignKey("judgements.id", ondelete="CASCADE"), primary_key=True),
    Column("reason", Text, nullable=False),
    Column("value", Text),  # JSON
)

readings = Table(
    "readings",
    metadata,
    Column("version", Text, ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    Column("model", Text, nullable=False),
    Column("notes", Text, nullable=False),  # JSON
)

# What a version's front matter and reading are without the decisions of people that changed them, as JSON;
# NULL where none did. Nothing here for a version that nobody decided anything about.
uncorrected = Table(
    "uncorrected",
    metadata,
    Column("version", Text, ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    Column("front", Text),
    Column("reading", Text),
)

# Whom a version calls by one name: what judgements about entities are about.
people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    _part_of("versions", index=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False, index=True),
    # What those of the very same name share; NULL: not compared with others (yet).
    Column("alike", Text),
    Index("people_alike", "alike", "id"),
)

statements = Table(
    "statements",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    _part_of("versions"),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("source", Text, nullable=False),  # JSON: [[start, end, words], ...], as are cue and content
    Column("cue", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("words", Text, nullable=False),  # the words of the content, for search
    Column("speaker", Text, ForeignKey("people.id")),
    Column("speaker_name", Text),
    Column("speaker_kind", Text),
    Column("speaker_score", Float),
    Column("speaker_reason", Text),
    Column("addressee", Text),
    Column("on_behalf_of", Text),
    Column("via", Text),
    Column("said", Text),
    Column("said_reason", Text),
    Column("within", Text, ForeignKey("statements.id", deferrable=True, initially="DEFERRED"), index=True),
    # When it was said or, where that is not known, when the report was published: the first and last
    # day it may have been (NULL: the year is not known) and where it comes in the order of time.
    Column("first_day", Text, index=True),
    Column("last_day", Text, index=True),
    Column("day_order", Text, nullable=False),
    Index("statements_of_version", "version", "said"),
    # For lists in the order of time: of all, and of those of one act, kind or speaker.
    Index("statements_by_day", "day_order", "version", "position"),
    Index("statements_of_act", "act", "day_order", "version", "position"),
    Index("statements_of_kind", "kind", "day_order", "version", "position"),
    Index("statements_of_speaker", "speaker", "day_order", "version", "position"),
)
# What was said on no one day: what begins before a day and may still be of it is found among these.
Index(
    "statements_of_days",
    statements.c.last_day,
    sqlite_where=statements.c.first_day != statements.c.last_day,
    postgresql_where=statements.c.first_day != statements.c.last_day,
)

mentions = Table(
    "mentions",
    metadata,
    _part_of("versions"),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text),
    Column("person", Text, ForeignKey("people.id"), index=True),
    PrimaryKeyConstraint("version", "position"),
)

dates = Table(
    "dates",
    metadata,
    _part_of("versions"),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("value", Text),
    PrimaryKeyConstraint("version", "position"),
)

figures = Table(
    "figures",
    metadata,
    _part_of("versions"),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("value", Float, nullable=False),
    Column("bound", Text, nullable=False),
    Column("unit", Text, nullable=False),
    PrimaryKeyConstraint("version", "position"),
)

# `one_report` and `other_report` are the reports that the two belong to, as known when it was judged:
# a new reading may drop what was judged, and still forgetting the report must find the judgement.
judgements = Table(
    "judgements",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("about", Text, nullable=False),
    Column("one", Text, nullable=False, index=True),
    Column("other", Text, nullable=False, index=True),
    Column("verdict", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),  # as it was given: the id is made of it
    Column("withdrawn", Text),
    Column("one_report", Text, index=True),
    Column("other_report", Text, index=True),
    Column("value", Text),  # JSON
    # The pair as it was judged, where another reading has the two under the ids in `one` and `other`.
    Column("judged_one", Text),
    Column("judged_other", Text),
    Index("judgements_pair", "about", "one", "other", "author"),
)

# What is still to be done, so that a kill leaves nothing undone: reports that were not compared with
# the others yet, things whose groups (entity, saying, story) are to be derived anew, stories ("told") whose
# reports are to be told together anew.
unlinked = Table(
    "unlinked",
    metadata,
    Column("report", Text, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
)

outdated = Table(
    "outdated",
    metadata,
    Column("about", Text, nullable=False),
    Column("item", Text, nullable=False),
    PrimaryKeyConstraint("about", "item"),
)

# What is compared (statements, reports, and of those of one name the local person of the smallest id)
# with the keys by which it is found: hashes of 63 bits, packed in `hashes` too, so that those of one
# thing are found without an index the other way round.
link_items = Table(
    "link_items",
    metadata,
    Column("sequence", Integer, primary_key=True),
    Column("about", Text, nullable=False),
    Column("id", Text, nullable=False),
    _part_of("reports", index=True),
    Column("hashes", LargeBinary, nullable=False),
    UniqueConstraint("about", "id"),
)

link_keys = Table(
    "link_keys",
    metadata,
    Column("key", BigInteger, nullable=False),
    Column("item", Integer, nullable=False),  # the `sequence` of a link_items
    PrimaryKeyConstraint("key", "item"),
    sqlite_with_rowid=False,
)

# How far files of many reports were gone through by which network: `add` goes on where it was stopped.
archives = Table(
    "archives",
    metadata,
    Column("id", Text, primary_key=True),
    Column("location", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("passed", BigInteger, nullable=False),
    Column("counts", Text, nullable=False),  # JSON
    Column("whole", Integer, nullable=False),
)

# Derived from judgements by linking: never the only place of a fact. How many statements are theirs, in how
# many reports, stands with them for lists.
entities = Table(
    "entities",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("forms", Text, nullable=False),  # JSON
    Column("statements", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
)
Index("entities_by_statements", entities.c.statements.desc(), entities.c.name, entities.c.id)

entity_members = Table(
    "entity_members",
    metadata,
    Column("person", Text, ForeignKey("people.id", ondelete="CASCADE"), primary_key=True),
    Column("entity", Text, ForeignKey("entities.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
)

# How many reports carry a saying and how many of these are independent is worked out when it is asked.
sayings = Table(
    "sayings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("said", Text),
    Column("repeat_of", Text),
    Column("day_order", Text, nullable=False),
)

saying_members = Table(
    "saying_members",
    metadata,
    Column("statement", Text, ForeignKey("statements.id", ondelete="CASCADE"), primary_key=True),
    Column("saying", Text, ForeignKey("sayings.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    # How likely the statement is wrong, times the reports that carry the saying: the order of review.
    Column("doubt", Float, nullable=False),
)
Index("saying_members_by_doubt", saying_members.c.doubt.desc(), saying_members.c.statement)

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("reports", Integer, nullable=False),
)
Index("stories_by_reports", stories.c.reports.desc(), stories.c.name, stories.c.id)

story_members = Table(
    "story_members",
    metadata,
    Column("report", Text, ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("story", Text, ForeignKey("stories.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
)

# What the reports of a story tell together, worked out by `memory.telling` and kept in parts of a list: it
# takes seconds for a story of hundreds of reports. Gone with whatever it follows from; nothing here for a
# story that is still to be told (see `outdated`).
told_parts = Table(
    "told_parts",
    metadata,
    Column("story", Text, ForeignKey("stories.id", ondelete="CASCADE"), nullable=False),
    Column("about", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("packed", LargeBinary, nullable=False),  # zlib of JSON
    PrimaryKeyConstraint("story", "about", "number"),
)

# Who may enter the page of this record, when others can reach it, with a hash of the token of each.
guests = Table(
    "guests",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("token", Text, nullable=False),
)

# The register of people and bodies that the user imported: helps linking, is no report.
register_entries = Table(
    "register_entries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("aliases", Text, nullable=False),  # JSON
    Column("roles", Text, nullable=False),  # JSON
    Column("wikidata", Text),
)

register_names = Table(
    "register_names",
    metadata,
    Column("words", Text, nullable=False),  # folded, parted by spaces
    Column("entry", Text, ForeignKey("register_entries.id", ondelete="CASCADE"), nullable=False, index=True),
    PrimaryKeyConstraint("words", "entry"),
)

# Folded words of names (see `names`), to find people by some of the words of a name.
name_words = Table(
    "name_words",
    metadata,
    Column("word", Text, nullable=False),
    Column("name", Text, nullable=False, index=True),
    PrimaryKeyConstraint("word", "name"),
)

entity_words = Table(
    "entity_words",
    metadata,
    Column("word", Text, nullable=False),
    Column("entity", Text, ForeignKey("entities.id", ondelete="CASCADE"), nullable=False, index=True),
    PrimaryKeyConstraint("word", "entity"),
)
