"""Front matter as a report prints it: read from the lines at its top and bottom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.intake.datelines import is_place, read_dateline, read_place_and_day
from onrecord.intake.days import read_day
from onrecord.lexicon import read_words
from onrecord.record import Dateline, Front

if TYPE_CHECKING:
    from onrecord.edtf import Edtf

# A footer with the report's address.
LONGEST_FOOTER = 300
# Front matter stands in the first paragraphs; a line longer than this is body.
TOP_PARAGRAPHS, BOTTOM_PARAGRAPHS, LONGEST_LINE, MOST_LINES = 8, 4, 130, 30

PARTS = re.compile(r"\s+[|•·/—–]\s+")
LABEL = re.compile(
    r"(?P<updated>(?:last )?(?:updated|modified)|actualizado|mis à jour|aktualisiert)(?: on| at| le)?:?\s+"
    r"|(?:first )?(?:published|posted|issued|released|publicado|publié|veröffentlicht|dated?|on)"
    r"(?: on| le| el)?:?\s+",
    re.IGNORECASE,
)
BY = re.compile(
    r"(?:(?:exclusive|special|story|words|text|analysis|comment|opinion|interview|written|report(?:ed|ing)?)\s+)?"
    r"by:?\s+\S|(?:words|reporter|author|text|story|correspondent)s?:\s+\S|(?:por|par|von|di|door)\s+(?=[^\W\d_a-z])",
    re.IGNORECASE,
)
STAFF = re.compile(
    r"\b(?:staff|desk|correspondents?|reporters?|bureau|team|agencies|newsroom)\Z", re.IGNORECASE
)
# What names a wire service or a paper, where it stands alone under a headline.
ORGANIZATION = re.compile(
    r"\b(?:press|wire|agency|agencia|agence|agentur|service|gazette|times|herald|tribune)\b", re.IGNORECASE
)
BETWEEN_NAMES = read_words("intake/data/between_names.txt")
SOURCE = re.compile(r"(?:source|outlet|publication):\s+(?P<name>\S.*)", re.IGNORECASE)
INPUTS = re.compile(
    r"\(?(?:with )?(?:additional )?(?:inputs?|reporting|material) (?:from|by) "
    r"(?P<agency>[A-Z][\w ]{1,30}?)\)?\.?",
    re.IGNORECASE,
)
RELEASE = re.compile(r"\b(?:press|news|media) release\b|\bcommuniqu[ée]\b|\bfor immediate\b", re.IGNORECASE)
BROADCASTER = re.compile(r"\b(?:radio|television|tv|fm)\b", re.IGNORECASE)
SHARED_CREDIT = re.compile(r"(?:\band|&|/|\bwith)\s+(?P<agency>[A-Z]{2,6})\Z")
# At the end of the last paragraph: "... CP, with a report from Ana Quell".
LAST_CREDIT = re.compile(
    r"(?:\A|[.!?\"”’)]\s+)[—–(]?\s?(?:(?P<agency>[A-Z]{2,6}),? )?"
    r"(?P<byline>with (?:a )?reports? (?:from|by) [^.\n]{3,60}?)\)?\.?\Z"
)
COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?(?:(?:19|20)\d\d[-–\d]*\s*)?(?P<name>[^\W\d_][^.|\n]*?)\s*(?:[.|]|\Z)",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/[^\s<>]+", re.IGNORECASE)
# What may stand before the address of the report itself; "Donate at" leads elsewhere.
BEFORE_ADDRESS = re.compile(r"(?:[A-Z]{2,3}/|.*\bTel\.? [\d ()+-]+\.?\s*|(?:©|copyright).*)?", re.IGNORECASE)
SLUG = re.compile(r"[A-Za-z]{2,4}(?:\s*/{1,2}\s*[A-Za-z]{2,4})+")
ENDS = re.compile(r"[.!?…][\"'”’»)]*\Z")


@dataclass
class _Found:
    """Front matter as it is collected line by line: the first of each kind stays."""

    fields: dict[str, str] = field(default_factory=dict)
    dates: dict[str, Edtf] = field(default_factory=dict)
    dateline: Dateline | None = None


def read_printed(text: str, *, headline: str | None = None) -> Front:
    """What the text says of itself. `headline`: known already, from the page or the markup.

    Only what is certain; all else is None. Every value is as printed, dates as EDTF.
    """
    top = text.split("\n\n", TOP_PARAGRAPHS)[:TOP_PARAGRAPHS]
    paragraphs = ["\n".join(paragraph.split("\n", MOST_LINES)[:MOST_LINES]) for paragraph in top]
    printed = headline or find_headline(paragraphs)
    found = _Found()
    _read_top(paragraphs, printed, found)
    _read_bottom(text.rsplit("\n\n", BOTTOM_PARAGRAPHS)[1:], found)
    fields, dates, dateline = found.fields, found.dates, found.dateline
    read_from = {}
    if "published" not in dates:
        if dateline is not None and dateline.date is not None:
            dates["published"], read_from["published"] = dateline.date, "dateline"
        elif "updated" in dates:
            dates["published"], read_from["published"] = dates["updated"], "text, as updated"
    if "agency" in fields and (dateline is None or dateline.agency is None):
        place, date = (None, None) if dateline is None else (dateline.place, dateline.date)
        dateline = Dateline(place, date, fields["agency"])
    values = {
        "headline": printed,
        "byline": fields.get("byline"),
        "dateline": dateline,
        "outlet": fields.get("outlet"),
        "url": fields.get("url"),
        **dates,
    }
    read = tuple((name, read_from.get(name, "text")) for name, value in values.items() if value is not None)
    return Front(**values, read_from=read)  # type: ignore[arg-type]


def find_headline(paragraphs: list[str]) -> str | None:
    """The first line that can be a headline and stands over a body; None where that is not certain."""
    for number, paragraph in enumerate(paragraphs[:4]):
        lines = paragraph.split("\n")
        below = paragraphs[number + 1].split("\n") if number + 1 < len(paragraphs) else []
        if _is_letterhead(lines, below) or all(_is_front_line(line) for line in lines):
            continue
        has_body = bool(below) or any(len(line) > LONGEST_LINE for line in lines[1:])
        return lines[0] if has_body and _can_be_headline(lines[0]) else None
    return None


def _can_be_headline(line: str) -> bool:
    plain_end = not line.endswith(".") or line.endswith(("...", "U.S.", "U.N.", "U.K.", "Jr."))
    if not plain_end or not 8 <= len(line) <= 250 or " " not in line or _is_front_line(line):
        return False
    dateline = read_dateline(line)  # "SHOEBOX SCANDAL: mayor..." looks like a place in capitals
    return dateline is None or (dateline.date is None and dateline.agency is None)


def _is_letterhead(lines: list[str], below: list[str]) -> bool:
    """A sender's lines, in capitals, above the headline of a release or bulletin."""
    if len(lines) < 2 or not below or not _can_be_headline(below[0]) or any(map(is_byline, lines)):
        return False
    in_capitals = " ".join(lines[0].split()[:2]).isupper()
    evidence = any(RELEASE.search(line) or line.startswith("(") or _stamps(line) for line in lines)
    return in_capitals and evidence


