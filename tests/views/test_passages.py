from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.document import find_sentences
from onrecord.record import Act, Kind, Reading, Statement
from onrecord.views.arrange import DossierEntry, DossierInput, arrange
from onrecord.views.marked import mark_report
from onrecord.views.passages import Mark, cut_segments, find_passages
from onrecord.views.wording import show_text
from tests.views.made import make_report

texts = st.text(st.sampled_from("ab .“”<>&\n\"'é字\x00\u202e"), min_size=1, max_size=60)


@st.composite
def texts_with_places(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(texts)
    ends = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=12))
    return text, [(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]]


class Words(HTMLParser):
    """The text of a piece of HTML as a browser has it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = ""

    def handle_data(self, data: str) -> None:
        self.found += data


def read_words(html: str) -> str:
    parser = Words()
    parser.feed(html)
    parser.close()
    return parser.found


@given(texts_with_places())
def test_segments_join_to_the_text_and_hold_all_their_marks(case: tuple[str, list[tuple[int, int]]]) -> None:
    text, places = case
    marks = [Mark(start, end, str(number), "content") for number, (start, end) in enumerate(places)]
    segments = list(cut_segments(0, len(text), marks))
    assert "".join(text[segment.start : segment.end] for segment in segments) == text
    for segment in segments:
        covering = {mark for mark in marks if mark.start <= segment.start and segment.end <= mark.end}
        touching = {mark for mark in marks if mark.start < segment.end and segment.start < mark.end}
        assert set(segment.marks) == covering == touching


@given(texts_with_places())
def test_no_character_of_a_report_is_lost_however_statements_overlap(
    case: tuple[str, list[tuple[int, int]]],
) -> None:
    text, places = case
    report = make_report(text)
    statements = tuple(
        Statement(report.version, Kind.MIXED, Act.INFORM, 0.5, (), (), (report.span(*place),))
        for place in dict.fromkeys(places)
    )
    entry = DossierEntry(report, Reading(report.version, "by-hand", statements))
    paragraphs = mark_report(arrange(DossierInput("t", (entry,))).reports[0])
    html = "".join(paragraph.html + paragraph.gap for paragraph in paragraphs)
    assert read_words(html) == show_text(text)
    assert html.count('class="at"') == html.count('class="back"') == len(statements)


def test_passages_are_the_sentences_that_hold_a_part() -> None:
    text = "She spoke. It rained. “Go,” she said. It cleared.\n\n“And soon.”"
    report = make_report(text)
    spans = [report.span(0, 3), report.span(22, 26), report.span(51, 61)]
    passages = find_passages(find_sentences(text), spans)
    assert [text[start:end] for start, end in passages] == ["She spoke.", "“Go,” she said.", "“And soon.”"]
