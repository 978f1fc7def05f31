"""A condition on a search table: it holds all of some phrases."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ARRAY, ColumnClause, ColumnElement, Dialect, TableClause, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement
from sqlalchemy.types import NULLTYPE, TypeDecorator, TypeEngine

from onrecord.store.dialect.words import words_of

# Each is words one after another.
Phrases = tuple[str, ...]


class _All(TypeDecorator[Phrases]):
    """For FTS5 a question, each phrase quoted so that no word is taken for an operator; else all words."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return Text() if dialect.name == "sqlite" else ARRAY(Text())

    def process_bind_param(self, value: Phrases | None, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return " AND ".join(f'"{phrase}"' for phrase in value or ())
        # A phrase of which no word is left is nowhere.
        return [word for phrase in value or () for word in words_of(phrase) or ("",)]


class _InOrder(TypeDecorator[Phrases]):
    """Patterns of the phrases of several words; letters and digits are no pattern themselves."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return ARRAY(Text())

    def process_bind_param(self, value: Phrases | None, dialect: Dialect) -> list[str]:
        several = (words for phrase in value or () if len(words := words_of(phrase)) > 1)
        return [f"% {' '.join(words)} %" for words in several]


class holds(FunctionElement[bool]):  # noqa: N801
    """`holds(column, phrases)`: the row of a search table that the column is of has every phrase."""

    # As a Boolean it would be compared with 1, and that is no MATCH any more.
    type = NULLTYPE  # type: ignore[assignment]
    inherit_cache = True
    name = "holds"

    def __init__(self, key: ColumnClause[int], phrases: Phrases) -> None:
        super().__init__(
            key,
            bindparam("all_words", phrases, _All(), unique=True),
            bindparam("in_order", phrases, _InOrder(), unique=True),
        )


@compiles(holds, "sqlite")
def _for_fts5(element: holds, compiler: SQLCompiler, **options: Any) -> str:
    key, asked, _ = element.clauses
    return f"{_index(key)} MATCH {compiler.process(asked, **options)}"


@compiles(holds, "postgresql")
def _for_array(element: holds, compiler: SQLCompiler, **options: Any) -> str:
    key, *asked = element.clauses
    words, order = (compiler.process(clause, **options) for clause in asked)
    folded = f"{_index(key)}.folded"
    return f"(string_to_array({folded}, ' ') @> {words} AND ' ' || {folded} || ' ' LIKE ALL ({order}))"


def _index(key: ColumnElement[Any]) -> str:
    assert isinstance(key, ColumnClause)
    assert isinstance(key.table, TableClause)
    return key.table.name
