import gzip
from pathlib import Path

import pytest

from onrecord.evaluation.intake import predict_body, score_bodies

BODY = "The council will close the library in June because it has no money left for it."


def row(body: str) -> dict[str, str]:
    return {"id": "1", "body": body}


def test_the_gold_itself_is_perfect() -> None:
    score = score_bodies([row(BODY)], [row(BODY)])
    assert (score.pages, score.precision, score.recall, score.f1) == (1, 1, 1, 1)


def test_what_is_missing_costs_recall_and_what_is_too_much_precision() -> None:
    half, whole = row("one two three four"), row("one two three four five six")
    assert score_bodies([whole], [half]).recall == pytest.approx(1 / 3)
    assert score_bodies([whole], [half]).precision == 1
    assert score_bodies([half], [whole]).precision == pytest.approx(1 / 3)


def test_words_twice_count_twice() -> None:
    assert score_bodies([row(BODY)], [row(f"{BODY} {BODY}")]).precision < 0.6


def test_a_page_without_a_prediction_is_one_without_text() -> None:
    assert score_bodies([row(BODY)], []).f1 == 0


@pytest.mark.parametrize("packed", [True, False])
def test_a_body_out_of_a_page_inline_or_beside_the_gold(tmp_path: Path, packed: bool) -> None:
    page = f"<html><body><nav>Home | News</nav><article><h1>Library</h1><p>{BODY}</p></article></body></html>"
    (tmp_path / "page.html.gz").write_bytes(gzip.compress(page.encode()))
    html = "page.html.gz" if packed else page
    assert BODY in predict_body({"id": "1", "html": html}, tmp_path)["body"]
