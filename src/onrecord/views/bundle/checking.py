"""Checking: is a bundle as it was made, by whom, and if not, which byte is the first that was changed?"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.errors import InputTooLarge, UsageError
from onrecord.views.bundle import sealing, signing
from onrecord.views.bundle.zipping import MOST_BYTES, Member, read_entries, read_heads, write_zip

# A bundle's first bytes: the head of the first member, whose name is always this.
BEGINNING = "index.html"
_SEAL = (sealing.SUMS, sealing.PUBLIC, sealing.SIGNATURE)


@dataclass(frozen=True, slots=True)
class Change:
    """What is not as it was made. `path` None: the zip file around the files.

    `offset` is the first byte of the file that is another, `at` that of the bundle, both from 0; None: it
    cannot be told. `was` and `now` are the bytes there; empty: there was or is none.
    """

    path: str | None
    what: str
    offset: int | None = None
    at: int | None = None
    was: bytes = b""
    now: bytes = b""


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle that was checked. Of `changes` that nearest to the beginning comes first; empty: none.

    `signer` is the fingerprint of the key that signed it; None: it is not signed, or not by that key.
    """

    manifest: sealing.Manifest | None
    signer: str | None
    changes: tuple[Change, ...]
    files: Mapping[str, bytes]


def read_bundle(path: str | Path) -> bytes:
    """The bytes of a file. Raises UsageError where it cannot be read, InputTooLarge past 4 GB."""
    try:
        if Path(path).stat().st_size > MOST_BYTES:
            raise InputTooLarge("more than 4 GB: no bundle is that large", where=str(path))
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"cannot be read: {error.strerror}", where=str(path)) from error


def is_bundle(path: str | Path) -> bool:
    """Whether a file begins as every bundle does."""
    try:
        with Path(path).open("rb") as file:
            start = file.read(30 + len(BEGINNING))
    except (OSError, ValueError):
        return False
    return start.startswith(b"PK\x03\x04") and start.endswith(BEGINNING.encode())


def check_bundle(data: bytes) -> Checked:
    """Compare every byte of a bundle with what it must be.

    Raises UsageError where it is no bundle: another file, one cut off, or with members that no bundle has.
    """
    faults: list[UsageError] = []
    best: Checked | None = None
    # A damaged zip file may be read from its end or from its heads: the reading that fits better counts.
    for read in (read_entries, read_heads):
        try:
            found = _check_members(data, read(data))
        except UsageError as error:
            faults.append(error)
            continue
        if best is None or len(found.changes) < len(best.changes):
            best = found
    if best is None:
        raise faults[0]
    return best


def _check_members(data: bytes, members: Sequence[Member]) -> Checked:
    places = {member.name: member for member in members}
    files = {member.name: member.data for member in members}
    sums = sealing.read_sums(files.get(sealing.SUMS, b""))
    if sealing.MANIFEST not in files and sealing.MANIFEST not in sums:
        raise UsageError("is a zip file, but no bundle of Onrecord")
    packed = sealing.unpack_copy(files.get(sealing.COPY, b""), limit=2 * len(data) + 2**20) or {}
    true = _tell_true(files, sums, packed)
    changes = [*_check_files(files, true), *_check_sums(files, sums, true)]
    signer, of_seal = _check_signature(files, places, sealed=not changes, manifest=true.get(sealing.MANIFEST))
    changes += of_seal
    placed = [_place(change, places) for change in changes]
    order = {name: number for number, name in enumerate([*true, *_SEAL])}
    ordered = sorted(files.items(), key=lambda file: order.get(file[0], len(order)))
    # The zip file may still have the checksum that a changed file had.
    changed = {change.path for change in changes}
    whole = write_zip(ordered, {name: one.crc for name, one in places.items() if name in changed})
    if whole != data:
        around = _change(None, whole, data)
        placed.append(replace(around, what="the zip file was changed", offset=None, at=around.offset))
    placed.sort(key=lambda change: (change.at is None, change.at or 0))
    manifest = sealing.read_manifest(files.get(sealing.MANIFEST, b""))
    return Checked(manifest, signer if not placed else None, tuple(placed), files)


