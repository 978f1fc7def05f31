"""Signatures: Ed25519 keys (RFC 8032) in files, what they sign, and the names by which they are known."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.errors import RecordError, UsageError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_NEEDED = 'signatures need one more package: pip install "onrecord[bundle]"'
_NO_KEY = "holds no Ed25519 key; `onrecord key FILE` makes one"


def make_key(path: str | Path) -> str:
    """Make a key in a new file that only its owner may read, and say its fingerprint.

    Raises UsageError where the file is there already, RecordError where it cannot be written.
    """
    _require_library()
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise UsageError("is there already, and no key is ever written over", where=str(path)) from None
    except OSError as error:
        raise RecordError(f"cannot be written: {error.strerror}", where=str(path)) from error
    with os.fdopen(file, "wb") as out:
        out.write(written)
    return fingerprint_of(_public_pem(key.public_key()))


class Signer:
    """A private key from a file. Raises UsageError where there is none, or others may read it."""

    def __init__(self, path: str | Path) -> None:
        _require_library()
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        try:
            written = Path(path).read_bytes()
            mode = Path(path).stat().st_mode
        except OSError as error:
            raise UsageError(f"cannot be read: {error.strerror}", where=str(path)) from error
        if os.name == "posix" and mode & 0o077:
            raise UsageError(f"others may read this key: chmod 600 {path}", where=str(path))
        try:
            key = load_pem_private_key(written, password=None)
        except (ValueError, TypeError) as error:
            raise UsageError(_NO_KEY, where=str(path)) from error
        if not isinstance(key, Ed25519PrivateKey):
            raise UsageError(_NO_KEY, where=str(path))
        self._key: Ed25519PrivateKey = key
        self.public = _public_pem(key.public_key())
        self.fingerprint = fingerprint_of(self.public)

    def sign(self, data: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(data)


def fingerprint_of(public: bytes) -> str:
    """The name of a public key (PEM): the SHA-256 of its 32 bytes. Raises UsageError where it is none."""
    from cryptography.hazmat.primitives import serialization

    raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
    return "ed25519:" + hashlib.sha256(_public_key(public).public_bytes(*raw)).hexdigest()


def is_signed(data: bytes, signature: bytes, public: bytes) -> bool:
    """Whether this public key (PEM) signed it. Raises UsageError where the library is not there."""
    _require_library()
    from cryptography.exceptions import InvalidSignature

    try:
        _public_key(public).verify(signature, data)
    except (InvalidSignature, UsageError):
        return False
    return True


def same_fingerprint(one: str, other: str) -> bool:
    """However they are written: without the kind of key, in groups, in capitals. Raises UsageError."""
    plain = [re.sub(r"[\s:]", "", name.lower().removeprefix("ed25519:")) for name in (one, other)]
    for digits, name in zip(plain, (one, other), strict=True):
        if not re.fullmatch(r"[0-9a-f]{64}", digits):
            raise UsageError("is no fingerprint: 64 hexadecimal digits, as `onrecord key` prints", where=name)
    return plain[0] == plain[1]


def _public_key(public: bytes) -> Ed25519PublicKey:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(public)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UsageError("is no public key") from error
    if not isinstance(key, Ed25519PublicKey):
        raise UsageError("is no Ed25519 key")
    return key


def _public_pem(key: Ed25519PublicKey) -> bytes:
    from cryptography.hazmat.primitives import serialization

    form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(*form)


def _require_library() -> None:
    try:
        import cryptography  # noqa: F401
    except ModuleNotFoundError as error:
        raise UsageError(_NEEDED) from error
