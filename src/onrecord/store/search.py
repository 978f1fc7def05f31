"""Search by words: which statements or reports hold all of them, without regard to accents and case."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Select, column, select, table

from onrecord.errors import UsageError
from onrecord.store.dialect.matching import Phrases, holds

_PHRASE = re.compile(r'"([^"]*)"|([^\s"]+)')


def match_statements(words: str) -> Select[Any]:
    """The `sequence` of the statements whose content holds the words, to stand in an IN."""
    return _match("statement_words", words)


def match_versions(words: str) -> Select[Any]:
    """The `sequence` of the versions whose text holds the words, to stand in an IN."""
    return _match("report_words", words)


def _match(index: str, words: str) -> Select[Any]:
    found = table(index, column("rowid"))
    return select(found.c.rowid.label("sequence")).where(holds(found.c.rowid, _asked(words)))


def _asked(words: str) -> Phrases:
    """What a person writes, as phrases: each word one, words in quotation marks one together.

    Raises UsageError where no word is left.
    """
    pieces = [quoted or bare for quoted, bare in _PHRASE.findall(words.replace("\0", " "))]
    phrases = tuple(piece for piece in pieces if any(letter.isalnum() for letter in piece))
    if not phrases:
        raise UsageError(f"{words!r} holds no word to look for")
    return phrases
