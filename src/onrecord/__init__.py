"""News reports in, a sourced record out: who said what, to whom and when.

    import onrecord

    with onrecord.open_record("story.sqlite") as record:
        for outcome in record.add("reports/"):
            print(outcome)
        for found in record.statements(by="Ana Quell"):
            print(found.statement.content[0].text)

    report, reading = onrecord.read("report.html")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.edtf import Edtf
    from onrecord.errors import (
        DateError,
        FetchRefused,
        InputTooLarge,
        ModelError,
        NotAReport,
        NotFound,
        OnrecordError,
        RecordError,
        SpanError,
        UsageError,
    )
    from onrecord.face import Person, Record, open_record, read
    from onrecord.intake.files import Failure
    from onrecord.pipeline import Kept
    from onrecord.record import (
        Act,
        Dated,
        Dateline,
        DateMention,
        Entity,
        EntityKind,
        Figure,
        Front,
        Judgement,
        Kind,
        Mention,
        OffsetMap,
        Original,
        Reading,
        Report,
        Span,
        Speaker,
        Statement,
        Verdict,
    )
    from onrecord.store import Added, Attributed, Forgotten, Listed

# Where each public name lives; it is imported when it is first asked for.
_HOMES = {
    "onrecord.edtf": ("Edtf",),
    "onrecord.errors": (
        "DateError",
        "FetchRefused",
        "InputTooLarge",
        "ModelError",
        "NotAReport",
        "NotFound",
        "OnrecordError",
        "RecordError",
        "SpanError",
        "UsageError",
    ),
    "onrecord.face": ("Person", "Record", "open_record", "read"),
    "onrecord.intake.files": ("Failure",),
    "onrecord.pipeline": ("Kept",),
    "onrecord.record": (
        "Act",
        "DateMention",
        "Dated",
        "Dateline",
        "Entity",
        "EntityKind",
        "Figure",
        "Front",
        "Judgement",
        "Kind",
        "Mention",
        "OffsetMap",
        "Original",
        "Reading",
        "Report",
        "Span",
        "Speaker",
        "Statement",
        "Verdict",
    ),
    "onrecord.store": ("Added", "Attributed", "Forgotten", "Listed"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [  # noqa: PLE0604
    *_HOME_OF
]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return sorted(_HOME_OF)
