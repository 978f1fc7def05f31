"""A report's reading: a pure function of its text, its front matter and the network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from onrecord.reading.acts import find_act, is_made, only_names
from onrecord.reading.calibration import calibrate, sort_of
from onrecord.reading.decoding import find_names
from onrecord.reading.document import find_sentences
from onrecord.reading.figures import find_figures
from onrecord.reading.inner import find_inner_statements
from onrecord.reading.network import Labels, Network, Settings
from onrecord.reading.quotes import find_quotations
from onrecord.reading.said import date_said
from onrecord.reading.speakers import NameIn, Resolved, SourceIn, find_mentions, resolve_sources
from onrecord.reading.statements import Found, find_statements
from onrecord.reading.times import find_times
from onrecord.reading.transcripts import find_turns, leave_turns, names_of_turns
from onrecord.record import EntityKind, Front, Reading, Report, Statement

LANGUAGE = "en"
# About ten newspaper pages; beyond it a report would cost more memory and time than it may.
LONGEST = 50_000
_NAME_KINDS = {kind.value: kind for kind in (EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE)}


def read_report(report: Report, network: Network) -> Reading:
    """Who said what in a report. A report in another language than the network's is not read."""
    language = report.front.language
    if language is not None and language != LANGUAGE:
        note = f"not read: the language is {language}, and the network reads {LANGUAGE}"
        return Reading(report.version, network.name, notes=(note,))
    notes: tuple[str, ...] = ()
    if len(report.text) > LONGEST:
        notes = (f"read up to character {LONGEST:,} of {len(report.text):,}",)
    return replace(read_text(report.text[:LONGEST], report.front, report.version, network), notes=notes)


def read_text(text: str, front: Front, version: str, network: Network) -> Reading:
    """The reading of a text as it stands, whatever its language; `version` is the id it is kept under."""
    labels = network.label(text)
    quotations = find_quotations(text)
    found = find_statements(text, labels, quotations)
    found = [f for f in found if is_made(text, f.cue, f.content) and not _is_a_name(f)]
    found = [f for f in _calibrated(found, network.settings) if f.score >= _floor(f, network.settings)]
    found += _calibrated(find_inner_statements(text, found, network, quotations), network.settings)
    turns = find_turns(text)
    found = [*leave_turns(found, turns), *turns]
    found = keep_once(found)
    found.sort(key=lambda f: (f.content[0].start, f.cue[0].start if f.cue else 0))
    names = names_of_turns(turns, find_names_in(labels))
    headline_end = len(front.headline) if front.headline and text.startswith(front.headline) else 0
    sources = [SourceIn(f.source, f.content, f.cue) for f in found]
    resolved = resolve_sources(
        text, sources, names, headline_end=headline_end, writer=front.byline, issuer=front.outlet
    )
    dateline = front.dateline.date if front.dateline else None
    dates = find_times(text, published=front.published, dateline=dateline)
    statements = [_statement(text, f, r, version) for f, r in zip(found, resolved, strict=True)]
    said = date_said(text, statements, find_sentences(text), dates, front)
    statements = [replace(s, said=d) for s, d in zip(statements, said, strict=True)]
    return Reading(
        version=version,
        model=network.name,
        statements=tuple(_nest(statements)),
        mentions=find_mentions(text, sources, names, resolved),
        dates=tuple(dates),
        figures=tuple(find_figures(text)),
    )


def keep_once(found: Iterable[Found]) -> list[Found]:
    """Of those with the same cue and content, which are one statement, the surest."""
    surest: dict[object, Found] = {}
    for one in found:
        key = one.cue, one.content
        if key not in surest or one.score > surest[key].score:
            surest[key] = one
    return list(surest.values())


def _is_a_name(found: Found) -> bool:
    """What nobody is said to have said, but is called so: "the club, nicknamed ‘the Wreckers’"."""
    return not found.source and bool(found.cue) and only_names(" ".join(span.text for span in found.cue))


def _calibrated(found: Iterable[Found], settings: Settings) -> list[Found]:
    return [replace(f, score=calibrate(f.score, sort_of(f), settings.calibration)) for f in found]


def _floor(found: Found, settings: Settings) -> float:
    """The score from which this is taken for a statement. Without quotation marks or a verb that reports
    ("the revelations he made about"), the network must be surer, and surest of a participle ("publishing").
    """
    if sort_of(found) != "other wording":
        return settings.thresholds["statement"]
    bare = len(found.cue) == 1 and _PARTICIPLE.fullmatch(found.cue[0].text)
    return settings.thresholds["sure statement" if bare else "other wording"]


_PARTICIPLE = re.compile(r"[a-z]+ing")


def find_names_in(labels: Labels) -> list[NameIn]:
    """The names of people, organizations and places that the network sees in a text."""
    pieces = labels.pieces
    return [
        NameIn(int(pieces.starts[n.first]), int(pieces.ends[n.after - 1]), _NAME_KINDS[n.label])
        for n in find_names(labels)
        if n.label in _NAME_KINDS
    ]


def _statement(text: str, found: Found, resolved: Resolved, version: str) -> Statement:
    return Statement(
        version=version,
        kind=found.kind,
        act=find_act(
            " ".join(s.text for s in found.cue), " ".join(s.text for s in found.content), found.kind
        ),
        score=round(found.score, 4),
        source=found.source,
        cue=found.cue,
        content=found.content,
        speaker=resolved.speaker,
        addressee=resolved.addressee,
        on_behalf_of=resolved.on_behalf_of,
        via=resolved.via,
    )


def _nest(statements: Sequence[Statement]) -> list[Statement]:
    """Each statement with the id of the smallest one whose content holds all of it."""
    out: list[Statement] = []
    for inner in statements:
        parts = (*inner.source, *inner.cue, *inner.content)
        around = [
            (sum(c.end - c.start for c in outer.content), outer.id)
            for outer in statements
            if outer is not inner and all(any(c.covers(part) for c in outer.content) for part in parts)
        ]
        out.append(replace(inner, within=min(around)[1]) if around else inner)
    return out
