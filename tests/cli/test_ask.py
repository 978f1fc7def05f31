import json
import re

from tests.cli.conftest import Run


def contents(answer: str) -> list[str]:
    return [one["content"]["text"] for one in json.loads(answer)]


def test_reports_in_the_order_of_publication(record: Run) -> None:
    answer = json.loads(record("reports", "--json").out)
    assert [one["published"] for one in answer] == ["2024-03-14", "2024-03-15"]
    assert "text" not in answer[0]
    assert record("reports").out.startswith("Riverton council to close its only library\n")


def test_reports_about(record: Run) -> None:
    assert "Hundreds march" in record("reports", "--about", "marched").out
    assert json.loads(record("reports", "--about", "astronauts", "--json").out) == []


def test_statements_by_name_in_both_reports(record: Run) -> None:
    assert contents(record("statements", "--by", "quell", "--json").out) == [
        '"We have no money left for it,"',
        "that the council would listen to them",
    ]


def test_statements_by_kind_words_and_time(record: Run) -> None:
    assert len(contents(record("statements", "--kind", "direct", "--json").out)) == 2
    assert len(contents(record("statements", "--about", "money", "--json").out)) == 1
    assert len(contents(record("statements", "--since", "2024-03-15", "--json").out)) == 2
    assert len(contents(record("statements", "--until", "2024-02", "--json").out)) == 0
    assert len(contents(record("statements", "--act", "inform", "--kind", "indirect", "--json").out)) == 2


def test_every_statement_says_where_it_stands(record: Run) -> None:
    for one in json.loads(record("statements", "--json").out):
        text = json.loads(record("show", one["report"]["id"], "--json").out)["report"]["text"]
        for role in ("source", "cue", "content"):
            assert one[role]["text"] == " … ".join(text[start:end] for start, end in one[role]["spans"])


def test_somebody_who_is_not_there(record: Run) -> None:
    ended = record("statements", "--by", "Nobody")
    assert ended.code == 1
    assert ended.err == (
        "onrecord: Nobody: nobody in the record goes by this name; `onrecord people` lists them\n"
    )


def test_show_whatever_has_an_id(record: Run) -> None:
    statement = json.loads(record("statements", "--by", "Moss", "--json").out)[0]
    shown = record("show", statement["id"]).out
    assert "“We will not go away,” said Irene Moss, a teacher." in shown.replace('"We', "“We").replace(
        ',"', ",”"
    )
    assert "We will not go away" in record("show", statement["report"]["id"]).out
    assert "We will not go away" in record("show", statement["report"]["version"]).out
    assert "We will not go away" in record("show", statement["speaker"]["id"]).out
    for id_ in (statement["id"], statement["report"]["id"], statement["speaker"]["id"]):
        json.loads(record("show", id_, "--json").out)


def test_a_judgement_can_be_shown(record: Run) -> None:
    whole = json.loads(record("export", "--format", "json").out)
    same = next(one for one in whole["judgements"] if one["verdict"] == "same")
    assert json.loads(record("show", same["id"]).out) == same


def test_an_id_that_is_not_there(record: Run) -> None:
    ended = record("show", "s0000000000000000")
    assert (ended.code, ended.err) == (1, "onrecord: s0000000000000000: nothing in the record has this id\n")


def test_without_a_record_it_says_how_to_make_one(run: Run) -> None:
    for command in ("reports", "statements", "people"):
        ended = run(command)
        assert ended.code == 1
        assert re.fullmatch(
            r"onrecord: onrecord.sqlite: there is no record here: `onrecord add` .*\n", ended.err
        )
