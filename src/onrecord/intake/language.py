"""The language of a text. The one door to py3langid, which works offline and on 40 letters."""

from __future__ import annotations

import re

# Letters needed to tell a language at all, and to believe the text more than what its page declares.
ENOUGH, CERTAIN = 40, 100
# More of a text says nothing new.
SAMPLE = 4_000
PRIMARY = re.compile(r"([a-z]{2,3})(?![a-z])", re.IGNORECASE)


def find_language(text: str, *, hint: str | None = None) -> str | None:
    """The language as a BCP-47 primary code ("en"); None where the text is too short to tell.

    `hint` is what a page or feed declares ("en-GB"); pages are often wrong, so it
    counts only for short texts.
    """
    declared = PRIMARY.match(hint or "")
    letters = sum(char.isalpha() for char in text[:SAMPLE])
    # An ideograph says more than a letter.
    letters += 3 * sum("\u3040" <= char <= "\u9fff" for char in text[:SAMPLE])
    if letters < CERTAIN and declared is not None:
        return declared[1].lower()
    if letters < ENOUGH:
        return None
    import py3langid  # type: ignore[import-untyped]  # half a second to load, once

    language, _ = py3langid.classify(text[:SAMPLE])
    return None if language == "zxx" else language
