"""How well people of different reports are taken for one: B³ and wrong merges, on the stories' gold people.

    python -m evals.people STORIES [--errors] [--json]

Whom a report names is told by the gold record: per report and person the fullest form that stands in it.
Several stories are put into one record, so that namesakes of other stories are there to be mistaken.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from onrecord.lexicon import fold
from onrecord.linking.names import body_words, parse_person
from onrecord.linking.people import derive_entities, judge_people
from onrecord.record import EntityKind, local_person_id


@dataclass(frozen=True)
class Local:
    """A person of one report, and who that is in the gold record."""

    version: str
    kind: EntityKind
    name: str
    gold: str

    @property
    def id(self) -> str:
        return local_person_id(self.version, self.kind, self.name)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stories", type=Path)
    parser.add_argument(
        "--errors", action="store_true", help="print every pair that is wrongly merged or missed"
    )
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    people = read_people(args.stories)
    judgements = list(judge_people(people, at=datetime(2024, 1, 1, tzinfo=UTC)))
    entities = derive_entities(people, judgements)
    found = {member: entity.id for entity in entities for member in entity.members}
    gold = {person.id: person.gold for person in people}
    if args.json:
        print(json.dumps(shares(people, found)))
        return
    print(
        f"{len(people)} people of reports, {len(set(gold.values()))} in gold, {len(entities)} entities found"
    )
    for label, chosen in (
        ("all", people),
        ("persons", [p for p in people if p.kind is EntityKind.PERSON]),
        ("bodies", [p for p in people if p.kind is EntityKind.ORGANIZATION]),
    ):
        precision, recall = b_cubed(found, gold, [p.id for p in chosen])
        score = 2 * precision * recall / (precision + recall)
        print(f"B³ {label:8} P {precision:.3f}  R {recall:.3f}  F {score:.3f}")
    pairs = [(a, b) for a, b in combinations(people, 2) if a.kind is b.kind]
    merged = [(a, b) for a, b in pairs if found[a.id] == found[b.id]]
    wrong = [(a, b) for a, b in merged if a.gold != b.gold]
    missed = [(a, b) for a, b in pairs if found[a.id] != found[b.id] and a.gold == b.gold]
    print(f"pairs merged {len(merged)}, of them wrong {len(wrong)}; missed {len(missed)}")
    if args.errors:
        for label, several in (("wrong", wrong), ("missed", missed)):
            for a, b in several:
                print(f"{label:6} {a.name} ({a.gold}) {b.name} ({b.gold})")


def shares(people: Sequence[Local], found: Mapping[str, str]) -> dict[str, float]:
    """B³ F1 of all, and of the pairs that were merged those rightly; 0 to 1."""
    precision, recall = b_cubed(found, {person.id: person.gold for person in people}, [p.id for p in people])
    merged = [
        a.gold == b.gold
        for a, b in combinations(people, 2)
        if a.kind is b.kind and found[a.id] == found[b.id]
    ]
    return {
        "B3 F1": 2 * precision * recall / (precision + recall),
        "merged rightly": sum(merged) / max(1, len(merged)),
    }


def b_cubed(found: Mapping[str, str], gold: Mapping[str, str], ids: Sequence[str]) -> tuple[float, float]:
    """Precision and recall of B³ over the given members."""
    precision = recall = 0.0
    for one in ids:
        same_found = {i for i in ids if found[i] == found[one]}
        same_gold = {i for i in ids if gold[i] == gold[one]}
        precision += len(same_found & same_gold) / len(same_found)
        recall += len(same_found & same_gold) / len(same_gold)
    return precision / len(ids), recall / len(ids)


def read_people(folder: Path) -> list[Local]:
    people: dict[str, Local] = {}
    for path in sorted(folder.glob("*/gold.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        for report in record["reports"]:
            text = (path.parent / f"{report}.txt").read_text(encoding="utf-8")
            for key, person in record["people"].items():
                if person["kind"] not in ("person", "organization"):
                    continue
                if name := fullest(person, text):
                    kind = EntityKind(person["kind"])
                    local = Local(f"{path.parent.name}/{report}", kind, name, f"{path.parent.name}/{key}")
                    people[local.id] = local
    return list(people.values())


def fullest(person: dict[str, list[str] | str], text: str) -> str | None:
    """The fullest form of a person's or body's own name that stands in a text."""
    name, forms = str(person["name"]), list(person["forms"])
    words = set(parse_person(name).words if person["kind"] == "person" else body_words(name))
    fits = []
    for form in [name, *forms]:
        own = set(parse_person(form).words if person["kind"] == "person" else body_words(form))
        if form in text and form[0].isupper() and {fold(w) for w in own} <= {fold(w) for w in words}:
            fits.append(form)
    return max(fits, key=lambda f: (len(f.split()), len(f)), default=None)


if __name__ == "__main__":
    main()
