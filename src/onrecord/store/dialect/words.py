"""Words as FTS5 of SQLite has them, for a database with a word search that takes words apart otherwise.

What SQLite makes of a letter (kept, folded, dropped or a gap) is asked of SQLite itself, once for each
letter, so that both databases answer alike.
"""

from __future__ import annotations

import sqlite3
import threading

# As in `sqlite._SEARCH_TABLES`.
TOKENIZE = "unicode61 remove_diacritics 2"

# Longer words are cut, since an index has no room for them.
LONGEST = 500


class _Letters(dict[int, str]):
    """What becomes of each letter: itself folded, nothing, or a space. For `str.translate`."""

    def __init__(self) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._fts = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._fts.execute(f"CREATE VIRTUAL TABLE words USING fts5(text, content='', tokenize='{TOKENIZE}')")
        self._fts.execute("CREATE VIRTUAL TABLE found USING fts5vocab(words, 'instance')")

    def __missing__(self, letter: int) -> str:
        with self._lock:
            self._fts.execute("BEGIN")
            try:
                self._fts.execute("INSERT INTO words(rowid, text) VALUES (1, ?)", (f"a{chr(letter)}b",))
                found = self._fts.execute("SELECT term FROM found ORDER BY offset").fetchall()
            finally:
                self._fts.execute("ROLLBACK")
        self[letter] = " " if len(found) > 1 else found[0][0][1:-1]
        return self[letter]


_letters: _Letters | None = None


def words_of(text: str) -> list[str]:
    """The words of a text in its order, without accents and in small letters.

    Raises UnicodeEncodeError where the text holds half a character.
    """
    global _letters
    if _letters is None:
        _letters = _Letters()
    return [word[:LONGEST] for word in text.translate(_letters).split(" ") if word]
