"""Training texts: each with the spans of every head that its corpus annotates, as character offsets.

A head that a corpus says nothing about is None there, and no loss is taken on it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

Spans = list[tuple[int, int]]
NAME_LABELS = {
    "PERSON": "person", "PER": "person", "person": "person", "politician": "person", "scientist": "person",
    "writer": "person",
    "ORGANIZATION": "organization", "ORG": "organization", "organization": "organization",
    "organisation": "organization", "politicalparty": "organization", "corporation": "organization",
    "group": "organization",
    "LOCATION": "place", "LOC": "place", "place": "place", "location": "place", "country": "place",
    "MISC": "other", "event": "other", "election": "other", "misc": "other", "product": "other",
    "creative-work": "other", "object": "other", "abstract": "other", "time": "other", "animal": "other",
    "plant": "other", "substance": "other",
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One text. `attributions` are dicts of role -> spans; `names` (start, end, label); `clusters` are
    lists of mention spans, the antecedents of a mention being the earlier ones of its cluster.
    """

    id: str
    text: str
    attributions: list[dict[str, Spans]] | None = None
    names: list[tuple[int, int, str]] | None = None
    times: Spans | None = None
    sentence_ends: list[int] | None = None
    clusters: list[Spans] | None = None
    masked: Spans = field(default_factory=list)


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def polnear(data: Path, part: str) -> list[Example]:
    """PolNeAR's attributions (gold) with CoreNLP's names, times, sentences and coreference (silver)."""
    silver = {row["id"]: row for row in rows(data / f"polnear_corenlp.{part}.jsonl.gz")}
    examples = []
    for row in rows(data / f"polnear.{part}.jsonl.gz"):
        attributions = [
            {role: [tuple(span) for span in a[role]] for role in ("source", "cue", "content")}
            for a in row["attributions"]
        ]
        example = Example(row["id"], row["text"], attributions, masked=[tuple(s) for s in row["discard"]])
        parsed = silver.get(row["id"])
        if parsed is not None and parsed["text"] == row["text"]:
            example = replace(example, **_silver_heads(parsed))
        examples.append(example)
    return examples


def _silver_heads(parsed: dict[str, Any]) -> dict[str, Any]:
    names: list[tuple[int, int, str]] = []
    times: Spans = []
    for sentence in parsed["sentences"]:
        before = "O"
        for start, end, _, _, label, *_ in sentence["tokens"]:
            if label in NAME_LABELS:
                if label == before and names:
                    names[-1] = (names[-1][0], end, NAME_LABELS[label])
                else:
                    names.append((start, end, NAME_LABELS[label]))
            elif label in ("DATE", "TIME", "DURATION", "SET"):
                if label == before and times:
                    times[-1] = (times[-1][0], end)
                else:
                    times.append((start, end))
            before = label
    clusters = [[(m["start"], m["end"]) for m in chain["mentions"]] for chain in parsed["coref"]]
    ends = [sentence["end"] for sentence in parsed["sentences"]]
    return {"names": names, "times": times, "sentence_ends": ends, "clusters": clusters}


def gum(data: Path, part: str) -> list[Example]:
    """GUM: names, coreference, dates and sentences, all gold."""
    examples = []
    for row in rows(data / f"gum.{part}.jsonl.gz"):
        chains: dict[str, Spans] = {}
        for mention in row["mentions"]:
            chains.setdefault(mention["cluster"], []).append((mention["start"], mention["end"]))
        names = [
            (m["start"], m["end"], NAME_LABELS.get(m["type"], "other"))
            for m in row["mentions"]
            if m["pos"] == "NAM"
        ]
        examples.append(
            Example(
                row["id"],
                row["text"],
                names=_outermost(names),
                times=[(d["start"], d["end"]) for d in row["dates"]],
                sentence_ends=[end for _, end in row["sentences"]],
                clusters=[sorted(set(chain)) for chain in chains.values() if len(set(chain)) > 1],
            )
        )
    return examples


def _outermost(names: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Flat names: of overlapping ones the longest."""
    kept: list[tuple[int, int, str]] = []
    for name in sorted(names, key=lambda n: (n[0], -n[1])):
        if not kept or name[0] >= kept[-1][1]:
            kept.append(name)
    return kept


def names_only(path: Path) -> list[Example]:
    """A corpus of names: Wikigold, WNUT-17, CrossNER politics."""
    examples = []
    for row in rows(path):
        names = [(e["start"], e["end"], NAME_LABELS.get(e["label"], "other")) for e in row["entities"]]
        examples.append(Example(row["id"], row["text"], names=_outermost(names)))
    return examples


def gap(path: Path) -> list[Example]:
    """GAP: for one pronoun of a text, which of two names it means."""
    examples = []
    for row in rows(path):
        if row["answer"] not in ("a", "b"):
            continue
        pronoun, name = tuple(row["pronoun"]), tuple(row[row["answer"]])
        if name < pronoun:
            examples.append(Example(row["id"], row["text"], clusters=[[name, pronoun]]))
    return examples
