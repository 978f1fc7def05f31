"""What is refused, and the headers that everything carries."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest
from starlette.datastructures import Headers

from onrecord.web.app import create_app
from onrecord.web.guard import find_refusal, host_name, is_loopback, own_names
from tests.web.conftest import Served, serving

OURS = own_names("127.0.0.1")


@pytest.mark.parametrize("host", ["127.0.0.1:8470", "localhost:1", "LOCALHOST", "[::1]:8470"])
def test_our_own_names_are_known(host: str) -> None:
    assert find_refusal("GET", Headers({"host": host}), OURS) is None


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8470", "127.0.0.1.evil.example", "", "[::2]"])
def test_a_name_that_was_rebound_to_us_is_refused(host: str) -> None:
    refusal = find_refusal("GET", Headers({"host": host}), OURS)
    assert refusal is not None
    assert refusal.status == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:8471"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_change_from_another_site_is_refused(headers: dict[str, str]) -> None:
    refusal = find_refusal("POST", Headers({"host": "localhost:8470", **headers}), OURS)
    assert refusal is not None
    assert refusal.status == 403


def test_a_change_from_a_page_of_ours_is_let_through() -> None:
    headers = {"host": "localhost:8470", "origin": "http://localhost:8470", "sec-fetch-site": "same-origin"}
    assert find_refusal("POST", Headers(headers), OURS) is None


def test_too_much_at_once_is_refused(served: Served) -> None:
    answer = httpx2.post(served.address + "/api/reports", content=b"x" * 1_000_001)
    assert answer.status_code == 413
    assert answer.json()["error"]["do"]


def test_names_of_hosts() -> None:
    assert host_name("[::1]:80") == "[::1]"
    assert host_name("Localhost:80") == "localhost"
    assert is_loopback("::1")
    assert is_loopback("127.0.0.9")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("example.org")


@pytest.mark.parametrize("path", ["/", "/api", "/nothing", "/static/page.css", "/reports/x.json"])
def test_every_answer_carries_the_headers(served: Served, path: str) -> None:
    headers = served.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fapp.py",
        "/static//etc/passwd",
        "/reports/..%2f..%2fetc%2fpasswd/original",
    ],
)
def test_no_path_leads_out(served: Served, path: str) -> None:
    assert served.get(path).status_code in (404, 405)


def test_a_server_that_others_reach_asks_for_its_token(kept: Path) -> None:
    with serving(kept, token="sesame") as server:
        assert server.get("/").status_code == 401
        assert server.get("/api/reports", Authorization="Bearer other").status_code == 401
        assert server.get("/api/reports", Authorization="Bearer sesame").status_code == 200
        let_in = server.get("//evil.example/?token=sesame&q=1")
        assert let_in.headers["location"] == "/evil.example/?q=1"
        assert "HttpOnly" in let_in.headers["set-cookie"]
        assert server.get("/", Cookie="onrecord=sesame").status_code == 200


def test_no_server_for_others_without_a_token(kept: Path) -> None:
    with pytest.raises(ValueError, match="token"):
        create_app(kept, host="0.0.0.0")
