import pytest

from onrecord.evaluation.times import TimeScore, predict_times

TEXT = "The council met on Tuesday. It will close the library in June 2025."
ROW = {
    "id": "1",
    "text": TEXT,
    "dct": "2024-03-14",
    "timex": [
        {"start": TEXT.index("Tuesday"), "end": TEXT.index("Tuesday") + 7, "value": "2024-03-12"},
        {"start": TEXT.index("June"), "end": TEXT.index("June") + 9, "value": "2025-06"},
    ],
}


def test_times_in_the_form_of_the_predictions() -> None:
    found = predict_times(ROW)
    assert found["id"] == "1"
    assert [one["value"] for one in found["dates"]] == ["2024-03-12", "2025-06"]
    for one in found["dates"]:
        start, end = one["span"]
        assert TEXT[start:end] in ("Tuesday", "on Tuesday", "June 2025", "in June 2025")


def test_what_is_found_and_what_is_right_are_counted_apart() -> None:
    score = TimeScore()
    start = TEXT.index("Tuesday")
    score.add(ROW, [{"span": [start, start + 7], "value": "2024-03-19"}, {"span": [0, 3], "value": None}])
    assert score.figures() == pytest.approx({"precision": 0.5, "recall": 0.5, "f1": 0.5, "values right": 0})
