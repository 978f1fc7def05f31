from onrecord.edtf import Edtf
from onrecord.reading.headlines import tell_headlines
from onrecord.record import Act, Dated, EntityKind, Kind, Span, Speaker, Statement

TEXT = (
    "Quell: the dam would hold\n\nAna Quell said the dam would hold for years. She said the gates were shut."
)
HEADLINE = "Quell: the dam would hold"
MONDAY, TUESDAY = (Dated(Edtf(f"2024-03-{day}"), "given") for day in (11, 12))


def statement(content: str, speaker: str | None, after: int = 0) -> Statement:
    start = TEXT.index(content, after)
    who = Speaker(speaker, EntityKind.PERSON, 1.0, "given") if speaker else None
    span = Span(start, start + len(content), TEXT)
    return Statement("v0", Kind.INDIRECT, Act.INFORM, 1.0, source=(), cue=(), content=(span,), speaker=who)


BELOW = statement("the dam would hold for years", "Ana Quell")
OTHER = statement("the gates were shut", "Ana Quell")


def days(above: Statement, own: Dated | None = None, below: Dated | None = MONDAY) -> Dated | None:
    said = [own or TUESDAY, below, TUESDAY]
    return tell_headlines(TEXT, HEADLINE, [above, BELOW, OTHER], [own, below, None], said)[0]


def test_a_headline_was_said_when_what_it_repeats_was() -> None:
    found = days(statement("the dam would hold", "Ana Quell"))
    assert found is not None
    assert found.value == MONDAY.value
    assert days(statement("the dam would hold", None)) == found
    assert days(statement("the dam would hold", "Ana Quell"), below=None) is None


def test_a_headline_keeps_the_day_that_it_tells() -> None:
    assert days(statement("the dam would hold", "Ana Quell"), own=TUESDAY) == TUESDAY


def test_a_headline_of_somebody_else_repeats_nothing() -> None:
    assert days(statement("the dam would hold", "Tom Orr")) == TUESDAY


def test_a_report_without_a_headline_is_left_as_it_is() -> None:
    assert tell_headlines(TEXT, None, [BELOW], [None], [MONDAY]) == [MONDAY]
