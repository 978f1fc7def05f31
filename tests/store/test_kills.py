from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from onrecord.store import open_store
from onrecord.store.check import check, digest
from tests.store.adder import add_all

COUNT = 40
KILLS = 10


def test_a_kill_leaves_whole_reports_and_the_next_add_goes_on(tmp_path: Path) -> None:
    path, undisturbed = tmp_path / "record.db", tmp_path / "undisturbed.db"
    chance = random.Random(7)
    unfinished = 0
    for _ in range(KILLS):
        adder = subprocess.Popen(
            [sys.executable, "-m", "tests.store.adder", str(path), str(COUNT)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],  # where the tests are a package
        )
        assert adder.stdout is not None
        adder.stdout.readline()
        try:
            adder.wait(chance.uniform(0, 0.1))
        except subprocess.TimeoutExpired:
            unfinished += 1
            adder.kill()
        adder.communicate()
        with open_store(path) as store:
            assert list(check(store)) == []
            assert all(listed.statements == 5 for listed in store.queries.listing())
    assert unfinished
    add_all(str(path), COUNT)
    add_all(str(undisturbed), COUNT)
    with open_store(path) as one, open_store(undisturbed) as other:
        assert digest(one) == digest(other)
