"""Word lists: knowledge as data, one fact a line, so that anybody can send a fix.

A list is a file in a `data` folder of this package. Lines that begin with "#" are comments; the
columns of a table are parted by tabs. Lists are read once.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from importlib.resources import files


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """The text without accents, capitals and full stops, and with straight apostrophes."""
    text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("ł", "l").replace("Ł", "L"))
    return "".join(c for c in text if not unicodedata.combining(c) and c != ".").casefold()


@cache
def read_table(path: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a list, each a tuple of its columns. `path` is below the package."""
    lines = files("onrecord").joinpath(path).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def read_words(path: str) -> frozenset[str]:
    """The first column of a list."""
    return frozenset(row[0] for row in read_table(path))


@cache
def read_pairs(path: str) -> dict[str, str]:
    """The first column of a list, and what the second says of it."""
    return {row[0]: row[1] for row in read_table(path)}
