"""Packed bytes opened with a limit on what may come out, so that a small bomb stays small."""

from __future__ import annotations

import zlib

from onrecord.errors import InputTooLarge, NotAReport

GZIP_MAGIC = b"\x1f\x8b"


def ungzip(data: bytes, *, limit: int) -> tuple[bytes, bool]:
    """What is inside a gzip file, and whether it was whole. A file cut off gives what it still holds.

    Raises InputTooLarge past `limit` bytes, NotAReport where nothing can be opened.
    """
    parts: list[bytes] = []
    size = 0
    whole = True
    # A gzip file may be several, one after another.
    while data.startswith(GZIP_MAGIC):
        opener = zlib.decompressobj(wbits=31)
        try:
            part = opener.decompress(data, limit - size + 1)
        except zlib.error as error:
            if not parts:
                raise NotAReport("the gzip file is damaged; get it again from where it came") from error
            whole = False
            break
        parts.append(part)
        size += len(part)
        if size > limit:
            raise InputTooLarge(f"more than {limit // 1_000_000} MB when unpacked, which is the limit")
        if not opener.eof:
            whole = False
            break
        data = opener.unused_data
    return b"".join(parts), whole
