"""The API, asked at random by schemathesis after its OpenAPI description: it answers, and as described."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from onrecord.web import api
from tests.web.conftest import Served, serving

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def describe() -> dict[str, Any]:
    app = FastAPI(title="Onrecord", version="0")
    app.include_router(api.router)
    return app.openapi()


SCHEMA: Any = schemathesis.openapi.from_dict(describe())
OPERATIONS = [one.ok() for one in SCHEMA.get_all_operations()]


@pytest.fixture(scope="module")
def changed(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A copy that is changed by whatever is asked."""
    with serving(Path(shutil.copy(kept, tmp_path_factory.mktemp("openapi")))) as server:
        yield server


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.label)
def test_whatever_is_asked_is_answered_as_described(operation: Any, changed: Served) -> None:
    token = changed.get("/api/token").json()["token"]

    @settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(base_url=changed.address, headers={"X-CSRF-Token": token}, checks=CHECKS)

    ask()
