"""Fits the weights of `linking/counted_pairs.py`: which features tell that two figures count one thing.

    python -m training.figures STORIES

STORIES is a folder of gold stories. Pairs of figures of two reports of one story are learned from where the
gold has at least one of the two: right are those of one gold figure. Prints the weights as the module has
them, and what they score on each story if they are fitted on the others.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import astuple
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.evaluation.differences import Counts, add_differences, gold_places, read_reports
from onrecord.evaluation.gold_stories import GoldStory, read_gold_stories
from onrecord.linking import counted_pairs
from onrecord.linking.counted import Counted, find_counted
from onrecord.linking.counted_pairs import compare_counted
from onrecord.linking.differences import find_differences

_CHARGE = 1 / 3
_STEPS = 50
Floats = NDArray[np.float64]


def label_figures(story: GoldStory, counted: Mapping[str, list[Counted]]) -> dict[tuple[str, int], str]:
    """Which gold figure a report's figure is, by report and number."""
    labels: dict[tuple[str, int], str] = {}
    for key, name, start, end in gold_places(story):
        for number, one in enumerate(counted[name]):
            if one.figure.span.start < end and start < one.figure.span.end:
                labels.setdefault((name, number), key)
                break
    return labels


def pairs_of(story: GoldStory) -> list[tuple[tuple[float, ...], bool]]:
    counted = {name: find_counted(*pair) for name, pair in read_reports(story).items()}
    labels = label_figures(story, counted)
    rows = []
    for one, other in combinations(counted, 2):
        for i, a in enumerate(counted[one]):
            for j, b in enumerate(counted[other]):
                keys = labels.get((one, i)), labels.get((other, j))
                features = compare_counted(a, b, counted[one], counted[other]) if any(keys) else None
                if features is not None:
                    rows.append((astuple(features), keys[0] == keys[1]))
    return rows


def fit(rows: list[tuple[tuple[float, ...], bool]]) -> Floats:
    """Weights and bias of a logistic regression with a small charge on large weights (Newton's method)."""
    features = np.array([[*row, 1.0] for row, _ in rows])
    wanted = np.array([right for _, right in rows], dtype=float)
    charge = np.full(features.shape[1], _CHARGE)
    charge[-1] = 1e-6
    weights = np.zeros(features.shape[1])
    for _ in range(_STEPS):
        guess = 1 / (1 + np.exp(-features @ weights))
        bend = (features * (guess * (1 - guess))[:, None]).T @ features + np.diag(charge)
        weights -= np.linalg.solve(bend, features.T @ (guess - wanted) + charge * weights)
    return weights


def main() -> None:
    stories = read_gold_stories(Path(sys.argv[1]))
    rows = {story.name: pairs_of(story) for story in stories}
    counts = Counts()
    for story in stories:
        weights = fit([row for name, some in rows.items() if name != story.name for row in some])
        use(weights)
        reports = read_reports(story)
        names = {report.id: name for name, (report, _) in reports.items()}
        add_differences(counts, story, find_differences(story.name, list(reports.values())), names)
    print({name: round(100 * figure, 1) for name, figure in counts.figures().items()}, "each story left out")
    weights = fit([row for some in rows.values() for row in some])
    print("WEIGHTS =", tuple(round(float(w), 2) for w in weights[:-1]))
    print("BIAS =", round(float(weights[-1]), 2))


def use(weights: Floats) -> None:
    counted_pairs.WEIGHTS = tuple(float(w) for w in weights[:-1])
    counted_pairs.BIAS = float(weights[-1])


if __name__ == "__main__":
    main()
