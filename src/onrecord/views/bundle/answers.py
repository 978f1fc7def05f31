"""What `onrecord verify` answers, for programs."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.views.bundle.checking import Checked
from onrecord.views.contract import Answer


class ChangeAnswer(Answer):
    """A change. `path` null: of the zip file itself. Offsets are bytes from 0; null: not known."""

    path: str | None
    what: str
    offset: int | None
    bundle_offset: int | None
    was: str
    now: str


class CheckedAnswer(Answer):
    """A bundle that was checked. `intact`: nothing is changed, and it is signed as was asked for."""

    intact: bool
    signer: str | None
    title: str | None
    files: list[str]
    changes: list[ChangeAnswer]
    told: list[str]


def answer_checked(checked: Checked, told: Sequence[str]) -> CheckedAnswer:
    """`told`: what is wrong, in words."""
    return CheckedAnswer(
        intact=not told,
        signer=checked.signer,
        title=checked.manifest.title if checked.manifest else None,
        files=list(checked.files),
        changes=[
            ChangeAnswer(
                path=change.path,
                what=change.what,
                offset=change.offset,
                bundle_offset=change.at,
                was=change.was.hex(),
                now=change.now.hex(),
            )
            for change in checked.changes
        ],
        told=list(told),
    )
