"""Telling the server that took over from the one it replaced, should that one come back and take changes, too.

Each time a standby takes over, PostgreSQL counts its timeline up. A process that has worked on a timeline never goes
back to an earlier one of the same database cluster: what would be kept there is thrown away sooner or later.
"""

from __future__ import annotations

import threading
from typing import Any

import psycopg

_ASKED = b"SELECT (SELECT system_identifier FROM pg_control_system()), left(pg_walfile_name(pg_current_wal_lsn()), 8)"

_NEWEST: dict[int, int] = {}
"""The newest timeline of each database cluster that this process has worked on."""
_LOCK = threading.Lock()


def is_replaced(connection: psycopg.Connection[Any]) -> bool:
    """Whether a server has been replaced by another that this process has worked with; False where it does not say.

    A connection that is lost meanwhile says nothing of the server: psycopg's error is raised on.
    """
    try:
        ((cluster, counted),) = connection.execute(_ASKED).fetchall()
    except psycopg.DatabaseError:
        if connection.broken:
            raise
        return False  # a service may keep these functions to itself
    timeline = int(counted, base=16)
    with _LOCK:  # between the look and the note another thread may have met the server that took over
        _NEWEST[cluster] = newest = max(timeline, _NEWEST.get(cluster, 0))
    return timeline < newest


def without(options: dict[str, str], replaced: set[tuple[str, str]]) -> dict[str, str]:
    """What to connect with, less the hosts (with their ports) that have been replaced; all of them where none is left.

    >>> without({"host": "one,two", "dbname": "company"}, {("one", "5432")})
    {'host': 'two', 'dbname': 'company', 'port': '5432'}
    """
    hosts, ports = options.get("host", "").split(","), options.get("port", "5432").split(",")
    ports = ports * len(hosts) if len(ports) == 1 else ports
    left = [place for place in zip(hosts, ports, strict=False) if place not in replaced]
    if not replaced or not left or "hostaddr" in options:
        return options
    return options | {"host": ",".join(host for host, _ in left), "port": ",".join(port for _, port in left)}
