"""A thousand random corrections over the page's API, then another network: nothing may be lost.

    python -m benchmarks.corrections examples/stories --corrections 1000

The reports of the folder are read by the network and kept; the page is served over them, and two people
correct, reject, accept and add statements, date and move reports, merge, split and rename people, judge
sayings and undo at random, as JSON over HTTP. Then all reports are read otherwise, as another network might:
a tenth of the statements lost, a tenth cut, others with another act or speaker. Every decision that stands
must still hold, or be told of at /api/conflicts. Ends with status 1 where anything is lost, or where an
answer was none of the API's.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import httpx2

from onrecord import open_record
from onrecord.record import Act, Kind
from onrecord.store.check import check
from onrecord.store.decided import Decided
from tests.decisions.conftest import add
from tests.decisions.many import read_otherwise, what_was_lost
from tests.web.conftest import serving

# Who speaks in more reports is merged no further: else all would be one in the end.
FEW = 6
NAMES = ("Ruth Oduya", "Tom Hale", "Mary Lee")


class Api:
    """The API of a served record."""

    def __init__(self, address: str) -> None:
        self._client = httpx2.Client(base_url=f"{address}/api", timeout=120)
        self._client.headers["X-CSRF-Token"] = self.get("/token")["token"]

    def get(self, path: str) -> Any:
        answer = self._client.get(path)
        answer.raise_for_status()
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> httpx2.Response:
        return self._client.post(path, json=body)

    def one_of(self, random: Random, noun: str, asked: str = "") -> Any:
        items = self.get(f"/{noun}?limit=500{asked}")["items"]
        return random.choice(items) if items else None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("reports", type=Path)
    parser.add_argument("--corrections", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    random = Random(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "corrected.sqlite")
        with open_record(path) as record:
            added = list(record.add(asked.reports))
            readings = [
                (record.store.queries.report(one.report), record.store.queries.reading(one.report))
                for one in record.reports()
            ]
        print(f"{len(readings)} reports of {len(added)} inputs read", flush=True)
        with serving(path) as served:
            faults = correct(Api(served.address), random, asked.corrections)
        with open_record(path) as record:
            decided = Decided(record.store).judgements()
            standing = sum(one.withdrawn is None for one in record.decide.log())
            faults += [f"before the other network: {lost}" for lost in what_was_lost(record, decided)]
            others = [(report, read_otherwise(reading, random, "other-1")) for report, reading in readings]
            add(record, *others)
            lost = what_was_lost(record, decided)
            faults += [f"after the other network: {one}" for one in lost] + list(check(record.store))
        with serving(path) as served:
            conflicts = Api(served.address).get("/conflicts")["items"]
    print(
        f"another network read {len(readings)} reports: of {standing} decisions that stand with "
        f"{len(decided)} judgements {len(lost)} lost, {len(conflicts)} conflicts listed",
        flush=True,
    )
    print(f"{len(faults)} faults")
    print("\n".join(faults[:20]))
    return 1 if faults else 0


def correct(api: Api, random: Random, wanted: int) -> list[str]:
    """Make so many corrections; what the API answered that it may not."""
    made: Counter[str] = Counter()
    refused: Counter[int] = Counter()
    faults: list[str] = []
    spent = 0.0
    sorts = random.choices(list(SORTS), [often for often, _ in SORTS.values()], k=20 * wanted)
    for sort in sorts:
        asked = SORTS[sort][1](api, random)
        if asked is None:
            continue
        path, body = asked
        began = time.perf_counter()
        answer = api.post(path, body | {"reason": "at random", "by": random.choice(("ana", "tom"))})
        spent += time.perf_counter() - began
        if answer.status_code == 200:
            made[sort] += 1
        elif answer.status_code < 500 and "error" in answer.json():
            refused[answer.status_code] += 1  # it would change nothing, or cannot be
        else:
            faults.append(f"{answer.status_code} for {path} {body}")
        if made.total() == wanted:
            break
    told = ", ".join(f"{made[sort]} {sort}" for sort in sorted(made))
    each = 1000 * spent / (made.total() + refused.total())
    print(f"{made.total()} corrections ({each:.0f} ms each), {refused.total()} refused: {told}", flush=True)
    return faults


Asked = tuple[str, dict[str, Any]] | None


def change(api: Api, random: Random) -> Asked:
    one = api.one_of(random, "statements")
    start, end = one["content"]["spans"][0][:2]
    body: dict[str, Any] = random.choice(
        (
            {"act": random.choice(list(Act)), "kind": random.choice(list(Kind))},
            {"speaker": random.choice(NAMES), "speaker_kind": "person"},
            {"content": [[start, random.randint(start + 1, end)]]},
            {"said": f"2024-03-{random.randint(10, 28)}"},
        )
    )
    return f"/statements/{one['id']}", body


def settle(part: str) -> Callable[[Api, Random], Asked]:
    return lambda api, random: (f"/statements/{api.one_of(random, 'statements')['id']}", {part: True})


def miss(api: Api, random: Random) -> Asked:
    report = api.get(f"/reports/{api.one_of(random, 'reports')['id']}")["report"]
    start = random.randint(0, len(report["text"]) - 20)
    return f"/reports/{report['id']}/statements", {"content": [[start, start + random.randint(5, 19)]]}


def date(api: Api, random: Random) -> Asked:
    body = {"published": f"2024-03-{random.randint(10, 28)}", "outlet": "The Lantern"}
    return f"/reports/{api.one_of(random, 'reports')['id']}/date", body


def move(api: Api, random: Random) -> Asked:
    report, story = api.one_of(random, "reports"), api.one_of(random, "stories")
    return story and (f"/reports/{report['id']}/story", {"story": story["id"]})


def merge(api: Api, random: Random) -> Asked:
    few = [one["id"] for one in api.get("/people?limit=500")["items"] if one["reports"] <= FEW]
    return ("/people", {"who": random.sample(few, 2)}) if len(few) > 1 else None


def split(api: Api, random: Random) -> Asked:
    several = [one for one in api.get("/people?limit=500")["items"] if one["reports"] > 1]
    if not several:
        return None
    one = api.get(f"/people/{random.choice(several)['id']}")
    return f"/people/{one['id']}/split", {"out": random.sample(one["members"], 1)}


def rename(api: Api, random: Random) -> Asked:
    return f"/people/{api.one_of(random, 'people')['id']}/name", {"name": f"Name {random.randint(1, 10**6)}"}


def judge(api: Api, random: Random) -> Asked:
    one, other = (api.one_of(random, "statements")["id"] for _ in range(2))
    verdict = random.choice(("same", "different", "unsure"))
    return "/judgements", {"about": "saying", "a": one, "b": other, "verdict": verdict}


def undo(api: Api, random: Random) -> Asked:
    standing = [one for one in api.get("/decisions")["items"] if one["withdrawn"] is None]
    return (f"/decisions/{random.choice(standing[:20])['id']}/undo", {}) if standing else None


# How often each is made, and what is asked for it.
SORTS: dict[str, tuple[int, Callable[[Api, Random], Asked]]] = {
    "accepted": (10, settle("accept")),
    "added": (8, miss),
    "corrected": (30, change),
    "dated": (2, date),
    "judged": (15, judge),
    "merged": (8, merge),
    "moved": (2, move),
    "rejected": (8, settle("reject")),
    "renamed": (5, rename),
    "split": (6, split),
    "undone": (6, undo),
}


if __name__ == "__main__":
    sys.exit(main())
