"""Trains the model that judges whether two statements are one saying: linking/data/sayings_model.json.

    python -m training.sayings --stories STORIES --pairs PAIRS.jsonl.gz --articles TRAIN.jsonl.gz --out FILE

A logistic regression with a ridge penalty over standardised features. It learns from every two statements of
the gold stories and of the narrow ones (`evals/narrow.py`), as gold has them and, with less weight, as they
are found; from labelled pairs; and, with little weight, from pairs of one speaker in one article (see
`saying_pairs`). Prints what it scores on each story when trained on the others: the figures to go by, since
those of `onrecord evaluate sayings` on the same stories are of what the model was fitted to. Without --out
nothing is written; --json prints the figures of the gold stories alone.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from evals.narrow import as_reports, read_narrow
from onrecord.evaluation.copies import read_story_reports
from onrecord.evaluation.gold_stories import GoldStory, gold_told, read_gold_stories
from onrecord.evaluation.sayings import (
    Compared,
    Found,
    average_precision,
    figures_of,
    find_told,
    read_labelled_pairs,
    score_found,
    score_story,
)
from onrecord.linking.sayings import MIN_SHARED, Model, find_keys
from onrecord.linking.sayings_features import compare_told
from onrecord.reading.network import Network, load
from onrecord.record import Report, Told
from training.saying_pairs import different_rows

NARROW = Path("evals/narrow/seen")
PENALTY = 10.0
SAME, RELATED = 0.3, 0.1
# What a pair of found statements weighs, and one of one article: there are as many of these as of all
# others, and all say "different".
OF_FOUND, OF_ARTICLE = 0.5, 0.05
Rows = list[tuple[dict[str, float], bool]]
Floats = NDArray[np.float64]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=Path, required=True)
    parser.add_argument("--narrow", type=Path, default=NARROW)
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--json", action="store_true", help="print the figures of stories left out, as JSON")
    args = parser.parse_args()
    network = load()
    gold, read = read_gold_stories(args.stories), read_story_reports(args.stories)
    wide = [gather(one, reports.reports, network) for one, reports in zip(gold, read, strict=True)]
    narrow = [gather(one, as_reports(one), network) for one in read_narrow(args.narrow)]
    stories = wide + narrow
    labelled = {
        path.name: [(compare_told(p.a, p.b), p.same) for p in read_labelled_pairs(path)]
        for path in args.pairs
    }
    different = list(different_rows(args.articles, random.Random(0)))
    pairs = [row for rows in labelled.values() for row in rows]
    if args.json:
        given, found = score_left_out(stories, wide, pairs, different, tell=False)
        figures = {
            f"{name}{said}": value
            for counts, suffix, said in (
                (given, "", ""),
                (given, " across", " across"),
                (found, "", " found"),
            )
            for name, value in figures_of(counts, suffix).items()
        }
        print(json.dumps(figures))
    else:
        for some in (wide, narrow):
            score_left_out(stories, some, pairs, different, tell=True)
        report(stories, labelled, different)
    if args.out:
        args.out.write_text(as_json(fit(stories, pairs, different)), encoding="utf-8")


def as_json(model: Model) -> str:
    kept = {
        "intercept": round(model.intercept, 4),
        "weights": {name: round(weight, 4) for name, weight in model.weights.items()},
        "same": model.same,
        "related": model.related,
    }
    return json.dumps(kept, indent=1) + "\n"


class Story(NamedTuple):
    """A gold story: its statements with their utterances, pairs of them that share keys, and rows of every
    two; the same of what is found in its reports, where both of a pair match gold.
    """

    name: str
    told: list[tuple[Told, str]]
    compared: list[Compared]
    rows: Rows
    found: Found
    found_compared: list[Compared]
    found_rows: Rows


def gather(story: GoldStory, reports: Mapping[str, Report], network: Network) -> Story:
    told = list(gold_told(story))
    utterance = {one.statement.id: name for one, name in told}
    compared, every = _compare_every([one for one, _ in told])
    found = find_told(story, reports, network)
    found_compared, found_every = _compare_every(found.told)
    return Story(
        story.name,
        told,
        compared,
        [(dict(p.features), utterance[p.a.statement.id] == utterance[p.b.statement.id]) for p in every],
        found,
        found_compared,
        [(dict(p.features), same) for p in found_every if (same := found.same(p.a, p.b)) is not None],
    )


def _compare_every(told: Sequence[Told]) -> tuple[list[Compared], list[Compared]]:
    """Every two statements that share keys, and every two."""
    keys = {one.statement.id: find_keys(one) for one in told}
    every = [Compared(a, b, compare_told(a, b)) for i, a in enumerate(told) for b in told[:i]]
    shared = [
        pair for pair in every if len(keys[pair.a.statement.id] & keys[pair.b.statement.id]) >= MIN_SHARED
    ]
    return shared, every


def score_left_out(
    stories: Sequence[Story],
    left_out: Sequence[Story],
    pairs: Rows,
    different: list[dict[str, float]],
    *,
    tell: bool,
) -> tuple[Counter[str], Counter[str]]:
    """Scores of each story of `left_out` by a model of all others, given its statements and end to end;
    tells of calibration too.
    """
    given: Counter[str] = Counter()
    found: Counter[str] = Counter()
    judged: list[tuple[float, bool]] = []
    for story in left_out:
        others = [other for other in stories if other is not story]
        model = fit(others, pairs, different)
        counts = score_story(story.told, model, story.compared)
        given.update(counts)
        found.update(score_found(story.found, model, story.found_compared))
        judged += [(model.score(features), same) for features, same in story.rows]
        if tell:
            print(story.name, dict(counts), flush=True)
    if tell:
        for name, total, suffix in (
            ("", given, ""),
            (" across", given, " across"),
            (" end to end", found, ""),
        ):
            figures = ", ".join(f"{name} {value:.3f}" for name, value in figures_of(total, suffix).items())
            print(f"stories left out{name}: {figures}")
        print(f"pairs: average precision {average_precision(judged):.3f}")
        for low, high in pairwise((0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.9, 1.01)):
            some = [same for score, same in judged if low <= score < high]
            print(f"  scored {low:.1f} to {high:.1f}: {sum(some) / max(1, len(some)):.2f} of {len(some)}")
    return given, found


def report(stories: list[Story], labelled: dict[str, Rows], different: list[dict[str, float]]) -> None:
    """What labelled pairs score that the model has not seen, and what it does with pairs of one article."""
    unseen = fit(stories, [], different)
    for name, rows in labelled.items():
        found = average_precision((unseen.score(features), same) for features, same in rows)
        print(f"{name}, not trained on: average precision {found:.3f}")
    model = fit(stories, [row for rows in labelled.values() for row in rows], different)
    wrong = sum(model.score(features) >= SAME for features in different) / len(different)
    print(f"of {len(different)} pairs of one speaker in one article, {wrong:.3f} taken for the same")


def fit(stories: Sequence[Story], pairs: Rows, different: list[dict[str, float]]) -> Model:
    """Newton's method (iteratively reweighted least squares), its steps halved where they overshoot."""
    given = [row for story in stories for row in story.rows] + pairs
    found = [row for story in stories for row in story.found_rows]
    rows = given + found + [(features, False) for features in different]
    names = list(rows[0][0])
    x = np.array([[features[name] for name in names] for features, _ in rows])
    y = np.array([same for _, same in rows], dtype=float)
    weight = np.repeat([1.0, OF_FOUND, OF_ARTICLE], [len(given), len(found), len(different)])
    mean, spread = x.mean(0), x.std(0)
    spread[spread == 0] = 1.0
    x = np.c_[(x - mean) / spread, np.ones(len(x))]
    ridge = np.diag([PENALTY] * len(names) + [0.0])
    weights = np.zeros(x.shape[1])

    def loss(weights: Floats) -> float:
        odds = x @ weights
        return float(weight @ (np.logaddexp(0, odds) - y * odds) + weights @ ridge @ weights / 2)

    for _ in range(20):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (weight * (p - y)) + ridge @ weights
        step = np.linalg.solve((x.T * (weight * p * (1 - p))) @ x + ridge, slope)
        while loss(weights - step) > loss(weights) and np.abs(step).max() > 1e-9:
            step /= 2
        weights -= step
    scaled = weights[:-1] / spread
    return Model(
        float(weights[-1] - scaled @ mean), dict(zip(names, scaled.tolist(), strict=True)), SAME, RELATED
    )


if __name__ == "__main__":
    main()
