"""Statements gained and lost on a fixed set of reports: `python -m evals.changes [--keep]`.

The reports are those in `examples/stories`; what the reader found in them when it was last looked at stands
in `statements.tsv`, a line a statement. `--keep` writes what it finds now: read the differences first.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from onrecord.face.reading import read
from onrecord.record import Statement, joined_text

KEPT = Path(__file__).with_name("statements.tsv")
REPORTS = Path(__file__).parents[1] / "examples" / "stories"


def as_line(report: str, statement: Statement) -> str:
    """The report, the kind and the words of source, cue and content, parted by tabs."""
    roles = (joined_text(role) for role in (statement.source, statement.cue, statement.content))
    words = (" ".join(role.split()) for role in roles)
    return "\t".join((report, statement.kind.value, *words))


def find_lines() -> list[str]:
    lines = []
    for path in sorted(REPORTS.glob("*/*.txt")):
        _, reading = read(path)
        lines += [as_line(f"{path.parent.name}/{path.stem}", s) for s in reading.statements]
    return lines


def changes(before: list[str], now: list[str]) -> tuple[list[str], list[str]]:
    """What was gained and what was lost, in the order of the reports."""
    gained, lost = Counter(now) - Counter(before), Counter(before) - Counter(now)
    return sorted(gained.elements()), sorted(lost.elements())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="compare with what is found now from here on")
    args = parser.parse_args()
    now = find_lines()
    before = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
    gained, lost = changes(before, now)
    for sign, lines in (("+", gained), ("-", lost)):
        for line in lines:
            print(sign, line.replace("\t", " | "))
    print(f"{len(now)} statements: {len(gained)} gained, {len(lost)} lost")
    if args.keep:
        KEPT.write_text("\n".join([*now, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
