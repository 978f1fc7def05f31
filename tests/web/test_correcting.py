"""Correcting by form, by mouse and over the API: kept, shown, undone; refused from elsewhere."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from onrecord.web.asks import places_as_written, places_written
from onrecord.web.reviewing import wilson
from tests.web.conftest import Served


def post(served: Served, path: str, body: dict[str, Any], *, token: bool = True) -> httpx2.Response:
    headers = {"X-CSRF-Token": served.get("/api/token").json()["token"]} if token else {}
    return httpx2.post(f"{served.address}/api{path}", json=body, headers=headers, timeout=30)


def first_statement(served: Served) -> dict[str, Any]:
    statement: dict[str, Any] = served.get("/api/statements?about=asylum").json()["items"][0]
    return statement


def test_a_change_without_the_token_is_refused(served_copy: Served) -> None:
    paths = served_copy.get("/api/openapi.json").json()["paths"]
    changes = [path for path, methods in paths.items() if "post" in methods]
    assert len(changes) == 13
    for path in changes:
        answer = post(served_copy, path.removeprefix("/api").replace("{id}", "x"), {}, token=False)
        assert answer.status_code in (403, 422), path
        form = served_copy.address + path.removeprefix("/api").replace("{id}", "x")
        answer = httpx2.post(form, data={"csrf": "guessed", "do": "accept"})
        assert answer.status_code == 403, path
    assert served_copy.get("/api/decisions").json()["items"] == []


def test_accepting_rejecting_and_undoing_over_the_api(served_copy: Served) -> None:
    statement = first_statement(served_copy)
    path = f"/statements/{statement['id']}"
    kept = post(served_copy, path, {"accept": True, "reason": "heard the tape", "by": "Ana"})
    assert kept.status_code == 200
    assert kept.json()["author"] == "Ana"
    assert post(served_copy, path, {"reject": True, "by": "Ana"}).status_code == 200
    assert served_copy.get(f"/api{path}").status_code == 404
    log = served_copy.get("/api/decisions").json()["items"]
    assert [one["author"] for one in log] == ["Ana", "Ana"]
    assert post(served_copy, f"/decisions/{log[0]['id']}/undo", {}).status_code == 200
    assert served_copy.get(f"/api{path}").json()["content"] == statement["content"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 400),
        ({"accept": True, "reject": True}, 400),
        ({"content": [[5, 2]]}, 400),
        ({"content": [[0, 10**9]]}, 400),
        ({"kind": None}, 400),
        ({"said": "soon"}, 400),
        ({"kind": "loud"}, 422),
        ({"strange": 1}, 422),
        ({"speaker": "Nobody Known"}, 400),
    ],
)
def test_what_cannot_be_kept_is_told(served_copy: Served, body: dict[str, Any], status: int) -> None:
    answer = post(served_copy, f"/statements/{first_statement(served_copy)['id']}", body)
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]["what"]
    assert served_copy.get("/api/decisions").json()["items"] == []


def test_words_are_marked_with_the_mouse_and_kept(
    page: Page, served_copy: Served, complaints: list[str]
) -> None:
    statement = first_statement(served_copy)
    page.goto(f"{served_copy.address}/statements/{statement['id']}")
    words = page.locator(".mark-words .content").first
    box = words.bounding_box()
    assert box is not None
    # Half of the first line of the content.
    page.mouse.move(box["x"] + 1, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 8, steps=4)
    page.mouse.up()
    page.get_by_role("button", name="is the content").click()
    line = page.locator("#f-content").input_value()
    place, _, marked = line.partition(" | ")
    start, end = map(int, place.split("-"))
    text = served_copy.get(f"/api/reports/{statement['report']['id']}").json()["report"]["text"]
    assert " ".join(text[start:end].split()) == marked
    page.locator("#reason-edit").fill("only this is quoted")
    page.get_by_role("button", name="Keep the correction").click()
    expect(page.locator(".done")).to_contain_text("Kept")
    after = served_copy.get(f"/api/reports/{statement['report']['id']}").json()["statements"]
    assert [[start, end]] in [one["content"]["spans"] for one in after]
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator(".done")).to_contain_text("Undone")
    assert served_copy.get(f"/api/statements/{statement['id']}").json()["content"] == statement["content"]
    assert complaints == []


def test_people_are_merged_and_split_from_the_page(page: Page, served_copy: Served) -> None:
    one, other = served_copy.get("/api/people").json()["items"][:2]
    members = served_copy.get(f"/api/people/{other['id']}").json()["members"]
    page.goto(f"{served_copy.address}/people/{one['id']}")
    page.get_by_text("Is the same as somebody else").click()
    page.locator("#f-who").fill(other["id"])
    page.get_by_role("button", name="They are one").click()
    expect(page.locator(".done")).to_contain_text("Kept")
    merged = served_copy.get("/api/people").json()["items"][0]
    assert merged["statements"] == one["statements"] + other["statements"]
    page.goto(f"{served_copy.address}/people/{merged['id']}")
    page.get_by_text("Is more than one").click()
    for member in members:
        page.locator(f"input[name=out][value={member}]").check()
    page.get_by_role("button", name="Take them out").click()
    expect(page.locator(".done")).to_contain_text("Kept")
    assert [p["statements"] for p in served_copy.get("/api/people").json()["items"][:2]] == [
        one["statements"],
        other["statements"],
    ]


def test_the_review_queue_shrinks_and_accuracy_is_told(page: Page, served_copy: Served) -> None:
    total = served_copy.get("/api/review").json()["total"]
    page.goto(f"{served_copy.address}/review")
    page.locator(".verdict button", has_text="Right").first.click()
    expect(page.locator(".done")).to_contain_text("Kept")
    page.locator(".verdict button", has_text="No statement").first.click()
    expect(page.locator(".done")).to_contain_text("no statement")
    assert served_copy.get("/api/review").json()["total"] == total - 2
    [share] = served_copy.get("/api/accuracy").json()["all"]
    assert (share["right"], share["looked_at"]) == (1, 2)
    assert share["low"] < 0.5 < share["high"]
    page.goto(f"{served_copy.address}/accuracy")
    expect(page.locator("table").first).to_contain_text("50 %")


def test_accuracy_is_told_of_women_and_men(served_copy: Served) -> None:
    names = {"men": 0, "women": 0}
    for one in served_copy.get("/api/statements?limit=500").json()["items"]:
        if one["speaker"] and sum(names.values()) < 4:
            gender = "women" if sum(names.values()) % 2 else "men"
            name = f"{'Maria' if gender == 'women' else 'Robert'} {one['speaker']['name'].split()[-1]}"
            change = {"speaker": name, "speaker_kind": "person", "reason": "she was there"}
            if post(served_copy, f"/statements/{one['id']}", change).status_code == 200:
                names[gender] += 1
    shares = served_copy.get("/api/accuracy").json()["women_and_men"]
    assert {one["name"]: one["looked_at"] for one in shares} == names
    assert all(one["right"] == 0 and 0 <= one["low"] <= one["high"] < 1 for one in shares)


def test_it_can_be_corrected_without_script(served_copy: Served) -> None:
    statement = first_statement(served_copy)
    page = served_copy.get(f"/statements/{statement['id']}").text
    csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    words = statement["content"]["text"].split()
    form = {"csrf": csrf, "do": "correct", "content": " ".join(words[:-2]), "back": "//evil.example"}
    answer = httpx2.post(f"{served_copy.address}/statements/{statement['id']}", data=form, timeout=30)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/decisions?done=")
    [decision] = served_copy.get("/api/decisions").json()["items"]
    assert decision["about"] == "statement"
    form |= {"content": "words that nobody printed"}
    assert httpx2.post(f"{served_copy.address}/statements/{statement['id']}", data=form).status_code in (
        400,
        404,
    )


def test_places_are_written_as_words_or_offsets() -> None:
    text = "He said so. She said\nso too."
    assert places_written("said so", text, 0) == [(3, 10)]
    assert places_written("said so", text, 20) == [(16, 23)]
    assert places_written("3-7 | said\n16-20", text, 0) == [(3, 7), (16, 20)]
    assert places_written(places_as_written([(16, 23), (3, 10)], text), text, 0) == [(16, 23), (3, 10)]


def test_an_interval_holds_its_share_and_narrows() -> None:
    assert wilson(0, 1)[0] == 0
    few, many = wilson(8, 10), wilson(800, 1000)
    assert few[0] < many[0] < 0.8 < many[1] < few[1]
