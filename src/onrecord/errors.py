"""Errors: one tree. Each says what went wrong and where; `except OnrecordError` catches them all.

OnrecordError
├── NotAReport        an input that no report can be read from
├── InputTooLarge     an input past the limit of size, depth or time
├── FetchRefused      an address that may not be asked or did not answer properly
├── SpanError         a span that is not in its text
├── DateError         words that are no EDTF date
├── ModelError        the network's files are missing or do not fit this version
├── RecordError       the record cannot be opened, is of a newer version, read-only, full or damaged
├── NotFound          nothing in the record has that id or name
└── UsageError        the request itself cannot be carried out as put
"""

from __future__ import annotations


class OnrecordError(Exception):
    """What went wrong, in words; `where` names the input, file or address it went wrong in, if any."""

    def __init__(self, what: str, *, where: str | None = None) -> None:
        super().__init__(what if where is None else f"{where}: {what}")
        self.what = what
        self.where = where


class NotAReport(OnrecordError):
    """An input that no report can be read from: empty, binary, damaged, locked, or without text."""


class InputTooLarge(OnrecordError):
    """An input past the limit of size, nesting or time."""


class FetchRefused(OnrecordError):
    """An address that may not be asked, or that did not answer properly."""


class SpanError(OnrecordError):
    """A span that is not in its text, or whose words are not those at that place."""


class DateError(OnrecordError):
    """Words that are no EDTF date."""


class ModelError(OnrecordError):
    """The network's files are missing or do not fit this version of Onrecord."""


class RecordError(OnrecordError):
    """The record cannot be opened or written: of a newer version, read-only, full or damaged."""


class NotFound(OnrecordError):
    """Nothing in the record has that id or name."""


class UsageError(OnrecordError):
    """The request itself cannot be carried out as put."""
