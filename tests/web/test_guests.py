"""Several people: who may enter, what each may do, and that readers are shown nothing that is restricted."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import httpx2
import pytest
from click.testing import CliRunner

from onrecord.cli import onrecord
from onrecord.errors import NotFound, UsageError
from onrecord.store import open_store
from onrecord.store.guests import list_guests
from onrecord.web import rendering
from onrecord.web.guests import Guest, Guests, Role
from tests.web.conftest import Served, serving

TEMPLATES = Path(rendering.__file__).parent / "templates"


class Visitor:
    """Somebody with a token, at a server."""

    def __init__(self, served: Served, token: str) -> None:
        self.address, self.headers = served.address, {"Authorization": f"Bearer {token}"}

    def get(self, path: str) -> httpx2.Response:
        return httpx2.get(self.address + path, headers=self.headers, timeout=30)

    def post(self, path: str, body: dict[str, Any]) -> httpx2.Response:
        csrf = {"X-CSRF-Token": self.get("/api/token").json()["token"]}
        return httpx2.post(self.address + path, json=body, headers=self.headers | csrf, timeout=30)


def invite(served: Served, role: Role) -> Visitor:
    return Visitor(served, invited(served.record, f"Ana the {role}", role))


def invited(record: Path | str, name: str, role: Role) -> str:
    with open_store(record) as store:
        return Guests(store).invite(name, role)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_guests_are_kept_with_a_hash_of_their_tokens_alone(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    where = tmp_path / "story.sqlite" if kind == "sqlite" else request.getfixturevalue("database")
    with open_store(where) as store:
        guests = Guests(store)
        first = guests.invite("Ana", Role.READER)
        second = guests.invite(" Ana ", Role.EDITOR)
        other = guests.invite("Bo", Role.REVIEWER)
        assert guests.find(first) is None
        assert guests.find(second) == Guest("Ana", Role.EDITOR)
        assert guests.list() == [Guest("Ana", Role.EDITOR), Guest("Bo", Role.REVIEWER)]
        assert not {first, second, other} & {part for known in list_guests(store) for part in known}
        guests.dismiss("Bo")
        assert guests.find(other) is None
        with pytest.raises(NotFound, match="Ana"):
            guests.dismiss("Bo")
        with pytest.raises(UsageError, match="models"):
            guests.invite("onrecord-people-1", Role.EDITOR)


def test_guests_are_invited_and_dismissed_on_the_command_line(kept: Path, tmp_path: Path) -> None:
    record = str(shutil.copy(kept, tmp_path))

    def run(*options: str) -> str:
        done = CliRunner().invoke(onrecord, ["serve", "--record", record, *options])
        assert done.exit_code == 0, done.output
        return done.stdout

    token = run("--invite", "Ana", "--role", "reviewer").splitlines()[1]
    with open_store(record) as store:
        assert Guests(store).find(token) == Guest("Ana", Role.REVIEWER)
    assert run("--guests") == "Ana\treviewer\n"
    run("--dismiss", "Ana")
    assert run("--guests") == ""


def test_what_each_role_may_do(served_copy: Served) -> None:
    report, other = (one["id"] for one in served_copy.get("/api/reports").json()["items"][:2])
    statement = served_copy.get("/api/statements").json()["items"][0]["id"]
    people = {role: invite(served_copy, role) for role in Role}
    allowed: dict[str, list[Role]] = {
        f"/api/statements/{statement}": [Role.REVIEWER, Role.EDITOR],
        f"/api/reports/{other}/restrict": [Role.EDITOR],
        f"/api/reports/{report}/redact": [Role.EDITOR],
        f"/api/reports/{report}/forget": [Role.EDITOR],
    }
    bodies: list[dict[str, Any]] = [
        {"accept": True},
        {},
        {"places": [[0, 3]], "confirm": True},
        {"confirm": True},
    ]
    for (path, may), body in zip(allowed.items(), bodies, strict=True):
        for role, person in people.items():
            answer = person.post(path, body)
            assert answer.status_code == (200 if role in may else 403), (path, role, answer.text)
            if role not in may:
                assert "role" in answer.json()["error"]["what"]
    log = people[Role.REVIEWER].get("/api/decisions").json()["items"]
    # Decided in their own names, whatever they say.
    assert {one["author"] for one in log if one["about"] == "statement"} <= {
        "Ana the reviewer",
        "Ana the editor",
    }
    [restriction] = [one for one in log if one["about"] == "restriction"]
    undo = f"/api/decisions/{restriction['id']}/undo"
    assert [people[role].get("/review").status_code for role in Role] == [403, 200, 200]
    assert people[Role.REVIEWER].post(undo, {}).status_code == 403
    assert people[Role.EDITOR].post(undo, {}).status_code == 200


def test_nobody_decides_in_the_name_of_another(served_copy: Served) -> None:
    statement = served_copy.get("/api/statements").json()["items"][0]["id"]
    body = {"accept": True, "by": "Bo"}
    decided = invite(served_copy, Role.REVIEWER).post(f"/api/statements/{statement}", body).json()
    assert decided["author"] == "Ana the reviewer"
    assert 'name="by"' not in invite(served_copy, Role.REVIEWER).get(f"/statements/{statement}").text


def addresses(served: Served) -> list[str]:
    """Every list, search, count, export and thing that a reader may ask for."""
    items = {
        noun: served.get(f"/api/{noun}?limit=500").json()["items"]
        for noun in ("reports", "statements", "people")
    }
    stories = served.get("/api/stories").json()["items"]
    forms = [one["name"] for one in served.get("/api/exports").json()["items"]]
    things = [f"/{noun}/{one['id']}" for noun, some in items.items() for one in some[:40]]
    things += [f"/stories/{one['id']}" for one in stories]
    things += [f"/reports/{one['id']}/{part}" for one in items["reports"] for part in ("versions", "forget")]
    lists = ["index", "reports?newest=true", "statements?limit=500", "people?limit=500", "stories", "outlets"]
    lists += ["search?q=asylum", "statements?about=asylum", "reports?about=asylum", "decisions"]
    return [
        *(f"/api/{one}" for one in (*lists, "conflicts", "accuracy")),
        *(f"/api{one}" for one in things),
        *("/", "/reports", "/statements", "/people", "/stories", "/search?q=asylum", "/decisions", "/export"),
        *(one for one in things if "forget" not in one),
        *(f"/export/{form}" for form in forms if form not in ("parquet", "bundle")),
    ]


def words_of(text: str) -> set[str]:
    """Names, and long words."""
    return set(re.findall(r"\b[A-Z][^\W\d_]{4,}|[^\W\d_]{9,}", text))


# Those that pages and forms of export have of their own.
OWN_WORDS = words_of(" ".join(one.read_text("utf-8") for one in TEMPLATES.glob("*.html"))) | {"document"}


def test_a_reader_is_shown_nothing_that_is_restricted(served_copy: Served) -> None:
    found = served_copy.get("/api/statements?about=asylum").json()["items"][0]
    hidden = served_copy.get(f"/api/reports/{found['report']['id']}").json()
    ids = [hidden["report"]["id"], hidden["report"]["version"], *(one["id"] for one in hidden["statements"])]
    # Words in a row that only this report has.
    others = " ".join(
        served_copy.get(f"/api/reports/{one['id']}").json()["report"]["text"]
        for one in served_copy.get("/api/reports").json()["items"]
        if one["id"] != ids[0]
    )
    words = words_of(hidden["report"]["text"]) - words_of(others) - OWN_WORDS
    words -= words_of(served_copy.get("/api/openapi.json").text)
    asked = addresses(served_copy)
    editor, reader = (invite(served_copy, role) for role in (Role.EDITOR, Role.READER))
    before = reader.get("/api/index").json()
    assert editor.post(f"/api/reports/{ids[0]}/restrict", {"reason": "sealed"}).status_code == 200
    after = reader.get("/api/index").json()
    assert after["reports"] == before["reports"] - 1
    assert after["statements"] == before["statements"] - len(hidden["statements"])
    for path in asked:
        answer = reader.get(path)
        if any(id_ in path for id_ in ids):
            assert answer.status_code == 404, path
            continue
        assert answer.status_code in (200, 404), (path, answer.text)
        told = answer.text
        assert not [id_ for id_ in ids if id_ in told], path
        assert not [word for word in words if re.search(rf"\b{word}\b", told)], path
    for id_ in ids:
        assert reader.get(f"/id/{id_}").status_code == 404
        assert reader.get(f"/api/reports/{id_}").status_code == 404
        assert reader.get(f"/reports/{id_}/original").status_code == 404
    assert editor.get(f"/reports/{ids[0]}").status_code == 200
    assert "Kept from readers" in editor.get(f"/reports/{ids[0]}").text
    # Found by the words that only it has: by those who may see it.
    # Search takes beginnings of words in small or capital letters: one that begins no other report's word.
    word = max((word for word in words if not re.search(rf"\b{word}", others, re.IGNORECASE)), key=len)
    assert reader.get(f"/api/search?q={word}").json()["reports"]["total"] == 0
    assert editor.get(f"/api/search?q={word}").json()["reports"]["total"] == 1
    [decision] = editor.get("/api/decisions").json()["items"]
    assert editor.post(f"/api/decisions/{decision['id']}/undo", {}).status_code == 200
    assert reader.get("/api/index").json() == before


def test_who_is_dismissed_is_out_at_once(kept: Path, tmp_path: Path) -> None:
    record = Path(shutil.copy(kept, tmp_path))
    with serving(record, token="sesame") as server:
        reader = invite(server, Role.READER)
        assert reader.get("/api/index").status_code == 200
        with open_store(record) as store:
            Guests(store).dismiss("Ana the reader")
        assert reader.get("/api/index").status_code == 401
        refused = reader.get("/people")
        assert refused.status_code == 401
        assert 'name="token"' in refused.text
        # The page that asks for the token looks like the others.
        assert reader.get("/static/page.css").status_code == 200


def test_a_token_in_an_address_goes_into_a_cookie_and_nowhere_else(
    kept: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    record = Path(shutil.copy(kept, tmp_path))
    with serving(record, token="sesame") as server:
        token = invited(record, "Ana", Role.READER)
        answer = server.get(f"/reports?newest=true&token={token}")
        assert answer.status_code == 303
        assert answer.headers["location"] == "/reports?newest=true"
        assert answer.headers["cache-control"] == "no-store"
        cookie = answer.headers["set-cookie"]
        assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/"))
        assert server.get("/api/index", Cookie=f"onrecord={token}").status_code == 200
        assert server.get("/api/index", Cookie="onrecord=" + "x" * 43).status_code == 401
        assert server.get("/api/index?token=other").status_code == 401
        assert httpx2.post(f"{server.address}/people?token={token}").status_code == 401
    assert token not in caplog.text + "".join(capfd.readouterr())
