from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import given, settings

from onrecord.edtf import Edtf
from onrecord.views.contract import ReadingAnswer
from onrecord.views.exports.csl import write_csl

from .hostile import make_reading, readings

# Of the CSL-JSON schema (csl-data.json 1.0.2): the variables that are used, and the type of each.
VARIABLES: dict[str, type] = {
    "id": str, "type": str, "title": str, "container-title": str, "source": str, "URL": str, "language": str,
    "author": list, "issued": dict, "accessed": dict,
}  # fmt: skip


def written(*handed: ReadingAnswer) -> list[dict[str, Any]]:
    out = io.StringIO()
    write_csl(out, handed)
    items: list[dict[str, Any]] = json.loads(out.getvalue())
    return items


def test_an_item_with_all_that_is_known() -> None:
    reading = make_reading(
        "x",
        headline="Council goes",
        byline="Dana Okafor & Joe Lind",
        outlet="The Echo",
        url="https://echo.example/1",
        published=Edtf("2024-03"),
        language="en",
    )
    assert written(reading) == [
        {
            "id": reading.report.id,
            "type": "article-newspaper",
            "title": "Council goes",
            "author": [{"literal": "Dana Okafor"}, {"literal": "Joe Lind"}],
            "container-title": "The Echo",
            "issued": {"date-parts": [[2024, 3]]},
            "URL": "https://echo.example/1",
            "language": "en",
        }
    ]


def test_a_date_that_is_not_known_so_well_stays_edtf() -> None:
    (item,) = written(make_reading("x", published=Edtf("XXXX-03-14")))
    assert item["issued"] == {"edtf": "XXXX-03-14"}


@given(readings())
@settings(max_examples=60, deadline=None)
def test_an_item_has_what_the_schema_knows(reading: ReadingAnswer) -> None:
    (item,) = written(reading)
    for name, value in item.items():
        assert isinstance(value, VARIABLES[name])
    for name in ("issued", "accessed"):
        date = item.get(name, {"edtf": ""})
        assert set(date) in ({"date-parts"}, {"edtf"})
