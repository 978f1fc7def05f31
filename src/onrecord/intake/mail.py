"""Mails (.eml): a newsletter or a forwarded report, and the reports attached to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime
from typing import TYPE_CHECKING

from onrecord.edtf import Edtf
from onrecord.errors import NotAReport
from onrecord.intake.days import find_day
from onrecord.intake.given import Given
from onrecord.intake.htmlblocks import read_blocks
from onrecord.intake.markup import Block, find_blocks
from onrecord.intake.page import decode_page, read_page
from onrecord.intake.paragraphs import join_paragraphs
from onrecord.intake.plain import finish_blocks
from onrecord.intake.text import clean, decode
from onrecord.intake.traced import Traced
from onrecord.record import Original, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ANSWER = re.compile(r"\s*(?:(?:fwd?|re|aw|wg|rv|tr|vs)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE)
# What stands above a forwarded mail, and then the fields of its header, a line each, as programs repeat them.
FORWARDED = re.compile(
    r"^[> \t*]*(?:-+ *(?:forwarded message|original message|weitergeleitete nachricht|mensaje reenviado"
    r"|message transféré|mensagem encaminhada|messaggio inoltrato) *-+|begin forwarded message:)[ \t*]*$\n?",
    re.IGNORECASE | re.MULTILINE,
)
FIELD = re.compile(
    r"[> \t*]*(?P<name>from|von|de|da|date|sent|datum|gesendet|fecha|data|subject|betreff|asunto|objet"
    r"|oggetto|assunto|to|an|para|à|a|cc|reply-to)\s*:[ \t*]*(?P<value>.*?)[ \t*]*$",
    re.IGNORECASE,
)
SUBJECT = frozenset("subject betreff asunto objet oggetto assunto".split())
DATE = frozenset("date sent datum gesendet fecha data".split())
QUOTED = re.compile(r"^>[ \t]?", re.MULTILINE)
SIGNATURE = re.compile(r"^-- ?$\n[\s\S]*", re.MULTILINE)
# What newsletters print around what they report.
AROUND = re.compile(
    r"(?:view|read|open|see) (?:this|it|the) ?(?:e-?mail|newsletter|message|story)?.{0,20} in (?:your|a|the)"
    r" (?:web ?)?browser|having trouble (?:viewing|reading)"
    r"|you(?:'|’| a)re receiving this|you received this (?:e-?mail|message|newsletter)"
    r"|this e-?mail was sent (?:to|by)|to unsubscribe|unsubscribe\b|update your (?:e-?mail )?preferences"
    r"|manage (?:your )?(?:e-?mail )?(?:preferences|subscriptions?)|add us to your address book"
    r"|forward(?:ed)? this (?:e-?mail|newsletter) to|was this (?:e-?mail|newsletter) forwarded"
    r"|sent from my \w+",
    re.IGNORECASE,
)
NEWSLETTER_HEADERS = ("List-Id", "List-Unsubscribe", "List-Post")
NO_NAME = re.compile(r"@|\bno-?reply\b|\bnews-?letters?\Z|\bdo not reply\b", re.IGNORECASE)
FROM_OUTLET = re.compile(r"(?P<person>\S.+?)\s+(?:from|at|@|via|,)\s+(?P<outlet>\S.*)")
# A mail with attachments that says less than this only goes with them.
SHORTEST_BODY = 300


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail. `name` is as the mail has it, or its type where it has none."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mail:
    """An opened mail: what its header tells, its parts, and what was attached."""

    given: Given
    subject: str | None
    text: str | None
    html: bytes | None
    attachments: tuple[Attachment, ...]
    notes: tuple[str, ...]


def open_mail(original: Original) -> Mail:
    """The parts of a mail. Raises NotAReport where it has none that can be read."""
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(original.data)
    plain = html = None
    attachments: list[Attachment] = []
    for part in _leaves(message):
        kind, name = part.get_content_type(), part.get_filename()
        data = _payload(part)
        if name is None and kind == "text/plain" and plain is None:
            plain = decode(data, declared=part.get_content_charset()) if data.strip() else None
        elif name is None and kind == "text/html" and html is None:
            html = data if data.strip() else None
        elif data.strip():
            attachments.append(Attachment(name or kind, data))
    if plain is None and html is None and not attachments:
        raise NotAReport("the mail holds no text", where=original.location)
    notes = ("the mail seems to be cut off; text may be missing at its end",) if _is_cut(message) else ()
    subject = ANSWER.sub("", str(message["Subject"] or ""), count=1).strip() or None
    given = _read_header(message, subject)
    return Mail(given, subject, plain, html, tuple(attachments), notes)


def read_mail(original: Original, given: Given) -> Report:
    """The report that a mail's own text is; offsets are of the decoded text or HTML part it was read from.

    A forwarded mail is read from under its repeated header, whose subject and date then count. Raises
    NotAReport where the mail is without text.
    """
    return read_body(open_mail(original), original, given)


def read_body(mail: Mail, original: Original, given: Given) -> Report:
    """As `read_mail`, of a mail that is open already."""
    text = mail.text
    if text is None and mail.html is not None:
        blocks = read_blocks(decode_page(mail.html, where=original.location))
        shown = "\n\n".join(block.text for block in blocks)
        if not FORWARDED.search(shown):
            return _noted(_read_html(mail, original, given, blocks), mail.notes)
        text = shown
    if text is None:
        raise NotAReport("the mail holds no text of its own", where=original.location)
    source = Traced.of(text) if text is mail.text else Traced(text, ())
    return _noted(_read_text(mail, original, given, source), mail.notes)


def read_saved_page(original: Original, given: Given) -> Report:
    """The report of a page that a browser saved as one MHTML file; offsets are of its HTML part."""
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(original.data)
    page = next((_payload(part) for part in _leaves(message) if part.get_content_type() == "text/html"), b"")
    if not page:
        raise NotAReport("the saved page holds no HTML", where=original.location)
    url = str(message["Snapshot-Content-Location"] or message["Content-Location"] or "").strip()
    told = Given(url=url if url.startswith(("http://", "https://")) else None, source="saved page")
    part = Original(page, "text/html", original.location, original.fetched)
    return replace(read_page(part, given.with_source(told)), original=original)


def has_body(mail: Mail) -> bool:
    """Whether the mail's own text is a report, and not just the note that goes with what is attached."""
    shown = mail.text or ("" if mail.html is None else decode(mail.html))
    return not mail.attachments or sum(char.isalpha() for char in shown) >= SHORTEST_BODY


