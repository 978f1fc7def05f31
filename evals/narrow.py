"""Narrow stories: two reports of one speaker on one topic, where most statements share the topic's words.

    python -m evals.narrow evals/narrow/unseen

Prints how well the sayings of the shipped model agree with those of the stories, given their statements and
speakers, and end to end. `seen` is trained on too (`training/sayings.py`), `unseen` never was. All are our
own writing. A file is a story:

    q: Ana Quell                                    a letter, a name, and a kind, where it is no person
    == Skarn Lantern | 2024-03-08                   a report; its first line is the headline
    1q (Quell) [offers] <islanders a second ferry>  saying 1 by q: source, cue, content
    +2q and [promised] <to pay>                     goes on in the paragraph above
    Any other line is a paragraph without a statement.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from onrecord.edtf import Edtf
from onrecord.errors import UsageError
from onrecord.evaluation.gold_stories import GoldStory, gold_told
from onrecord.evaluation.sayings import figures_of, find_told, score_found, score_story
from onrecord.reading.contents import find_kind
from onrecord.reading.network import load
from onrecord.reading.quotes import find_quotations
from onrecord.record import Front, OffsetMap, Original, Report, Span

_AT = datetime(2000, 1, 1, tzinfo=UTC)
_SPEAKER = re.compile(r"(\w): ([^,]+)(?:, (\w+))?$")
_SAYING = re.compile(r"(\d+)(\w) ")
_ROLES = {
    "source": re.compile(r"\(([^)]*)\)"),
    "cue": re.compile(r"\[([^\]]*)\]"),
    "content": re.compile("<([^>]*)>"),
}


def read_narrow(folder: Path) -> list[GoldStory]:
    """The stories of a folder, by name. Raises UsageError where it holds none."""
    paths = sorted(folder.glob("*.txt"))
    if not paths:
        raise UsageError("holds no narrow story (*.txt)", where=str(folder))
    return [_read_story(path) for path in paths]


def _read_story(path: Path) -> GoldStory:
    opening, *reports = re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    people = {
        found[1]: {"name": found[2], "kind": found[3] or "person"}
        for line in opening.splitlines()
        if (found := _SPEAKER.match(line))
    }
    gold: dict[str, Any] = {"people": people, "reports": {}}
    texts, fronts = {}, {}
    for number, report in enumerate(reports, 1):
        name = f"r{number}"
        head, _, body = report.partition("\n")
        outlet, day = head.split(" | ")
        texts[name], statements = _read_body(body)
        headline = texts[name].partition("\n")[0]
        fronts[name] = Front(headline=headline, outlet=outlet, published=Edtf(day), language="en")
        gold["reports"][name] = {"statements": statements}
    return GoldStory(path.stem, gold, texts, fronts)


def _read_body(body: str) -> tuple[str, list[dict[str, Any]]]:
    """The text of a report, and its statements as those of `gold.json` are given."""
    text, statements = "", []
    for line in filter(None, body.splitlines()):
        goes_on = line.startswith("+")
        text += (" " if goes_on else "\n\n") if text else ""
        line = line.removeprefix("+")
        found = _SAYING.match(line)
        if found is None:
            text += line
            continue
        marked = line[found.end() :]
        words = {role: m[1] if (m := mark.search(marked)) else None for role, mark in _ROLES.items()}
        start, text = len(text), text + re.sub(r"[()\[\]<>]", "", marked)
        places = {role: text.index(said, start) for role, said in words.items() if said}
        occurrence = {role: text.count(words[role] or "", 0, at) + 1 for role, at in places.items()}
        statements.append(
            {
                "utterance": found[1],
                "speaker": found[2],
                "source": words["source"],
                "cue": [words["cue"]] if words["cue"] else [],
                "content": [words["content"]],
                "n": occurrence,
            }
        )
        content = Span(places["content"], places["content"] + len(words["content"] or ""), text)
        statements[-1]["kind"] = find_kind(text, (content,), find_quotations(text)).value
    return text, statements


def as_reports(story: GoldStory) -> dict[str, Report]:
    """The reports of a narrow story by their names, as they are read end to end."""
    return {
        name: Report(
            text, story.fronts[name], Original(text.encode(), "text/plain", name, _AT), OffsetMap("text")
        )
        for name, text in story.texts.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    stories, network = read_narrow(parser.parse_args().folder), load()
    given: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for story in stories:
        counts = score_story(list(gold_told(story)))
        given.update(counts)
        found.update(score_found(find_told(story, as_reports(story), network)))
        print(f"{story.name:14}", *(f"{key} {counts[key]}" for key in ("right", "found", "gold")))
    for name, counts in (("given", given), ("end to end", found)):
        print(f"{name:14}", *(f"{key} {100 * value:.1f}" for key, value in figures_of(counts).items()))


if __name__ == "__main__":
    main()
