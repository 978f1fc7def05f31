"""How long pages take on a large record: half of all times, and 95 in 100, for each kind of page.

    python -m benchmarks.pages --reports 100000

Makes a large record of invented reports (`benchmarks/large_record.py`), then asks `onrecord serve` for pages
over HTTP, one after another, and looks at three in Chromium. The record is removed at the end, unless
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
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from urllib.parse import quote

from sqlalchemy import Connection, func, select

from benchmarks.large_record import CUES, Words, make_record
from onrecord.record import ID_LETTERS
from onrecord.store import open_store
from onrecord.store import tables as t


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
        with served(path) as port:
            print(f"{'':28}pages   p50 ms   p95 ms   longest")
            times = {kind: tell(kind, ask(port, addresses)) for kind, addresses in kinds.items()}
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


@contextlib.contextmanager
def served(path: Path) -> Iterator[int]:
    command = [sys.executable, "-m", "onrecord", "serve", "--record", str(path), "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"}
    ) as server:
        try:
            assert server.stdout is not None
            line = server.stdout.readline()
            found = re.search(r":(\d+)/", line)
            assert found is not None, line
            yield int(found[1])
        finally:
            server.terminate()


def ask(port: int, addresses: list[str]) -> list[tuple[float, str]]:
    """Milliseconds from the question to the last byte, by address; two before are not counted."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    times = []
    for number, address in enumerate([*addresses[-2:], *addresses]):
        began = time.perf_counter()
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise SystemExit(f"{answer.status} for {address}")
        if number > 1:
            times.append((1000 * (time.perf_counter() - began), address))
    return times


def tell(kind: str, times: list[tuple[float, str]]) -> list[tuple[float, str]]:
    spent = sorted(times)
    p95 = spent[min(len(spent) - 1, int(0.95 * len(spent)))][0]
    middle = statistics.median(one for one, _ in spent)
    longest, address = spent[-1]
    print(f"{kind:28}{len(spent):5}   {middle:6.0f}   {p95:6.0f}   {longest:.0f} {address[:60]}", flush=True)
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
