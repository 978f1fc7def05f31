"""What is fuzzed: each target takes bytes and checks what must hold of whatever comes out. See fuzz.py."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime

import atheris

with atheris.instrument_imports(include=["onrecord"]):
    from onrecord.edtf import Edtf
    from onrecord.errors import OnrecordError
    from onrecord.intake import docx, mail, page, pdf, plain
    from onrecord.intake.archive import find_pages
    from onrecord.intake.feeds import find_entries
    from onrecord.intake.given import Given
    from onrecord.intake.opening import Failure, Limits, Part, open_part
    from onrecord.intake.rows import find_lines, find_parquet
    from onrecord.linking.register import read_register
    from onrecord.reading import reader
    from onrecord.reading.network import load
    from onrecord.record import Original, Report

NOW = datetime(2024, 3, 14, 12, tzinfo=UTC)
LIMITS = Limits(most_bytes=1_000_000)
_NETWORK = None


def _original(data: bytes, media_type: str) -> Original:
    return Original(data, media_type, "https://courier.example/fuzz", NOW)


def _check_report(report: Report) -> None:
    """Spans, offsets and ids hold."""
    assert report.text.strip()
    assert report.id
    assert report.version
    last = 0
    for start, end, first, after in report.offsets.stretches:
        assert last <= start <= end <= len(report.text), report.offsets.stretches
        assert 0 <= first <= after
        last = end


def _reads(read: Callable[[Original, Given], Report], media_type: str) -> Callable[[bytes], None]:
    def target(data: bytes) -> None:
        with suppress(OnrecordError):
            _check_report(read(_original(data, media_type), Given()))

    return target


def sniff(data: bytes) -> None:
    """Whatever the bytes are taken for, opened down to its reports."""
    parts = [Part(data, "fuzz", Given(), NOW)]
    for _ in range(40):
        if not parts:
            return
        for opened in open_part(parts.pop(), LIMITS):
            if isinstance(opened, Part):
                parts.append(opened)
            elif isinstance(opened, Report):
                _check_report(opened)
            elif isinstance(opened, Failure):
                assert "report this as a fault" not in opened.what, opened.what


def feed(data: bytes) -> None:
    with suppress(OnrecordError):
        for entry in find_entries(data, where="https://courier.example/feed"):
            assert entry.url is None or entry.url.startswith(("http://", "https://")), entry.url


def email(data: bytes) -> None:
    with suppress(OnrecordError):
        opened = mail.open_mail(_original(data, "message/rfc822"))
        if mail.has_body(opened):
            _check_report(mail.read_body(opened, _original(data, "message/rfc822"), Given()))


def archive(data: bytes) -> None:
    with suppress(OnrecordError):
        for found in find_pages(io.BytesIO(data), where="fuzz.warc", most_bytes=1_000_000):
            assert found is not None


def rows(data: bytes) -> None:
    with suppress(OnrecordError):
        list(find_lines(io.BytesIO(data), most_bytes=10_000))


def parquet(data: bytes) -> None:
    with suppress(OnrecordError):
        list(find_parquet(io.BytesIO(data), where="fuzz.parquet"))


def edtf(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    with suppress(OnrecordError):
        value = Edtf.parse(text)
        first, last = value.earliest_day(), value.latest_day()
        assert first is None or last is None or first <= last
        assert isinstance(first, date | None)
        assert Edtf.parse(value.value) == value


def register(data: bytes) -> None:
    with suppress(OnrecordError):
        read_register(data.decode("utf-8", "replace"), "fuzz.csv")


def reading(data: bytes) -> None:
    """The whole reader: every span in every statement, mention, date and figure holds its words."""
    global _NETWORK
    _NETWORK = _NETWORK or load()
    text = data.decode("utf-8", "replace")
    with suppress(OnrecordError):
        report = plain.read_plain(_original(text.encode(), "text/plain"), Given())
        read = reader.read_report(report, _NETWORK)
        spans = [span for s in read.statements for role in (s.source, s.cue, s.content) for span in role]
        spans += [one.span for some in (read.mentions, read.dates, read.figures) for one in some]
        for span in spans:
            assert report.text[span.start : span.end] == span.text


TARGETS: dict[str, Callable[[bytes], None]] = {
    "sniff": sniff,
    "page": _reads(page.read_page, "text/html"),
    "text": _reads(plain.read_plain, "text/plain"),
    "pdf": _reads(pdf.read_pdf, "application/pdf"),
    "docx": _reads(docx.read_docx, "application/zip"),
    "saved_page": _reads(mail.read_saved_page, "multipart/related"),
    "mail": email,
    "feed": feed,
    "archive": archive,
    "rows": rows,
    "parquet": parquet,
    "edtf": edtf,
    "register": register,
    "reading": reading,
}

if __name__ == "__main__":
    name = sys.argv.pop(1)
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()