def _noted(report: Report, notes: Sequence[str]) -> Report:
    return replace(report, notes=(*report.notes, *notes))


def _read_html(mail: Mail, original: Original, given: Given, blocks: Sequence[Block]) -> Report:
    page = Original(mail.html or b"", "text/html", original.location, original.fetched)
    given = given.with_source(mail.given)
    try:
        return replace(read_page(page, given), original=original)
    except NotAReport:
        # Mails are set in tables, which an extractor of articles may take for a list of links.
        return finish_blocks(original, _with_subject(_within(blocks), mail.subject), given)


def _read_text(mail: Mail, original: Original, given: Given, source: Traced) -> Report:
    notes: tuple[str, ...] = ()
    told, subject = mail.given, mail.subject
    forwarded = _find_forwarded(source.text)
    if forwarded is not None:
        start, fields = forwarded
        if source.text[:start].partition("\n")[0].strip() and not FORWARDED.match(source.text.lstrip()):
            notes = ("what was written above the forwarded text is left out",)
        subject = ANSWER.sub("", fields.get("subject", ""), count=1).strip() or subject
        day = find_day(fields.get("date", ""))
        told = Given(headline=subject, published=day[2] if day else None, source="mail header")
        source = source.part(start, len(source.text))
    source = _unquoted(source)
    if (signature := SIGNATURE.search(source.text)) is not None and signature.start() > 0:
        source = source.part(0, signature.start())
    blocks = _within(join_paragraphs(list(find_blocks(clean(source)))))
    if not blocks:
        raise NotAReport("the mail holds no text of its own", where=original.location)
    report = finish_blocks(original, _with_subject(blocks, subject), given.with_source(told))
    return _noted(report, notes)


def _find_forwarded(text: str) -> tuple[int, dict[str, str]] | None:
    """Where the text of a forwarded mail begins, and the subject and date of its repeated header."""
    mark = None
    for mark in FORWARDED.finditer(text):  # noqa: B007 (forwarded more than once, the last is the report's)
        pass
    if mark is None:
        return None
    fields: dict[str, str] = {}
    at = mark.end()
    for line in text[at:].splitlines(keepends=True):
        found = FIELD.match(line)
        if found is not None:
            name = found["name"].casefold()
            key = "subject" if name in SUBJECT else "date" if name in DATE else name
            fields.setdefault(key, found["value"])
        elif line.strip(" \t>\r\n*") and not line.startswith((" ", "\t")):
            break
        at += len(line)
    return at, fields


def _unquoted(source: Traced) -> Traced:
    """Without the "> " that a program puts before every line of what it forwards."""
    lines = [line for line in source.text.split("\n") if line.strip()]
    if sum(line.startswith(">") for line in lines) < 0.8 * len(lines):
        return source
    return source.edited((mark.start(), mark.end(), "") for mark in QUOTED.finditer(source.text))


def _within(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without what a newsletter prints around them."""
    return [block for block in blocks if not (len(block.text) < 300 and AROUND.match(block.text))]


def _with_subject(blocks: list[Block], subject: str | None) -> list[Block]:
    """The subject is the headline; it has no way back to the part that was read, unless that repeats it."""
    if subject is None:
        return blocks
    first = next(
        (n for n, block in enumerate(blocks[:4]) if block.text.casefold() == subject.casefold()), None
    )
    if first is not None:
        return [Block(blocks[first].traced, "heading", 1), *blocks[:first], *blocks[first + 1 :]]
    return [Block(Traced(subject, ()), "heading", 1), *blocks]


def _read_header(message: EmailMessage, subject: str | None) -> Given:
    """What the header tells: the day it was sent; of a newsletter, who sends it."""
    try:
        published = Edtf.parse(parsedate_to_datetime(str(message["Date"])).date().isoformat())
    except (ValueError, TypeError):
        published = None
    outlet = byline = None
    if any(message[name] for name in NEWSLETTER_HEADERS):
        name = parseaddr(str(message["From"] or ""))[0].strip()
        both = FROM_OUTLET.fullmatch(name)
        if both is not None and not NO_NAME.search(name):
            byline, outlet = both["person"], both["outlet"]
        elif name and not NO_NAME.search(name):
            outlet = name
    return Given(published=published, outlet=outlet, headline=subject, byline=byline, source="mail header")


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something; a mail within a mail is one part."""
    if message.get_content_maintype() == "multipart":
        for part in message.iter_parts():
            if isinstance(part, EmailMessage):
                yield from _leaves(part)
    else:
        yield message


def _payload(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        return inner[0].as_bytes() if isinstance(inner, list) and inner else b""  # type: ignore[union-attr]
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _is_cut(message: EmailMessage) -> bool:
    defects = [type(defect).__name__ for part in message.walk() for defect in part.defects]
    return "CloseBoundaryNotFoundDefect" in defects
