"""Sayings scored: which statements of a story are put together, against which carry one utterance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.edtf import Edtf
from onrecord.evaluation.gold_stories import GoldStory, gold_statements
from onrecord.evaluation.rows import read_rows
from onrecord.linking.judgements import as_pair
from onrecord.linking.sayings import MIN_SHARED, Model, find_keys, judge_compared, read_model
from onrecord.linking.sayings_features import compare_told
from onrecord.linking.sayings_groups import group_sayings, pairs_of
from onrecord.reading.acts import find_act
from onrecord.reading.network import Network
from onrecord.reading.reader import read_report
from onrecord.record import EntityKind, Front, Kind, Report, Span, Speaker, Statement, Told, make_id

# Nothing that is scored depends on the day it is scored.
_AT = datetime(2000, 1, 1, tzinfo=UTC)
# A found statement is the gold one with which it shares most of the characters of both contents.
_SHARED_CONTENT = 0.5


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two statements of two reports, and whether people say that they are one saying."""

    id: str
    label: str
    a: Told
    b: Told

    @property
    def same(self) -> bool:
        return self.label == "same"


class Compared(NamedTuple):
    """Two statements that are compared, and their features."""

    a: Told
    b: Told
    features: Mapping[str, float]


def average_precision(scored: Iterable[tuple[float, bool]]) -> float:
    """The mean precision at each one that is the same, from the highest score down; ties count against it."""
    ranked = sorted(scored, key=lambda one: (-one[0], one[1]))
    right, total = 0, 0.0
    for rank, (_, same) in enumerate(ranked, 1):
        if same:
            right += 1
            total += right / rank
    return total / right if right else 0.0


def read_labelled_pairs(path: Path) -> Iterator[LabelledPair]:
    """Rows `{"a", "b", "label"}`; each side has `content` or `text`, and `source`, `cue`, `date` or `pub`.

    Rows labelled "bad" are left out. Raises UsageError where the file cannot be read.
    """
    for number, row in enumerate(read_rows(path, fields=("a", "b", "label"))):
        if row["label"] != "bad":
            name = str(row.get("id", row.get("n", number)))
            a, b = (_told_of_side(row[side], f"{path.name} {name} {side}") for side in "ab")
            yield LabelledPair(name, row["label"], a, b)


def _told_of_side(side: Mapping[str, Any], name: str) -> Told:
    """A statement of which only the words of each role are known."""
    parts = [side.get("source") or "", side.get("cue") or "", (side.get("content") or side["text"]).strip()]
    text = "\n".join(parts)
    ends = [len("\n".join(parts[: i + 1])) for i in range(3)]
    spans = [
        (Span(end - len(part), end, text),) if part else () for part, end in zip(parts, ends, strict=True)
    ]
    day = side.get("date") or side.get("pub")
    published = Edtf.parse(day) if day and day[:1].isdigit() else None
    quoted = parts[2][:1] in "“\"‘'" and parts[2][-1:] in "”\"’'"
    kind = Kind.DIRECT if side.get("direct") or quoted else Kind.INDIRECT
    statement = Statement(
        version=make_id("version", name),
        kind=kind,
        act=find_act(parts[1], parts[2], kind),
        score=1.0,
        source=spans[0],
        cue=spans[1],
        content=spans[2],
        speaker=_speaker_of(parts[0]),
    )
    return Told(statement, make_id("report", name), Front(published=published, outlet=None))


def _speaker_of(source: str) -> Speaker | None:
    """A source that is a name is taken for somebody of that name; any other one is not known."""
    words = source.split()
    named = bool(words) and len(words) <= 4 and all(word[:1].isupper() for word in words)
    return Speaker(source, EntityKind.PERSON, 0.5, "as printed") if named and len(source) > 2 else None


def compare_all(told: Sequence[Told]) -> list[Compared]:
    """Every two statements that share enough keys, with their features."""
    keys = [find_keys(one) for one in told]
    return [
        Compared(told[i], told[j], compare_told(told[i], told[j]))
        for i, j in combinations(range(len(told)), 2)
        if len(keys[i] & keys[j]) >= MIN_SHARED
    ]


