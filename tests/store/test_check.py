from __future__ import annotations

import pytest

from onrecord.store.check import check
from onrecord.store.store import Store
from tests.store.conftest import add, change, make_report, make_reports


def test_a_sound_record_has_nothing_wrong(store: Store) -> None:
    add(store, *make_reports(3), make_report("place0", extra=" Two fell."))
    assert list(check(store)) == []


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        ("UPDATE originals SET packed = x'00'", "damaged"),
        ("UPDATE originals SET packed = (SELECT offsets FROM versions)", "not the one that was added"),
        ("UPDATE versions SET text = 'x' || text", "text or address"),
        (
            "UPDATE versions SET text = replace(text, 'crossed', 'swam')",
            "does not agree with what it searches",
        ),
        ("UPDATE statements SET cue = '[[0,4,\"said\"]]' WHERE position = 0", "not 'said'"),
        ("UPDATE statements SET cue = '[[0,4,\"News\"]]' WHERE position = 0", "at another place"),
        ("UPDATE mentions SET start = start + 1", "mentions 0 does not hold 'Zoë Łęcka'"),
        ("UPDATE figures SET words = '81'", "figures 0 does not hold '81'"),
        ("UPDATE reports SET current = 'v0'", "not the latest"),
        ("DELETE FROM people", "to nothing in people"),
        ("DELETE FROM readings", "has no reading"),
        ("UPDATE statements SET first_day = '2020-01-01'", "has another first_day than its reading"),
        ("UPDATE versions SET outlet = 'The Other'", "headline, outlet or day are not those"),
        ("DELETE FROM name_words WHERE word = 'mary'", "'Mary Lee': is not found by its words"),
        ("INSERT INTO name_words VALUES ('x', 'X')", "'X': its words are kept, and nobody has that name"),
        ("INSERT INTO sayings (id, day_order) VALUES ('y0', 'Y')", "y0: has no members (sayings)"),
        ("DELETE FROM unlinked", "is in no story"),
        ("INSERT INTO link_keys VALUES (1, 99)", "1 things are found by keys that are no more compared"),
    ],
)
def test_what_somebody_changed_is_found(store: Store, damage: str, found: str) -> None:
    add(store, make_report())
    change(store, damage if store.engine.dialect.name == "sqlite" else damage.replace("x'00'", "'\\x00'"))
    assert any(found in line for line in check(store)), list(check(store))
