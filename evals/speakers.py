"""How often the source of a statement is resolved to the right one, on gold sources.

    python evals/speakers.py GOLD [--names network|NAMES.jsonl.gz] [--errors]

GOLD is a file of `speakers_polnear` rows (text, sources with kind and name) or a folder of stories
(spans.jsonl and a gold.json for each). The names of a text come from the network, from
NAMES (rows of tokens with CoreNLP's labels), or without --names from capital letters.

A named source is right if the name given is the gold one's, or a part or a fuller form of it.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.intake.given import Given
from onrecord.intake.plain import read_plain
from onrecord.lexicon import fold
from onrecord.reading.decoding import find_names
from onrecord.reading.name_words import TITLES, is_description, split_words
from onrecord.reading.names import NameIn
from onrecord.reading.network import Labels, load
from onrecord.reading.nouns import BODIES, DOCUMENTS, PRONOUNS, ROLES, singular
from onrecord.reading.speakers import Resolved, SourceIn, resolve_sources
from onrecord.record import EntityKind, Original, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {"PERSON": EntityKind.PERSON, "ORGANIZATION": EntityKind.ORGANIZATION, "LOCATION": EntityKind.PLACE}


NameFinder = Callable[[str, str], list[NameIn]]
# The kind of a source and the names it may be given; no names where it has none.
Gold = tuple[str, frozenset[str]]


@dataclass(frozen=True)
class Case:
    """One text with its sources, names, and per source the accepted names (empty: not named) and kind."""

    id: str
    text: str
    sources: list[SourceIn]
    names: list[NameIn]
    gold: list[Gold]
    headline_end: int
    writer: str | None = None
    issuer: str | None = None


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--names", help="network, or a file of tokens with names")
    parser.add_argument("--errors", action="store_true", help="print every source that is not right")
    args = parser.parse_args()
    finder = name_finder(args.names)
    cases = read_stories(args.gold, finder) if args.gold.is_dir() else read_polnear(args.gold, finder)
    counts: Counter[tuple[str, str]] = Counter()
    reasons: Counter[tuple[str, bool]] = Counter()
    for case in cases:
        answers = resolve_sources(
            case.text,
            case.sources,
            case.names,
            headline_end=case.headline_end,
            writer=case.writer,
            issuer=case.issuer,
        )
        for source, gold, answer in zip(case.sources, case.gold, answers, strict=True):
            verdict = score(gold, answer)
            for group in groups_of(source, gold):
                counts[group, verdict] += 1
            if answer.speaker and verdict in ("right", "wrong"):
                reasons[answer.speaker.reason, verdict == "right"] += 1
            if args.errors and verdict not in ("right", "described"):
                print_error(case, source, gold, answer, verdict)
    print_table(counts)
    for reason in sorted({r for r, _ in reasons}):
        print(f"{reasons[reason, True]:5} right {reasons[reason, False]:4} wrong  {reason}")


def score(gold: Gold, answer: Resolved) -> str:
    """right, wrong or missed for a named source; described or invented for one without a name."""
    kind, names = gold
    given = answer.speaker.name if answer.speaker else None
    named = given is not None and not is_description(given) and answer.speaker is not None
    named = (
        named
        and answer.speaker is not None
        and answer.speaker.kind not in (EntityKind.GROUP, EntityKind.UNNAMED)
    )
    if not names:
        own = kind in ("writer",) and given == "the writer"
        return (
            "invented"
            if named and kind in ("unnamed", "group", "writer", "person") and not own
            else "described"
        )
    if not named or given is None:
        return "missed"
    return "right" if any(same_name(given, name) for name in names) else "wrong"


def same_name(given: str, gold: str) -> bool:
    """The words of one name are all in the other."""
    a, b = (set(split_words(re.sub(r"^(?i:the|a|an|his|her|its) ", "", n))) for n in (given, gold))
    a, b = ({w for w in s if w not in TITLES} or s for s in (a, b))
    return bool(a and b) and (a <= b or b <= a)


def groups_of(source: SourceIn, gold: Gold) -> Iterator[str]:
    """The rows of the table that a source counts in."""
    kind, names = gold
    if not source.spans:
        return
    text = fold(source.spans[0].text)
    yield "all"
    if not names:
        return
    yield f"kind {kind}"
    if text in PRONOUNS:
        yield "pronoun"
        yield f"pronoun {text}"
    elif any(w in split_words(text) for n in names for w in split_words(n) if w not in BODIES | DOCUMENTS):
        yield "named"
    else:
        yield (
            "role"
            if any(singular(w)[0] in ROLES.keys() | BODIES for w in split_words(text))
            else "other words"
        )


def print_error(case: Case, source: SourceIn, gold: Gold, answer: Resolved, verdict: str) -> None:
    text = " … ".join(s.text for s in source.spans)
    at = source.spans[0].start if source.spans else 0
    got = (
        f"{answer.speaker.name} ({answer.speaker.kind}; {answer.speaker.reason})" if answer.speaker else None
    )
    wanted = "/".join(sorted(gold[1])[:2])
    print(f"{verdict:9} {case.id[:40]}:{at} {text[:70]!r} is {gold[0]} {wanted}, got {got}")


def print_table(counts: Counter[tuple[str, str]]) -> None:
    for group in sorted({g for g, _ in counts}):
        right, wrong, missed = (counts[group, v] for v in ("right", "wrong", "missed"))
        if total := right + wrong + missed:
            share = f"of names given {right / max(1, right + wrong):6.1%}"
            print(f"{group:22} {right:4} of {total:4} right = {right / total:6.1%}   {share}")
    print(f"names given where there are none: {counts['all', 'invented']}")
    given = sum(counts["all", v] for v in ("right", "wrong", "invented"))
    print(f"precision of names given: {counts['all', 'right'] / max(1, given):.1%} of {given}")


def read_polnear(path: Path, finder: NameFinder) -> Iterator[Case]:
    """The rows of speakers_polnear, with contents and cues from polnear's file beside it."""
    folder = path.parent
    spans = {
        r["id"]: {a["id"]: a for a in r["attributions"]} for r in read_rows(folder / "polnear.dev.jsonl.gz")
    }
    for row in read_rows(path):
        text = row["text"]
        sources, gold = [], []
        for source in row["sources"]:
            found = [spans[row["id"]][a] for a in source["attributions"] if a in spans[row["id"]]]
            sources.append(
                SourceIn(
                    as_spans(source["spans"], text),
                    tuple(s for a in found for s in as_spans(a["content"], text)),
                    tuple(s for a in found for s in as_spans(a["cue"], text)),
                )
            )
            gold.append((source["kind"], frozenset([source["name"]] if source["name"] else [])))
        yield Case(row["id"], text, sources, finder(row["id"], text), gold, max(0, text.find("\n")))