def _is_front_line(line: str) -> bool:
    """The line is a stamp or a byline, not what the report says."""
    return bool(_stamps(line)) or is_byline(line) or read_place_and_day(line) is not None


def _read_top(paragraphs: list[str], headline: str | None, found: _Found) -> None:
    """The lines above the body, and the dateline, which may stand under a lead as long as a paragraph."""
    under, bodies = headline is None, 0
    for number, paragraph in enumerate(paragraphs):
        lines = paragraph.split("\n")
        if not under and (sender := _sender(lines)) is not None:
            found.fields.setdefault("outlet", sender)
        for place, line in enumerate(lines):
            if headline is not None and line.strip() == headline.strip():
                under = True
            elif len(line) > LONGEST_LINE or ENDS.search(line):
                found.dateline = found.dateline or read_dateline(line)
                bodies += under and len(line) > LONGEST_LINE
                if bodies == 2 or (bodies and found.dateline):
                    return
            elif not bodies:
                is_last = number == len(paragraphs) - 1 and place == len(lines) - 1
                _read_line(line, under and not is_last, lines[place - 1] if place else "", found)


def _read_line(line: str, can_be_name: bool, above: str, found: _Found) -> None:
    """A short line at the top: stamps, byline, outlet, place and date."""
    for label, day in _stamps(line):
        found.dates.setdefault(label, day)
    if (placed := read_place_and_day(line)) is not None:
        found.dateline = found.dateline or placed
    for part in PARTS.split(line):
        if (source := SOURCE.fullmatch(part)) is not None:
            found.fields.setdefault("outlet", source["name"])
        elif is_byline(part):
            found.fields.setdefault("byline", part)
            if (shared := SHARED_CREDIT.search(part)) is not None:
                found.fields.setdefault("agency", shared["agency"])
        elif can_be_name and _is_credit(part):
            found.fields.setdefault("outlet" if is_byline(above) else "agency", part)
        elif can_be_name and "byline" not in found.fields and is_name_line(part):
            name, _, place = part.partition(", ")
            if STAFF.search(name) and is_place(place):
                found.dateline = found.dateline or Dateline(place)
                part = name
            found.fields["byline"] = part