def group_told(
    told: Sequence[Told], model: Model | None = None, compared: Iterable[Compared] | None = None
) -> list[frozenset[str]]:
    """The sayings of statements, as groups of their ids, by the model that is shipped or another one.

    `compared` is what `compare_all` gives of them, where it is at hand.
    """
    model = model or read_model()
    pairs = compare_all(told) if compared is None else compared
    found = (judge_compared(one.a, one.b, one.features, model, at=_AT) for one in pairs)
    judged = [judgement for judgement in found if judgement is not None]
    about = {name: [j for j in judged if j.about == name] for name in ("saying", "repeat")}
    return group_sayings({one.statement.id: one.report for one in told}, about["saying"], about["repeat"])


def score_story(
    told: Sequence[tuple[Told, str]], model: Model | None = None, compared: Iterable[Compared] | None = None
) -> Counter[str]:
    """Pairs of statements of one utterance: `right`, `found`, in `gold`; of two reports `right across`..."""
    utterance = {one.statement.id: name for one, name in told}
    report = {one.statement.id: one.report for one, _ in told}
    found = pairs_of(group_told([one for one, _ in told], model, compared))
    gold = {as_pair(a, b) for a, b in combinations(sorted(utterance), 2) if utterance[a] == utterance[b]}
    return _count(found, gold) + Counter(
        {
            f"{name} across": count
            for name, count in _count(_across(found, report), _across(gold, report)).items()
        }
    )


def _across(pairs: set[tuple[str, str]], report: Mapping[str, str]) -> set[tuple[str, str]]:
    return {(a, b) for a, b in pairs if report[a] != report[b]}


def _count(found: set[tuple[str, str]], gold: set[tuple[str, str]]) -> Counter[str]:
    return Counter({"right": len(found & gold), "found": len(found), "gold": len(gold)})


class Found(NamedTuple):
    """What is read of a story's reports: its statements, and those of gold that they match, by id.

    `utterances` has those of the gold statements by their ids.
    """

    told: list[Told]
    match: dict[str, str]
    utterances: dict[str, str]

    def same(self, a: Told, b: Told) -> bool | None:
        """Whether two match statements of one utterance. None: one matches none, or both the same one."""
        one, other = (self.match.get(told.statement.id) for told in (a, b))
        if one is None or other is None or one == other:
            return None
        return self.utterances[one] == self.utterances[other]


def find_told(story: GoldStory, reports: Mapping[str, Report], network: Network) -> Found:
    """Read the reports of a story and match what is found to its gold."""
    found = Found([], {}, {})
    for name, report in reports.items():
        of_report = gold_statements(story, name)
        found.utterances.update({statement.id: u for statement, u in of_report})
        for statement in read_report(report, network).statements:
            found.told.append(Told(statement, report.id, report.front, report.text))
            best, _ = max(of_report, key=lambda other: _overlap(statement, other[0]))
            if _overlap(statement, best) >= _SHARED_CONTENT:
                found.match[statement.id] = best.id
    return found


def score_found(
    found: Found, model: Model | None = None, compared: Iterable[Compared] | None = None
) -> Counter[str]:
    """The same as `score_story` end to end.

    A pair is right where both of its statements match two of one utterance. Pairs with a statement that
    matches none of gold are not counted; gold pairs with one that was not found are missed.
    """
    match, utterance = found.match, found.utterances
    gold = {as_pair(a, b) for a, b in combinations(sorted(utterance), 2) if utterance[a] == utterance[b]}
    pairs = pairs_of(group_told(found.told, model, compared))
    matched = {as_pair(match[a], match[b]) for a, b in pairs if a in match and b in match}
    return _count({(a, b) for a, b in matched if a != b}, gold)


def _overlap(one: Statement, other: Statement) -> float:
    """The share of the words of both contents that both have, each word counted as often as it stands."""
    words, others = (
        Counter(" ".join(span.text for span in statement.content).casefold().split())
        for statement in (one, other)
    )
    shared, total = words & others, words | others
    return shared.total() / max(1, total.total())


def figures_of(counts: Mapping[str, int], suffix: str = "") -> dict[str, float]:
    """Precision, recall and F1 of counted pairs, 0 to 1."""
    right, found, gold = (counts[f"{name}{suffix}"] for name in ("right", "found", "gold"))
    return {
        "precision": right / found if found else 0.0,
        "recall": right / gold if gold else 0.0,
        "F1": 2 * right / (found + gold) if found + gold else 0.0,
    }


def score_pairs(pairs: Iterable[LabelledPair]) -> float:
    """Average precision of "same" against all other labels, by the score of the model that is shipped."""
    model = read_model()
    return average_precision((model.score(compare_told(pair.a, pair.b)), pair.same) for pair in pairs)
