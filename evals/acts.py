"""How often the act of a statement is the gold one, on the stories' utterances.

python -m evals.acts STORIES [--errors] [--json]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from onrecord.reading.acts import find_act, is_made
from onrecord.record import Kind, Span


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("stories", type=Path)
    parser.add_argument("--errors", action="store_true", help="print every statement with another act")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    unmade = 0
    for line in (args.stories / "spans.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold_file = args.stories / row["id"].split("/")[0] / "gold.json"
        utterances = json.loads(gold_file.read_text(encoding="utf-8"))["utterances"]
        for one in row["attributions"]:
            cue, content = (
                tuple(Span(s, e, row["text"]) for s, e in one[role]) for role in ("cue", "content")
            )
            words = [" ".join(span.text for span in role) for role in (cue, content)]
            found = find_act(words[0], words[1], Kind(one["kind"])).value
            gold = utterances[one["utterance"]]["act"]
            total[gold] += 1
            right[gold] += found == gold
            unmade += not is_made(row["text"], cue, content)
            if args.errors and found != gold:
                print(f"{gold} was taken for {found}: {words[0]} | {words[1][:90]!r}")
    share = right.total() / total.total()
    if args.json:
        print(json.dumps({"right": share}))
        return
    for act in sorted(total):
        print(f"{act:10} {right[act]:4} of {total[act]:4}")
    print(f"all {right.total()} of {total.total()} = {share:.1%}; taken for not made: {unmade}")


if __name__ == "__main__":
    main()
