"""What may be asked of lists in an address: filters, and which part."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Depends, Query

from onrecord.edtf import Edtf
from onrecord.record import Act, Kind
from onrecord.store.asked import Asked

# A form sends its empty fields too.
Empty = Literal[""]

After = Annotated[str | None, Query(description="What the part before gave as `after`.", max_length=400)]
Limit = Annotated[int, Query(description="How many at most.", ge=1, le=500)]
Words = Annotated[str | None, Query(description='Words; "in quotes": in that order.', max_length=400)]


def asked_of_statements(
    about: Words = None,
    by: Annotated[str | None, Query(description="A name, or an id.", max_length=200)] = None,
    outlet: Annotated[str | None, Query(description="An outlet as its reports name it.")] = None,
    kind: Annotated[Kind | Empty | None, Query()] = None,
    act: Annotated[Act | Empty | None, Query()] = None,
    since: Annotated[str | None, Query(description="EDTF: said on this day or later.")] = None,
    until: Annotated[str | None, Query(description="EDTF: said on this day or before.")] = None,
    report: Annotated[str | None, Query(description="The id of a report or of a version.")] = None,
    story: Annotated[str | None, Query(description="The id of a story.")] = None,
) -> Asked:
    """Which statements are asked for."""
    return Asked(
        by=by or None,
        about=about or None,
        kind=Kind(kind) if kind else None,
        act=Act(act) if act else None,
        since=Edtf.parse(since) if since else None,
        until=Edtf.parse(until) if until else None,
        report=report or None,
        outlet=outlet or None,
        story=story or None,
    )


AskedNow = Annotated[Asked, Depends(asked_of_statements)]
