"""How adding a report grows dearer with the record: time, memory, size of the file, and where the time goes.

    python benchmarks/growth.py examples/stories --sizes 1000 10000

The folder holds stories, a folder each. Their reports are read once by the network. From these, stories are
made without end: in each copy of a story every word rarer than one passage in 8 is replaced, everywhere in
the story, by another word of about the same rarity and the same length out of the counts in `linking/data`,
words and names that are not counted there by invented ones, numbers by numbers, and all its days are moved.
So words, names and copies are spread about as in news, spans still hold, and no two copies tell one matter.
Forty reports of 200 outlets come out a day. Reports are added in batches of fifty until the record has
a size; then fifty more are added one by one and measured, in time of the processor.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import re
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

import onrecord
from onrecord.edtf import Edtf
from onrecord.lexicon import read_table
from onrecord.linking.rarity import RAREST, rarity
from onrecord.memory.linking import derive_groups, link_reports
from onrecord.record import Reading, Report, Span, Statement
from onrecord.store import open_store
from onrecord.store.store import Store

NOW = datetime(2024, 1, 1, tzinfo=UTC)
BATCH, PER_DAY, OUTLETS, LEAST_BITS = 50, 40, 200, 3.0
WORD = re.compile(r"[^\W\d_]{3,}|\d{2,}")
# What the profile tells of: a step, and the functions (file and name) whose whole time is its.
STEPS = {
    "adding": (("writer", "add"),),
    "reading for comparison": (("linking", "fetch"), ("memory", "told"), ("memory", "people")),
    "keys": tuple((module, "find_keys") for module in ("sayings", "copies", "stories", "people")),
    "candidates": (("memory", "sharing"), ("memory", "first_alike")),
    "verdicts": tuple((module, "judge") for module in ("sayings", "copies", "stories", "people")),
    "keeping them": (("writer", "link"),),
    "groups": (("linking", "derive_groups"),),
}

Read = tuple[Report, Reading]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("stories", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10000])
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    stories = [read_story(folder) for folder in sorted(asked.stories.iterdir()) if folder.is_dir()]
    reports = make_reports([story for story in stories if story], random.Random(asked.seed))
    print("reports   ms/report one by one   in batches   memory MB   MB/1000 reports   share of time")
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder, "record.sqlite")) as store:
        size = 0
        for wanted in sorted(asked.sizes):
            began, before = time.process_time(), size
            while size < wanted:
                size += add(store, list(islice(reports, min(BATCH, wanted - size))))
            in_batches = (time.process_time() - began) / max(1, wanted - before)
            profile = cProfile.Profile()
            one_by_one = time_one_by_one(store, list(islice(reports, BATCH)), profile)
            size += BATCH
            megabytes = sum(path.stat().st_size for path in Path(folder).iterdir()) / 1e6
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"{wanted:7}   {1000 * one_by_one:22.1f}   {1000 * in_batches:10.1f}   {memory:9.0f}   "
                f"{1000 * megabytes / size:15.1f}   {tell_shares(profile)}",
                flush=True,
            )


def read_story(folder: Path) -> list[Read]:
    found = []
    for path in sorted(folder.glob("*.txt")):
        try:
            found.append(onrecord.read(path))
        except onrecord.NotAReport:
            continue
    return found


def make_reports(stories: list[list[Read]], chance: random.Random) -> Iterator[Read]:
    """Copies of the stories without end; the reports of one story come one after another."""
    pools = pool_words()
    made = 0
    while True:
        for story in stories:
            words: dict[str, str] = {}
            for report, reading in story:
                made += 1
                day = date(2015, 1, 1) + timedelta(days=made // PER_DAY)
                yield disguise(report, reading, words, pools, chance, day, made)


def pool_words() -> dict[tuple[int, int], list[str]]:
    """The counted words by their length and their rarity in whole bits."""
    pools = defaultdict(list)
    for word, *_ in read_table("linking/data/word_counts.tsv"):
        if word.isalpha() and rarity(word) >= LEAST_BITS:
            pools[len(word), int(rarity(word))].append(word)
    return pools


def disguise(
    report: Report,
    reading: Reading,
    words: dict[str, str],
    pools: dict[tuple[int, int], list[str]],
    chance: random.Random,
    day: date,
    number: int,
) -> Read:
    """The report with other words at the same places, on another day."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        plain = word.lower()
        if word.isdigit():
            return words.setdefault(word, str(chance.randrange(10 ** (len(word) - 1), 10 ** len(word))))
        bits = rarity(plain)
        if bits < LEAST_BITS:
            return word
        if plain not in words:
            pool = pools.get((len(plain), int(bits))) if bits < RAREST else None
            words[plain] = chance.choice(pool) if pool and len(pool) > 9 else invent(len(plain), chance)
        new = words[plain]
        return new.upper() if word.isupper() else new.capitalize() if word[0].isupper() else new

    text = WORD.sub(other, report.text)
    front = report.front
    first = front.published and front.published.earliest_day()
    moved = (day - first) if first else timedelta()
    outlet = invent(8, random.Random(chance.randrange(OUTLETS)))
    front = replace(
        front,
        headline=front.headline and WORD.sub(other, front.headline),
        byline=None,
        outlet=outlet.capitalize(),
        url=f"https://{outlet}.example/{number}",
        published=Edtf(day.isoformat()),
    )
    new = Report(text, front, replace(report.original, data=text.encode()), report.offsets)

    def span(old: Span) -> Span:
        return Span(old.start, old.end, text)

    def statement(old: Statement) -> Statement:
        said = old.said and replace(old.said, value=move(old.said.value, moved))
        speaker = old.speaker and replace(old.speaker, name=WORD.sub(other, old.speaker.name))
        source, cue, content = (tuple(map(span, role)) for role in (old.source, old.cue, old.content))
        return replace(
            old,
            version=new.version,
            speaker=speaker,
            said=said,
            within=None,
            source=source,
            cue=cue,
            content=content,
        )

    return new, Reading(
        version=new.version,
        model=reading.model,
        statements=tuple({made.id: made for made in map(statement, reading.statements)}.values()),
        mentions=tuple(
            replace(m, span=span(m.span), name=m.name and WORD.sub(other, m.name)) for m in reading.mentions
        ),
        dates=tuple(
            replace(found, span=span(found.span), value=found.value and move(found.value, moved))
            for found in reading.dates
        ),
        figures=tuple(replace(figure, span=span(figure.span)) for figure in reading.figures),
    )


