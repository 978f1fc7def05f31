"""How long pages take on a large record: half of all times, and 95 in 100, for each kind of page.

    python -m benchmarks.pages --reports 100000

Makes a large record of invented reports (`benchmarks/large_record.py`), then asks `onrecord serve` for pages
over HTTP, one after another, and looks at three in Chromium. On a busy machine the clock tells mostly of
others, so what the server itself computes stands beside it. The record is removed at the end, unless
`--record` says where it is kept; one that is there is used as it is.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import Connection, func, select

from benchmarks.large_record import CUES, Words, make_record
from onrecord.memory.telling import keep_told
from onrecord.record import ID_LETTERS
from onrecord.store import open_store
from onrecord.store import tables as t
from onrecord.store.browse import Browse
from onrecord.store.details import Details

# How many stories a list begins with.
FIRST_STORIES = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=60, help="of each kind of page")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", type=Path, help="keep the record here, or use the one that is there")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = asked.record or Path(folder, "pages.sqlite")
        if not path.exists():
            make_record(path, asked.reports, asked.seed)
        kinds = choose_pages(path, Random(asked.seed), asked.requests)
        tell_stories(path, [address.rpartition("/")[2] for address in kinds["story"]])
        with served(path) as (port, server):
            print(f"{'':28}pages   p50 ms   p95 ms   computing 50, 95   longest")
            times: dict[str, list[Spent]] = {}
            for kind, addresses in kinds.items():
                times[kind] = tell(kind, ask(port, server, addresses))
            tell("all", [one for its in times.values() for one in its])
            tell_paint(port, {kind: kinds[kind][-1] for kind in ("home", "story", "report")})
    return 0


def choose_pages(path: Path, random: Random, number: int) -> dict[str, list[str]]:
    """Addresses of each kind: things at random, so large ones too, and words as often as they are read."""
    words = Words(random)

    with open_store(path, readonly=True) as store, store.engine.connect() as connection:
        ids = {noun: sample(connection, noun, random, number) for noun in ("report", "statement", "story")}
        e, r = t.entities.c, t.reports.c
        top = connection.execute(select(e.id, e.name).order_by(e.statements.desc()).limit(2000)).all()
        some = [*top[:5], *random.choices(top, k=number)]
        outlets = list(connection.scalars(select(r.outlet).group_by(r.outlet).order_by(func.count().desc())))
        versions = connection.execute(
            select(t.story_members.c.story, t.story_members.c.report).limit(50_000)
        ).all()
    by_story = defaultdict(list)
    for story, report in versions:
        by_story[story].append(report)
    pairs = [tuple(random.sample(of, 2)) for of in by_story.values() if len(of) > 1]

    def days() -> str:
        begin = date(2015, 1, 1) + timedelta(days=random.randrange(3600))
        return f"since={begin}&until={begin + timedelta(days=random.choice((1, 30, 365)))}"

    filters: list[Callable[[], str]] = [
        lambda: f"outlet={quote(random.choice(outlets))}",
        lambda: f"kind={random.choice(('direct', 'indirect', 'mixed'))}",
        lambda: f"act={random.choice(list(CUES.values()))}",
        lambda: f"by={random.choice(top).id}",
        lambda: f"about={quote(' '.join(words.some(random.randint(1, 2))))}",
        days,
        lambda: f"since={random.randint(2015, 2024)}-06-01",
    ]
    combined = [
        "&".join(make() for make in random.sample(filters[:-1], random.randint(2, 3))) for _ in range(number)
    ]
    typed = [
        word[: random.randint(2, len(word))] for word in (random.choice(some).name for _ in range(number))
    ]
    return {
        "home": ["/"] * number,
        "reports": [f"/reports?newest={random.choice(('true', 'false'))}" for _ in range(number)],
        "reports of an outlet": [f"/reports?outlet={quote(random.choice(outlets))}" for _ in range(number)],
        "report": [f"/reports/{one}" for one in ids["report"]],
        "stories": ["/stories", *(f"/stories?after={random.randrange(10_000)}" for _ in range(number - 1))],
        "story": [f"/stories/{one}" for one in ids["story"]],
        "two side by side": ["/compare?a={}&b={}".format(*pair) for pair in random.sample(pairs, number)],
        "statements": ["/statements"] * number,
        "statements, one condition": [f"/statements?{random.choice(filters)()}" for _ in range(2 * number)],
        "statements, several": [f"/statements?{one}" for one in combined],
        "statement": [f"/statements/{one}" for one in ids["statement"]],
        "saying": [f"/sayings/{one}" for one in ids["statement"]],
        "speakers": ["/people"] * number,
        "speaker": [f"/people/{one.id}" for one in some],
        "search by words": [f"/search?q={quote(' '.join(words.some(1 + n % 3)))}" for n in range(2 * number)],
        "search as a name is typed": [f"/search?q={quote(one)}" for one in typed],
        "review": ["/review"] * number,
    }  # fmt: skip


def tell_stories(path: Path, asked: Sequence[str]) -> None:
    """What `onrecord add` keeps of every story, of those that are asked for: as for all it would take hours.

    Of the stories that lists begin with, only what is drawn of them there.
    """
    with open_store(path) as store:
        for story in asked:
            keep_told(store, story)
        first, details = Browse(store).stories(limit=FIRST_STORIES).items, Details(store)
        with store.writer() as writer:
            for one in first:
                if store.memory.told_part(one.id, "head") is None:
                    places = {report: place for place, report in enumerate(one.reports)}
                    rows = [[places[str(row.report)], *row[1:]] for row in details.course(one.reports)]
                    writer.keep_told(one.id, {"course": rows})


def sample(connection: Connection, noun: str, random: Random, number: int) -> list[str]:
    """Ids at random: those that come next after random ones."""
    table = {"report": t.reports, "statement": t.statements, "story": t.stories}[noun]
    found: list[str] = []
    while len(found) < number:
        begin = f"{ID_LETTERS[noun]}{random.randrange(16**6):06x}"
        found += connection.scalars(
            select(table.c.id).where(table.c.id >= begin).order_by(table.c.id).limit(1)
        )
    return found


class Spent(NamedTuple):
    """Milliseconds from the question to the last byte, and how many of them the server computed."""

    clock: float
    computing: float
    address: str


@contextlib.contextmanager
def served(path: Path) -> Iterator[tuple[int, int]]:
    """The port of a server, and its process."""
    command = [sys.executable, "-m", "onrecord", "serve", "--record", str(path), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    ) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            found = re.search(r":(\d+)/", line)
            assert found is not None, line
            yield int(found[1]), server.pid
        finally:
            server.terminate()


def ask(port: int, server: int, addresses: list[str]) -> list[Spent]:
    """What each page takes; two before are not counted."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    times = []
    for number, address in enumerate([*addresses[-2:], *addresses]):
        began, computed = time.perf_counter(), computing(server)
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status} for {address}")
        if number > 1:
            clock = 1000 * (time.perf_counter() - began)
            times.append(Spent(clock, computing(server) - computed, address))
    return times


