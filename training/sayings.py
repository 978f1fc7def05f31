"""Trains the model that judges whether two statements are one saying: linking/data/sayings_model.json.

    python -m training.sayings --stories STORIES --pairs PAIRS.jsonl.gz --articles TRAIN.jsonl.gz --out FILE

A logistic regression with a ridge penalty over standardised features. It learns from every two statements of
a gold story, from labelled pairs, and, with less weight, from pairs of one speaker in one article (see
`saying_pairs`). Prints what it scores on each story when trained on the others: the figures to go by, since
those of `onrecord evaluate sayings` on the same stories are of what the model was fitted to. Without --out
nothing is written; --json prints the figures alone.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from onrecord.evaluation.gold_stories import GoldStory, gold_told, read_gold_stories
from onrecord.evaluation.sayings import (
    Compared,
    average_precision,
    figures_of,
    read_labelled_pairs,
    score_story,
)
from onrecord.linking.sayings import MIN_SHARED, Model, find_keys
from onrecord.linking.sayings_features import ONLY_FOR_RULES, compare_told
from onrecord.record import Told
from training.saying_pairs import different_rows

PENALTY = 10.0
SAME, RELATED = 0.3, 0.1
# What a pair of one article weighs: there are as many of them as of all others, and all say "different".
WEIGHT = 0.05
Rows = list[tuple[dict[str, float], bool]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true", help="print the figures of stories left out, as JSON")
    args = parser.parse_args()
    stories = [gather(story) for story in read_gold_stories(args.stories)]
    labelled = {
        path.name: [(compare_told(p.a, p.b), p.same) for p in read_labelled_pairs(path)]
        for path in args.pairs
    }
    different = list(different_rows(args.articles, random.Random(0)))
    pairs = [row for rows in labelled.values() for row in rows]
    left_out = score_left_out(stories, pairs, different, tell=not args.json)
    if args.json:
        print(
            json.dumps(
                {
                    f"{name}{suffix}": v
                    for suffix in ("", " across")
                    for name, v in figures_of(left_out, suffix).items()
                }
            )
        )
    else:
        report(stories, labelled, different)
    if args.out:
        model = fit([row for story in stories for row in story.rows] + pairs, different)
        args.out.write_text(as_json(model), encoding="utf-8")


def as_json(model: Model) -> str:
    kept = {
        "intercept": round(model.intercept, 4),
        "weights": {name: round(weight, 4) for name, weight in model.weights.items()},
        "same": model.same,
        "related": model.related,
    }
    return json.dumps(kept, indent=1) + "\n"


class Story(NamedTuple):
    """A gold story: its statements with their utterances, pairs that share keys, and rows of every two."""

    name: str
    told: list[tuple[Told, str]]
    compared: list[Compared]
    rows: Rows


def gather(story: GoldStory) -> Story:
    told = list(gold_told(story))
    every = [
        (Compared(a, b, compare_told(a, b)), utterance == other)
        for i, (a, utterance) in enumerate(told)
        for b, other in told[:i]
    ]
    keys = {one.statement.id: find_keys(one) for one, _ in told}
    shared = [
        pair for pair, _ in every if len(keys[pair.a.statement.id] & keys[pair.b.statement.id]) >= MIN_SHARED
    ]
    return Story(story.name, told, shared, [(dict(pair.features), same) for pair, same in every])


def score_left_out(
    stories: list[Story], pairs: Rows, different: list[dict[str, float]], *, tell: bool
) -> Counter[str]:
    """Scores of each story by a model that has not seen it; tells of calibration too."""
    total: Counter[str] = Counter()
    judged: list[tuple[float, bool]] = []
    for story in stories:
        rows = [row for other in stories if other is not story for row in other.rows]
        model = fit(rows + pairs, different)
        counts = score_story(story.told, model, story.compared)
        total.update(counts)
        judged += [(model.score(features), same) for features, same in story.rows]
        if tell:
            print(story.name, dict(counts), flush=True)
    if tell:
        for suffix in ("", " across"):
            figures = ", ".join(f"{name} {value:.3f}" for name, value in figures_of(total, suffix).items())
            print(f"stories left out{suffix}: {figures}")
        print(f"pairs: average precision {average_precision(judged):.3f}")
        for low, high in pairwise((0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 1.01)):
            some = [same for score, same in judged if low <= score < high]
            print(f"  scored {low:.1f} to {high:.1f}: {sum(some) / max(1, len(some)):.2f} of {len(some)}")
    return total


def report(stories: list[Story], labelled: dict[str, Rows], different: list[dict[str, float]]) -> None:
    """What labelled pairs score that the model has not seen, and what it does with pairs of one article."""
    whole = [row for story in stories for row in story.rows]
    unseen = fit(whole, different)
    for name, rows in labelled.items():
        found = average_precision((unseen.score(features), same) for features, same in rows)
        print(f"{name}, not trained on: average precision {found:.3f}")
    model = fit(whole + [row for rows in labelled.values() for row in rows], different)
    wrong = sum(model.score(features) >= SAME for features in different) / len(different)
    print(f"of {len(different)} pairs of one speaker in one article, {wrong:.3f} taken for the same")


def fit(rows: Rows, different: list[dict[str, float]]) -> Model:
    """Newton's method (iteratively reweighted least squares); converges in some ten steps."""
    names = [name for name in rows[0][0] if name not in ONLY_FOR_RULES]
    every = [features for features, _ in rows] + different
    x = np.array([[features[name] for name in names] for features in every])
    y = np.array([same for _, same in rows] + [False] * len(different), dtype=float)
    weight = np.array([1.0] * len(rows) + [WEIGHT] * len(different))
    mean, spread = x.mean(0), x.std(0)
    spread[spread == 0] = 1.0
    x = np.c_[(x - mean) / spread, np.ones(len(x))]
    ridge = np.diag([PENALTY] * len(names) + [0.0])
    weights = np.zeros(x.shape[1])
    for _ in range(12):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (weight * (p - y)) + ridge @ weights
        weights -= np.linalg.solve((x.T * (weight * p * (1 - p))) @ x + ridge, slope)
    scaled = weights[:-1] / spread
    return Model(
        float(weights[-1] - scaled @ mean), dict(zip(names, scaled.tolist(), strict=True)), SAME, RELATED
    )


if __name__ == "__main__":
    main()
