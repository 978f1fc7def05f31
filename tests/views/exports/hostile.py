"""Reports with hard characters in every field: what every export must bear."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from onrecord.edtf import Edtf
from onrecord.record import Dateline, Reading
from onrecord.views.answers import answer_reading
from onrecord.views.contract import ReadingAnswer
from tests.views.made import make_report, make_statement

PIECES = (
    *"\"'{}[]<>|=&%$#_~^\\@,;:*-!?/ \t\n",
    *("''", "{{", "}}", "[[", "]]", "</ref>", "<!--", "--", "__TOC__", "~~~~", "&amp;", "&#91;", " and "),
    *("\r\n", "\n\n", "\n* ", "\n== x ==", "\\end", "\\{", "%20", "http://x.example", "ISBN 0", "…"),
    *(
        "\u202e",
        "\x00",
        "\x1b",
        "\u2028",
        "\ufeff",
        "“",
        "”",
        "مرحبا",
        "שלום",
        "東京都",
        "नमस्ते",
        "é",
        "e\u0301",
    ),
    *("👩\u200d👧", "word", "Ana", "1"),
)
words = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)
shown = words.filter(lambda text: any(char.isalnum() for char in text))
dates = st.sampled_from(
    (None, "2024-03-14", "2024-03", "2024", "XXXX-03-14", "2021~", "2021/2022", "2024-21", "2019/..")
)


def make_reading(
    content: str,
    *,
    kind: str = "direct",
    speaker: str | None = "Ana Quell",
    said: str | None = None,
    **front: Any,
) -> ReadingAnswer:
    """A report of one sentence: `Ana Quell said <content>.`"""
    text = f"Ana Quell said {content}."
    report = make_report(text, **front)
    row = {
        "source": [[0, 9]],
        "cue": [[10, 14]],
        "content": [[15, 15 + len(content)]],
        "kind": kind,
        "act": "inform",
        "speaker": speaker,
        "speaker_kind": "person",
        "said": said,
    }
    return answer_reading(report, Reading(report.version, "by-hand", (make_statement(report, row),)))


@st.composite
def readings(draw: st.DrawFn) -> ReadingAnswer:
    """A report in whose front matter, words and names anything stands."""

    def day() -> Edtf | None:
        value = draw(dates)
        return Edtf(value) if value else None

    return make_reading(
        draw(words),
        kind=draw(st.sampled_from(("direct", "mixed", "indirect"))),
        speaker=draw(st.none() | shown),
        said=draw(dates),
        headline=draw(st.none() | shown),
        byline=draw(st.none() | shown),
        outlet=draw(st.none() | shown),
        dateline=draw(st.none() | st.builds(Dateline, place=st.none() | shown, agency=st.none() | shown)),
        url=draw(st.none() | words.map("https://news.example/".__add__)),
        language=draw(st.sampled_from((None, "en", "ar", "zh-Hant", '"><script>'))),
        published=day(),
        updated=day(),
    )
