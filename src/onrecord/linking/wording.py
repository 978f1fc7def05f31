"""Wording: how two renderings of one saying differ, and what of it a fact-checker must see first.

The meaning is compared before the style: what was denied, how sure it was, how many, under what condition;
then who is made responsible for the words; last, mere words.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord.linking.wording_align import Renderings, align_words
from onrecord.linking.wording_meaning import find_meaning_changes
from onrecord.linking.wording_nouns import Change, Run, RunKind, What, Wording
from onrecord.linking.wording_style import find_runs, find_style_changes
from onrecord.linking.wording_words import find_statement_words
from onrecord.record import Told

__all__ = ["Change", "Run", "RunKind", "What", "Wording", "compare_wording"]

_MIRRORED = {RunKind.ONLY_A: RunKind.ONLY_B, RunKind.ONLY_B: RunKind.ONLY_A}


def compare_wording(a: Told, b: Told) -> Wording:
    """What differs between two renderings of one saying. `compare_wording(b, a)` is the mirror image."""
    if (b.report, b.statement.id) < (a.report, a.statement.id):
        return _mirrored(compare_wording(b, a))
    words_a, words_b = find_statement_words(a.statement), find_statement_words(b.statement)
    pair = Renderings(a, b, tuple(words_a), tuple(words_b), align_words(words_a, words_b))
    runs = tuple(find_runs(pair))
    changes = [*find_meaning_changes(pair), *find_style_changes(pair, runs)]
    changes.sort(key=lambda change: (change.what.order, change.a, change.b))
    return Wording(a.statement.id, b.statement.id, runs, tuple(changes))


def _mirrored(wording: Wording) -> Wording:
    runs = tuple(Run(_MIRRORED.get(run.kind, run.kind), run.b, run.a) for run in wording.runs)
    changes = tuple(replace(change, a=change.b, b=change.a) for change in wording.changes)
    return Wording(wording.b, wording.a, runs, changes)
