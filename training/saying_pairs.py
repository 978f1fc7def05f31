"""Pairs of statements of one speaker in one article that are likely two sayings.

An article seldom says one thing twice below its lead, so these are what is hardest to tell apart: one
speaker, one day, one matter. Those that share most of their words are left out, as they may be the same.
They are compared as what they are, two statements of one report: taken for two of different reports, as they
once were, they teach that two reports of one speech seldom have a sentence in common.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.edtf import Edtf
from onrecord.errors import SpanError
from onrecord.linking.sayings_features import compare_told
from onrecord.reading.acts import find_act
from onrecord.reading.contents import find_kind
from onrecord.reading.quotes import find_quotations
from onrecord.record import EntityKind, Front, Span, Speaker, Statement, Told

_NAME = re.compile(r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+)*")
# How many pairs of one speaker in one article; characters that are taken for headline and lead.
_PAIRS, _LEAD = 12, 400


def different_rows(path: Path, chance: random.Random) -> Iterator[dict[str, float]]:
    """The features of such pairs out of a file of articles with `attributions` and `published`."""
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            by_name: dict[str, list[Statement]] = {}
            for statement in _statements(row):
                if statement.speaker:
                    by_name.setdefault(statement.speaker.name.split()[-1], []).append(statement)
            front = Front(published=Edtf.parse(row["published"]))
            for name in sorted(by_name):
                yield from _pairs(by_name[name], front, row["text"], chance)


def _statements(row: dict[str, Any]) -> Iterator[Statement]:
    text = row["text"]
    quotations = find_quotations(text)
    for given in row["attributions"]:
        try:
            source, cue, content = (
                tuple(Span(start, end, text) for start, end in given[role])
                for role in ("source", "cue", "content")
            )
        except SpanError:
            continue
        names = _NAME.findall(source[0].text) if source else []
        if not names or not cue or not content or content[0].start < _LEAD:
            continue
        kind = find_kind(text, content, quotations)
        said, what = (" ".join(span.text for span in role) for role in (cue, content))
        speaker = Speaker(names[-1], EntityKind.PERSON, 1.0, "gold")
        yield Statement(row["id"], kind, find_act(said, what, kind), 1.0, source, cue, content, speaker)


def _pairs(
    statements: list[Statement], front: Front, text: str, chance: random.Random
) -> Iterator[dict[str, float]]:
    pairs = [
        (a, b)
        for i, a in enumerate(statements)
        for b in statements[:i]
        if not any(one.overlaps(other) for one in a.content for other in b.content)
    ]
    for a, b in chance.sample(pairs, min(_PAIRS, len(pairs))):
        features = compare_told(Told(a, "one", front, text), Told(b, "one", front, text))
        features |= {"speaker same": 1.0, "speaker part": 0.0, "speaker like": 0.0}
        if features["run"] <= 0.6 and features["aligned, less"] <= 0.8:
            yield features
