"""Every way to name an input, and the order in which reports come out."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from onrecord.edtf import Edtf
from onrecord.intake.fetch import Fetcher
from onrecord.intake.files import Failure, Limits, find_inputs
from onrecord.intake.given import Given
from onrecord.record import Report

from .documents import BODY, HEADLINE, NOW, TEXT, docx_of_report, page_of, pdf_of, warc_record
from .test_mail import mail
from .website import Answer, Website, page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allow_private=True, deadline=2, pace=0) as fetcher:
        yield fetcher


def read(
    *inputs: str | Path,
    fetcher: Fetcher | None = None,
    given: Given | None = None,
    limits: Limits | None = None,
    lines: Sequence[str] = (),
) -> list[Report | Failure]:
    names = [str(name) for name in inputs]
    return list(
        find_inputs(names, given=given or Given(), fetcher=fetcher, now=NOW, limits=limits, lines=lines)
    )


def said(found: Sequence[Report | Failure]) -> list[str]:
    """Headlines of reports, and failures in words without where they are."""
    return [item.front.headline or "?" if isinstance(item, Report) else item.what for item in found]


def report_of(found: Sequence[Report | Failure]) -> Report:
    (report,) = found
    assert isinstance(report, Report), report
    return report


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (TEXT.encode(), "text/plain"),
        (page_of(), "text/html"),
        (pdf_of(), "application/pdf"),
        (docx_of_report(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (bytes(mail(BODY, Subject=HEADLINE)), "message/rfc822"),
    ],
)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_a_file_is_what_its_bytes_are(
    tmp_path: Path, data: bytes, media_type: str, pack: type[bytes]
) -> None:
    path = tmp_path / "called.anything"
    path.write_bytes(pack(data))
    report = report_of(read(path))
    assert report.text == TEXT
    assert report.original.media_type == media_type
    assert report.original.data == data
    assert report.original.location == str(path)
    assert report.original.fetched == NOW


def test_a_folder_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", ".git/x.txt", "c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Report {name} of the harbour\n\n{BODY}")
    (tmp_path / "d.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "e.py").write_text("print('The harbour')")
    (tmp_path / "empty").mkdir()
    found = read(tmp_path)
    assert said(found) == [
        "Report a/z.txt of the harbour",
        "Report b.txt of the harbour",
        "Report c.txt of the harbour",
        "it is a picture, not a report",
        ".py files are not read unless they are named",
        "the folder is empty",
    ]
    assert all(item.skipped for item in found if isinstance(item, Failure))


def test_what_is_named_is_taken_for_a_report(tmp_path: Path) -> None:
    path = tmp_path / "d.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert read(path) == [Failure(str(path), "it is a picture, not a report", skipped=False)]


def test_a_saved_page_and_its_pictures(tmp_path: Path) -> None:
    (tmp_path / "Ferry.html").write_bytes(page_of())
    (tmp_path / "Ferry_files").mkdir()
    (tmp_path / "Ferry_files" / "menu.html").write_bytes(page_of("Menu"))
    assert said(read(tmp_path)) == [HEADLINE, "files that belong to the saved page beside it"]


def test_links_that_lead_in_circles_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert said(read(tmp_path, tmp_path)) == [HEADLINE, "it is a link that leads nowhere"]


def test_a_list_of_inputs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    lines = ["# my list", "", f"  {tmp_path / 'a.txt'}\n", "nowhere.txt"]
    found = read("-", lines=lines)
    assert said(found) == [HEADLINE, "there is no such file or folder; check the spelling"]


def test_what_the_user_gives_beats_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(mail(BODY, Subject=HEADLINE, List_Id="<n.example>")))
    report = report_of(read(path, given=Given(outlet="Evening Gull", published=Edtf.parse("2025-03-05"))))
    assert report.front.outlet == "Evening Gull"
    assert report.front.published == Edtf.parse("2025-03-05")
    assert dict(report.front.read_from)["headline"] in ("text", "mail header")


def test_addresses_are_fetched(fetcher: Fetcher) -> None:
    with Website({"/ferry": Answer(page_of())}) as site:
        report = report_of(read(f"{site.address}/ferry#top", fetcher=fetcher))
        assert report.text == TEXT
        assert report.front.url == f"{site.address}/ferry"


def test_addresses_without_a_fetcher() -> None:
    assert said(read("https://courier.example/")) == [
        "addresses are not fetched here; save the page and add the file"
    ]


def test_a_feed(fetcher: Fetcher) -> None:
    with Website({}) as site:
        day = "<pubDate>Tue, 10 Mar 2026 09:00:00 GMT</pubDate>"
        item = "<item><title>{0}</title><link>{1}/{0}</link>" + day + "</item>"
        items = "".join(item.format(name, site.address) for name in ("one", "gone", "two", "one"))
        whole = (
            f"<item><title>Whole</title><description>{'The harbour board voted. ' * 20}</description></item>"
        )
        site.pages["/feed"] = Answer(
            f"<rss><channel><title>Courier</title>{items}{whole}</channel></rss>".encode()
        )
        for name in ("one", "two"):
            site.pages[f"/{name}"] = Answer(page_of(f"Report number {name} of the harbour"))
        found = read(f"{site.address}/feed", fetcher=fetcher)
        assert said(found) == [
            "Report number one of the harbour",
            "the server answered 404 Not Found; check the address",
            "Report number two of the harbour",
            "Whole",
        ]
        first = found[0]
        assert isinstance(first, Report)
        assert first.front.outlet == "Courier"
        assert dict(first.front.read_from)["outlet"] == "feed"
        # The feed knows the year of the dateline's day.
        assert first.front.published == Edtf.parse("2026-03-03")


def test_attachments_are_reports_too(tmp_path: Path) -> None:
    message = mail("See attached.", Subject="For you")
    message.add_attachment(pdf_of(), maintype="application", subtype="pdf", filename="ferry.pdf")
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="logo.png")
    path = tmp_path / "mail.eml"
    path.write_bytes(bytes(message))
    report, left_out = read(path)
    assert isinstance(report, Report)
    assert report.text == TEXT
    assert report.original.location == f"{path} > ferry.pdf"
    assert isinstance(left_out, Failure)
    assert left_out.what == "attached, and no reports: logo.png"


def test_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    records = [
        warc_record(f"https://courier.example/{n}", page_of(f"Report number {n} of all")) for n in (1, 2)
    ]
    records.insert(1, warc_record("https://courier.example/0", b"", kind="revisit"))
    path.write_bytes(b"".join(map(gzip.compress, records)))
    first, second, left_out = read(path)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.front.url == "https://courier.example/1"
    assert first.original.fetched.year == 2019
    assert first.notes == (f"from the archive {path}, record at byte 0",)
    assert left_out == Failure(str(path), "left out: 1 revisits of pages archived before", skipped=True)


def test_limits(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    assert said(read(path, limits=Limits(most_bytes=100)))[0].startswith(
        "more than 0.0001 MB, which is the limit"
    )
    assert said(read(path, limits=Limits(most_text=100)))[0].startswith(
        "more than 0.0001 MB of text is no single"
    )
    path.write_bytes(gzip.compress(bytes(60_000_000)))
    assert said(read(path))[0].startswith("more than 50 MB when unpacked")


def test_page_served_as_something_else(fetcher: Fetcher) -> None:
    with Website({"/": page(page_of().decode(), **{"Content-Type": "application/octet-stream"})}) as site:
        assert report_of(read(f"{site.address}/", fetcher=fetcher)).original.media_type == "text/html"
