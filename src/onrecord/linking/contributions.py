"""What each report of a story adds that no earlier one had, and what of those it leaves out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.record import Contribution, Reading, Report, Saying


def find_contributions(
    reports: Sequence[tuple[Report, Reading]], sayings: Sequence[Saying]
) -> list[Contribution]:
    """One for each report, in the order of the reports, which is that of their publication.

    A statement adds if no earlier report carries its saying; one that is in no saying is one of its own.
    Reports of one day are none earlier than the other than by the order they come in.
    """
    saying_of = {rendering: saying.id for saying in sayings for rendering in saying.renderings}
    so_far: set[str] = set()
    found = []
    for report, reading in reports:
        carried = _carried(reading, saying_of)
        adds = tuple(s for s, saying in carried if saying is None or saying not in so_far)
        has = {saying for _, saying in carried if saying is not None}
        found.append(Contribution(report.id, adds, tuple(sorted(so_far - has))))
        so_far |= has
    return found


def _carried(reading: Reading, saying_of: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """The statements of a report in the order of its text, each with its saying."""
    ordered = sorted(reading.statements, key=lambda s: (s.content[0], s.id))
    return [(s.id, saying_of.get(s.id)) for s in ordered]
