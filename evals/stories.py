"""Right content and right person, end to end: what the real reading finds in stories with gold.

    python -m evals.stories FOLDER... [--errors] [--json]

A statement found is right if it shares at least half of its content with a gold one (paired one to one), and
its speaker is the gold person: by a name or form that the gold record has for it, or, if it has none, by
the report's own words. Days are scored on those with the right content.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evals.said import outcome
from onrecord.evaluation.attributions import Attribution, TextWords, _pairs
from onrecord.evaluation.speakers import same_name
from onrecord.intake.given import Given
from onrecord.intake.plain import read_plain
from onrecord.reading.name_words import TITLES, split_words
from onrecord.reading.network import load
from onrecord.reading.reader import read_report
from onrecord.record import Original, Reading, Report, Statement, joined_text


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stories", type=Path, nargs="+")
    parser.add_argument("--errors", action="store_true", help="print every wrong speaker and day")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    network = load()
    counts: Counter[str] = Counter()
    for folder in args.stories:
        for key, report, gold, people in read_gold(folder):
            count(counts, key, report, read_report(report, network), gold, people, errors=args.errors)
    right, found, wanted = counts["right"], counts["found"], counts["gold"]
    if args.json:
        shares = {"precision": right / found, "recall": right / wanted, "F1": 2 * right / (found + wanted)}
        print(json.dumps(shares))
        return
    print(f"{found} found, {wanted} in gold, {counts['paired']} with the right content", end="")
    print(f", of them {right} with the right person")
    print(f"right content and person: precision {right / found:.1%}, recall {right / wanted:.1%}", end="")
    print(f", F1 {2 * right / (found + wanted):.1%}")
    days = {name: counts[f"said {name}"] for name in ("right", "rightly unknown", "unknown", "wrong")}
    print(f"days of those with the right content: {days}")


def read_gold(
    folder: Path,
) -> Iterator[tuple[str, Report, list[dict[str, Any]], dict[str, dict[str, Any]]]]:
    """For each report its name, the report as intake reads it, its gold statements and its people."""
    for line in (folder / "spans.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        story, _ = row["id"].split("/")
        record = json.loads((folder / story / "gold.json").read_text(encoding="utf-8"))
        original = Original(row["text"].encode(), "text/plain", row["id"], datetime.now(UTC))
        report = read_plain(original, Given())
        shift = {
            "shift": report.text.find(row["text"].strip()[:40]) - row["text"].find(row["text"].strip()[:40])
        }
        gold = [
            {**a, "said": record["utterances"][a["utterance"]]["said"], **shift} for a in row["attributions"]
        ]
        yield row["id"], report, gold, {p["name"]: p for p in record["people"].values()}


def count(
    counts: Counter[str],
    key: str,
    report: Report,
    reading: Reading,
    gold: list[dict[str, Any]],
    people: Mapping[str, Mapping[str, Any]],
    *,
    errors: bool,
) -> None:
    """Count one report."""
    words = TextWords(report.text)
    mine = [
        Attribution.of(words, {"content": [(span.start, span.end) for span in s.content]})
        for s in reading.statements
    ]
    theirs = [
        Attribution.of(words, {"content": [(s + a["shift"], e + a["shift"]) for s, e in a["content"]]})
        for a in gold
    ]
    counts["found"] += len(mine)
    counts["gold"] += len(theirs)
    known = report.front.published is not None and report.front.published.is_known
    for i, j in _pairs(words, mine, theirs):
        statement, wanted = reading.statements[i], gold[j]
        counts["paired"] += 1
        person = people[wanted["speaker"]]
        day = outcome(wanted["said"], statement.said, year_known=known)
        counts[f"said {day}"] += 1
        if is_right_person(report.text, statement, person):
            counts["right"] += 1
        elif errors:
            given = f"{statement.speaker.name} ({statement.speaker.reason})" if statement.speaker else None
            print(f"{key} speaker: {joined_text(statement.source)!r} is {person['name']}, got {given}")
        if errors and day == "wrong" and statement.said:
            got = f"{statement.said.value} ({statement.said.reason[:90]})"
            print(
                f"{key} day: {joined_text(statement.cue)!r} of {person['name']} {wanted['said']}, got {got}"
            )


def _words(name: str) -> set[str]:
    """The words of a name without titles and initials."""
    return {word for word in split_words(name) if word not in TITLES and len(word) > 1}


# Longer forms are descriptions, in words.
_LONGEST_NAME = 12


def is_right_person(text: str, statement: Statement, person: Mapping[str, Any]) -> bool:
    """The name given is one of the gold person's; of somebody without a name, its words are.

    A person whom the report names must be given by that name: "Vale de Sorna" is not its mayor, though
    "Mayor of Vale de Sorna" is one of the forms, and "Tom Quell" is not "Judge Quell". Of one whom the report
    does not name its own words are right.
    """
    if statement.speaker is None:
        return False
    given = _words(statement.speaker.name)
    own = _words(person["name"])
    if person["kind"] == "person" and own & {*split_words(text)}:
        named = {person["name"], *(f for f in person["forms"] if _words(f) & own)}
        full = len(given) > 1
        return bool(given & own) and any(
            same_name(statement.speaker.name, form) for form in named if not full or len(_words(form)) > 1
        )
    forms = {person["name"], *person["forms"]}
    if person["kind"] in ("person", "organization"):
        proper = {
            form for form in forms if any(c.isupper() for c in form) and len(form.split()) < _LONGEST_NAME
        }
        forms = proper or forms
    return any(same_name(statement.speaker.name, form) for form in forms)


if __name__ == "__main__":
    main()
