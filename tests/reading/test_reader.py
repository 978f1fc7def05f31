"""A report is read whole by the shipped network: who said what, to whom, on which day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from onrecord.edtf import Edtf
from onrecord.reading.network import Network, load
from onrecord.reading.reader import LONGEST, _floor, keep_once, read_report
from onrecord.reading.statements import Found
from onrecord.record import Front, Kind, OffsetMap, Original, Report, Span, Speaker, Statement

TEXT = """Port Ellery keeps its bridge closed

The mayor of Port Ellery, Ana Quell, said on Tuesday that the old bridge would stay closed until spring.

“We will not send people over a bridge that may fall,” Quell told reporters. She denied that the town \
had run out of money.

Tom Reed, who owns the ferry, said: “Business has never been better.”

According to a report by the harbour office, two of the six pillars are cracked."""


@pytest.fixture(scope="module")
def network() -> Network:
    return load()


def report_of(text: str, language: str = "en") -> Report:
    front = Front(headline=text.split("\n")[0], language=language, published=Edtf.parse("2024-03-06"))
    original = Original(text.encode(), "text/plain", "bridge.txt", datetime(2024, 3, 7, tzinfo=UTC))
    return Report(text, front, original, OffsetMap("text"))


def statement_with(statements: tuple[Statement, ...], words: str) -> Statement:
    return next(s for s in statements if any(words in span.text for span in s.content))


def test_who_said_what(network: Network) -> None:
    reading = read_report(report_of(TEXT), network)
    direct = statement_with(reading.statements, "We will not send people")
    assert direct.kind is Kind.DIRECT
    assert direct.content[0].text == "“We will not send people over a bridge that may fall,”"
    assert isinstance(direct.speaker, Speaker)
    assert direct.speaker.name == "Ana Quell"
    assert direct.speaker.reason
    denied = statement_with(reading.statements, "run out of money")
    assert (denied.act, denied.kind) == ("deny", Kind.INDIRECT)
    assert denied.speaker is not None
    assert denied.speaker.name == "Ana Quell"
    ferry = statement_with(reading.statements, "never been better")
    assert ferry.speaker is not None
    assert ferry.speaker.name == "Tom Reed"


def test_every_span_holds_its_words(network: Network) -> None:
    reading = read_report(report_of(TEXT), network)
    spans = [s for st in reading.statements for role in (st.source, st.cue, st.content) for s in role]
    spans += [mention.span for mention in reading.mentions]
    spans += [date.span for date in reading.dates] + [figure.span for figure in reading.figures]
    assert len(spans) > 10
    assert all(TEXT[span.start : span.end] == span.text for span in spans)


def test_the_same_report_is_read_the_same_whatever_was_read_before(network: Network) -> None:
    first = read_report(report_of(TEXT), network)
    read_report(report_of("Another report\n\n“No,” said Bo Lind."), network)
    assert read_report(report_of(TEXT), network) == first


def test_another_language_is_told_and_not_read(network: Network) -> None:
    reading = read_report(report_of("La reina dijo que no", language="es"), network)
    assert reading.statements == ()
    assert "es" in reading.notes[0]


def test_a_text_without_words_holds_nothing(network: Network) -> None:
    assert read_report(report_of("…"), network).statements == ()


def test_a_report_longer_than_any_is_read_in_part_and_says_so(network: Network) -> None:
    text = TEXT + "\n\n" + "x" * LONGEST
    assert f"{LONGEST:,}" in read_report(report_of(text), network).notes[0]


def test_one_cue_and_content_are_one_statement() -> None:
    text = "The aide who called recalled that he said no."
    said = {"cue": (Span(20, 28, text),), "content": (Span(29, 44, text),), "kind": Kind.INDIRECT}
    inner = Found(source=(Span(0, 8, text),), score=0.9, **said)  # type: ignore[arg-type]
    outer = Found(source=(Span(0, 19, text),), score=0.7, **said)  # type: ignore[arg-type]
    other = Found(source=(), score=0.1, **said | {"cue": ()})  # type: ignore[arg-type]
    assert keep_once([outer, inner, other]) == [inner, other]


def test_a_bare_participle_reports_only_where_the_network_is_surest(network: Network) -> None:
    def floor(cue: str, text: str) -> float:
        return _floor(
            Found((), (Span(0, len(cue), cue),), (Span(0, len(text), text),), Kind.INDIRECT, 0.5),
            network.settings,
        )

    plain = floor("made much of", "the leak")
    assert floor("said", "that it leaks") < plain < floor("publishing", "the papers")
