import pytest

from onrecord.intake.printed import read_printed

BODY = (
    "The harbour bridge will stay closed until the spring, the mayor said on Monday, and nobody will be let "
    "across it before then, whatever the council may say.\n\nShe left at noon."
)


@pytest.mark.parametrize(
    ("above", "below", "byline", "published"),
    [
        ("", "By Ana Quell and Tom Reed", "By Ana Quell and Tom Reed", None),
        ("", "Ana Quell in Ellery\nFri 19 Aug", "Ana Quell in Ellery", "XXXX-08-19"),
        ("", "Town Desk | Updated: 18 Aug 2022, 07:42 IST", "Town Desk", "2022-08-18"),
        ("", "By Ana Quell | Tuesday 9th February", "By Ana Quell", "XXXX-02-09"),
        ("Thursday 14 March\n\n", "Ana Quell", "Ana Quell", "XXXX-03-14"),
        ("UPDATE No. 2 | 10 February 2021\n\n", "", None, "2021-02-10"),
        ("", "Words: Ana Quell\nPUBLISHED: 06:58, 13 October 2023", "Words: Ana Quell", "2023-10-13"),
    ],
)
def test_the_lines_above_the_body(above: str, below: str, byline: str | None, published: str | None) -> None:
    headline = "‘Closed’: the bridge of Port Ellery"
    front = read_printed("\n\n".join(filter(None, [f"{above}{headline}", below, BODY])))
    assert (front.headline, front.byline) == (headline, byline)
    assert (front.published and str(front.published)) == published


def test_the_letterhead_of_a_release() -> None:
    sender = "HARBOUR WORKERS' UNION (Regd.)\nPRESS RELEASE for immediate publication\nEllery, 17/08/2022"
    front = read_printed(f"{sender}\n\nUNION SAYS NO\n\n{BODY}")
    assert (front.headline, front.outlet) == ("UNION SAYS NO", "HARBOUR WORKERS' UNION")
    assert front.dateline is not None
    assert (front.dateline.place, str(front.published)) == ("Ellery", "2022-08-17")


def test_an_agency_that_only_the_credits_name() -> None:
    front = read_printed(f"Bridge stays closed\n\n{BODY}\n\n(With inputs from HPA)")
    assert front.dateline is not None
    assert (front.dateline.place, front.dateline.agency) == (None, "HPA")


def test_a_source_line() -> None:
    front = read_printed(
        f"Bridge stays closed\n\nSource: Harbour News | 09-14 21:16:40 | Editor: aq\n\n{BODY}"
    )
    assert (front.outlet, str(front.published)) == ("Harbour News", "XXXX-09-14")


def test_a_text_without_front_matter_has_none() -> None:
    front = read_printed(BODY)
    assert (front.headline, front.byline, front.dateline, front.published, front.outlet, front.url) == (
        None,
    ) * 6
    assert front.read_from == ()


def test_a_sentence_that_begins_like_a_byline_is_body() -> None:
    assert read_printed(f"Bridge stays closed\n\nBy ten past nine nobody was left.\n\n{BODY}").byline is None
