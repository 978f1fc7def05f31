"""Mails: newsletters, forwarded reports, and what is attached."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from onrecord.edtf import Edtf
from onrecord.errors import NotAReport
from onrecord.intake.given import Given
from onrecord.intake.mail import has_body, open_mail, read_mail, read_saved_page
from onrecord.record import Report

from .documents import BODY, HEADLINE, PARAGRAPHS, TEXT, original, page_of, pdf_of

PLAIN = (
    "The harbour board voted on Tuesday to keep the ferry, after a hearing of five hours in the town hall.\n"
)


def mail(text: str | None = None, html: bytes | None = None, **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("From", "Sandholm Courier <news@courier.example>")
    message["Date"] = headers.pop("Date", "Wed, 04 Mar 2026 23:30:00 -0500")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text, cte="quoted-printable")
    if html is not None:
        add = message.set_content if text is None else message.add_alternative
        add(html.decode(), subtype="html")
    return message


def read(message: EmailMessage) -> Report:
    return read_mail(original(bytes(message)), Given())


def test_a_newsletter() -> None:
    report = read(mail(BODY, Subject=HEADLINE, List_Unsubscribe="<https://courier.example/off>"))
    assert report.text == TEXT
    assert report.front.headline == HEADLINE
    assert report.front.outlet == "Sandholm Courier"
    # The dateline's day, with the year that the header knows.
    assert report.front.published == Edtf.parse("2026-03-03")


def test_the_day_is_the_senders() -> None:
    report = read(mail(PLAIN, Subject="Ferry kept"))
    assert report.front.published == Edtf.parse("2026-03-04")
    assert ("published", "mail header") in report.front.read_from


@pytest.mark.parametrize(
    ("sender", "outlet", "byline"),
    [
        ("Sandholm Courier <n@c.example>", "Sandholm Courier", None),
        ("Ada Lind from Sandholm Courier <n@c.example>", "Sandholm Courier", "Ada Lind"),
        ("no-reply <n@c.example>", None, None),
        ("n@c.example", None, None),
    ],
)
def test_who_sends_a_newsletter(sender: str, outlet: str | None, byline: str | None) -> None:
    front = read(mail(PLAIN, Subject="Ferry kept", From=sender, List_Id="<news.c.example>")).front
    assert (front.outlet, front.byline) == (outlet, byline)


def test_who_sends_a_mail_is_no_outlet() -> None:
    assert read(mail(PLAIN, Subject="Ferry kept", From="Ada Lind <ada@example.org>")).front.outlet is None


def test_only_html() -> None:
    report = read(mail(html=page_of(), Subject="Courier daily"))
    assert report.text == TEXT
    assert report.offsets.unit == "html"


def test_html_set_in_tables() -> None:
    cells = "".join(f"<tr><td><a href='https://c.example'>{p}</a></td></tr>" for p in PARAGRAPHS)
    html = f"<html><body><table>{cells}</table></body></html>"
    text = read(mail(html=html.encode(), Subject=HEADLINE)).text
    assert all(paragraph in text for paragraph in PARAGRAPHS)


FORWARDS = {
    "gmail": "FYI, look at this!\n\n---------- Forwarded message ---------\nFrom: Courier <n@c.example>\n"
    f"Date: Tue, Mar 3, 2026 at 9:10 AM\nSubject: {HEADLINE}\nTo: Ada <a@example.org>\n\n\n{BODY}\n",
    "outlook": "See below.\n\n-----Original Message-----\nFrom: Courier\nSent: Tuesday, March 3, 2026 9:10 AM"
    f"\nTo: Ada\nSubject: FW: {HEADLINE}\n\n{BODY}\n",
    "apple": "Begin forwarded message:\n\n> From: Courier <n@c.example>\n> Subject: "
    + HEADLINE
    + "\n> Date: March 3, 2026 at 9:10:00 AM\n> To: Ada\n> \n"
    + "\n".join(f"> {p}\n>" for p in PARAGRAPHS)
    + "\n",
}


@pytest.mark.parametrize("program", FORWARDS)
def test_a_forwarded_report(program: str) -> None:
    sent = mail(FORWARDS[program], Subject=f"Fwd: {HEADLINE}", From="Bo <b@example.org>")
    report = read(sent)
    assert report.text == TEXT
    assert report.front.published == Edtf.parse("2026-03-03")
    assert report.front.outlet is None
    assert bool(report.notes) == (program != "apple")


def test_the_subject_is_a_headline_without_fwd_and_re() -> None:
    assert read(mail(PLAIN, Subject="Re: FW: Ferry kept")).front.headline == "Ferry kept"


def test_what_surrounds_a_newsletter_is_no_text() -> None:
    text = f"View this email in your browser\n\n{BODY}\n\nUnsubscribe | Manage preferences\n\n-- \nThe desk"
    assert read(mail(text, Subject=HEADLINE)).text == TEXT


def test_attachments() -> None:
    message = mail("See attached.", Subject="Ferry")
    message.add_attachment(pdf_of(), maintype="application", subtype="pdf", filename="ferry.pdf")
    message.add_attachment(mail(PLAIN, Subject="Older"))
    opened = open_mail(original(bytes(message)))
    assert [attachment.name for attachment in opened.attachments] == ["ferry.pdf", "message/rfc822"]
    assert opened.attachments[0].data == pdf_of()
    assert b"Older" in opened.attachments[1].data
    assert not has_body(opened)


def test_cut_off() -> None:
    whole = bytes(mail(BODY, html=page_of(), Subject=HEADLINE))
    report = read_mail(original(whole[:-400]), Given())
    assert report.notes == ("the mail seems to be cut off; text may be missing at its end",)


def test_without_text() -> None:
    with pytest.raises(NotAReport, match="the mail holds no text"):
        read(mail("", Subject="Empty"))


def test_a_page_saved_as_one_file() -> None:
    saved = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://courier.example/ferry\r\n"
        b"Subject: Ferry\r\nDate: Thu, 2 Apr 2026 09:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + page_of() + b"\r\n--b--\r\n"
    )
    report = read_saved_page(original(saved), Given())
    assert report.text == TEXT
    assert report.front.url == "https://courier.example/ferry"
    # The day it was saved is not the day it was published.
    assert report.front.published == Edtf.parse("XXXX-03-03")
    assert report.original.data == saved
