"""Whether a sentence looks ahead or back from where a time expression stands in it."""

from __future__ import annotations

import re

_PLANS = (
    r"will|shall|won[’']t|(?:is|are|was|were|be) (?:to|due|set|scheduled|expected)|going to|plans? to|"
    r"ahead of|likely|planned|projected|forecast|scheduled|upcoming|may|might|must|could|should|hopes?|vows?|"
    r"intends?|aims?|due|promised?|would(?! not (?:say|comment|give|answer))"
)
_PAST_VERBS = (
    "said|says|told|was|were|had|did|came|went|took|gave|made|met|held|won|lost|fell|rose|began|wrote|spoke|left|"
    "found|saw|got|sent|put|shot|broke|ran|drew|died|heard|led|known|killed|tore|hit|struck|fled|flew|grew|sought"
)
_AHEAD = re.compile(rf"\b(?:{_PLANS})\b|\b[a-z]+[’']ll\b", re.IGNORECASE)
_BACK = re.compile(rf"\b(?i:{_PAST_VERBS})\b|(?<!\bis )(?<!\bare )(?<!\bbe )(?<!\bto )\b[a-z]{{2,}}ed\b")
_GOES_ON = re.compile(r"\b(?:is|are|continues?|begins?|opens?|starts?|resumes?|meets?|takes? place)\b")
_LEADS_AHEAD = re.compile(
    r"\b(?:until|till|by|from|starting|beginning|no later than|effective|on or before) (?:on )?$",
    re.IGNORECASE,
)
_HAD = re.compile(r"^[^.;]{0,40}\b(?:had|was|were)\b")


def looks_ahead(before: str, after: str) -> bool:
    """The sentence speaks of what is to come at the place between these two parts of it.

    The words just before count most ("by Friday"), then the nearest verb before, then the first one after.
    """
    if _LEADS_AHEAD.search(before):
        return not _HAD.search(after)
    ahead, back = _last_end(_AHEAD, before), _last_end(_BACK, before)
    if max(ahead, back) >= 0:
        return ahead >= back
    first_ahead, first_back = _AHEAD.search(after), _BACK.search(after)
    if first_ahead and first_back:
        return first_ahead.start() <= first_back.start()
    if first_ahead or first_back:
        return first_ahead is not None
    return _GOES_ON.search(before) is not None


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)
