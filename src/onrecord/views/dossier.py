"""The dossier: a set of reports and all that is said in them, as one page, as Markdown or as JSON."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from onrecord.views.arrange import DossierEntry, DossierInput, arrange
from onrecord.views.rendering import make_environment
from onrecord.views.wording import KIND_MEANING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

    from onrecord.memory.asking import Together

__all__ = ["DossierEntry", "DossierInput", "as_html", "as_json", "as_markdown"]


def as_html(dossier: DossierInput) -> str:
    """One page that needs no other file, no network and no script."""
    from onrecord.views.marked import mark_passages, mark_report
    from onrecord.views.strip import draw_strip

    arranged = arrange(dossier)
    return (
        _environment()
        .get_template("dossier.html")
        .render(
            dossier=arranged,
            strip=draw_strip(arranged),
            texts={report.number: mark_report(report) for report in arranged.reports},
            passages={
                key: passage for report in arranged.reports for key, passage in mark_passages(report).items()
            },
            labels={line.statement.id: line for line in arranged.lines},
            numbered={report.entry.report.id: report for report in arranged.reports},
            kind_meaning=KIND_MEANING,
        )
    )


def as_markdown(dossier: DossierInput) -> str:
    """The dossier for a text editor: source, cue and content of each statement in words, not in colours."""
    from onrecord.views.markdown import write_lines

    return "\n".join(write_lines(arrange(dossier))) + "\n"


def as_json(dossier: DossierInput) -> str:
    """The part of the record that the dossier shows, in the shape of every export."""
    from onrecord.views.answers import answer_reading, answer_record

    entities = dossier.entities
    readings = [
        answer_reading(
            entry.report,
            entry.reading,
            lambda statement: entities.get(statement.id),
            added=entry.added,
            versions=entry.versions,
        )
        for entry in dossier.entries
    ]
    named = {entity.id: entity for entity in entities.values()}
    across = gather_across(dossier.across)
    record = answer_record(readings, entities=[named[key] for key in sorted(named)], **across)
    return record.as_json(indent=1) + "\n"


def gather_across(across: Iterable[Together]) -> dict[str, list[Any]]:
    """What reports tell together, as `answer_record` takes it."""
    parts: defaultdict[str, list[Any]] = defaultdict(list)
    for one in across:
        name = one.story.id if one.story else ""
        parts["stories"] += [one.story] if one.story else []
        parts["sayings"] += [rendered.saying for rendered in one.sayings]
        for part in ("copies", "differences", "chronology"):
            parts[part] += getattr(one, part)
        for part in ("contributions", "contradictions"):
            parts[part] += [(name, each) for each in getattr(one, part)]
    return parts


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return make_environment("onrecord.views")
