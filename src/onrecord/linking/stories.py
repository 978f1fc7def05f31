"""Stories: which reports are about one developing matter, look-alikes kept apart.

Pairs of reports are judged by what they share, each pair on its own; a story is what the judgements join.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from math import exp, fsum
from typing import TYPE_CHECKING

from onrecord.linking.judgements import MODEL_PREFIX, as_pair, group_same
from onrecord.linking.rarity import find_words, rarity
from onrecord.linking.stories_features import COMMON, measure, profile_report
from onrecord.linking.stories_order import order_reports
from onrecord.record import Judgement, Story, Verdict, make_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from onrecord.linking.stories_features import Profile
    from onrecord.record import Reading, Report

AUTHOR = f"{MODEL_PREFIX}stories-1"
# Reports are compared if they share this many keys; more are not needed by 96 % of the pairs of ECB+ dev.
MIN_SHARED = 3
# A report's keys: the words that tell most of it, each rarer than one passage in 250.
_MOST_KEYS, _KEY_BITS = 30, 8.0
# What joins, and what holds apart; between the two the pair is left open.
SAME_FROM, DIFFERENT_TO = 0.6, 0.15
LONGEST_NAME = 80
_QUOTED = re.compile('["“”‘«»]')
_MOST_NAMED = 6


def find_keys(report: Report, reading: Reading) -> frozenset[str]:
    """The rare words and names that a report tells most: what brings it together with others."""
    return pick_keys(profile_report(report, reading))


def pick_keys(profile: Profile) -> frozenset[str]:
    """See `find_keys`."""
    telling = (word for word, weight in profile.words.items() if weight >= _KEY_BITS - COMMON)
    return frozenset(sorted(telling, key=lambda word: (-profile.words[word], word))[:_MOST_KEYS])


def judge(a: tuple[Report, Reading], b: tuple[Report, Reading], *, at: datetime) -> Judgement | None:
    """Whether two reports are of one story, from the two alone. None: two versions of one report.

    The score is the probability by a logistic model of what they share (`training/stories.py`).
    """
    if a[0].id == b[0].id:
        return None
    one, other = sorted((a, b), key=lambda pair: pair[0].id)
    profile, second = profile_report(*one), profile_report(*other)
    score = round(_probability(measure(profile, second)), 3)
    verdict = (
        Verdict.SAME if score >= SAME_FROM else Verdict.DIFFERENT if score <= DIFFERENT_TO else Verdict.UNSURE
    )
    return Judgement(
        "story", as_pair(one[0].id, other[0].id), verdict, score, _explain(profile, second), AUTHOR, at
    )


def _probability(measured: dict[str, float]) -> float:
    constant, weights = _model()
    return 1 / (1 + exp(-constant - fsum(weights[name] * value for name, value in measured.items())))


@cache
def _model() -> tuple[float, dict[str, float]]:
    """The constant and the weight of each feature."""
    path = files("onrecord").joinpath("linking/data/stories.json")
    model = json.loads(path.read_text(encoding="utf-8"))
    return model["constant"], model["weights"]


def _explain(a: Profile, b: Profile) -> str:
    """What speaks for one story, and what against it, in plain words."""
    shared = sorted(
        (word for word in a.words if word in b.words and a.words[word] >= _KEY_BITS - COMMON),
        key=lambda word: (-a.words[word] - b.words[word], word),
    )
    said = f"{len(shared)} rare words shared" if len(shared) != 1 else "one rare word shared"
    if shared:
        said += f": {', '.join(a.printed[word] for word in shared[:_MOST_NAMED])}"
        said += ", …" if len(shared) > _MOST_NAMED else ""
    alone = [word for one, other in ((a, b), (b, a)) for word in _missed(one, other)]
    if alone:
        said += f"; in only one of the two: {', '.join(alone)}"
    if a.years and b.years and not a.years & b.years:
        said += f"; other years: {', '.join(sorted(a.years)[:3])} and {', '.join(sorted(b.years)[:3])}"
    return said


def _missed(one: Profile, other: Profile) -> list[str]:
    return [one.printed[word] for word in one.chief if word not in other.words][:2]


def derive_stories(reports: Iterable[Report], judgements: Iterable[Judgement]) -> list[Story]:
    """The stories that judgements make of reports, by id; whatever the order of either.

    Every report is in one story, if need be alone. A story's id is that of its smallest report.
    """
    by_id = {report.id: report for report in reports}
    groups = group_same(by_id, (j for j in judgements if j.about == "story"))
    stories = [_make_story([by_id[one] for one in sorted(group)]) for group in groups]
    return sorted(stories, key=lambda story: story.id)


def _make_story(members: Sequence[Report]) -> Story:
    ordered = order_reports(members)
    return Story(
        id=make_id("story", members[0].id),
        name=_name(ordered),
        reports=tuple(report.id for report in ordered),
    )


def _name(reports: Sequence[Report]) -> str:
    """The headline that holds most of the telling words of the other reports; of equals, the first.

    One that quotes somebody is passed over where another will do.
    """
    titles = [_shorten(_title(report)) for report in reports]
    words = [set(find_words(report.text)) for report in reports]

    def carried(i: int) -> float:
        telling = {word: max(0.0, rarity(word) - COMMON) for word in find_words(titles[i])}
        held = fsum(weight for word, weight in telling.items() for other in words if word in other)
        return round(held / len(words) * (0.5 if _QUOTED.search(titles[i]) else 1.0), 6)

    printed = [bool(report.front.headline) for report in reports]
    return titles[max(range(len(reports)), key=lambda i: (printed[i], carried(i), -i))]


def _title(report: Report) -> str:
    """The headline; where there is none, the first line of the text."""
    return " ".join((report.front.headline or report.text.partition("\n")[0]).split()).strip("*_# ")


def _shorten(title: str) -> str:
    """A title of at most `LONGEST_NAME` characters, cut between words."""
    if len(title) <= LONGEST_NAME:
        return title.rstrip(".")
    return title[: LONGEST_NAME - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–—-") + "…"
