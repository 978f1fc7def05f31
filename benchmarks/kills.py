"""Kill `onrecord add` at random moments, and see that the record stays whole and ends as it should.

    python benchmarks/kills.py FOLDER --kills 200

FOLDER holds the reports, 50 or so. First they are added undisturbed. Then `add` is started and killed
over and over; after every kill the record must open, be sound and hold whole reports only. Whenever an
`add` comes to its end, the record must equal the undisturbed one, and the next begins with a new record.
Ends with status 1 where anything was not as it must be.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from onrecord.store import open_store
from onrecord.store.check import check, digest

# What each version holds in the undisturbed record: the number of its statements.
Whole = dict[str, int]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1, help="for the moments of the kills")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return kill_often(asked.folder, Path(folder), kills=asked.kills, chance=random.Random(asked.seed))


def kill_often(reports: Path, folder: Path, *, kills: int, chance: random.Random) -> int:
    began = time.perf_counter()
    start_add(reports, folder / "undisturbed.db").wait()
    seconds = time.perf_counter() - began
    wanted, whole = contents_of(folder / "undisturbed.db")
    print(f"undisturbed: {len(whole)} reports in {seconds:.1f} s, digest {wanted[:16]}")
    if not whole:
        print("nothing was added: is this a folder of reports?")
        return 1
    killed = ended = 0
    faults: list[str] = []
    record = folder / "killed-0.db"
    while killed < kills or record.exists():
        adding = start_add(reports, record)
        try:
            # The last one is left alone, so that every record is seen to its end.
            adding.wait(chance.uniform(0, seconds) if killed < kills else None)
        except subprocess.TimeoutExpired:
            adding.kill()
            adding.wait()
            killed += 1
            faults += faults_of(record, whole) if record.exists() else []
            continue
        ended += 1
        if contents_of(record) != (wanted, whole):
            faults.append(f"after {killed} kills a record ended as another one than the undisturbed")
        record = folder / f"killed-{ended}.db"
    print(f"{killed} kills, {ended} records seen to their end, {len(faults)} faults")
    print("\n".join(faults))
    return 1 if faults else 0


def start_add(reports: Path, record: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "onrecord", "add", str(reports), "--record", str(record)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def contents_of(record: Path) -> tuple[str, Whole]:
    with open_store(record) as store:
        return digest(store), {one.version: one.statements for one in store.queries.listing()}


def faults_of(record: Path, whole: Whole) -> list[str]:
    """What is wrong with a record after a kill."""
    # For writing, as the next `add` would open it: it may have been killed before it made its tables.
    with open_store(record) as store:
        held = {one.version: one.statements for one in store.queries.listing()}
        halves = [version for version in held if held[version] != whole.get(version)]
        return [*check(store), *(f"{version} is not whole" for version in halves)]


if __name__ == "__main__":
    sys.exit(main())
