from onrecord.evaluation.reading import predict_attributions
from onrecord.reading.network import load

TEXT = (
    "Library to close.\n\n“We have no money left for it,” said Ana Quell, the mayor.\n\n"
    "Read more: “This is a disgrace,” said Tomas Brandt."
)


def test_attributions_in_the_form_of_the_gold() -> None:
    boilerplate = TEXT.index("Read more")
    row = {"id": "1", "text": TEXT, "published": "2024-03-14", "discard": [[boilerplate, len(TEXT)]]}
    found = predict_attributions(row, load())
    assert found["id"] == "1"
    (attribution,) = found["attributions"]
    ((start, end),) = attribution["content"]
    assert TEXT[start:end] == "“We have no money left for it,”"
    assert (attribution["kind"], attribution["speaker"]) == ("direct", "Ana Quell")
