"""In what state a store is, found out without changing it: readable, up to date, whole."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from balance.errors import StoreError
from balance.store.backup import read_whole
from balance.store.connection import only, path_of
from balance.store.holding import StoreLimits, connect
from balance.store.migrations import newest, taken_in


@dataclass(frozen=True)
class Condition:
    """What is known of a store that could be opened: `step` of its shape, the newest this program knows, what is in it.

    `damaged` are the hashes of kept originals whose content is not what was kept.
    """

    step: int
    newest_step: int
    snapshots: int
    last_change_at: datetime | None
    damaged: tuple[str, ...]


def condition(url: str | Path, limits: StoreLimits) -> Condition:
    """The condition of a store in a file; StoreError says in one sentence why it cannot be read.

    Every block is read, and every kept original compared with its hash.
    """
    path = path_of(url)
    if path.is_file() and not path.stat().st_size:
        raise StoreError(f"{path} is empty and not a store of Balance. Name another with --database.")
    connection = connect(path, limits, time.monotonic() + limits.wait_seconds)
    try:
        taken = taken_in(connection)
        if taken is None and _has_steps(connection):
            raise StoreError(f"The store {path} is damaged. Restore a backup.")
        if taken is None:
            raise StoreError(f"{path} is not a store of Balance. Name another with --database.")
        read_whole(connection)
        count = "SELECT count(*), (SELECT max(changed_at) FROM audit) FROM snapshots WHERE NOT dropped"
        snapshots, changed = connection.execute(count).fetchall()[0]
        return Condition(max(taken, default=0), newest(), snapshots, changed, tuple(_damaged(connection)))
    except duckdb.Error as error:
        raise StoreError(f"The store {path} is damaged. Restore a backup.") from error
    finally:
        connection.close()


def _has_steps(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the catalogue names the table of steps, even where its rows cannot be read."""
    query = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_version'"
    return bool(only(connection.execute(query).fetchall()))


def _damaged(connection: duckdb.DuckDBPyConnection) -> list[str]:
    hashes = [name for (name,) in connection.execute("SELECT sha256 FROM originals ORDER BY sha256").fetchall()]
    return [name for name in hashes if _hash_of_parts(connection, name) != name]


def _hash_of_parts(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    """One original at a time, part by part: a store may hold more than fits into memory."""
    digest = hashlib.sha256()
    last = only(connection.execute("SELECT max(part) FROM original_parts WHERE sha256 = $1", [name]).fetchall())
    for first in range(0, -1 if last is None else last + 1, 1000):
        query = "SELECT content FROM original_parts WHERE sha256 = $1 AND part >= $2 AND part < $2 + 1000 ORDER BY part"
        for (content,) in connection.execute(query, [name, first]).fetchall():
            digest.update(content)
    return digest.hexdigest()
