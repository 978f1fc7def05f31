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
from onrecord.face import Person, Record, open_record
from onrecord.face.keeping import check, save_readable
from onrecord.face.reading import batch, read
from onrecord.intake.files import Failure
from onrecord.record import (
    Act,
    ChronologyLine,
    Contribution,
    Copy,
    CopyKind,
    Dated,
    Dateline,
    DateMention,
    Difference,
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
    ReportedValue,
    Saying,
    Span,
    Speaker,
    Statement,
    Story,
    Told,
    Verdict,
)
from onrecord.store import (
    Added,
    Attributed,
    Forgotten,
    Listed,
    Rescue,
)

__all__ = [
    "Act",
    "Added",
    "Attributed",
    "ChronologyLine",
    "Contribution",
    "Copy",
    "CopyKind",
    "DateError",
    "DateMention",
    "Dated",
    "Dateline",
    "Difference",
    "Edtf",
    "Entity",
    "EntityKind",
    "Failure",
    "FetchRefused",
    "Figure",
    "Forgotten",
    "Front",
    "InputTooLarge",
    "Judgement",
    "Kind",
    "Listed",
    "Mention",
    "ModelError",
    "NotAReport",
    "NotFound",
    "OffsetMap",
    "OnrecordError",
    "Original",
    "Person",
    "Reading",
    "Record",
    "RecordError",
    "Report",
    "ReportedValue",
    "Rescue",
    "Saying",
    "Span",
    "SpanError",
    "Speaker",
    "Statement",
    "Story",
    "Told",
    "UsageError",
    "Verdict",
    "batch",
    "check",
    "open_record",
    "read",
    "save_readable",
]
