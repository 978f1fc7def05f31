"""How long a record of 2 million statements takes to answer: half of all times, and 95 in 100, by question.

    python -m benchmarks.large_record large.sqlite
    onrecord copy large.sqlite postgresql:///large      (for the second)
    python -m benchmarks.queries large.sqlite postgresql:///large

Each time is that from the question to the first 50 answers (a screen, a page), or to the last where there are
fewer: by Python and the command line (`Record.statements`), and as the page and assistants ask (`Browse`),
which count how many there are too. Who is asked about is one of the 2,000 who say most, or anybody, half of
the time each; words are asked for as often as news has them, common ones too. The first questions of a kind
are not counted. Since other work may keep the machine busy, times are told by the clock and by the processor,
of this process alone: a file is read in it, a server not. Ends with status 1 where 95 in 100 answers of a
kind are not there within --most milliseconds, by the processor for a file, by the clock for a server.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from random import Random

from sqlalchemy import func, select

from benchmarks.large_record import Words
from onrecord import Record, open_record
from onrecord.edtf import Edtf
from onrecord.record import Act, Kind
from onrecord.store import tables as t
from onrecord.store.asked import Asked
from onrecord.store.browse import Browse

# How many answers are waited for, and how many questions of a kind are asked before one is timed.
SCREEN, BEFORE = 50, 3
Ask = Callable[[], Iterable[object]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("records", nargs="+", help="paths or addresses of databases")
    parser.add_argument("--questions", type=int, default=60, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--most", type=float, default=50.0, help="milliseconds")
    asked = parser.parse_args()
    slow = []
    for location in asked.records:
        with open_record(location, readonly=True) as record:
            browse = Browse(record.store)
            print(f"{location.partition(':')[0]:44} clock: p50   p95   longest    processor: p50   p95")
            for kind, asks in choose_questions(record, browse, Random(asked.seed), asked.questions).items():
                p95 = tell(kind, asks, by_clock="://" in location)
                slow += [kind] if p95 > asked.most else []
    return 1 if slow else 0


def choose_questions(record: Record, browse: Browse, random: Random, number: int) -> dict[str, list[Ask]]:
    """By kind: so many questions, and a few before that are not counted."""
    words = Words(random)
    queries = record.store.queries
    with record.store.engine.connect() as connection:
        e, s, y = t.entities.c, t.statements.c, t.stories.c
        people = connection.execute(select(e.id, e.name).order_by(e.statements.desc(), e.id)).all()
        last = connection.scalar(select(func.max(s.sequence))) or 0
        some = [random.randint(1, last) for _ in range(number + BEFORE)]
        found = connection.execute(select(s.id, s.version).where(s.sequence.in_(some))).all()
        stories = list(connection.scalars(select(y.id).order_by(y.id)))

    def who() -> tuple[str, str]:
        id_, name = random.choice(people[:2000] if random.random() < 0.5 else people)
        return id_, name

    def said(most: int) -> str:
        return " ".join(words.some(random.randint(1, most)))

    def phrase() -> str:
        text = next(iter(queries.statements(report=random.choice(found).version))).statement.content[0].text
        begin = random.randint(0, max(0, len(text.split()) - 2))
        return f'"{" ".join(text.split()[begin : begin + 2])}"'

    def day() -> Edtf:
        return Edtf(f"{random.randint(2015, 2024)}-{random.randint(1, 12):02}")

    def statements(**given: object) -> Ask:
        return lambda: record.statements(**given)  # type: ignore[arg-type]

    def part(**given: object) -> Ask:
        return lambda: browse.statements(Asked(**given), limit=SCREEN).items  # type: ignore[arg-type]

    # For each kind a question at random; the next ones are others.
    kinds: dict[str, Callable[[], Ask]] = {
        "search by words": lambda: statements(about=said(3)),
        "search by words, a page": lambda: part(about=said(3)),
        "search by a phrase": lambda: statements(about=phrase()),
        "search in reports": lambda: partial_reports(record, said(3)),
        "statements --by a name": lambda: statements(by=who()[1]),
        "statements --by a last name": lambda: statements(by=who()[1].split()[-1]),
        "statements --by an id": lambda: statements(by=who()[0]),
        "statements --by an id, a page": lambda: part(by=who()[0]),
        "statements --by a name --about words": lambda: statements(by=who()[1], about=said(1)),
        "statements --by a name --since a month": lambda: statements(by=who()[1], since=day()),
        "statements --since a month": lambda: statements(since=day()),
        "statements --kind --act": lambda: statements(
            kind=random.choice(list(Kind)), act=random.choice((Act.INFORM, Act.DENY, Act.HOPE))
        ),
        "statements --act --until a month, a page": lambda: part(act=Act.REQUEST, until=day()),
        "statements --report": lambda: statements(report=random.choice(found).version),
        "statements --story": lambda: statements(story=random.choice(stories)),
        "statements": statements,
        "people by a name, a page": lambda: lambda: browse.people(named=who()[1]).items,
        "show a statement": lambda: lambda: [queries.statement(random.choice(found).id)],
    }
    return {kind: [make() for _ in range(number + BEFORE)] for kind, make in kinds.items()}


def partial_reports(record: Record, about: str) -> Ask:
    return lambda: record.reports(about=about)


def tell(kind: str, asks: Iterable[Ask], *, by_clock: bool) -> float:
    """Asks, prints a line; gives what 95 in 100 are in within, in milliseconds."""
    clock, processor = [], []
    for number, ask in enumerate(asks):
        began = time.perf_counter(), time.process_time()
        answers = list(islice(ask(), SCREEN))
        ended = time.perf_counter(), time.process_time()
        if number >= BEFORE:
            clock.append(1000 * (ended[0] - began[0]))
            processor.append(1000 * (ended[1] - began[1]))
        del answers
    clock.sort()
    processor.sort()
    half, most = len(clock) // 2, min(len(clock) - 1, int(0.95 * len(clock)))
    print(
        f"{kind:44}{clock[half]:11.0f}{clock[most]:6.0f}{clock[-1]:10.0f}"
        f"{processor[half]:18.0f}{processor[most]:6.0f}",
        flush=True,
    )
    return clock[most] if by_clock else processor[most]


if __name__ == "__main__":
    sys.exit(main())
