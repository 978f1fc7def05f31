"""Windows and batches: examples cut into pieces, labelled for every head, as tensors."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from onrecord.reading.pieces import Vocabulary, cut_pieces
from training.gold import Example
from training.model import LINKS, NAME_LABELS, ROLE_LABELS, ROLES, TIME_LABELS, WINDOW

IGNORED = -100


@dataclass
class Labelled:
    """One text, or one window of it: inputs int (n, 4) of id, case, place, quote; labels per piece, IGNORED
    where no loss is taken; `allowed` bool (n, 13), all true where the roles are unknown; links: for each
    link a list of (piece, [pieces it may point to]), an empty list meaning none.
    """

    inputs: NDArray[np.int32]
    allowed: NDArray[np.bool_] | None
    names: NDArray[np.int64]
    times: NDArray[np.int64]
    sentence_ends: NDArray[np.int64]
    links: dict[str, list[tuple[int, list[int]]]]
    silver: bool


def label(example: Example, vocabulary: Vocabulary) -> Labelled:
    """The pieces of an example with the labels of every head that its corpus annotates."""
    pieces = cut_pieces(example.text, vocabulary)
    n = len(pieces)

    def range_of(start: int, end: int) -> tuple[int, int]:
        return int(np.searchsorted(pieces.ends, start, "right")), int(np.searchsorted(pieces.starts, end))

    links: dict[str, list[tuple[int, list[int]]]] = {link: [] for link in LINKS}
    allowed = None
    if example.attributions is not None:
        tags = np.zeros(n, np.int64)
        for role in reversed(ROLES):  # where roles overlap, the cue and the source stand in the content
            for attribution in example.attributions:
                for span in attribution[role]:
                    _tag(tags, *range_of(*span), role)
        _mend(tags)
        allowed = np.zeros((n, len(ROLE_LABELS)), bool)
        allowed[np.arange(n), tags] = True
        for span in example.masked:
            first, after = range_of(*span)
            allowed[first:after] = True
        for attribution in example.attributions:
            firsts = {
                role: [range_of(*s)[0] for s in spans if np.subtract(*range_of(*s)[::-1]) > 0]
                for role, spans in attribution.items()
            }
            for asking, link in (("content", "cue"), ("cue", "source")):
                for span in attribution[asking]:
                    links[link] += [(i, firsts[link][:1]) for i in range(*range_of(*span))]
    names = np.full(n, IGNORED if example.names is None else 0)
    for start, end, kind in example.names or ():
        first, after = range_of(start, end)
        names[first:after] = NAME_LABELS.index(f"I-{kind}")
        names[first : first + 1] = NAME_LABELS.index(f"B-{kind}")
    times = np.full(n, IGNORED if example.times is None else 0)
    for span in example.times or ():
        first, after = range_of(*span)
        times[first:after] = TIME_LABELS.index("I-time")
        times[first : first + 1] = TIME_LABELS.index("B-time")
    ends = np.full(n, IGNORED if example.sentence_ends is None else 0)
    for end in example.sentence_ends or ():
        last = int(np.searchsorted(pieces.starts, end)) - 1
        if 0 <= last < n:
            ends[last] = 1
    for chain in example.clusters or ():
        firsts = sorted({range_of(*s)[0] for s in chain})
        links["antecedent"] += [(f, firsts[:k]) for k, f in enumerate(firsts) if k and f < n]
    inputs = np.stack([pieces.ids, pieces.case, pieces.place, pieces.quote], axis=1).astype(np.int32)
    return Labelled(inputs, allowed, names, times, ends, links, silver=example.attributions is not None)


def _tag(tags: NDArray[np.int64], first: int, after: int, role: str) -> None:
    if after <= first:
        return
    tags[first:after] = ROLE_LABELS.index(f"I-{role}")
    if after - first == 1:
        tags[first] = ROLE_LABELS.index(f"S-{role}")
    else:
        tags[first] = ROLE_LABELS.index(f"B-{role}")
        tags[after - 1] = ROLE_LABELS.index(f"E-{role}")


def _mend(tags: NDArray[np.int64]) -> None:
    """Spans cut by another role laid over them: every stretch is again a whole BIOES span."""
    labels = [ROLE_LABELS[t] for t in tags]
    i = 0
    while i < len(labels):
        role = labels[i][2:]
        j = i + 1
        if role:
            while j < len(labels) and labels[j][2:] == role and labels[j][0] not in "BS":
                j += 1
                if labels[j - 1][0] == "E":
                    break
            _tag(tags, i, j, role)
        i = j


def cut_windows(labelled: Labelled, offset: int) -> Iterator[Labelled]:
    """The text in windows of WINDOW pieces that do not overlap, the first one `offset` pieces short."""
    n = len(labelled.inputs)
    edges = [0, *range(WINDOW - offset if n > WINDOW else n, n, WINDOW), n]
    for first, after in pairwise(edges):
        if after - first < 8:
            continue
        links: dict[str, list[tuple[int, list[int]]]] = {}
        for link, rows in labelled.links.items():
            links[link] = [
                (i - first, [t - first for t in targets if first <= t < after])
                for i, targets in rows
                if first <= i < after
            ]
        yield Labelled(
            labelled.inputs[first:after],
            None if labelled.allowed is None else labelled.allowed[first:after],
            labelled.names[first:after],
            labelled.times[first:after],
            labelled.sentence_ends[first:after],
            links,
            labelled.silver,
        )


def collate(windows: list[Labelled], vocabulary: Vocabulary) -> dict[str, Tensor]:
    """A batch, padded to its longest window; each window between the signs that begin and end it."""
    length = max(len(w.inputs) for w in windows) + 2
    size = len(windows)
    inputs = np.zeros((size, length, 4), np.int64)
    inputs[:, :, 0] = vocabulary.padding
    mask = np.zeros((size, length), np.float32)
    allowed = np.zeros((size, length, len(ROLE_LABELS)), bool)
    labels = {name: np.full((size, length), IGNORED) for name in ("names", "times", "sentence_ends")}
    for row, w in enumerate(windows):
        n = len(w.inputs)
        inputs[row, 0, 0], inputs[row, n + 1, 0] = vocabulary.start, vocabulary.end
        inputs[row, 1 : n + 1] = w.inputs
        mask[row, : n + 2] = 1
        allowed[row, 1 : n + 1] = True if w.allowed is None else w.allowed
        for name, table in labels.items():
            table[row, 1 : n + 1] = getattr(w, name)
    batch = {"inputs": torch.from_numpy(inputs), "mask": torch.from_numpy(mask)}
    batch["allowed"] = torch.from_numpy(allowed)
    batch["has_roles"] = torch.tensor([w.allowed is not None for w in windows])
    batch |= {name: torch.from_numpy(table) for name, table in labels.items()}
    for link in LINKS:
        asked, targets, weights = [], [], []
        for row, w in enumerate(windows):
            for i, to in w.links[link]:
                if link == "antecedent" and not to:
                    continue
                target = np.zeros(length + 1, bool)
                target[[t + 2 for t in to] or [0]] = True
                asked.append((row, i + 1))
                targets.append(target)
                weights.append(0.4 if link == "antecedent" and w.silver else 1.0)
        batch[f"{link} asked"] = torch.tensor(asked, dtype=torch.long).reshape(-1, 2)
        batch[f"{link} targets"] = torch.from_numpy(np.array(targets, bool).reshape(-1, length + 1))
        batch[f"{link} weights"] = torch.tensor(weights)
    return batch


def batches(
    windows: list[Labelled], vocabulary: Vocabulary, size: int, chance: random.Random
) -> list[list[Labelled]]:
    """The windows in random batches of like length, so that little is padding."""
    chance.shuffle(windows)
    groups = [windows[i : i + size * 16] for i in range(0, len(windows), size * 16)]
    out: list[list[Labelled]] = []
    for group in groups:
        group.sort(key=lambda w: len(w.inputs))
        out += [group[i : i + size] for i in range(0, len(group), size)]
    chance.shuffle(out)
    return out
