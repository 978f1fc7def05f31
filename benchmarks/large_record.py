"""A large record of invented reports, for measuring: 100,000 reports hold 2 million statements.

    python -m benchmarks.large_record large.sqlite --reports 100000

Twenty statements a report, of people, outlets and stories of which few are large and many small, with words
as frequent as in news. The record is written table by table, not added, so it lacks the keys by which a new
report finds what it is compared with; no query and no page reads these. The same seed makes the same record.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Table

from onrecord.edtf import Edtf
from onrecord.lexicon import read_table
from onrecord.record import EntityKind, Front, Verdict, local_person_id, make_id
from onrecord.store import open_store
from onrecord.store import tables as t
from onrecord.store.dialect import fill, filling
from onrecord.store.dialect.sqlite import driver
from onrecord.store.names import fold_words
from onrecord.store.rows import as_json, day_order, front_text, pack
from onrecord.store.store import Store

SAID, PEOPLE, PER_STORY = 20, 6, 12  # of a report: statements, people; of a story: things said in it
OUTLETS, SPEAKERS = 200, 30_000
BATCH = 1000
NOW = datetime(2025, 1, 1, tzinfo=UTC).isoformat()
SYLLABLES = "ba ke lo mi nu pra ste vor dun gil har tem rus wick sha zo fe quin".split()
CUES = {"said": "inform", "denied": "deny", "promised": "promise", "demanded": "request", "hoped": "hope"}
SPOKE = ("speaker", "speaker_name", "speaker_kind", "speaker_score", "speaker_reason")
CUE_OFTEN = (80, 6, 5, 5, 4)
Rows = defaultdict[Table, list[dict[str, Any]]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("record", type=Path, help="where it is kept; nothing may be there yet")
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.record.exists():
        parser.error(f"{asked.record} is there already")
    make_record(asked.record, asked.reports, asked.seed)
    return 0


def make_record(path: Path, reports: int, seed: int) -> None:
    """Writes the record and tells how long it took and how large it is."""
    began = time.perf_counter()
    with open_store(path) as store:
        fill_record(store, reports, Random(seed))
    print(f"made in {time.perf_counter() - began:.0f} s, {path.stat().st_size / 1e9:.1f} GB", flush=True)


class Words:
    """Words as frequent as in news, names that are nobody's."""

    def __init__(self, random: Random) -> None:
        rows = [
            (word, int(n)) for word, n, *_ in read_table("linking/data/word_counts.tsv") if word.isalpha()
        ]
        self.known = [word for word, _ in rows]
        self._often = list(accumulate(n for _, n in rows))
        self._random = random

    def some(self, number: int) -> list[str]:
        return self._random.choices(self.known, cum_weights=self._often, k=number)

    def name(self, syllables: int) -> str:
        return "".join(self._random.choices(SYLLABLES, k=syllables)).capitalize()


