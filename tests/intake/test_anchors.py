from onrecord.intake.anchors import find_anchors
from onrecord.record import OffsetMap


def anchored(text: str, source: str) -> list[tuple[str, str]]:
    return [(text[a:b], source[c:d]) for a, b, c, d in find_anchors(text, source)]


def test_white_space_and_tags_do_not_matter() -> None:
    source = "<p>The <b>may</b>or\n   said no.</p>"
    pieces = ["The", "may", "or", "said no."]
    assert anchored("The mayor said no.", source) == [(piece, piece) for piece in pieces]


def test_an_entity_has_a_stretch_of_its_own() -> None:
    source = "<p>Smith &amp; Sons</p>"
    assert anchored("Smith & Sons", source) == [("Smith", "Smith"), ("&", "&amp;"), ("Sons", "Sons")]


def test_paragraphs_are_found_in_the_order_of_the_text() -> None:
    source = "<title>No.</title><body><p>She left.</p><p>No.</p><p>He left.</p><p>No.</p>"
    stretches = find_anchors("He left.\n\nNo.", source)
    assert OffsetMap("html", stretches).original(10, 13) == (source.rindex("No."), source.rindex("No.") + 3)


def test_words_of_scripts_comments_and_attributes_are_not_text() -> None:
    source = '<script>bridge</script><!-- bridge --><a title="bridge">the</a> bridge'
    assert anchored("bridge", source) == [("bridge", "bridge")]
    assert find_anchors("bridge", source)[0][2] == source.rindex("bridge")


def test_words_that_are_not_there_have_no_stretch() -> None:
    assert anchored("The mayor inserted resigned", "<p>The mayor resigned</p>") == [
        ("mayor", "mayor"),
        ("resigned", "resigned"),
    ]
    assert find_anchors("Other words", "<p>The mayor</p>") == ()
