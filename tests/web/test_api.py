"""The record as data: the same answers as the contract, in parts, with one shape of errors."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.face import open_record
from onrecord.views.contract import FoundStatement, ReadingAnswer
from tests.web.conftest import Served


def test_a_report_is_answered_as_by_the_python_face(served: Served) -> None:
    with open_record(served.record, readonly=True) as record:
        for listed in record.reports():
            wanted = next(record.readings([listed.report]))
            assert (
                ReadingAnswer.model_validate_json(served.get(f"/reports/{listed.report}.json").text) == wanted
            )
            assert served.get(f"/api/reports/{listed.report}").json() == wanted.model_dump(
                mode="json", by_alias=True
            )


def test_statements_in_parts_are_all_statements_once_in_order(served: Served) -> None:
    with open_record(served.record, readonly=True) as record:
        wanted = [one.statement.id for one in record.statements()]
    got: list[str] = []
    after: str | None = ""
    while after is not None:
        query = f"&after={after}" if after else ""
        part = served.get(f"/api/statements?limit=3{query}").json()
        assert part["total"] == len(wanted)
        got += [one["id"] for one in part["items"]]
        after = part["after"]
    assert sorted(got) == sorted(wanted)
    assert got == [one["id"] for one in served.get("/api/statements?limit=500").json()["items"]]


@pytest.mark.parametrize("noun", ["reports", "reports?newest=true", "people"])
def test_other_lists_in_parts_are_whole(served: Served, noun: str) -> None:
    path = f"/api/{noun}{'&' if '?' in noun else '?'}limit="
    whole = served.get(f"{path}500").json()
    got, after = [], ""
    while after is not None:
        part = served.get(f"{path}2&after={after}" if after else f"{path}2").json()
        got += part["items"]
        after = part["after"]
    assert got == whole["items"]
    assert len(got) == whole["total"] > 4


@pytest.mark.parametrize(
    "query", ["kind=direct", "act=offer", "since=2024-03-12", "until=2024-03-11", "outlet=ja", "about=asylum"]
)
def test_filters_leave_out_what_does_not_fit(served: Served, query: str) -> None:
    every = served.get("/api/statements?limit=500").json()["items"]
    some = served.get(f"/api/statements?limit=500&{query}").json()["items"]
    assert 0 < len(some) < len(every)
    name, _, value = query.partition("=")
    for one in map(FoundStatement.model_validate, some):
        if name in ("kind", "act"):
            assert getattr(one, name) == value
        if name == "outlet":
            assert one.report.outlet == value


def test_by_means_a_name_or_an_id(served: Served) -> None:
    person = served.get("/api/people").json()["items"][0]
    by_id = served.get(f"/api/statements?by={person['id']}").json()
    by_name = served.get(f"/api/statements?by={person['name']}").json()
    assert by_id["total"] == person["statements"]
    assert by_id == by_name
    assert served.get(f"/people/{person['id']}.json").json()["name"] == person["name"]


def test_empty_fields_of_a_form_count_as_none(served: Served) -> None:
    form = "about=&by=&outlet=&kind=&act=&since=&until="
    assert served.get(f"/api/statements?{form}").json() == served.get("/api/statements").json()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/reports/r0000000000000000", 404),
        ("/api/statements/nothing", 404),
        ("/api/people/s0000000000000000", 404),
        ("/api/statements?since=soon", 400),
        ("/api/statements?since=XXXX-03-04", 400),
        ("/api/statements?about=%22", 400),
        ("/api/statements?by=nobody-of-that-name", 404),
        ("/api/statements?kind=loud", 422),
        ("/api/statements?limit=0", 422),
        ("/api/statements?after=x", 400),
        ("/api/statements?after=%5B1%2C2%5D", 400),
        ("/api/reports?after=%5B%22a%22%2C1%2C1%5D", 400),
        ("/api/people?after=-1", 400),
        ("/api/nothing", 404),
        ("/nothing.json", 404),
    ],
)
def test_errors_have_one_shape(served: Served, path: str, status: int) -> None:
    answer = served.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/json"
    error = answer.json()["error"]
    assert answer.json() == {"error": error}
    assert error.keys() == {"what", "where", "do"}
    assert error["what"]
    assert error["do"]


def test_errors_are_pages_for_people(served: Served) -> None:
    answer = served.get("/reports/<script>")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "<script>" not in answer.text.replace('<script src="', "")


def test_the_description_holds_every_address(served: Served) -> None:
    described = served.get("/api").json()
    assert described["openapi"].startswith("3.")
    assert served.get("/api/openapi.json").json() == described
    for path, methods in described["paths"].items():
        assert path.startswith("/api/")
        for told in methods.values():
            assert "200" in told["responses"]
    assert "FoundStatement" in described["components"]["schemas"]


def test_an_original_is_kept_as_a_file(served: Served) -> None:
    report = served.get("/api/reports").json()["items"][0]
    answer = served.get(f"/reports/{report['id']}/original")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.text == served.get(f"/api/reports/{report['id']}").json()["report"]["text"]


def test_every_page_has_the_address_of_its_data(served: Served) -> None:
    statement = served.get("/api/statements").json()["items"][0]
    for path in ("/", "/reports", "/statements?kind=direct", "/people", f"/statements/{statement['id']}"):
        data = re.search(
            r'<link rel="alternate" type="application/json" href="([^"]+)"', served.get(path).text
        )
        assert data is not None
        assert served.get(data[1].replace("&amp;", "&")).status_code == 200, path


def test_a_story_tells_what_its_reports_tell_together(served: Served) -> None:
    report = served.get("/api/statements?about=asylum").json()["items"][0]["report"]["id"]
    story = served.get(f"/stories/{report}.json").json()
    assert {one["id"] for one in served.get("/api/stories").json()["items"]} >= {story["id"]}
    assert report in [one["id"] for one in story["reports"]]
    assert 1 <= story["independence"]["count"] <= len(story["reports"])
    known = {one["id"] for one in story["statements"]}
    assert len(known) == story["told"]
    assert sum(one["statements"] for one in story["speakers"]) == story["told"]
    for saying in story["sayings"]["items"]:
        assert len(saying["statements"]) > 1
        assert {one["id"] for one in saying["statements"]} <= known
        assert len(saying["wordings"]) == len(saying["statements"]) - 1
    for line in story["chronology"]["items"]:
        assert line["evidence"]
    for part, address in (("chronology", "chronology"), ("sayings", "sayings"), ("differences", "figures")):
        assert served.get(f"/api/stories/{report}/{address}").json() == story[part]
        assert served.get(f"/stories/{report}/{address}").status_code == 200
    assert served.get(f"/api/stories/{report}/against").json() == story["contradictions"]
    found = served.get(f"/api/statements?story={story['id']}&limit=500").json()
    assert {one["id"] for one in found["items"]} == known
    one, other = (head["id"] for head in story["reports"][:2])
    assert (
        served.get(f"/api/compare?a={one}&b={other}").json()
        == served.get(f"/api/compare?a={other}&b={one}").json()
    )
    assert served.get(f"/api/compare?a={one}&b={one}").status_code == 400


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(["statements", "reports", "people", "search", "compare", "review", "stories/x"]),
    asked=st.dictionaries(
        st.sampled_from(
            ["about", "by", "q", "outlet", "since", "until", "after", "limit", "a", "b", "named", "report"]
        ),
        st.text(max_size=12) | st.sampled_from(['"', "2024-13", "../..", "\0", "[1]", "999", "*", "a" * 300]),
        max_size=3,
    ),
)
def test_whatever_is_asked_is_answered_or_refused_in_words(
    served: Served, path: str, asked: dict[str, str]
) -> None:
    query = urlencode(asked, errors="replace")
    answer = served.get(f"/api/{path}?{query}")
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.json()["error"].keys() == {"what", "where", "do"}
    assert served.get(f"/{path}?{query}").status_code == answer.status_code
