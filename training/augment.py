"""The same example printed otherwise: other quotation marks, other names, other reporting verbs, ...

Every change is a list of replacements in the text; spans follow their words.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from dataclasses import replace
from pathlib import Path

from training.gold import Example

Edit = tuple[int, int, str]
WORDS = Path(__file__).parent / "words"
QUOTE_STYLES = [('"', '"'), ("“", "”"), ("''", "''"), ("‘", "’"), ("«", "»"), ("'", "'"), ("„", "“")]
QUOTE_WEIGHTS = [4, 4, 1, 3, 1, 1, 0.3]


def words(name: str) -> list[str]:
    return [line for line in (WORDS / f"{name}.txt").read_text(encoding="utf-8").split("\n") if line]


FIRST_NAMES, LAST_NAMES, PLACES, AGENCIES, SAID = map(
    words, ("first_names", "last_names", "places", "agencies", "said")
)


def print_otherwise(example: Example, chance: random.Random) -> Example:
    """One of the many ways in which this example could have been printed."""
    if chance.random() < 0.35:
        example = apply(example, swap_quotation_marks(example.text, chance))
    if example.names is not None and chance.random() < 0.4:
        example = apply(example, swap_names(example, chance))
    if example.attributions is not None:
        if chance.random() < 0.4:
            example = apply(example, swap_verbs(example, chance))
        if chance.random() < 0.15:
            example = apply(example, add_dateline(example.text, chance))
    if chance.random() < 0.03:
        example = replace(example, text=same_length(example.text.lower(), example.text))
    return example


def same_length(text: str, otherwise: str) -> str:
    return text if len(text) == len(otherwise) else otherwise


def swap_quotation_marks(text: str, chance: random.Random) -> list[Edit]:
    """Every outer quotation of the text in another typography."""
    from onrecord.reading.quotes import find_quotations

    opening, closing = chance.choices(QUOTE_STYLES, QUOTE_WEIGHTS)[0]
    edits: list[Edit] = []
    for q in find_quotations(text):
        if q.depth == 0 and not q.single:
            edits.append((q.start, q.inner_start, opening))
            if q.closed:
                edits.append((q.inner_end, q.end, closing))
    return edits


def swap_names(example: Example, chance: random.Random) -> list[Edit]:
    """Each word of a person's name by another name's word, the same one all through the text."""
    new: dict[str, str] = {}
    edits: list[Edit] = []
    for start, end, kind in example.names or ():
        if kind != "person":
            continue
        found = list(re.finditer(r"[A-Z][\w'’-]+", example.text[start:end]))
        for n, word in enumerate(found):
            bare = re.sub(r"['’]s$", "", word.group())
            if len(bare) < 2:
                continue
            if bare not in new:
                new[bare] = chance.choice(LAST_NAMES if n == len(found) - 1 else FIRST_NAMES)
            edits.append((start + word.start(), start + word.start() + len(bare), new[bare]))
    return edits


def swap_verbs(example: Example, chance: random.Random) -> list[Edit]:
    """A plain "said" by the verbs that other outlets and translators use."""
    cues = {span for a in example.attributions or () for span in a["cue"]}
    return [
        (start, end, chance.choice(SAID))
        for start, end in cues
        if example.text[start:end] == "said" and chance.random() < 0.35
    ]


def add_dateline(text: str, chance: random.Random) -> list[Edit]:
    """A dateline before the first paragraph of the body."""
    body = re.search(r"\n\n(?=[A-Z])", text)
    if body is None or re.match(r"[A-Z][A-Z .,]{3,}[(—–-]", text[body.end() : body.end() + 60]):
        return []
    place, agency = chance.choice(PLACES), chance.choice(AGENCIES)
    months = "January February March April May June July August September October November December"
    day = f"{chance.choice(months.split())} {chance.randint(1, 28)}"
    form = chance.choice(
        ["{p}, {d} ({a})-- ", "{P} ({a}) — ", "{p}, {d} ({a}) - ", "{P}, {d} ({a}) - ", "{P} — ", "{p}: "]
    )
    return [(body.end(), body.end(), form.format(p=place, P=place.upper(), d=day, a=agency))]


def apply(example: Example, edits: list[Edit]) -> Example:
    """The example with the replacements made; a span keeps the words that it had."""
    edits = sorted(set(edits))
    if not edits:
        return example
    parts: list[str] = []
    ends: list[int] = []
    shifts: list[int] = []
    at = shift = 0
    for start, end, words in edits:
        if start < at:
            continue
        parts += [example.text[at:start], words]
        at = end
        shift += len(words) - (end - start)
        ends.append(end)
        shifts.append(shift)
    parts.append(example.text[at:])

    def move(place: int) -> int:
        # What is inserted at a place stands before the span that begins there.
        n = bisect_right(ends, place)
        return place + (shifts[n - 1] if n else 0)

    def span(s: tuple[int, int]) -> tuple[int, int]:
        return move(s[0]), move(s[1])

    return replace(
        example,
        text="".join(parts),
        attributions=example.attributions
        and [{role: [span(s) for s in spans] for role, spans in a.items()} for a in example.attributions],
        names=example.names and [(*span((s, e)), kind) for s, e, kind in example.names],
        times=example.times and [span(s) for s in example.times],
        sentence_ends=example.sentence_ends and [move(e) for e in example.sentence_ends],
        clusters=example.clusters and [[span(s) for s in chain] for chain in example.clusters],
        masked=[span(s) for s in example.masked],
    )
