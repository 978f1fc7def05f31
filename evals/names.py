"""Names of people, organizations and places against annotated ones: strict F1.

    python -m evals.names worldwide.dev.jsonl.gz [--json]

Rows have `text` and `entities` with `start`, `end` and `label`. A name found is right if the same characters
are annotated with the same kind; "the" before a name does not count. Facilities are places; peoples, dates,
products and the like are not asked for.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onrecord.evaluation.rows import read_rows
from onrecord.reading.network import Network, load
from onrecord.reading.reader import find_names_in
from onrecord.reading.whole_names import make_whole

KINDS = {"Person": "person", "Organization": "organization", "Location": "place", "Facility": "place"}
Name = tuple[int, int, str]


def gold_names(row: Mapping[str, Any]) -> set[Name]:
    return {
        _bare(row["text"], e["start"], e["end"], KINDS[e["label"]])
        for e in row["entities"]
        if e["label"] in KINDS
    }


def find(text: str, network: Network) -> set[Name]:
    names = make_whole(text, find_names_in(network.label(text)))
    return {_bare(text, n.start, n.end, n.kind.value) for n in names if n.kind}


def _bare(text: str, start: int, end: int, kind: str) -> Name:
    return (start + 4 if text[start : start + 4].casefold() == "the " else start), end, kind


def scores(counts: Mapping[tuple[str, str], int]) -> dict[str, list[float]]:
    """Precision, recall and F1 of each kind and of all, 0 to 1, from counts of (kind, right/found/gold)."""
    out = {}
    for kind in ("all", *dict.fromkeys(KINDS.values())):
        right, found, gold = (counts[kind, what] for what in ("right", "found", "gold"))
        out[kind] = [right / max(found, 1), right / max(gold, 1), 2 * right / max(found + gold, 1)]
    return out


def count(counts: Counter[tuple[str, str]], found: set[Name], gold: set[Name]) -> None:
    for what, names in (("right", found & gold), ("found", found), ("gold", gold)):
        for name in names:
            counts[name[2], what] += 1
            counts["all", what] += 1


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    network = load()
    counts: Counter[tuple[str, str]] = Counter()
    for row in read_rows(args.gold, fields=("id", "text", "entities")):
        count(counts, find(row["text"], network), gold_names(row))
    answer = scores(counts)
    if args.json:
        print(json.dumps(answer))
        return
    print(f"{'':14}{'precision':>10}{'recall':>8}{'F1':>7}")
    for kind, (precision, recall, f1) in answer.items():
        print(f"{kind:14}{precision:10.1%}{recall:8.1%}{f1:7.1%}")


if __name__ == "__main__":
    main()
