"""Independence: how many sources the reports of one saying really are, and in one line why."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING

from onrecord.linking.credits import credits_agency, name_same_agency, name_same_outlet, outlet_names
from onrecord.record import Copy, CopyKind, Front

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Independence:
    """`groups` are the reports that rest on one another, on one agency or one outlet; `count` their number.

    `reason` is one line: "3 reports, 2 independent: r2 is a copy of r1".
    """

    count: int
    groups: tuple[tuple[str, ...], ...]
    reason: str


_ORDER = (CopyKind.COPY, CopyKind.REWRITE, CopyKind.SAME_OUTLET)

# What holds two reports together: the two, the surest first, and the words for it.
_Tie = tuple[str, str, str]


def count_independent(fronts: Mapping[str, Front], copies: Iterable[Copy]) -> Independence:
    """How many of the reports that carry a saying are independent of one another, and why not all.

    `fronts` are the front matters of the reports, by report id. Two reports are held together where one
    is a copy or rewrite of the other, where both rest on a third, which need not carry the saying, and
    where they have one outlet or credit one agency. A report of unknown outlet stands alone unless its
    text, or what it credits, shows where it comes from.
    """
    ties = [*_outlet_ties(fronts), *_copy_ties(fronts, copies), *_agency_ties(fronts)]
    leader = {report: report for tie in ties for report in tie[:2]} | {report: report for report in fronts}

    def find(report: str) -> str:
        while leader[report] != report:
            report = leader[report]
        return report

    used = []
    for tie in ties:
        one, other = sorted((find(tie[0]), find(tie[1])))
        if one != other:
            leader[other] = one
            used.append(tie)
    members: dict[str, list[str]] = {}
    for report in sorted(fronts):
        members.setdefault(find(report), []).append(report)
    groups = tuple(sorted(tuple(group) for group in members.values()))
    return Independence(len(groups), groups, _tell(fronts, len(groups), _reasons(used, fronts)))


def _reasons(ties: Sequence[_Tie], fronts: Mapping[str, Front]) -> list[str]:
    """Why reports are held together, without what hangs on a report that does not carry the saying."""
    kept = list(ties)
    while True:
        ends = Counter(report for tie in kept for report in tie[:2])
        loose = [t for t in kept if any(ends[report] == 1 and report not in fronts for report in t[:2])]
        if not loose:
            return list(dict.fromkeys(reason for _, _, reason in kept))
        kept = [tie for tie in kept if tie not in loose]


def _tell(fronts: Mapping[str, Front], count: int, reasons: Sequence[str]) -> str:
    reports = f"{len(fronts)} report" + ("s" if len(fronts) != 1 else "")
    if len(fronts) < 2:
        return reports
    nameless = sum(not outlet_names(front) for front in fronts.values())
    told = list(reasons)
    if count > 1 and nameless:
        told.append("one is of an unknown outlet" if nameless == 1 else f"{nameless} are of unknown outlets")
    return f"{reports}, {count} independent" + (": " + "; ".join(told) if told else "")


def _outlet_ties(fronts: Mapping[str, Front]) -> list[_Tie]:
    """Each report with the first before it that has a name of its outlet, by way of the names."""
    names = {report: outlet_names(fronts[report]) for report in sorted(fronts)}
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for report, its in names.items():
        for name in its:
            holders[name].append(report)
    found = []
    for report, its in names.items():
        first = min((holders[name][0] for name in its), default=report)
        shared = name_same_outlet(fronts[first], fronts[report])
        if first != report and shared is not None:
            several = len({other for own in names[first] for other in holders[own]})
            found.append((first, report, f"{_put(several, fronts)} by {shared}"))
    return found


def _agency_ties(fronts: Mapping[str, Front]) -> list[_Tie]:
    """Each report with the first before it of which one credits the agency of the other."""
    ids = sorted(fronts)
    credit = [report for report in ids if credits_agency(fronts[report])]
    several: dict[str, int] = {}
    found = []
    for report in ids:
        for other in ids if report in credit else credit:
            if other >= report:
                break
            if (name := name_same_agency(fronts[other], fronts[report])) is not None:
                if other not in several:
                    sharing = (
                        name_same_agency(fronts[other], fronts[i]) is not None for i in ids if i != other
                    )
                    several[other] = sum(sharing) + 1
                number = _put(several[other], fronts)
                rest = "rest" if number == "both" else "of them rest"
                found.append((other, report, f"{number} {rest} on the agency {name}"))
                break
    return found


def _put(several: int, fronts: Mapping[str, Front]) -> str:
    return "both" if len(fronts) == 2 else str(several)


def _copy_ties(fronts: Mapping[str, Front], copies: Iterable[Copy]) -> list[_Tie]:
    ties = []
    for copy in sorted(copies, key=lambda c: (_ORDER.index(c.kind), c.report, c.of)):
        name, of = _name(copy.report, fronts), _name(copy.of, fronts)
        if copy.kind is CopyKind.SAME_OUTLET:
            reason = copy.reason
        elif copy.kind is CopyKind.REWRITE:
            reason = (
                f"{name} rewrites {of}" if copy.direction_known else f"{name} and {of} rest on each other"
            )
        elif copy.direction_known:
            reason = f"{name} is a copy of {of}"
        else:
            reason = f"{name} and {of} have one text"
        ties.append((copy.report, copy.of, reason))
    return ties


def _name(report: str, fronts: Mapping[str, Front]) -> str:
    """What a reader knows a report by: its outlet, else its headline, cut; else its id."""
    front = fronts.get(report)
    if front is None or not (front.outlet or front.headline):
        return report if front is not None else "another report"
    return front.outlet or f"“{shorten(front.headline or '', 40, placeholder='…')}”"
