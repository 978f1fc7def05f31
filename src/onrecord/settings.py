"""Settings: what the surroundings decide, read once by a door and passed on as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """`record`: where a command names none, the record's file (`onrecord.sqlite` in the folder one is in) or
    the address of its database.
    """

    record: str | Path = Path("onrecord.sqlite")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from environment variables: ONRECORD_RECORD. An empty one counts as none."""
    record = environment.get("ONRECORD_RECORD")
    return Settings(record) if record else Settings()
