import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import NotAReport
from onrecord.intake.text import clean, decode
from onrecord.intake.traced import Traced

SENTENCE = "“Não é possível”, disse a prefeita – e saiu."


def cleaned(text: str) -> str:
    return clean(Traced.of(text)).text


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_the_encoding_is_told_from_the_bytes(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding)) == SENTENCE


def test_a_declared_encoding_is_used_where_the_bytes_are_not_utf8() -> None:
    assert decode("Мэр закрыл мост".encode("koi8-r"), declared="KOI8-R") == "Мэр закрыл мост"


def test_a_wrong_declaration_does_not_spoil_utf8() -> None:
    assert decode(SENTENCE.encode(), declared="iso-8859-1") == SENTENCE


@pytest.mark.parametrize("name", ["no-such-charset", "unicode_escape", "rot13", "idna", "zip", "", "\0"])
def test_a_declaration_that_is_no_encoding_of_texts_is_ignored(name: str) -> None:
    assert decode(SENTENCE.encode(), declared=name) == SENTENCE


def test_what_browsers_call_latin_1_has_curly_quotes() -> None:
    assert (
        decode("“No”, he said – twice.".encode("cp1252"), declared="iso-8859-1") == "“No”, he said – twice."
    )


def test_a_bad_byte_in_utf8_costs_one_character() -> None:
    assert decode(SENTENCE.encode() + b"\xff" + SENTENCE.encode()) == f"{SENTENCE}\ufffd{SENTENCE}"


@pytest.mark.parametrize("data", [b"", b" \n ", b"%PDF-1.7 a", b"PK\x03\x04 a", bytes(range(256)) * 4])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotAReport, match="box: it is"):
        decode(data, where="box")


def test_characters_that_nobody_sees_are_dropped() -> None:
    assert cleaned("pa\u00adid \u202eevil\u202c no\u200bthing\0\ufeff") == "paid evil nothing"


def test_joiners_stay_where_letters_need_them() -> None:
    assert cleaned("می\u200cخواهم") == "می\u200cخواهم"
    assert cleaned("ma\u200cyor") == "mayor"


def test_lines_end_in_one_way_and_spaces_are_single() -> None:
    assert (
        cleaned("one\r\ntwo\rthree\u2029four  \n\tfive\xa0six   seven ")
        == "one\ntwo\nthree\n\nfour\nfive six seven"
    )


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert cleaned(cleaned(text)) == cleaned(text)


@given(st.text(min_size=1))
def test_what_is_left_is_where_it_was(text: str) -> None:
    traced = clean(Traced.of(text))
    for start, end, from_, to in traced.stretches:
        if end - start == to - from_:
            assert traced.text[start:end] == text[from_:to]
