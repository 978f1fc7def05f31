from __future__ import annotations

import json

from onrecord.intake.given import Given
from onrecord.intake.page import read_page

from .documents import original, page_of


def test_halves_of_characters_become_the_replacement_character() -> None:
    author = {"@type": "NewsArticle", "author": {"name": "Ana \ud83d Reed"}, "headline": "x"}
    script = f'<script type="application/ld+json">{json.dumps(author)}</script></head>'
    page = page_of().replace(b"</head>", script.encode())
    given = Given(outlet="The Echo\udcff")
    report = read_page(original(page, "folder/caf\udce9.html"), given)
    assert report.front.byline == "Ana \ufffd Reed"
    assert report.front.outlet == "The Echo\ufffd"
    assert report.original.location == "folder/caf\ufffd.html"
    repr(report.front).encode()
