"""Women and men among the sources: how many are found, and how many are given to the right one.

    python -m evals.women_and_men GOLD [--json]

GOLD is a file of `speakers_polnear` rows (`sources` with `spans`, `name` and `kind`), which say who is
right, or of `polnear` rows (`attributions` with `source`), which do not, but are many more. A source is
found if a statement that is read has it. Who is a woman or a man is told by the first name, by a title before
the name, or else by the pronouns for that person; those whom none of these tell are left out. Shares have
their interval of 95 per cent (Wilson 1927).
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.evaluation.reading import read_row
from onrecord.evaluation.rows import read_rows
from onrecord.evaluation.speakers import same_name
from onrecord.lexicon import fold
from onrecord.reading.name_words import TITLES, find_title, guess_gender
from onrecord.reading.names import NameIn, group_mentions
from onrecord.reading.network import Network, load
from onrecord.reading.nouns import PRONOUNS
from onrecord.reading.reader import find_names_in
from onrecord.reading.whole_names import make_whole
from onrecord.record import EntityKind

GENDERS = {"m": "men", "f": "women"}


@dataclass(frozen=True)
class Source:
    """The words of a source, whether they mean a man (m) or a woman (f), and the name, if the gold has it."""

    spans: tuple[tuple[int, int], ...]
    gender: str
    name: str | None = None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    network = load()
    counts: Counter[tuple[str, str]] = Counter()
    for row in read_rows(args.gold, fields=("id", "text")):
        count(counts, row, network)
    if args.json:
        print(json.dumps(nearness(counts)))
        return
    for gender, label in GENDERS.items():
        total, found, right = (counts[gender, what] for what in ("all", "found", "right"))
        print(f"{label}: {total} sources, {share(found, total)} found", end="")
        print(f", {share(right, found)} of them given to the right one" if counts["m", "right"] else "")


def share(part: int, whole: int) -> str:
    """A share with its interval of 95 per cent after Wilson: "80.0% (75.1-84.2)"."""
    p, z = part / whole, 1.96
    middle, reach = (
        p + z * z / (2 * whole),
        z * math.sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole)),
    )
    low, high = ((middle + sign * reach) / (1 + z * z / whole) for sign in (-1, 1))
    return f"{p:.1%} ({100 * low:.1f}-{100 * high:.1f})"


def nearness(counts: Mapping[tuple[str, str], int]) -> dict[str, float]:
    """How near women and men are to one another: 1 less the difference of the shares found, and right."""
    near: dict[str, float] = {}
    for what, of in (("found", "all"), ("right", "found")):
        if any(counts[g, what] for g in GENDERS):
            women, men = (counts[g, what] / counts[g, of] for g in "fm")
            near[f"{what} alike"] = 1 - abs(women - men)
    return near


def count(counts: Counter[tuple[str, str]], row: Mapping[str, Any], network: Network) -> None:
    """Count the sources of one text."""
    statements = read_row(row, network).statements
    for source in sources_of(row, network):
        counts[source.gender, "all"] += 1
        speakers = [
            statement.speaker
            for statement in statements
            if any(s.start < end and start < s.end for s in statement.source for start, end in source.spans)
        ]
        counts[source.gender, "found"] += bool(speakers)
        counts[source.gender, "right"] += source.name is not None and any(
            one is not None and same_name(one.name, source.name) for one in speakers
        )


def sources_of(row: Mapping[str, Any], network: Network) -> Iterator[Source]:
    """The sources of a row that mean one man or one woman."""
    text = row["text"]
    if "sources" in row:
        genders = genders_of(text, row["sources"])
        for one in row["sources"]:
            if gender := genders.get(one["name"] or ""):
                yield Source(tuple(map(tuple, one["spans"])), gender, one["name"])
    else:
        yield from sources_in(text, row["attributions"], find_names_in(network.label(text)))


def sources_in(
    text: str, attributions: Iterable[Mapping[str, Any]], names: Sequence[NameIn]
) -> Iterator[Source]:
    """The sources that are he or she or name one person of whom the text or the first name tells it."""
    groups = group_mentions(text, make_whole(text, names))
    for spans in (tuple(map(tuple, one["source"])) for one in attributions if one["source"]):
        start, end = spans[0][0], spans[-1][1]
        named = {who for name, who in groups.who.items() if start <= name[0] < end}
        people = [groups.known[who] for who in named if groups.known[who].kind is EntityKind.PERSON]
        gender = PRONOUNS.get(fold(text[start:end])) or (people[0].gender if len(people) == 1 else "")
        if gender in GENDERS:
            yield Source(spans, gender)


def genders_of(text: str, sources: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Give m or f for every named person of whom the text, or the first name, tells it."""
    told: dict[str, Counter[str]] = {}
    for source in sources:
        if not source["name"] or source["kind"] != "person":
            continue
        votes = told.setdefault(source["name"], Counter())
        if first := guess_gender(source["name"]):
            votes[first] += 3
        last = source["name"].split()[-1]
        votes.update(TITLES.get(find_title(text, m.start()), "-") for m in re.finditer(re.escape(last), text))
        for start, end in source["spans"]:
            votes[PRONOUNS.get(fold(text[start:end]), "-")] += 1
    best = {
        name: max("mf", key=lambda g: votes[g]) for name, votes in told.items() if votes["m"] != votes["f"]
    }
    return {name: gender for name, gender in best.items() if told[name][gender]}


if __name__ == "__main__":
    main()
