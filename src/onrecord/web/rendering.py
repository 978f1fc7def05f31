"""Rendering: templates, and what every page of the application is given."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from onrecord.edtf import Edtf
from onrecord.views.rendering import make_environment
from onrecord.views.wording import KIND_MEANING, put_date

if TYPE_CHECKING:
    from datetime import datetime

    from jinja2 import Environment


def render(template: str, **context: Any) -> str:
    """A page as HTML; whatever reports print is escaped. A name that the template needs must be given."""
    return environment().get_template(template).render(**context)


@lru_cache(maxsize=1)
def environment() -> Environment:
    made = make_environment("onrecord.web")
    made.filters |= {
        "date": put_edtf,
        "when": put_moment,
        "counted": put_count,
        "percent": put_percent,
        "query": put_query,
    }
    made.globals |= {"kind_meaning": KIND_MEANING}
    return made


def put_edtf(value: str | Edtf | None) -> str:
    """`2024-03-14` as `14 March 2024`; None: `not known`."""
    return put_date(Edtf(value) if isinstance(value, str) else value)


def put_moment(moment: datetime) -> str:
    """`2024-03-14 09:30`, in UTC as all moments of a record."""
    return moment.strftime("%Y-%m-%d %H:%M")


def put_count(number: int, noun: str, plural: str | None = None) -> str:
    """`1 report`, `1,204 reports`; past what is counted `more than 10,000 reports`."""
    if number > 10_000:
        return f"more than 10,000 {plural or noun + 's'}"
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def put_percent(score: float) -> str:
    return f"{100 * score:.0f} %"


def put_query(values: dict[str, object]) -> str:
    """The values as the query of an address, without those that are not given."""
    return urlencode({name: str(value) for name, value in values.items() if value not in (None, "")})