def read_stories(folder: Path, finder: NameFinder) -> Iterator[Case]:
    """The reports of stories, every form of a name accepted."""
    for line in (folder / "spans.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        story, report = row["id"].split("/")
        gold = json.loads((folder / story / "gold.json").read_text(encoding="utf-8"))
        people = {p["name"]: p for p in gold["people"].values()}
        text = row["text"]
        attributions = sorted(
            row["attributions"], key=lambda a: min(s for s, _ in (a["source"] or a["content"]))
        )
        sources = [
            SourceIn(*(as_spans(a[r], text) for r in ("source", "content", "cue"))) for a in attributions
        ]
        answers = []
        for one in attributions:
            person = people[one["speaker"]]
            forms = {f for f in person["forms"] if f[:1].isupper() and f in text and len(f) < 40}
            forms = {f for f in forms if person["kind"] != "person" or not set(split_words(f)) & ROLES.keys()}
            named = person["kind"] in ("person", "organization") and forms
            answers.append((person["kind"], frozenset(forms) if named else frozenset[str]()))
        headline = gold["reports"][report]["headline"] or ""
        end = text.find(headline) + len(headline) if headline else 0
        front = read_plain(Original(text.encode(), "text/plain", "", datetime.now(UTC)), Given()).front
        names = finder(row["id"], text)
        yield Case(row["id"], text, sources, names, answers, end, front.byline, front.outlet)


def name_finder(names: str | None) -> NameFinder:
    """What finds the names of a text, given its id and the text."""
    if names is None:
        return lambda _, text: names_of_capitals(text)
    if names == "network":
        network = load()
        return lambda _, text: names_of_labels(network.label(text))
    tokens = {r["id"]: r for r in read_rows(Path(names))}
    return lambda key, text: names_of_tokens(tokens[key]) if key in tokens else names_of_capitals(text)


def names_of_labels(labels: Labels) -> list[NameIn]:
    """The names that the network marks."""
    starts, ends = labels.pieces.starts, labels.pieces.ends
    return [
        NameIn(
            int(starts[n.first]), int(ends[n.after - 1]), EntityKind(n.label) if n.label != "other" else None
        )
        for n in find_names(labels)
    ]


def as_spans(places: list[list[int]], text: str) -> tuple[Span, ...]:
    return tuple(Span(s, e, text) for s, e in places)


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def names_of_tokens(row: dict[str, Any]) -> list[NameIn]:
    """Runs of tokens of one label."""
    found: list[NameIn] = []
    for sentence in row["sentences"]:
        label, start, end = "O", 0, 0
        for token in [*sentence["tokens"], [0, 0, "", "", "O"]]:
            if token[4] != label:
                if label in KINDS or label == "MISC":
                    found.append(NameIn(start, end, KINDS.get(label)))
                label, start = token[4], token[0]
            end = token[1]
    return found


_CAPITALS = re.compile(
    r"(?:[A-ZÀ-Ž][\w’'.-]*[\w]|[A-Z]\.)(?:[ \xa0](?:(?:de|da|do|del|of|the|van|von|for|and|al|&)[ \xa0])*"
    r"(?:[A-ZÀ-Ž][\w’'-]*[\w]|[A-Z]\.))*"
)
_NO_NAME = frozenset(
    ("the", "a", "an", "he", "she", "it", "they", "i", "we", "but", "on", "in", "at", "for", "and")
)


def names_of_capitals(text: str) -> list[NameIn]:
    """A crude stand-in for the network's names: runs of capitalised words, sorted by word lists."""
    lower = set(re.findall(r"\b[a-zà-ž]+\b", text))
    found: list[NameIn] = []
    for match in _CAPITALS.finditer(text):
        start, words = match.start(), match.group()
        while (first := re.match(r"(\w+)[ \xa0]+", words)) and fold(first.group(1)) in _NO_NAME:
            start, words = start + first.end(), words[first.end() :]
        parts = split_words(words)
        if not parts or fold(words) in _NO_NAME or (len(parts) == 1 and words.lower() in lower):
            continue
        if set(parts) & BODIES or (words.isupper() and len(words) < 6):
            found.append(NameIn(start, start + len(words), EntityKind.ORGANIZATION))
        elif len(parts) <= 5 and parts[-1] not in ROLES and parts[-1] not in DOCUMENTS:
            found.append(NameIn(start, start + len(words), EntityKind.PERSON))
    return found


if __name__ == "__main__":
    main()
