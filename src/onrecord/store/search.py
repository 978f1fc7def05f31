"""Search by words: which statements or reports hold all of them, without regard to accents and case."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Select, column, literal_column, select, table, text

from onrecord.errors import UsageError

_PHRASE = re.compile(r'"([^"]*)"|([^\s"]+)')


def match_statements(words: str) -> Select[Any]:
    """The `sequence` of the statements whose content holds the words, to stand in an IN."""
    return _match("statement_words", words)


def match_versions(words: str) -> Select[Any]:
    """The `sequence` of the versions whose text holds the words, to stand in an IN."""
    return _match("report_words", words)


def _match(index: str, words: str) -> Select[Any]:
    found = table(index, column("rowid"))
    condition = text(f"{index} MATCH :asked").bindparams(asked=_asked(words))
    return select(literal_column("rowid").label("sequence")).select_from(found).where(condition)


def _asked(words: str) -> str:
    """What a person writes, as a query: all the words, in quotation marks one after another.

    Every part is quoted, so that no word is taken for an operator. Raises UsageError where no word is left.
    """
    pieces = [quoted or bare for quoted, bare in _PHRASE.findall(words.replace("\0", " "))]
    phrases = [f'"{piece}"' for piece in pieces if any(letter.isalnum() for letter in piece)]
    if not phrases:
        raise UsageError(f"{words!r} holds no word to look for")
    return " AND ".join(phrases)
