"""Article bodies scored, by the measure of the article-extraction-benchmark: runs of four words in common."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from onrecord.intake.page import decode_page, extract_body

WORD = re.compile(r"\w+")
RUN = 4


@dataclass(frozen=True, slots=True)
class BodyScore:
    """Means over pages. A page of which nothing was found has no precision, one without gold no recall."""

    pages: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def score_bodies(gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]) -> BodyScore:
    """Rows have `id` and `body`. A gold page without a prediction counts as one without text."""
    found_of = {row["id"]: row["body"] for row in predicted}
    precisions, recalls = [], []
    pages = 0
    for row in gold:
        pages += 1
        wanted, found = _runs(row["body"]), _runs(found_of.get(row["id"], ""))
        shared = (wanted & found).total()
        if found:
            precisions.append(shared / found.total())
        if wanted:
            recalls.append(shared / wanted.total())
    return BodyScore(pages, mean(precisions) if precisions else 0.0, mean(recalls) if recalls else 0.0)


def predict_body(row: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """What intake takes for the body of a gold row's page: `id` and `body`.

    `html` is the page itself, or the path of its file below `folder`, gzipped or not.
    """
    return {"id": row["id"], "body": extract_body(_read_page(row["html"], folder))}


def _read_page(html: str, folder: Path) -> str:
    if "<" in html:
        return html
    data = (folder / html).read_bytes()
    return decode_page(gzip.decompress(data) if html.endswith(".gz") else data)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words of a text, with how often each occurs; a shorter text is one run."""
    words = WORD.findall(text)
    runs = [tuple(words[start : start + RUN]) for start in range(max(1, len(words) - RUN + 1))]
    return Counter(run for run in runs if run)
