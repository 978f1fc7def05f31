"""Trains the model that judges whether two statements are one saying: linking/data/sayings_model.json.

    python -m training.sayings --stories STORIES --pairs PAIRS.jsonl.gz --articles TRAIN.jsonl.gz --out FILE

A logistic regression with a ridge penalty over standardised features. It learns from every two statements of
a gold story, from labelled pairs, and, with less weight, from pairs of one speaker in one article (see
`saying_pairs`). Prints what it scores on each story when trained on the others.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np

from onrecord.evaluation.gold_stories import GoldStory, gold_told, read_gold_stories
from onrecord.evaluation.sayings import average_precision, figures_of, read_labelled_pairs, score_story
from onrecord.linking.sayings import Model
from onrecord.linking.sayings_features import compare_told
from training.saying_pairs import different_rows

PENALTY = 3.0
FOLDS = 5
SAME, RELATED = 0.3, 0.1
# What a pair of one article weighs: in a story most pairs of one speaker are the same, in a record few are.
WEIGHT = 0.1
Rows = list[tuple[dict[str, float], bool]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    stories = read_gold_stories(args.stories)
    of_story = {story.name: story_rows(story) for story in stories}
    labelled = [(compare_told(p.a, p.b), p.same) for path in args.pairs for p in read_labelled_pairs(path)]
    different = list(different_rows(args.articles, random.Random(0)))
    report(stories, of_story, labelled, different)
    model = fit([row for rows in of_story.values() for row in rows] + labelled, different)
    args.out.write_text(
        json.dumps(
            {
                "intercept": round(model.intercept, 4),
                "weights": {name: round(weight, 4) for name, weight in model.weights.items()},
                "same": SAME,
                "related": RELATED,
            },
            indent=1,
        )
        + "\n"
    )


def story_rows(story: GoldStory) -> Rows:
    told = list(gold_told(story))
    return [
        (compare_told(a, b), utterance == other)
        for i, (a, utterance) in enumerate(told)
        for b, other in told[:i]
    ]


def fit(rows: Rows, different: list[dict[str, float]]) -> Model:
    """Newton's method (iteratively reweighted least squares); converges in some ten steps."""
    names = list(rows[0][0])
    every = [features for features, _ in rows] + different
    x = np.array([[features[name] for name in names] for features in every])
    y = np.array([same for _, same in rows] + [False] * len(different), dtype=float)
    weight = np.array([1.0] * len(rows) + [WEIGHT] * len(different))
    mean, spread = x.mean(0), x.std(0)
    spread[spread == 0] = 1.0
    x = np.c_[(x - mean) / spread, np.ones(len(x))]
    ridge = np.diag([PENALTY] * len(names) + [0.0])
    weights = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (weight * (p - y)) + ridge @ weights
        weights -= np.linalg.solve((x.T * (weight * p * (1 - p))) @ x + ridge, slope)
    scaled = weights[:-1] / spread
    return Model(
        float(weights[-1] - scaled @ mean), dict(zip(names, scaled.tolist(), strict=True)), SAME, RELATED
    )


def report(
    stories: list[GoldStory], of_story: dict[str, Rows], labelled: Rows, different: list[dict[str, float]]
) -> None:
    """Scores of each story by a model that has not seen it, and calibration of the pairs."""
    total: Counter[str] = Counter()
    told: list[tuple[float, bool]] = []
    for story in stories:
        others = [row for name, rows in of_story.items() if name != story.name for row in rows]
        model = fit(others + labelled, different)
        counts = score_story(list(gold_told(story)), model)
        total.update(counts)
        told += [(model.score(features), same) for features, same in of_story[story.name]]
        print(story.name, counts)
    for suffix in ("", " across"):
        figures = ", ".join(f"{name} {value:.3f}" for name, value in figures_of(total, suffix).items())
        print(f"stories left out{suffix}: {figures}")
    print(f"pairs: average precision {average_precision(told):.3f}")
    edges = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 1.01)
    for low, high in pairwise(edges):
        some = [(score, same) for score, same in told if low <= score < high]
        share = sum(same for _, same in some) / max(1, len(some))
        print(f"  scored {low:.1f} to {high:.1f}: {share:.2f} of {len(some)} are the same")
    whole = [row for rows in of_story.values() for row in rows]
    crossed = []
    for fold in range(FOLDS):
        model = fit(whole + [row for i, row in enumerate(labelled) if i % FOLDS != fold], different)
        crossed += [(model.score(features), same) for features, same in labelled[fold::FOLDS]]
    print(f"labelled pairs, in {FOLDS} parts: average precision {average_precision(crossed):.3f}")
    model = fit(whole + labelled, different)
    wrong = sum(model.score(features) >= SAME for features in different) / len(different)
    print(f"of {len(different)} pairs of one speaker in one article, {wrong:.3f} taken for the same")


if __name__ == "__main__":
    main()
