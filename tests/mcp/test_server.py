"""An assistant asks a record, by the client of the official SDK: over stdio once, else in one process."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import TextContent

from onrecord import Record, open_record
from onrecord.mcp.server import make_server
from tests.memory.conftest import COURIER, LANTERN, LIBRARY, POST, add

T = TypeVar("T")


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = tmp_path_factory.mktemp("mcp") / "harbour.sqlite"
    with open_record(path) as opened:
        add(opened.store, [LANTERN, POST, COURIER, LIBRARY])
    with open_record(path, readonly=True) as opened:
        yield opened


def run(call: Callable[[], Awaitable[T]]) -> T:
    """In a thread of its own: the browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, call).result()


def ask(record: Record, tool: str, **arguments: Any) -> dict[str, Any]:
    """The structured answer of a tool."""

    async def call() -> dict[str, Any]:
        async with Client(make_server(record)) as client:
            result = await client.call_tool(tool, arguments)
            assert not result.is_error, result.content
            assert result.structured_content is not None
            found: dict[str, Any] = result.structured_content
            whole: dict[str, Any] = found.get("result", found)
            return whole

    return run(call)


def refused(record: Record, tool: str, **arguments: Any) -> str:
    async def call() -> str:
        async with Client(make_server(record)) as client:
            result = await client.call_tool(tool, arguments)
            assert result.is_error
            [told] = result.content
            assert isinstance(told, TextContent)
            return told.text

    return run(call)


def test_over_standard_input_and_output(record: Record) -> None:
    command = ["-m", "onrecord", "mcp", "--record", str(record.store.place)]
    server = StdioServerParameters(command=sys.executable, args=command)

    async def talk() -> None:
        async with Client(server) as client:
            tools = (await client.list_tools()).tools
            assert {tool.name for tool in tools} == {
                "search", "statements", "stories", "chronology", "compare", "show",
            }  # fmt: skip
            assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
            assert all(tool.description and "`self`" not in tool.description for tool in tools)
            found = await client.call_tool("search", {"words": "moored"})
            assert found.structured_content is not None
            assert found.structured_content["total"] == 3

    run(talk)


def test_every_statement_comes_with_words_that_stand_where_it_says(record: Record) -> None:
    page = ask(record, "search", words="dredger moored")
    assert page["total"] == len(page["statements"]) == 3
    texts = {one.report.id: one.report for one in (LANTERN, POST, COURIER, LIBRARY)}
    for statement in page["statements"]:
        for citation in statement["citations"]:
            start, end = citation["span"]
            report = texts[citation["report"]]
            assert report.text[start:end] == citation["words"]
            assert citation["url"] == report.front.url
            assert citation["outlet"] == report.front.outlet
    assert [one["id"] for one in page["reports"]] == [COURIER.report.id, POST.report.id, LANTERN.report.id]


def test_pages_come_one_after_another(record: Record) -> None:
    whole = ask(record, "statements", limit=100)
    found, after = [], ""
    while True:
        page = ask(record, "statements", limit=4, after=after)
        found += page["statements"]
        after = page["after"]
        if not after:
            break
    assert found == whole["statements"]
    assert len(found) == whole["total"]


def test_who_said_what_when(record: Record) -> None:
    page = ask(record, "statements", by="Fenwright", act="inform", since="2024-03", until="2024-03-04")
    assert {one["speaker"] for one in page["statements"]} == {"Tobias Fenwright"}
    assert {one["citations"][0]["report"] for one in page["statements"]} == {
        LANTERN.report.id,
        POST.report.id,
    }
    assert ask(record, "statements", by="Fenwright", since="2024-03-20")["total"] == 0
    assert ask(record, "statements", outlet="Courier")["total"] == 3


def test_a_story_and_its_chronology(record: Record) -> None:
    stories = ask(record, "stories")
    first = stories["stories"][0]
    assert first["reports"] >= 2
    assert first["first"] == "2024-03-04"
    line = ask(record, "chronology", story=first["id"], limit=1)
    assert line["after"] == "1"
    assert line["lines"][0]["citations"][0]["words"]


