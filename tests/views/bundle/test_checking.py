"""A bundle is as it was made or it is not, and then the first changed byte is named."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord import Record, UsageError
from onrecord.views.bundle import sealing
from onrecord.views.bundle.checking import Change, check_bundle, first_difference
from onrecord.views.bundle.zipping import read_entries, write_zip

Rewrite = Callable[[Mapping[str, bytes]], Mapping[str, bytes]]


def rewritten(path: Path, change: Rewrite) -> bytes:
    files = {member.name: member.data for member in read_entries(path.read_bytes())}
    return write_zip(list(change(files).items()))


def first(data: bytes) -> Change:
    return check_bundle(data).changes[0]


def test_as_it_was_made(signed: Path, unsigned: Path, record: Record) -> None:
    checked = check_bundle(signed.read_bytes())
    assert checked.changes == ()
    assert checked.signer is not None
    assert checked.manifest is not None
    assert checked.manifest.signer == checked.signer
    checked = check_bundle(unsigned.read_bytes())
    assert (checked.changes, checked.signer) == ((), None)


@given(st.data())
@settings(max_examples=120)
def test_any_changed_byte_of_any_file_is_named(signed: Path, unsigned: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from([signed, unsigned]))
    whole = bytearray(path.read_bytes())
    member = data.draw(st.sampled_from(read_entries(bytes(whole))))
    offset = data.draw(st.integers(0, len(member.data) - 1))
    at = member.start + offset
    flip = data.draw(st.integers(1, 255))
    was = whole[at : at + 1]
    whole[at] ^= flip
    checked = check_bundle(bytes(whole))
    [found] = checked.changes
    assert (found.path, found.offset, found.at) == (member.name, offset, at)
    assert (found.was, found.now) == (bytes(was), bytes(whole[at : at + 1]))
    assert checked.signer is None


@given(st.data())
@settings(max_examples=60)
def test_any_changed_byte_around_the_files_is_found(signed: Path, data: st.DataObject) -> None:
    whole = bytearray(signed.read_bytes())
    inside = {at for one in read_entries(bytes(whole)) for at in range(one.start, one.start + len(one.data))}
    at = data.draw(st.sampled_from(sorted(set(range(len(whole))) - inside)))
    whole[at] ^= data.draw(st.integers(1, 255))
    try:
        checked = check_bundle(bytes(whole))
    except UsageError:
        return  # of a name or a size that no bundle has, no more is said
    assert checked.changes
    assert checked.signer is None


@given(st.data())
@settings(max_examples=30)
def test_a_file_that_is_cut_off(signed: Path, data: st.DataObject) -> None:
    whole = signed.read_bytes()
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    try:
        assert check_bundle(cut).changes
    except UsageError as error:
        assert "zip file" in str(error)  # noqa: PT017


def test_other_words_in_the_place_of_some(signed: Path) -> None:
    def change(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        page = files["dossier.html"].replace(b"18 boats", b"eighty boats", 1)
        return {**files, "dossier.html": page}

    found = first(rewritten(signed, change))
    assert found.path == "dossier.html"
    assert (found.was, found.now) == (b"1", b"e")


def test_files_that_are_missing_or_added(signed: Path) -> None:
    less = rewritten(signed, lambda files: {name: d for name, d in files.items() if name != "record.json"})
    assert [(one.path, one.what) for one in check_bundle(less).changes] == [("record.json", "is missing")]
    more = rewritten(signed, lambda files: {**files, "readme.txt": b"More."})
    assert [(one.path, one.what) for one in check_bundle(more).changes] == [("readme.txt", "was added")]


def test_a_signature_that_was_taken_off(signed: Path) -> None:
    bare = rewritten(
        signed,
        lambda files: {
            name: data for name, data in files.items() if name not in (sealing.PUBLIC, sealing.SIGNATURE)
        },
    )
    assert {one.path for one in check_bundle(bare).changes} == {sealing.PUBLIC, sealing.SIGNATURE}


def test_all_made_anew_under_the_old_signature(signed: Path) -> None:
    def forge(files: Mapping[str, bytes]) -> Mapping[str, bytes]:
        seals = (sealing.COPY, sealing.SUMS, sealing.PUBLIC, sealing.SIGNATURE)
        content = {name: data for name, data in files.items() if name not in seals}
        content["record.json"] = content["record.json"].replace(b"denied", b"agreed")
        content[sealing.COPY] = sealing.pack_copy(content)
        content[sealing.SUMS] = sealing.write_sums({n: sealing.hash_of(d) for n, d in content.items()})
        return content | {name: files[name] for name in (sealing.PUBLIC, sealing.SIGNATURE)}

    found = first(rewritten(signed, forge))
    assert (found.path, found.what) == (
        sealing.SIGNATURE, "is not a signature of these files by this key",
    )  # fmt: skip


def zipped(*members: tuple[str, bytes], how: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as made:
        for name, data in members:
            made.writestr(name, data)
    return out.getvalue()


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zipped(("index.html", b"\0" * 50_000_000), how=zipfile.ZIP_DEFLATED)
    with pytest.raises(UsageError, match=r"holds index.html compressed"):
        check_bundle(bomb)


def test_a_bomb_in_the_copy_is_not_unpacked(unsigned: Path) -> None:
    bomb = sealing.pack_copy({"record.json": b"\0" * 30_000_000})
    data = rewritten(unsigned, lambda files: {**files, sealing.COPY: bomb})
    assert (first(data).path, first(data).offset) == (sealing.COPY, 10)


@pytest.mark.parametrize(
    "name", ["../../.ssh/authorized_keys", "/etc/passwd", "a\\..\\b", "originals/../x", "C:x"]
)
def test_names_that_lead_out_of_it(name: str) -> None:
    with pytest.raises(UsageError, match="a member that no bundle has"):
        check_bundle(zipped(("index.html", b"x"), (name, b"x"), ("manifest.json", b"{}")))


def test_another_zip_file() -> None:
    with pytest.raises(UsageError, match="no bundle of Onrecord"):
        check_bundle(zipped(("index.html", b"x")))
    with pytest.raises(UsageError, match="no whole zip file"):
        check_bundle(b"")


@given(st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40))
def test_where_two_part(start: bytes, one: bytes, other: bytes) -> None:
    at = first_difference(start + one, start + other)
    assert (start + one)[:at] == (start + other)[:at]
    assert (start + one)[at : at + 1] != (start + other)[at : at + 1] or start + one == start + other
