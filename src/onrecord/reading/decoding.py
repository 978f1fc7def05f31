"""From the network's numbers to spans: the best label path, its probabilities, names and times.

The path is the best of a linear-chain CRF (Viterbi 1967; Lafferty et al. 2001); the probability of a
label is its marginal (forward-backward).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.reading.network import Labels

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pieces `[first, after)` with one label, and the probability that they have it (least of them)."""

    first: int
    after: int
    label: str
    score: float


def find_roles(labels: Labels) -> list[Stretch]:
    """The sources, cues and contents, in the order of the text, without overlap."""
    names = labels.settings.role_labels
    potentials = labels.roles.astype(np.float64)
    steps = labels.settings.transitions.astype(np.float64)
    if not len(potentials):
        return []
    path = _best_path(potentials, steps)
    chances = _marginals(potentials, steps)
    outside = names.index("O")
    found: list[Stretch] = []
    for first, after, role in _stretches([names[label] for label in path]):
        columns = [n for n, name in enumerate(names) if name[2:] == role]
        score = float(chances[first:after, columns].sum(axis=1).mean())
        found.append(Stretch(first, after, role, min(score, 1 - float(chances[first, outside]))))
    return found


def _stretches(path: list[str]) -> list[tuple[int, int, str]]:
    """The spans of a BIOES path: `(first, after, role)`."""
    found: list[tuple[int, int, str]] = []
    for place, label in enumerate(path):
        if label[0] in "BS" or (label != "O" and (not found or found[-1][1] != place)):
            found.append((place, place + 1, label[2:]))
        elif label != "O":
            first, _, role = found[-1]
            found[-1] = (first, place + 1, role)
    return found


def _best_path(potentials: Floats, steps: Floats) -> list[int]:
    n, width = potentials.shape
    total = potentials[0]
    came_from = np.zeros((n, width), np.int64)
    for place in range(1, n):
        ways = total[:, None] + steps
        came_from[place] = ways.argmax(axis=0)
        total = ways.max(axis=0) + potentials[place]
    path = [int(total.argmax())]
    for place in range(n - 1, 0, -1):
        path.append(int(came_from[place, path[-1]]))
    return path[::-1]


def _marginals(potentials: Floats, steps: Floats) -> Floats:
    """Float (n, labels): the probability of each label at each place. Scaled forward-backward."""
    n, _ = potentials.shape
    local = np.exp(potentials - potentials.max(axis=1, keepdims=True))
    moves = np.exp(steps)
    forward = np.empty_like(local)
    backward = np.ones_like(local)
    row = local[0]
    forward[0] = row / row.sum()
    for place in range(1, n):
        row = (forward[place - 1] @ moves) * local[place]
        forward[place] = row / row.sum()
    for place in range(n - 2, -1, -1):
        row = moves @ (local[place + 1] * backward[place + 1])
        backward[place] = row / row.sum()
    both = forward * backward
    chances: Floats = both / both.sum(axis=1, keepdims=True)
    return chances


def find_names(labels: Labels) -> list[Stretch]:
    """Names with their kind ("person", "organization", "place", "other")."""
    return _find_flat(labels.names, labels.settings.name_labels, labels)


def find_time_words(labels: Labels) -> list[Stretch]:
    """Time expressions."""
    return _find_flat(labels.times, labels.settings.time_labels, labels)


def _find_flat(logits: NDArray[np.float32], names: tuple[str, ...], labels: Labels) -> list[Stretch]:
    """The stretches of a BIO head. All pieces of a word take the label of its first."""
    if not len(logits):
        return []
    chances = np.exp(logits - logits.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    word = labels.pieces.word
    firsts = np.flatnonzero(np.diff(word, prepend=-1))
    afters = np.append(firsts[1:], len(word))
    found: list[Stretch] = []
    for first, after, best in zip(
        firsts.tolist(), afters.tolist(), chances[firsts].argmax(axis=1), strict=True
    ):
        label = names[best]
        if label == "O":
            continue
        score = float(chances[first, best])
        before = found[-1] if found else None
        if label[0] == "I" and before and before.after == first and before.label == label[2:]:
            found[-1] = Stretch(before.first, after, before.label, min(before.score, score))
        else:
            found.append(Stretch(first, after, label[2:], score))
    return found
