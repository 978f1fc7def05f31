from __future__ import annotations

import pytest

from onrecord.views.answers import answer_reading
from onrecord.views.contract import ReadingAnswer
from tests.views.made import Story


@pytest.fixture(scope="session")
def reports(asylum: Story) -> list[ReadingAnswer]:
    return [answer_reading(*read) for read in asylum]
