"""Transcripts: in an interview printed as it was held, a name and a colon begin what somebody says.

    MORA: Will the bridge open this year?
    QUELL: We hope so. I have seen the plans.

No verb reports here, so that the network, taught on running reports, often sees nothing; the layout tells.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from onrecord.reading.names import NameIn
from onrecord.reading.quotes import paragraphs
from onrecord.reading.statements import Found
from onrecord.record import EntityKind, Kind, Span

# The share of turns that were right in the two transcripts of the training reports: all of 8, less a margin.
SCORE = 0.9
_MARKS = "\"“”'’"
_NAME = r"[A-Z](?:[\w.’'-]*\w|\.)?"
_LABEL = re.compile(
    rf"[\"“]?(?P<label>{_NAME}(?: {_NAME}){{0,4}}(?: \([^()\n]{{2,40}}\)|, [^:\n.!?]{{2,40}})?)(?P<cue>:)"
    r"[ \xa0]+(?=\S)"
)
# Nobody's name, though it stands before a colon: "Q:" and what parts an article.
_NO_NAME = frozenset(
    "q a question answer note update photo source sources editor video image related read more".split()
)
# Who talks says I, we and you; a list of figures, places or steps does not.
_TALK = re.compile(r"\b(?:I|me|my|we|us|our|you|your)\b", re.IGNORECASE)
_STAGE = re.compile(r"[\"“]?[(\[][^()\[\]]*[)\]][.\"”]*$|[\"“]?[.…–—\s]+$")
_FEWEST_TURNS, _FEWEST_WORDS = 3, 3


@dataclass(frozen=True, slots=True)
class _Turn:
    label: Span
    cue: Span
    content: Span
    quoted: bool


def find_turns(text: str) -> list[Found]:
    """What each of those who talk in a transcript says at a time, in the order of the text.

    A transcript has three turns or more of two people or more, one of whom has two; in half of the turns
    somebody says I, we or you. The paragraphs that go on with a turn are pieces of its content: those that
    open with quotation marks as the first did, or that say I, we or you, up to the next name.
    """
    lines = list(paragraphs(text))
    turns = {i: turn for i, line in enumerate(lines) if (turn := _turn(text, *line)) is not None}
    if 0 in turns and all(turns[0].label.text != turn.label.text for i, turn in turns.items() if i):
        # "Quell: the bridge stays shut" is a headline.
        del turns[0]
    if not _is_transcript(list(turns.values())):
        return []
    last = max(turns)
    return [
        Found(
            (turn.label,),
            (turn.cue,),
            (turn.content, *_goes_on(text, lines, i, turn, turns, last)),
            Kind.DIRECT,
            SCORE,
        )
        for i, turn in turns.items()
    ]


def names_of_turns(turns: Sequence[Found], names: Sequence[NameIn]) -> list[NameIn]:
    """The names with those that begin turns, which are people's: a single word only as far as it is one of
    the names already, since it may be a part that somebody has ("MODERATOR").
    """
    own = [
        NameIn(label.start, label.start + len(name), EntityKind.PERSON)
        for turn in turns
        for label in turn.source
        if " " in (name := re.split(r" \(|, ", label.text)[0])
    ]
    return [*(n for n in names if not any(n.start < o.end and o.start < n.end for o in own)), *own]


def leave_turns(found: Sequence[Found], turns: Sequence[Found]) -> list[Found]:
    """What was found, without what a turn tells better: what has a name that begins a turn for its source or
    in its content, and what in a turn has neither source nor cue.
    """
    labels = [turn.source[0] for turn in turns]
    said = [span for turn in turns for span in turn.content]

    def told(one: Found) -> bool:
        spans = (*one.source, *one.content)
        if any(span.start < label.end and label.start < span.end for span in spans for label in labels):
            return True
        inside = all(any(whole.covers(span) for whole in said) for span in one.content)
        return inside and not (one.source and one.cue)

    return [one for one in found if not told(one)]


def _turn(text: str, start: int, end: int) -> _Turn | None:
    """The turn that a paragraph begins, if a name and a colon stand first in it."""
    label = _LABEL.match(text, start, end)
    if label is None or label["label"].lower() in _NO_NAME:
        return None
    quoted = text[start] in _MARKS
    stop = end
    if quoted and text[stop - 1] in _MARKS:
        stop -= 1
    content = Span(label.end(), stop, text)
    if len(re.findall(r"\w+", content.text)) < _FEWEST_WORDS:
        return None
    return _Turn(Span(*label.span("label"), text), Span(*label.span("cue"), text), content, quoted)


def _is_transcript(turns: Sequence[_Turn]) -> bool:
    names = [turn.label.text for turn in turns]
    talk = sum(bool(_TALK.search(turn.content.text)) for turn in turns)
    enough = len(names) >= _FEWEST_TURNS and 2 <= len(set(names)) < len(names)
    return enough and 2 * talk >= len(turns)


def _goes_on(
    text: str, lines: Sequence[tuple[int, int]], first: int, turn: _Turn, turns: Container[int], last: int
) -> Iterator[Span]:
    """The paragraphs behind the first in which the same one goes on talking."""
    for i in range(first + 1, len(lines)):
        start, end = lines[i]
        if i in turns or _STAGE.match(text, start, end):
            return
        opens = text[start] in _MARKS
        talks = bool(_TALK.search(text, start, end))
        if turn.quoted != opens or not (talks or (opens and first != last)):
            return
        yield Span(start + opens, end - (opens and text[end - 1] in _MARKS), text)
