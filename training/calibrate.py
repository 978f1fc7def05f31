"""Calibrate the scores of statements: `python -m training.calibrate --weights DIR GOLD.jsonl...`.

Every statement that the network finds in the gold texts, however sure it is, is right (content found with
the right source, as `onrecord evaluate attributions` counts) or wrong. Per sort of statement a line is
fitted through the log odds of the network's score (Platt 1999). Written into DIR/config.json: the lines, and
two thresholds on what they give: the lowest one within 0.5 of the best F1, and the one from which 95 % are
right. Printed: the expected calibration error (ten bins of equal size; Guo et al. 2017), each half of the
texts measured with the lines fitted to the other.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.evaluation.attributions import Attribution, TextWords, find_right
from onrecord.evaluation.rows import read_rows
from onrecord.reading.calibration import calibrate, sort_of
from onrecord.reading.network import Network, load
from onrecord.reading.quotes import find_quotations
from onrecord.reading.statements import find_statements

Floats = NDArray[np.float64]


class Case(NamedTuple):
    """A statement that was found: the number of its text, its sort, the network's score, is it right."""

    text: int
    sort: str
    score: float
    right: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True, help="folder of reader.onnx and config.json")
    parser.add_argument("gold", type=Path, nargs="+")
    args = parser.parse_args()
    network = load(args.weights, threads=2)
    rows = [row for path in args.gold for row in read_rows(path, fields=("id", "text", "attributions"))]
    cases = [case for number, row in enumerate(rows) for case in find_cases(number, row, network)]
    gold = sum(len(row["attributions"]) for row in rows)
    held_out = []
    for half in (0, 1):
        lines = fit([c for c in cases if c.text % 2 != half])
        held_out += [(calibrate(c.score, c.sort, lines), c.right) for c in cases if c.text % 2 == half]
    lines = fit(cases)
    chances = np.array([calibrate(c.score, c.sort, lines) for c in cases])
    right = np.array([c.right for c in cases])
    best, sure = choose_thresholds(chances, right, gold)
    print(f"{len(cases)} statements found, {right.sum()} right, {gold} gold")
    print(f"expected calibration error, held out: {calibration_error(held_out):.3f}")
    print(f"before: {calibration_error([(c.score, c.right) for c in cases]):.3f}")
    print(f"thresholds: best F1 {best:.2f}, 95 % right {sure:.2f}; lines {lines}")
    path = args.weights / "config.json"
    config = json.loads(path.read_text())
    config["calibration"] = lines
    config["thresholds"] |= {"statement": best, "sure statement": sure}
    path.write_text(json.dumps(config, indent=1))


def find_cases(number: int, row: dict[str, Any], network: Network) -> list[Case]:
    text = row["text"]
    found = find_statements(text, network.label(text), find_quotations(text))
    places = [
        {r: [[s.start, s.end] for s in getattr(f, r)] for r in ("source", "cue", "content")} for f in found
    ]
    words = TextWords(text)
    discarded = words.touched(row.get("discard") or ())
    mine = [Attribution.of(words, p) for p in places]
    right = find_right(words, mine, [Attribution.of(words, a) for a in row["attributions"]])
    return [
        Case(number, sort_of(f), f.score, i in right)
        for i, f in enumerate(found)
        if not mine[i].roles["content"] & discarded
    ]


def fit(cases: Sequence[Case]) -> dict[str, tuple[float, float]]:
    """Slope and offset per sort, the most likely ones; a pull towards slope 1 keeps rare sorts sane."""
    lines = {}
    for sort in sorted({case.sort for case in cases}):
        ours = [case for case in cases if case.sort == sort]
        x = np.array([log_odds(case.score) for case in ours])
        x = np.stack([x, np.ones_like(x)], axis=1)
        y = np.array([case.right for case in ours], float)
        w = np.array([1.0, 0.0])
        for _ in range(100):
            p = 1 / (1 + np.exp(-x @ w))
            slope = x.T @ (p - y) + (w - [1.0, 0.0])
            curve = (x * (p * (1 - p))[:, None]).T @ x + np.eye(2)
            step = np.linalg.solve(curve, slope)
            # A whole step of Newton's may overshoot where nearly all probabilities are 0 or 1.
            w = w - step * min(1.0, 0.5 / float(np.abs(step).max() + 1e-9))
        lines[sort] = (round(float(w[0]), 3), round(float(w[1]), 3))
    return lines


def log_odds(score: float) -> float:
    score = min(max(score, 1e-4), 1 - 1e-4)
    return float(np.log(score / (1 - score)))


def choose_thresholds(chances: Floats, right: NDArray[np.bool_], gold: int) -> tuple[float, float]:
    """The lowest within 0.5 of the best F1, and the lowest from which 95 % of what is kept is right."""
    steps = np.arange(0.05, 0.99, 0.01)
    f1 = np.array([2 * right[chances >= s].sum() / ((chances >= s).sum() + gold) for s in steps])
    sure = [s for s in steps if (chances >= s).any() and right[chances >= s].mean() >= 0.95]
    best = steps[f1 >= f1.max() - 0.005].min()
    return round(float(best), 2), round(float(min(sure, default=0.99)), 2)


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    ordered = np.array(sorted(pairs), float)
    parts = np.array_split(ordered, bins)
    return float(sum(len(p) * abs(p[:, 0].mean() - p[:, 1].mean()) for p in parts) / len(ordered))


if __name__ == "__main__":
    main()
