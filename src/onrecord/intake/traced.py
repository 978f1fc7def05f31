"""A text that knows where each of its characters stands in the original, through every edit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

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
        parts: list[Traced] = []
        done = 0
        for start, end, new in edits:
            parts.append(self.part(done, start))
            parts.append(self._stand_in(start, end, new))
            done = end
        if not parts:
            return self
        parts.append(self.part(done, len(self.text)))
        return Traced.joined(parts)

    def cut(self, start: int, end: int) -> Traced:
        return self.edited([(start, end, "")])

    def replace(self, start: int, end: int, new: str) -> Traced:
        return self.edited([(start, end, new)])

    def part(self, start: int, end: int) -> Traced:
        """`text[start:end]` with its way back."""
        return Traced(self.text[start:end], tuple(self._within(start, end)))

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

    def _within(self, start: int, end: int) -> Iterator[Stretch]:
        """The stretches of `[start, end)`, their text offsets counted from `start`."""
        first = max(0, bisect_right(self.stretches, start, key=lambda s: s[0]) - 1)
        for number in range(first, len(self.stretches)):
            low, high, from_, to = self.stretches[number]
            if low >= end:
                return
            cut_low, cut_high = max(low, start), min(high, end)
            if cut_low >= cut_high:
                continue
            if high - low == to - from_:
                yield cut_low - start, cut_high - start, from_ + cut_low - low, to - (high - cut_high)
            else:
                yield from _unequal((cut_low - start, cut_high - start, from_, to))

    def _stand_in(self, start: int, end: int, new: str) -> Traced:
        """`new`, which stands for `[start, end)`."""
        inside = list(self._within(start, end))
        if not new or not inside:
            return Traced(new, ())
        return Traced(new, tuple(_unequal((0, len(new), inside[0][2], inside[-1][3]))))


def _unequal(stretch: Stretch) -> Iterator[Stretch]:
    # Equal length would claim equal characters.
    if stretch[1] - stretch[0] != stretch[3] - stretch[2]:
        yield stretch


def _append(stretches: list[Stretch], new: Stretch) -> None:
    """Add a stretch, grown onto the last one where the two go on from each other in both texts."""
    if stretches:
        start, end, from_, to = stretches[-1]
        both_equal = end - start == to - from_ and new[1] - new[0] == new[3] - new[2]
        if both_equal and end == new[0] and to == new[2]:
            stretches[-1] = (start, new[1], from_, new[3])
            return
    stretches.append(new)
