"""Ten thousand random decisions, another network, and all undone again: nothing may be lost.

    python -m benchmarks.decisions --decisions 10000 --reports 200

Made-up reports are put into a record. Two people merge, split and rename, edit, reject, accept and add
statements, judge sayings, and undo, at random. Then another network reads all reports otherwise: a tenth
of the statements lost, a tenth cut, others with another act or speaker. Every decision that stands must
still hold, and what it is about and is no longer there must be among the conflicts. At last the first
reading comes again and every decision is undone: the record must be as it was before the first.
Ends with status 1 where anything was not as it must be.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from pathlib import Path
from random import Random

from onrecord import Record, open_record
from onrecord.errors import OnrecordError
from onrecord.record import Reading, Report
from onrecord.store.check import check
from onrecord.store.decided import Decided
from tests.decisions.conftest import add, state
from tests.decisions.many import choose_decision, read_otherwise, what_was_lost
from tests.memory.conftest import make

OUTLETS = ("Lantern", "Courier", "Evening Post", "Harbour Echo")
FIRST = "Ana Tobias Irene Ruth Pavel Ines Tomas Wanda Joseph Mei".split()
LAST = "Quell Fenwright Moss Oduya Brandt Lecka Mwale Hale Ibarra Verdin Tanaka Osei".split()
ENDINGS = ("", "son", "berg", "ham", "ley", "stock")
MIDDLE = ("", *(f"{letter}. " for letter in "ABCDEFGHJKLMNOPRSTW"))
# How many people speak in a report. A decision costs the comparing of one report anew: few make it quick.
SPEAKERS = 3
# A line tells how far it is after so many decisions.
STEP = 500
CUES = ("said", "denied", "promised", "warned")
# Seconds by the clock and of the processor.
Spent = tuple[float, float]
SYLLABLES = "ba ke lo mi nu pra ste vor dun gil har tem rus wick".split()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--decisions", type=int, default=10_000)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random = Random(asked.seed)
    readings = [make_report(number, random) for number in range(asked.reports)]
    with tempfile.TemporaryDirectory() as folder, open_record(Path(folder, "many.sqlite")) as record:
        add(record, *readings)
        faults = decide_and_undo(record, readings, random, asked.decisions)
    print(f"{len(faults)} faults")
    print("\n".join(faults[:20]))
    return 1 if faults else 0


def make_report(number: int, random: Random) -> tuple[Report, Reading]:
    words = ["".join(random.choices(SYLLABLES, k=5)) for _ in range(400)]
    # Many, as in an archive: among few, thousands of random merges would make one of nearly all.
    people = [
        f"{random.choice(FIRST)} {random.choice(MIDDLE)}{random.choice(LAST)}{random.choice(ENDINGS)}"
        for _ in range(SPEAKERS)
    ]
    lines = [f"{who} | {random.choice(CUES)} | {' '.join(random.choices(words, k=9))}" for who in people]
    day = f"2024-03-{1 + number % 28:02}"
    return make(f"matter {number}", random.choice(OUTLETS), day, *lines)


def decide_and_undo(
    record: Record, readings: list[tuple[Report, Reading]], random: Random, wanted: int
) -> list[str]:
    before = state(record)
    statements = [statement.id for _, reading in readings for statement in reading.statements]
    reports = [report.id for report, _ in readings]
    spent: defaultdict[str, list[Spent]] = defaultdict(list)
    began = time.perf_counter()
    while sum(map(len, spent.values())) < wanted:
        sort, decide = choose_decision(record, random, statements, reports)
        with suppress(OnrecordError):  # nothing would change
            begun = _clocks()
            made = decide()
            spent[sort].append(_since(begun))
            if sort == "add":
                statements.append(made.judgements[0].pair[0])
            _tell(sum(map(len, spent.values())), wanted, "decisions", began)
    _tell_times("all", [one for its in spent.values() for one in its])
    for sort in sorted(spent):
        _tell_times(sort, spent[sort])

    decided = Decided(record.store).judgements()
    standing = sum(one.withdrawn is None for one in record.decide.log())
    faults = [f"before the other reading: {lost}" for lost in what_was_lost(record, decided)]
    began = time.perf_counter()
    add(record, *((report, read_otherwise(reading, random, "test-2")) for report, reading in readings))
    seconds = time.perf_counter() - began
    faults += [f"after the other reading: {lost}" for lost in what_was_lost(record, decided)]
    conflicts = record.decide.conflicts()
    print(
        f"another network read {len(readings)} reports in {seconds:.0f} s: of {standing} decisions with "
        f"{len(decided)} judgements {len(faults)} lost, {len(conflicts)} conflicts listed",
        flush=True,
    )
    faults += check(record.store)
    add(record, *readings)
    began = time.perf_counter()
    left = [decision.id for decision in reversed(record.decide.log()) if decision.withdrawn is None]
    undone: list[Spent] = []
    for number, id_ in enumerate(left, 1):
        begun = _clocks()
        record.decide.undo(id_)
        undone.append(_since(begun))
        _tell(number, len(left), "undone", began)
    _tell_times("undone at the end", undone)
    if state(record) != before:
        faults.append("after undoing all, the record is not as it was before")
    return faults


def _clocks() -> Spent:
    return time.perf_counter(), time.process_time()


def _since(begun: Spent) -> Spent:
    now = _clocks()
    return now[0] - begun[0], now[1] - begun[1]


def _tell_times(what: str, spent: list[Spent]) -> None:
    """By the clock and, since other work may keep the machine busy, by the processor."""
    clock, processor = (sorted(1000 * one for one in times) for times in zip(*spent, strict=True))
    p95 = int(0.95 * (len(spent) - 1))
    each = [f"{sum(some) / len(spent):.0f}, 95 in 100 in {some[p95]:.0f}" for some in (clock, processor)]
    print(f"{what}: {len(spent)}; ms each: {each[0]}; of the processor {each[1]}", flush=True)


def _tell(done: int, of: int, what: str, began: float) -> None:
    if done % STEP == 0:
        print(f"{done} of {of} {what}, {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
