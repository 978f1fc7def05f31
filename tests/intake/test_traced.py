from hypothesis import given
from hypothesis import strategies as st

from onrecord.intake.traced import Edit, Traced

ORIGINAL = "The  mayor said:\r\n“No.”"


def words_and_originals(traced: Traced, original: str) -> list[tuple[str, str]]:
    return [(traced.text[a:b], original[c:d]) for a, b, c, d in traced.stretches]


def test_a_cut_leaves_both_sides_in_place() -> None:
    cut = Traced.of(ORIGINAL).cut(3, 4)
    assert cut.text == "The mayor said:\r\n“No.”"
    assert words_and_originals(cut, ORIGINAL) == [
        ("The", "The"),
        (" mayor said:\r\n“No.”", " mayor said:\r\n“No.”"),
    ]


def test_a_replacement_of_another_length_keeps_its_place() -> None:
    replaced = Traced.of(ORIGINAL).replace(16, 18, "\n")
    assert ("\n", "\r\n") in words_and_originals(replaced, ORIGINAL)


def test_a_replacement_of_the_same_length_claims_nothing() -> None:
    replaced = Traced.of("a\tb").replace(1, 2, " ")
    assert replaced.text == "a b"
    assert replaced.stretches == ((0, 1, 0, 1), (2, 3, 2, 3))


def test_joined_parts_keep_their_places_and_glue_has_none() -> None:
    whole = Traced.of(ORIGINAL)
    joined = Traced.joined([whole.part(18, 23), whole.part(0, 3)], " | ")
    assert joined.text == "“No.” | The"
    assert joined.offsets("text").original(8, 11) == (0, 3)
    assert joined.offsets("text").original(5, 8) is None


@st.composite
def texts_with_edits(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    text = draw(st.text(alphabet="ab \n\t", min_size=1, max_size=40))
    marks = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = zip(marks[::2], marks[1::2], strict=False)
    return text, [(start, end, draw(st.text(alphabet="xy", max_size=3))) for start, end in pairs]


@given(texts_with_edits(), st.integers(0, 40), st.integers(0, 40))
def test_stretches_of_equal_length_hold_equal_characters(
    case: tuple[str, list[Edit]], at: int, length: int
) -> None:
    text, edits = case
    edited = Traced.of(text).edited(edits)
    for traced in (edited, edited.part(at, at + length), Traced.joined([edited, edited], " ")):
        last = 0
        for start, end, from_, to in traced.stretches:
            assert last <= start < end <= len(traced.text)
            assert 0 <= from_ < to <= len(text)
            last = end
            if end - start == to - from_:
                assert traced.text[start:end] == text[from_:to]
