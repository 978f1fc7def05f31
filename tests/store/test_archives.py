"""How far archives were gone through: kept with a report, by network, gone with a report of it."""

from __future__ import annotations

from dataclasses import replace

from onrecord.record import Passed
from onrecord.store.store import Store
from tests.store.conftest import MODEL, NOW, make_report, read_by_hand

HERE = Passed("a1", "news.warc.gz", 700, (("pages that came before", 2),))


def test_is_kept_with_the_report(store: Store) -> None:
    report = make_report()
    assert store.queries.passed("a1", MODEL) is None
    with store.writer() as writer:
        writer.add(report, read_by_hand(report), now=NOW, passed=HERE)
        assert store.queries.passed("a1", MODEL) == HERE
        writer.pass_archive(replace(HERE, at=900, whole=True), MODEL)
    assert store.queries.passed("a1", MODEL) == replace(HERE, at=900, whole=True)


def test_another_network_has_not_been_there(store: Store) -> None:
    with store.writer() as writer:
        writer.pass_archive(HERE, MODEL)
    assert store.queries.passed("a1", "test-2") is None


def test_forgetting_a_report_of_it_lets_it_be_gone_through_again(store: Store) -> None:
    other = replace(HERE, archive="a2", where="other.warc.gz")
    report = replace(make_report(), notes=("from the archive news.warc.gz, record at byte 700",))
    with store.writer() as writer:
        writer.add(report, read_by_hand(report), now=NOW, passed=HERE)
        writer.pass_archive(other, MODEL)
        writer.forget(report.id)
    assert store.queries.passed("a1", MODEL) is None
    assert store.queries.passed("a2", MODEL) == other


def test_a_page_is_known_by_its_address_and_its_bytes(store: Store) -> None:
    report = make_report()
    with store.writer() as writer:
        writer.add(report, read_by_hand(report), now=NOW)
    held, where = report.original.sha256, report.original.location
    assert store.queries.holds_page(where, held, MODEL)
    assert not store.queries.holds_page(where, held, "test-2")
    assert not store.queries.holds_page("elsewhere.html", held, MODEL)
    assert not store.queries.holds_page(where, "0" * 64, MODEL)
