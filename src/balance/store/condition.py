"""In what state a store is, found out without changing it: readable, up to date, whole."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb

from balance.errors import StoreError
from balance.schema import TABLES
from balance.store.backup import read_whole
from balance.store.connection import only, path_of, store_at
from balance.store.migrations import newest, taken_in
from balance.store.opening import StoreLimits, connect


@dataclass(frozen=True)
class Condition:
    """What is known of a store that could be opened: `step` of its shape, the newest this program knows, what is in it.

    `damaged` are the hashes of kept originals whose content is not what was kept; `days_ahead` the as-of dates of
    snapshots that are still to come, `rows_ahead` how many rows of each table say that something happened after today.
    """

    step: int
    newest_step: int
    snapshots: int
    last_change_at: datetime | None
    damaged: tuple[str, ...]
    days_ahead: tuple[date, ...] = ()
    rows_ahead: Mapping[str, int] = field(default_factory=dict)


HAPPENED = {"incidents": "opened_at", "initiatives": "finish_actual"}
"""The column of a table that tells what has happened, so that a day to come in it is surely a mistake."""


def condition(url: str | Path, limits: StoreLimits, today: date | None = None) -> Condition:
    """The condition of a store in a file on a day; StoreError says in one sentence why it cannot be read.

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
        step, whole, day = max(taken, default=0), tuple(_damaged(connection)), today or date.today()
        ahead = _days_ahead(connection, day), _rows_ahead(connection, day)
        return Condition(step, newest(), snapshots, changed, whole, *ahead)
    except duckdb.Error as error:
        raise StoreError(f"The store {path} is damaged. Restore a backup.") from error
    finally:
        connection.close()


def on_server(url: str) -> tuple[int, int, int] | None:
    """Of a store on a server the last step taken, the last this program knows, and the snapshots, without a change.

    None where there is no store; StoreError where the server cannot be asked. Opening it would take missing steps.
    """
    server = store_at(url).server
    if server is None:
        raise StoreError("Here a server is expected, and no file.")
    from balance.store.postgresql.layout import taken_on

    with server.telling(), server.connected() as connection:
        taken = taken_on(connection)
        if taken is None:
            return None
        ((count,),) = connection.execute("SELECT count(*) FROM snapshots WHERE NOT dropped").fetchall()
    return max(taken), newest(), count


def _has_steps(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether the catalogue names the table of steps, even where its rows cannot be read."""
    query = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'schema_version'"
    return bool(only(connection.execute(query).fetchall()))


def _days_ahead(connection: duckdb.DuckDBPyConnection, today: date) -> tuple[date, ...]:
    query = "SELECT DISTINCT as_of FROM snapshots WHERE NOT dropped AND as_of > $1 ORDER BY as_of"
    return tuple(day for (day,) in connection.execute(query, [today]).fetchall())


def _rows_ahead(connection: duckdb.DuckDBPyConnection, today: date) -> dict[str, int]:
    """How many ids of each table have a row that says so, in whichever snapshot."""
    end = today + timedelta(days=1)
    query = (
        'SELECT count(DISTINCT r."{key}") FROM "{table}" AS r JOIN snapshots AS s ON s.snapshot_id = r.snapshot_id '
        'WHERE NOT s.dropped AND r."{column}" >= $1'
    )
    found = {
        table: connection.execute(query.format(key=TABLES[table].key, table=table, column=column), [end]).fetchall()
        for table, column in HAPPENED.items()
    }
    return {table: count for table, ((count,),) in found.items() if count}


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
