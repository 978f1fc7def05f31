"""A headline tells what the report below it tells: what it quotes was said when that was."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.lexicon import fold
from onrecord.record import Dated, Statement

# Shorter words are in every sentence.
_LONG_WORD = 4
# Of a longer word so much tells it: "doors", "door".
_STEM = 5
# So much of the headline's words stand in what it repeats.
_SHARE = 0.5


def tell_headlines(
    text: str,
    headline: str | None,
    statements: Sequence[Statement],
    own: Sequence[Dated | None],
    said: Sequence[Dated | None],
) -> list[Dated | None]:
    """The days, those in the headline as that of the statement below which it repeats.

    `own` has a day where the headline itself tells one, which holds. One whose words stand in no statement
    of the same speaker, or of one the headline does not name, keeps what it has.
    """
    start = text.find(headline) if headline else -1
    if headline is None or start < 0:
        return list(said)
    end = start + len(headline)
    above = [bool(s.content) and start <= s.content[0].start < end for s in statements]
    below = [i for i, is_above in enumerate(above) if not is_above]
    out = list(said)
    for i, is_above in enumerate(above):
        if is_above and own[i] is None and (j := _repeated(statements, i, below)) is not None:
            day = said[j]
            out[i] = day and Dated(day.value, f"the headline of what stands below it: {day.reason}")
    return out


def _repeated(statements: Sequence[Statement], index: int, below: Sequence[int]) -> int | None:
    """Which of the statements below has most of the words of one in the headline; the first of several."""
    one = statements[index]
    words = _words(one)
    name = one.speaker.name if one.speaker else None
    best: int | None = None
    most = _SHARE * len(words)
    for i in below:
        speaker = statements[i].speaker
        if name is not None and speaker is not None and speaker.name != name:
            continue
        shared = len(words & _words(statements[i]))
        if shared > most or (best is None and words and shared == most):
            best, most = i, shared
    return best


def _words(statement: Statement) -> frozenset[str]:
    """The beginnings of the longer words of what was said."""
    said = " ".join(span.text for span in statement.content)
    letters = "".join(c if c.isalnum() else " " for c in fold(said))
    return frozenset(word[:_STEM] for word in letters.split() if len(word) >= _LONG_WORD)
