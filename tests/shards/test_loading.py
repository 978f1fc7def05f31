"""Loading shards makes the record that `add` makes of their inputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.edtf import Edtf
from onrecord.errors import UsageError
from onrecord.intake.fetch import Fetcher
from onrecord.intake.given import Given
from onrecord.pipeline import add_inputs
from onrecord.shards.batch import Here
from onrecord.shards.loading import load_shards
from onrecord.shards.plan import PLAN
from onrecord.store import open_store
from onrecord.store.kept import Added
from onrecord.workers.pool import Workers
from tests.shards.conftest import NOW, Told, batch, load, tell


def test_the_record_is_that_of_add(made: Path, added: Told, tmp_path: Path) -> None:
    loaded, record = load(made, tmp_path / "record.db")
    assert record == added
    assert [failure.what for one in loaded for failure in one.failures if not failure.skipped] == [
        "it is empty"
    ]


def test_it_goes_on_where_it_was_stopped(made: Path, added: Told, workers: Workers, tmp_path: Path) -> None:
    with open_store(tmp_path / "record.db") as store:
        loading = load_shards(store, made, lambda: workers, now=NOW)
        next(loading)
        loading.close()
    again, record = load(made, tmp_path / "record.db")
    assert record == added
    assert set(again[0].added) == {Added.UNCHANGED}
    assert sum(one.added[Added.NEW] for one in again[1:])


def test_a_report_whose_day_was_given_before_is_read_with_it(
    made: Path, reports: Path, workers: Workers, tmp_path: Path
) -> None:
    def record(name: str, *, by_add: bool) -> Told:
        given = Given(published=Edtf("2023-05-02"))
        with open_store(tmp_path / name) as store, Fetcher() as fetcher:
            one = [str(reports / "2-protest.txt")]
            assert list(add_inputs(store, one, workers, fetcher, given=given, now=NOW))
            everything = (
                add_inputs(store, [str(reports)], workers, fetcher, given=Given(), now=NOW)
                if by_add
                else load_shards(store, made, lambda: workers, now=NOW)
            )
            assert list(everything)
            return tell(store)

    assert record("loaded.db", by_add=False) == record("added.db", by_add=True)


def test_what_cannot_be_loaded_is_told(made: Path, tmp_path: Path, reports: Path, workers: Workers) -> None:
    with pytest.raises(UsageError, match="there are no shards here"):
        load(tmp_path, tmp_path / "record.db")
    table = next((made / "shards").glob("*.parquet"))
    whole = table.read_bytes()
    table.write_bytes(whole[:-1])
    with pytest.raises(UsageError, match=rf"shard {table.stem}: is damaged"):
        load(made, tmp_path / "record.db")
    with pytest.raises(UsageError, match=rf"shard {table.stem}: is not made yet"):
        load(made, tmp_path / "record.db")
    batch(reports, made, Here(workers))
    assert table.read_bytes() == whole
    plan = (made / PLAN).read_text(encoding="utf-8")
    (made / PLAN).write_text(plan.replace('"reader": "reader', '"reader": "old'), encoding="utf-8")
    with pytest.raises(UsageError, match="was read by old"):
        load(made, tmp_path / "record.db")


def test_a_database_of_a_server_gets_the_same_record(
    made: Path, added: Told, workers: Workers, database: str
) -> None:
    with open_store(database) as store:
        assert list(load_shards(store, made, lambda: workers, now=NOW))
        assert tell(store) == added
