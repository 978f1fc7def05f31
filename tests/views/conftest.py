from __future__ import annotations

import pytest

from tests.views.made import Story, load_story


@pytest.fixture(scope="session")
def asylum() -> Story:
    return load_story("asylum")