def fill_record(store: Store, reports: int, random: Random) -> None:
    """Rows of all tables that pages and queries read."""
    with store.engine.connect() as connection:
        below = driver(connection)
        for setting in ("synchronous = OFF", "cache_size = -1000000", "secure_delete = OFF"):
            below.execute(f"PRAGMA {setting}")
        with connection.begin(), filling(connection, t.metadata):
            for rows in make_rows(reports, random):
                for table in t.metadata.sorted_tables:
                    fill(connection, table, rows[table])
        below.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def make_rows(reports: int, random: Random) -> Iterator[Rows]:
    words = Words(random)
    names = list(dict.fromkeys(f"{words.name(2)} {words.name(4)}" for _ in range(2 * SPEAKERS)))[:SPEAKERS]
    people = [(name, EntityKind.PERSON) for name in names]
    often = list(accumulate(1 / (n + 1) ** 0.8 for n in range(SPEAKERS)))
    outlets = [f"The {words.name(2)} {random.choice(('Post', 'Courier', 'Echo'))}" for _ in range(OUTLETS)]
    outlet_often = list(accumulate(1 / (n + 1) for n in range(OUTLETS)))
    members: dict[int, list[str]] = defaultdict(list)
    said: Counter[int] = Counter()
    spoke_in: Counter[int] = Counter()
    rows: Rows = defaultdict(list)
    made = 0
    while made < reports:
        size = min(300, int(2 * random.paretovariate(1.1)), reports - made)
        begin = date(2015, 1, 1) + timedelta(days=random.randrange(3600))
        cast = sorted({random.choices(range(SPEAKERS), cum_weights=often)[0] for _ in range(PEOPLE + 4)})
        things = [(random.choice(cast), words.some(random.randint(6, 18))) for _ in range(PER_STORY)]
        sayings: defaultdict[int, list[tuple[str, float]]] = defaultdict(list)
        its: list[str] = []
        for _ in range(size):
            made += 1
            day = begin + timedelta(days=min(13, int(random.expovariate(0.4))))
            outlet = random.choices(outlets, cum_weights=outlet_often)[0]
            report = make_report(made, day, outlet, cast, people, things, words, random, rows, sayings)
            for who, (person, number) in report[1].items():
                members[who].append(person)
                said[who] += number
                spoke_in[who] += bool(number)
            its.append(report[0])
            if len(its) > 1 and random.random() < 0.1:
                rows[t.judgements].append(copy_row(random.choice(its[:-1]), its[-1]))
        group(rows, f"matter {made}", its, sayings, words)
        if len(rows[t.versions]) >= BATCH:
            yield rows
            rows = defaultdict(list)
    yield rows
    rows = defaultdict(list)
    for who, persons in members.items():
        name = people[who][0]
        entity = make_id("entity", name)
        rows[t.entities].append(
            {"id": entity, "name": name, "kind": "person", "forms": as_json([name]),
             "statements": said[who], "reports": spoke_in[who]}
        )  # fmt: skip
        for position, person in enumerate(persons):
            rows[t.entity_members].append({"person": person, "entity": entity, "position": position})
        for word in fold_words(name):
            rows[t.entity_words].append({"word": word, "entity": entity})
            rows[t.name_words].append({"word": word, "name": name})
    yield rows


