"""Word vectors: which words mean nearly the same. Distilled from a sentence encoder, see weights/README.md.

numpy only: no network runs here. A word that has no vector gets one of a form of it that has ("dams" of
"dam"), else none, and is then like itself only.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

# What an ending is replaced by when the word itself has no vector, in the order they are tried.
_ENDINGS = (
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ly", ""),
)


@cache
def read_vectors() -> tuple[dict[str, int], NDArray[np.float32]]:
    """The words with their rows; float32 (words, 96), rows of length 1."""
    import numpy as np

    folder = files("onrecord").joinpath("linking/weights")
    words = folder.joinpath("words.txt").read_text(encoding="utf-8").split()
    with as_file(folder.joinpath("vectors.npy")) as path:
        vectors = np.load(path, allow_pickle=False).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return {word: row for row, word in enumerate(words)}, vectors


@cache
def find_row(word: str) -> int | None:
    """The row of a folded word (see `rarity.plain_word`) in the vectors; None: no vector."""
    rows, _ = read_vectors()
    if word in rows:
        return rows[word]
    for form in other_forms(word):
        if (row := rows.get(form)) is not None:
            return row
    return None


def other_forms(word: str) -> list[str]:
    """What a word may be a form of, by its ending; some are no words."""
    return [
        word.removesuffix(ending) + other
        for ending, other in _ENDINGS
        if word.endswith(ending) and len(word) > len(ending) + 2
    ]


def compare_words(some: Sequence[str], others: Sequence[str]) -> NDArray[np.float32]:
    """The cosine of each pair of folded words, float32 (some, others); 1 for one word, 0 without a vector."""
    import numpy as np

    _, vectors = read_vectors()
    cosines = _rows(some, vectors) @ _rows(others, vectors).T
    for i, word in enumerate(some):
        for j, other in enumerate(others):
            if word == other:
                cosines[i, j] = 1.0
    return np.asarray(cosines)


def mean_vector(words: Sequence[str], weights: Sequence[float]) -> NDArray[np.float32]:
    """The weighted mean of the vectors of folded words, float32 (96,), of length 1; 0 where none has one."""
    import numpy as np

    _, vectors = read_vectors()
    total = np.asarray(weights, dtype=np.float32) @ _rows(words, vectors)
    return np.asarray(total / max(float(np.linalg.norm(total)), 1e-9), dtype=np.float32)


def _rows(words: Sequence[str], vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    found = [find_row(word) for word in words]
    out = vectors[[0 if row is None else row for row in found]]
    out[np.array([row is None for row in found], dtype=bool)] = 0.0
    return out
