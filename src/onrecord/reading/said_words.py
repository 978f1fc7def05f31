"""The words by which it is told when something was said."""

from __future__ import annotations

import re

OCCASION = re.compile(
    r"\b(?:announced?|announcement|statement|speech|addressed|conference|briefing|interview|testimony|testified|hearing|"
    r"spoke|speaking|evidence|testifying|remarks|appeared|told|session|rally|ceremony|presented|telephone)\b",
    re.IGNORECASE,
)
# A clause about somebody or something else, open at the time: "who took office in May".
ASIDE = re.compile(
    r"[,(–—]\s*(?:who|whom|whose|which|where|when|after|before|since)\b[^,)–—]*$", re.IGNORECASE
)
# What may stand before a time that opens its sentence: "But on", "Reached by telephone".
OPENING = re.compile(
    r"\W*(?:(?:but|and|also|then)\W+)?"
    r"(?:(?:\w+\W+)?|(?:reached|asked|contacted|questioned|interviewed|pressed|speaking|addressing)\b[^,.;“”\"]{0,50})",
    re.IGNORECASE,
)
BREAK = re.compile(r"[,;:“”\"‘()–—]")
ANOTHER_OCCASION = re.compile(r"\b(?:had|again|repeated|further|first)\b", re.IGNORECASE)
# Told as before what the others told: not said with them.
BEFORE_THAT = re.compile(r"^had\b|\bfirst\b", re.IGNORECASE)
DOCUMENT = re.compile(
    r"\b(?:report|review|study|survey|inspection|letter|memo|ruling|filing|audit|document|paper|inquiry)\b",
    re.IGNORECASE,
)
# "Says", "has said", "according to": it was said some time until then.
OPEN_TIME = re.compile(
    r"^(?!was\b)(?:[a-z]+s|say|call|claim|want|hope)\b|\b(?:has|have|according)\b", re.IGNORECASE
)
# Documents that are issued with the news that they make, and what people hold up on the day of it.
ISSUED = re.compile(
    r"\b(?:statement|notice|release|post|posts|tweet|message|papers|communiqu[ée]|preliminary|banner|placard|poster|"
    r"bedsheet|slogan|graffiti)\b",
    re.IGNORECASE,
)
DATELINE_GOES_ON = re.compile(r"[^\S\n]*(?:\(|[-–—:|/.]{1,2}[^\S\n]|\n|$)")
NAMED_DAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun|yester|to)day\b|(?:last|to)[ -]?night\b|"
    r"(?:last|this|earlier) week\b",
    re.IGNORECASE,
)
PRONOUNS = {"he", "she", "they", "it", "i", "we", "who"}
# A month or more before the news: such a time tells when something was said only where it stands right
# beside the cue, or with an occasion.
LONG_AGO = re.compile(
    r"\b(?:months?|years?|decades?) ago\b|\b(?:last|earlier|previous)\b.*\b(?:month|year)\b", re.IGNORECASE
)
# An occasion that the report told of before.
POINTS_BACK = re.compile(
    r"\b(?:at|in|during|to) (?:the|that|this) (?:same |earlier )?(?:\w+ )?"
    r"(conference|briefing|hearing|interview|speech|debate|meeting|rally|ceremony)\b",
    re.IGNORECASE,
)
# Said in writing: not on the occasion on which the same one spoke.
IN_WRITING = re.compile(
    r"\b(?:in|by|on) (?:an? |his |her |its |their )?(?:\w+ )?"
    r"(?:release|statement|letter|e-?mail|tweet|post|memo|message|filing)\b",
    re.IGNORECASE,
)
# What a group without a name holds at any time: "critics say", "press groups call".
HOLDS = re.compile(
    r"^(?:say|call|argue|claim|believe|think|fear|maintain|contend|insist|complain)\b", re.IGNORECASE
)
DETERMINED = re.compile(r"^(?:the|these|those|his|her|its|their|our|my|\d)", re.IGNORECASE)
