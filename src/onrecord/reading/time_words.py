"""The words of time expressions, as data: what rules write as <month>, <weekday>, <n> and the like."""

from __future__ import annotations

import re

from onrecord.numbers import NUMBER

MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SEASONS = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
_MONTH_SHORT = ["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"]
_WEEKDAY_SHORT = ["Mon", "Tues", "Tue", "Weds", "Wed", "Thurs", "Thur", "Thu", "Fri", "Sat", "Sun"]
# Alone they may be a verb, a first name or an "adjective: "Mrs May", "March on", "June Hall".
LOOSE_MONTHS = ["March", "April", "May", "June", "August"]
_ZONES = "(?-i:GMT|UTC|BST|E[SD]?T|C[ES]?T|P[SD]?T|M[SD]T|IST|WAT|EAT|JST|AEST)|local time"


def _printed(words: list[str]) -> str:
    """The words with a capital or in capitals only, the longest first."""
    return "|".join(w for word in sorted(words, key=len, reverse=True) for w in (word, word.upper()))


# Each name, written <name> in a rule, becomes a group of that name; <name2> is a second one.
WORDS = {
    "weekday": rf"(?-i:{_printed(WEEKDAYS)})(?![a-zA-Z])",
    "wday": rf"(?-i:{_printed(WEEKDAYS)}|(?:{_printed(_WEEKDAY_SHORT)})\b\.?)(?![a-zA-Z])",
    "month": rf"(?-i:{_printed(MONTHS)}|(?:{_printed(_MONTH_SHORT)})\b\.?)(?![a-zA-Z])",
    "sureMonth": rf"(?-i:{_printed([name for name in MONTHS if name not in LOOSE_MONTHS])})(?![a-zA-Z])",
    "looseMonth": rf"(?-i:{_printed(LOOSE_MONTHS)})(?![a-zA-Z])",
    "leadIn": r"(?:in|since|until|till|by|from|of|early|late|mid|during|through|between|to|and|after|before)",
    "dom": r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d%])",
    "nth": r"(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)",
    "year": r"(?:1[5-9]|20)\d\d(?!\d)",
    "yy": r"\d\d(?!\d)",
    "n": rf"(?:{NUMBER}|a\scouple\sof|a|an|one)",
    "unit": r"(?:hour|day|week|fortnight|month|quarter|year|decade|century|centurie)",
    "period": r"(?:weekend|day|week|month|quarter|year|decade|century|night)",
    "season": rf"(?:{'|'.join(SEASONS)})",
    "quarter": rf"(?:{'|'.join(ORDINALS)}|1st|2nd|3rd|4th)",
    "which": r"(?:last|past|previous|this|current|present|next|coming|following)",
    # What follows where an expression is a whole: a stop, or a word that begins something else.
    "stop": r"(?=[,.;!?”\"’')])",
    "then": r"(?=[,.;!?”\"’')]|\s+(?:and|at|in|to|when|after|before|while|as|of)\b)",
    "part": r"(?:morning|afternoon|evening|night|noon|lunchtime|midday|midnight|nightfall|dawn)",
    "clock": (
        r"(?:(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:\s?[ap]\.?m\b\.?)?"
        r"|(?:1[0-2]|0?[1-9])(?:\.[0-5]\d)?\s?[ap]\.?m\b\.?"
        rf"|(?:[01]\d|2[0-3])[.]?[0-5]\d(?=\s?(?:{_ZONES}|hours|hrs)\b))"
        rf"(?:\s\(?(?:{_ZONES})\b(?:\s?[+-]\d+)?\)?|\s?(?:hours|hrs)\b)?"
    ),
}
_GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*(?!\s))"


def fill(rule: str) -> str:
    """A rule as an expression: <words> filled in, a blank for any gap within a paragraph."""
    filled = re.sub(r"(?<!\?P)<([a-zA-Z]+)(\d?)>", lambda m: f"(?P<{m[1]}{m[2]}>{WORDS[m[1]]})", rule)
    return filled.replace(" ", _GAP)


def expand(rule: str) -> re.Pattern[str]:
    """A rule that begins and ends with whole words, and is nobody's age; capitals count only in names."""
    whole = r"(?<![\w$€£])(?<!\d[-.,])(?:" + fill(rule) + r")(?!\w|[-\s](?:old|olds|of age)\b)"
    return re.compile(whole, re.IGNORECASE)


def month_number(word: str) -> int:
    return next(
        i for i, name in enumerate(MONTHS, 1) if name.lower().startswith(word.lower().rstrip(".")[:3])
    )


def weekday_number(word: str) -> int:
    return next(i for i, name in enumerate(WEEKDAYS) if name.lower().startswith(word.lower()[:3]))
