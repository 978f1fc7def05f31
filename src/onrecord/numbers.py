"""Numbers as news prints them, in digits or words, and what they are worth."""

from __future__ import annotations

import re
from fractions import Fraction

_ONES = dict(
    zip(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split(),
        range(20),
        strict=True,
    )
)
_TENS = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)
_SMALL_NUMBERS = _ONES | _TENS | {"a": 1, "an": 1}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "lakh": 100_000,
    "million": 1_000_000,
    "crore": 10_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
}
_SHORT_SCALES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "tn": "trillion"}
_FRACTIONS = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
}

_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f]\d{2,3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ONE_WORD = rf"(?:{'|'.join(_ONES)})(?![a-z])"
_TENS_WORD = rf"(?:{'|'.join(_TENS)})(?:[-\s](?:{'|'.join(_ONES)})(?![a-z]))?(?![a-z])"
_SCALE_WORD = rf"(?:{'|'.join(_SCALES)})(?![a-z])"
_SMALL = rf"(?:{_TENS_WORD}|{_ONE_WORD})"

# Capitals count as well as small letters: put it into an expression with re.IGNORECASE, or in (?i:...).
NUMBER = (
    rf"(?:(?:{_DIGITS})(?:\s?[½¼¾⅓⅔]|\s[1-9]/[2-9])?(?:[-\s]?{_SCALE_WORD}|\s?(?:k|mn?|bn|tn)(?![a-z]))?"
    rf"|[½¼¾⅓⅔]"
    rf"|(?:{_SMALL}|an?|half\sa|a\shalf|several\s(?=hundred|thousand))[-\s]{_SCALE_WORD}"
    rf"(?:[-\s](?:and\s)?(?:{_SMALL}|{_SCALE_WORD})){{0,8}}"
    rf"|{_SMALL})"
)

_TOKEN = re.compile(
    rf"(?P<fraction>[½¼¾⅓⅔]|(?<=\s)[1-9]/[2-9])|(?P<digits>{_DIGITS})|(?P<word>[a-z]+)", re.IGNORECASE
)


def read_number(text: str) -> float | None:
    """What "2,400", "5 1/2", "4.2bn", "a hundred and ten" is worth; None: it is no number."""
    words = text.lower().replace("half a", "0.5")
    total, current, any_seen = Fraction(0), Fraction(0), False
    for token in _TOKEN.finditer(words):
        word = token.group()
        scale = _SCALES.get(_SHORT_SCALES.get(word, word))
        if token["digits"]:
            current += Fraction(re.sub(r"[,\u00a0\u202f]", "", word))
        elif token["fraction"]:
            current += _FRACTIONS.get(word) or Fraction(word)
        elif word in _SMALL_NUMBERS:
            current += _SMALL_NUMBERS[word]
        elif scale is not None:
            current = current * scale if any_seen else Fraction(scale)
            if scale > 100:
                total, current = total + current, Fraction(0)
        elif word != "and":
            return None
        any_seen = True
    return float(total + current) if any_seen else None
