"""Article bodies against gold, by the measure of the article-extraction-benchmark: 4-word shingles.

    python -m evals.intake GOLD.jsonl[.gz] [PREDICTIONS.jsonl]

Gold rows have `id`, `html` (the page itself or its path beside the gold file, gzipped or not) and `body`;
predictions `id` and `body`. Without predictions the bodies are those that `onrecord.intake.page` finds.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from onrecord.intake.page import decode_page, extract_body

WORD = re.compile(r"\w+")
SHINGLE = 4


@dataclass(frozen=True)
class Score:
    """Means over the pages; a page of which nothing was found has no precision."""

    pages: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text, with how often each occurs; a shorter text is one run."""
    words = WORD.findall(text)
    runs = [tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))]
    return Counter(run for run in runs if run)


def score_bodies(gold: Mapping[str, str], predicted: Mapping[str, str]) -> Score:
    """Predicted bodies by page id against gold ones; a page without a prediction counts as empty."""
    precisions, recalls = [], []
    for page, body in gold.items():
        wanted, found = shingles(body), shingles(predicted.get(page, ""))
        shared = (wanted & found).total()
        if found:
            precisions.append(shared / found.total())
        if wanted:
            recalls.append(shared / wanted.total())
    return Score(len(gold), mean(precisions) if precisions else 0.0, mean(recalls) if recalls else 0.0)


def read_rows(path: Path) -> Iterable[dict[str, Any]]:
    data = path.read_bytes()
    for line in (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines():
        yield json.loads(line)


def read_html(row: Mapping[str, Any], folder: Path) -> str:
    """The page of a gold row: inline, or a file below the gold file's folder."""
    html: str = row["html"]
    if "<" in html:
        return html
    data = (folder / html).read_bytes()
    return decode_page(gzip.decompress(data) if html.endswith(".gz") else data)


def main(gold_file: str, predictions: str | None = None) -> None:
    path = Path(gold_file)
    rows = list(read_rows(path))
    if predictions is None:
        found = {row["id"]: extract_body(read_html(row, path.parent)) for row in rows}
    else:
        found = {row["id"]: row["body"] for row in read_rows(Path(predictions))}
    score = score_bodies({row["id"]: row["body"] for row in rows}, found)
    print(
        f"{score.pages} pages  F1 {score.f1:.4f}  precision {score.precision:.4f}  recall {score.recall:.4f}"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
