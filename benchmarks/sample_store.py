"""The sample company in a database of its own, built once for all benchmarks of a run."""

from __future__ import annotations

import atexit
import tempfile
from functools import cache
from pathlib import Path

from balance import first_start


@cache
def sample_store() -> str:
    """A database with the whole sample company; it goes with the process."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    database = str(Path(folder.name) / "balance.duckdb")
    first_start.fill_if_empty(database)
    return database
