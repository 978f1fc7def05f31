"""Makes `linking/data/stories.json`: the weights by which two reports are taken for one story.

    python -m training.stories ecb.train.jsonl.gz

Logistic regression on pairs of ECB+ reports (Cybulska and Vossen 2014), whose topics hold two stories of the
same kind each. A report's words are weighed as if its topic had not been counted, as those of a report that
nobody has seen.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import combinations
from math import log2
from pathlib import Path

import numpy as np

from onrecord.evaluation.rows import read_rows
from onrecord.intake.given import Given
from onrecord.intake.plain import read_plain
from onrecord.lexicon import read_pairs
from onrecord.linking.rarity import PASSAGES, RAREST, find_words, plain_word
from onrecord.linking.stories import MIN_SHARED, pick_keys
from onrecord.linking.stories_features import Profile, measure, profile_report
from onrecord.reading.times import find_times
from onrecord.record import Original, Reading, Report

OUT = Path(__file__).parent.parent / "src/onrecord/linking/data/stories.json"


def read_gold(path: Path) -> list[tuple[Report, Reading, str, str]]:
    """Each report with its dates, its story and its topic."""
    found = []
    for row in read_rows(path, fields=("id", "text", "story", "topic")):
        original = Original(row["text"].encode(), "text/plain", row["id"], datetime(2000, 1, 1, tzinfo=UTC))
        report = read_plain(original, Given())
        written = report.front.dateline.date if report.front.dateline else None
        dates = find_times(report.text, published=report.front.published, dateline=written)
        reading = Reading(report.version, "none", dates=tuple(dates))
        found.append((report, reading, row["story"], row["topic"]))
    return found


def rarity_without(texts: Sequence[str]) -> Callable[[str], float]:
    """The rarity of words, had these texts not been counted."""
    theirs = Counter(word for text in texts for line in text.split("\n") for word in set(find_words(line)))
    counts = read_pairs("linking/data/word_counts.tsv")

    def bits(word: str) -> float:
        left = int(counts.get(plain_word(word), 0)) - theirs[plain_word(word)]
        return log2(PASSAGES / left) if left > 1 else RAREST

    return bits


def fit(features: np.ndarray, same: np.ndarray, penalty: float = 5.0) -> tuple[np.ndarray, float]:
    """Weights of the features and the constant, by Newton's method with an L2 penalty."""
    mean, spread = features.mean(0), features.std(0) + 1e-9
    inputs = np.c_[np.ones(len(features)), (features - mean) / spread]
    weights = np.zeros(inputs.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (p - same) + penalty * np.r_[0, weights[1:]]
        bend = (inputs * (p * (1 - p))[:, None]).T @ inputs + penalty * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return weights[1:] / spread, float(weights[0] - (weights[1:] * mean / spread).sum())


def pair_features(
    gold: Sequence[tuple[Report, Reading, str, str]],
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """The features of the pairs that would be compared, whether each is of one story, and their names."""
    topics = {topic: [r.text for r, _, _, t in gold if t == topic] for _, _, _, topic in gold}
    weighers = {topic: rarity_without(texts) for topic, texts in topics.items()}
    profiles: list[Profile] = [profile_report(r, reading, weighers[topic]) for r, reading, _, topic in gold]
    keys = [pick_keys(profile) for profile in profiles]
    rows, same = [], []
    names: list[str] = []
    for i, j in combinations(range(len(gold)), 2):
        if len(keys[i] & keys[j]) >= MIN_SHARED:
            measured = measure(profiles[i], profiles[j])
            names = list(measured)
            rows.append(list(measured.values()))
            same.append(gold[i][2] == gold[j][2])
    return np.array(rows), np.array(same, float), names


def main() -> None:
    gold = read_gold(Path(sys.argv[1]))
    features, same, names = pair_features(gold)
    weights, constant = fit(features, same)
    model = {
        "constant": round(constant, 4),
        "weights": dict(zip(names, weights.round(4).tolist(), strict=True)),
    }
    OUT.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    print(f"{len(same)} pairs, {int(same.sum())} of one story")


if __name__ == "__main__":
    main()
