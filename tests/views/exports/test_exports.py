"""What holds for every form of export."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.record import Kind
from onrecord.views.contract import ReadingAnswer
from onrecord.views.exports import FORMS, Handed, write_export

from .hostile import readings

TEXT_FORMS = [form for form in FORMS if not FORMS[form].binary]


def written(form: str, handed: list[ReadingAnswer]) -> bytes:
    if FORMS[form].binary:
        packed = io.BytesIO()
        write_export(form, packed, Handed(handed))
        return packed.getvalue()
    out = io.StringIO(newline="")
    write_export(form, out, Handed(handed))
    return out.getvalue().encode()


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_written_well(form: str) -> None:
    written(form, [])


@pytest.mark.parametrize("form", FORMS)
def test_the_same_record_gives_the_same_bytes(form: str, reports: list[ReadingAnswer]) -> None:
    assert written(form, reports) == written(form, reports)


@given(st.lists(readings(), max_size=2), st.sampled_from(list(FORMS)))
@settings(max_examples=80, deadline=None)
def test_whatever_a_report_holds_is_written_in_every_form(handed: list[ReadingAnswer], form: str) -> None:
    written(form, handed)


@pytest.mark.parametrize("form", [form for form in TEXT_FORMS if form not in ("bibtex", "csl-json")])
def test_every_known_speaker_is_in_every_form(form: str, reports: list[ReadingAnswer]) -> None:
    text = written(form, reports).decode()
    statements = [one for reading in reports for one in reading.statements]
    if form == "wikiquote":
        statements = [one for one in statements if one.kind is Kind.DIRECT]
    assert all(one.speaker.name in text for one in statements if one.speaker)


def test_another_form_is_refused() -> None:
    with pytest.raises(UsageError, match="exported as json, jsonl, csv, parquet"):
        write_export("docx", io.StringIO(), Handed([]))
