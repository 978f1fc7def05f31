"""What each report adds, scored end to end: statements and sayings as Onrecord finds them.

A found statement stands for the gold statement whose content it shares most characters with, at least half of
those of both (Dice). A found statement that adds is right if it stands for a gold one that adds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations

from onrecord.evaluation.differences import Counts, in_order_of_print
from onrecord.evaluation.gold_stories import GoldStory, gold_statements
from onrecord.evaluation.pairing import best_pairs
from onrecord.linking.differences import find_contributions
from onrecord.linking.sayings import derive_sayings, judge
from onrecord.reading.network import Network
from onrecord.reading.reader import read_text
from onrecord.record import Reading, Report, Saying, Statement, Told

_LEAST_SHARED = 0.5
_ANY_TIME = datetime(1970, 1, 1, tzinfo=UTC)


def score_found_contributions(stories: Iterable[GoldStory], network: Network) -> Counts:
    """Statements that add, by report, found against gold."""
    counts = Counts()
    for story in stories:
        reports = [(name, _read(report, network)) for name, (report, _) in in_order_of_print(story)]
        contributions = find_contributions([pair for _, pair in reports], _find_sayings(reports))
        seen: set[str] = set()
        for (name, (_, reading)), contribution in zip(reports, contributions, strict=True):
            gold = gold_statements(story, name)
            wanted = {statement.id for statement, utterance in gold if utterance not in seen}
            stands_for = _pair(reading.statements, [statement for statement, _ in gold])
            counts.gold += len(wanted)
            counts.found += len(contribution.adds)
            counts.right += sum(stands_for.get(added) in wanted for added in contribution.adds)
            seen |= {utterance for _, utterance in gold}
    return counts


def _read(report: Report, network: Network) -> tuple[Report, Reading]:
    reading = read_text(report.text, report.front, report.version, network)
    # Several places may be found for one cue and content; a report is asked for each once.
    once = {statement.id: statement for statement in reading.statements}
    return report, replace(reading, statements=tuple(once.values()))


def _find_sayings(reports: Sequence[tuple[str, tuple[Report, Reading]]]) -> list[Saying]:
    told = [
        Told(statement, report.id, report.front, report.text)
        for _, (report, reading) in reports
        for statement in reading.statements
    ]
    judged = (judge(a, b, at=_ANY_TIME) for a, b in combinations(told, 2))
    return derive_sayings(told, [j for j in judged if j is not None], lambda _: None, ())


def _pair(found: Sequence[Statement], gold: Sequence[Statement]) -> dict[str, str]:
    """The gold statement, by id, that each found one stands for."""
    shares = [[_shared(one, other) for other in gold] for one in found]
    values = [[share if share >= _LEAST_SHARED else 0.0 for share in row] for row in shares]
    return {found[i].id: gold[j].id for i, j in best_pairs(values)}


def _shared(one: Statement, other: Statement) -> float:
    places, others = ({p for span in s.content for p in range(span.start, span.end)} for s in (one, other))
    return 2 * len(places & others) / (len(places) + len(others))
