"""Makes the shards of a folder; run by test_batch, which kills it."""

from __future__ import annotations

import sys
from pathlib import Path

from onrecord.shards.batch import Here
from onrecord.workers.pool import Workers
from tests.shards.conftest import batch

if __name__ == "__main__":
    with Workers() as workers:
        batch(Path(sys.argv[1]), Path(sys.argv[2]), Here(workers))