def make_report(
    number: int,
    day: date,
    outlet: str,
    cast: list[int],
    people: list[tuple[str, EntityKind]],
    things: list[tuple[int, list[str]]],
    words: Words,
    random: Random,
    rows: Rows,
    sayings: defaultdict[int, list[tuple[str, float]]],
) -> tuple[str, dict[int, tuple[str, int]]]:
    """Adds a report to the rows; gives its id, and by speaker the local person and how much is theirs."""
    url = f"https://paper.example/{number}"
    report = make_id("report", url)
    headline = " ".join(words.some(7)).capitalize()
    text, lines = headline, []
    for position in range(SAID):
        shared: int | None = random.randrange(len(things)) if random.random() < 0.4 else None
        who, what = (
            things[shared] if shared is not None else (random.choice(cast), words.some(random.randint(6, 18)))
        )
        cue = random.choices(list(CUES), CUE_OFTEN)[0]
        name = people[who][0] if random.random() < 0.85 else None
        content = " ".join(what)
        start = len(text) + 2
        source = name or "a source"
        text += f"\n\n{source} {cue} {content}."
        lines.append((position, who if name else None, source, cue, content, start, shared))
    published = Edtf(day.isoformat())
    front = Front(
        headline=headline,
        outlet=outlet,
        url=url,
        language="en",
        published=published,
    )
    version = make_id("version", report, text)
    data = text.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    order = day_order(published)
    rows[t.originals].append({"sha256": sha256, "packed": zlib.compress(data, 1)})
    rows[t.reports].append(
        {"id": report, "current": version, "outlet": outlet, "day_order": order, "statements": SAID}
    )
    rows[t.versions].append(
        {"id": version, "report": report, "text": text, "headline": headline, "outlet": outlet,
         "published": published.value, "day_order": order, "front": front_text(front), "sha256": sha256,
         "media_type": "text/plain", "location": f"{number}.txt", "fetched": NOW, "added": NOW, "notes": "[]",
         "offsets": pack(as_json(["text", [[0, len(text), 0, len(text)]], []]).encode())}
    )  # fmt: skip
    rows[t.readings].append({"version": version, "model": "invented-1", "notes": "[]"})
    local = {who: local_person_id(version, people[who][1], people[who][0]) for who in cast}
    for who, person in local.items():
        rows[t.people].append({"id": person, "version": version, "kind": "person", "name": people[who][0]})
    counted: Counter[int] = Counter()
    for position, speaker, source, cue, content, start, thing in lines:
        vague = random.random() < 0.03
        when = Edtf(day.isoformat()[:7]) if vague else published
        first, last = when.earliest_day(), when.latest_day()
        score = round(random.uniform(0.4, 0.99), 3)
        at_cue = start + len(source) + 1
        at = at_cue + len(cue) + 1
        places = f"{at_cue}-{at_cue + len(cue)}", f"{at}-{at + len(content)}"
        statement = make_id("statement", version, *places)
        if speaker is not None:
            counted[speaker] += 1
            if counted[speaker] == 1:
                rows[t.mentions].append(
                    {"version": version, "position": position, "start": start, "end": start + len(source),
                     "words": source, "kind": "person", "name": source, "person": local[speaker]}
                )  # fmt: skip
        spoke = (None,) * 5 if speaker is None else (local[speaker], source, "person", 0.9, "named there")
        rows[t.statements].append(
            {"id": statement, "version": version, "position": position, "act": CUES[cue], "score": score,
             "kind": random.choices(("indirect", "direct", "mixed"), (60, 28, 12))[0],
             "source": as_json([[start, start + len(source), source]]),
             "cue": as_json([[at_cue, at_cue + len(cue), cue]]),
             "content": as_json([[at, at + len(content), content]]), "words": content,
             **dict(zip(SPOKE, spoke, strict=True)),
             "addressee": None, "on_behalf_of": None, "via": None,
             "said": when.value if random.random() < 0.8 else None,
             "said_reason": "the day of the report", "within": None, "first_day": first and first.isoformat(),
             "last_day": last and last.isoformat(), "day_order": day_order(when)}
        )  # fmt: skip
        doubt = 1 - score * (0.5 if speaker is None else 0.9)
        sayings[-len(sayings) - 1 if thing is None else thing].append((statement, doubt))
    return report, {who: (person, counted[who]) for who, person in local.items()}


def group(
    rows: Rows, name: str, reports: list[str], sayings: dict[int, list[tuple[str, float]]], words: Words
) -> None:
    story = make_id("story", name)
    title = " ".join(words.some(6)).capitalize()
    rows[t.stories].append({"id": story, "name": title, "reports": len(reports)})
    for position, report in enumerate(reports):
        rows[t.story_members].append({"report": report, "story": story, "position": position})
    for number, renderings in sayings.items():
        saying = make_id("saying", name, str(number))
        rows[t.sayings].append({"id": saying, "said": None, "repeat_of": None, "day_order": "Y"})
        for position, (statement, doubt) in enumerate(renderings):
            rows[t.saying_members].append(
                {
                    "statement": statement,
                    "saying": saying,
                    "position": position,
                    "doubt": doubt * len(renderings),
                }
            )


def copy_row(of: str, report: str) -> dict[str, Any]:
    one, other = sorted((of, report))
    value = json.dumps({"kind": "copy", "of": of})
    return {
        "id": make_id("judgement", one, other), "about": "copy", "one": one, "other": other,
        "verdict": Verdict.SAME.value, "score": 0.97, "reason": "invented", "author": "onrecord-invented",
        "at": NOW, "withdrawn": None, "one_report": one, "other_report": other, "value": value,
        "judged_one": None, "judged_other": None,
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
