"""Keys are made once, kept from others, and known by a fingerprint."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import UsageError
from onrecord.views.bundle.signing import Signer, fingerprint_of, is_signed, make_key, same_fingerprint


def test_a_key_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "newsroom.pem"
    name = make_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    signer = Signer(path)
    assert signer.fingerprint == name == fingerprint_of(signer.public)
    signature = signer.sign(b"as it is")
    assert is_signed(b"as it is", signature, signer.public)
    assert not is_signed(b"as it was", signature, signer.public)
    assert not is_signed(b"as it is", signature[:-1], signer.public)
    assert not is_signed(b"as it is", signature, b"no key")
    with pytest.raises(UsageError, match="no key is ever written over"):
        make_key(path)


def test_a_key_that_others_may_read(tmp_path: Path) -> None:
    make_key(tmp_path / "newsroom.pem")
    (tmp_path / "newsroom.pem").chmod(0o644)
    with pytest.raises(UsageError, match="others may read this key: chmod 600"):
        Signer(tmp_path / "newsroom.pem")


def test_what_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("nothing")
    path.chmod(0o600)
    with pytest.raises(UsageError, match="holds no Ed25519 key"):
        Signer(path)
    with pytest.raises(UsageError, match="cannot be read"):
        Signer(tmp_path / "nowhere.pem")


def test_fingerprints_as_people_write_them() -> None:
    digits = "0123456789abcdef" * 4
    assert same_fingerprint(f"ed25519:{digits}", digits.upper())
    assert same_fingerprint(f"{digits[:32]} {digits[32:]}", digits)
    assert not same_fingerprint(digits, digits[::-1])
    with pytest.raises(UsageError, match="is no fingerprint"):
        same_fingerprint(digits, digits[:16])
