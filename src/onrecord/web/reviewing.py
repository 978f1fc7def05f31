"""What to look at next, and how right the reading was where people looked."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from math import sqrt
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException

from onrecord.reading.name_words import guess_gender
from onrecord.record import EntityKind
from onrecord.views.contract import Answer
from onrecord.views.listing import StatementList
from onrecord.web.asked import After, Limit
from onrecord.web.desk import DeskNow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onrecord.record import Judgement

# Of a confidence interval: 95 in 100 such intervals hold the true share.
_Z = 1.96

_GENDERS = {"f": "women", "m": "men"}


class ShareAnswer(Answer):
    """Of `looked_at` statements, `right` needed no correction: the share and its 95 % interval (Wilson)."""

    name: str
    right: int
    looked_at: int
    share: float
    low: float
    high: float


class AccuracyAnswer(Answer):
    """How right the reading was, from people's decisions about statements that stand.

    `missed`: statements that people added. `parts`: how often each part was corrected. `women_and_men`: of
    those whose first name tells it, by that of the right speaker.
    """

    all: list[ShareAnswer]
    outlets: list[ShareAnswer]
    kinds: list[ShareAnswer]
    speakers: list[ShareAnswer]
    women_and_men: list[ShareAnswer]
    parts: dict[str, int]
    rejected: int
    missed: int


def review(desk: DeskNow, after: After = None, limit: Limit = 20) -> StatementList:
    """Statements that nobody has decided on, those first that are least certain and matter most.

    Not for readers: they do not decide, and the order counts reports that they are not shown.
    """
    if not desk.guest.role.decides:
        raise HTTPException(403, "readers do not review: ask the owner of the record for another role")
    part = desk.browse.unsure(after=after, limit=limit)
    return StatementList(items=desk.found(part.items), after=part.after, total=part.total)


def accuracy(desk: DeskNow) -> AccuracyAnswer:
    """How right the reading was where people looked, by outlet, kind, and who speaks."""
    last: dict[str, Judgement] = {}
    for decision in desk.record.decide.log():
        for judgement in decision.judgements:
            if judgement.about == "statement" and judgement.withdrawn is None:
                last[judgement.pair[0]] = judgement
    edits = [json.loads(judgement.value or "{}") for judgement in last.values()]
    fronts = desk.details.fronts({edit["was"]["version"] for edit in edits})
    tallies: dict[str, defaultdict[str, Counter[bool]]] = {
        name: defaultdict(Counter) for name in ("all", "outlets", "kinds", "speakers", "women_and_men")
    }
    parts: Counter[str] = Counter()
    rejected = missed = 0
    for edit in edits:
        read, given = edit["read"], edit["given"]
        if read is None:
            missed += 1
            continue
        changed = [] if given is None else [part for part in given if given[part] != read.get(part)]
        parts.update(changed)
        rejected += given is None
        right = given is not None and not changed
        front = fronts.get(edit["was"]["version"])
        tallies["all"]["all statements"][right] += 1
        tallies["outlets"][(front and front.outlet) or "outlet not known"][right] += 1
        tallies["kinds"][read["kind"]][right] += 1
        tallies["speakers"]["a speaker is given" if read.get("speaker") else "no speaker is given"][
            right
        ] += 1
        if gender := _GENDERS.get(_gender_of(read, given)):
            tallies["women_and_men"][gender][right] += 1
    shares = {name: sorted(_shares(tally.items()), key=lambda s: s.name) for name, tally in tallies.items()}
    return AccuracyAnswer(**shares, parts=dict(parts.most_common()), rejected=rejected, missed=missed)


def _gender_of(read: Mapping[str, Any], given: Mapping[str, Any] | None) -> str:
    """`m` or `f` where the first name of the speaker tells it, of the right one where another was given."""
    speaker = (given or {}).get("speaker", read.get("speaker"))
    if speaker is None:
        return ""
    name, kind, *_ = speaker
    return guess_gender(name) if kind == EntityKind.PERSON else ""


def _shares(tallies: Iterable[tuple[str, Counter[bool]]]) -> Iterable[ShareAnswer]:
    for name, tally in tallies:
        low, high = wilson(tally[True], tally.total())
        share = tally[True] / tally.total()
        yield ShareAnswer(
            name=name, right=tally[True], looked_at=tally.total(), share=share, low=low, high=high
        )


def wilson(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share, after Wilson (1927): it stays inside 0 and 1 also for few."""
    share, z = right / total, _Z
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)