def computing(process: int) -> float:
    """How many milliseconds a process has computed so far: what others do on the machine is not in it."""
    threads = Path(f"/proc/{process}/task").glob("*/schedstat")
    return sum(int(one.read_text().split()[0]) for one in threads) / 1e6


def tell(kind: str, times: list[Spent]) -> list[Spent]:
    spent = sorted(times)
    p95 = spent[min(len(spent) - 1, int(0.95 * len(spent)))].clock
    middle = statistics.median(one.clock for one in spent)
    own = sorted(one.computing for one in spent)
    computed = f"{statistics.median(own):5.0f} {own[min(len(own) - 1, int(0.95 * len(own)))]:5.0f}"
    last = spent[-1]
    print(
        f"{kind:28}{len(spent):5}   {middle:6.0f}   {p95:6.0f}   {computed}    "
        f"{last.clock:.0f} {last.address[:50]}",
        flush=True,
    )
    return times


def tell_paint(port: int, addresses: dict[str, str]) -> None:
    """When Chromium has painted something of a page."""
    from playwright.sync_api import sync_playwright

    paint = "performance.getEntriesByName('first-contentful-paint').map(one => one.startTime)"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for kind, address in addresses.items():
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{port}{address}")
            page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
            [first] = page.evaluate(paint)
            print(f"first paint of a page of the kind {kind}: {first:.0f} ms", flush=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
