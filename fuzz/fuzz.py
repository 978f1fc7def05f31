"""Fuzz the parsers and the reader: mutated inputs that must be read or refused in plain words, never break.

    python fuzz/fuzz.py                       every target, 20,000 inputs each
    python fuzz/fuzz.py page rows --runs 100000

Inputs grow from `fuzz/corpus/TARGET/` (our own making) by atheris, which follows the code that they reach.
An input fails where anything but an error of Onrecord is raised, where a span does not hold its words, or
where it takes more than 10 seconds. What failed is written to `out/fuzz/TARGET/`, with the way to run it
again. Ends with status 1 where anything failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
FOUND = Path("out/fuzz")


def main() -> int:
    from targets import TARGETS

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--runs", type=int, default=20_000, help="inputs for each target")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    failed = []
    for name in asked.targets or TARGETS:
        found = FOUND / name
        found.mkdir(parents=True, exist_ok=True)
        grown = found / "grown"
        grown.mkdir(exist_ok=True)
        began = time.perf_counter()
        command = [
            sys.executable, str(HERE / "targets.py"), name, str(grown), str(HERE / "corpus" / name),
            f"-runs={asked.runs}", f"-seed={asked.seed}", "-timeout=10", "-rss_limit_mb=2500",
            "-max_len=20000", f"-artifact_prefix={found}/", "-verbosity=0", "-print_final_stats=1",
        ]  # fmt: skip
        ended = subprocess.run(command, stderr=subprocess.PIPE, text=True, errors="replace", check=False)
        told = {
            line.split("::")[1].split(":")[0]: line.split(":")[-1].strip()
            for line in ended.stderr.splitlines()
            if line.startswith("stat::")
        }
        ran = told.get("number_of_executed_units", "?")
        print(f"{name}: {ran} inputs in {time.perf_counter() - began:.0f} s", flush=True)
        if ended.returncode:
            failed.append(name)
            print("\n".join(ended.stderr.splitlines()[-40:]), flush=True)
    print(f"failed: {', '.join(failed)}" if failed else "nothing failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
