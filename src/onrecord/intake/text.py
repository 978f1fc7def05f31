"""Bytes to text, and the cleaning that every format shares: small named steps that keep the way back."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from onrecord.errors import NotAReport

if TYPE_CHECKING:
    from onrecord.intake.traced import Traced

# Encodings that pages, mails and files name, by the name Python knows them under, and the one to
# read them with: browsers read "latin-1" as Windows-1252 and "gb2312" as GB 18030, and so do their authors.
ENCODINGS = {
    **{name: name for name in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "koi8-r", "koi8-u")},
    **{f"cp125{n}": f"cp125{n}" for n in range(9)},
    **{f"iso8859-{n}": f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)},
    **{name: name for name in ("cp866", "cp874", "euc_jp", "iso2022_jp", "mac-roman", "mac-cyrillic")},
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "cp932": "cp932",
    "euc_kr": "cp949",
    "cp949": "cp949",
}
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
# Enough of a long text to know its encoding by.
SAMPLE = 100_000


def decode(data: bytes, *, declared: str | None = None, where: str | None = None) -> str:
    """The text of some bytes. Raises NotAReport where they are empty or no text.

    A byte order mark decides, then UTF-8 where the bytes are that (a wrong declaration is far more
    common than other bytes that happen to be UTF-8), then the declared encoding, then the likeliest.
    Bytes that the encoding does not know become U+FFFD.
    """
    if not data.strip():
        raise NotAReport("it is empty", where=where)
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace").removeprefix("\ufeff")
    named = _encoding(declared)
    if named in ("utf-16", "utf-16-le", "utf-16-be", "utf-32") and 0 in data[:SAMPLE]:
        return data.decode(named, "replace")
    if (wide := _wide_encoding(data[:SAMPLE])) is not None:
        return data.decode(wide, "replace")
    if _looks_binary(data[:SAMPLE]):
        raise NotAReport("it is not text but binary data of a kind that is not read", where=where)
    if named == "iso2022_jp" and b"\x1b" in data:
        return data.decode(named, "replace")
    for encoding in ("utf-8", named or "utf-8"):
        with suppress(UnicodeDecodeError):
            return data.decode(encoding)
    if _is_broken_utf8(data):
        return data.decode("utf-8", "replace")
    return data.decode(_likeliest(data[:SAMPLE]), "replace")


def _encoding(declared: str | None) -> str | None:
    """What to read a declared encoding with; None where it is not one that reports come in."""
    try:
        return ENCODINGS.get(codecs.lookup((declared or "").strip(" \"'")).name)
    except (LookupError, ValueError):
        return None


def _wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of a Latin text is zero."""
    half = len(sample) // 2
    if half >= 4 and sample[1::2].count(0) > 0.7 * half and sample[::2].count(0) < 0.05 * half:
        return "utf-16-le"
    if half >= 4 and sample[::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.05 * half:
        return "utf-16-be"
    return None


def _looks_binary(sample: bytes) -> bool:
    controls = len(sample) - len(sample.translate(None, CONTROLS))
    return sample.startswith(SIGNATURES) or controls > 0.01 * len(sample)


def _is_broken_utf8(data: bytes) -> bool:
    """Nearly all that is not ASCII is proper UTF-8: a text cut in the middle, or with a bad byte or two."""
    text = data[:SAMPLE].decode("utf-8", "replace")
    return sum(char > "\x7f" and char != "\ufffd" for char in text) > 10 * text.count("\ufffd")


def _likeliest(sample: bytes) -> str:
    """Windows-1252 where few bytes are beyond ASCII and read well in it; else charset-normalizer decides."""
    beyond = bytes(byte for byte in sample if byte > 127)
    western = beyond.decode("cp1252", "replace")
    if len(beyond) < 0.03 * len(sample) and all(
        char in "‘’“”–—…•€£§©®°«»\xa0" or char.isalpha() for char in western
    ):
        return "cp1252"
    import charset_normalizer  # its tables take a tenth of a second to load

    best = charset_normalizer.from_bytes(sample).best()
    return "cp1252" if best is None else _encoding(best.encoding) or "cp1252"


# Characters that nobody sees: bidi controls can make a text read otherwise than it is, tag characters
# hide a text in another, and the rest break words that are searched for.
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\xad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
    # The joiners are letters' business in Persian, Hindi and emoji; between Latin letters they hide.
    "|(?<![^\x00-\u024f])[\u200c\u200d]+(?![^\x00-\u024f])"
)
LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
PARAGRAPH_MARK = re.compile("\u2029")
SPACES = re.compile("[ \t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
LINE_EDGE = re.compile("[ \t]+(?=\n)|(?<=\n)[ \t]+|\\A[ \t]+|[ \t]+\\Z")


def drop_invisible(traced: Traced) -> Traced:
    """Without bidi controls, zero-width characters, NUL and other controls."""
    return substituted(traced, INVISIBLE, "")


def level_line_ends(traced: Traced) -> Traced:
    r"""Every line end is one `\n`."""
    return substituted(substituted(traced, LINE_END, "\n"), PARAGRAPH_MARK, "\n\n")


def level_spaces(traced: Traced) -> Traced:
    """One plain space between words, none at the edges of lines."""
    return substituted(substituted(traced, SPACES, " "), LINE_EDGE, "")


STEPS: tuple[Callable[[Traced], Traced], ...] = (drop_invisible, level_line_ends, level_spaces)


def clean(traced: Traced) -> Traced:
    """All steps, in their order: what every format's text goes through."""
    for step in STEPS:
        traced = step(traced)
    return traced


def substituted(traced: Traced, pattern: re.Pattern[str], new: str) -> Traced:
    """With every match of the pattern replaced."""
    found = (
        (match.start(), match.end(), new) for match in pattern.finditer(traced.text) if match.group() != new
    )
    return traced.edited(found)