def test_two_reports_side_by_side(record: Record) -> None:
    page = ask(record, "compare", reports=[LANTERN.report.id, POST.report.id])
    assert [one["outlet"] for one in page["reports"]] == ["Lantern", "Evening Post"]
    saying = page["sayings"][0]
    assert len(saying["renderings"]) == 2
    assert {one["citations"][0]["outlet"] for one in saying["renderings"]} == {"Lantern", "Evening Post"}
    assert page["copies"]
    assert [one["value"] for one in page["differences"][0]["values"]] == [18, 18]


def test_show_what_an_id_names(record: Record) -> None:
    statement = LANTERN.reading.statements[1]
    shown = ask(record, "show", id=statement.id)
    assert shown["context"]["words"].startswith("Tobias Fenwright denied")
    assert shown["said_reason"] == "the day of the report"
    text = ask(record, "show", id=LANTERN.report.id)
    assert text["text"] == LANTERN.report.text
    assert [one["id"] for one in text["statements"]] == [one.id for one in LANTERN.reading.statements]
    who = ask(record, "show", id=shown["speaker_id"])
    assert who["name"] == "Tobias Fenwright"
    assert who["total"] == 2
    assert ask(record, "show", id=record.saying(statement.id).saying.id)["renderings"]
    assert ask(record, "show", id=record.story(LANTERN.report.id).id)["heads"]
    judgement = next(record.store.queries.judgements())
    assert ask(record, "show", id=judgement.id)["reason"] == judgement.reason


def test_a_long_text_comes_in_stretches(tmp_path: Path) -> None:
    from tests.memory.conftest import make

    long = make("long report", "Lantern", "2024-03-04", *(f"Sentence {n} of many words" for n in range(900)))
    with open_record(tmp_path / "long.sqlite") as record:
        add(record.store, [long])
        parts, after = [], ""
        while True:
            page = ask(record, "show", id=long.report.id, after=after)
            parts.append(page["text"])
            after = page["after"]
            if not after:
                break
    assert len(parts) > 2
    assert "".join(parts) == long.report.text


def test_an_assistant_is_told_nothing_that_is_restricted(tmp_path: Path) -> None:
    path = tmp_path / "harbour.sqlite"
    with open_record(path) as opened:
        add(opened.store, [LANTERN, COURIER, LIBRARY])
        [statement, *_] = opened.statements(report=COURIER.report.id)
        opened.decide.restrict(COURIER.report.id, reason="an open case", by="Ana")
    with open_record(path, for_readers=True) as record:
        assert ask(record, "statements")["total"] == sum(1 for _ in record.statements())
        for page in (
            ask(record, "search", words="culvert"),
            ask(record, "statements"),
            ask(record, "stories"),
        ):
            assert COURIER.report.id not in str(page)
            assert COURIER.report.version not in str(page)
        for id_ in (COURIER.report.id, statement.statement.id):
            assert "nothing in the record has this id" in refused(record, "show", id=id_)
        assert COURIER.report.id in refused(record, "compare", reports=[LANTERN.report.id, COURIER.report.id])


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("show", {"id": "s0000000000000000"}, "s0000000000000000: nothing in the record has this id"),
        ("statements", {"by": "Nobody"}, "nobody in the record goes by this name"),
        ("statements", {"since": "yesterday"}, "yesterday"),
        ("statements", {"limit": 1000}, "`limit` is from 1 to 100"),
        ("statements", {"after": "x"}, "x"),
        ("stories", {"after": "-1"}, "begin again without `after`"),
        ("search", {"words": "…"}, "word"),
        ("chronology", {"story": "t0000000000000000"}, "no story"),
        ("compare", {"reports": [LANTERN.report.id]}, "two reports or more"),
        ("search", {}, "words"),
    ],
)
def test_errors_say_what_is_wrong(record: Record, tool: str, arguments: dict[str, Any], said: str) -> None:
    assert said in refused(record, tool, **arguments)
