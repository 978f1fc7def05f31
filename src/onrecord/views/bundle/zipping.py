"""Zip files of one form: any program opens them, and of the same members there is only one.

Members are stored as they are, with fixed times, one after another and nothing between. So every byte of
such a file is known from its members, a small file cannot unpack to a large one, and a file in which any
byte is another is found to be so. Format: PKWARE APPNOTE 6.3, without its extensions.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.errors import InputTooLarge, UsageError

_HEAD = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_HEAD_MARK, _ENTRY_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_MADE_BY = 3 << 8 | 20  # Unix, version 2.0 of the format
_DAY = 1 << 5 | 1  # 1 January 1980, the first day that the format knows
_MODE = 0o100644 << 16

# What the format can count without its extensions.
MOST_BYTES = 2**32 - 1
MOST_MEMBERS = 2**16 - 1

_NAME = re.compile(rb"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a zip file. `start` is where its bytes begin there, `crc` what the zip file says of them."""

    name: str
    data: bytes
    start: int
    crc: int


def write_zip(members: Sequence[tuple[str, bytes]], checksums: Mapping[str, int] | None = None) -> bytes:
    """The zip file with these members, in this order. Raises InputTooLarge past 4 GB.

    `checksums` (CRC-32) are those of members that have another one than their bytes, by name.
    """
    told = checksums or {}
    heads: list[bytes] = []
    entries: list[bytes] = []
    at = 0
    for name, data in members:
        named = name.encode("ascii")
        about = (0, 0, 0, _DAY, told.get(name, zlib.crc32(data)), len(data), len(data), len(named))
        head = _HEAD.pack(_HEAD_MARK, 20, *about, 0) + named
        if at + len(head) + len(data) > MOST_BYTES - 2**20 or len(entries) >= MOST_MEMBERS:
            raise InputTooLarge("more than a zip file holds (4 GB): bundle fewer reports")
        entries.append(_ENTRY.pack(_ENTRY_MARK, _MADE_BY, 20, *about, 0, 0, 0, 0, _MODE, at) + named)
        heads += (head, data)
        at += len(head) + len(data)
    listed = b"".join(entries)
    end = _END.pack(_END_MARK, 0, 0, len(entries), len(entries), len(listed), at, 0)
    return b"".join((*heads, listed, end))


def read_entries(data: bytes) -> list[Member]:
    """The members by the list at the end of a zip file.

    Raises UsageError where it is none, or holds what none of ours does.
    """
    end = data.rfind(_END_MARK)
    if end < 0 or end + _END.size > len(data):
        raise UsageError("is no whole zip file")
    count, size, start = struct.unpack_from("<HII", data, end + 10)
    if start + size > end:
        raise UsageError("is a zip file whose list of members is damaged")
    found: list[Member] = []
    at = start
    for _ in range(count):
        if data[at : at + 4] != _ENTRY_MARK or at + _ENTRY.size > len(data):
            raise UsageError("is a zip file whose list of members is damaged")
        fields = _ENTRY.unpack_from(data, at)
        packing, crc, packed, whole, length = fields[4], fields[7], fields[8], fields[9], fields[10]
        name = _name_at(data, at + _ENTRY.size, length)
        if packing or packed != whole:
            raise UsageError(f"holds {name} compressed: a bundle never does; it was not made by Onrecord")
        found.append(_member(data, name, fields[16], packed, crc))
        at += _ENTRY.size + length + fields[11] + fields[12]
    return _without_tricks(found)


def read_heads(data: bytes) -> list[Member]:
    """The members by what stands before each of them, as one reads a file whose end is damaged."""
    found: list[Member] = []
    at = 0
    while data[at : at + 4] == _HEAD_MARK and at + _HEAD.size <= len(data):
        fields = _HEAD.unpack_from(data, at)
        packing, crc, packed, whole, length = fields[3], fields[6], fields[7], fields[8], fields[9]
        name = _name_at(data, at + _HEAD.size, length)
        if packing or packed != whole:
            raise UsageError(f"holds {name} compressed: a bundle never does; it was not made by Onrecord")
        start = at + _HEAD.size + length + fields[10]
        if start + packed > len(data):
            raise UsageError("is a zip file that is cut off")
        found.append(Member(name, data[start : start + packed], start, crc))
        at = start + packed
    return _without_tricks(found)


def _member(data: bytes, name: str, head: int, size: int, crc: int) -> Member:
    if head + _HEAD.size > len(data):
        raise UsageError("is a zip file that is cut off")
    length, extra = struct.unpack_from("<HH", data, head + 26)
    start = head + _HEAD.size + length + extra
    if start + size > len(data):
        raise UsageError("is a zip file that is cut off")
    return Member(name, data[start : start + size], start, crc)


def _name_at(data: bytes, at: int, length: int) -> str:
    name = data[at : at + length]
    if not _NAME.fullmatch(name):
        shown = name[:80].decode("ascii", "backslashreplace")
        raise UsageError(f"holds a member that no bundle has, {shown!r}: nothing of it was opened")
    return name.decode("ascii")


def _without_tricks(members: list[Member]) -> list[Member]:
    """Raises UsageError where two members have one name, or share bytes, as bombs do."""
    if len({member.name for member in members}) < len(members):
        raise UsageError("holds two members of one name: no bundle does")
    ordered = sorted(members, key=lambda member: member.start)
    for one, other in pairwise(ordered):
        if one.start + len(one.data) > other.start:
            raise UsageError("holds members that share bytes: no bundle does")
    return members
