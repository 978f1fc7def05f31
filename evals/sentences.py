"""Ends of sentences against annotated ones: `python -m evals.sentences gum.dev.jsonl.gz [--json]`.

Rows have `text`, `genre` and `sentences` as `[start, end)`; those of the genre "news" are asked for. An end
is right if it stands at the same character.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from onrecord.evaluation.rows import read_rows
from onrecord.reading.document import find_sentences


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="+")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    right = found = wanted = 0
    for path in args.gold:
        for row in read_rows(path, fields=("id", "text", "sentences")):
            if row["genre"] != "news":
                continue
            gold = {end for _, end in row["sentences"]}
            ends = {end for _, end in find_sentences(row["text"])}
            right, found, wanted = right + len(gold & ends), found + len(ends), wanted + len(gold)
    scores = {"precision": right / found, "recall": right / wanted, "F1": 2 * right / (found + wanted)}
    if args.json:
        print(json.dumps(scores))
    else:
        print(f"{wanted} sentences: " + ", ".join(f"{name} {value:.1%}" for name, value in scores.items()))


if __name__ == "__main__":
    main()