def _stamps(line: str) -> list[tuple[str, Edtf]]:
    """The dates of a line that is made of dates, labels and short parts: ("published" or "updated", day)."""
    stamps: list[tuple[str, Edtf]] = []
    for part in PARTS.split(line) if len(line) <= LONGEST_LINE else ():
        label = LABEL.match(part)
        day = read_day(part[label.end() :] if label else part)
        if day is not None:
            stamps.append(("updated" if label and label["updated"] else "published", day))
    return stamps


def is_byline(line: str) -> bool:
    """A line that says by whom: "By Ana Quell", "Words: Ana Quell"."""
    return (
        BY.match(line) is not None
        and len(line) <= LONGEST_LINE
        and ENDS.search(line) is None
        and ":" not in line[12:]
    )


def _is_credit(line: str) -> bool:
    """The name of an outlet or agency, alone on its line."""
    words = line.split()
    return (
        2 <= len(words) <= 5
        and all(word[0].isupper() for word in words)
        and ORGANIZATION.search(line) is not None
    )


def is_name_line(line: str) -> bool:
    """A name, or names, alone on their line, with "in Place" or the like; or a desk."""
    words = line.replace(",", " ").split()
    if not 2 <= len(words) <= 8 or len(line) > 60 or line.isupper() or not words[0][0].isupper():
        return False
    if STAFF.search(line.partition(", ")[0]):
        return True
    named = all((word[0].isupper() and word.isupper() is False) or word in BETWEEN_NAMES for word in words)
    return (
        named
        and all(char.isalpha() or char in " ,.'’-" for char in line)
        and len(words) <= 5
        and words[-1] not in BETWEEN_NAMES
    )


def _sender(lines: list[str]) -> str | None:
    """Who a letterhead names, of a release or a broadcaster: "RADIO X — the voice of X" gives "RADIO X"."""
    name = re.split(r"\s+[—–|]\s+|\s+\(", lines[0])[0].strip()
    is_release = (
        len(lines) > 1 and RELEASE.search(name) is None and any(RELEASE.search(line) for line in lines)
    )
    is_broadcaster = name.isupper() and BROADCASTER.search(name) is not None
    return name if is_release or is_broadcaster else None


def _read_bottom(paragraphs: list[str], found: _Found) -> None:
    """Credits, copyright and the report's own address in the last lines."""
    lines = [line for paragraph in paragraphs for line in paragraph.rsplit("\n", MOST_LINES)]
    for number, line in enumerate(lines):
        if len(line) <= LONGEST_FOOTER and (inputs := INPUTS.fullmatch(line)) is not None:
            found.fields.setdefault("agency", inputs["agency"])
        if len(line) <= LONGEST_FOOTER and (holder := COPYRIGHT.match(line)) is not None:
            found.fields.setdefault("outlet", holder["name"])
        if (address := own_address(line)) is not None:
            found.fields.setdefault("url", address)
        if (credit := LAST_CREDIT.search(line, max(0, len(line) - 120))) is not None:
            found.fields.setdefault("byline", credit["byline"])
            if credit["agency"]:
                found.fields.setdefault("agency", credit["agency"])
        if number and SLUG.fullmatch(lines[number - 1]) and is_place(line):
            found.fields.setdefault("outlet", line)


def own_address(line: str) -> str | None:
    """The address that a footer line gives for the report itself; None where it may lead elsewhere."""
    if len(line) > LONGEST_FOOTER or "@" in line:
        return None
    addresses = list(ADDRESS.finditer(line))
    if len(addresses) != 1:
        return None
    address = addresses[0]
    path = address.group().split("://")[-1].partition("/")[2]
    alone = not line[address.end() :].strip(" >.)") and BEFORE_ADDRESS.fullmatch(
        line[: address.start()].strip(" <")
    )
    return address.group().rstrip(".,;)>") if path.strip("/.") and alone else None


def iter_fields(front: Front) -> Iterator[tuple[str, object]]:
    """The fields that are known, by name, without `read_from`."""
    for name in (
        "headline",
        "lead",
        "byline",
        "dateline",
        "outlet",
        "url",
        "language",
        "published",
        "updated",
    ):
        value = getattr(front, name)
        if value is not None:
            yield name, value
