"""What is known of a report from outside its text: from the user, a feed, a mail, a WARC header."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.edtf import Edtf


@dataclass(frozen=True, slots=True)
class Given:
    """Front matter from outside. None: not given.

    What the user gives (`source` is "user") beats what the report says of itself; what any other
    source gives fills in only what the report lacks. `source` is kept as `Front.read_from`. `beside`: what
    a second source gives, such as the feed beside the user.
    """

    published: Edtf | None = None
    outlet: str | None = None
    url: str | None = None
    headline: str | None = None
    byline: str | None = None
    language: str | None = None
    source: str = "user"
    beside: Given | None = None

    def with_source(self, other: Given) -> Given:
        """With what another source gives, which comes after what is known already."""
        last = self.beside.with_source(other) if self.beside else other
        return replace(self, beside=last)