def _tell_true(
    files: Mapping[str, bytes], sums: Mapping[str, str], packed: Mapping[str, bytes]
) -> dict[str, bytes | None]:
    """The files that have a hash as they were; None: it cannot be told.

    A file, its twin in the copy and its hash are three witnesses: two that agree are believed.
    """
    true: dict[str, bytes | None] = {}
    # A name that only a hash has, where there is a copy, is a damaged name.
    for path in [*packed] or [path for path in sums if path != sealing.COPY]:
        have, twin, want = files.get(path), packed.get(path), sums.get(path)
        if have is not None and (sealing.hash_of(have) == want or have == twin):
            true[path] = have
        elif twin is not None and (sealing.hash_of(twin) == want or have is None):
            true[path] = twin
        else:
            true[path] = None
    have, want = files.get(sealing.COPY), sums.get(sealing.COPY)
    if have is None or sealing.hash_of(have) != want:
        twins = {path: data for path, data in true.items() if data is not None}
        # Packed by another zlib it may be other bytes: then the place cannot be told.
        anew = sealing.pack_copy(twins) if len(twins) == len(true) else b""
        have = anew if anew == have or sealing.hash_of(anew) == want else None
    return true | {sealing.COPY: have}


def _check_files(files: Mapping[str, bytes], true: Mapping[str, bytes | None]) -> Iterator[Change]:
    for path, was in true.items():
        have = files.get(path)
        if have is None:
            yield Change(path, "is missing")
        elif was is None:
            yield Change(path, "was changed")
        elif was != have:
            yield _change(path, was, have)
    for path in sorted(files.keys() - true.keys() - set(_SEAL)):
        yield Change(path, "was added")


def _check_sums(
    files: Mapping[str, bytes], sums: Mapping[str, str], true: Mapping[str, bytes | None]
) -> Iterator[Change]:
    have = files.get(sealing.SUMS)
    hashes = {path: sums.get(path, "") if was is None else sealing.hash_of(was) for path, was in true.items()}
    want = sealing.write_sums(hashes)
    if have is None:
        yield Change(sealing.SUMS, "is missing")
    elif have != want:
        yield _change(sealing.SUMS, want, have)


def _check_signature(
    files: Mapping[str, bytes], places: Mapping[str, Member], *, sealed: bool, manifest: bytes | None
) -> tuple[str | None, list[Change]]:
    """Who signed it, and what is wrong with the signature. `sealed`: all else is as its hashes say."""
    stated = sealing.read_manifest(manifest or b"")
    public, signature = files.get(sealing.PUBLIC), files.get(sealing.SIGNATURE)
    if public is None and signature is None and (stated is None or stated.signer is None):
        return None, []
    both = (sealing.PUBLIC, sealing.SIGNATURE)
    if public is None or signature is None:
        return None, [Change(path, "is missing") for path in both if path not in files]
    changes = [
        _change(path, was, files[path]) for path in both if (was := _by_checksum(places[path])) is not None
    ]
    if changes or not sealed:
        return None, changes
    if not signing.is_signed(files[sealing.SUMS], signature, public):
        return None, [Change(sealing.SIGNATURE, "is not a signature of these files by this key", 0)]
    name = signing.fingerprint_of(public)
    if stated is not None and stated.signer != name:
        return None, [Change(sealing.PUBLIC, "is another key than the one that the manifest names", 0)]
    return name, []


def _by_checksum(member: Member) -> bytes | None:
    """A short file as it was before one byte was changed, found by its checksum in the zip file; or None."""
    if zlib.crc32(member.data) == member.crc or len(member.data) > 1000:
        return None
    tried = bytearray(member.data)
    for place, now in enumerate(member.data):
        for byte in range(256):
            tried[place] = byte
            if zlib.crc32(tried) == member.crc:
                return bytes(tried)
        tried[place] = now
    return None


def _change(path: str | None, was: bytes, now: bytes) -> Change:
    offset = first_difference(was, now)
    return Change(path, "was changed", offset, None, was[offset : offset + 1], now[offset : offset + 1])


def _place(change: Change, places: Mapping[str, Member]) -> Change:
    member = places.get(change.path or "")
    if member is None:
        return change
    at = member.start + (change.offset or 0)
    return replace(change, at=at)


def first_difference(one: bytes, other: bytes) -> int:
    """Where two texts of bytes part; the length of the shorter where it is the beginning of the longer."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low