def move(value: Edtf, by: timedelta) -> Edtf:
    """A day so much later; another date with its year moved."""
    known, mark = value.earliest_day(), "~" if value.value.endswith("~") else ""
    if known and re.fullmatch(r"\d{4}-\d\d-\d\d~?", value.value):
        return Edtf((known + by).isoformat() + mark)
    return Edtf(re.sub(r"\d{4}", lambda year: f"{int(year[0]) + by.days // 365:04}", value.value))


def invent(length: int, chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprstvz" if i % 2 else "aeiou") for i in range(length))


def add(store: Store, reads: list[Read]) -> int:
    with store.writer() as writer:
        for report, reading in reads:
            writer.add(report, reading, now=NOW)
        link_reports(store, writer, now=NOW)
        derive_groups(store, writer)
    return len(reads)


def time_one_by_one(store: Store, reads: list[Read], profile: cProfile.Profile) -> float:
    """Seconds of the processor per report; half of them are added under the profile, which is not counted."""
    half = len(reads) // 2
    began = time.process_time()
    for read in reads[:half]:
        add(store, [read])
    seconds = (time.process_time() - began) / half
    profile.enable()
    for read in reads[half:]:
        add(store, [read])
    profile.disable()
    return seconds


def tell_shares(profile: cProfile.Profile) -> str:
    """The share of each step, "reading for comparison" without what groups read."""
    stats = pstats.Stats(profile)
    rows: dict[tuple[str, str], float] = defaultdict(float)
    total = 0.0
    for (path, _, name), (_, _, own, whole, _) in stats.stats.items():  # type: ignore[attr-defined]
        total += own
        if "onrecord" in path:
            rows[Path(path).stem, name] += whole
    shares = {step: sum(rows[function] for function in functions) for step, functions in STEPS.items()}
    return ", ".join(f"{step} {100 * share / total:.0f} %" for step, share in shares.items())


if __name__ == "__main__":
    main()
