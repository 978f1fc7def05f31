"""Dates known to the day, month, year, or less: EDTF values (ISO 8601-2), as far as the record needs."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import DateError


@dataclass(frozen=True, slots=True)
class Edtf:
    """An EDTF value in its canonical spelling: `2022-01-04`, `XXXX-01-04`, `2021~`, `2021/2022`, `2019/..`."""

    value: str

    @classmethod
    def parse(cls, text: str) -> Edtf:
        """Raises DateError where the text is no EDTF date."""
        if not text:
            raise DateError("an empty text is no EDTF date")
        return cls(text)

    def __str__(self) -> str:
        return self.value
