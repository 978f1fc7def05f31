"""What adding a report to a large record costs, where its people are those who stand in most reports.

    python -m benchmarks.large_record large.sqlite --reports 100000
    python -m benchmarks.large_record small.sqlite --reports 1000
    python -m benchmarks.large_growth small.sqlite large.sqlite

The records are written to. Ten short reports are added to each one by one, each of the five people whom most
of its reports name; told is the time of the processor without reading, and what of it is spent where. Since
`large_record` writes no keys, what grows with the number of candidates is not in it: see `growth.py`.
"""

from __future__ import annotations

import argparse
import cProfile
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, select, update

from benchmarks.growth import tell_shares
from onrecord.intake.given import Given
from onrecord.intake.plain import read_plain
from onrecord.linking import people
from onrecord.memory.linking import remember
from onrecord.reading.network import load
from onrecord.reading.reader import read_report
from onrecord.record import EntityKind, Original
from onrecord.store import open_store
from onrecord.store import tables as t
from onrecord.store.dialect import write
from onrecord.store.memory import NamedPerson
from onrecord.store.store import Store

NOW = datetime(2025, 1, 1, tzinfo=UTC)
PEOPLE, REPORTS = 5, 10
MATTERS = "ferry quarry library harbour bakery tannery museum orchard windmill lighthouse".split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("records", type=Path, nargs="+")
    for path in parser.parse_args().records:
        with open_store(path) as store:
            measure(store)


def measure(store: Store) -> None:
    e = t.entities.c
    with store.engine.connect() as connection:
        names = list(connection.scalars(select(e.name).order_by(e.reports.desc()).limit(PEOPLE)))
        reports = connection.scalar(select(func.count()).select_from(t.reports))
        often = [connection.scalar(select(e.reports).where(e.name == name).limit(1)) for name in names]
    with write(store.engine, store.place) as connection:
        # What `large_record` leaves out of the names: by it the new ones are found to be theirs.
        for name in names:
            person = NamedPerson("", "", EntityKind.PERSON, name)
            its = update(t.people).where(t.people.c.name == name)
            connection.execute(its.values(alike=people.name_key(person)))
    network = load()
    reads = []
    for number, matter in enumerate(MATTERS[:REPORTS]):
        told = (f"“The {matter} of street {number}{n} stays,” {who} said." for n, who in enumerate(names))
        said = "\n\n".join(told)
        text = (
            f"News of the {matter}\n\nSANDHOLM, March {number + 1}, 2025 - The {matter} is open.\n\n{said}\n"
        )
        original = Original(text.encode(), "text/plain", f"{number}-{store.name}.txt", NOW)
        report = read_plain(original, Given())
        reads.append((report, read_report(report, network)))
    profile = cProfile.Profile()
    began = time.process_time()
    for number, read in enumerate(reads):
        if number == REPORTS // 2:
            seconds = (time.process_time() - began) / number
            profile.enable()
        with store.writer() as writer:
            writer.add(*read, now=NOW)
            remember(store, writer, now=NOW)
    profile.disable()
    print(f"{reports} reports, the five stand in {often}: {1000 * seconds:.0f} ms a report; ", end="")
    print(tell_shares(profile), flush=True)


if __name__ == "__main__":
    main()
