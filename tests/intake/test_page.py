import json
from datetime import UTC, datetime

import pytest
from hypothesis import given as given_by
from hypothesis import settings
from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.errors import InputTooLarge, NotAReport, OnrecordError
from onrecord.intake.given import Given
from onrecord.intake.page import MOST_BYTES, decode_page, extract_body, read_page
from onrecord.record import Original, Report

BODY = (
    "The harbour bridge will stay closed until the spring, the mayor said, and nobody will be let across.",
    "“Nobody wants this,” Ana Quell told reporters after the meeting of the council, which she had called.",
    "Two men were arrested after a fire at a timber yard north of the river, police said on Tuesday.",
)
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Bridge closed until spring (SEO)",
    "datePublished": "2022-01-04T23:30:00-05:00",
    "dateModified": "2022-01-06T08:00:00Z",
    "author": [{"@type": "Person", "name": "Ana E. Reed"}, {"@type": "Person", "name": "Tom Hall"}],
    "publisher": {"@type": "Organization", "name": "The Ellery Post"},
}


def page(*, head: str = "", article: object = ARTICLE, extra: str = "") -> str:
    paragraphs = "\n".join(f"<p>{text}</p>" for text in BODY)
    return f"""<!DOCTYPE html>
<html lang="en-GB"><head><title>Harbour bridge closed until spring | The Ellery Post</title>
<link rel="canonical" href="/news/281-bridge">{head}
<script type="application/ld+json">{json.dumps(article)}</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>Harbour bridge closed &amp; guarded until spring</h1>
{extra}
{paragraphs}
</article><footer>© 2022 The Ellery Post</footer></body></html>"""


def report_of(source: str | bytes, given: Given | None = None) -> Report:
    data = source if isinstance(source, bytes) else source.encode()
    original = Original(data, "text/html", "https://ellery.example/amp/281", datetime(2026, 1, 2, tzinfo=UTC))
    return read_page(original, given or Given())


def test_a_page_with_its_front_matter() -> None:
    front = report_of(page()).front
    assert front.headline == "Harbour bridge closed & guarded until spring"
    assert front.byline == "Ana E. Reed, Tom Hall"
    assert (str(front.published), str(front.updated)) == ("2022-01-04", "2022-01-06")
    assert (front.outlet, front.language) == ("The Ellery Post", "en")
    assert front.url == "https://ellery.example/news/281-bridge"
    assert dict(front.read_from) == {
        "headline": "page",
        "byline": "json-ld",
        "published": "json-ld",
        "updated": "json-ld",
        "outlet": "json-ld",
        "url": "link",
        "language": "text",
    }


def test_the_text_is_headline_and_paragraphs() -> None:
    assert report_of(page()).text.split("\n\n") == ["Harbour bridge closed & guarded until spring", *BODY]


def test_a_standfirst_is_the_lead_and_stands_under_the_headline() -> None:
    lead = "Cracks in two pillars are larger than was known, engineers say"
    report = report_of(page(extra=f'<p class="article-standfirst">{lead}</p>'))
    assert report.front.lead == lead
    assert report.text.split("\n\n")[1:3] == [lead, BODY[0]]


def test_a_printed_byline_counts_where_the_head_has_none() -> None:
    extra = '<div class="byline"><span>By Ana Quell and Tom Reed</span><span>January 4, 2022</span></div>'
    front = report_of(page(article={}, extra=extra)).front
    assert front.byline == "By Ana Quell and Tom Reed"


def test_open_graph_and_meta() -> None:
    head = """<meta property="article:published_time" content="Tue, 04 Jan 2022 10:00:00 GMT">
    <meta property="og:site_name" content="Ellery Post"><meta name="author" content="Ana Quell">"""
    front = report_of(page(article={}, head=head)).front
    assert (str(front.published), front.outlet, front.byline) == ("2022-01-04", "Ellery Post", "Ana Quell")


@pytest.mark.parametrize("day", ["0001-01-01T00:00:00", "2022-13-40", "soon", ""])
def test_a_day_that_is_none_is_left_out(day: str) -> None:
    assert report_of(page(article=ARTICLE | {"datePublished": day})).front.published is None


def test_the_day_of_an_update_is_not_that_of_publication() -> None:
    front = report_of(page(article={"@type": "NewsArticle", "dateModified": "2022-01-06"})).front
    assert (front.published, str(front.updated)) == (None, "2022-01-06")


@pytest.mark.parametrize(("printed", "day"), [("4 March 2022", "2022-03-04"), ("03/04/2022", "2022")])
def test_a_printed_day_counts_where_it_is_certain(printed: str, day: str) -> None:
    extra = f'<span class="date">{printed}</span>'
    assert str(report_of(page(article={}, extra=extra)).front.published) == day


def test_the_user_beats_the_page_and_a_feed_does_not() -> None:
    for source, day in (("user", "2022-01-05"), ("feed", "2022-01-04")):
        front = report_of(page(), Given(published=Edtf("2022-01-05"), source=source)).front
        assert str(front.published) == day


def test_every_word_leads_back_to_the_source() -> None:
    source = page()
    report = report_of(source)
    for words in ("“Nobody wants this,” Ana Quell", "police said on Tuesday", "closed & guarded"):
        start = report.text.index(words)
        place = report.offsets.original(start, start + len(words))
        assert place is not None
        assert source[slice(*place)].replace("&amp;", "&") == words


def test_scripts_and_hidden_controls_stay_out_of_the_text() -> None:
    hostile = "<p>The may\u202eor\u202c &lt;script&gt;said&lt;/script&gt; no\u200bthing more of it.</p>"
    text = report_of(page(extra=f"<script>alert('x')</script>{hostile}")).text
    assert "alert" not in text
    assert "The mayor <script>said</script> nothing more of it." in text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_the_declared_encoding_may_be_wrong(encoding: str) -> None:
    source = page(head='<meta charset="utf-8">')
    assert BODY[1] in report_of(source.encode(encoding)).text


def test_a_cyrillic_page_in_its_own_encoding() -> None:
    source = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Мэр ушла</p>'
    assert "Мэр ушла" in decode_page(source.encode("cp1251"))


@pytest.mark.parametrize("data", [b"", b"<html></html>", b"<html><nav>Home</nav></html>", b"\0\1\2" * 9])
def test_what_holds_no_article_is_refused(data: bytes) -> None:
    with pytest.raises(NotAReport):
        report_of(data)


@pytest.mark.parametrize(
    "source",
    [
        "<div>" * 5000 + BODY[0],
        "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + f">{BODY[0]}</p>",
        "<html>" + "<b></b>" * 150_000,
        "a" * (MOST_BYTES + 1),
    ],
)
def test_pages_built_to_cost_time_are_refused(source: str) -> None:
    with pytest.raises(InputTooLarge):
        report_of(source)


def test_the_body_of_a_page_alone() -> None:
    assert extract_body(page()).split("\n\n")[-3:] == list(BODY)


TAGS = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<b>",
        "<h1>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "&amp;",
        "&#0;",
        '<a b="',
        "\0",
        "“x”",
    ]
)


@settings(max_examples=40, deadline=None)
@given_by(st.lists(st.one_of(TAGS, st.text(max_size=8)), max_size=20))
def test_any_page_makes_a_report_that_leads_back_or_an_error_of_ours(parts: list[str]) -> None:
    source = page(extra="".join(parts)).encode("utf-8", "replace")
    try:
        report = report_of(source)
    except OnrecordError:
        return
    decoded = decode_page(source)
    for start, end, from_, to in report.offsets.stretches:
        if end - start == to - from_:
            assert report.span(start, end).text == decoded[from_:to]
