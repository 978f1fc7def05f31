"""Shards made on a Ray cluster of two nodes, both on this machine, are those that its own processes make."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from onrecord.reading.network import read_name
from onrecord.shards.making import Lost, Made
from onrecord.shards.on_ray import FORMS_CLUSTERS, OBJECTS, OnRay, join
from onrecord.shards.plan import Settings, plan_shards
from tests.shards.conftest import NOW, Told, batch, load


@pytest.fixture(scope="module")
def cluster() -> Iterator[OnRay]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv(FORMS_CLUSTERS, "0")  # it is reached from this machine alone
        nodes = start_two_nodes()
        try:
            with join(nodes.address) as maker:
                yield maker
        finally:
            nodes.shutdown()


def start_two_nodes(tries: int = 3) -> Any:
    """Ray gives what it starts 15 seconds, and a busy machine takes longer: then it is asked again."""
    from ray.cluster_utils import Cluster

    node: dict[str, Any] = {"num_cpus": 1, "object_store_memory": OBJECTS, "include_dashboard": False}
    nodes: Any = Cluster(initialize_head=False)
    try:
        nodes.add_node(**node)
        nodes.add_node(**node)
    except Exception:  # Ray has no class of its own for it
        nodes.shutdown()
        if tries == 1:
            raise
        return start_two_nodes(tries - 1)
    return nodes


def makers_at_work() -> list[int]:
    """The processes that are making a shard."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if path.read_bytes().startswith(b"ray::_make"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def test_the_shards_are_the_same_and_a_kill_costs_one(
    cluster: OnRay, reports: Path, made_once: Path, added: Told, tmp_path: Path
) -> None:
    out, killed = tmp_path / "shards", 0
    times = {}

    class Killing(OnRay):
        def make(self, *arguments: Any) -> Iterator[Made | Lost]:
            nonlocal killed
            for made in super().make(*arguments):
                if not killed and (at_work := makers_at_work()):
                    times.update({path: path.stat().st_mtime_ns for path in (out / "shards").glob("*.json")})
                    os.kill(at_work[0], signal.SIGKILL)
                    killed = at_work[0]
                yield made

    assert all(isinstance(made, Made) for made in batch(reports, out, Killing(None), most_files=2))
    assert killed
    assert {path.name: path.read_bytes() for path in (out / "shards").iterdir()} == {
        path.name: path.read_bytes() for path in (made_once / "shards").iterdir()
    }
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert load(out, tmp_path / "record.db")[1] == added


def test_a_node_with_another_onrecord_makes_nothing(cluster: OnRay, reports: Path, tmp_path: Path) -> None:
    shards = plan_shards([str(reports)], tmp_path, now=NOW, most_files=9)
    (lost,) = cluster.make(tmp_path, shards, Settings(read_name(), "0.0.1"))
    assert isinstance(lost, Lost)
    assert "another Onrecord is installed there" in lost.why
