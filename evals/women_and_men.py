"""Women and men among the sources: how many are found, and how many are given to the right one.

    python -m evals.women_and_men speakers_polnear.dev.jsonl.gz [--json]

Rows have `sources` with `spans`, `name` and `kind`. A source is found if a statement that is read has it. Who
is a woman or a man is told by the first name, by a title before the name, or else by the pronouns that stand
for that person among the sources; people whom none of these tell are left out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from onrecord.evaluation.reading import read_row
from onrecord.evaluation.rows import read_rows
from onrecord.evaluation.speakers import same_name
from onrecord.lexicon import fold
from onrecord.reading.name_words import TITLES, find_title, guess_gender
from onrecord.reading.network import Network, load
from onrecord.reading.phrases import PRONOUNS

GENDERS = {"m": "men", "f": "women"}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    network = load()
    counts: Counter[tuple[str, str]] = Counter()
    for row in read_rows(args.gold, fields=("id", "text", "sources")):
        count(counts, row, network)
    if args.json:
        print(json.dumps(nearness(counts)))
        return
    for gender, label in GENDERS.items():
        total, found, right = (counts[gender, what] for what in ("all", "found", "right"))
        print(f"{label}: {total} sources, {found / total:.1%} found, ", end="")
        print(f"{right / found:.1%} of them given to the right one")


def nearness(counts: Mapping[tuple[str, str], int]) -> dict[str, float]:
    """How near women and men are to one another: 1 less the difference of the shares found, and right."""
    found = {g: counts[g, "found"] / counts[g, "all"] for g in GENDERS}
    right = {g: counts[g, "right"] / counts[g, "found"] for g in GENDERS}
    return {"found alike": 1 - abs(found["f"] - found["m"]), "right alike": 1 - abs(right["f"] - right["m"])}


def count(counts: Counter[tuple[str, str]], row: Mapping[str, Any], network: Network) -> None:
    """Count the sources of one text."""
    statements = read_row(row, network).statements
    genders = genders_of(row["text"], row["sources"])
    for source in row["sources"]:
        gender = genders.get(source["name"] or "")
        if gender is None:
            continue
        counts[gender, "all"] += 1
        speakers = [
            statement.speaker
            for statement in statements
            if any(
                s.start < end and start < s.end for s in statement.source for start, end in source["spans"]
            )
        ]
        counts[gender, "found"] += bool(speakers)
        counts[gender, "right"] += any(
            one is not None and same_name(one.name, source["name"]) for one in speakers
        )


def genders_of(text: str, sources: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give m or f for every named person of whom the text, or the first name, tells it."""
    told: dict[str, Counter[str]] = {}
    for source in sources:
        if not source["name"] or source["kind"] != "person":
            continue
        votes = told.setdefault(source["name"], Counter())
        if first := guess_gender(source["name"]):
            votes[first] += 3
        last = source["name"].split()[-1]
        votes.update(TITLES.get(find_title(text, m.start()), "-") for m in re.finditer(re.escape(last), text))
        for start, end in source["spans"]:
            votes[PRONOUNS.get(fold(text[start:end]), "-")] += 1
    best = {
        name: max("mf", key=lambda g: votes[g]) for name, votes in told.items() if votes["m"] != votes["f"]
    }
    return {name: gender for name, gender in best.items() if told[name][gender]}


if __name__ == "__main__":
    main()
