"""One table of all scores against floors that may only rise: `python -m evals.table DATA [--raise]`.

DATA is the folder of the annotated corpora. `floors.tsv` has a row for each score: its name, the command
that prints it as JSON ({data} stands for DATA), where it stands in there, and the floor in per cent. Ends
with 1 where a score is below its floor. `--raise` lifts floors to the scores reached, rounded down to 0.1,
and lowers none.
"""

from __future__ import annotations

import argparse
import json
import math
import shlex
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.tsv")
HEAD = "score\tcommand\tkey\tfloor"


@dataclass(frozen=True)
class Floor:
    """A score that must not fall below `least` per cent."""

    name: str
    command: str
    key: str
    least: float


def read_floors(text: str) -> list[Floor]:
    rows = [line.split("\t") for line in text.splitlines()[1:] if line]
    return [Floor(name, command, key, float(least)) for name, command, key, least in rows]


def write_floors(floors: list[Floor]) -> str:
    rows = [f"{f.name}\t{f.command}\t{f.key}\t{f.least:.1f}" for f in floors]
    return "\n".join([HEAD, *rows, ""])


def find_score(answer: Any, key: str) -> float:
    """The figure at a key, in per cent; "KEY.N" is the Nth of the list that stands at KEY."""
    if key in answer:
        return 100 * float(answer[key])
    name, _, at = key.rpartition(".")
    return 100 * float(answer[name][int(at)])


def raised(floor: Floor, score: float) -> Floor:
    """The floor lifted to a score, rounded down to 0.1; as it is where the score is no higher."""
    # A millionth, since 69.1 may be kept as a little less.
    return replace(floor, least=max(floor.least, math.floor(score * 10 + 1e-6) / 10))


def ask(command: str, data: str) -> Any:
    """What a command prints as JSON. `onrecord` and `python` are those that run this."""
    words = [word.replace("{data}", data) for word in shlex.split(command)]
    start = {"onrecord": [sys.executable, "-m", "onrecord"], "python": [sys.executable]}[words[0]]
    done = subprocess.run([*start, *words[1:]], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data")
    parser.add_argument("--raise", action="store_true", dest="lift", help="lift the floors that were passed")
    parser.add_argument("--only", default="", help="only scores with this word in name or command")
    args = parser.parse_args()
    floors = read_floors(FLOORS.read_text(encoding="utf-8"))
    answers: dict[str, Any] = {}
    low = 0
    print(f"{'score':52}{'now':>7}{'floor':>7}")
    for number, floor in enumerate(floors):
        if args.only not in f"{floor.name} {floor.command}":
            continue
        if floor.command not in answers:
            answers[floor.command] = ask(floor.command, args.data)
        score = find_score(answers[floor.command], floor.key)
        below = score < floor.least - 1e-6
        low += below
        print(f"{floor.name:52}{score:7.1f}{floor.least:7.1f}{'  BELOW' if below else ''}", flush=True)
        floors[number] = raised(floor, score)
    if args.lift:
        FLOORS.write_text(write_floors(floors), encoding="utf-8")
    sys.exit(1 if low else 0)


if __name__ == "__main__":
    main()
