"""Property tests take the time they need; in continuous integration they try the same examples each run."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("onrecord", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("onrecord")
