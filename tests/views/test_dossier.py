from __future__ import annotations

import dataclasses
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from onrecord.edtf import Edtf
from onrecord.record import Entity, EntityKind, Reading, Report, make_id
from onrecord.views.contract import RecordAnswer
from onrecord.views.dossier import DossierEntry, DossierInput, as_html, as_json, as_markdown
from tests.views.made import Story, make_report, make_statement

VOID = {"meta", "line", "circle", "rect", "br"}


class Outline(HTMLParser):
    """Tags of a page, checked for balance."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, self.getpos()


def outline(html: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Outline()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser.tags


def joined_by_name(story: Story) -> dict[str, Entity]:
    """What a record of the story knows: the same name is the same speaker."""
    entities = {}
    for _, reading in story:
        for statement in reading.statements:
            speaker = statement.speaker
            if speaker and speaker.kind is not EntityKind.UNNAMED:
                entity = Entity(
                    make_id("entity", speaker.name), speaker.name, speaker.kind, (speaker.name,), ()
                )
                entities[statement.id] = entity
    return entities


def dossier_of(story: Story, **fields: Any) -> DossierInput:
    entries = tuple(DossierEntry(*read) for read in story)
    return DossierInput("Asylum offer", entries, joined_by_name(story), **fields)


def hostile() -> tuple[Report, Reading]:
    text = (
        "</style><script>alert(1)</script>\n\n"
        "<img src=x onerror=alert(2)> said “</div></article> {{ 7 * 7 }} "
        "\u202egnp.exe\x00\x1b[31m &amp; *so* <b>”."
    )
    report = make_report(
        text,
        headline="<script>alert(3)</script>",
        byline='" onmouseover="alert(4)',
        outlet="<svg onload=alert(5)>",
        url="javascript:alert(6)",
        language='en" onload="alert(7)',
        published=Edtf.parse("2024-01-01"),
        read_from=(("url", "<i>meta</i>"),),
    )
    row = {
        "source": [[35, 63]],
        "cue": [[64, 68]],
        "content": [[69, len(text) - 1]],
        "kind": "direct",
        "act": "inform",
        "speaker": "<script>alert(8)</script>",
        "speaker_kind": "person",
        "via": "<a href=javascript:alert(9)>",
    }
    return report, Reading(report.version, "by-hand", (make_statement(report, row),), notes=("<u>note</u>",))


def test_page_is_well_formed_and_every_link_has_its_target(asylum: Story) -> None:
    tags = outline(as_html(dossier_of(asylum)))
    ids = [attributes["id"] for _, attributes in tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in tags:
        href = attributes.get("href")
        assert href is None or href.startswith("https://") or href.removeprefix("#") in ids
        if named_by := attributes.get("aria-labelledby"):
            assert named_by in ids


def test_every_statement_stands_by_speaker_by_time_and_in_the_text(asylum: Story) -> None:
    html = as_html(dossier_of(asylum))
    for number, (_, reading) in enumerate(
        sorted(asylum, key=lambda read: read[0].front.published or Edtf.parse("2100")), 1
    ):
        for place in range(1, len(reading.statements) + 1):
            key = f"{number}-{place}"
            assert html.count(f'id="s{key}"') == html.count(f'id="t{key}"') == 1
            assert f'class="words" href="#t{key}"' in html
            assert f"c{key}" in html


def test_unnamed_sources_and_unknown_speakers_have_sections_of_their_own(asylum: Story) -> None:
    report, reading = asylum[0]
    nobody = dataclasses.replace(reading.statements[0], speaker=None)
    story = [(report, dataclasses.replace(reading, statements=(nobody, *reading.statements[1:])))]
    html = as_html(dossier_of(story))
    unnamed = html[html.index('<section id="unnamed"') : html.index('<section id="unknown"')]
    unknown = html[html.index('<section id="unknown"') : html.index('<section id="time"')]
    assert "an unnamed prison official" in unnamed
    assert unnamed.count("<article") == unknown.count("<article") == 1


def test_without_a_record_the_same_name_in_two_reports_is_not_one_speaker(asylum: Story) -> None:
    entries = tuple(DossierEntry(*read) for read in asylum)
    html = as_html(DossierInput("t", entries))
    assert len(re.findall(r"<h3 id=\"name\d+\"><bdi>Joaquín Arrieta</bdi>", html)) == 4


def test_front_matter_is_shown_with_where_it_was_read(asylum: Story) -> None:
    html = as_html(dossier_of(asylum))
    report = asylum[2][0]
    assert report.original.sha256 in html
    assert report.version in html
    assert f'<a href="{report.front.url}" rel="noreferrer noopener">' in html
    assert (
        '<time datetime="2024-03-11">11 March 2024</time> <span class="why">(read from: text)</span>' in html
    )


def test_same_input_gives_the_same_bytes_and_no_time_of_making(asylum: Story) -> None:
    assert as_html(dossier_of(asylum)) == as_html(dossier_of(asylum))
    assert "Made" not in as_html(dossier_of(asylum))
    made = datetime(2024, 5, 1, 8, 30, tzinfo=UTC)
    assert "2024-05-01 08:30" in as_html(dossier_of(asylum, made=made))


def test_hostile_report_stays_text() -> None:
    html = as_html(dossier_of([hostile()]))
    tags = outline(html)
    assert not {"script", "img", "i", "u"} & {tag for tag, _ in tags}
    for tag, attributes in tags:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        assert "javascript" not in (attributes.get("href") or "")
    assert html.count("<style>") == html.count("</style>") == 1
    assert "{{ 7 * 7 }}" in html
    assert not set(html) & {"\x00", "\x1b", "\u202e"}
    assert "default-src 'none'" in html


def test_hostile_report_stays_text_in_markdown() -> None:
    markdown = as_markdown(dossier_of([hostile()]))
    assert not re.search(r"(?<!\\)<(?!https)", markdown.replace("> ", ""))
    assert not set(markdown) & {"\x00", "\x1b", "\u202e"}


def test_markdown_has_every_statement_with_its_words(asylum: Story) -> None:
    markdown = as_markdown(dossier_of(asylum))
    for _, reading in asylum:
        for statement in reading.statements:
            assert f"`{statement.id}`" in markdown
    assert "> Her lawyer, Pavel Hurko, said she had lost about 40 pounds" in markdown


def test_json_is_the_contract(asylum: Story) -> None:
    written = as_json(dossier_of(asylum))
    record = RecordAnswer.model_validate_json(written)
    assert len(record.reports) == 4
    assert {entity.id for entity in record.entities} == {
        statement.speaker.id
        for reading in record.reports
        for statement in reading.statements
        if statement.speaker and statement.speaker.kind is not EntityKind.UNNAMED
    }
    assert json.loads(written)["copies"] == []


def test_empty_dossier_is_a_page() -> None:
    outline(as_html(DossierInput("Nothing yet", ())))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_of_words_has_contrast(scheme: int) -> None:
    html = as_html(DossierInput("t", ()))
    roots = re.findall(r":root \{(.*?)\}", html, re.DOTALL)
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", roots[scheme]))
    for words in ("ink", "soft", "link", "source", "cue"):
        for ground in ("paper", "raised", "content-faint", "content-lit"):
            if words in ("soft", "link") and ground == "content-lit":
                continue
            light, dark = sorted((luminance(colours[words]), luminance(colours[ground])), reverse=True)
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (words, ground)
