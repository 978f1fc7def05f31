"""Sealing: the files of a bundle with their hashes, a packed copy of them and a signature, in one zip file.

Every file is in a bundle twice, as it is and in the copy, so that of whatever is changed later the two are
compared and the first changed byte is named. SHA256SUMS has the hashes of all; the signature is of it.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from onrecord.errors import OnrecordError
from onrecord.intake.unpack import ungzip
from onrecord.views.bundle.zipping import read_entries, write_zip
from onrecord.views.contract import Answer

if TYPE_CHECKING:
    from onrecord.views.bundle.signing import Signer

MANIFEST, COPY, SUMS = "manifest.json", "copy.zip.gz", "SHA256SUMS"
PUBLIC, SIGNATURE = f"{SUMS}.pub", f"{SUMS}.sig"


class BundledFile(Answer):
    """A file of a bundle."""

    path: str
    size: int
    sha256: str


class Manifest(Answer):
    """What a bundle holds. `originals` false: only their hashes. `signer`: a fingerprint; null: unsigned."""

    bundle: Literal[1] = 1
    made_by: str
    title: str
    originals: bool
    signer: str | None
    files: list[BundledFile]


def seal(
    files: Mapping[str, bytes], *, title: str, originals: bool, made_by: str, signer: Signer | None
) -> bytes:
    """The bundle: of the same files and key, the same bytes. Raises InputTooLarge past 4 GB."""
    manifest = Manifest(
        made_by=made_by,
        title=title,
        originals=originals,
        signer=signer.fingerprint if signer else None,
        files=[BundledFile(path=path, size=len(data), sha256=hash_of(data)) for path, data in files.items()],
    )
    twice = dict(files) | {MANIFEST: (manifest.as_json(indent=1) + "\n").encode()}
    sealed = twice | {COPY: pack_copy(twice)}
    sums = write_sums({path: hash_of(data) for path, data in sealed.items()})
    sealed[SUMS] = sums
    if signer is not None:
        sealed |= {PUBLIC: signer.public, SIGNATURE: signer.sign(sums)}
    return write_zip(list(sealed.items()))


def pack_copy(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip file in a gzip file."""
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(write_zip(list(files.items()))) + packer.flush()


def unpack_copy(packed: bytes, *, limit: int) -> dict[str, bytes] | None:
    """The files in a copy; None where it cannot be unpacked to at most `limit` bytes."""
    try:
        unpacked, whole = ungzip(packed, limit=limit)
        return {member.name: member.data for member in read_entries(unpacked)} if whole else None
    except OnrecordError:
        return None


def write_sums(hashes: Mapping[str, str]) -> bytes:
    """As the program sha256sum writes and checks them: a line for each file."""
    return "".join(f"{sha256}  {path}\n" for path, sha256 in hashes.items()).encode()


def read_sums(written: bytes) -> dict[str, str]:
    """The hashes by path; of lines that are damaged, what can be made of them."""
    lines = written.decode("utf-8", "replace").split("\n")
    return {path: sha256 for sha256, _, path in (line.partition("  ") for line in lines) if path}


def read_manifest(written: bytes) -> Manifest | None:
    """None where it is none, or that of a newer Onrecord."""
    try:
        return Manifest.model_validate_json(written)
    except ValueError:
        return None


def hash_of(data: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(data).hexdigest()
