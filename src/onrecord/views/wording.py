"""Wording: how dates, kinds and hostile characters are put before a reader."""

from __future__ import annotations

import re
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from onrecord.record import Kind

if TYPE_CHECKING:
    from onrecord.edtf import Edtf

MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
QUARTERS = {"33": "first", "34": "second", "35": "third", "36": "fourth"}
KIND_MEANING = {
    Kind.DIRECT: "all of it stands in quotation marks",
    Kind.MIXED: "partly in quotation marks",
    Kind.INDIRECT: "in the report's own words",
}

_DATE = re.compile(r"(\d{4}|XXXX|\d{3}X|\d\dXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%]?)")
_REPLACED = "\ufffd"
# Not printable, or able to turn the order of what stands beside it: nothing that a reader should meet
# unseen. Each is replaced by one sign, so that offsets hold.
_STEERING = {
    **{code: chr(0x2400 + code) for code in range(0x20) if chr(code) not in "\t\n"},
    0x7F: "\u2421",
    **dict.fromkeys(range(0x80, 0xA0), _REPLACED),
    **dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029], _REPLACED),
    **dict.fromkeys(range(0xD800, 0xE000), _REPLACED),
}


def show_text(text: str) -> str:
    """The text with a sign for every character that steers instead of being read. As long as before."""
    return text.translate(_STEERING)


def link_address(url: str | None) -> str | None:
    """The address, if it is one of the web that may be made a link; else None."""
    if url is None or re.search(r"[\s\x00-\x1f<>\"]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def put_date(date: Edtf | None) -> str:
    """`14 March 2024`, `14 March (year not known)`, `about 2021`, `since 2019`. None: `not known`."""
    if date is None:
        return "not known"
    first, slash, last = date.value.partition("/")
    if not slash:
        return _put_point(first)
    if last in ("", ".."):
        return f"since {_put_point(first)}"
    if first in ("", ".."):
        return f"until {_put_point(last)}"
    return f"{_put_point(first)} to {_put_point(last)}"


def _put_point(value: str) -> str:
    match = _DATE.fullmatch(value)
    if match is None:
        return value
    year, month, day, mark = match.groups()
    words = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}.get(mark, "")
    years = "(year not known)" if year == "XXXX" else year
    if month is None:
        return words + (f"the {year[:3]}0s" if year.count("X") == 1 else years)
    if month in SEASONS:
        return f"{words}{SEASONS[month]} {years}"
    if month in QUARTERS:
        return f"{words}{QUARTERS[month]} quarter {years}"
    if month == "XX" or day == "XX":
        return value
    name = MONTHS[int(month) - 1]
    return f"{words}{name} {years}" if day is None else f"{words}{int(day)} {name} {years}"


def put_language(language: str | None) -> str:
    """A language tag that may stand in a page; "" (not known) for what is none."""
    return language if language and re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language) else ""


def show_markdown(text: str) -> str:
    """The text as one line of Markdown that shows as it is: no mark-up, no HTML, no link."""
    line = " ".join(show_text(text).split())
    line = re.sub(r"([\\`*_\[\]<>&|~$#!{}])", r"\\\1", line)
    line = re.sub(r"^(\d+)([.)])", r"\1\\\2", line)
    line = re.sub(r"^([-+=])", r"\\\1", line)
    # GitHub makes links of bare addresses; a word joiner keeps it from that and does not show.
    return re.sub(r"(?i)\b(https?|ftp|www|mailto|xmpp)(:|\.)", "\\1\u2060\\2", line)


def put_location(location: str) -> str:
    """Where an original came from: an address whole, of a file its name only; a dossier is handed on."""
    return location if link_address(location) else PureWindowsPath(location).name or location
