"""The network's windows lose nothing at their edges, and its files are checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ModelError
from onrecord.reading.network import _find_home, cut_windows, load
from onrecord.reading.quotes import find_quotations
from onrecord.reading.statements import find_statements

STATEMENT = "“The dam will hold for now,” said Marta Oduya, the chief engineer."
FILLER = "The road runs along the river past two farms and a chapel with a tin roof. "


@given(st.integers(1, 900), st.integers(20, 60), st.integers(5, 20))
def test_every_piece_has_a_home_in_a_window_that_holds_it(n: int, window: int, stride: int) -> None:
    windows = cut_windows(n, window, stride)
    home = _find_home(n, windows, window)
    assert all(0 <= piece - windows[home[piece]] < window for piece in range(n))


def test_a_statement_is_found_once_wherever_a_window_ends() -> None:
    network = load()
    window = network.settings.window
    for sentences in range(4, 24, 3):
        text = (
            "A dam\n\n" + (FILLER * sentences).strip() + "\n\n" + STATEMENT + "\n\n" + (FILLER * 20).strip()
        )
        labels = network.label(text)
        assert len(labels.pieces) > window
        found = find_statements(text, labels, find_quotations(text))
        direct = [f for f in found if "The dam will hold" in f.content[0].text]
        assert [f.content[0].text for f in direct] == ["“The dam will hold for now,”"], sentences


def test_missing_weights_are_told_with_their_path(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="missing"):
        load(tmp_path)


def test_weights_of_another_kind_are_refused(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n")
    with pytest.raises(ModelError, match="does not fit"):
        load(tmp_path)
