"""Time expressions against gold: spans that overlap, and how many of those found have the right value.

    python -m evals.times [--show] [--json] PATH...

A path is JSON Lines of TIMEX3 rows (`text`, `dct`, `timex`; of rows with `sentences` the first six count,
gzipped or not), or a folder of stories with gold.json files.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.edtf import Edtf
from onrecord.evaluation.times import is_right, point
from onrecord.reading.times import find_times
from onrecord.record import DateMention


@dataclass(frozen=True)
class Gold:
    """One document: `dates` are start, end and value; `all_marked` is False where gold marks only some."""

    id: str
    text: str
    published: Edtf | None
    dates: list[tuple[int, int, str | None]]
    all_marked: bool = True


def read_timex(path: Path) -> Iterator[Gold]:
    data = path.read_bytes()
    lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode().splitlines()
    for row in (json.loads(line) for line in lines):
        end = row["sentences"][:6][-1][1] if "sentences" in row else len(row["text"])
        dates = []
        for timex in row["timex"]:
            spans = timex.get("spans") or [[timex.get("start"), timex.get("end")]]
            if spans[-1][1] is not None and spans[-1][1] <= end:
                dates.append((spans[0][0], spans[-1][1], timex["value"]))
        yield Gold(row["id"], row["text"][:end], point(row["dct"] or ""), dates)


def read_stories(folder: Path) -> Iterator[Gold]:
    for gold_file in sorted(folder.glob("*/gold.json")):
        for name, report in json.loads(gold_file.read_text(encoding="utf-8"))["reports"].items():
            text = (gold_file.parent / f"{name}.txt").read_text(encoding="utf-8")
            dates = []
            for marked in report["dates"]:
                start = -1
                for _ in range(marked.get("n", 1)):
                    start = text.index(marked["text"], start + 1)
                dates.append((start, start + len(marked["text"]), marked["value"]))
            published = Edtf(report["published"]) if report["published"] else None
            yield Gold(f"{gold_file.parent.name}/{name}", text, published, dates, all_marked=False)


@dataclass
class Score:
    """Counts over documents: gold expressions, those met, those with the right value, and found ones."""

    gold: int = 0
    met: int = 0
    right: int = 0
    found: int = 0
    found_in_gold: int = 0

    def add(self, document: Gold, show: bool) -> None:
        mentions = find_times(document.text, published=document.published, dateline=None)
        hits: set[DateMention] = set()
        for start, end, value in document.dates:
            met = [m for m in mentions if m.span.start < end and start < m.span.end]
            right = any(is_right(value, m.value, document.published) for m in met)
            hits.update(met)
            self.gold += 1
            self.met += bool(met)
            self.right += right
            if show and not right:
                found = [(m.span.text, str(m.value)) for m in met]
                print(document.id, document.published, repr(document.text[start:end]), value, found)
                print("     ", " ".join(document.text[max(0, start - 60) : end + 30].split()))
        self.found += len(mentions)
        self.found_in_gold += len(hits)
        if show and document.all_marked:
            for m in mentions:
                if m not in hits:
                    around = document.text[max(0, m.span.start - 30) : m.span.end + 20]
                    print(document.id, "not in gold:", m.span.text, repr(around))

    def figures(self, all_marked: bool) -> dict[str, float]:
        """Shares, 0 to 1: recall, values right; precision and F1 where gold marks all."""
        recall, precision = self.met / self.gold, self.found_in_gold / self.found
        figures = {"recall": recall, "values right": self.right / self.met}
        if all_marked:
            figures |= {"precision": precision, "F1": 2 * precision * recall / (precision + recall)}
        return figures


def main(arguments: list[str]) -> None:
    for path in (Path(name) for name in arguments if not name.startswith("--")):
        documents = list(read_stories(path) if path.is_dir() else read_timex(path))
        score = Score()
        for document in documents:
            score.add(document, show="--show" in arguments)
        figures = score.figures(all(document.all_marked for document in documents))
        if "--json" in arguments:
            print(json.dumps(figures))
        else:
            told = ", ".join(f"{name} {value:.1%}" for name, value in figures.items())
            print(f"{path.name}: {score.gold} expressions, {told}")


if __name__ == "__main__":
    main(sys.argv[1:])
