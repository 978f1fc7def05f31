"""Counts in how many passages of the corpora each word stands, for `onrecord/linking/rarity.py`.

    python -m training.word_counts --data DATA > src/onrecord/linking/data/word_counts.tsv

DATA holds `polnear.train`, `ecb.train` and `gum.train` as gzipped JSON Lines. A passage is a line of a text.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from onrecord.linking.rarity import PASSAGES, find_words

CORPORA = ("polnear.train", "ecb.train", "gum.train")
# What stands in fewer passages is as rare as a word that is not in the list.
FEWEST = 3

HEAD = f"""\
# In how many of {{passages}} passages of news (PolNeAR and ECB+, train parts) and other prose (GUM, train
# part) a folded word stands; words in fewer than {FEWEST} are left out. Made by training/word_counts.py.
"""


def read_passages(folder: Path) -> Iterator[str]:
    for name in CORPORA:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as rows:
            for row in rows:
                yield from (line for line in json.loads(row)["text"].split("\n") if line.strip())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    counts: Counter[str] = Counter()
    passages = 0
    for passage in read_passages(parser.parse_args().data):
        passages += 1
        counts.update(set(find_words(passage)))
    if passages != PASSAGES:
        raise SystemExit(f"{passages} passages: set PASSAGES in onrecord/linking/rarity.py to that")
    print(HEAD.format(passages=passages), end="")
    for word, count in sorted(counts.items()):
        if count >= FEWEST:
            print(f"{word}\t{count}")


if __name__ == "__main__":
    main()
