"""A table of labels instead of the network: a text marked up by hand, and what it would then say.

`[s1 Ana Mora] [c1>s1 said] [t>c1 that it rained]`: s is a source, c a cue, t a content; a number names
the stretch, `>` says what it points to.
"""

from __future__ import annotations

import re

import numpy as np

from onrecord.reading.network import Labels, Settings
from onrecord.reading.pieces import Vocabulary, cut_pieces

ROLES = {"s": "source", "c": "cue", "t": "content"}
ROLE_LABELS = ("O", *(f"{part}-{role}" for role in ROLES.values() for part in "BIES"))
WIDTH = 128
_MARKED = re.compile(r"\[(?P<name>[sct]\d*)(?:>(?P<to>\w+))? (?P<words>[^]]*)\]", re.DOTALL)


def may_follow(before: str, after: str) -> bool:
    is_open, goes_on = before[0] in "BI", after[0] in "IE"
    return before[2:] == after[2:] if is_open and goes_on else is_open == goes_on


def labels_of(marked: str) -> tuple[str, Labels]:
    """The text without its markup, and the labels that the markup stands for."""
    text, places, links = "", {}, {}
    at = 0
    for n, part in enumerate(_MARKED.finditer(marked)):
        text += marked[at : part.start()]
        key = f"{part['name']}#{n}" if part["name"][1:] == "" else part["name"]
        places[key] = (len(text), len(text) + len(part["words"]))
        if part["to"]:
            links[key] = part["to"]
        text += part["words"]
        at = part.end()
    text += marked[at:]
    words = sorted(set(re.findall(r"[^\W_]+|[^\s\w]", text.lower())))
    vocabulary = Vocabulary(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words])
    pieces = cut_pieces(text, vocabulary)
    n = len(pieces)
    assert n < WIDTH
    ranges = {
        key: (int(np.searchsorted(pieces.starts, s)), int(np.searchsorted(pieces.starts, e)))
        for key, (s, e) in places.items()
    }
    path = ["O"] * n
    for key, (first, after) in ranges.items():
        role = ROLES[key[0]]
        path[first:after] = [f"I-{role}"] * (after - first)
        path[first], path[after - 1] = f"B-{role}", f"E-{role}"
        if after - first == 1:
            path[first] = f"S-{role}"
    potentials = np.zeros((n, len(ROLE_LABELS)), np.float32)
    potentials[np.arange(n), [ROLE_LABELS.index(label) for label in path]] = 10
    vectors = np.zeros((1, n, 3, 2, WIDTH), np.float32)
    vectors[0, np.arange(n), :, 1, np.arange(n)] = 1
    vectors[0, :, :, 0, WIDTH - 1] = 200  # nowhere, unless a link says where
    for key, to in links.items():
        first, after = ranges[key]
        link = 0 if key[0] == "t" else 1
        vectors[0, first:after, link, 0, WIDTH - 1] = 0
        vectors[0, first:after, link, 0, ranges[to][0]] = 200
    nulls = np.zeros((3, WIDTH), np.float32)
    nulls[:, WIDTH - 1] = 1
    steps = np.array(
        [[0.0 if may_follow(a, b) else -1e4 for b in ROLE_LABELS] for a in ROLE_LABELS], np.float32
    )
    settings = Settings(
        "table",
        WIDTH,
        WIDTH,
        ROLE_LABELS,
        ("O",),
        ("O",),
        ("cue", "source", "antecedent"),
        steps,
        nulls,
        {},
        {},
    )
    zeros = np.zeros(n, np.float32)
    flat = np.zeros((n, 1), np.float32)
    home = np.zeros(n, np.int64)
    return text, Labels(pieces, settings, potentials, flat, flat, zeros, (0,), home, vectors)
