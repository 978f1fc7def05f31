"""A text that knows where each of its characters stands in the original, through every edit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from onrecord.record import OffsetMap

Stretch = tuple[int, int, int, int]
Edit = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and the stretches of it that come from the original, as in `OffsetMap.stretches`.

    A stretch as long in the text as in the original holds the same characters in both. What was put
    in by an edit has a stretch of its own where it stands for something of another length (an entity,
    two line ends), else none.
    """

    text: str
    stretches: tuple[Stretch, ...]

    @classmethod
    def of(cls, text: str) -> Traced:
        """The original itself."""
        return cls(text, ((0, len(text), 0, len(text)),) if text else ())

    def edited(self, edits: Iterable[Edit]) -> Traced:
        """With `(start, end, replacement)` edits done at once; they are in order and do not overlap."""
        pieces: list[str] = []
        stretches: list[Stretch] = []
        sweep = _Sweep(self.stretches)
        done = length = 0
        for start, end, new in edits:
            pieces += (self.text[done:start], new)
            for low, high, from_, to in sweep.until(start):
                _append(stretches, (low + length - done, high + length - done, from_, to))
            length += start - done
            inside = list(sweep.until(end))
            if new and inside and len(new) != inside[-1][3] - inside[0][2]:
                # Equal length would claim equal characters.
                stretches.append((length, length + len(new), inside[0][2], inside[-1][3]))
            length += len(new)
            done = end
        if not pieces:
            return self
        pieces.append(self.text[done:])
        for low, high, from_, to in sweep.until(len(self.text)):
            _append(stretches, (low + length - done, high + length - done, from_, to))
        return Traced("".join(pieces), tuple(stretches))

    def cut(self, start: int, end: int) -> Traced:
        return self.edited([(start, end, "")])

    def replace(self, start: int, end: int, new: str) -> Traced:
        return self.edited([(start, end, new)])

    def part(self, start: int, end: int) -> Traced:
        """`text[start:end]` with its way back."""
        first = max(0, bisect_right(self.stretches, start, key=itemgetter(0)) - 1)
        last = bisect_right(self.stretches, end, key=itemgetter(0))
        sweep = _Sweep(self.stretches[first:last], at=start)
        inside = ((low - start, high - start, from_, to) for low, high, from_, to in sweep.until(end))
        return Traced(self.text[start:end], tuple(inside))

    def stripped(self) -> Traced:
        """Without white space at its ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.part(start, max(start, len(self.text.rstrip())))

    @staticmethod
    def joined(parts: Sequence[Traced], glue: str = "") -> Traced:
        """The parts one after another. `glue` comes from nowhere in the original."""
        stretches: list[Stretch] = []
        offset = 0
        for number, part in enumerate(parts):
            offset += len(glue) if number else 0
            for start, end, from_, to in part.stretches:
                _append(stretches, (start + offset, end + offset, from_, to))
            offset += len(part.text)
        return Traced(glue.join(part.text for part in parts), tuple(stretches))

    def offsets(self, unit: str, pages: tuple[int, ...] = ()) -> OffsetMap:
        return OffsetMap(unit, self.stretches, pages)


class _Sweep:
    """The stretches of a text, handed out piece by piece from its beginning to its end."""

    def __init__(self, stretches: Sequence[Stretch], *, at: int = 0) -> None:
        self.stretches, self.at, self.number = stretches, at, 0

    def until(self, end: int) -> Iterator[Stretch]:
        """The stretches, or parts of them, from where the sweep stands up to `end`."""
        while self.number < len(self.stretches):
            low, high, from_, to = self.stretches[self.number]
            first, last = max(low, self.at), min(high, end)
            if first < last:
                if high - low == to - from_:
                    yield first, last, from_ + first - low, to - (high - last)
                elif (last - first) != to - from_:
                    yield first, last, from_, to
            if high > end:
                break
            self.number += 1
        self.at = end


def _append(stretches: list[Stretch], new: Stretch) -> None:
    """Add a stretch, grown onto the last one where the two go on from each other in both texts."""
    if stretches:
        start, end, from_, to = stretches[-1]
        both_equal = end - start == to - from_ and new[1] - new[0] == new[3] - new[2]
        if both_equal and end == new[0] and to == new[2]:
            stretches[-1] = (start, new[1], from_, new[3])
            return
    stretches.append(new)
