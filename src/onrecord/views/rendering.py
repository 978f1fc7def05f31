"""Templates: how pages and dossiers are rendered, and the filters that both have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.views.wording import link_address, put_date, put_language, put_location, show_text

if TYPE_CHECKING:
    from jinja2 import Environment


def make_environment(package: str) -> Environment:
    """Of the templates of a package. What is put in is escaped, and a name that is not given is an error."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "shown": show_text,
        "date": put_date,
        "link": link_address,
        "lang": put_language,
        "place_only": put_location,
    }
    return environment
