import json
from pathlib import Path

from tests.cli.conftest import COUNCIL, Run


def place(words: str) -> list[list[int]]:
    return [[COUNCIL.index(words), COUNCIL.index(words) + len(words)]]


def write_gold(folder: Path) -> None:
    attribution = {
        "source": place("Mayor Ana Quell"),
        "cue": place("said"),
        "content": place('"We have no money left for it,"'),
    }
    row = {"id": "council", "text": COUNCIL, "attributions": [attribution]}
    (folder / "gold.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")


def test_attributions_are_scored_and_written(run: Run, folder: Path) -> None:
    write_gold(folder)
    ended = run("evaluate", "attributions", "gold.jsonl", "--predictions", "found.jsonl")
    assert ended.code == 0
    assert "exact triple" in ended.out
    found = json.loads((folder / "found.jsonl").read_text(encoding="utf-8"))
    assert found["id"] == "council"
    assert found["attributions"][0]["content"] == place('"We have no money left for it,"')


def test_the_scores_as_json(run: Run, folder: Path) -> None:
    write_gold(folder)
    scores = json.loads(run("evaluate", "attributions", "gold.jsonl", "--json").out)
    assert scores["direct/exact triple"] == [1, 1, 1]


def test_bodies_of_pages_are_scored(run: Run, folder: Path) -> None:
    body = "The council will close the library in June because it has no money left for it."
    row = {"id": "1", "html": f"<html><body><article><p>{body}</p></article></body></html>", "body": body}
    (folder / "pages.jsonl").write_text(json.dumps(row), encoding="utf-8")
    ended = run("evaluate", "intake", "pages.jsonl")
    assert ended.out == "1 page: F1 1.0000, precision 1.0000, recall 1.0000\n"


def test_a_gold_file_of_another_kind(run: Run, folder: Path) -> None:
    (folder / "gold.jsonl").write_text('{"id": "a"}', encoding="utf-8")
    ended = run("evaluate", "attributions", "gold.jsonl")
    assert ended.code == 2
    assert "gold.jsonl, line 1: needs the fields id, text, attributions" in ended.err
